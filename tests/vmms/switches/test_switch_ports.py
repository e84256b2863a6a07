"""Ports of switches: added, changed and removed by the switch service."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_ActiveConnection,
    Msvm_AffectedJobElement,
    Msvm_ComputerSystem,
    Msvm_ElementSettingData,
    Msvm_EthernetDeviceSAPImplementation,
    Msvm_EthernetSwitchPort,
    Msvm_ExternalEthernetPort,
    Msvm_InternalEthernetPort,
    Msvm_LANEndpoint,
    Msvm_MemorySettingData,
    Msvm_SyntheticEthernetPort,
    Msvm_VirtualEthernetSwitch,
)
from switch_client import (
    COMPLETED,
    MACHINE,
    PortSettings,
    Service,
    Settings,
    error,
    external,
    job,
    path,
    state,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.methods import MethodResult
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.job_policies import Never
from mofgen.vmms.switch_ports import connect_machine, disconnect_port

FAILED, INVALID_PARAMETER, INVALID_STATE = 32768, 32773, 32775
DEFAULT = "Microsoft:C08CB7B8-9B3C-408E-8E30-5E16A3AEB444"


@pytest.fixture
def switch(client: MemoryConnection, service: Service) -> Settings:
    """The settings of a private switch."""
    made = service.DefineSystem(SystemSettings=Settings(ElementName="lab"))
    assert made.ResultingSystem is not None
    guid = made.ResultingSystem.keys["Name"]
    return client.get(Ref(Settings, {"InstanceID": f"Microsoft:{guid}"}))


def to_host(client: MemoryConnection, **values: Any) -> PortSettings:
    """A request for a port to the host itself."""
    (system,) = client.enumerate(Msvm_ComputerSystem)
    return PortSettings(HostResource=[str(path(system))], **values)


def to_adapter(client: MemoryConnection, position: int = 0) -> PortSettings:
    return PortSettings(HostResource=[str(path(external(client, position)))])


def add(service: Service, switch: Settings, *requests: PortSettings) -> MethodResult:
    return service.AddResourceSettings(
        AffectedConfiguration=switch, ResourceSettings=requests
    )


def ports(client: MemoryConnection, switch: Settings) -> list[PortSettings]:
    return client.associators(path(switch), result_class=PortSettings)


def internal_adapters(client: MemoryConnection) -> list[Msvm_InternalEthernetPort]:
    """Those that the host has besides the one to the default switch."""
    return client.enumerate(Msvm_InternalEthernetPort)[1:]


# --- adding ---


def test_a_port_belongs_to_its_switch_and_to_its_settings(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    result = add(service, switch, to_host(client))

    assert job(client, result).JobState == COMPLETED
    (settings,) = ports(client, switch)
    assert result.ResultingResourceSettings == (path(settings),)  # type: ignore[attr-defined]
    (port,) = client.associators(
        path(settings),
        result_class=Msvm_EthernetSwitchPort,
        association=Msvm_ElementSettingData,
    )
    assert settings.InstanceID == f"{switch.InstanceID}\\{port.Name}"
    assert port.SystemName == switch.VirtualSystemIdentifier
    assert settings.ResourceSubType == "Microsoft:Hyper-V:Ethernet Connection"
    (affected,) = client.associators(
        path(job(client, result)),
        result_class=PortSettings,
        association=Msvm_AffectedJobElement,
    )
    assert affected.InstanceID == settings.InstanceID


def test_a_private_switch_becomes_an_external_one(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    add(service, switch, to_adapter(client))
    assert external(client).IsBound


def test_a_port_has_the_name_of_the_switch_where_it_is_given_none(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    add(service, switch, to_host(client), to_host(client, ElementName="storage"))
    names = [each.ElementName for each in internal_adapters(client)]
    assert names == ["lab", "storage"]


def test_an_internal_adapter_has_the_address_that_is_asked_for(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    add(service, switch, to_host(client, Address="00155d0a0b0c"))
    (adapter,) = internal_adapters(client)
    (endpoint,) = client.associators(path(adapter), result_class=Msvm_LANEndpoint)
    assert adapter.PermanentAddress == endpoint.MACAddress == "00155D0A0B0C"


def test_a_switch_has_one_external_connection(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    add(service, switch, to_adapter(client))
    before = state(client)
    result = add(service, switch, to_host(client), to_adapter(client, 1))
    assert error(client, result) == INVALID_PARAMETER
    assert state(client) == before


def test_only_a_team_has_several_adapters(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    both = [str(path(external(client, each))) for each in range(2)]
    before = state(client)
    result = add(service, switch, PortSettings(HostResource=both))
    assert error(client, result) == INVALID_PARAMETER
    assert state(client) == before


@pytest.mark.parametrize("address", ["00155D0A0B", "00-15-5D-0A-0B-0C", "hexadecimals"])
def test_an_address_has_twelve_hexadecimal_digits(
    client: MemoryConnection, service: Service, switch: Settings, address: str
) -> None:
    before = state(client)
    result = add(service, switch, to_host(client, Address=address))
    assert error(client, result) == INVALID_PARAMETER
    assert state(client) == before


def test_an_external_adapter_keeps_its_address(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    request = to_adapter(client)
    request.Address = "00155D0A0B0C"
    before = state(client)
    assert error(client, add(service, switch, request)) == INVALID_PARAMETER
    assert state(client) == before


def test_the_default_switch_takes_no_ports(
    client: MemoryConnection, service: Service
) -> None:
    default = client.get(Ref(Settings, {"InstanceID": DEFAULT}))
    before = state(client)
    assert error(client, add(service, default, to_host(client))) == FAILED
    assert state(client) == before


@pytest.mark.parametrize(
    "requests",
    [
        pytest.param([], id="nothing"),
        pytest.param([Msvm_MemorySettingData()], id="memory"),
        pytest.param([PortSettings()], id="a port to nothing"),
    ],
)
def test_what_is_added_are_ports(
    client: MemoryConnection,
    service: Service,
    switch: Settings,
    requests: list[CIM_ResourceAllocationSettingData],
) -> None:
    before = state(client)
    result = service.AddResourceSettings(
        AffectedConfiguration=switch, ResourceSettings=requests, check=False
    )
    assert result.ReturnValue == INVALID_PARAMETER
    assert state(client) == before


def test_ports_are_added_to_a_switch_that_is_there(
    client: MemoryConnection, service: Service
) -> None:
    gone = Ref(Settings, {"InstanceID": f"Microsoft:{MACHINE}"})
    result = service.AddResourceSettings(
        AffectedConfiguration=gone, ResourceSettings=[to_host(client)], check=False
    )
    assert result.ReturnValue == INVALID_PARAMETER


# --- changing ---


def test_an_internal_adapter_follows_its_port(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    add(service, switch, to_host(client, ElementName="old"))
    (settings,) = ports(client, switch)
    settings.ElementName = "new"
    settings.Address = "00155D0A0B0C"

    result = service.ModifyResourceSettings(ResourceSettings=[settings])

    assert result.ResultingResourceSettings == (path(settings),)
    (adapter,) = internal_adapters(client)
    assert (adapter.ElementName, adapter.PermanentAddress) == ("new", "00155D0A0B0C")
    (changed,) = ports(client, switch)
    assert (changed.ElementName, changed.Address) == ("new", "00155D0A0B0C")


def test_an_external_connection_moves_to_another_adapter(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    add(service, switch, to_adapter(client, 0))
    (settings,) = ports(client, switch)
    settings.HostResource = to_adapter(client, 1).HostResource

    service.ModifyResourceSettings(ResourceSettings=[settings])

    bound = [each.IsBound for each in client.enumerate(Msvm_ExternalEthernetPort)]
    assert bound == [False, True]
    assert len(client.enumerate(Msvm_ActiveConnection)) == 2  # with the default one
    (changed,) = ports(client, switch)
    assert (changed.HostResource or ())[0].endswith(str(path(external(client, 1))))


def test_an_external_connection_stays_external(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    add(service, switch, to_adapter(client))
    (settings,) = ports(client, switch)
    before = state(client)
    settings.HostResource = to_host(client).HostResource
    result = service.ModifyResourceSettings(ResourceSettings=[settings])
    assert error(client, result) == INVALID_PARAMETER
    assert state(client) == before


def test_an_adapter_that_another_switch_uses_is_not_taken(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    service.DefineSystem(
        SystemSettings=Settings(), ResourceSettings=[to_adapter(client, 1)]
    )
    add(service, switch, to_adapter(client, 0))
    (settings,) = ports(client, switch)
    before = state(client)
    settings.HostResource = to_adapter(client, 1).HostResource
    result = service.ModifyResourceSettings(ResourceSettings=[settings])
    assert error(client, result) == INVALID_PARAMETER
    assert state(client) == before


@pytest.mark.parametrize("instance_id", [None, f"Microsoft:{MACHINE}\\A\\C"])
def test_only_ports_of_switches_can_be_changed(
    client: MemoryConnection, host: Vmms, service: Service, instance_id: str | None
) -> None:
    connection = PortSettings(InstanceID=f"Microsoft:{MACHINE}\\A\\C")
    with host.manager.transaction() as transaction:
        transaction.create(connection)
    request = PortSettings(InstanceID=instance_id, ElementName="x")
    changed = service.ModifyResourceSettings(ResourceSettings=[request], check=False)
    removed = service.RemoveResourceSettings(
        ResourceSettings=[path(connection)], check=False
    )
    assert changed.ReturnValue == INVALID_PARAMETER
    assert removed.ReturnValue == INVALID_PARAMETER


# --- removing ---


def test_with_a_port_goes_all_that_was_made_for_it(
    client: MemoryConnection, service: Service, switch: Settings
) -> None:
    before = state(client)
    add(service, switch, to_host(client), to_adapter(client))
    assert len(ports(client, switch)) == 2

    service.RemoveResourceSettings(ResourceSettings=ports(client, switch))

    assert state(client) == before


def test_nothing_to_remove_is_a_mistake(service: Service) -> None:
    result = service.RemoveResourceSettings(ResourceSettings=[], check=False)
    assert result.ReturnValue == INVALID_PARAMETER


def test_while_a_job_changes_a_switch_its_ports_take_no_change(
    host: Vmms, client: MemoryConnection, service: Service, switch: Settings
) -> None:
    add(service, switch, to_host(client))
    mine = ports(client, switch)
    host.jobs.policy = Never()
    service.RemoveResourceSettings(ResourceSettings=mine)

    answers: list[Any] = [
        service.ModifyResourceSettings(ResourceSettings=mine, check=False),
        service.RemoveResourceSettings(ResourceSettings=mine, check=False),
        service.AddResourceSettings(
            AffectedConfiguration=switch,
            ResourceSettings=[to_host(client)],
            check=False,
        ),
    ]

    # AddResourceSettings has no value of its own for this.
    codes = [int(each.ReturnValue) for each in answers]
    assert codes == [INVALID_STATE, INVALID_STATE, INVALID_STATE]
    host.jobs.finish()
    assert not ports(client, switch)


# --- machines ---


def test_an_adapter_of_a_running_machine_has_a_port_of_its_own(
    host: Vmms, client: MemoryConnection, switch: Settings
) -> None:
    before = state(client)
    guid = switch.VirtualSystemIdentifier or ""
    with host.manager.transaction() as transaction:
        (of,) = transaction.objects(Msvm_VirtualEthernetSwitch, Name=guid)
        keys: dict[str, Any] = {
            "SystemCreationClassName": "Msvm_ComputerSystem",
            "SystemName": MACHINE,
        }
        adapter = transaction.create(
            Msvm_SyntheticEthernetPort(
                **keys,
                CreationClassName="Msvm_SyntheticEthernetPort",
                DeviceID="Microsoft:nic",
            )
        )
        endpoint = transaction.create(
            Msvm_LANEndpoint(
                **keys, CreationClassName="Msvm_LANEndpoint", Name="Microsoft:nic"
            )
        )
        transaction.create(
            Msvm_EthernetDeviceSAPImplementation(Antecedent=adapter, Dependent=endpoint)
        )
        connection = transaction.create(
            PortSettings(InstanceID=f"Microsoft:{MACHINE}\\A\\C")
        )
        port = connect_machine(transaction, host.guids.new(), of, adapter, connection)
    made = client.get(port)
    assert made.ElementName == "Dynamic Ethernet Switch Port"
    assert made.SystemName == guid
    assert client.get(endpoint).Connected

    with host.manager.transaction() as transaction:
        disconnect_port(transaction, port)
        assert not transaction.get(endpoint).Connected
        for each in (adapter, endpoint, connection):
            transaction.delete(each)
    assert state(client) == before
