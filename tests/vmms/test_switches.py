"""Switches: those of a fresh host, and what the switch service makes of requests."""

from __future__ import annotations

from collections.abc import Iterator

import hyperv_v2
import pytest
from hyperv_v2 import (
    CIM_EthernetPort,
    Msvm_ActiveConnection,
    Msvm_AffectedJobElement,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_EthernetDeviceSAPImplementation,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchExtension,
    Msvm_EthernetSwitchPort,
    Msvm_ExternalEthernetPort,
    Msvm_InternalEthernetPort,
    Msvm_LANEndpoint,
    Msvm_SettingsDefineState,
    Msvm_SystemDevice,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualEthernetSwitchSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.instance import Instance
from mofgen.runtime.methods import MethodResult
from mofgen.runtime.paths import parse_path
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.job_policies import Never

Service = Msvm_VirtualEthernetSwitchManagementService
Switch = Msvm_VirtualEthernetSwitch
Settings = Msvm_VirtualEthernetSwitchSettingData
PortSettings = Msvm_EthernetPortAllocationSettingData
Modes = Settings.BandwidthReservationModeValues

DEFAULT = "C08CB7B8-9B3C-408E-8E30-5E16A3AEB444"
IDENTIFIER = "0F1E2D3C-4B5A-4968-8776-655443322110"

COMPLETED, EXCEPTION = 7, 10  # JobState
FAILED, INVALID_PARAMETER, IN_USE, INVALID_STATE = 32768, 32773, 32774, 32775


@pytest.fixture
def host() -> Vmms:
    return Vmms(seed=1, clock=SimulatedClock())


@pytest.fixture
def client(host: Vmms) -> Iterator[MemoryConnection]:
    with host.connect() as connection:
        yield connection


@pytest.fixture
def service(client: MemoryConnection) -> Service:
    (found,) = client.enumerate(Service)
    return found


def named(client: MemoryConnection, name: str) -> Switch:
    (found,) = (s for s in client.enumerate(Switch) if s.ElementName == name)
    return found


def settings_of(client: MemoryConnection, switch: Switch) -> Settings:
    ref = Ref(Settings, {"InstanceID": f"Microsoft:{switch.Name}"})
    return client.get(ref)


def port_to(target: Instance) -> PortSettings:
    """A request for a port that is connected to an adapter, or to the host."""
    return PortSettings(HostResource=[str(path(target))])


def path(target: Instance) -> Ref[Instance]:
    return target._reference()


def external(client: MemoryConnection, position: int = 0) -> Msvm_ExternalEthernetPort:
    return client.enumerate(Msvm_ExternalEthernetPort)[position]


def system(client: MemoryConnection) -> Msvm_ComputerSystem:
    (found,) = client.enumerate(Msvm_ComputerSystem)
    return found


def job(client: MemoryConnection, result: MethodResult) -> Msvm_ConcreteJob:
    found = client.get(result.Job)  # type: ignore[attr-defined]
    assert isinstance(found, Msvm_ConcreteJob)
    return found


def error(client: MemoryConnection, result: MethodResult) -> int | None:
    """The error in which the job of a call ended."""
    ended = job(client, result)
    assert ended.JobState == EXCEPTION
    assert ended.ErrorDescription
    return ended.ErrorCode


def state(client: MemoryConnection) -> set[str]:
    """Everything of the host but its jobs, to see that a call changed nothing."""
    objects = client.enumerate(Instance)
    return {repr(each) for each in objects if "Job" not in type(each).__name__}


# --- a fresh host ---


def test_a_fresh_host_has_the_default_switch_to_which_only_it_is_connected(
    client: MemoryConnection,
) -> None:
    (switch,) = client.enumerate(Switch)
    assert (switch.Name, switch.ElementName) == (DEFAULT, "Default Switch")
    (internal,) = client.enumerate(Msvm_InternalEthernetPort)
    assert internal.ElementName == "Default Switch"


def test_the_external_adapters_of_a_fresh_host_are_bound_to_no_switch(
    client: MemoryConnection,
) -> None:
    adapters = client.enumerate(Msvm_ExternalEthernetPort)
    assert [each.IsBound for each in adapters] == [False, False]
    assert len({each.PermanentAddress for each in adapters}) == 2
    for each in adapters:
        (endpoint,) = client.associators(path(each), result_class=Msvm_LANEndpoint)
        assert endpoint.Name == each.DeviceID
        assert not endpoint.Connected


def test_hosts_of_one_seed_have_the_same_adapters() -> None:
    one, two = (
        [each.DeviceID for each in Vmms(seed=4).connect().enumerate(CIM_EthernetPort)]
        for _ in range(2)
    )
    assert one == two


# --- defining ---


def test_a_switch_without_ports_is_a_private_one(
    client: MemoryConnection, service: Service
) -> None:
    result = service.DefineSystem(SystemSettings=Settings(ElementName="lab"))

    assert result.ReturnValue == 4096
    assert job(client, result).JobState == COMPLETED
    switch = named(client, "lab")
    assert result.ResultingSystem == path(switch)
    assert switch.EnabledState == 5
    settings = settings_of(client, switch)
    assert settings.VirtualSystemIdentifier == switch.Name
    assert not client.associators(path(settings), result_class=PortSettings)
    assert not client.associators(path(switch), result_class=Msvm_EthernetSwitchPort)


def test_settings_are_found_from_the_switch_and_the_switch_from_its_job(
    client: MemoryConnection, service: Service
) -> None:
    result = service.DefineSystem(SystemSettings=Settings(ElementName="lab"))
    switch = named(client, "lab")
    assert client.associators(
        path(switch), result_class=Settings, association=Msvm_SettingsDefineState
    ) == [settings_of(client, switch)]
    (affected,) = client.associators(
        path(job(client, result)),
        result_class=Switch,
        association=Msvm_AffectedJobElement,
    )
    assert affected.Name == switch.Name


def test_what_is_not_asked_for_has_a_default(
    client: MemoryConnection, service: Service
) -> None:
    service.DefineSystem(SystemSettings=Settings())
    settings = settings_of(client, named(client, "New Virtual Switch"))
    assert settings.BandwidthReservationMode == Modes.ABSOLUTE
    assert settings.IOVPreferred is settings.TeamingEnabled is False


def test_what_is_asked_for_is_there(client: MemoryConnection, service: Service) -> None:
    service.DefineSystem(
        SystemSettings=Settings(
            ElementName="fast",
            VirtualSystemIdentifier=IDENTIFIER.lower(),
            Notes=["for tests"],
            IOVPreferred=True,
        )
    )
    switch = named(client, "fast")
    assert switch.Name == IDENTIFIER
    settings = settings_of(client, switch)
    assert settings.Notes == ("for tests",)
    assert settings.IOVPreferred
    # With SR-IOV the default is to reserve no bandwidth.
    assert settings.BandwidthReservationMode == Modes.NONE


def test_two_switches_may_have_one_name(
    client: MemoryConnection, service: Service
) -> None:
    for _ in range(2):
        service.DefineSystem(SystemSettings=Settings(ElementName="twin"))
    twins = [s for s in client.enumerate(Switch) if s.ElementName == "twin"]
    assert len({each.Name for each in twins}) == 2


def test_an_external_switch_leads_from_the_adapter_to_itself(
    client: MemoryConnection, service: Service
) -> None:
    adapter = external(client)
    service.DefineSystem(
        SystemSettings=Settings(ElementName="out"), ResourceSettings=[port_to(adapter)]
    )

    assert external(client).IsBound
    # The way that clients go to learn which switch uses an adapter.
    sap = Msvm_EthernetDeviceSAPImplementation
    (end,) = client.associators(
        path(adapter), result_class=Msvm_LANEndpoint, association=sap
    )
    (peer,) = client.associators(
        path(end), result_class=Msvm_LANEndpoint, association=Msvm_ActiveConnection
    )
    (port,) = client.associators(
        path(peer), result_class=Msvm_EthernetSwitchPort, association=sap
    )
    (switch,) = client.associators(
        path(port), result_class=Switch, association=Msvm_SystemDevice
    )
    assert switch.ElementName == "out"
    assert end.Connected
    assert peer.Connected
    assert peer.SystemName == port.SystemName == switch.Name
    assert peer.Name == port.DeviceID == f"Microsoft:{port.Name}"


def test_an_internal_switch_gives_the_host_an_adapter(
    client: MemoryConnection, service: Service
) -> None:
    service.DefineSystem(
        SystemSettings=Settings(ElementName="in"),
        ResourceSettings=[port_to(system(client))],
    )
    adapters = client.enumerate(Msvm_InternalEthernetPort)
    assert [each.ElementName for each in adapters] == ["Default Switch", "in"]
    assert len({each.PermanentAddress for each in adapters}) == 2
    assert adapters[1].SystemName == system(client).Name


def test_an_external_switch_may_be_the_hosts_as_well(
    client: MemoryConnection, service: Service
) -> None:
    service.DefineSystem(
        SystemSettings=Settings(ElementName="both"),
        ResourceSettings=[port_to(external(client)), port_to(system(client))],
    )
    settings = settings_of(client, named(client, "both"))
    ports = client.associators(path(settings), result_class=PortSettings)
    assert len(ports) == 2
    for each in ports:
        assert each.InstanceID.startswith(f"{settings.InstanceID}\\")
        (resource,) = each.HostResource
        assert client.get(parse_path(resource, package=hyperv_v2))


def test_a_team_has_several_adapters_behind_one_port(
    client: MemoryConnection, service: Service
) -> None:
    both = [str(path(external(client, each))) for each in range(2)]
    service.DefineSystem(
        SystemSettings=Settings(ElementName="team", TeamingEnabled=True),
        ResourceSettings=[PortSettings(HostResource=both)],
    )
    assert all(a.IsBound for a in client.enumerate(Msvm_ExternalEthernetPort))


@pytest.mark.parametrize(
    "requested",
    [
        pytest.param(None, id="no settings"),
        pytest.param(
            Settings(ExtensionOrder=[Msvm_EthernetSwitchExtension(Name="x")]),
            id="no such extension",
        ),
    ],
)
def test_a_switch_needs_settings_that_make_sense(
    client: MemoryConnection,
    service: Service,
    requested: Settings | None,
) -> None:
    before = state(client)
    result = service.DefineSystem(SystemSettings=requested, check=False)
    assert result.ReturnValue == INVALID_PARAMETER
    assert state(client) == before


@pytest.mark.parametrize(
    "resource",
    [
        pytest.param([], id="nothing"),
        pytest.param(["no path"], id="no path"),
        pytest.param(['Msvm_ExternalEthernetPort.DeviceID="x"'], id="not its keys"),
        pytest.param(
            ['Msvm_VirtualEthernetSwitch.CreationClassName="x",Name="y"'],
            id="nothing that is there",
        ),
        pytest.param(
            [
                "Msvm_VirtualEthernetSwitch.CreationClassName="
                f'"Msvm_VirtualEthernetSwitch",Name="{DEFAULT}"'
            ],
            id="a switch",
        ),
    ],
)
def test_a_port_connects_an_adapter_or_the_host(
    client: MemoryConnection, service: Service, resource: list[str]
) -> None:
    before = state(client)
    result = service.DefineSystem(
        SystemSettings=Settings(),
        ResourceSettings=[PortSettings(HostResource=resource)],
        check=False,
    )
    assert result.ReturnValue == INVALID_PARAMETER
    assert state(client) == before


def test_an_adapter_is_bound_to_one_switch_only(
    client: MemoryConnection, service: Service
) -> None:
    request = port_to(external(client))
    service.DefineSystem(SystemSettings=Settings(), ResourceSettings=[request])
    before = state(client)

    result = service.DefineSystem(
        SystemSettings=Settings(ElementName="second"), ResourceSettings=[request]
    )

    assert error(client, result) == INVALID_PARAMETER
    assert result.ResultingSystem is None
    assert state(client) == before


@pytest.mark.parametrize("identifier", [DEFAULT, "not a GUID"])
def test_an_identifier_is_a_guid_that_no_switch_has(
    client: MemoryConnection, service: Service, identifier: str
) -> None:
    before = state(client)
    request = Settings(VirtualSystemIdentifier=identifier)
    result = service.DefineSystem(SystemSettings=request)
    assert error(client, result) == INVALID_PARAMETER
    assert state(client) == before


def test_while_its_job_runs_a_switch_is_not_there() -> None:
    host = Vmms(jobs=Never())
    with host.connect() as client:
        (service,) = client.enumerate(Service)
        result = service.DefineSystem(SystemSettings=Settings(ElementName="late"))
        assert result.ResultingSystem is None
        assert len(client.enumerate(Switch)) == 1

        host.jobs.finish()

        late = named(client, "late")
        (affected,) = client.associators(path(job(client, result)), result_class=Switch)
        assert affected.Name == late.Name


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
    client: MemoryConnection, service: Service, change: dict[str, object]
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

    assert again.ReturnValue == changed.ReturnValue == INVALID_STATE
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


MACHINE = "11111111-2222-4333-8444-555555555555"


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


def test_what_nobody_answers_is_not_supported(service: Service) -> None:
    assert service.StopService(check=False).ReturnValue == 1
