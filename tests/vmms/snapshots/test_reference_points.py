"""Reference points: where the disks of a machine stood."""

from __future__ import annotations

import pytest
from reference_point_client import LOG, RCT, Backup, Point
from snapshot_bench import PAUSE, START, Bench

from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.files import MIB
from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import machine_ref
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
)


def test_one_names_the_disks_and_their_contents(bench: Bench, backup: Backup) -> None:
    first = backup.make()
    again = backup.make()
    write_data(bench.host.files, bench.disk(bench.settings), 64 * MIB)
    later = backup.make()
    assert len(backup.points) == 3
    assert len(first.VirtualDiskIdentifiers or ()) == 1
    assert first.VirtualDiskIdentifiers == later.VirtualDiskIdentifiers
    changes = [
        each.ResilientChangeTrackingIdentifiers for each in (first, again, later)
    ]
    assert changes[0] == changes[1] != changes[2]


@pytest.mark.parametrize(("asked", "level"), [(0, 1), (1, 1), (2, 2)])
def test_a_running_guest_takes_part(
    bench: Bench, backup: Backup, asked: int, level: int
) -> None:
    bench.request(START)
    assert backup.create(level=asked).ReturnValue == JOB_STARTED
    assert [each.ConsistencyLevel for each in backup.points] == [level]


def test_a_paused_one_does_not(bench: Bench, backup: Backup) -> None:
    bench.request(START)
    bench.request(PAUSE)
    assert bench.job(backup.create(level=1)).ErrorCode == FAILED
    assert backup.points == []
    assert backup.make().ConsistencyLevel == 2


def test_without_the_disk_there_is_none(bench: Bench, backup: Backup) -> None:
    bench.host.files.delete(bench.disk(bench.settings))
    assert bench.job(backup.create()).ErrorCode == FILE_NOT_FOUND
    assert backup.points == []


def test_a_log_needs_a_replication(backup: Backup) -> None:
    assert backup.create(LOG).ReturnValue == INVALID_STATE
    assert backup.points == []


def test_a_log_can_be_discarded(bench: Bench, backup: Backup) -> None:
    with bench.host.manager.transaction() as transaction:
        transaction.change(bench.ref, ReplicationState=4)
    assert backup.create(LOG).ReturnValue == JOB_STARTED
    [point] = backup.points
    assert point.HasAssociatedData
    assert not point.ResilientChangeTrackingIdentifiers
    assert backup.discard(point) == JOB_STARTED
    assert [each.HasAssociatedData for each in backup.points] == [False]
    assert backup.discard(point) == INVALID_STATE


def test_tracked_changes_have_no_log(backup: Backup) -> None:
    assert backup.discard(backup.make()) == INVALID_STATE


def test_one_can_be_destroyed(backup: Backup) -> None:
    point = backup.make()
    assert backup.destroy(point) == JOB_STARTED
    assert backup.points == []
    assert backup.destroy(point) == INVALID_PARAMETER
    assert backup.discard(point) == INVALID_PARAMETER


def test_they_go_with_the_machine(bench: Bench, backup: Backup) -> None:
    backup.make()
    bench.destroy_machine()
    assert bench.client.enumerate(Point) == []


def test_nobody_makes_one_while_the_machine_changes(
    bench: Bench, backup: Backup
) -> None:
    point = backup.make()
    bench.host.jobs.policy = Never()
    assert backup.create().ResultingReferencePoint is None
    assert backup.create().ReturnValue == INVALID_STATE
    assert backup.destroy(point) == INVALID_STATE


def test_the_host_has_none(backup: Backup) -> None:
    result = backup.service.CreateReferencePoint(
        AffectedSystem=machine_ref("HYPERV01"), ReferencePointType=RCT, check=False
    )
    assert result.ReturnValue == INVALID_PARAMETER
