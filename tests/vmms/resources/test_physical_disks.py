"""Disks of the host that machines have for themselves."""

from __future__ import annotations

import pytest
from hyperv_v2 import Msvm_ComputerSystem, Msvm_DiskDrive, Msvm_SystemDevice
from machine_client import (
    EXCEPTION,
    PREFIX,
    RUNNING,
    Machine,
    Resource,
    controller,
    drive,
    refused,
)

from mofgen.runtime import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.refusals import IN_USE, INVALID_PARAMETER

OFF = 3


def disks(host: Vmms) -> list[Msvm_DiskDrive]:
    """Those of the host, by number."""
    keys = {"CreationClassName": "Msvm_ComputerSystem", "Name": host.name}
    found = host.connect().associators(
        Ref(Msvm_ComputerSystem, keys),
        result_class=Msvm_DiskDrive,
        association=Msvm_SystemDevice,
    )
    return sorted(found, key=lambda each: each.DriveNumber or 0)


def physical(machine: Machine, parent: Resource, place: int, disk: object) -> Resource:
    return drive(parent, place).copy(
        ResourceSubType=PREFIX + "Physical Disk Drive", HostResource=[str(disk)]
    )


def test_a_host_has_as_many_disks_as_it_was_given() -> None:
    assert [each.DriveNumber for each in disks(Vmms(disks=3))] == [1, 2, 3]
    assert disks(Vmms(disks=0)) == []


def test_disks_have_the_guid_of_their_pool_in_their_ids(new: Machine) -> None:
    (default,) = (
        each
        for each in new.client.enumerate(Resource)
        if each.ResourceSubType == PREFIX + "Physical Disk Drive"
        if "Default" in (each.InstanceID or "")
    )
    guid = (default.InstanceID or "").split("\\")[1]
    first, second = disks(new.host)
    assert first.DeviceID == f"Microsoft:{guid}\\1"
    assert second.DeviceID == f"Microsoft:{guid}\\2"


def test_a_physical_drive_gives_a_disk_of_the_host(new: Machine) -> None:
    scsi = new.added(controller())
    first, _ = disks(new.host)
    wanted = physical(new, scsi, 0, first._reference())
    assert new.added(wanted).HostResource == wanted.HostResource
    new.enter(RUNNING)
    (device,) = new.devices(Msvm_DiskDrive)
    assert device.DriveNumber == 1


def test_libvirt_names_a_disk_by_a_path_in_its_own_letters(new: Machine) -> None:
    scsi = new.added(controller())
    first, _ = disks(new.host)
    device_id = (first.DeviceID or "").replace("\\", "\\\\")
    path = (
        rf"\\{new.host.name}\Root\Virtualization\V2:Msvm_DiskDrive"
        rf'.CreationClassName="Msvm_DiskDrive",DeviceID="{device_id}",'
        rf'SystemCreationClassName="Msvm_ComputerSystem",SystemName="{new.host.name}"'
    )
    assert new.added(physical(new, scsi, 0, path)).HostResource == (path,)


@pytest.mark.parametrize("path", ["", "disk", r"C:\disks\data.vhdx"])
def test_it_has_to_be_a_disk_of_the_host(new: Machine, path: str) -> None:
    scsi = new.added(controller())
    refused(new, INVALID_PARAMETER, "add", physical(new, scsi, 0, path))


def test_the_disk_of_a_machine_is_none_of_the_host(new: Machine, old: Machine) -> None:
    scsi = new.added(controller())
    new.added(drive(scsi, 0))
    new.enter(RUNNING)
    (device,) = new.devices(Msvm_DiskDrive)
    ide, _ = old.parts(Resource, "Emulated IDE Controller")
    wanted = physical(old, ide, 0, device._reference())
    refused(old, INVALID_PARAMETER, "add", wanted)


def test_a_machine_has_a_disk_once(new: Machine) -> None:
    scsi = new.added(controller())
    first, second = disks(new.host)
    new.added(physical(new, scsi, 0, first._reference()))
    refused(new, IN_USE, "add", physical(new, scsi, 1, first._reference()))
    new.added(physical(new, scsi, 1, second._reference()))


def test_only_one_machine_runs_with_a_disk(new: Machine, old: Machine) -> None:
    first, second = disks(new.host)
    ide, _ = old.parts(Resource, "Emulated IDE Controller")
    added = old.added(physical(old, ide, 0, first._reference()))
    new.added(physical(new, new.added(controller()), 0, first._reference()))
    new.enter(RUNNING)
    job = old.job(old.client.get(old.ref).RequestStateChange(RequestedState=RUNNING))
    assert (job.JobState, job.ErrorCode) == (EXCEPTION, IN_USE)
    assert old.client.get(old.ref).EnabledState == OFF
    old.modify(added.copy(HostResource=[str(second._reference())]))
    old.enter(RUNNING)


def test_a_running_machine_gets_a_disk_that_no_other_has(
    new: Machine, old: Machine
) -> None:
    first, second = disks(new.host)
    ide, _ = old.parts(Resource, "Emulated IDE Controller")
    old.added(physical(old, ide, 0, first._reference()))
    old.enter(RUNNING)
    scsi = new.added(controller())
    new.enter(RUNNING)
    refused(new, IN_USE, "add", physical(new, scsi, 0, first._reference()))
    new.added(physical(new, scsi, 0, second._reference()))
