"""Automatic checkpoints: from the start of a machine to its end."""

from __future__ import annotations

import pytest
from hyperv_v2 import Msvm_ImageManagementService
from snapshot_bench import (
    DISK,
    RECOVERY,
    SAVE,
    START,
    TURN_OFF,
    Bench,
    is_path_of,
)

from mofgen.vmms.machine_access import OFF, RUNNING


@pytest.fixture(autouse=True)
def _automatic(bench: Bench) -> None:
    bench.change(AutomaticSnapshotsEnabled=True)


def test_one_is_taken_as_the_machine_starts(bench: Bench) -> None:
    bench.request(START)
    [snapshot] = bench.snapshots
    assert snapshot.IsAutomaticSnapshot
    assert not snapshot.IsSaved
    assert (snapshot.ElementName or "").startswith("Automatic Checkpoint - web - (")
    assert is_path_of(bench.settings.Parent, snapshot)
    assert not bench.settings.IsAutomaticSnapshot


def test_it_goes_with_its_layer_when_the_machine_is_off(bench: Bench) -> None:
    bench.add_disk()
    bench.request(START)
    assert len(bench.files) == 2
    bench.request(TURN_OFF)
    assert bench.snapshots == []
    assert bench.files == [DISK]
    assert bench.status == [2]
    assert bench.machine.EnabledState == OFF


def test_a_saved_machine_returns_to_how_it_started(bench: Bench) -> None:
    bench.request(START)
    [snapshot] = bench.snapshots
    bench.request(SAVE)
    bench.change(Notes=["later"])
    bench.apply(snapshot)
    assert bench.machine.EnabledState == OFF
    assert not bench.settings.Notes
    bench.request(START)
    assert bench.snapshots == [snapshot]
    bench.request(TURN_OFF)
    assert bench.snapshots == []


def test_none_is_taken_where_there_is_a_checkpoint(bench: Bench) -> None:
    mine = bench.take()
    bench.request(START)
    bench.request(TURN_OFF)
    assert bench.snapshots == [mine]


def test_one_for_a_backup_does_not_count(bench: Bench) -> None:
    bench.take(RECOVERY)
    bench.request(START)
    assert [each.IsAutomaticSnapshot for each in bench.snapshots].count(True) == 1


@pytest.mark.parametrize(
    "settings", [{"AutomaticSnapshotsEnabled": False}, {"UserSnapshotType": 2}]
)
def test_none_is_taken_without_leave(bench: Bench, settings: dict[str, int]) -> None:
    bench.change(**settings)
    bench.request(START)
    assert bench.snapshots == []


def test_a_machine_that_can_not_start_has_none(bench: Bench) -> None:
    bench.set_memory(65536)
    bench.request(START)
    assert bench.machine.EnabledState == OFF
    assert bench.snapshots == []


def test_where_it_can_not_be_merged_it_stays(bench: Bench) -> None:
    bench.add_disk()
    bench.request(START)
    layer = bench.disk(bench.settings)
    [images] = bench.client.enumerate(Msvm_ImageManagementService)
    bench.request(SAVE)
    images.AttachVirtualHardDisk(Path=layer, ReadOnly=True, AssignDriveLetter=False)
    bench.request(TURN_OFF)
    assert bench.machine.EnabledState == OFF
    assert len(bench.snapshots) == 1
    assert bench.disk(bench.settings) == layer


def test_taking_one_leaves_the_machine_running(bench: Bench) -> None:
    bench.add_disk()
    bench.request(START)
    assert bench.machine.EnabledState == RUNNING
    assert bench.parent(bench.disk(bench.settings)) == DISK
