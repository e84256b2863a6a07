"""What libvirt's driver for Hyper-V asks for when it defines a machine and reads it.

The instances have the properties that the driver sends, and no others; the queries are
its own. Its messages are XML, which is no matter here.
"""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_DiskDrive,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_SerialPortSettingData,
    Msvm_StorageAllocationSettingData,
    Msvm_SyntheticDisplayController,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VideoHead,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms import Vmms
from mofgen.vmms.files import GIB, FileKind, VirtualFile
from mofgen.vmms.new_disks import NewDisk, create

DISK, ISO = r"C:\disks\guest.vhdx", r"C:\images\setup.iso"
Resource = Msvm_ResourceAllocationSettingData
PREFIX = "Microsoft:Hyper-V:"


class Libvirt:
    """The driver with one domain, which it has just defined."""

    def __init__(self) -> None:
        self.host = Vmms(cores=4, memory=16384, name="HVHOST")
        create(self.host.files, NewDisk(DISK, capacity=GIB))
        self.host.files.add_iso(ISO)
        self.client = self.host.connect()
        (self.service,) = self.client.enumerate(Msvm_VirtualSystemManagementService)
        defined = self.service.DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(ElementName="guest")
        )
        assert (defined.ReturnValue, defined.Job) == (0, None)
        (self.domain,) = self.query(
            "SELECT * FROM Msvm_ComputerSystem WHERE ElementName = 'guest'"
        )
        self.uuid = str(self.domain.Name).lower()

    def query(self, text: str) -> list[Any]:
        return list(self.host.manager.queries.run(text))

    def settings(self) -> Any:
        (found,) = self.query(
            "ASSOCIATORS OF {Msvm_ComputerSystem.CreationClassName="
            f"'Msvm_ComputerSystem',Name='{self.uuid}'}} WHERE AssocClass ="
            " Msvm_SettingsDefineState ResultClass = Msvm_VirtualSystemSettingData"
        )
        return found

    def parts(self, cls: type[Any]) -> list[Any]:
        """What the driver reads for the XML of the domain: of the class itself."""
        found = self.query(
            "ASSOCIATORS OF {Msvm_VirtualSystemSettingData.InstanceID='"
            f"{self.settings().InstanceID}'}} WHERE AssocClass ="
            " Msvm_VirtualSystemSettingDataComponent"
            f" ResultClass = {cls.__name__}"
        )
        return [each for each in found if type(each) is cls]

    def resources(self, kind: int) -> list[Any]:
        return [each for each in self.parts(Resource) if each.ResourceType == kind]

    def add(self, setting: CIM_ResourceAllocationSettingData) -> Any:
        """Add a resource, and wait for the job as the driver does."""
        result = self.service.AddResourceSettings(
            AffectedConfiguration=self.settings(), ResourceSettings=[setting]
        )
        self.finish(result)
        (ref,) = result.ResultingResourceSettings or ()
        return self.client.get(ref)

    def modify(self, setting: CIM_ResourceAllocationSettingData) -> None:
        self.finish(self.service.ModifyResourceSettings(ResourceSettings=[setting]))

    def finish(self, result: Any) -> None:
        if result.ReturnValue == 4096:
            (job,) = self.query(
                "SELECT * FROM Msvm_ConcreteJob"
                f" WHERE InstanceID = '{result.Job.keys['InstanceID']}'"
            )
            assert isinstance(job, Msvm_ConcreteJob)
            assert job.JobState == 7, job.ErrorDescription

    def start(self) -> None:
        domain = self.client.get(self.domain._reference())
        self.finish(domain.RequestStateChange(RequestedState=2))

    def path(self, target: Any) -> str:
        """A path as the driver writes it, with the namespace in its own letters."""
        name = type(target).__name__
        instance_id = str(target.InstanceID).replace("\\", "\\\\")
        place = rf"\\{self.host.name}\Root\Virtualization\V2"
        return f'{place}:{name}.InstanceID="{instance_id}"'


@pytest.fixture
def virsh() -> Libvirt:
    return Libvirt()


def controller() -> Resource:
    return Resource(
        ResourceType=6, ResourceSubType=PREFIX + "Synthetic SCSI Controller"
    )


def drive(parent: str, place: int, kind: int = 17, name: str = "Disk") -> Resource:
    return Resource(
        Parent=parent,
        AddressOnParent=str(place),
        ResourceType=kind,
        ResourceSubType=f"{PREFIX}Synthetic {name} Drive",
    )


