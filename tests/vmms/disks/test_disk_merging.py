"""Virtual disks that are merged into their parents."""

from __future__ import annotations

import pytest
from disk_client import BASE, LEAF, MIDDLE, code, file_size, settings
from hyperv_v2 import Msvm_ImageManagementService

from mofgen.runtime import JobFailedError
from mofgen.vmms import Vmms
from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import GIB, MIB, VirtualFile
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import FAILED, FILE_NOT_FOUND, INVALID_PARAMETER, JOB_STARTED


class TestMerge:
    def merge(
        self, service: Msvm_ImageManagementService, source: str, destination: str
    ) -> int:
        return code(
            service.MergeVirtualHardDisk(
                SourcePath=source, DestinationPath=destination, check=False
            )
        )

    def test_the_data_of_all_disks_between_go_down(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        for path in (BASE, MIDDLE, LEAF):
            write_data(host.files, path, 32 * MIB)
        # Writing to a parent made its child unsound; this is as it was made.
        service.SetParentVirtualHardDisk(
            ChildPath=MIDDLE, ParentPath=BASE, IgnoreIDMismatch=True
        ).job.wait()
        service.SetParentVirtualHardDisk(
            ChildPath=LEAF, ParentPath=MIDDLE, IgnoreIDMismatch=True
        ).job.wait()
        assert self.merge(service, LEAF, BASE) == JOB_STARTED
        assert file_size(service, BASE) == (4 + 3 * 32) * MIB

    def test_what_was_merged_is_there_but_no_disk_any_more(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        assert self.merge(service, LEAF, BASE) == JOB_STARTED
        for path in (LEAF, MIDDLE):
            assert path in host.files
            result = service.GetVirtualHardDiskSettingData(Path=path, check=False)
            assert code(result) == FAILED
        assert settings(service, BASE).ParentPath is None

    def test_into_a_disk_between_leaves_the_base_alone(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        base = host.files.get(BASE)
        assert self.merge(service, LEAF, MIDDLE) == JOB_STARTED
        assert settings(service, MIDDLE).ParentPath == BASE
        assert host.files.get(BASE) == base

    def test_a_disk_above_can_go_on_with_the_merged_one(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        assert self.merge(service, MIDDLE, BASE) == JOB_STARTED
        service.SetParentVirtualHardDisk(ChildPath=LEAF, ParentPath=BASE).job.wait()
        service.ValidateVirtualHardDisk(Path=LEAF).job.wait()

    def test_another_child_of_the_destination_is_not_valid_any_more(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        other = NewDisk(r"C:\other.avhdx", Types.DIFFERENCING, parent=BASE)
        create(host.files, other)
        assert self.merge(service, LEAF, BASE) == JOB_STARTED
        with pytest.raises(JobFailedError, match="identifiers differ"):
            service.ValidateVirtualHardDisk(Path=other.path).job.wait()

    @pytest.mark.parametrize(
        ("source", "destination", "answer"),
        [
            (BASE, LEAF, INVALID_PARAMETER),
            (LEAF, LEAF, INVALID_PARAMETER),
            (BASE, BASE, INVALID_PARAMETER),
            (LEAF, r"C:\none.vhdx", FILE_NOT_FOUND),
            (r"C:\none.vhdx", BASE, FILE_NOT_FOUND),
            ("none.vhdx", BASE, INVALID_PARAMETER),
        ],
    )
    def test_the_destination_has_to_be_below_the_source(
        self,
        host: Vmms,
        service: Msvm_ImageManagementService,
        disks: list[VirtualFile],
        source: str,
        destination: str,
        answer: int,
    ) -> None:
        before = list(host.files)
        assert self.merge(service, source, destination) == answer
        assert list(host.files) == before

    def test_a_full_volume_leaves_every_disk_as_it_was(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        write_data(host.files, LEAF, GIB)
        host.files.add_iso(r"C:\big.iso", size=host.files.free(BASE))
        before = list(host.files)
        result = service.MergeVirtualHardDisk(SourcePath=LEAF, DestinationPath=BASE)
        with pytest.raises(JobFailedError, match="0x80070070"):
            result.job.wait()
        assert list(host.files) == before
