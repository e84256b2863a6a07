"""Virtual disks that clients read, and convert to other types and formats."""

from __future__ import annotations

import pytest
from disk_client import VHDX, Disk, Formats, child_of, make, settings, state, wanted
from hyperv_v2 import Msvm_ImageManagementService

from mofgen.vmms import Vmms
from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import GIB, MIB
from mofgen.vmms.job_policies import AtOnce, Never
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    IN_USE,
    INVALID_PARAMETER,
    JOB_STARTED,
)


class TestReading:
    @pytest.mark.parametrize(
        ("path", "code"),
        [
            (None, INVALID_PARAMETER),
            ("disk.vhdx", INVALID_PARAMETER),
            (VHDX, FILE_NOT_FOUND),
            (r"C:\setup.iso", FAILED),
        ],
    )
    def test_only_disks_can_be_read(
        self,
        host: Vmms,
        service: Msvm_ImageManagementService,
        path: str | None,
        code: int,
    ) -> None:
        host.files.add_iso(r"C:\setup.iso")
        read = service.GetVirtualHardDiskSettingData(Path=path, check=False)
        assert (read.ReturnValue, read.SettingData) == (code, None)
        of_state = service.GetVirtualHardDiskState(Path=path, check=False)
        assert (of_state.ReturnValue, of_state.State) == (code, None)


class TestConvert:
    def convert(
        self, service: Msvm_ImageManagementService, target: Disk, source: str = VHDX
    ) -> int:
        result = service.ConvertVirtualHardDisk(
            SourcePath=source, VirtualDiskSettingData=target, check=False
        )
        return int(result.ReturnValue)

    def test_a_disk_gets_another_format_and_type_in_another_file(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        source = make(service, wanted(MaxInternalSize=GIB))
        target = Disk(Path=r"C:\target.vhd", Type=Types.FIXED, Format=Formats.VHD)
        assert self.convert(service, target) == JOB_STARTED
        made = settings(service, r"C:\target.vhd")
        assert (made.Type, made.Format) == (Types.FIXED, Formats.VHD)
        assert made.MaxInternalSize == GIB
        assert made.VirtualDiskId != source.VirtualDiskId
        assert settings(service, VHDX) == source

    def test_the_data_of_the_whole_chain_comes_along(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        make(service, wanted())
        write_data(host.files, VHDX, 64 * MIB)
        make(service, child_of(VHDX, r"C:\child.vhdx"))
        write_data(host.files, r"C:\child.vhdx", 10 * MIB)
        target = Disk(Path=r"C:\flat.vhdx", Type=Types.DYNAMIC, BlockSize=MIB)
        assert self.convert(service, target, r"C:\child.vhdx") == JOB_STARTED
        assert settings(service, r"C:\flat.vhdx").ParentPath is None
        assert state(service, r"C:\flat.vhdx").FileSize == (4 + 74) * MIB

    def test_the_sectors_stay_as_they_are(
        self, service: Msvm_ImageManagementService
    ) -> None:
        make(service, wanted(LogicalSectorSize=4096))
        target = Disk(Path=r"C:\b.vhdx", Type=Types.DYNAMIC, LogicalSectorSize=512)
        assert self.convert(service, target) == JOB_STARTED
        assert settings(service, r"C:\b.vhdx").LogicalSectorSize == 4096

    @pytest.mark.parametrize(
        "target",
        [
            Disk(Path=VHDX.upper(), Type=Types.FIXED),
            Disk(Path=r"C:\b.vhd", Type=Types.FIXED, Format=Formats.VHDX),
            Disk(Path=r"C:\b.vhd", Type=Types.FIXED),  # has no 4096-byte sectors
            Disk(Path=r"C:\b.vhdx"),
        ],
    )
    def test_an_impossible_target_is_an_invalid_parameter(
        self, host: Vmms, service: Msvm_ImageManagementService, target: Disk
    ) -> None:
        make(service, wanted(LogicalSectorSize=4096))
        before = list(host.files)
        assert self.convert(service, target) == INVALID_PARAMETER
        assert list(host.files) == before

    def test_the_source_has_to_be_there(
        self, service: Msvm_ImageManagementService
    ) -> None:
        target = Disk(Path=r"C:\b.vhdx", Type=Types.FIXED)
        assert self.convert(service, target) == FILE_NOT_FOUND

    def test_source_and_target_are_in_use_until_the_job_ends(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        make(service, wanted())
        host.jobs.policy = Never()
        target = Disk(Path=r"C:\b.vhdx", Type=Types.DYNAMIC)
        assert self.convert(service, target) == JOB_STARTED
        assert state(service, VHDX).InUse is True
        assert self.convert(service, target) == IN_USE
        host.jobs.policy = AtOnce()
        host.jobs.settle()
        assert state(service, VHDX).InUse is False
        assert r"C:\b.vhdx" in host.files
