"""The datacentre of the demo, built and changed as any client would do it."""

from __future__ import annotations

from dataclasses import dataclass

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_MemorySettingData,
    Msvm_MostCurrentSnapshotInBranch,
    Msvm_SettingsDefineState,
    Msvm_SummaryInformation,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
    Msvm_VirtualSystemSnapshotService,
)

from mofgen.runtime import Connection
from mofgen.vmms.machine_building import Follow, MachineBuilder

START, TURN_OFF = 2, 3
_SUMMARY = (0, 1, 4, 100, 101, 103, 105)
"""Codes of Name, ElementName, processors, state, load, memory and uptime."""


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
        self._builder = MachineBuilder(host, follow)
        self._management = Msvm_VirtualSystemManagementService.objects(host).one()
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
        return self._builder.machine(self.machine(name)).checkpoints()

    def current_checkpoint(self, name: str) -> str | None:
        """The name of the checkpoint on which it stands."""
        found = self.machine(name).related(
            Msvm_VirtualSystemSettingData, via=Msvm_MostCurrentSnapshotInBranch
        )
        return next((each.ElementName for each in found), None)

    # --- building ---

    def add_switch(self, name: str) -> Msvm_VirtualEthernetSwitch:
        """Make a private switch."""
        return self._builder.add_switch(name)

    def add_machine(self, plan: Plan, switch: Msvm_VirtualEthernetSwitch) -> None:
        """Define a machine of generation 2 with a disk and a network adapter."""
        machine = self._builder.add_machine(
            plan.name, memory=plan.memory, processors=plan.processors
        )
        machine.add_disk(plan.disk)
        machine.add_adapter(switch)

    # --- changing ---

    def request(self, name: str, state: int, asked: str) -> None:
        """Start it, or turn it off."""
        self._builder.machine(self.machine(name)).request(state, asked)

    def set_memory(self, name: str, megabytes: int) -> None:
        """Give it so much memory, whether it runs or not."""
        changed = self.memory(name).copy(VirtualQuantity=megabytes)
        result = self._management.ModifyResourceSettings(ResourceSettings=[changed])
        self._follow(f"{megabytes} MB for {name}", result)

    def take_checkpoint(self, name: str, called: str) -> None:
        """Keep its state, its settings and its disks as they are now."""
        self._builder.machine(self.machine(name)).take_checkpoint(called)

    def apply_checkpoint(self, name: str, called: str) -> None:
        """Let it be again as it was at a checkpoint."""
        found = next(e for e in self.checkpoints(name) if e.ElementName == called)
        result = self._snapshots.ApplySnapshot(Snapshot=found)
        self._follow(f"{called}, applied to {name}", result)