def medium(parent: str, file: str, name: str) -> Resource:
    return Resource(
        Parent=parent,
        HostResource=[file],
        ResourceType=31,
        ResourceSubType=f"{PREFIX}Virtual {name}",
    )


def test_a_new_domain_has_what_its_xml_is_made_of(virsh: Libvirt) -> None:
    assert len(virsh.parts(Msvm_ProcessorSettingData)) == 1
    assert len(virsh.parts(Msvm_MemorySettingData)) == 1
    assert [each.Address for each in virsh.resources(5)] == ["0", "1"]
    assert len(virsh.resources(14)) == 1
    ports = virsh.parts(Msvm_SerialPortSettingData)
    assert [each.ElementName for each in ports] == ["COM 1", "COM 2"]
    assert virsh.parts(Msvm_StorageAllocationSettingData) == []


@pytest.mark.parametrize("megabytes", [256, 2048])
def test_memory_is_set_by_its_amount_alone(virsh: Libvirt, megabytes: int) -> None:
    (memory,) = virsh.parts(Msvm_MemorySettingData)
    given = Msvm_MemorySettingData(
        VirtualQuantity=megabytes, InstanceID=memory.InstanceID
    )
    virsh.modify(given)
    (memory,) = virsh.parts(Msvm_MemorySettingData)
    assert memory.VirtualQuantity == megabytes


def test_the_maximum_of_memory_is_set_alone(virsh: Libvirt) -> None:
    (memory,) = virsh.parts(Msvm_MemorySettingData)
    virsh.modify(Msvm_MemorySettingData(Limit=4096, InstanceID=memory.InstanceID))
    (memory,) = virsh.parts(Msvm_MemorySettingData)
    assert (memory.Limit, memory.VirtualQuantity) == (4096, 1024)


def test_processors_are_set_by_their_number(virsh: Libvirt) -> None:
    (processors,) = virsh.parts(Msvm_ProcessorSettingData)
    given = Msvm_ProcessorSettingData(
        VirtualQuantity=2, InstanceID=processors.InstanceID
    )
    virsh.modify(given)
    (processors,) = virsh.parts(Msvm_ProcessorSettingData)
    assert processors.VirtualQuantity == 2


def test_a_serial_port_gets_a_pipe(virsh: Libvirt) -> None:
    port, _ = virsh.parts(Msvm_SerialPortSettingData)
    given = Msvm_SerialPortSettingData(
        Connection=[r"\\.\pipe\c1"],
        InstanceID=port.InstanceID,
        ResourceType=21,
        ResourceSubType=PREFIX + "Serial Port",
    )
    virsh.modify(given)
    port, _ = virsh.parts(Msvm_SerialPortSettingData)
    assert port.Connection == (r"\\.\pipe\c1",)


def test_disks_hang_on_what_the_driver_finds_by_the_end_of_a_path(
    virsh: Libvirt,
) -> None:
    scsi = virsh.add(controller())
    added = virsh.add(drive(virsh.path(scsi), 0))
    virsh.add(medium(virsh.path(added), DISK, "Hard Disk"))
    ide, _ = virsh.resources(5)
    dvd = virsh.add(drive(virsh.path(ide), 1, 16, "DVD"))
    virsh.add(medium(virsh.path(dvd), ISO, "CD/DVD Disk"))
    media = virsh.parts(Msvm_StorageAllocationSettingData)
    assert sorted(each.HostResource for each in media) == [(DISK,), (ISO,)]
    ends = {
        str(each.InstanceID).replace("\\", "\\\\") + '"'
        for each in (*virsh.resources(17), *virsh.resources(16))
    }
    assert {each.Parent.rpartition('InstanceID="')[2] for each in media} == ends
    (disk_drive,) = virsh.resources(17)
    assert disk_drive.Parent.endswith(str(scsi.InstanceID).replace("\\", "\\\\") + '"')
    assert disk_drive.AddressOnParent == "0"
    assert not disk_drive.HostResource


def test_a_floppy_lies_in_the_drive_that_is_there(virsh: Libvirt) -> None:
    floppy = r"C:\floppies\boot.vfd"
    virsh.host.files.add(VirtualFile(floppy, 1440 << 10, FileKind.FLOPPY))
    (found,) = virsh.resources(14)
    virsh.add(medium(virsh.path(found), floppy, "Floppy Disk"))
    (disk,) = virsh.parts(Msvm_StorageAllocationSettingData)
    assert disk.HostResource == (floppy,)


