"""Applying checkpoints and clearing their state, as clients see it."""

from __future__ import annotations

from hyperv_v2 import (
    CIM_ManagedElement,
    Msvm_AffectedJobElement,
    Msvm_ComputerSystem,
    Msvm_LastAppliedSnapshot,
    Msvm_MostCurrentSnapshotInBranch,
    Msvm_SyntheticEthernetPortSettingData,
)
from snapshot_bench import PREFIX, SAVE, START, TURN_OFF, Bench, Settings, is_path_of

from mofgen.vmms.machine_access import OFF, RUNNING, SAVED, settings_ref
from mofgen.vmms.refusals import INVALID_PARAMETER, INVALID_STATE, JOB_STARTED


class TestApplyingACheckpoint:
    def test_the_settings_are_again_what_they_were(self, bench: Bench) -> None:
        snapshot = bench.take()
        bench.set_memory(2048)
        assert bench.apply(snapshot) == JOB_STARTED
        memory = bench.memory(bench.settings)
        assert memory.VirtualQuantity == 1024
        assert (memory.InstanceID or "").startswith(f"Microsoft:{bench.guid}\\")
        assert bench.settings.VirtualSystemType == f"{PREFIX}System:Realized"
        assert bench.settings.ElementName == "web"

    def test_the_machine_descends_from_it(self, bench: Bench) -> None:
        first = bench.take()
        bench.take()
        bench.apply(first)
        assert bench.through(Msvm_LastAppliedSnapshot) == [first]
        assert bench.through(Msvm_MostCurrentSnapshotInBranch) == [first]
        assert is_path_of(bench.take().Parent, first)

    def test_one_with_memory_leaves_the_machine_saved(self, bench: Bench) -> None:
        bench.set_snapshot_type(5)
        bench.request(START)
        snapshot = bench.take()
        bench.request(TURN_OFF)
        bench.apply(snapshot)
        assert (bench.machine.EnabledState, bench.settings.IsSaved) == (SAVED, True)
        bench.request(START)
        assert bench.machine.EnabledState == RUNNING

    def test_one_without_memory_leaves_it_off(self, bench: Bench) -> None:
        snapshot = bench.take()
        bench.request(START)
        bench.request(SAVE)
        bench.apply(snapshot)
        assert (bench.machine.EnabledState, bench.settings.IsSaved) == (OFF, False)

    def test_its_notes_and_adapters_are_those_of_then(self, bench: Bench) -> None:
        bench.change(Notes=["before"])
        snapshot = bench.take()
        bench.change(Notes=["after"], ElementName="renamed")
        bench.add(
            Msvm_SyntheticEthernetPortSettingData(
                ResourceSubType=f"{PREFIX}Synthetic Ethernet Port"
            )
        )
        bench.apply(snapshot)
        assert list(bench.settings.Notes or ()) == ["before"]
        assert bench.parts(bench.settings, Msvm_SyntheticEthernetPortSettingData) == []
        assert bench.settings.ElementName == bench.machine.ElementName == "renamed"

    def test_only_the_last_one_counts(self, bench: Bench) -> None:
        first, second = bench.take(), bench.take()
        bench.apply(first)
        bench.apply(second)
        assert bench.through(Msvm_LastAppliedSnapshot) == [second]
        bench.take()
        assert bench.through(Msvm_LastAppliedSnapshot) == [second]
        bench.destroy(second)
        assert bench.through(Msvm_LastAppliedSnapshot) == []

    def test_its_job_affects_the_machine_and_the_checkpoint(self, bench: Bench) -> None:
        snapshot = bench.take()
        result = bench.service.ApplySnapshot(Snapshot=snapshot)
        assert result.Job is not None
        affected = bench.client.associators(
            result.Job,
            result_class=CIM_ManagedElement,
            association=Msvm_AffectedJobElement,
        )
        assert {type(each) for each in affected} == {Msvm_ComputerSystem, Settings}

    def test_a_running_machine_refuses_it(self, bench: Bench) -> None:
        snapshot = bench.take()
        bench.set_memory(2048)
        bench.request(START)
        assert bench.apply(snapshot) == INVALID_STATE
        assert bench.memory(bench.settings).VirtualQuantity == 2048

    def test_the_settings_of_a_machine_are_no_checkpoint(self, bench: Bench) -> None:
        assert bench.apply(bench.settings) == INVALID_PARAMETER
        assert bench.apply(settings_ref("none")) == INVALID_PARAMETER


class TestClearingTheState:
    def test_applying_then_leaves_the_machine_off(self, bench: Bench) -> None:
        bench.set_snapshot_type(5)
        bench.request(START)
        snapshot = bench.take()
        bench.request(TURN_OFF)
        assert bench.clear(snapshot) == JOB_STARTED
        assert [each.IsSaved for each in bench.snapshots] == [False]
        bench.apply(snapshot)
        assert bench.machine.EnabledState == OFF

    def test_what_has_none_has_nothing_to_clear(self, bench: Bench) -> None:
        assert bench.clear(bench.take()) == INVALID_STATE
        assert bench.clear(bench.settings) == INVALID_PARAMETER
