"""Building machines and switches as any client does it, method by method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_ExternalEthernetPort,
    Msvm_ImageManagementService,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_SettingsDefineState,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_StorageAllocationSettingData,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualEthernetSwitchSettingData,
    Msvm_VirtualHardDiskSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSnapshotService,
    Msvm_VirtualSystemSnapshotSettingData,
)

from mofgen.runtime import Connection, MethodResult, Ref, reference_to

GIB: Final = 2**30
_PREFIX: Final = "Microsoft:Hyper-V:"
_HOST_CAPTION: Final = "Hosting Computer System"
_DYNAMIC: Final = 3
_VHD: Final = 2
_VHDX: Final = 3
_FULL_CHECKPOINT: Final = 2

Settings = Msvm_VirtualSystemSettingData
Resource = CIM_ResourceAllocationSettingData

Follow = Callable[[str, MethodResult], None]
"""Is given each method's result with what was asked for; it waits for the work."""


def waited(asked: str, result: MethodResult) -> None:
    """Wait for the work of a method, without a word."""
    result.job.wait()


class MachineBuilder:
    """Makes what a host is to have.

    Parameters
    ----------
    host:
        The connection to the host.
    follow:
        Is told of each method that was called.
    """

    def __init__(self, host: Connection, follow: Follow = waited) -> None:
        self._host = host
        self._follow = follow
        self._management = Msvm_VirtualSystemManagementService.objects(host).one()
        self._images = Msvm_ImageManagementService.objects(host).one()
        self._switches = Msvm_VirtualEthernetSwitchManagementService.objects(host).one()

    # --- switches ---

    def add_switch(
        self, name: str, connected: Sequence[Ref[Any]] = ()
    ) -> Msvm_VirtualEthernetSwitch:
        """Make a switch.

        Parameters
        ----------
        name:
            What people call it.
        connected:
            The host, an external adapter, or both; none for a private switch.
        """
        ports = [
            Msvm_EthernetPortAllocationSettingData(HostResource=[each.path])
            for each in connected
        ]
        result = self._switches.DefineSystem(
            SystemSettings=Msvm_VirtualEthernetSwitchSettingData(ElementName=name),
            ResourceSettings=ports or None,
        )
        self._follow(f"switch {name}", result)
        return Msvm_VirtualEthernetSwitch.objects(self._host).get(ElementName=name)

    def add_switch_of_kind(self, name: str, kind: str) -> Msvm_VirtualEthernetSwitch:
        """Make a switch that is private, internal, or external over a free adapter."""
        if kind == "external":
            adapters = Msvm_ExternalEthernetPort.objects(self._host)
            free = next((each for each in adapters if not each.IsBound), None)
            if free is None:
                raise LookupError("the host has no adapter left for an external switch")
            return self.add_switch(name, [reference_to(free)])
        if kind == "internal":
            systems = Msvm_ComputerSystem.objects(self._host)
            host = systems.get(Caption=_HOST_CAPTION)
            return self.add_switch(name, [reference_to(host)])
        return self.add_switch(name)

    # --- machines ---

    def add_machine(
        self,
        name: str,
        *,
        generation: int = 2,
        memory: int,
        processors: int,
        notes: str = "",
    ) -> Machine:
        """Define a machine with nothing but what every machine has.

        Parameters
        ----------
        name:
            What people call it.
        generation, memory, processors, notes:
            Its generation, megabytes, virtual processors, and what is noted about it.
        """
        result = self._management.DefineSystem(
            SystemSettings=Settings(
                ElementName=name,
                VirtualSystemSubType=f"{_PREFIX}SubType:{generation}",
                Notes=[notes] if notes else None,
            ),
            ResourceSettings=[
                Msvm_MemorySettingData(VirtualQuantity=memory),
                Msvm_ProcessorSettingData(VirtualQuantity=processors),
            ],
        )
        made = result.ResultingSystem
        assert made is not None, "who defines a machine is given it"
        system = self._host.get(made)
        assert isinstance(system, Msvm_ComputerSystem), "a machine is what was defined"
        return self.machine(system)

    def machine(self, system: Msvm_ComputerSystem) -> Machine:
        """A machine that is there already, to be given more."""
        return Machine(self._host, self._management, self._images, self._follow, system)


