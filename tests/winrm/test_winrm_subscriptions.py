"""Events over WS-Management: a client pulls, the host answers when there are any."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

import mofgen.runtime as cim
from mofgen.runtime.connection import Subscription
from mofgen.runtime.instance_events import InstanceCreationEvent
from mofgen.vmms import Vmms
from mofgen.winrm import subscriptions
from mofgen.winrm.connection import WinRmConnection

CREATED = (
    "SELECT * FROM __InstanceCreationEvent WITHIN 1"
    " WHERE TargetInstance ISA 'Msvm_ComputerSystem'"
)


@pytest.fixture
def created(client: WinRmConnection) -> Iterator[Subscription[InstanceCreationEvent]]:
    """Told of machines that are made."""
    with client.subscribe(CREATED, InstanceCreationEvent) as made:
        yield made


def define(host: Vmms, *names: str) -> None:
    with host.connect() as here:
        service = Msvm_VirtualSystemManagementService.objects(here).one()
        for name in names:
            settings = Msvm_VirtualSystemSettingData(ElementName=name)
            service.DefineSystem(SystemSettings=settings)


def told(subscription: Subscription[InstanceCreationEvent]) -> list[str | None]:
    """The names of the machines that there are events of by now."""
    names = []
    while (event := subscription.next(timeout=0)) is not None:
        assert isinstance(event, InstanceCreationEvent)
        machine = event.TargetInstance
        assert isinstance(machine, Msvm_ComputerSystem)
        names.append(machine.ElementName)
    return names


class TestASubscription:
    def test_gives_events_in_their_order(self, host: Vmms, created: Any) -> None:
        define(host, "web", "db")
        assert told(created) == ["web", "db"]

    def test_takes_many_at_a_time(self, host: Vmms, created: Any, wire: Any) -> None:
        define(host, "web", "db", "mail")
        wire.requests.clear()
        assert len(told(created)) == 3
        assert wire.actions() == ["Pull", "Pull"]  # the second one finds none

    def test_waits_for_an_event(self, host: Vmms, created: Any) -> None:
        maker = Thread(target=define, args=(host, "web"))
        maker.start()
        event = created.next(timeout=60)
        maker.join()
        assert event.TargetInstance.ElementName == "web"

    def test_asks_again_where_the_host_waits_no_longer(
        self, created: Any, wire: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subscriptions, "HOLD", 0.02)
        wire.requests.clear()
        assert created.next(timeout=0.1) is None
        assert wire.actions().count("Pull") > 1

    def test_ends_for_whoever_waits_when_it_is_closed(self, created: Any) -> None:
        ended: list[object] = []
        waiting = Thread(target=lambda: ended.extend([*created, "over"]))
        waiting.start()
        created.close()
        waiting.join(60)
        assert ended == ["over"]

    def test_is_given_up_at_the_host_when_it_is_closed(
        self, created: Any, wire: Any
    ) -> None:
        wire.requests.clear()
        created.close()
        created.close()
        assert wire.actions() == ["Unsubscribe"]
        assert created.next(timeout=0) is None

    def test_goes_with_its_connection(
        self, client: WinRmConnection, created: Any, wire: Any
    ) -> None:
        wire.requests.clear()
        client.close()
        assert wire.actions() == ["Unsubscribe"]

    def test_is_renewed_before_it_expires(
        self, created: Any, wire: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wire.requests.clear()
        now = time.monotonic()
        monkeypatch.setattr(created, "_renew_at", now)
        created.next(timeout=0)
        assert wire.actions() == ["Renew", "Pull"]


class TestAHost:
    def test_refuses_a_query_that_is_none(self, client: WinRmConnection) -> None:
        with pytest.raises(cim.CimInvalidQueryError):
            client.subscribe("SELECT nothing", InstanceCreationEvent)

    def test_that_has_ended_a_subscription_says_so(
        self, created: Any, service: Any
    ) -> None:
        service.subscriptions.close()
        with pytest.raises(cim.CimStatusError, match="InvalidEnumerationContext"):
            created.next(timeout=0)
