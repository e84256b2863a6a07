"""Subscribe, Pull, Renew and Unsubscribe: events that clients come for."""

from __future__ import annotations

from typing import Any

import pytest
from event_client import (
    CHANGED,
    EventClient,
    events_of,
    fault_in,
    items_of,
    reply_of,
)
from hyperv_v2 import Msvm_ComputerSystem

from mofgen.runtime.instance_events import (
    InstanceCreationEvent,
    InstanceModificationEvent,
)
from mofgen.server.namespaces import Session
from mofgen.wsman.uris import ADDRESSING, EVENTING, HEARTBEAT, WSMAN
from mofgen.wsman.xml_text import text_of

PUSH = "http://schemas.xmlsoap.org/ws/2004/08/eventing/DeliveryModes/Push"


@pytest.fixture
def client() -> EventClient:
    return EventClient()


class TestSubscribing:
    def test_gives_a_context_to_pull_from(self, client: EventClient) -> None:
        context = client.subscribe()
        client.define("web")
        (event,) = client.events(context)
        assert isinstance(event, InstanceCreationEvent)
        assert isinstance(event.TargetInstance, Msvm_ComputerSystem)
        assert event.TargetInstance.ElementName == "web"

    def test_gives_the_words_by_which_it_is_named_later(
        self, client: EventClient
    ) -> None:
        body = reply_of(client.asked_to_subscribe(expires="PT20M")).body
        assert body is not None
        assert text_of(body.find(f"{{{EVENTING}}}Expires")) == "PT1200S"
        manager = body.find(f"{{{EVENTING}}}SubscriptionManager")
        assert manager is not None
        parameters = manager.find(f"{{{ADDRESSING}}}ReferenceParameters")
        assert parameters is not None
        identifier = text_of(parameters.find(f"{{{EVENTING}}}Identifier"))
        assert reply_of(client.unsubscribe(identifier)).body is None

    def test_gives_events_from_then_on(self, client: EventClient) -> None:
        client.define("before")
        assert client.events(client.subscribe()) == []

    def test_takes_no_other_way_of_delivery(self, client: EventClient) -> None:
        for mode in (PUSH, "", f"{PUSH}WithAck"):
            fault = fault_in(client.asked_to_subscribe(mode=mode))
            assert fault.subcode == "e:DeliveryModeRequestedUnavailable"

    def test_takes_no_other_language_of_filters(self, client: EventClient) -> None:
        fault = fault_in(client.asked_to_subscribe(dialect="http://example.org/xpath"))
        assert fault.subcode == "e:FilteringRequestedUnavailable"

    @pytest.mark.parametrize(
        "query",
        ["SELECT FROM", "SELECT * FROM Msvm_ComputerSystem", "SELECT * FROM __Nothing"],
    )
    def test_refuses_what_is_no_query_for_events(
        self, client: EventClient, query: str
    ) -> None:
        fault_in(client.asked_to_subscribe(query))
        assert len(client.service.subscriptions) == 0

    @pytest.mark.parametrize("expires", ["PT0S", "soon", "-PT5S"])
    def test_refuses_a_time_that_is_over_or_none(
        self, client: EventClient, expires: str
    ) -> None:
        fault = fault_in(client.asked_to_subscribe(expires=expires))
        assert fault.subcode == "e:InvalidExpirationTime"

    def test_has_no_bookmarks(self, client: EventClient) -> None:
        fault = fault_in(client.asked_to_subscribe(more="<w:SendBookmarks/>"))
        assert (fault.subcode, fault.detail) == ("w:UnsupportedFeature", "Bookmarks")

    def test_shows_nothing_to_who_has_no_rights(self) -> None:
        guest = EventClient(session=Session("Guest", is_administrator=False))
        context = guest.subscribe()
        guest.define("web")
        assert guest.events(context) == []


