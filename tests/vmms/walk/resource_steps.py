"""Steps that change what machines have: drives, media, adapters; and the disks."""

from __future__ import annotations

from typing import Any

from host_walk import PREFIX, WHICH, HostWalk, Setting, path, pick
from hyperv_v2 import (
    Msvm_EmulatedEthernetPortSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPortVlanSettingData,
    Msvm_MountedStorageImage,
    Msvm_ResourceAllocationSettingData,
    Msvm_StorageAllocationSettingData,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualHardDiskSettingData,
)
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from mofgen.vmms.files import GIB
from mofgen.vmms.new_disks import NewDisk, create

Resource = Msvm_ResourceAllocationSettingData
Storage = Msvm_StorageAllocationSettingData
Connection = Msvm_EthernetPortAllocationSettingData
ISO = r"C:\images\setup.iso"
PATHS = (r"C:\a.vhdx", r"C:\b.vhdx", r"C:\c.vhd", r"C:\d.vhdx")
DISKS = st.sampled_from(PATHS)
DRIVES = st.sampled_from(["Synthetic Disk Drive", "Synthetic DVD Drive"])
PLACES = st.sampled_from([None, None, "0", "1", "3", "64"])
ADAPTERS = st.sampled_from(
    [Msvm_SyntheticEthernetPortSettingData, Msvm_EmulatedEthernetPortSettingData]
)
ADDRESSES = st.sampled_from([None, "00155D0A0B0C", "00155D010A00", "none"])


