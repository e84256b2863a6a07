"""Virtual disks that clients make: new ones, children, floppies, and why not."""

from __future__ import annotations

from typing import Any

import pytest
from disk_client import VHDX, Disk, Formats, child_of, make, settings, state, wanted
from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_AffectedStorageJobElement,
    Msvm_ImageManagementService,
    Msvm_StorageJob,
)

from mofgen.runtime import CimDateTime, JobFailedError
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.disk_contents import discard_data, write_data
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import GIB, MIB, TIB, Volume
from mofgen.vmms.job_policies import AtOnce, Never
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    IN_USE,
    INVALID_PARAMETER,
    JOB_STARTED,
)

EXCEPTION = CIM_ConcreteJob.JobStateValues.EXCEPTION
RUNNING = CIM_ConcreteJob.JobStateValues.RUNNING


class TestCreate:
    def test_a_disk_is_made_by_a_storage_job(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        result = service.CreateVirtualHardDisk(VirtualDiskSettingData=wanted())
        assert result.ReturnValue == JOB_STARTED
        (job,) = host.connect().enumerate(Msvm_StorageJob)
        assert job.JobType == Msvm_StorageJob.JobTypeValues.VHD_CREATION
        assert job.JobState == CIM_ConcreteJob.JobStateValues.COMPLETED
        (affecting,) = host.connect().enumerate(Msvm_AffectedStorageJobElement)
        assert affecting.AffectedElement is not None
        assert affecting.AffectedElement.keys["Name"] == service.Name
        assert VHDX in host.files

    def test_what_is_not_said_is_as_usual(
        self, service: Msvm_ImageManagementService
    ) -> None:
        disk = make(service, wanted())
        assert (disk.Type, disk.Format) == (Types.DYNAMIC, Formats.VHDX)
        assert (disk.Path, disk.ParentPath) == (VHDX, None)
        assert disk.MaxInternalSize == 40 * GIB
        assert disk.BlockSize == 32 * MIB
        assert (disk.LogicalSectorSize, disk.PhysicalSectorSize) == (512, 4096)
        assert disk.VirtualDiskId

    def test_an_empty_dynamic_vhdx_takes_four_megabytes(
        self, service: Msvm_ImageManagementService, clock: SimulatedClock
    ) -> None:
        make(service, wanted())
        found = state(service, VHDX)
        assert found.FileSize == 4 * MIB
        assert found.InUse is False
        assert found.PhysicalSectorSize == 4096
        assert found.Alignment == found.AlignmentValues.VALUE_4_KB_ALIGNMENT
        assert found.Timestamp == CimDateTime.of(clock.now())

    @pytest.mark.parametrize(
        ("path", "type", "block_size", "file_size"),
        [
            (r"C:\a.vhdx", Types.FIXED, 0, GIB + 4 * MIB),
            (r"C:\a.vhd", Types.FIXED, 0, GIB + 512),
            (r"C:\a.vhdx", Types.DYNAMIC, 32 * MIB, 4 * MIB),
            (r"C:\a.vhd", Types.DYNAMIC, 2 * MIB, 3 * 512 + 2048 + 512),
        ],
    )
    def test_each_kind_has_its_blocks_and_size(
        self,
        service: Msvm_ImageManagementService,
        path: str,
        type: int,
        block_size: int,
        file_size: int,
    ) -> None:
        disk = make(service, wanted(path, Type=type, MaxInternalSize=GIB))
        assert disk.BlockSize == block_size
        assert state(service, path).FileSize == file_size

    def test_written_data_makes_the_file_grow_by_blocks(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        make(service, wanted())
        write_data(host.files, VHDX, 33 * MIB)
        assert state(service, VHDX).FileSize == (4 + 64) * MIB
        discard_data(host.files, VHDX, 33 * MIB)
        assert state(service, VHDX).FileSize == (4 + 64) * MIB

    @pytest.mark.parametrize(
        ("sector_size", "size"), [(512, GIB + 1), (4096, GIB + 512)]
    )
    def test_the_size_is_rounded_up_to_whole_sectors(
        self, service: Msvm_ImageManagementService, sector_size: int, size: int
    ) -> None:
        disk = make(
            service, wanted(LogicalSectorSize=sector_size, MaxInternalSize=size)
        )
        assert disk.MaxInternalSize == GIB + sector_size

    def test_what_is_said_is_kept(self, service: Msvm_ImageManagementService) -> None:
        disk = make(
            service,
            wanted(
                BlockSize=MIB,
                LogicalSectorSize=4096,
                PhysicalSectorSize=4096,
                VirtualDiskId="1EB1F1D6-7D5E-4F0E-9F3C-0A2B1C0D9E8F",
            ),
        )
        assert (disk.BlockSize, disk.LogicalSectorSize) == (MIB, 4096)
        assert disk.VirtualDiskId == "1EB1F1D6-7D5E-4F0E-9F3C-0A2B1C0D9E8F"

    @pytest.mark.parametrize(
        "disk",
        [
            None,
            Disk(Path=VHDX, MaxInternalSize=GIB),
            Disk(Type=Types.DYNAMIC, MaxInternalSize=GIB),
            wanted(Format=Formats.VHDSET),
            wanted("disk.vhdx"),
            wanted(r"C:\disk"),
            wanted(r"C:\disk.iso"),
            wanted(r"C:\disk.vhd", Format=Formats.VHDX),
            wanted(r"C:\disk.vhdx", Format=Formats.VHD),
            wanted(MaxInternalSize=None),
            wanted(MaxInternalSize=3 * MIB - 512),
            wanted(MaxInternalSize=64 * TIB + 512),
            wanted(r"C:\disk.vhd", MaxInternalSize=2040 * GIB + 512),
            wanted(BlockSize=3 * MIB),
            wanted(BlockSize=512 * MIB),
            wanted(LogicalSectorSize=1024),
            wanted(r"C:\disk.vhd", LogicalSectorSize=4096),
            wanted(ParentPath=r"C:\parent.vhdx"),
            wanted(VirtualDiskId="my disk"),
            wanted(VirtualDiskId="00000000-0000-0000-0000-000000000000"),
            Disk(Path=VHDX, Type=Types.DIFFERENCING),
        ],
    )
    def test_what_no_disk_can_be_is_an_invalid_parameter(
        self, host: Vmms, service: Msvm_ImageManagementService, disk: Disk | None
    ) -> None:
        result = service.CreateVirtualHardDisk(VirtualDiskSettingData=disk, check=False)
        assert result.ReturnValue == INVALID_PARAMETER
        assert result.Job is None
        assert list(host.files) == []
        assert host.connect().enumerate(Msvm_StorageJob) == []

    def test_a_file_that_exists_lets_the_job_fail(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        first = make(service, wanted())
        result = service.CreateVirtualHardDisk(
            VirtualDiskSettingData=wanted(MaxInternalSize=GIB)
        )
        with pytest.raises(JobFailedError, match="exists already"):
            result.job.wait()
        assert settings(service, VHDX).VirtualDiskId == first.VirtualDiskId

    @pytest.mark.parametrize(
        ("path", "why"),
        [(r"Z:\disk.vhdx", "0x80070003"), (r"E:\disk.vhdx", "0x80070070")],
    )
    def test_a_volume_without_room_lets_the_job_fail(
        self, host: Vmms, service: Msvm_ImageManagementService, path: str, why: str
    ) -> None:
        host.files.add_volume(Volume("E:", GIB))
        service.CreateVirtualHardDisk(
            VirtualDiskSettingData=wanted(path, Type=Types.FIXED)
        )
        (job,) = host.connect().enumerate(Msvm_StorageJob)
        assert (job.JobState, job.ErrorCode) == (EXCEPTION, FAILED)
        assert why in (job.ErrorDescription or "")
        assert list(host.files) == []

    def test_nothing_is_there_before_the_job_ends(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        host.jobs.policy = Never()
        service.CreateVirtualHardDisk(VirtualDiskSettingData=wanted())
        missing = service.GetVirtualHardDiskState(Path=VHDX, check=False)
        assert missing.ReturnValue == FILE_NOT_FOUND
        second = service.CreateVirtualHardDisk(
            VirtualDiskSettingData=wanted(), check=False
        )
        assert second.ReturnValue == IN_USE
        host.jobs.finish()
        assert state(service, VHDX).FileSize == 4 * MIB


class TestDifferencing:
    PARENT = r"C:\Disks\parent.vhdx"
    CHILD = r"C:\Disks\child.vhdx"

    def test_a_child_takes_after_its_parent(
        self, service: Msvm_ImageManagementService, clock: SimulatedClock
    ) -> None:
        made = clock.now()
        parent = make(service, wanted(self.PARENT, LogicalSectorSize=4096))
        clock.advance(60)
        child = make(service, child_of(self.PARENT.upper(), self.CHILD))
        assert child.Type == Types.DIFFERENCING
        assert child.ParentPath == self.PARENT
        assert child.ParentIdentifier
        assert child.ParentTimestamp == CimDateTime.of(made)
        assert child.MaxInternalSize == parent.MaxInternalSize
        assert child.LogicalSectorSize == 4096
        assert child.BlockSize == 2 * MIB
        assert child.VirtualDiskId == parent.VirtualDiskId

    def test_a_child_may_be_larger(self, service: Msvm_ImageManagementService) -> None:
        make(service, wanted(self.PARENT))
        child = make(
            service, child_of(self.PARENT, self.CHILD, MaxInternalSize=50 * GIB)
        )
        assert child.MaxInternalSize == 50 * GIB

    @pytest.mark.parametrize(
        ("path", "changes"),
        [
            (r"C:\Disks\child.vhd", {}),
            (CHILD, {"MaxInternalSize": GIB}),
            (CHILD, {"LogicalSectorSize": 4096}),
        ],
    )
    def test_a_child_that_does_not_fit_is_an_invalid_parameter(
        self,
        host: Vmms,
        service: Msvm_ImageManagementService,
        path: str,
        changes: dict[str, Any],
    ) -> None:
        make(service, wanted(self.PARENT))
        result = service.CreateVirtualHardDisk(
            VirtualDiskSettingData=child_of(self.PARENT, path, **changes), check=False
        )
        assert result.ReturnValue == INVALID_PARAMETER
        assert path not in host.files

    def test_the_parent_has_to_be_there_and_a_disk(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        disk = child_of(self.PARENT, self.CHILD)
        result = service.CreateVirtualHardDisk(VirtualDiskSettingData=disk, check=False)
        assert result.ReturnValue == FILE_NOT_FOUND
        host.files.add_iso(r"C:\setup.iso")
        disk = child_of(r"C:\setup.iso", self.CHILD)
        result = service.CreateVirtualHardDisk(VirtualDiskSettingData=disk, check=False)
        assert result.ReturnValue == FAILED

    def test_the_parent_is_opened_with_all_below_it(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        make(service, wanted(self.PARENT))
        make(service, child_of(self.PARENT, self.CHILD))
        host.files.delete(self.PARENT)
        disk = child_of(self.CHILD, self.PARENT)  # would be its own grandparent
        result = service.CreateVirtualHardDisk(VirtualDiskSettingData=disk, check=False)
        assert result.ReturnValue == FILE_NOT_FOUND


class TestFloppy:
    def test_a_floppy_disk_has_1_44_megabytes(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        service.CreateVirtualFloppyDisk(Path=r"C:\boot.vfd").job.wait()
        assert host.files.get(r"C:\boot.vfd").size == 1474560

    @pytest.mark.parametrize("path", [None, "boot.vfd", r"C:\boot.img"])
    def test_its_path_has_to_end_in_vfd(
        self, host: Vmms, service: Msvm_ImageManagementService, path: str | None
    ) -> None:
        result = service.CreateVirtualFloppyDisk(Path=path, check=False)
        assert result.ReturnValue == INVALID_PARAMETER
        assert list(host.files) == []


class TestFailing:
    def test_a_job_that_is_made_to_fail_leaves_no_file(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        host.files.add_volume(Volume("C:", 2 * MIB))
        service.CreateVirtualHardDisk(VirtualDiskSettingData=wanted())
        (job,) = host.connect().enumerate(Msvm_StorageJob)
        assert job.JobState == EXCEPTION
        assert job.GetErrorEx().Errors
        assert list(host.files) == []

    def test_a_cancelled_job_frees_its_files(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        host.jobs.policy = Never()
        service.CreateVirtualHardDisk(VirtualDiskSettingData=wanted())
        (job,) = host.connect().enumerate(Msvm_StorageJob, deep=True)
        assert job.JobState == RUNNING
        job.RequestStateChange(RequestedState=4)
        host.jobs.policy = AtOnce()
        make(service, wanted())
        assert VHDX in host.files