class TestPulling:
    def test_gives_an_event_with_the_object_before_and_after(
        self, client: EventClient
    ) -> None:
        client.define("web")
        context = client.subscribe(CHANGED)
        with client.host.connect() as connection:
            (machine,) = connection.query(
                "SELECT * FROM Msvm_ComputerSystem WHERE ElementName = 'web'",
                Msvm_ComputerSystem,
            )
            machine.RequestStateChange(RequestedState=2)
        events = client.events(context)
        states = [
            (each.PreviousInstance.EnabledState, each.TargetInstance.EnabledState)
            for each in events
            if isinstance(each, InstanceModificationEvent)
            and isinstance(each.PreviousInstance, Msvm_ComputerSystem)
            and isinstance(each.TargetInstance, Msvm_ComputerSystem)
        ]
        assert len(states) == len(events)
        assert states[0][0] == 3
        assert states[-1][1] == 2

    def test_gives_as_many_as_are_wanted_and_keeps_the_rest(
        self, client: EventClient
    ) -> None:
        context = client.subscribe()
        for name in ("one", "two", "three"):
            client.define(name)
        assert len(client.events(context, count=2)) == 2
        assert len(client.events(context, count=2)) == 1

    def test_gives_as_many_as_fit(self, client: EventClient) -> None:
        context = client.subscribe()
        for number in range(12):
            client.define(f"machine {number}")
        pulls = 0
        found = 0
        while found < 12:
            answer = client.pull(context, max_envelope_size=10_000).ready()
            assert answer is not None
            assert len(answer.body) <= 10_000
            found += len(items_of(answer))
            pulls += 1
        assert found == 12
        assert pulls > 1

    def test_waits_for_an_event(self, client: EventClient) -> None:
        waiting = client.pull(client.subscribe())
        woken: list[str] = []
        waiting.wake(lambda: woken.append("an event"))
        assert waiting.ready() is None
        client.define("web")
        assert woken == ["an event"]
        assert len(events_of(waiting.ready())) == 1

    def test_waits_no_longer_than_the_client(self, client: EventClient) -> None:
        waiting = client.pull(client.subscribe(), operation_timeout=7.0)
        assert waiting.seconds == 7.0
        fault = fault_in(waiting.ready(is_over=True))
        assert (fault.subcode, fault.hresult) == ("w:TimedOut", 0x80338029)

    def test_waits_as_windows_does_where_nothing_is_said(
        self, client: EventClient
    ) -> None:
        assert client.pull(client.subscribe()).seconds == 60.0

    def test_goes_on_after_the_time_was_over(self, client: EventClient) -> None:
        context = client.subscribe()
        fault_in(client.pull(context).ready(is_over=True))
        client.define("web")
        assert len(client.events(context)) == 1

    def test_gives_a_heartbeat_where_one_is_wanted(self, client: EventClient) -> None:
        beat = "<w:Heartbeats>PT5S</w:Heartbeats>"
        waiting = client.pull(client.subscribe(within=beat), operation_timeout=30.0)
        assert waiting.seconds == 5.0
        (item,) = items_of(waiting.ready(is_over=True))
        assert (item.tag, item.get("Action")) == (f"{{{WSMAN}}}Event", HEARTBEAT)

    def test_takes_the_place_of_a_pull_that_still_waits(
        self, client: EventClient
    ) -> None:
        context = client.subscribe()
        before = client.pull(context)
        woken: list[str] = []
        before.wake(lambda: woken.append("it is over"))
        now = client.pull(context)
        client.define("web")
        assert woken == ["it is over"]
        assert fault_in(before.ready()).subcode == "w:Concurrency"
        assert len(events_of(now.ready())) == 1

    def test_is_for_who_subscribed(self, client: EventClient) -> None:
        context = client.subscribe()
        client.session = Session("Somebody")
        fault = fault_in(client.pull(context))
        assert fault.subcode == "n:InvalidEnumerationContext"


