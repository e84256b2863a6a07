"""Backups that copy only what was written since the one before."""

from __future__ import annotations

from hyperv_v2 import Msvm_ImageManagementService
from reference_point_client import Backup, Point
from snapshot_bench import Bench

from mofgen.vmms.files import MIB


def changes(bench: Bench, point: Point) -> list[tuple[int, int]]:
    """Where bytes of the machine's disk changed since a reference point, and how many."""
    (images,) = bench.client.enumerate(Msvm_ImageManagementService)
    path = bench.disk(bench.settings)
    disk = images.GetVirtualHardDiskSettingData(Path=path).SettingData
    (limit,) = point.ResilientChangeTrackingIdentifiers or ()
    assert disk is not None
    found = images.GetVirtualDiskChanges(
        Path=path, LimitId=limit, ByteOffset=0, ByteLength=disk.MaxInternalSize
    )
    offsets, lengths = found.ChangedByteOffsets or (), found.ChangedByteLengths or ()
    return list(zip(offsets, lengths, strict=True))


def test_each_reference_point_tells_what_is_new_since(
    bench: Bench, backup: Backup
) -> None:
    first = backup.make()
    bench.host.files.write(bench.disk(bench.settings), MIB)
    second = backup.make()
    bench.host.files.write(bench.disk(bench.settings), MIB, offset=8 * MIB)
    assert changes(bench, first) == [(0, MIB), (8 * MIB, MIB)]
    assert changes(bench, second) == [(8 * MIB, MIB)]


def test_checkpoints_that_come_and_go_do_not_matter(
    bench: Bench, backup: Backup
) -> None:
    point = backup.make()
    bench.host.files.write(bench.disk(bench.settings), MIB)
    checkpoint = bench.take()
    bench.host.files.write(bench.disk(bench.settings), MIB, offset=8 * MIB)
    assert changes(bench, point) == [(0, MIB), (8 * MIB, MIB)]
    bench.destroy(checkpoint)
    assert changes(bench, point) == [(0, MIB), (8 * MIB, MIB)]
