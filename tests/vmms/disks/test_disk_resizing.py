"""Virtual disks that get larger or smaller, of machines as well."""

from __future__ import annotations

from dataclasses import replace

import pytest
from disk_client import BASE, LEAF, MIDDLE, code, file_size, machine_with, settings
from hyperv_v2 import (
    Msvm_ImageManagementService,
    Msvm_StorageJob,
    Msvm_VirtualHardDiskSettingData,
)

from mofgen.vmms import Vmms
from mofgen.vmms.disk_contents import discard_data, disk_in, save, write_data
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import GIB, MIB, TIB, VirtualFile
from mofgen.vmms.machine_access import OFF, PAUSED, RUNNING, SAVED
from mofgen.vmms.machine_defaults import IDE
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import (
    FILE_NOT_FOUND,
    IN_USE,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
)


class TestResize:
    def resize(
        self, service: Msvm_ImageManagementService, path: str, size: int | None
    ) -> int:
        return code(
            service.ResizeVirtualHardDisk(Path=path, MaxInternalSize=size, check=False)
        )

    @pytest.mark.parametrize("size", [20 * GIB, 5 * GIB])
    def test_a_vhdx_grows_and_shrinks(
        self,
        host: Vmms,
        service: Msvm_ImageManagementService,
        disks: list[VirtualFile],
        size: int,
    ) -> None:
        assert self.resize(service, BASE, size) == JOB_STARTED
        assert settings(service, BASE).MaxInternalSize == size
        (job,) = host.connect().enumerate(Msvm_StorageJob)
        assert job.JobType == Msvm_StorageJob.JobTypeValues.EXPANSION

    def test_a_fixed_disk_takes_its_space_at_once(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        create(host.files, NewDisk(BASE, Types.FIXED, capacity=GIB))
        assert self.resize(service, BASE, 2 * GIB) == JOB_STARTED
        assert file_size(service, BASE) == 2 * GIB + 4 * MIB

    def test_a_disk_keeps_room_for_its_partitions(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        layout = disk_in(disks[0])
        save(host.files, disks[0], replace(layout, least_capacity=6 * GIB))
        found = service.GetVirtualHardDiskState(Path=BASE).State
        assert found is not None
        assert found.MinInternalSize == 6 * GIB
        assert self.resize(service, BASE, 6 * GIB - 512) == INVALID_PARAMETER
        assert self.resize(service, BASE, 6 * GIB) == JOB_STARTED

    def test_a_vhd_only_grows(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        create(host.files, NewDisk(r"C:\a.vhd", capacity=2 * GIB))
        assert self.resize(service, r"C:\a.vhd", GIB) == INVALID_PARAMETER
        assert self.resize(service, r"C:\a.vhd", 3 * GIB) == JOB_STARTED
        assert settings(service, r"C:\a.vhd").MaxInternalSize == 3 * GIB

    def test_a_differencing_vhd_keeps_its_size(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        create(host.files, NewDisk(r"C:\a.vhd", capacity=2 * GIB))
        create(host.files, NewDisk(r"C:\b.vhd", Types.DIFFERENCING, parent=r"C:\a.vhd"))
        assert self.resize(service, r"C:\b.vhd", 3 * GIB) == NOT_SUPPORTED

    @pytest.mark.parametrize("size", [None, 0, 1, 64 * TIB + 1, 65 << 40])
    def test_a_size_that_no_disk_can_have_is_an_invalid_parameter(
        self,
        host: Vmms,
        service: Msvm_ImageManagementService,
        disks: list[VirtualFile],
        size: int | None,
    ) -> None:
        before = list(host.files)
        assert self.resize(service, BASE, size) == INVALID_PARAMETER
        assert list(host.files) == before

    def test_a_missing_file_is_not_found(
        self, service: Msvm_ImageManagementService
    ) -> None:
        assert self.resize(service, BASE, GIB) == FILE_NOT_FOUND


class TestDisksOfMachines:
    """Whose files are in use: those of machines that a worker process holds."""

    def resize(self, service: Msvm_ImageManagementService, path: str) -> int:
        return code(
            service.ResizeVirtualHardDisk(
                Path=path, MaxInternalSize=20 * GIB, check=False
            )
        )

    def test_a_running_machine_lets_a_vhdx_on_scsi_be_resized(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        machine_with(host, LEAF)
        assert self.resize(service, LEAF) == JOB_STARTED

    def test_but_not_on_ide(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        machine_with(host, LEAF, controller=IDE)
        assert self.resize(service, LEAF) == IN_USE

    def test_nor_a_parent(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        machine_with(host, LEAF)
        assert self.resize(service, BASE) == IN_USE

    @pytest.mark.parametrize("state", [OFF, SAVED])
    def test_a_machine_that_does_not_run_uses_no_file(
        self,
        host: Vmms,
        service: Msvm_ImageManagementService,
        disks: list[VirtualFile],
        state: int,
    ) -> None:
        machine_with(host, LEAF, state=state, controller=IDE)
        assert self.resize(service, LEAF) == JOB_STARTED

    @pytest.mark.parametrize("path", [LEAF.upper(), MIDDLE, BASE])
    @pytest.mark.parametrize("state", [RUNNING, PAUSED])
    def test_a_machine_uses_the_whole_chain(
        self,
        host: Vmms,
        service: Msvm_ImageManagementService,
        disks: list[VirtualFile],
        state: int,
        path: str,
    ) -> None:
        machine_with(host, LEAF, state=state)
        found = service.GetVirtualHardDiskState(Path=path).State
        assert found is not None
        assert found.InUse is True
        refused = [
            service.CompactVirtualHardDisk(Path=path, Mode=0, check=False),
            service.SetVirtualHardDiskSettingData(
                VirtualDiskSettingData=Msvm_VirtualHardDiskSettingData(
                    Path=path, PhysicalSectorSize=512
                ),
                check=False,
            ),
            service.AttachVirtualHardDisk(Path=path, check=False),
            service.MergeVirtualHardDisk(
                SourcePath=LEAF, DestinationPath=BASE, check=False
            ),
        ]
        assert [code(each) for each in refused] == [IN_USE] * len(refused)

    def test_a_parent_that_is_only_read_can_get_another_child(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        machine_with(host, LEAF)
        for parent, answer in ((BASE, JOB_STARTED), (LEAF, IN_USE)):
            result = service.CreateVirtualHardDisk(
                VirtualDiskSettingData=Msvm_VirtualHardDiskSettingData(
                    Path=r"C:\other.avhdx", Type=Types.DIFFERENCING, ParentPath=parent
                ),
                check=False,
            )
            assert code(result) == answer


class TestCompact:
    def compact(
        self, service: Msvm_ImageManagementService, path: str, mode: int | None = 0
    ) -> int:
        return code(service.CompactVirtualHardDisk(Path=path, Mode=mode, check=False))

    @pytest.mark.parametrize("mode", [None, 0, 1, 3, 4])
    def test_blocks_without_data_are_freed(
        self,
        host: Vmms,
        service: Msvm_ImageManagementService,
        disks: list[VirtualFile],
        mode: int | None,
    ) -> None:
        write_data(host.files, BASE, 320 * MIB)
        discard_data(host.files, BASE, 300 * MIB)
        assert self.compact(service, BASE, mode) == JOB_STARTED
        assert file_size(service, BASE) == (4 + 32) * MIB

    def test_trimming_again_needs_a_mounted_disk(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        write_data(host.files, BASE, MIB)
        discard_data(host.files, BASE, MIB)
        assert self.compact(service, BASE, 2) == INVALID_STATE
        service.AttachVirtualHardDisk(Path=BASE, ReadOnly=True).job.wait()
        assert self.compact(service, BASE, 2) == JOB_STARTED
        assert file_size(service, BASE) == 4 * MIB

    def test_a_disk_that_is_mounted_to_be_written_is_in_use(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        service.AttachVirtualHardDisk(Path=LEAF).job.wait()
        assert self.compact(service, LEAF) == IN_USE

    def test_there_are_five_modes(
        self, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        assert self.compact(service, BASE, 5) == INVALID_PARAMETER

    def test_a_fixed_vhd_has_no_blocks(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        create(host.files, NewDisk(r"C:\a.vhd", Types.FIXED, capacity=GIB))
        assert self.compact(service, r"C:\a.vhd") == NOT_SUPPORTED
