"""Switches: those of a fresh host, and what becomes of requests for others."""

from __future__ import annotations

import hyperv_v2
import pytest
from hyperv_v2 import (
    CIM_EthernetPort,
    Msvm_ActiveConnection,
    Msvm_AffectedJobElement,
    Msvm_EthernetDeviceSAPImplementation,
    Msvm_EthernetSwitchExtension,
    Msvm_EthernetSwitchPort,
    Msvm_ExternalEthernetPort,
    Msvm_InternalEthernetPort,
    Msvm_LANEndpoint,
    Msvm_SettingsDefineState,
    Msvm_SystemDevice,
)
from switch_client import (
    COMPLETED,
    DEFAULT,
    INVALID_PARAMETER,
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
from mofgen.runtime.paths import parse_path
from mofgen.vmms import Vmms
from mofgen.vmms.job_policies import Never

IDENTIFIER = "0F1E2D3C-4B5A-4968-8776-655443322110"


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
        assert (each.InstanceID or "").startswith(f"{settings.InstanceID}\\")
        (resource,) = each.HostResource or ()
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


def test_what_nobody_answers_is_not_supported(service: Service) -> None:
    assert service.StopService(check=False).ReturnValue == 1
