"""What of a virtual disk can be set: SetVirtualHardDiskSettingData."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import Msvm_ImageManagementService, Msvm_VirtualHardDiskSettingData

from mofgen.vmms import Vmms
from mofgen.vmms.disk_contents import disk_in, write_data
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import GIB, MIB
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    IN_USE,
    INVALID_PARAMETER,
    JOB_STARTED,
    NOT_SUPPORTED,
)

Disk = Msvm_VirtualHardDiskSettingData
BASE = r"C:\Disks\base.vhdx"
OTHER = r"C:\Disks\other.vhdx"
CHILD = r"C:\Disks\child.vhdx"
OLD = r"C:\Disks\old.vhd"
NEW_ID = "1EB1F1D6-7D5E-4F0E-9F3C-0A2B1C0D9E8F"


@pytest.fixture
def host() -> Vmms:
    made = Vmms(seed=1)
    for path in (BASE, OTHER, OLD):
        create(made.files, NewDisk(path, capacity=GIB))
    create(made.files, NewDisk(CHILD, Types.DIFFERENCING, parent=BASE))
    return made


@pytest.fixture
def service(host: Vmms) -> Msvm_ImageManagementService:
    return host.connect().enumerate(Msvm_ImageManagementService)[0]


def change(service: Msvm_ImageManagementService, path: str, **changes: Any) -> int:
    """Read the settings of a disk, change some, and give them back, as clients do."""
    found = settings(service, path)
    result = service.SetVirtualHardDiskSettingData(
        VirtualDiskSettingData=found.copy(**changes), check=False
    )
    return int(result.ReturnValue)


def settings(service: Msvm_ImageManagementService, path: str) -> Disk:
    found = service.GetVirtualHardDiskSettingData(Path=path).SettingData
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("PhysicalSectorSize", 512, 512),
        ("VirtualDiskId", NEW_ID, NEW_ID),
        ("VirtualDiskId", "{" + NEW_ID.lower() + "}", NEW_ID),
    ],
)
def test_a_property_can_be_set(
    service: Msvm_ImageManagementService, name: str, given: object, kept: object
) -> None:
    assert change(service, BASE, **{name: given}) == JOB_STARTED
    assert getattr(settings(service, BASE), name) == kept


def test_a_child_can_get_another_parent_with_the_same_contents(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    base = host.files.get(BASE)
    host.files.delete(OTHER)
    host.files.add(type(base)(OTHER, base.size, base.kind, base.disk))
    assert change(service, CHILD, ParentPath=OTHER) == JOB_STARTED
    assert settings(service, CHILD).ParentPath == OTHER


def test_what_is_given_as_it_is_succeeds_and_stays(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    before = disk_in(host.files.get(OLD))
    assert change(service, OLD) == JOB_STARTED
    assert disk_in(host.files.get(OLD)) == before


@pytest.mark.parametrize(
    ("path", "changes", "code"),
    [
        (BASE, {"PhysicalSectorSize": 512, "VirtualDiskId": NEW_ID}, INVALID_PARAMETER),
        (BASE, {"PhysicalSectorSize": 1024}, INVALID_PARAMETER),
        (BASE, {"VirtualDiskId": "other"}, INVALID_PARAMETER),
        (BASE, {"VirtualDiskId": "0" * 32}, INVALID_PARAMETER),
        (BASE, {"ParentPath": OTHER}, INVALID_PARAMETER),
        (BASE, {"Path": None}, INVALID_PARAMETER),
        (BASE, {"Path": r"C:\none.vhdx"}, FILE_NOT_FOUND),
        (CHILD, {"VirtualDiskId": NEW_ID}, INVALID_PARAMETER),
        (CHILD, {"ParentPath": OTHER}, FAILED),  # has other contents
        (CHILD, {"ParentPath": r"C:\none.vhdx"}, FILE_NOT_FOUND),
        (OLD, {"VirtualDiskId": NEW_ID}, NOT_SUPPORTED),
    ],
)
def test_what_can_not_be_set_is_refused(
    host: Vmms,
    service: Msvm_ImageManagementService,
    path: str,
    changes: dict[str, Any],
    code: int,
) -> None:
    before = list(host.files)
    assert change(service, path, **changes) == code
    assert list(host.files) == before


def test_no_settings_are_an_invalid_parameter(
    service: Msvm_ImageManagementService,
) -> None:
    result = service.SetVirtualHardDiskSettingData(check=False)
    assert result.ReturnValue == INVALID_PARAMETER


def test_an_attached_disk_keeps_its_identifier(
    service: Msvm_ImageManagementService,
) -> None:
    service.AttachVirtualHardDisk(Path=BASE, ReadOnly=False).job.wait()
    assert change(service, BASE, VirtualDiskId=NEW_ID) == IN_USE


def test_a_disk_can_not_become_smaller_than_its_data_or_its_parent(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    write_data(host.files, OTHER, 64 * MIB + 1)
    for path, least in ((OTHER, 64 * MIB + 512), (CHILD, GIB)):
        state = service.GetVirtualHardDiskState(Path=path).State
        assert state is not None
        assert state.MinInternalSize == least
        result = service.ResizeVirtualHardDisk(
            Path=path, MaxInternalSize=least - 512, check=False
        )
        assert result.ReturnValue == INVALID_PARAMETER