def test_a_disk_of_the_host_is_named_by_the_guid_of_the_default(
    virsh: Libvirt,
) -> None:
    (default,) = virsh.query(
        "SELECT * FROM Msvm_ResourceAllocationSettingData WHERE ResourceSubType ="
        " 'Microsoft:Hyper-V:Physical Disk Drive' AND InstanceID LIKE '%%Default%%'"
    )
    guid = str(default.InstanceID).split("\\")[1]
    path = (
        rf"\\{virsh.host.name}\Root\Virtualization\V2:Msvm_DiskDrive.CreationClassName="
        rf'"Msvm_DiskDrive",DeviceID="Microsoft:{guid}\\1",'
        rf'SystemCreationClassName="Msvm_ComputerSystem",SystemName="{virsh.host.name}"'
    )
    scsi = virsh.add(controller())
    added = virsh.add(
        drive(virsh.path(scsi), 3).copy(
            ResourceSubType=PREFIX + "Physical Disk Drive", HostResource=[path]
        )
    )
    quoted = added.HostResource[0].replace("\\", "\\\\")
    (disk,) = virsh.query(f"SELECT * FROM Msvm_DiskDrive WHERE __PATH='{quoted}'")
    assert isinstance(disk, Msvm_DiskDrive)
    assert disk.DriveNumber == 1


def test_an_adapter_is_connected_with_a_switch(virsh: Libvirt) -> None:
    guid = "{8f4b1d0e-4f2b-4d5c-9d0f-5a7c3a0e9b11}"
    adapter = virsh.add(
        Msvm_SyntheticEthernetPortSettingData(
            ResourceType=10,
            ResourceSubType=PREFIX + "Synthetic Ethernet Port",
            VirtualSystemIdentifiers=[guid],
            Address="00155dab01fe",
            StaticMacAddress=True,
        )
    )
    assert adapter.Address == "00155DAB01FE"
    assert adapter.VirtualSystemIdentifiers == (guid,)
    (switch,) = virsh.query("SELECT * FROM Msvm_VirtualEthernetSwitch")
    path = (
        rf"\\{virsh.host.name}\root\virtualization\v2:Msvm_VirtualEthernetSwitch"
        rf'.CreationClassName="Msvm_VirtualEthernetSwitch",Name="{switch.Name}"'
    )
    virsh.add(
        Msvm_EthernetPortAllocationSettingData(
            EnabledState=2,
            HostResource=[path],
            Parent=virsh.path(adapter),
            ResourceType=33,
            ResourceSubType=PREFIX + "Ethernet Connection",
        )
    )
    (made,) = virsh.parts(Msvm_EthernetPortAllocationSettingData)
    for text, cls in (
        (made.HostResource[0], Msvm_VirtualEthernetSwitch),
        (made.Parent, Msvm_SyntheticEthernetPortSettingData),
    ):
        quoted = text.replace("\\", "\\\\")
        (found,) = virsh.query(
            f"SELECT * FROM {cls.__name__} WHERE __PATH = '{quoted}'"
        )
        assert isinstance(found, cls)


def test_a_screenshot_has_the_size_of_the_screen(virsh: Libvirt) -> None:
    virsh.start()
    (display,) = virsh.query(
        "SELECT * FROM Msvm_SyntheticDisplayController"
        f" WHERE SystemName = '{virsh.uuid}'"
    )
    assert isinstance(display, Msvm_SyntheticDisplayController)
    (head,) = virsh.query(
        "ASSOCIATORS OF {Msvm_SyntheticDisplayController.CreationClassName="
        f"'Msvm_SyntheticDisplayController',DeviceID='{display.DeviceID}',"
        f"SystemCreationClassName='Msvm_ComputerSystem',SystemName='{virsh.uuid}'}}"
        " WHERE AssocClass = Msvm_VideoHeadOnController ResultClass = Msvm_VideoHead"
    )
    assert isinstance(head, Msvm_VideoHead)
    width, height = head.CurrentHorizontalResolution, head.CurrentVerticalResolution
    assert width is not None and height is not None
    image = virsh.service.GetVirtualSystemThumbnailImage(
        TargetSystem=virsh.settings(), WidthPixels=width, HeightPixels=height
    )
    assert len(image.ImageData or ()) == width * height * 2


def test_a_running_domain_is_found_by_the_number_of_its_process(
    virsh: Libvirt,
) -> None:
    virsh.start()
    number = virsh.client.get(virsh.domain._reference()).ProcessID
    (found,) = virsh.query(
        f"SELECT * FROM Msvm_ComputerSystem WHERE ProcessID = {number}"
    )
    assert isinstance(found, Msvm_ComputerSystem)
    assert found.ElementName == "guest"
