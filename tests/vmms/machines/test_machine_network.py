"""A machine that starts takes its place on the network, and gives it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPort,
    Msvm_SettingsDefineState,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock

RUNNING, OFF = 2, 3  # EnabledState, and what RequestStateChange takes for them
NO_ADDRESS = "000000000000"


@pytest.fixture
def client() -> Iterator[MemoryConnection]:
    with Vmms(seed=1, clock=SimulatedClock()).connect() as connection:
        yield connection


@pytest.fixture
def machine(client: MemoryConnection) -> Msvm_ComputerSystem:
    """A machine that is off, with an adapter on the default switch."""
    service = Msvm_VirtualSystemManagementService.objects(client).one()
    settings = Msvm_VirtualSystemSettingData(ElementName="web-01")
    service.DefineSystem(SystemSettings=settings)
    machine = Msvm_ComputerSystem.objects(client).filter(ElementName="web-01").one()
    adapter = Msvm_SyntheticEthernetPortSettingData(
        ElementName="nic",
        ResourceType=10,
        ResourceSubType="Microsoft:Hyper-V:Synthetic Ethernet Port",
    )
    realized = machine.related(
        Msvm_VirtualSystemSettingData, via=Msvm_SettingsDefineState
    ).one()
    added = service.AddResourceSettings(
        AffectedConfiguration=realized, ResourceSettings=[adapter]
    )
    assert added.ResultingResourceSettings is not None
    (switch,) = Msvm_VirtualEthernetSwitch.objects(client).all()
    cable = Msvm_EthernetPortAllocationSettingData(
        ResourceType=33,
        ResourceSubType="Microsoft:Hyper-V:Ethernet Connection",
        Parent=str(added.ResultingResourceSettings[0]),
        HostResource=[switch._reference().path],
    )
    service.AddResourceSettings(
        AffectedConfiguration=realized, ResourceSettings=[cable]
    )
    return machine


def ports(client: MemoryConnection) -> int:
    return Msvm_EthernetSwitchPort.objects(client).count()


def address(client: MemoryConnection) -> str | None:
    adapters = Msvm_SyntheticEthernetPortSettingData.objects(client).all()
    (found,) = (
        each for each in adapters if "Definition" not in (each.InstanceID or "")
    )
    return found.Address


def turn(machine: Msvm_ComputerSystem, state: int) -> None:
    job = machine.RequestStateChange(RequestedState=state).job
    assert job is not None
    job.wait()


def test_a_running_machine_has_a_switch_port(
    client: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    before = ports(client)
    turn(machine, RUNNING)
    assert ports(client) == before + 1
    turn(machine, OFF)
    assert ports(client) == before


def test_an_adapter_gets_its_address_at_the_first_start_and_keeps_it(
    client: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    assert address(client) in (None, NO_ADDRESS)
    turn(machine, RUNNING)
    given = address(client)
    assert given is not None and given.startswith("00155D")
    turn(machine, OFF)
    turn(machine, RUNNING)
    assert address(client) == given
