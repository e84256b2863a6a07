"""Checkpoints for backups, and the reference points that they become."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    Msvm_AffectedJobElement,
    Msvm_ImageManagementService,
    Msvm_LastAppliedSnapshot,
    Msvm_MostCurrentSnapshotInBranch,
    Msvm_ReferencePointOfVirtualSystem,
    Msvm_VirtualSystemReferencePoint,
)
from snapshot_bench import (
    DISK,
    PAUSE,
    PREFIX,
    RECOVERY,
    SAVE,
    START,
    Bench,
    Settings,
    is_path_of,
)

from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.files import GIB, MIB
from mofgen.vmms.machine_access import OFF
from mofgen.vmms.refusals import FAILED, INVALID_PARAMETER, INVALID_STATE, JOB_STARTED

Point = Msvm_VirtualSystemReferencePoint
APPLICATION, CRASH = 1, 2


def points(bench: Bench) -> list[Point]:
    return bench.client.associators(
        bench.ref, result_class=Point, association=Msvm_ReferencePointOfVirtualSystem
    )


def convert(bench: Bench, snapshot: Settings, settings: str = "") -> int:
    result = bench.service.ConvertToReferencePoint(
        AffectedSnapshot=snapshot, ReferencePointSettings=settings, check=False
    )
    return int(result.ReturnValue)


class TestTakingOne:
    def test_it_is_one_of_the_machine_but_not_in_its_tree(self, bench: Bench) -> None:
        first = bench.take()
        backup = bench.take(RECOVERY)
        assert backup.VirtualSystemType == f"{PREFIX}Snapshot:Recovery"
        assert (backup.ElementName or "").startswith("web - Backup - (")
        assert len(bench.snapshots) == 2
        assert is_path_of(backup.Parent, first)
        assert is_path_of(bench.settings.Parent, first)
        assert bench.through(Msvm_MostCurrentSnapshotInBranch) == [first]

    def test_the_machine_writes_into_a_layer_until_it_goes(self, bench: Bench) -> None:
        bench.add_disk()
        backup = bench.take(RECOVERY)
        assert bench.disk(backup) == DISK
        assert bench.parent(bench.disk(bench.settings)) == DISK
        bench.destroy(backup)
        assert bench.files == [DISK]

    def test_it_has_no_memory_of_a_running_machine(self, bench: Bench) -> None:
        bench.set_snapshot_type(5)
        bench.request(START)
        assert not bench.take(RECOVERY).IsSaved

    def test_it_has_what_a_machine_has_saved(self, bench: Bench) -> None:
        bench.request(START)
        bench.request(SAVE)
        assert bench.take(RECOVERY, CRASH).IsSaved

    def test_a_guest_that_can_not_take_part_lets_it_fail(self, bench: Bench) -> None:
        bench.request(START)
        bench.request(PAUSE)
        job = bench.job(bench.create(RECOVERY, ConsistencyLevel=APPLICATION))
        assert job.ErrorCode == FAILED
        assert bench.snapshots == []
        assert bench.take(RECOVERY, CRASH)

    def test_applying_it_leaves_the_tree_as_it_was(self, bench: Bench) -> None:
        first = bench.take()
        backup = bench.take(RECOVERY)
        bench.set_memory(2048)
        assert bench.apply(backup) == JOB_STARTED
        assert bench.memory(bench.settings).VirtualQuantity == 1024
        assert bench.through(Msvm_LastAppliedSnapshot) == [backup]
        assert bench.through(Msvm_MostCurrentSnapshotInBranch) == [first]
        assert bench.settings.VirtualSystemType == f"{PREFIX}System:Realized"

    def test_it_outlives_the_tree_beside_it(self, bench: Bench) -> None:
        bench.add_disk()
        first = bench.take()
        bench.take()
        bench.take(RECOVERY)
        bench.destroy_tree(first)
        [backup] = bench.snapshots
        assert backup.VirtualSystemType == f"{PREFIX}Snapshot:Recovery"
        assert backup.Parent is None
        assert bench.disk(backup) == DISK
        assert bench.parent(bench.disk(bench.settings)) == DISK


class TestConvertingOne:
    def test_its_layer_is_merged_and_a_reference_point_stays(
        self, bench: Bench
    ) -> None:
        bench.add_disk()
        backup = bench.take(RECOVERY)
        write_data(bench.host.files, bench.disk(bench.settings), 64 * MIB)
        assert convert(bench, backup) == JOB_STARTED
        assert bench.snapshots == []
        assert bench.files == [DISK]
        [point] = points(bench)
        assert point.VirtualSystemIdentifier == bench.guid
        assert point.ReferencePointType == Point.ReferencePointTypeValues.RCT_BASED
        assert point.HasAssociatedData is False
        [disk] = point.VirtualDiskIdentifiers or ()
        assert disk.startswith(f"Microsoft:{bench.guid}\\")
        assert len(point.ResilientChangeTrackingIdentifiers or ()) == 1

    def test_it_tells_what_was_written_since(self, bench: Bench) -> None:
        bench.add_disk()
        write_data(bench.host.files, DISK, 8 * MIB)
        backup = bench.take(RECOVERY)
        write_data(bench.host.files, bench.disk(bench.settings), 64 * MIB)
        convert(bench, backup)
        [point] = points(bench)
        [since] = point.ResilientChangeTrackingIdentifiers or ()
        [images] = bench.client.enumerate(Msvm_ImageManagementService)
        result = images.GetVirtualDiskChanges(
            Path=DISK, LimitId=since, ByteOffset=0, ByteLength=GIB
        )
        assert sum(result.ChangedByteLengths or ()) == 64 * MIB

    def test_its_job_leads_to_the_reference_point(self, bench: Bench) -> None:
        backup = bench.take(RECOVERY)
        result = bench.service.ConvertToReferencePoint(AffectedSnapshot=backup)
        assert result.Job is not None
        found = bench.client.associators(
            result.Job, result_class=Point, association=Msvm_AffectedJobElement
        )
        assert found == points(bench)
        assert result.ResultingReferencePoint == found[0]._reference()

    @pytest.mark.parametrize("level", [APPLICATION, CRASH])
    def test_it_is_as_consistent_as_the_checkpoint(
        self, bench: Bench, level: int
    ) -> None:
        bench.request(START)
        convert(bench, bench.take(RECOVERY, level))
        assert [each.ConsistencyLevel for each in points(bench)] == [level]

    def test_users_checkpoints_can_not_be_converted(self, bench: Bench) -> None:
        assert convert(bench, bench.take()) == INVALID_STATE
        assert convert(bench, bench.settings) == INVALID_PARAMETER
        assert points(bench) == []

    def test_its_settings_are_text(self, bench: Bench) -> None:
        backup = bench.take(RECOVERY)
        assert convert(bench, backup, "no settings") == INVALID_PARAMETER
        text = (
            "instance of Msvm_VirtualSystemReferencePointSettingData"
            " { ConsistencyLevel = 2; };"
        )
        assert convert(bench, backup, text) == JOB_STARTED
        assert [each.ConsistencyLevel for each in points(bench)] == [CRASH]
        assert bench.machine.EnabledState == OFF
