"""The disks of machines with checkpoints."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import Msvm_ConcreteJob, Msvm_DiskDrive, Msvm_ImageManagementService
from snapshot_bench import DISK, FULL, START, Bench

from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.files import MIB
from mofgen.vmms.refusals import FAILED, FILE_NOT_FOUND, IN_USE, JOB_STARTED

SHARED = r"C:\Disks\shared.vhdx"
HOST_KEYS: dict[str, Any] = {
    "CreationClassName": "Msvm_DiskDrive",
    "SystemCreationClassName": "Msvm_ComputerSystem",
    "SystemName": "HYPERV01",
}


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


class TestTheDisksOfADestroyedMachine:
    @pytest.fixture(autouse=True)
    def _disk(self, bench: Bench) -> None:
        bench.add_disk()

    def test_they_have_what_it_wrote_last(self, bench: Bench) -> None:
        bench.take()
        bench.take()
        write_data(bench.host.files, bench.disk(bench.settings), 64 * MIB)
        assert bench.destroy_machine().ErrorCode == 0
        assert bench.files == [DISK]
        disk = bench.host.files.get(DISK).disk
        assert disk is not None and disk.used == 64 * MIB

    def test_other_branches_are_lost(self, bench: Bench) -> None:
        first = bench.take()
        bench.take()
        write_data(bench.host.files, bench.disk(bench.settings), 64 * MIB)
        bench.take()
        bench.apply(first)
        bench.destroy_machine()
        assert bench.files == [DISK]
        disk = bench.host.files.get(DISK).disk
        assert disk is not None and disk.used == 0

    def test_it_stays_while_the_host_has_mounted_a_layer(self, bench: Bench) -> None:
        bench.take()
        layer = bench.disk(bench.settings)
        [images] = bench.client.enumerate(Msvm_ImageManagementService)
        images.AttachVirtualHardDisk(Path=layer, ReadOnly=True, AssignDriveLetter=False)
        assert bench.destroy_machine().ErrorCode == IN_USE
        assert len(bench.snapshots) == 1
        assert bench.files == sorted([DISK, layer])


class TestDisksThatCanHaveNoLayer:
    @pytest.fixture(params=["shared", "of the host"])
    def other(self, bench: Bench, request: pytest.FixtureRequest) -> Any:
        """A second disk, of which there can be no checkpoint."""
        bench.add_disk()
        if request.param == "shared":
            return bench.add_disk(SHARED, PersistentReservationsSupported=True)
        with bench.host.manager.transaction() as transaction:
            disk = transaction.create(Msvm_DiskDrive(DeviceID="Disk 1", **HOST_KEYS))
        return bench.add_drive("Physical Disk Drive", HostResource=[disk.path])

    def test_they_prevent_a_checkpoint(self, bench: Bench, other: Any) -> None:
        assert bench.job(bench.create()).ErrorCode == FAILED
        assert bench.snapshots == []

    def test_they_can_be_ignored(self, bench: Bench, other: Any) -> None:
        result = bench.create(IgnoreNonSnapshottableDisks=True)
        assert bench.job(result).ErrorCode == 0
        [snapshot] = bench.snapshots
        assert bench.client.get(other._reference()).HostResource == other.HostResource
        assert DISK in bench.disks(snapshot)
        assert DISK not in bench.disks(bench.settings)
        assert bench.apply(snapshot) == JOB_STARTED
        assert bench.destroy(snapshot) == JOB_STARTED
        assert DISK in bench.disks(bench.settings)
