"""Change tracking: what GetVirtualDiskChanges tells of the writes to a disk."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import Msvm_ImageManagementService, Msvm_VHDSnapshotInformation

from mofgen.vmms import Vmms
from mofgen.vmms.disk_chains import merge
from mofgen.vmms.disk_contents import discard_data, seal, write_data
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import GIB, KIB, MIB
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import (
    COMPLETED,
    FAILED,
    FILE_NOT_FOUND,
    INVALID_PARAMETER,
    NOT_SUPPORTED,
)
from mofgen.vmms.vhd_set_layers import take_snapshot

DISK = r"C:\Disks\data.vhdx"
CHILD = r"C:\Disks\child.avhdx"
SET = r"C:\Disks\data.vhds"
ID = "1EB1F1D6-7D5E-4F0E-9F3C-0A2B1C0D9E8F"


@pytest.fixture
def host() -> Vmms:
    made = Vmms(seed=1)
    create(made.files, NewDisk(DISK, capacity=GIB))
    return made


@pytest.fixture
def service(host: Vmms) -> Msvm_ImageManagementService:
    return host.connect().enumerate(Msvm_ImageManagementService)[0]


def changes(
    service: Msvm_ImageManagementService, limit: str, path: str = DISK, **region: Any
) -> list[tuple[int, int]]:
    """Where bytes changed since ``limit``, and how many."""
    wanted = {"ByteOffset": 0, "ByteLength": GIB, **region}
    found = service.GetVirtualDiskChanges(Path=path, LimitId=limit, **wanted)
    assert found.ProcessedByteLength == wanted["ByteLength"]
    offsets, lengths = found.ChangedByteOffsets or (), found.ChangedByteLengths or ()
    return list(zip(offsets, lengths, strict=True))


def test_what_was_written_since_is_told_in_order_and_joined(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    write_data(host.files, DISK, 64 * MIB)
    limit = seal(host.files, DISK)
    assert changes(service, limit) == []
    write_data(host.files, DISK, MIB)
    write_data(host.files, DISK, MIB, offset=8 * MIB)
    write_data(host.files, DISK, MIB, offset=9 * MIB)
    assert changes(service, limit) == [(8 * MIB, 2 * MIB), (64 * MIB, MIB)]
    discard_data(host.files, DISK, 2 * MIB)
    assert changes(service, limit)[-1] == (63 * MIB, 2 * MIB)


def test_changes_are_told_in_sectors(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    limit = seal(host.files, DISK)
    write_data(host.files, DISK, 2, offset=4 * KIB + 511)
    assert changes(service, limit) == [(4 * KIB, 1024)]


def test_only_the_region_that_is_asked_for_counts(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    limit = seal(host.files, DISK)
    write_data(host.files, DISK, 8 * MIB)
    region: dict[str, Any] = {"ByteOffset": 2 * MIB, "ByteLength": MIB}
    assert changes(service, limit, **region) == [(2 * MIB, MIB)]
    assert changes(service, limit, ByteOffset=8 * MIB, ByteLength=MIB) == []


def test_contents_that_did_not_change_keep_their_identifier(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    first = seal(host.files, DISK)
    assert seal(host.files, DISK.upper()) == first
    write_data(host.files, DISK, MIB)
    second = seal(host.files, DISK)
    assert second != first
    write_data(host.files, DISK, MIB)
    assert changes(service, first.upper()) == [(0, 2 * MIB)]
    assert changes(service, second) == [(MIB, MIB)]


def test_a_child_knows_what_changed_since_its_parent_was_sealed(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    old = seal(host.files, DISK)
    write_data(host.files, DISK, MIB)
    create(host.files, NewDisk(CHILD, Types.DIFFERENCING, parent=DISK))
    new = seal(host.files, DISK)  # what the child is based on
    write_data(host.files, CHILD, MIB, offset=4 * MIB)
    assert changes(service, old, CHILD) == [(0, MIB), (4 * MIB, MIB)]
    assert changes(service, new, CHILD) == [(4 * MIB, MIB)]
    merge(host.files, CHILD, DISK)
    assert changes(service, old) == [(0, MIB), (4 * MIB, MIB)]
    assert changes(service, new) == [(4 * MIB, MIB)]


def test_a_snapshot_of_a_set_can_be_the_baseline_and_the_end(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    service.ConvertVirtualHardDiskToVHDSet(VirtualHardDiskPath=DISK).job.wait()
    service.SetVHDSnapshotInformation(
        Information=Msvm_VHDSnapshotInformation(FilePath=SET, SnapshotId=ID)
    ).job.wait()
    write_data(host.files, SET, MIB)
    later = take_snapshot(host.files, SET).id
    write_data(host.files, SET, MIB, offset=8 * MIB)
    limit = ID.lower()
    assert changes(service, limit, SET) == [(0, MIB), (8 * MIB, MIB)]
    assert changes(service, limit, SET, TargetSnapshotId=later) == [(0, MIB)]
    assert changes(service, later, SET) == [(8 * MIB, MIB)]
    backwards = service.GetVirtualDiskChanges(
        Path=SET, LimitId=later, TargetSnapshotId=ID, ByteLength=GIB, check=False
    )
    assert backwards.ReturnValue == INVALID_PARAMETER


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, COMPLETED),
        ({"Path": None}, INVALID_PARAMETER),
        ({"Path": r"C:\none.vhdx"}, FILE_NOT_FOUND),
        ({"Path": r"C:\setup.iso"}, FAILED),
        ({"Path": r"C:\old.vhd"}, NOT_SUPPORTED),
        ({"LimitId": None}, INVALID_PARAMETER),
        ({"LimitId": "rctX:1"}, FAILED),
        ({"TargetSnapshotId": ID}, INVALID_PARAMETER),  # only sets have snapshots
        ({"ByteLength": None}, INVALID_PARAMETER),
        ({"ByteOffset": 1}, INVALID_PARAMETER),
    ],
)
def test_what_can_not_be_asked_is_refused(
    host: Vmms,
    service: Msvm_ImageManagementService,
    asked: dict[str, Any],
    code: int,
) -> None:
    create(host.files, NewDisk(r"C:\old.vhd", capacity=GIB))
    host.files.add_iso(r"C:\setup.iso")
    usual = {"Path": DISK, "LimitId": seal(host.files, DISK), "ByteLength": GIB}
    result = service.GetVirtualDiskChanges(**{**usual, **asked}, check=False)
    assert result.ReturnValue == code