class ResourceSteps(HostWalk):
    """Resources come, are changed, and go; so do the disks that they use."""

    @initialize()
    def put_files(self) -> None:
        self.host.files.add_iso(ISO)
        for file in PATHS[:2]:
            create(self.host.files, NewDisk(file, capacity=GIB))

    def add(self, which: int, setting: Setting) -> None:
        system = pick(self.systems, which)
        if system is not None:
            self.ask(
                self.management,
                "AddResourceSettings",
                AffectedConfiguration=system,
                ResourceSettings=[setting],
            )

    # --- drives ---

    @rule(which=WHICH, file=DISKS)
    def add_disk(self, which: int, file: str) -> None:
        """Put a disk where there is nothing yet, in three steps of which all can fail."""
        self.add_controller(which)
        self.add_drive(which, -1, "Synthetic Disk Drive", None)
        self.add_medium(which, -1, file)

    @rule(which=WHICH)
    def add_controller(self, which: int) -> None:
        subtype = f"{PREFIX}Synthetic SCSI Controller"
        self.add(which, Resource(ResourceSubType=subtype))

    @rule(which=WHICH, at=WHICH, kind=DRIVES, place=PLACES)
    def add_drive(self, which: int, at: int, kind: str, place: str | None) -> None:
        controller = pick(self.parts(which, Resource, "Controller"), at)
        if controller is not None:
            self.add(
                which,
                Resource(
                    ResourceSubType=PREFIX + kind,
                    Parent=path(controller),
                    AddressOnParent=place,
                ),
            )

    @rule(which=WHICH, at=WHICH, file=DISKS | st.just(ISO))
    def add_medium(self, which: int, at: int, file: str) -> None:
        drive = pick(self.parts(which, Resource, "Drive"), at)
        if drive is not None:
            kind = "CD/DVD Disk" if file == ISO else "Hard Disk"
            self.add(
                which,
                Storage(
                    ResourceSubType=f"{PREFIX}Virtual {kind}",
                    Parent=path(drive),
                    HostResource=[file],
                ),
            )

    @rule(which=WHICH, at=WHICH, file=DISKS)
    def change_medium(self, which: int, at: int, file: str) -> None:
        found = pick(self.parts(which, Storage), at)
        if found is not None:
            self.modify_part(found.copy(HostResource=[file]))

    @rule(which=WHICH, at=WHICH, to=WHICH, place=PLACES)
    def move_drive(self, which: int, at: int, to: int, place: str | None) -> None:
        drive = pick(self.parts(which, Resource, "Drive"), at)
        controller = pick(self.parts(which, Resource, "Controller"), to)
        if drive is not None and controller is not None:
            self.modify_part(drive.copy(Parent=path(controller), AddressOnParent=place))

    @rule(which=WHICH, at=st.integers(0, 30))
    def remove(self, which: int, at: int) -> None:
        found = pick(self.parts(which, Setting), at)
        if found is not None:
            self.ask(
                self.management, "RemoveResourceSettings", ResourceSettings=[found]
            )

    def modify_part(self, setting: Any) -> None:
        self.ask(self.management, "ModifyResourceSettings", ResourceSettings=[setting])

    # --- networks ---

    @rule(which=WHICH, kind=ADAPTERS, address=ADDRESSES)
    def add_adapter(self, which: int, kind: type[Any], address: str | None) -> None:
        self.add(which, kind(Address=address, StaticMacAddress=address is not None))

    @rule(which=WHICH, at=WHICH, kind=ADAPTERS, switch=WHICH)
    def connect(self, which: int, at: int, kind: type[Any], switch: int) -> None:
        adapter = pick(self.parts(which, kind), at)
        found = pick(self.client.enumerate(Msvm_VirtualEthernetSwitch), switch)
        if adapter is not None:
            hosts = [path(found)] if found else []
            self.add(which, Connection(Parent=path(adapter), HostResource=hosts))

    @rule(which=WHICH, at=WHICH, switch=WHICH, enabled=st.booleans())
    def reconnect(self, which: int, at: int, switch: int, enabled: bool) -> None:
        connection = pick(self.parts(which, Connection), at)
        found = pick(self.client.enumerate(Msvm_VirtualEthernetSwitch), switch)
        if connection is not None:
            self.modify_part(
                connection.copy(
                    HostResource=[path(found)] if found else [],
                    EnabledState=2 if enabled else 3,
                )
            )

    @rule(which=WHICH, at=WHICH, vlan=st.sampled_from([1, 4094, 4095]))
    def tag(self, which: int, at: int, vlan: int) -> None:
        connection = pick(self.parts(which, Connection), at)
        if connection is not None:
            feature = Msvm_EthernetSwitchPortVlanSettingData(
                OperationMode=1, AccessVlanId=vlan
            )
            self.ask(
                self.management,
                "AddFeatureSettings",
                AffectedConfiguration=connection,
                FeatureSettings=[feature],
            )

    # --- disks ---

    @rule(file=DISKS, kind=st.integers(2, 4), parent=DISKS, size=st.integers(1, 3))
    def create_disk(self, file: str, kind: int, parent: str, size: int) -> None:
        disk = Msvm_VirtualHardDiskSettingData(
            Path=file,
            Type=kind,
            ParentPath=parent if kind == 4 else None,
            MaxInternalSize=None if kind == 4 else size * GIB,
        )
        self.image("CreateVirtualHardDisk", VirtualDiskSettingData=disk)

    @rule(file=DISKS, size=st.integers(1, 3))
    def resize_disk(self, file: str, size: int) -> None:
        self.image("ResizeVirtualHardDisk", Path=file, MaxInternalSize=size * GIB)

    @rule(source=DISKS, destination=DISKS)
    def merge_disk(self, source: str, destination: str) -> None:
        self.image(
            "MergeVirtualHardDisk", SourcePath=source, DestinationPath=destination
        )

    @rule(file=DISKS, read_only=st.booleans())
    def attach_disk(self, file: str, read_only: bool) -> None:
        self.image("AttachVirtualHardDisk", Path=file, ReadOnly=read_only)

    @precondition(lambda self: self.client.enumerate(Msvm_MountedStorageImage))
    @rule(which=WHICH)
    def detach_disk(self, which: int) -> None:
        image = pick(self.client.enumerate(Msvm_MountedStorageImage), which)
        self.ask(image, "DetachVirtualHardDisk")

    def image(self, method: str, **arguments: Any) -> None:
        self.ask(self.images, method, **arguments)
