"""Deleting checkpoints, as clients see it."""

from __future__ import annotations

from hyperv_v2 import Msvm_MemorySettingData, Msvm_MostCurrentSnapshotInBranch
from snapshot_bench import Bench, guid_of, is_path_of

from mofgen.vmms.job_policies import AtOnce, Never
from mofgen.vmms.machine_access import settings_ref
from mofgen.vmms.refusals import INVALID_PARAMETER, INVALID_STATE, JOB_STARTED


class TestDeletingCheckpoints:
    def test_what_descends_from_one_then_descends_from_its_parent(
        self, bench: Bench
    ) -> None:
        first, second, third = bench.take(), bench.take(), bench.take()
        assert bench.destroy(second) == JOB_STARTED
        third = bench.client.get(settings_ref(guid_of(third)))
        assert is_path_of(third.Parent, first)
        assert bench.through(Msvm_MostCurrentSnapshotInBranch) == [third]
        assert len(bench.snapshots) == 2

    def test_without_the_last_the_machine_descends_from_none(
        self, bench: Bench
    ) -> None:
        snapshot = bench.take()
        bench.destroy(snapshot)
        assert bench.snapshots == []
        assert not bench.settings.Parent
        assert bench.through(Msvm_MostCurrentSnapshotInBranch) == []
        assert bench.parts(bench.settings, Msvm_MemorySettingData)
        memory = bench.client.enumerate(Msvm_MemorySettingData)
        assert not [
            each for each in memory if guid_of(snapshot) in str(each.InstanceID)
        ]

    def test_a_tree_goes_with_all_below_it(self, bench: Bench) -> None:
        first, second = bench.take(), bench.take()
        bench.take()
        assert bench.destroy_tree(second) == JOB_STARTED
        assert [each.InstanceID for each in bench.snapshots] == [first.InstanceID]
        assert is_path_of(bench.settings.Parent, first)

    def test_one_that_is_gone_is_refused(self, bench: Bench) -> None:
        snapshot = bench.take()
        bench.destroy(snapshot)
        assert bench.destroy(snapshot) == INVALID_PARAMETER
        assert bench.destroy_tree(snapshot) == INVALID_PARAMETER
        assert bench.destroy(bench.settings) == INVALID_PARAMETER

    def test_none_goes_while_a_job_changes_the_machine(self, bench: Bench) -> None:
        snapshot = bench.take()
        bench.host.jobs.policy = Never()
        bench.apply(snapshot)
        assert bench.destroy(snapshot) == INVALID_STATE
        assert len(bench.snapshots) == 1
        bench.host.jobs.policy = AtOnce()
