"""Virtual disks that get other parents, and chains that are validated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from disk_client import BASE, LEAF, MIDDLE, code, machine_with, settings
from hyperv_v2 import Msvm_ImageManagementService, Msvm_StorageJob

from mofgen.runtime import JobFailedError
from mofgen.vmms import Vmms
from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.files import GIB, MIB, VirtualFile
from mofgen.vmms.job_policies import Never
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    IN_USE,
    INVALID_PARAMETER,
    JOB_STARTED,
)


class TestSetParent:
    def connect(self, service: Msvm_ImageManagementService, **arguments: Any) -> int:
        return code(service.SetParentVirtualHardDisk(**arguments, check=False))

    def test_a_copy_of_the_parent_takes_its_place(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        copy = r"D:\copy.vhdx"
        host.files.add(replace(host.files.get(BASE), path=copy))
        done = self.connect(service, ChildPath=MIDDLE, ParentPath=copy)
        assert done == JOB_STARTED
        assert settings(service, MIDDLE).ParentPath == copy

    def test_another_disk_does_so_only_if_the_client_insists(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        other = create(host.files, NewDisk(r"C:\other.vhdx", capacity=10 * GIB))
        before = settings(service, MIDDLE)
        refused = self.connect(service, ChildPath=MIDDLE, ParentPath=other.path)
        assert refused == FAILED
        assert settings(service, MIDDLE) == before
        done = self.connect(
            service, ChildPath=MIDDLE, ParentPath=other.path, IgnoreIDMismatch=True
        )
        assert done == JOB_STARTED
        assert settings(service, MIDDLE).ParentPath == other.path

    @pytest.mark.parametrize(
        ("child", "parent", "answer"),
        [
            (BASE, LEAF, INVALID_PARAMETER),
            (MIDDLE, LEAF, INVALID_PARAMETER),
            (MIDDLE, MIDDLE, INVALID_PARAMETER),
            (MIDDLE, r"C:\none.vhdx", FILE_NOT_FOUND),
            (MIDDLE, None, INVALID_PARAMETER),
        ],
    )
    def test_who_can_not_be_parent_and_child_is_refused(
        self,
        host: Vmms,
        service: Msvm_ImageManagementService,
        disks: list[VirtualFile],
        child: str,
        parent: str | None,
        answer: int,
    ) -> None:
        before = list(host.files)
        refused = self.connect(
            service, ChildPath=child, ParentPath=parent, IgnoreIDMismatch=True
        )
        assert refused == answer
        assert list(host.files) == before

    def test_while_a_machine_runs_the_leaf_has_to_be_named(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        copy = r"D:\copy.vhdx"
        host.files.add(replace(host.files.get(BASE), path=copy))
        machine_with(host, LEAF)
        pair = {"ChildPath": MIDDLE, "ParentPath": copy}
        assert self.connect(service, **pair) == IN_USE
        assert self.connect(service, **pair, LeafPath=BASE) == INVALID_PARAMETER
        assert self.connect(service, **pair, LeafPath=LEAF) == JOB_STARTED


class TestValidate:
    def test_a_sound_chain_is_valid(
        self, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        service.ValidateVirtualHardDisk(Path=LEAF).job.wait()

    def test_a_missing_parent_is_found(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        host.files.delete(BASE)
        service.ValidateVirtualHardDisk(Path=LEAF)
        (job,) = host.connect().enumerate(Msvm_StorageJob)
        assert job.ErrorCode == FILE_NOT_FOUND
        assert BASE in (job.ErrorDescription or "")

    def test_a_parent_that_was_written_since_is_found(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        write_data(host.files, BASE, MIB)
        service.ValidateVirtualHardDisk(Path=LEAF)
        (job,) = host.connect().enumerate(Msvm_StorageJob)
        assert job.ErrorCode == FAILED
        assert "0xC03A000E" in (job.ErrorDescription or "")

    def test_a_parent_that_grew_is_found(
        self, host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
    ) -> None:
        service.ResizeVirtualHardDisk(Path=BASE, MaxInternalSize=11 * GIB).job.wait()
        with pytest.raises(JobFailedError, match="larger"):
            service.ValidateVirtualHardDisk(Path=LEAF).job.wait()

    def test_a_missing_file_is_not_found(
        self, service: Msvm_ImageManagementService
    ) -> None:
        result = service.ValidateVirtualHardDisk(Path=LEAF, check=False)
        assert code(result) == FILE_NOT_FOUND


def test_a_disk_that_goes_while_a_job_waits_lets_it_fail(
    host: Vmms, service: Msvm_ImageManagementService, disks: list[VirtualFile]
) -> None:
    host.jobs.policy = Never()
    service.ResizeVirtualHardDisk(Path=LEAF, MaxInternalSize=20 * GIB)
    host.files.delete(LEAF)
    host.jobs.finish()
    (job,) = host.connect().enumerate(Msvm_StorageJob)
    assert job.ErrorCode == FILE_NOT_FOUND
