"""Changing virtual disks: resize, compact, merge, another parent, validate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ImageManagementService,
    Msvm_StorageAllocationSettingData,
    Msvm_StorageJob,
    Msvm_VirtualHardDiskSettingData,
)

from mofgen.runtime import JobFailedError, MethodResult
from mofgen.vmms import Vmms
from mofgen.vmms.disk_contents import discard_data, disk_in, save, write_data
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import GIB, MIB, TIB, VirtualFile
from mofgen.vmms.instance_ids import device_id
from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import OFF, PAUSED, RUNNING, SAVED
from mofgen.vmms.machine_defaults import IDE
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    IN_USE,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
)

BASE = r"C:\Disks\base.vhdx"
MIDDLE = r"C:\Disks\middle.avhdx"
LEAF = r"C:\Disks\leaf.avhdx"
SCSI = "5B1F3C5A-0F3E-4B25-9B43-0D9D3B2E4A11"
MACHINE = "9F1D2A63-2A0D-4C2E-8F3B-6A1C2D3E4F50"


@pytest.fixture
def host() -> Vmms:
    return Vmms(seed=1)


@pytest.fixture
def service(host: Vmms) -> Msvm_ImageManagementService:
    return host.connect().enumerate(Msvm_ImageManagementService)[0]


@pytest.fixture
def disks(host: Vmms) -> list[VirtualFile]:
    """A chain of three: leaf, middle, base."""
    return [
        create(host.files, NewDisk(BASE, capacity=10 * GIB)),
        create(host.files, NewDisk(MIDDLE, Types.DIFFERENCING, parent=BASE)),
        create(host.files, NewDisk(LEAF, Types.DIFFERENCING, parent=MIDDLE)),
    ]


def machine_with(
    host: Vmms, path: str, *, state: int = RUNNING, controller: str = SCSI
) -> None:
    """A machine that has a file in one of its drives."""
    with host.manager.transaction() as transaction:
        transaction.create(
            Msvm_ComputerSystem(
                CreationClassName="Msvm_ComputerSystem",
                Name=MACHINE,
                EnabledState=state,
            )
        )
        transaction.create(
            Msvm_StorageAllocationSettingData(
                InstanceID=device_id(MACHINE, controller, 0, 0, "L"),
                ResourceSubType="Microsoft:Hyper-V:Virtual Hard Disk",
                HostResource=[path],
            )
        )


def settings(
    service: Msvm_ImageManagementService, path: str
) -> Msvm_VirtualHardDiskSettingData:
    found = service.GetVirtualHardDiskSettingData(Path=path).SettingData
    assert found is not None
    return found


def file_size(service: Msvm_ImageManagementService, path: str) -> int:
    found = service.GetVirtualHardDiskState(Path=path).State
    assert found is not None
    return found.FileSize or 0


def code(result: Any) -> int:
    """What a method answered, after its job if it has one."""
    assert isinstance(result, MethodResult)
    return int(result.ReturnValue)  # type: ignore[attr-defined]


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