class TestTheEnd:
    @pytest.mark.parametrize("how", ["unsubscribe", "release"])
    def test_comes_when_the_client_wants_no_more(
        self, client: EventClient, how: str
    ) -> None:
        context = client.subscribe()
        waiting = client.pull(context)
        woken: list[str] = []
        waiting.wake(lambda: woken.append("it is over"))
        reply_of(getattr(client, how)(context))
        assert woken
        assert fault_in(waiting.ready()).subcode == "n:InvalidEnumerationContext"
        assert fault_in(client.pull(context)).subcode == "n:InvalidEnumerationContext"

    def test_comes_once(self, client: EventClient) -> None:
        context = client.subscribe()
        client.unsubscribe(context)
        assert fault_in(client.unsubscribe(context)).subcode == "e:InvalidMessage"
        assert fault_in(client.renew(context, "PT5M")).subcode == "e:UnableToRenew"

    def test_comes_when_the_time_is_over(self, client: EventClient) -> None:
        answer = client.asked_to_subscribe(expires="PT30S")
        context = _context(answer)
        client.clock.now = 29
        assert client.pull(context).ready() is None
        client.clock.now = 30
        assert fault_in(client.pull(context)).subcode == "n:InvalidEnumerationContext"

    def test_is_put_off_by_renewing(self, client: EventClient) -> None:
        context = _context(client.asked_to_subscribe(expires="PT30S"))
        client.clock.now = 29
        body = reply_of(client.renew(context, "PT50S")).body
        assert body is not None
        assert text_of(body.find(f"{{{EVENTING}}}Expires")) == "PT50S"
        client.clock.now = 78
        assert client.pull(context).ready() is None

    def test_comes_when_nobody_pulls(self, client: EventClient) -> None:
        context = client.subscribe()
        client.clock.now = 601
        client.define("web")
        assert len(client.service.subscriptions) == 0
        assert fault_in(client.pull(context)).subcode == "n:InvalidEnumerationContext"

    def test_comes_when_the_service_stops(self, client: EventClient) -> None:
        waiting = client.pull(client.subscribe())
        client.service.close()
        assert fault_in(waiting.ready()).subcode == "n:InvalidEnumerationContext"


class TestLimits:
    def test_there_are_only_so_many_subscriptions(self) -> None:
        client = EventClient(most=3)
        contexts = [client.subscribe() for _ in range(3)]
        assert fault_in(client.asked_to_subscribe()).subcode == "w:QuotaLimit"
        client.unsubscribe(contexts[0])
        client.subscribe()

    def test_who_lets_too_many_events_wait_loses_them_and_is_told(self) -> None:
        client = EventClient(most=2, most_waiting=6)
        slow, quick = client.subscribe(), client.subscribe()
        for number in range(7):
            client.define(f"machine {number}")
            assert len(client.events(quick)) == 1
        assert fault_in(client.pull(slow).ready()).subcode == "w:QuotaLimit"
        assert fault_in(client.pull(slow)).subcode == "n:InvalidEnumerationContext"
        assert len(client.service.subscriptions) == 1

    def test_a_waiting_pull_is_told_that_events_were_lost(self) -> None:
        client = EventClient(most=1, most_waiting=3)
        context = client.subscribe()
        waiting = client.pull(context)
        for number in range(4):
            client.define(f"machine {number}")
        assert fault_in(waiting.ready()).subcode == "w:QuotaLimit"

    def test_an_answer_takes_all_that_fit_though_more_wait(
        self, client: EventClient
    ) -> None:
        context = client.subscribe()
        for number in range(5):
            client.define(f"machine {number}")
        assert len(client.events(context)) == 5
        assert client.events(context) == []


def _context(answer: Any) -> str:
    body = reply_of(answer).body
    assert body is not None
    manager = body.find(f"{{{EVENTING}}}SubscriptionManager")
    assert manager is not None
    return text_of(manager.find(f".//{{{EVENTING}}}Identifier"))
