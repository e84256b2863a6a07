"""Checkpoints of virtual machines, as clients see them."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    Msvm_AffectedJobElement,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_ImageManagementService,
    Msvm_LastAppliedSnapshot,
    Msvm_MemorySettingData,
    Msvm_MostCurrentSnapshotInBranch,
    Msvm_ResourceAllocationSettingData,
    Msvm_SettingsDefineState,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_StorageAllocationSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
    Msvm_VirtualSystemSnapshotService,
    Msvm_VirtualSystemSnapshotSettingData,
)

from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.files import GIB, MIB
from mofgen.vmms.job_policies import AtOnce, Never
from mofgen.vmms.machine_access import machine_ref, settings_ref
from mofgen.vmms.new_disks import NewDisk, create

PREFIX = "Microsoft:Hyper-V:"
DISK = r"C:\Disks\web.vhdx"
START, TURN_OFF, SAVE, PAUSE = 2, 3, 6, 9
RUNNING, OFF, SAVED = 2, 3, 6
FULL, DISKS, RECOVERY = 2, 3, 32768
JOB_STARTED, NOT_SUPPORTED, INVALID_PARAMETER, INVALID_STATE = 4096, 32770, 32773, 32775
FAILED, IN_USE, FILE_NOT_FOUND = 32768, 32774, 32779
Settings = Msvm_VirtualSystemSettingData


class Bench:
    """A host with one machine, and a client that takes checkpoints of it."""

    def __init__(self) -> None:
        self.host = Vmms(seed=1)
        self.client = self.host.connect()
        [self.management] = self.client.enumerate(Msvm_VirtualSystemManagementService)
        [self.service] = self.client.enumerate(Msvm_VirtualSystemSnapshotService)
        made = self.management.DefineSystem(
            SystemSettings=Settings(
                ElementName="web", VirtualSystemSubType=f"{PREFIX}SubType:2"
            )
        )
        assert made.ResultingSystem is not None
        self.guid = str(made.ResultingSystem.keys["Name"])
        self.ref = machine_ref(self.guid)

    @property
    def machine(self) -> Msvm_ComputerSystem:
        return self.client.get(self.ref)

    @property
    def status(self) -> list[int]:
        return [int(each) for each in self.machine.OperationalStatus or ()]

    @property
    def settings(self) -> Settings:
        [found] = self.client.associators(
            self.ref, result_class=Settings, association=Msvm_SettingsDefineState
        )
        return found

    def through(self, association: Any) -> list[Settings]:
        found = self.client.associators(
            self.ref, result_class=Settings, association=association
        )
        return sorted(found, key=lambda each: each.InstanceID or "")

    @property
    def snapshots(self) -> list[Settings]:
        return self.through(Msvm_SnapshotOfVirtualSystem)

    def take(self, kind: int = FULL, level: int | None = None) -> Settings:
        given = Msvm_VirtualSystemSnapshotSettingData(ConsistencyLevel=level)
        result = self.service.CreateSnapshot(
            AffectedSystem=self.ref, SnapshotType=kind, SnapshotSettings=given
        )
        assert result.ReturnValue == JOB_STARTED
        assert result.ResultingSnapshot is not None
        return self.client.get(settings_ref(_guid(result.ResultingSnapshot)))

    def apply(self, snapshot: Any) -> int:
        return int(
            self.service.ApplySnapshot(Snapshot=snapshot, check=False).ReturnValue
        )

    def destroy(self, snapshot: Any) -> int:
        result = self.service.DestroySnapshot(AffectedSnapshot=snapshot, check=False)
        return int(result.ReturnValue)

    def clear(self, snapshot: Any) -> int:
        result = self.service.ClearSnapshotState(
            SnapshotSettingData=snapshot, check=False
        )
        return int(result.ReturnValue)

    def destroy_tree(self, snapshot: Any) -> int:
        result = self.service.DestroySnapshotTree(
            SnapshotSettingData=snapshot, check=False
        )
        return int(result.ReturnValue)

    def request(self, state: int) -> None:
        self.machine.RequestStateChange(RequestedState=state)

    def memory(self, settings: Settings) -> Msvm_MemorySettingData:
        [found] = self.parts(settings, Msvm_MemorySettingData)
        assert isinstance(found, Msvm_MemorySettingData)
        return found

    def parts(self, settings: Settings, cls: type[Any]) -> list[Any]:
        return self.client.associators(
            settings_ref(_guid_of(settings)),
            result_class=cls,
            association=Msvm_VirtualSystemSettingDataComponent,
        )

    def set_memory(self, amount: int) -> None:
        memory = self.memory(self.settings)
        memory.VirtualQuantity = memory.Limit = memory.Reservation = amount
        self.management.ModifyResourceSettings(ResourceSettings=[memory])

    def set_snapshot_type(self, value: int) -> None:
        changed = self.settings
        changed.UserSnapshotType = value
        self.management.ModifySystemSettings(SystemSettings=changed)

    # --- disks ---

    def add_disk(self) -> None:
        create(self.host.files, NewDisk(DISK, capacity=10 * GIB))
        controller = self._add(
            Msvm_ResourceAllocationSettingData(
                ResourceType=6, ResourceSubType=f"{PREFIX}Synthetic SCSI Controller"
            )
        )
        drive = self._add(
            Msvm_ResourceAllocationSettingData(
                ResourceSubType=f"{PREFIX}Synthetic Disk Drive",
                Parent=_path(controller),
            )
        )
        self._add(
            Msvm_StorageAllocationSettingData(
                ResourceSubType=f"{PREFIX}Virtual Hard Disk",
                Parent=_path(drive),
                HostResource=[DISK],
            )
        )

    def _add(self, setting: Any) -> Any:
        result = self.management.AddResourceSettings(
            AffectedConfiguration=self.settings, ResourceSettings=[setting]
        )
        assert result.ResultingResourceSettings is not None
        return self.client.get(result.ResultingResourceSettings[0])

    def disk(self, settings: Settings) -> str:
        [found] = self.parts(settings, Msvm_StorageAllocationSettingData)
        [path] = found.HostResource
        return str(path)

    def parent(self, path: str) -> str | None:
        disk = self.host.files.get(path).disk
        assert disk is not None
        return disk.parent_path

    @property
    def files(self) -> list[str]:
        return [each.path for each in self.host.files]


def _guid(ref: Ref[Any]) -> str:
    return str(ref.keys["InstanceID"]).removeprefix("Microsoft:")


def _path(setting: Any) -> str:
    return str(Ref(type(setting), {"InstanceID": setting.InstanceID}))


def is_path_of(path: str | None, settings: Settings) -> bool:
    return str(settings.InstanceID) in (path or "")


@pytest.fixture
def bench() -> Bench:
    return Bench()


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
            (RECOVERY, NOT_SUPPORTED),
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


class TestDeletingCheckpoints:
    def test_what_descends_from_one_then_descends_from_its_parent(
        self, bench: Bench
    ) -> None:
        first, second, third = bench.take(), bench.take(), bench.take()
        assert bench.destroy(second) == JOB_STARTED
        third = bench.client.get(settings_ref(_guid_of(third)))
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
            each for each in memory if _guid_of(snapshot) in str(each.InstanceID)
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


class TestTheDisks:
    @pytest.fixture(autouse=True)
    def _disk(self, bench: Bench) -> None:
        bench.add_disk()

    def test_a_checkpoint_keeps_the_file_and_the_machine_gets_a_layer(
        self, bench: Bench
    ) -> None:
        snapshot = bench.take()
        layer = bench.disk(bench.settings)
        assert bench.disk(snapshot) == DISK
        assert layer.startswith(r"C:\Disks\web_") and layer.endswith(".avhdx")
        assert bench.parent(layer) == DISK

    def test_applying_drops_what_was_written_since(self, bench: Bench) -> None:
        snapshot = bench.take()
        old = bench.disk(bench.settings)
        bench.apply(snapshot)
        new = bench.disk(bench.settings)
        assert bench.files == sorted([DISK, new])
        assert old != new
        assert bench.parent(new) == DISK

    def test_deleting_merges_the_layer_into_the_disk(self, bench: Bench) -> None:
        snapshot = bench.take()
        write_data(bench.host.files, bench.disk(bench.settings), 64 * MIB)
        bench.request(START)
        bench.destroy(snapshot)
        assert bench.files == [DISK]
        assert bench.disk(bench.settings) == DISK
        disk = bench.host.files.get(DISK).disk
        assert disk is not None and disk.used == 64 * MIB

    def test_deleting_a_tree_merges_all_layers(self, bench: Bench) -> None:
        first = bench.take()
        bench.take()
        bench.take()
        assert len(bench.files) == 4
        bench.destroy_tree(first)
        assert bench.files == [DISK]
        assert bench.disk(bench.settings) == DISK

    def test_a_disk_on_which_two_branches_stand_stays(self, bench: Bench) -> None:
        first = bench.take()
        second = bench.take()
        bench.apply(first)
        bench.destroy(first)
        assert bench.disk(second) in bench.files
        assert bench.parent(bench.disk(second)) == DISK
        assert bench.parent(bench.disk(bench.settings)) == DISK
        bench.destroy(second)
        assert bench.files == [DISK]

    def test_a_layer_that_the_host_has_mounted_can_not_go(self, bench: Bench) -> None:
        snapshot = bench.take()
        layer = bench.disk(bench.settings)
        [images] = bench.client.enumerate(Msvm_ImageManagementService)
        images.AttachVirtualHardDisk(Path=layer, ReadOnly=True, AssignDriveLetter=False)
        result = bench.service.DestroySnapshot(AffectedSnapshot=snapshot)
        assert result.Job is not None
        job = bench.client.get(result.Job)
        assert isinstance(job, Msvm_ConcreteJob)
        assert job.ErrorCode == IN_USE
        assert [each.InstanceID for each in bench.snapshots] == [snapshot.InstanceID]
        assert bench.files == sorted([DISK, layer])

    def test_without_the_disk_the_job_fails_and_changes_nothing(
        self, bench: Bench
    ) -> None:
        bench.host.files.delete(DISK)
        result = bench.service.CreateSnapshot(
            AffectedSystem=bench.ref, SnapshotType=FULL
        )
        assert result.Job is not None
        job = bench.client.get(result.Job)
        assert isinstance(job, Msvm_ConcreteJob)
        assert job.ErrorCode == FILE_NOT_FOUND
        assert bench.snapshots == []
        assert bench.disk(bench.settings) == DISK
        assert bench.status == [2]


def _guid_of(settings: Settings) -> str:
    return (settings.InstanceID or "").removeprefix("Microsoft:")
