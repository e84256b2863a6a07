"""Taking checkpoints, as clients see it."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    Msvm_AffectedJobElement,
    Msvm_ConcreteJob,
    Msvm_LastAppliedSnapshot,
    Msvm_MostCurrentSnapshotInBranch,
)
from snapshot_bench import (
    DISKS,
    FULL,
    PAUSE,
    PREFIX,
    RECOVERY,
    SAVE,
    START,
    Bench,
    Settings,
    is_path_of,
)

from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import PAUSED, RUNNING, SAVED, machine_ref
from mofgen.vmms.refusals import FAILED, INVALID_PARAMETER, INVALID_STATE, NOT_SUPPORTED


class TestTakingACheckpoint:
    def test_it_keeps_a_copy_of_the_settings(self, bench: Bench) -> None:
        snapshot = bench.take()
        assert snapshot.VirtualSystemType == f"{PREFIX}Snapshot:Realized"
        assert snapshot.VirtualSystemIdentifier == bench.guid
        assert (snapshot.ElementName or "").startswith("web - (")
        bench.set_memory(2048)
        kept = bench.memory(snapshot)
        assert kept.VirtualQuantity == 1024
        assert (kept.InstanceID or "").startswith(f"{snapshot.InstanceID}\\")

    def test_the_machine_then_descends_from_it(self, bench: Bench) -> None:
        first, second = bench.take(), bench.take()
        assert first.Parent is None
        assert is_path_of(second.Parent, first)
        assert is_path_of(bench.settings.Parent, second)
        assert bench.through(Msvm_MostCurrentSnapshotInBranch) == [second]
        assert len(bench.snapshots) == 2
        assert bench.through(Msvm_LastAppliedSnapshot) == []

    def test_its_job_leads_to_it(self, bench: Bench) -> None:
        result = bench.service.CreateSnapshot(AffectedSystem=bench.ref, SnapshotType=2)
        assert result.Job is not None
        affected = bench.client.associators(
            result.Job, result_class=Settings, association=Msvm_AffectedJobElement
        )
        assert affected == bench.snapshots

    def test_nothing_is_there_until_its_job_is_done(self, bench: Bench) -> None:
        bench.host.jobs.policy = Never()
        result = bench.service.CreateSnapshot(AffectedSystem=bench.ref, SnapshotType=2)
        assert (result.ResultingSnapshot, bench.snapshots) == (None, [])
        assert bench.status == [2, 32768]
        again = bench.service.CreateSnapshot(
            AffectedSystem=bench.ref, SnapshotType=FULL, check=False
        )
        assert again.ReturnValue == INVALID_STATE
        bench.host.jobs.finish()
        assert len(bench.snapshots) == 1
        assert bench.status == [2]

    @pytest.mark.parametrize(
        ("snapshot_type", "level", "kind", "has_state"),
        [
            (5, None, FULL, True),  # standard
            (3, None, FULL, False),  # production, for the guest takes part
            (5, 1, FULL, False),
            (3, 2, FULL, True),
            (5, None, DISKS, False),
        ],
    )
    def test_a_standard_one_of_a_running_machine_has_its_memory(
        self,
        bench: Bench,
        snapshot_type: int,
        level: int | None,
        kind: int,
        has_state: bool,
    ) -> None:
        bench.set_snapshot_type(snapshot_type)
        bench.request(START)
        assert bench.take(kind, level).IsSaved is has_state
        assert bench.machine.EnabledState == RUNNING

    def test_one_that_must_be_consistent_needs_the_guest(self, bench: Bench) -> None:
        bench.set_snapshot_type(4)
        bench.request(START)
        bench.request(PAUSE)
        result = bench.service.CreateSnapshot(
            AffectedSystem=bench.ref, SnapshotType=FULL
        )
        assert result.Job is not None
        job = bench.client.get(result.Job)
        assert isinstance(job, Msvm_ConcreteJob)
        assert job.ErrorCode == FAILED
        assert (bench.snapshots, bench.status) == ([], [2])

    @pytest.mark.parametrize(
        ("kind", "code"),
        [
            (None, INVALID_PARAMETER),
            (4, INVALID_PARAMETER),
            (RECOVERY + 1, NOT_SUPPORTED),
        ],
    )
    def test_other_types_are_refused(
        self, bench: Bench, kind: int | None, code: int
    ) -> None:
        result = bench.service.CreateSnapshot(
            AffectedSystem=bench.ref, SnapshotType=kind, check=False
        )
        assert result.ReturnValue == code
        assert bench.snapshots == []

    def test_a_machine_can_have_them_disabled(self, bench: Bench) -> None:
        bench.set_snapshot_type(2)
        result = bench.service.CreateSnapshot(
            AffectedSystem=bench.ref, SnapshotType=FULL, check=False
        )
        assert result.ReturnValue == INVALID_STATE

    def test_the_host_has_none(self, bench: Bench) -> None:
        result = bench.service.CreateSnapshot(
            AffectedSystem=machine_ref("HYPERV01"), SnapshotType=FULL, check=False
        )
        assert result.ReturnValue == INVALID_PARAMETER

    def test_a_saved_machine_shares_its_memory(self, bench: Bench) -> None:
        bench.request(START)
        bench.request(SAVE)
        assert bench.take().IsSaved
        assert bench.settings.IsSaved
        assert bench.machine.EnabledState == SAVED

    def test_a_production_one_of_a_paused_machine_is_a_standard_one(
        self, bench: Bench
    ) -> None:
        bench.request(START)
        bench.request(PAUSE)
        assert bench.take().IsSaved
        assert bench.machine.EnabledState == PAUSED
