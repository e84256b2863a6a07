"""Switches that change, and that are destroyed."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import Msvm_ComputerSystem
from switch_client import (
    COMPLETED,
    DEFAULT,
    FAILED,
    INVALID_PARAMETER,
    INVALID_STATE,
    MACHINE,
    Modes,
    PortSettings,
    Service,
    Settings,
    Switch,
    error,
    external,
    job,
    named,
    path,
    port_to,
    settings_of,
    state,
    system,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.job_policies import Never

# --- changing ---


def test_a_switch_and_its_settings_get_a_new_name(
    client: MemoryConnection, service: Service
) -> None:
    service.DefineSystem(SystemSettings=Settings(ElementName="old"))
    switch = named(client, "old")
    request = settings_of(client, switch)
    request.ElementName = "new"
    request.Notes = ["renamed"]

    result = service.ModifySystemSettings(SystemSettings=request)

    assert job(client, result).JobState == COMPLETED
    assert named(client, "new").Name == switch.Name
    assert settings_of(client, switch).ElementName == "new"
    assert settings_of(client, switch).Notes == ("renamed",)


@pytest.mark.parametrize(
    "change",
    [
        {"IOVPreferred": True},
        {"BandwidthReservationMode": Modes.WEIGHT},
        {"TeamingEnabled": True},
        {"PacketDirectEnabled": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_some_settings_are_decided_when_a_switch_is_defined(
    client: MemoryConnection, service: Service, change: dict[str, Any]
) -> None:
    service.DefineSystem(SystemSettings=Settings(ElementName="set"))
    settings = settings_of(client, named(client, "set"))
    before = state(client)

    request = Settings(InstanceID=settings.InstanceID, ElementName="other", **change)
    result = service.ModifySystemSettings(SystemSettings=request)

    assert error(client, result) == INVALID_PARAMETER
    assert state(client) == before


@pytest.mark.parametrize("instance_id", [None, "Microsoft:nothing"])
def test_only_a_switch_that_is_there_can_be_changed(
    service: Service, instance_id: str | None
) -> None:
    request = Settings(InstanceID=instance_id, ElementName="x")
    result = service.ModifySystemSettings(SystemSettings=request, check=False)
    assert result.ReturnValue == INVALID_PARAMETER


def test_the_default_switch_stays_as_it_is(
    client: MemoryConnection, service: Service
) -> None:
    before = state(client)
    switch = named(client, "Default Switch")
    request = settings_of(client, switch)
    request.ElementName = "mine"
    renamed = service.ModifySystemSettings(SystemSettings=request)
    destroyed = service.DestroySystem(AffectedSystem=switch)
    assert error(client, renamed) == error(client, destroyed) == FAILED
    assert state(client) == before


def test_a_switch_that_a_job_changes_takes_no_second_change(
    host: Vmms, client: MemoryConnection, service: Service
) -> None:
    service.DefineSystem(SystemSettings=Settings(ElementName="busy"))
    switch = named(client, "busy")
    host.jobs.policy = Never()
    service.DestroySystem(AffectedSystem=switch)
    request = Settings(InstanceID=f"Microsoft:{switch.Name}", ElementName="x")

    again = service.DestroySystem(AffectedSystem=switch, check=False)
    changed = service.ModifySystemSettings(SystemSettings=request, check=False)

    assert again.ReturnValue == INVALID_STATE
    assert changed.ReturnValue == INVALID_STATE
    host.jobs.finish()
    assert [each.Name for each in client.enumerate(Switch)] == [DEFAULT]


# --- destroying ---


def test_with_a_switch_goes_all_that_was_made_for_it(
    client: MemoryConnection, service: Service
) -> None:
    before = state(client)
    service.DefineSystem(
        SystemSettings=Settings(ElementName="brief"),
        ResourceSettings=[port_to(external(client)), port_to(system(client))],
    )
    assert state(client) != before

    result = service.DestroySystem(AffectedSystem=named(client, "brief"))

    assert job(client, result).JobState == COMPLETED
    assert state(client) == before


@pytest.mark.parametrize("kind", ["nothing", "the host"])
def test_only_a_switch_can_be_destroyed(
    client: MemoryConnection, service: Service, kind: str
) -> None:
    target = None if kind == "nothing" else system(client)
    result = service.DestroySystem(AffectedSystem=target, check=False)
    assert result.ReturnValue == INVALID_PARAMETER


def connect_machine(host: Vmms, switch: Switch, enabled_state: int) -> None:
    """A machine in some state with a connection to a switch."""
    with host.manager.transaction() as transaction:
        transaction.create(
            Msvm_ComputerSystem(
                CreationClassName="Msvm_ComputerSystem",
                Name=MACHINE,
                EnabledState=enabled_state,
            )
        )
        transaction.create(
            PortSettings(
                InstanceID=f"Microsoft:{MACHINE}\\A\\C",
                HostResource=[str(path(switch))],
            )
        )


@pytest.mark.parametrize("enabled_state", [3, 6], ids=["off", "saved"])
def test_the_connection_of_a_machine_that_is_off_outlives_the_switch(
    host: Vmms, client: MemoryConnection, service: Service, enabled_state: int
) -> None:
    service.DefineSystem(SystemSettings=Settings(ElementName="left"))
    switch = named(client, "left")
    connect_machine(host, switch, enabled_state)

    service.DestroySystem(AffectedSystem=switch)

    assert [each.Name for each in client.enumerate(Switch)] == [DEFAULT]
    key = {"InstanceID": f"Microsoft:{MACHINE}\\A\\C"}
    assert client.get(Ref(PortSettings, key)).HostResource == (str(path(switch)),)
