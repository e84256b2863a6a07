"""Images that the host mounts: AttachVirtualHardDisk, and what it leads to."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    Msvm_ImageManagementService,
    Msvm_MountedStorageImage,
    Msvm_StorageJob,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms import Vmms
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.disk_uses import By, uses_of
from mofgen.vmms.files import GIB
from mofgen.vmms.job_policies import Never
from mofgen.vmms.mounted_images import OBJECT_NOT_FOUND
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import (
    COMPLETED,
    FAILED,
    FILE_NOT_FOUND,
    IN_USE,
    INVALID_PARAMETER,
    JOB_STARTED,
)

DISK = r"C:\Disks\disk.vhdx"
CHILD = r"C:\Disks\child.avhdx"
ISO = r"C:\Images\setup.iso"
PATH = 2
Image = Msvm_MountedStorageImage


@pytest.fixture
def host() -> Vmms:
    made = Vmms(seed=1)
    create(made.files, NewDisk(DISK, capacity=GIB))
    create(made.files, NewDisk(CHILD, Types.DIFFERENCING, parent=DISK))
    made.files.add_iso(ISO)
    return made


@pytest.fixture
def client(host: Vmms) -> MemoryConnection:
    return host.connect()


@pytest.fixture
def service(client: MemoryConnection) -> Msvm_ImageManagementService:
    return client.enumerate(Msvm_ImageManagementService)[0]


def attach(
    service: Msvm_ImageManagementService, path: str, *, read_only: bool = False
) -> int:
    result = service.AttachVirtualHardDisk(
        Path=path, AssignDriveLetter=False, ReadOnly=read_only, check=False
    )
    return int(result.ReturnValue)


class TestAttach:
    def test_a_mounted_disk_is_an_object(
        self, client: MemoryConnection, service: Msvm_ImageManagementService
    ) -> None:
        assert attach(service, DISK.lower()) == JOB_STARTED
        (image,) = client.enumerate(Image)
        assert image.Name == DISK
        assert image.Type == Image.TypeValues.VIRTUAL_HARD_DISK
        assert image.Access == Image.AccessValues.READ_WRITE
        assert (image.PortNumber, image.PathId, image.TargetId) == (0, 0, 0)
        assert "virtual_disk" in (image.PnpDevicePath or "")
        (job,) = client.enumerate(Msvm_StorageJob)
        assert job.JobType == Msvm_StorageJob.JobTypeValues.LOOPBACK_MOUNT

    def test_an_iso_image_can_only_be_read(
        self, client: MemoryConnection, service: Msvm_ImageManagementService
    ) -> None:
        assert attach(service, ISO) == JOB_STARTED
        (image,) = client.enumerate(Image)
        assert image.Type == Image.TypeValues.ISO_IMAGE
        assert image.Access == Image.AccessValues.READ_ONLY

    def test_each_has_an_address_of_its_own(
        self, client: MemoryConnection, service: Msvm_ImageManagementService
    ) -> None:
        assert attach(service, DISK, read_only=True) == JOB_STARTED
        assert attach(service, ISO) == JOB_STARTED
        assert sorted(each.Lun or 0 for each in client.enumerate(Image)) == [0, 1]

    def test_a_mounted_disk_is_in_use(
        self, service: Msvm_ImageManagementService
    ) -> None:
        attach(service, DISK, read_only=True)
        state = service.GetVirtualHardDiskState(Path=DISK).State
        assert state is not None
        assert state.InUse is True

    def test_a_detour_in_the_path_hides_no_use(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        attach(service, DISK)
        detour = r"C:\Other\..\DISKS\disk.vhdx"
        with host.manager.transaction() as transaction:
            (use,) = uses_of(host, transaction, detour)
        assert (use.by, use.path, use.is_writing) == (By.MOUNT, DISK, True)

    @pytest.mark.parametrize("read_only", [False, True])
    def test_it_is_mounted_once(
        self,
        client: MemoryConnection,
        service: Msvm_ImageManagementService,
        read_only: bool,
    ) -> None:
        attach(service, DISK, read_only=True)
        assert attach(service, DISK, read_only=read_only) == IN_USE
        assert len(client.enumerate(Image)) == 1

    def test_a_parent_can_be_read_while_its_child_is_written(
        self, service: Msvm_ImageManagementService
    ) -> None:
        assert attach(service, CHILD) == JOB_STARTED
        assert attach(service, DISK) == IN_USE
        assert attach(service, DISK, read_only=True) == JOB_STARTED

    @pytest.mark.parametrize(
        ("path", "answer"),
        [
            ("disk.vhdx", INVALID_PARAMETER),
            (r"C:\none.vhdx", FILE_NOT_FOUND),
            (r"C:\readme.txt", FAILED),
        ],
    )
    def test_what_is_no_image_is_refused(
        self,
        host: Vmms,
        client: MemoryConnection,
        service: Msvm_ImageManagementService,
        path: str,
        answer: int,
    ) -> None:
        host.files.add(type(host.files.get(ISO))(r"C:\readme.txt", 1))
        assert attach(service, path) == answer
        assert client.enumerate(Image) == []

    def test_a_chain_with_a_gap_is_refused(
        self, host: Vmms, service: Msvm_ImageManagementService
    ) -> None:
        host.files.delete(DISK)
        assert attach(service, CHILD) == FILE_NOT_FOUND


class TestFind:
    def test_an_image_is_found_by_path(
        self, client: MemoryConnection, service: Msvm_ImageManagementService
    ) -> None:
        attach(service, DISK)
        result = service.FindMountedStorageImageInstance(
            SelectionCriterion=DISK.upper(), CriterionType=PATH
        )
        assert result.ReturnValue == COMPLETED
        assert result.Image is not None
        assert client.get(result.Image).Name == DISK

    @pytest.mark.parametrize(
        ("criterion", "kind", "answer"),
        [
            (ISO, PATH, OBJECT_NOT_FOUND),
            (DISK, 0, INVALID_PARAMETER),
            (DISK, None, INVALID_PARAMETER),
            (None, PATH, INVALID_PARAMETER),
        ],
    )
    def test_what_is_not_mounted_is_not_found(
        self,
        service: Msvm_ImageManagementService,
        criterion: str | None,
        kind: int | None,
        answer: int,
    ) -> None:
        attach(service, DISK)
        result = service.FindMountedStorageImageInstance(
            SelectionCriterion=criterion, CriterionType=kind, check=False
        )
        assert result.ReturnValue == answer
        assert result.Image is None


class TestDetach:
    def test_a_detached_image_is_gone_and_its_file_free(
        self, client: MemoryConnection, service: Msvm_ImageManagementService
    ) -> None:
        attach(service, DISK)
        (image,) = client.enumerate(Image)
        assert image.DetachVirtualHardDisk().ReturnValue == COMPLETED
        assert client.enumerate(Image) == []
        assert attach(service, DISK) == JOB_STARTED

    def test_not_while_a_job_works_on_it(
        self,
        host: Vmms,
        client: MemoryConnection,
        service: Msvm_ImageManagementService,
    ) -> None:
        attach(service, DISK, read_only=True)
        (image,) = client.enumerate(Image)
        host.jobs.policy = Never()
        service.CompactVirtualHardDisk(Path=DISK, Mode=0)
        answer = image.DetachVirtualHardDisk(check=False).ReturnValue
        assert answer == Image.DetachVirtualHardDiskReturnValues.FAILED
        assert len(client.enumerate(Image)) == 1
        host.jobs.finish()
        assert image.DetachVirtualHardDisk().ReturnValue == COMPLETED
