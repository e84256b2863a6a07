"""The ports of switches that the adapters of running machines have."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hyperv_v2 import (
    Msvm_ActiveConnection,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_EthernetDeviceSAPImplementation,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPort,
    Msvm_LANEndpoint,
    Msvm_SyntheticEthernetPort,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_SystemDevice,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualEthernetSwitchSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.machine_access import settings_of
from mofgen.vmms.machine_ports import connect_ports, disconnect_ports
from mofgen.vmms.refusals import FAILED, IN_USE, RefusedError

RUNNING = 2  # EnabledState
EXCEPTION = 10  # JobState


@pytest.fixture
def host() -> Vmms:
    return Vmms(seed=1, clock=SimulatedClock())


@pytest.fixture
def client(host: Vmms) -> Iterator[MemoryConnection]:
    with host.connect() as connection:
        yield connection


@pytest.fixture
def switches(client: MemoryConnection) -> Msvm_VirtualEthernetSwitchManagementService:
    (found,) = client.enumerate(Msvm_VirtualEthernetSwitchManagementService)
    return found


@pytest.fixture
def switch(
    client: MemoryConnection, switches: Msvm_VirtualEthernetSwitchManagementService
) -> Msvm_VirtualEthernetSwitch:
    """A private switch."""
    request = Msvm_VirtualEthernetSwitchSettingData(ElementName="lab")
    made = switches.DefineSystem(SystemSettings=request)
    assert made.ResultingSystem is not None
    found = client.get(made.ResultingSystem)
    assert isinstance(found, Msvm_VirtualEthernetSwitch)
    return found


@pytest.fixture
def machine(
    client: MemoryConnection, switch: Msvm_VirtualEthernetSwitch
) -> Msvm_ComputerSystem:
    """A machine that is off, with an adapter that is connected to the switch."""
    (service,) = client.enumerate(Msvm_VirtualSystemManagementService)
    made = service.DefineSystem(
        SystemSettings=Msvm_VirtualSystemSettingData(ElementName="vm")
    )
    assert made.ResultingSystem is not None
    guid = made.ResultingSystem.keys["Name"]
    settings = Ref(Msvm_VirtualSystemSettingData, {"InstanceID": f"Microsoft:{guid}"})
    adapter = Msvm_SyntheticEthernetPortSettingData(
        ResourceType=10,
        ResourceSubType="Microsoft:Hyper-V:Synthetic Ethernet Port",
        ElementName="Network Adapter",
    )
    added = service.AddResourceSettings(
        AffectedConfiguration=settings, ResourceSettings=[adapter]
    )
    assert added.ResultingResourceSettings is not None
    connection = Msvm_EthernetPortAllocationSettingData(
        ResourceType=33,
        ResourceSubType="Microsoft:Hyper-V:Ethernet Connection",
        Parent=str(added.ResultingResourceSettings[0]),
        HostResource=[str(path(switch))],
    )
    service.AddResourceSettings(
        AffectedConfiguration=settings, ResourceSettings=[connection]
    )
    found = client.get(made.ResultingSystem)
    assert isinstance(found, Msvm_ComputerSystem)
    return found


def path(target: Instance) -> Ref[Instance]:
    return target._reference()


def start(host: Vmms, machine: Msvm_ComputerSystem) -> None:
    machine.RequestStateChange(RequestedState=RUNNING)
    connect(host, machine)


def connect(host: Vmms, machine: Msvm_ComputerSystem) -> None:
    with host.manager.transaction() as transaction:
        settings = settings_of(transaction, machine)
        connect_ports(host, transaction, settings)


def switch_ports(
    client: MemoryConnection, switch: Msvm_VirtualEthernetSwitch
) -> list[Msvm_EthernetSwitchPort]:
    return client.associators(
        path(switch),
        result_class=Msvm_EthernetSwitchPort,
        association=Msvm_SystemDevice,
    )


def test_from_the_adapter_of_a_running_machine_a_way_leads_to_the_switch(
    host: Vmms,
    client: MemoryConnection,
    machine: Msvm_ComputerSystem,
    switch: Msvm_VirtualEthernetSwitch,
) -> None:
    start(host, machine)

    (adapter,) = client.enumerate(Msvm_SyntheticEthernetPort)
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
    assert port.ElementName == "Dynamic Ethernet Switch Port"
    assert end.SystemName == machine.Name
    assert end.MACAddress == adapter.PermanentAddress
    assert end.Connected
    assert switch_ports(client, switch) == [port]


def test_a_port_is_made_once(
    host: Vmms,
    client: MemoryConnection,
    machine: Msvm_ComputerSystem,
    switch: Msvm_VirtualEthernetSwitch,
) -> None:
    start(host, machine)
    connect(host, machine)
    assert len(switch_ports(client, switch)) == 1


def test_ports_and_endpoints_go_when_the_machine_is_disconnected(
    host: Vmms,
    client: MemoryConnection,
    machine: Msvm_ComputerSystem,
    switch: Msvm_VirtualEthernetSwitch,
) -> None:
    before = client.enumerate(Msvm_LANEndpoint)
    start(host, machine)
    assert len(client.enumerate(Msvm_LANEndpoint)) == len(before) + 2

    with host.manager.transaction() as transaction:
        disconnect_ports(transaction, settings_of(transaction, machine))

    assert client.enumerate(Msvm_LANEndpoint) == before
    assert not switch_ports(client, switch)


def test_the_switch_of_a_running_machine_can_not_be_destroyed(
    host: Vmms,
    client: MemoryConnection,
    machine: Msvm_ComputerSystem,
    switch: Msvm_VirtualEthernetSwitch,
    switches: Msvm_VirtualEthernetSwitchManagementService,
) -> None:
    start(host, machine)
    result = switches.DestroySystem(AffectedSystem=switch)
    assert result.Job is not None
    job = client.get(result.Job)
    assert isinstance(job, Msvm_ConcreteJob)
    assert (job.JobState, job.ErrorCode) == (EXCEPTION, IN_USE)
    assert len(switch_ports(client, switch)) == 1


def test_a_connection_to_a_switch_that_is_gone_can_not_be_made(
    host: Vmms,
    machine: Msvm_ComputerSystem,
    switch: Msvm_VirtualEthernetSwitch,
    switches: Msvm_VirtualEthernetSwitchManagementService,
) -> None:
    switches.DestroySystem(AffectedSystem=switch)
    with pytest.raises(RefusedError, match="'lab' is not there") as refused:
        connect(host, machine)
    assert refused.value.code == FAILED
