"""The datacentre of the demo, built and changed as any client would do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_ImageManagementService,
    Msvm_MemorySettingData,
    Msvm_MostCurrentSnapshotInBranch,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_SettingsDefineState,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_StorageAllocationSettingData,
    Msvm_SummaryInformation,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualEthernetSwitchSettingData,
    Msvm_VirtualHardDiskSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
    Msvm_VirtualSystemSnapshotService,
    Msvm_VirtualSystemSnapshotSettingData,
)

from mofgen.runtime import Connection, MethodResult, Ref, reference_to

GIB = 2**30
START, TURN_OFF = 2, 3
_PREFIX = "Microsoft:Hyper-V:"
_DYNAMIC = _VHDX = 3
_FULL_CHECKPOINT = 2
_SUMMARY = (0, 1, 4, 100, 101, 103, 105)
"""Codes of Name, ElementName, processors, state, load, memory and uptime."""

Follow = Callable[[str, MethodResult], None]
"""Waits for the work of a method, and shows how it goes on."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A machine to be built: its name, megabytes, processors, and gigabytes of disk."""

    name: str
    memory: int
    processors: int
    disk: int


class Datacentre:
    """The machines of a host, by name.

    Parameters
    ----------
    host:
        The connection to the host.
    follow:
        Is given each method's result, with what was asked for.
    """

    def __init__(self, host: Connection, follow: Follow) -> None:
        self._host = host
        self._follow = follow
        self._management = Msvm_VirtualSystemManagementService.objects(host).one()
        self._images = Msvm_ImageManagementService.objects(host).one()
        self._switches = Msvm_VirtualEthernetSwitchManagementService.objects(host).one()
        self._snapshots = Msvm_VirtualSystemSnapshotService.objects(host).one()

    # --- looking ---

    def machine(self, name: str) -> Msvm_ComputerSystem:
        """The machine of a name."""
        return Msvm_ComputerSystem.objects(self._host).get(ElementName=name)

    def settings(self, name: str) -> Msvm_VirtualSystemSettingData:
        """What it runs with."""
        return (
            self.machine(name)
            .related(Msvm_VirtualSystemSettingData, via=Msvm_SettingsDefineState)
            .one()
        )

    def memory(self, name: str) -> Msvm_MemorySettingData:
        """Its memory."""
        return (
            self.settings(name)
            .related(Msvm_MemorySettingData, via=Msvm_VirtualSystemSettingDataComponent)
            .one()
        )

    def summaries(self) -> list[Msvm_SummaryInformation]:
        """One for each machine."""
        result = self._management.GetSummaryInformation(RequestedInformation=_SUMMARY)
        found = result.SummaryInformation or ()
        return [each for each in found if isinstance(each, Msvm_SummaryInformation)]

    def checkpoints(self, name: str) -> list[Msvm_VirtualSystemSettingData]:
        """Its checkpoints, the oldest first."""
        found = self.machine(name).related(
            Msvm_VirtualSystemSettingData, via=Msvm_SnapshotOfVirtualSystem
        )
        return sorted(found, key=lambda each: str(each.CreationTime))

    def current_checkpoint(self, name: str) -> str | None:
        """The name of the checkpoint on which it stands."""
        found = self.machine(name).related(
            Msvm_VirtualSystemSettingData, via=Msvm_MostCurrentSnapshotInBranch
        )
        return next((each.ElementName for each in found), None)

    # --- building ---

    def add_switch(self, name: str) -> Msvm_VirtualEthernetSwitch:
        """Make a private switch."""
        result = self._switches.DefineSystem(
            SystemSettings=Msvm_VirtualEthernetSwitchSettingData(ElementName=name)
        )
        self._follow(f"switch {name}", result)
        return Msvm_VirtualEthernetSwitch.objects(self._host).get(ElementName=name)

    def add_machine(self, plan: Plan, switch: Msvm_VirtualEthernetSwitch) -> None:
        """Define a machine of generation 2 with a disk and a network adapter."""
        self._management.DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(
                ElementName=plan.name,
                VirtualSystemSubType=f"{_PREFIX}SubType:2",
            ),
            ResourceSettings=[
                Msvm_MemorySettingData(VirtualQuantity=plan.memory),
                Msvm_ProcessorSettingData(VirtualQuantity=plan.processors),
            ],
        )
        path = rf"C:\Disks\{plan.name}.vhdx"
        self._add_disk(plan, path)
        self._add_adapter(plan, switch)

    def _add_disk(self, plan: Plan, path: str) -> None:
        disk = Msvm_VirtualHardDiskSettingData(
            Type=_DYNAMIC, Format=_VHDX, Path=path, MaxInternalSize=plan.disk * GIB
        )
        made = self._images.CreateVirtualHardDisk(VirtualDiskSettingData=disk)
        self._follow(f"disk {path}", made)
        controller = self._add(
            plan,
            Msvm_ResourceAllocationSettingData(
                ResourceType=6,
                ResourceSubType=f"{_PREFIX}Synthetic SCSI Controller",
            ),
        )
        drive = self._add(
            plan,
            Msvm_ResourceAllocationSettingData(
                ResourceType=17,
                ResourceSubType=f"{_PREFIX}Synthetic Disk Drive",
                Parent=controller.path,
                AddressOnParent="0",
            ),
        )
        self._add(
            plan,
            Msvm_StorageAllocationSettingData(
                ResourceType=31,
                ResourceSubType=f"{_PREFIX}Virtual Hard Disk",
                Parent=drive.path,
                HostResource=[path],
            ),
        )

    def _add_adapter(self, plan: Plan, switch: Msvm_VirtualEthernetSwitch) -> None:
        adapter = self._add(
            plan,
            Msvm_SyntheticEthernetPortSettingData(
                ResourceType=10,
                ResourceSubType=f"{_PREFIX}Synthetic Ethernet Port",
                ElementName="Network Adapter",
            ),
        )
        self._add(
            plan,
            Msvm_EthernetPortAllocationSettingData(
                ResourceType=33,
                ResourceSubType=f"{_PREFIX}Ethernet Connection",
                Parent=adapter.path,
                HostResource=[reference_to(switch).path],
            ),
        )

    def _add(
        self, plan: Plan, resource: CIM_ResourceAllocationSettingData
    ) -> Ref[CIM_ResourceAllocationSettingData]:
        result = self._management.AddResourceSettings(
            AffectedConfiguration=self.settings(plan.name), ResourceSettings=[resource]
        )
        kind = (resource.ResourceSubType or "").removeprefix(_PREFIX)
        self._follow(f"{plan.name}: {kind}", result)
        (made,) = result.ResultingResourceSettings or ()
        return made

    # --- changing ---

    def request(self, name: str, state: int, asked: str) -> None:
        """Start it, or turn it off."""
        result = self.machine(name).RequestStateChange(RequestedState=state)
        self._follow(f"{asked} {name}", result)

    def set_memory(self, name: str, megabytes: int) -> None:
        """Give it so much memory, whether it runs or not."""
        changed = self.memory(name).copy(VirtualQuantity=megabytes)
        result = self._management.ModifyResourceSettings(ResourceSettings=[changed])
        self._follow(f"{megabytes} MB for {name}", result)

    def take_checkpoint(self, name: str, called: str) -> None:
        """Keep its state, its settings and its disks as they are now."""
        before = {each.InstanceID for each in self.checkpoints(name)}
        result = self._snapshots.CreateSnapshot(
            AffectedSystem=self.machine(name),
            SnapshotSettings=Msvm_VirtualSystemSnapshotSettingData(),
            SnapshotType=_FULL_CHECKPOINT,
        )
        self._follow(f"checkpoint of {name}", result)
        for each in self.checkpoints(name):
            if each.InstanceID not in before:
                renamed = self._management.ModifySystemSettings(
                    SystemSettings=each.copy(ElementName=called)
                )
                self._follow(f"its name: {called}", renamed)

    def apply_checkpoint(self, name: str, called: str) -> None:
        """Let it be again as it was at a checkpoint."""
        found = next(e for e in self.checkpoints(name) if e.ElementName == called)
        result = self._snapshots.ApplySnapshot(Snapshot=found)
        self._follow(f"{called}, applied to {name}", result)
