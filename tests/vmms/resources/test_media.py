"""Disks in drives."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    Msvm_DVDDrive,
    Msvm_LogicalDisk,
)
from machine_client import (
    DISK,
    EXCEPTION,
    ISO,
    OTHER_DISK,
    RUNNING,
    Machine,
    Resource,
    Storage,
    controller,
    drive,
    medium,
    refused,
)

from mofgen.vmms.refusals import (
    FILE_NOT_FOUND,
    IN_USE,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
)


def test_a_disk_lies_in_a_drive(new: Machine) -> None:
    hard_drive = new.added(drive(new.added(controller()), 0))
    disk = new.added(medium(hard_drive))
    assert disk.InstanceID == hard_drive.InstanceID[:-1] + "L"
    assert (disk.ResourceType, disk.HostResource) == (31, (DISK,))
    refused(new, INVALID_PARAMETER, "add", medium(hard_drive, OTHER_DISK))


def test_another_disk_can_be_put_into_a_drive(new: Machine) -> None:
    disk = new.added(medium(new.added(drive(new.added(controller()), 0))))
    new.enter(RUNNING)
    assert new.modify(disk.copy(HostResource=[OTHER_DISK])).ReturnValue == JOB_STARTED
    (after,) = new.parts(Storage)
    assert after.HostResource == (OTHER_DISK,)


@pytest.mark.parametrize("file", ["C:\\disks\\data.iso", "", "data"])
def test_what_lies_in_a_drive_has_to_be_a_disk(new: Machine, file: str) -> None:
    hard_drive = new.added(drive(new.added(controller()), 0))
    refused(new, INVALID_PARAMETER, "add", medium(hard_drive, file))


def test_a_disk_goes_into_a_hard_drive_only(new: Machine) -> None:
    scsi = new.added(controller())
    dvd_drive = new.added(drive(scsi, 0, "DVD"))
    refused(new, INVALID_PARAMETER, "add", medium(dvd_drive))
    refused(new, INVALID_PARAMETER, "add", medium(scsi))


def test_the_job_fails_where_the_file_is_missing(new: Machine) -> None:
    hard_drive = new.added(drive(new.added(controller()), 0))
    before = new.state()
    result = new.add(medium(hard_drive, r"C:\disks\gone.vhdx"))
    assert result.ReturnValue == JOB_STARTED
    job = new.job(result)
    assert (job.JobState, job.ErrorCode) == (EXCEPTION, FILE_NOT_FOUND)
    assert "gone.vhdx" in (job.ErrorDescription or "")
    assert new.state() == before


def test_a_machine_has_a_disk_once(new: Machine) -> None:
    scsi = new.added(controller())
    new.added(medium(new.added(drive(scsi, 0))))
    refused(new, IN_USE, "add", medium(new.added(drive(scsi, 1)), DISK.upper()))


def test_a_running_machine_gets_no_disk_that_another_uses(
    old: Machine, new: Machine
) -> None:
    old.added(medium(old.added(drive(old.added(controller()), 0))))
    hard_drive = new.added(drive(new.added(controller()), 0))
    old.enter(RUNNING)
    new.enter(RUNNING)
    job = new.job(new.add(medium(hard_drive)))
    assert (job.JobState, job.ErrorCode) == (EXCEPTION, IN_USE)
    assert new.parts(Storage) == []


def test_iops_are_not_reserved_beyond_their_limit(new: Machine) -> None:
    disk = new.added(medium(new.added(drive(new.added(controller()), 0))))
    refused(new, INVALID_PARAMETER, "modify", disk.copy(IOPSReservation=9, IOPSLimit=8))
    new.enter(RUNNING)
    assert new.modify(disk.copy(IOPSReservation=8, IOPSLimit=9)).ReturnValue == 4096
    (after,) = new.parts(Storage)
    assert (after.IOPSReservation, after.IOPSLimit) == (8, 9)


def test_a_dvd_changes_while_the_machine_runs(old: Machine) -> None:
    ide, _ = old.parts(Resource, "Emulated IDE Controller")
    dvd_drive = old.added(drive(ide, 0, "DVD"))
    old.enter(RUNNING)
    assert len(old.devices(Msvm_DVDDrive)) == 1
    dvd = old.added(medium(dvd_drive, ISO, "CD/DVD Disk"))
    assert len(old.devices(Msvm_LogicalDisk)) == 1
    assert old.remove(dvd).ReturnValue == JOB_STARTED
    assert old.devices(Msvm_LogicalDisk) == []


def test_a_disk_on_ide_stays_while_the_machine_runs(old: Machine) -> None:
    ide, _ = old.parts(Resource, "Emulated IDE Controller")
    disk = old.added(medium(old.added(drive(ide, 0))))
    old.enter(RUNNING)
    refused(old, INVALID_STATE, "remove", disk)


def test_what_hangs_on_a_controller_goes_with_it(new: Machine) -> None:
    before = new.state()
    scsi = new.added(controller())
    new.added(medium(new.added(drive(scsi, 0))))
    assert new.remove(scsi).ReturnValue == JOB_STARTED
    assert new.state() == before
