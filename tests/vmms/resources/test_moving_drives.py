"""Drives that get another place: by Parent and AddressOnParent, while the machine is off."""

from __future__ import annotations

from machine_client import (
    COMPLETED,
    DISK,
    OTHER_DISK,
    PREFIX,
    RUNNING,
    Machine,
    Resource,
    Storage,
    controller,
    drive,
    medium,
    nic,
    path,
    refused,
)

from mofgen.vmms.refusals import INVALID_PARAMETER, INVALID_STATE, JOB_STARTED


def test_a_drive_takes_its_disk_along_to_another_place(new: Machine) -> None:
    scsi = new.added(controller())
    first = new.added(drive(scsi, 0))
    new.added(medium(first))
    result = new.modify(first.copy(AddressOnParent="7"))
    assert result.ReturnValue == JOB_STARTED
    assert new.job(result).JobState == COMPLETED
    (moved,) = new.parts(Resource, "Synthetic Disk Drive")
    assert moved.InstanceID == f"{scsi.InstanceID}\\7\\D"
    assert moved.AddressOnParent == "7"
    (disk,) = new.parts(Storage)
    assert disk.InstanceID == f"{scsi.InstanceID}\\7\\L"
    assert disk.Parent == path_of(new, moved)
    assert disk.HostResource == (DISK,)


def test_the_result_names_the_drive_where_it_is_now(new: Machine) -> None:
    scsi = new.added(controller())
    first = new.added(drive(scsi, 0))
    (ref,) = new.modify(first.copy(AddressOnParent="1")).ResultingResourceSettings
    assert new.client.get(ref).AddressOnParent == "1"


def test_a_drive_moves_to_another_controller(old: Machine) -> None:
    first, second = old.parts(Resource, "Emulated IDE Controller")
    added = old.added(drive(first, 1))
    old.modify(added.copy(Parent=path(second)))
    (moved,) = old.parts(Resource, "Synthetic Disk Drive")
    assert moved.InstanceID == f"{second.InstanceID}\\1\\D"
    scsi = old.added(controller())
    old.modify(moved.copy(Parent=path(scsi), AddressOnParent="63"))
    (moved,) = old.parts(Resource, "Synthetic Disk Drive")
    assert moved.InstanceID == f"{scsi.InstanceID}\\63\\D"


def test_a_drive_moves_to_a_free_place_that_is_there(old: Machine) -> None:
    first, _ = old.parts(Resource, "Emulated IDE Controller")
    added = old.added(drive(first, 0))
    old.added(drive(first, 1))
    refused(old, INVALID_PARAMETER, "modify", added.copy(AddressOnParent="1"))
    refused(old, INVALID_PARAMETER, "modify", added.copy(AddressOnParent="2"))
    refused(old, INVALID_PARAMETER, "modify", added.copy(AddressOnParent="01"))
    refused(old, INVALID_PARAMETER, "modify", added.copy(Parent=path(added)))


def test_a_dvd_drive_of_generation_1_stays_on_ide(old: Machine) -> None:
    first, _ = old.parts(Resource, "Emulated IDE Controller")
    dvd = old.added(drive(first, 0, "DVD"))
    scsi = old.added(controller())
    refused(old, INVALID_PARAMETER, "modify", dvd.copy(Parent=path(scsi)))


def test_a_drive_stays_in_its_place_while_the_machine_runs(new: Machine) -> None:
    scsi = new.added(controller())
    added = new.added(drive(scsi, 0))
    new.enter(RUNNING)
    refused(new, INVALID_STATE, "modify", added.copy(AddressOnParent="1"))
    assert new.modify(added.copy(ElementName="Data")).ReturnValue == JOB_STARTED


def test_a_drive_that_has_moved_starts_with_its_disk(new: Machine) -> None:
    scsi = new.added(controller())
    added = new.added(drive(scsi, 0))
    new.added(medium(added, OTHER_DISK))
    new.modify(added.copy(AddressOnParent="2"))
    new.enter(RUNNING)
    assert {each.DeviceID.partition("\\")[2] for each in new.devices()} >= {
        "0\\2\\D",
        "0\\2\\L",
    }


def test_a_medium_stays_in_its_drive(new: Machine) -> None:
    scsi = new.added(controller())
    disk = new.added(medium(new.added(drive(scsi, 0))))
    other = new.added(drive(scsi, 1))
    refused(new, INVALID_PARAMETER, "modify", disk.copy(Parent=path(other)))


def test_a_general_class_says_by_its_subtype_what_it_means(new: Machine) -> None:
    """As libvirt gives media, and others adapters."""
    scsi = new.added(controller())
    given = medium(new.added(drive(scsi, 0)))
    general = Resource(
        ResourceType=31,
        ResourceSubType=PREFIX + "virtual hard disk",
        Parent=given.Parent,
        HostResource=given.HostResource,
    )
    assert isinstance(new.added(general), Storage)
    general = Resource(
        ResourceType=10, ResourceSubType=PREFIX + "Synthetic Ethernet Port"
    )
    assert type(new.added(general)) is type(nic())


def path_of(machine: Machine, setting: Resource) -> str:
    """The path of settings as Hyper-V writes it: with the host and the namespace."""
    instance_id = str(setting.InstanceID).replace("\\", "\\\\")
    place = rf"\\{machine.host.name}\root\virtualization\v2"
    return f'{place}:{type(setting).__name__}.InstanceID="{instance_id}"'
