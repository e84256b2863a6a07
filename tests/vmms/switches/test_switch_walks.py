"""Random walks over the operations on switches: what always holds, whatever is done."""

from __future__ import annotations

from hyperv_v2 import (
    CIM_EthernetPort,
    Msvm_ActiveConnection,
    Msvm_ComputerSystem,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPort,
    Msvm_ExternalEthernetPort,
    Msvm_InternalEthernetPort,
    Msvm_LANEndpoint,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualEthernetSwitchSettingData,
)
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock

PortSettings = Msvm_EthernetPortAllocationSettingData
Switch = Msvm_VirtualEthernetSwitch
SwitchSettings = Msvm_VirtualEthernetSwitchSettingData

choices = st.integers(0, 20)
"""Which of what there is: the number counts around."""


def path(target: Instance) -> Ref[Instance]:
    return target._reference()


class Switching(RuleBasedStateMachine):
    """A client that defines, changes and destroys, rightly and wrongly."""

    def __init__(self) -> None:
        super().__init__()
        self.client = Vmms(seed=1, clock=SimulatedClock()).connect()
        (self.service,) = self.client.enumerate(
            Msvm_VirtualEthernetSwitchManagementService
        )
        (system,) = self.client.enumerate(Msvm_ComputerSystem)
        adapters = self.client.enumerate(Msvm_ExternalEthernetPort)
        self.resources = [str(path(each)) for each in (system, *adapters)]

    def switch(self, choice: int) -> Switch:
        found = self.client.enumerate(Switch)
        return found[choice % len(found)]

    def settings(self, choice: int) -> SwitchSettings:
        guid = self.switch(choice).Name
        return self.client.get(Ref(SwitchSettings, {"InstanceID": f"Microsoft:{guid}"}))

    def ports(self) -> list[PortSettings]:
        """The ports of all switches, without the defaults of the pools."""
        return [
            each
            for switch in self.client.enumerate(SwitchSettings)
            for each in self.client.associators(path(switch), result_class=PortSettings)
        ]

    def port(self, choice: int) -> PortSettings:
        found = self.ports()
        return found[choice % len(found)]

    def resource(self, choice: int) -> str:
        return self.resources[choice % len(self.resources)]

    @rule(resources=st.lists(choices, max_size=3))
    def define(self, resources: list[int]) -> None:
        self.service.DefineSystem(
            SystemSettings=SwitchSettings(ElementName="walk"),
            ResourceSettings=[
                PortSettings(HostResource=[self.resource(each)]) for each in resources
            ],
        )

    @rule(choice=choices)
    def destroy(self, choice: int) -> None:
        self.service.DestroySystem(AffectedSystem=self.switch(choice))

    @rule(choice=choices, resource=choices)
    def add(self, choice: int, resource: int) -> None:
        self.service.AddResourceSettings(
            AffectedConfiguration=self.settings(choice),
            ResourceSettings=[PortSettings(HostResource=[self.resource(resource)])],
        )

    @rule(choice=choices, resource=choices)
    def modify(self, choice: int, resource: int) -> None:
        request = self.port(choice)
        request.HostResource = [self.resource(resource)]
        self.service.ModifyResourceSettings(ResourceSettings=[request])

    @rule(chosen=st.lists(choices, min_size=1, max_size=2))
    def remove(self, chosen: list[int]) -> None:
        self.service.RemoveResourceSettings(
            ResourceSettings=[self.port(each) for each in chosen]
        )

    @invariant()
    def every_port_has_its_settings_and_its_switch(self) -> None:
        switches = {each.Name for each in self.client.enumerate(Switch)}
        ports = self.client.enumerate(Msvm_EthernetSwitchPort)
        assert {each.SystemName for each in ports} <= switches
        ids = {f"Microsoft:{each.SystemName}\\{each.Name}" for each in ports}
        assert ids == {each.InstanceID for each in self.ports()}

    @invariant()
    def what_is_bound_is_what_is_connected(self) -> None:
        adapters = self.client.enumerate(Msvm_ExternalEthernetPort)
        used = [
            each.HostResource[0]
            for each in self.ports()
            if each.HostResource and ":Msvm_External" in each.HostResource[0]
        ]
        assert len(used) == len(set(used)) == sum(bool(a.IsBound) for a in adapters)

    @invariant()
    def an_internal_adapter_is_for_a_port(self) -> None:
        internal = self.client.enumerate(Msvm_InternalEthernetPort)
        to_host = [
            each
            for each in self.ports()
            if each.HostResource and ":Msvm_Computer" in each.HostResource[0]
        ]
        assert len(internal) == len(to_host)
        assert len({each.PermanentAddress for each in internal}) == len(internal)

    @invariant()
    def endpoints_are_connected_in_pairs(self) -> None:
        endpoints = self.client.enumerate(Msvm_LANEndpoint)
        assert len(endpoints) == len(self.client.enumerate(CIM_EthernetPort))
        pairs = self.client.enumerate(Msvm_ActiveConnection)
        assert sum(bool(each.Connected) for each in endpoints) == 2 * len(pairs)


Switching.TestCase.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None
)
TestSwitching = Switching.TestCase
