"""Controllers and drives: where they hang, and when they come and go."""

from __future__ import annotations

from hyperv_v2 import (
    Msvm_DiskDrive,
    Msvm_MemorySettingData,
)
from machine_client import (
    RUNNING,
    Machine,
    Resource,
    controller,
    drive,
    refused,
)

from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    NOT_SUPPORTED,
)


def test_a_controller_gets_an_id_and_an_identifier_of_its_own(new: Machine) -> None:
    added = new.added(controller())
    guid = added.InstanceID.split("\\")[1]
    assert added.InstanceID == f"Microsoft:{new.guid}\\{guid}\\0"
    assert added.VirtualSystemIdentifiers == (f"{{{guid}}}",)


def test_a_machine_has_at_most_four_scsi_controllers(new: Machine) -> None:
    result = new.add(*[controller()] * 4)
    assert len(result.ResultingResourceSettings) == 4
    refused(new, INVALID_PARAMETER, "add", controller())


def test_a_request_is_done_as_a_whole_or_not_at_all(new: Machine) -> None:
    refused(new, INVALID_PARAMETER, "add", *[controller()] * 5)


def test_ide_controllers_come_with_generation_1_and_stay(old: Machine) -> None:
    ide = old.parts(Resource, "Emulated IDE Controller")
    assert len(ide) == 2
    refused(old, NOT_SUPPORTED, "remove", ide[0])
    refused(old, NOT_SUPPORTED, "add", ide[0].copy(InstanceID=None))


def test_a_drive_is_named_by_its_controller_and_place(new: Machine) -> None:
    scsi = new.added(controller())
    added = new.added(drive(scsi, 5))
    assert added.InstanceID == f"{scsi.InstanceID}\\5\\D"
    assert added.AddressOnParent == "5"
    assert added.Parent.startswith(rf"\\{new.host.name}\root\virtualization\v2:Msvm_")


def test_a_drive_without_an_address_gets_the_first_free_place(new: Machine) -> None:
    scsi = new.added(controller())
    assert new.added(drive(scsi, None)).AddressOnParent == "0"
    assert new.added(drive(scsi, None)).AddressOnParent == "1"


def test_a_place_is_taken_once_and_has_to_be_there(new: Machine) -> None:
    scsi = new.added(controller())
    new.added(drive(scsi, 0))
    refused(new, INVALID_PARAMETER, "add", drive(scsi, 0))
    refused(new, INVALID_PARAMETER, "add", drive(scsi, 64))
    refused(new, INVALID_PARAMETER, "add", drive(scsi, "first"))
    refused(new, INVALID_PARAMETER, "add", drive(scsi, 1), drive(scsi, 1))


def test_an_ide_controller_has_two_places(old: Machine) -> None:
    ide, _ = old.parts(Resource, "Emulated IDE Controller")
    old.added(drive(ide, 0))
    old.added(drive(ide, 1, "DVD"))
    refused(old, INVALID_PARAMETER, "add", drive(ide, None))
    refused(old, INVALID_PARAMETER, "add", drive(ide, 2))


def test_dvd_drives_hang_on_ide_in_generation_1_and_on_scsi_in_2(
    old: Machine, new: Machine
) -> None:
    refused(old, INVALID_PARAMETER, "add", drive(old.added(controller()), 0, "DVD"))
    assert new.added(drive(new.added(controller()), 0, "DVD")).ResourceType == 16


def test_a_drive_hangs_on_a_controller_of_its_own_machine(
    old: Machine, new: Machine
) -> None:
    refused(new, INVALID_PARAMETER, "add", drive(old.added(controller()), 0))
    (memory,) = new.parts(Msvm_MemorySettingData)
    refused(new, INVALID_PARAMETER, "add", drive(memory, 0))


def test_a_running_machine_gets_drives_on_scsi_but_not_on_ide(old: Machine) -> None:
    scsi = old.added(controller())
    ide, _ = old.parts(Resource, "Emulated IDE Controller")
    old.enter(RUNNING)
    refused(old, INVALID_STATE, "add", drive(ide, 0))
    refused(old, INVALID_STATE, "add", controller())
    added = old.added(drive(scsi, 0))
    assert len(old.devices(Msvm_DiskDrive)) == 1
    old.remove(added)
    assert old.devices(Msvm_DiskDrive) == []
