"""The devices of a running machine: what they are called, and what hangs on what."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    CIM_LogicalDevice,
    Msvm_ControlledBy,
    Msvm_DiskDrive,
    Msvm_DisketteController,
    Msvm_DisketteDrive,
    Msvm_DVDDrive,
    Msvm_IDEController,
    Msvm_LogicalDisk,
    Msvm_MediaPresent,
    Msvm_ProtocolControllerForUnit,
    Msvm_S3DisplayController,
    Msvm_SCSIProtocolController,
    Msvm_SerialController,
    Msvm_SerialPort,
    Msvm_SerialPortOnSerialController,
    Msvm_SyntheticDisplayController,
    Msvm_VideoHead,
    Msvm_VideoHeadOnController,
)
from machine_client import (
    DISK,
    ISO,
    OTHER_DISK,
    PREFIX,
    RUNNING,
    Machine,
    Resource,
    Storage,
    controller,
    drive,
    medium,
)

OFF = 3


def hanging_on(machine: Machine, on: CIM_LogicalDevice, association: Any) -> list[Any]:
    return machine.client.associators(
        on._reference(), result_class=CIM_LogicalDevice, association=association
    )


def with_disk_and_dvd(machine: Machine) -> tuple[Storage, Storage]:
    """Put a disk at 0 and a DVD at 1 on the first controller."""
    if machine.settings.VirtualSystemSubType == PREFIX + "SubType:1":
        parent, _ = machine.parts(Resource, "Emulated IDE Controller")
    else:
        parent = machine.added(controller())
    disk = machine.added(medium(machine.added(drive(parent, 0))))
    dvd_drive = machine.added(drive(parent, 1, "DVD"))
    return disk, machine.added(medium(dvd_drive, ISO, "CD/DVD Disk"))


def test_a_device_has_the_id_of_its_settings_without_the_machine(
    old: Machine,
) -> None:
    disk, _ = with_disk_and_dvd(old)
    old.enter(RUNNING)
    (logical,) = (
        each
        for each in old.devices(Msvm_LogicalDisk)
        if each.DeviceID.endswith("0\\0\\L")
    )
    ide = "83F8638B-8DCA-4152-9EDA-2CA8B33039B4"
    assert logical.DeviceID == f"Microsoft:{ide}\\0\\0\\L"
    assert disk.InstanceID == f"Microsoft:{old.guid}\\{ide}\\0\\0\\L"


def test_no_device_id_is_longer_than_the_schema_allows(new: Machine) -> None:
    with_disk_and_dvd(new)
    new.enter(RUNNING)
    assert max(len(each.DeviceID) for each in new.devices()) <= 64


def test_drives_are_controlled_by_their_ide_controller(old: Machine) -> None:
    with_disk_and_dvd(old)
    old.enter(RUNNING)
    first, second = old.devices(Msvm_IDEController)
    drives = hanging_on(old, first, Msvm_ControlledBy)
    assert {type(each) for each in drives} == {Msvm_DiskDrive, Msvm_DVDDrive}
    assert hanging_on(old, second, Msvm_ControlledBy) == []
    links = old.client.references(first._reference(), result_class=Msvm_ControlledBy)
    assert {each.DeviceNumber for each in links} == {"0", "1"}


def test_drives_are_units_of_their_scsi_controller(new: Machine) -> None:
    with_disk_and_dvd(new)
    new.enter(RUNNING)
    (scsi,) = new.devices(Msvm_SCSIProtocolController)
    drives = hanging_on(new, scsi, Msvm_ProtocolControllerForUnit)
    assert {type(each) for each in drives} == {Msvm_DiskDrive, Msvm_DVDDrive}


@pytest.mark.parametrize("generation", ["old", "new"])
def test_a_disk_is_fixed_in_its_drive_and_a_dvd_is_not(
    generation: str, request: pytest.FixtureRequest
) -> None:
    machine: Machine = request.getfixturevalue(generation)
    with_disk_and_dvd(machine)
    machine.enter(RUNNING)
    for cls, is_fixed in ((Msvm_DiskDrive, True), (Msvm_DVDDrive, False)):
        (found,) = machine.devices(cls)
        (link,) = machine.client.references(
            found._reference(), result_class=Msvm_MediaPresent
        )
        assert link.FixedMedia is is_fixed
        assert link.Dependent is not None
        assert isinstance(machine.client.get(link.Dependent), Msvm_LogicalDisk)


def test_an_empty_drive_has_no_medium(old: Machine) -> None:
    old.enter(RUNNING)
    (diskette,) = old.devices(Msvm_DisketteController)
    (found,) = hanging_on(old, diskette, Msvm_ControlledBy)
    assert isinstance(found, Msvm_DisketteDrive)
    assert hanging_on(old, found, Msvm_MediaPresent) == []


def test_the_com_ports_are_on_the_serial_controller(old: Machine) -> None:
    old.enter(RUNNING)
    (serial,) = old.devices(Msvm_SerialController)
    ports = hanging_on(old, serial, Msvm_SerialPortOnSerialController)
    assert {type(each) for each in ports} == {Msvm_SerialPort}
    assert {each.ElementName for each in ports} == {"COM 1", "COM 2"}


def test_another_medium_leaves_drive_and_disk_the_same_devices(new: Machine) -> None:
    disk, _ = with_disk_and_dvd(new)
    new.enter(RUNNING)
    before = {each.DeviceID for each in new.devices()}
    new.modify(disk.copy(HostResource=[OTHER_DISK]))
    assert {each.DeviceID for each in new.devices()} == before
    (found,) = new.devices(Msvm_DiskDrive)
    assert len(hanging_on(new, found, Msvm_MediaPresent)) == 1


def test_a_disk_that_is_added_and_removed_at_run_time_is_linked(new: Machine) -> None:
    scsi = new.added(controller())
    new.enter(RUNNING)
    added = new.added(drive(scsi, 3))
    new.added(medium(added, DISK))
    (found,) = new.devices(Msvm_DiskDrive)
    (link,) = new.client.references(
        found._reference(), result_class=Msvm_ProtocolControllerForUnit
    )
    assert link.DeviceNumber == "3"
    assert len(hanging_on(new, found, Msvm_MediaPresent)) == 1
    new.remove(added)
    assert new.client.enumerate(Msvm_ProtocolControllerForUnit) == []
    assert new.client.enumerate(Msvm_MediaPresent) == []


def test_a_running_machine_has_a_screen(old: Machine) -> None:
    assert old.devices(Msvm_VideoHead) == []
    old.enter(RUNNING)
    (display,) = old.devices(Msvm_SyntheticDisplayController)
    (head,) = hanging_on(old, display, Msvm_VideoHeadOnController)
    assert (head.CurrentHorizontalResolution, head.CurrentVerticalResolution) == (
        1024,
        768,
    )
    assert head.CurrentBitsPerPixel == 32
    (emulated,) = old.devices(Msvm_S3DisplayController)
    (dark,) = hanging_on(old, emulated, Msvm_VideoHeadOnController)
    assert (head.EnabledState, dark.EnabledState) == (2, 3)
    old.enter(OFF)
    assert old.client.enumerate(Msvm_VideoHeadOnController) == []


def test_worker_processes_have_numbers_like_those_of_windows(
    old: Machine, new: Machine
) -> None:
    for machine in (old, new):
        machine.enter(RUNNING)
    numbers = [m.client.get(m.ref).ProcessID or 0 for m in (old, new)]
    assert len(set(numbers)) == 2
    assert all(number % 4 == 0 and 1024 <= number < 65536 for number in numbers)