class Machine:
    """A machine that is being built.

    Parameters
    ----------
    host, management, images, follow:
        As :class:`MachineBuilder` has them.
    system:
        The machine.
    """

    def __init__(
        self,
        host: Connection,
        management: Msvm_VirtualSystemManagementService,
        images: Msvm_ImageManagementService,
        follow: Follow,
        system: Msvm_ComputerSystem,
    ) -> None:
        self._host = host
        self._management = management
        self._images = images
        self._follow = follow
        self.system = system
        self.name = system.ElementName or ""
        self._controller: Ref[Resource] | None = None
        self._disks = 0

    @cached_property
    def _settings(self) -> Settings:
        return self.system.related(Settings, via=Msvm_SettingsDefineState).one()

    def add_disk(self, gigabytes: int, path: str | None = None) -> None:
        """Make a disk that grows, and put it into a drive.

        Parameters
        ----------
        gigabytes:
            How much fits on it.
        path:
            Its file; None for one that is named after the machine.
        """
        if path is None:
            number = f"-{self._disks + 1}" if self._disks else ""
            path = rf"C:\Disks\{self.name}{number}.vhdx"
        disk = Msvm_VirtualHardDiskSettingData(
            Type=_DYNAMIC,
            Format=_VHDX if path.lower().endswith("x") else _VHD,
            Path=path,
            MaxInternalSize=gigabytes * GIB,
        )
        made = self._images.CreateVirtualHardDisk(VirtualDiskSettingData=disk)
        self._follow(f"disk {path}", made)
        if self._controller is None:
            self._controller = self._add(
                Msvm_ResourceAllocationSettingData(
                    ResourceType=6,
                    ResourceSubType=f"{_PREFIX}Synthetic SCSI Controller",
                )
            )
        drive = self._add(
            Msvm_ResourceAllocationSettingData(
                ResourceType=17,
                ResourceSubType=f"{_PREFIX}Synthetic Disk Drive",
                Parent=self._controller.path,
                AddressOnParent=str(self._disks),
            )
        )
        self._add(
            Msvm_StorageAllocationSettingData(
                ResourceType=31,
                ResourceSubType=f"{_PREFIX}Virtual Hard Disk",
                Parent=drive.path,
                HostResource=[path],
            )
        )
        self._disks += 1

    def add_adapter(
        self,
        switch: Msvm_VirtualEthernetSwitch | None = None,
        address: str | None = None,
    ) -> None:
        """Give it a network adapter.

        Parameters
        ----------
        switch:
            To which it is connected; None for none.
        address:
            12 hexadecimal digits; None for an address that the host gives.
        """
        adapter = self._add(
            Msvm_SyntheticEthernetPortSettingData(
                ResourceType=10,
                ResourceSubType=f"{_PREFIX}Synthetic Ethernet Port",
                ElementName="Network Adapter",
                StaticMacAddress=address is not None,
                Address=address,
            )
        )
        if switch is None:
            return
        self._add(
            Msvm_EthernetPortAllocationSettingData(
                ResourceType=33,
                ResourceSubType=f"{_PREFIX}Ethernet Connection",
                Parent=adapter.path,
                HostResource=[reference_to(switch).path],
            )
        )

    def checkpoints(self) -> list[Settings]:
        """Its checkpoints, the oldest first."""
        found = self.system.related(Settings, via=Msvm_SnapshotOfVirtualSystem)
        return sorted(found, key=lambda each: str(each.CreationTime))

    def take_checkpoint(self, called: str) -> None:
        """Keep its state, its settings and its disks as they are now."""
        before = {each.InstanceID for each in self.checkpoints()}
        service = Msvm_VirtualSystemSnapshotService.objects(self._host).one()
        result = service.CreateSnapshot(
            AffectedSystem=self.system,
            SnapshotSettings=Msvm_VirtualSystemSnapshotSettingData(),
            SnapshotType=_FULL_CHECKPOINT,
        )
        self._follow(f"checkpoint of {self.name}", result)
        for each in self.checkpoints():
            if each.InstanceID not in before:
                renamed = self._management.ModifySystemSettings(
                    SystemSettings=each.copy(ElementName=called)
                )
                self._follow(f"its name: {called}", renamed)

    def request(self, state: int, asked: str) -> None:
        """Bring it into a state, which the log calls ``asked``."""
        result = self.system.RequestStateChange(RequestedState=state)
        self._follow(f"{asked} {self.name}", result)

    def _add(self, resource: Resource) -> Ref[Resource]:
        result = self._management.AddResourceSettings(
            AffectedConfiguration=self._settings, ResourceSettings=[resource]
        )
        kind = (resource.ResourceSubType or "").removeprefix(_PREFIX)
        self._follow(f"{self.name}: {kind}", result)
        (made,) = result.ResultingResourceSettings or ()
        return made
