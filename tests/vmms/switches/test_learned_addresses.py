"""What switches learn of the adapters that are connected to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_DynamicForwardingEntry,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPort,
    Msvm_EthernetSwitchPortVlanSettingData,
    Msvm_HostedSwitchService,
    Msvm_InternalEthernetPort,
    Msvm_SwitchPortDynamicForwarding,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_TransparentBridgingDynamicForwarding,
    Msvm_TransparentBridgingService,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualEthernetSwitchSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock

Entry = Msvm_DynamicForwardingEntry
PortSettings = Msvm_EthernetPortAllocationSettingData
Switch = Msvm_VirtualEthernetSwitch
Switches = Msvm_VirtualEthernetSwitchManagementService
Vlan = Msvm_EthernetSwitchPortVlanSettingData

ADDRESS = "00155D0A0B0C"
RUNNING, OFF = 2, 3


@pytest.fixture
def client() -> Iterator[MemoryConnection]:
    with Vmms(seed=1, clock=SimulatedClock()).connect() as connection:
        yield connection


@pytest.fixture
def switches(client: MemoryConnection) -> Switches:
    (found,) = client.enumerate(Switches)
    return found


@pytest.fixture
def switch(client: MemoryConnection, switches: Switches) -> Switch:
    """A private switch."""
    made = switches.DefineSystem(
        SystemSettings=Msvm_VirtualEthernetSwitchSettingData(ElementName="lab")
    )
    assert made.ResultingSystem is not None
    found = client.get(made.ResultingSystem)
    assert isinstance(found, Switch)
    return found


def machine(client: MemoryConnection, switch: Switch) -> Msvm_ComputerSystem:
    """A machine that is off, with an adapter that is connected to the switch."""
    (service,) = client.enumerate(Msvm_VirtualSystemManagementService)
    made = service.DefineSystem(
        SystemSettings=Msvm_VirtualSystemSettingData(ElementName="vm")
    )
    assert made.ResultingSystem is not None
    guid = made.ResultingSystem.keys["Name"]
    settings = Ref(Msvm_VirtualSystemSettingData, {"InstanceID": f"Microsoft:{guid}"})
    added = service.AddResourceSettings(
        AffectedConfiguration=settings,
        ResourceSettings=[
            Msvm_SyntheticEthernetPortSettingData(
                ResourceType=10,
                ResourceSubType="Microsoft:Hyper-V:Synthetic Ethernet Port",
                Address=ADDRESS,
                StaticMacAddress=True,
            )
        ],
    )
    assert added.ResultingResourceSettings is not None
    connection = PortSettings(
        ResourceType=33,
        ResourceSubType="Microsoft:Hyper-V:Ethernet Connection",
        Parent=str(added.ResultingResourceSettings[0]),
        HostResource=[str(switch._reference())],
    )
    service.AddResourceSettings(
        AffectedConfiguration=settings, ResourceSettings=[connection]
    )
    found = client.get(made.ResultingSystem)
    assert isinstance(found, Msvm_ComputerSystem)
    return found


def learned(client: MemoryConnection, switch: Switch) -> list[Entry]:
    """What a switch has learned, found by its bridging service."""
    (service,) = client.associators(
        switch._reference(),
        result_class=Msvm_TransparentBridgingService,
        association=Msvm_HostedSwitchService,
    )
    return client.associators(
        service._reference(),
        result_class=Entry,
        association=Msvm_TransparentBridgingDynamicForwarding,
    )


def port_of(client: MemoryConnection, entry: Entry) -> Msvm_EthernetSwitchPort:
    (found,) = client.associators(
        entry._reference(),
        result_class=Msvm_EthernetSwitchPort,
        association=Msvm_SwitchPortDynamicForwarding,
    )
    return found


def internal_port(client: MemoryConnection) -> PortSettings:
    """A request for a port that is connected to the host."""
    (host,) = client.enumerate(Msvm_ComputerSystem)
    return PortSettings(HostResource=[str(host._reference())])


def test_a_private_switch_has_learned_nothing(
    client: MemoryConnection, switch: Switch
) -> None:
    assert learned(client, switch) == []


def test_a_switch_knows_a_machine_while_it_runs(
    client: MemoryConnection, switch: Switch
) -> None:
    vm = machine(client, switch)
    assert learned(client, switch) == []
    vm.RequestStateChange(RequestedState=RUNNING)
    (entry,) = learned(client, switch)
    assert (entry.MACAddress, entry.VlanId) == (ADDRESS, 0)
    assert entry.DynamicStatus == Entry.DynamicStatusValues.LEARNED
    assert port_of(client, entry).SystemName == switch.Name
    vm.RequestStateChange(RequestedState=OFF)
    assert learned(client, switch) == []


def test_an_address_that_two_machines_have_is_where_it_came_last(
    client: MemoryConnection, switch: Switch
) -> None:
    first, second = machine(client, switch), machine(client, switch)
    first.RequestStateChange(RequestedState=RUNNING)
    (before,) = learned(client, switch)
    old = port_of(client, before)
    second.RequestStateChange(RequestedState=RUNNING)
    (after,) = learned(client, switch)
    assert port_of(client, after) != old
    second.RequestStateChange(RequestedState=OFF)
    assert learned(client, switch) == []


def test_the_entry_tells_the_vlan_of_the_port_as_it_changes(
    client: MemoryConnection, switches: Switches, switch: Switch
) -> None:
    settings = Ref(
        Msvm_VirtualEthernetSwitchSettingData,
        {"InstanceID": f"Microsoft:{switch.Name}"},
    )
    added = switches.AddResourceSettings(
        AffectedConfiguration=settings, ResourceSettings=[internal_port(client)]
    )
    assert added.ResultingResourceSettings is not None
    (port,) = added.ResultingResourceSettings
    modes = Vlan.OperationModeValues
    result = switches.AddFeatureSettings(
        AffectedConfiguration=port,
        FeatureSettings=[Vlan(OperationMode=modes.ACCESS, AccessVlanId=7)],
    )
    assert result.ResultingFeatureSettings is not None
    (feature,) = result.ResultingFeatureSettings
    (entry,) = learned(client, switch)
    assert entry.VlanId == 7

    trunk = Vlan(
        InstanceID=str(feature.keys["InstanceID"]),
        OperationMode=modes.TRUNK,
        NativeVlanId=12,
        TrunkVlanIdArray=[20, 21],
    )
    switches.ModifyFeatureSettings(FeatureSettings=[trunk])
    assert client.get(entry._reference()).VlanId == 12
    switches.RemoveFeatureSettings(FeatureSettings=[feature])
    assert client.get(entry._reference()).VlanId == 0


def test_a_switch_knows_the_internal_adapter_under_its_new_address(
    client: MemoryConnection, switches: Switches
) -> None:
    made = switches.DefineSystem(
        SystemSettings=Msvm_VirtualEthernetSwitchSettingData(ElementName="host"),
        ResourceSettings=[internal_port(client)],
    )
    assert made.ResultingSystem is not None
    switch = client.get(made.ResultingSystem)
    assert isinstance(switch, Switch)
    (entry,) = learned(client, switch)
    adapters = client.enumerate(Msvm_InternalEthernetPort)
    assert entry.MACAddress in {each.PermanentAddress for each in adapters}

    (port,) = client.associators(
        port_of(client, entry)._reference(), result_class=PortSettings
    )
    switches.ModifyResourceSettings(
        ResourceSettings=[PortSettings(InstanceID=port.InstanceID, Address=ADDRESS)]
    )
    assert [each.MACAddress for each in learned(client, switch)] == [ADDRESS]


def test_what_was_learned_goes_with_the_switch(
    client: MemoryConnection, switches: Switches
) -> None:
    before = client.enumerate(Entry), client.enumerate(Msvm_TransparentBridgingService)
    made = switches.DefineSystem(
        SystemSettings=Msvm_VirtualEthernetSwitchSettingData(ElementName="host"),
        ResourceSettings=[internal_port(client)],
    )
    switches.DestroySystem(AffectedSystem=made.ResultingSystem)
    after = client.enumerate(Entry), client.enumerate(Msvm_TransparentBridgingService)
    assert after == before
