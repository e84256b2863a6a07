"""Virtual hard disks and floppies of the image management service: new and known ones.

What changes an existing disk stands in :mod:`mofgen.vmms.disk_upkeep`, mounting in
:mod:`mofgen.vmms.mounted_images`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    Msvm_ImageManagementService,
    Msvm_VirtualHardDiskSettingData,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.disk_chains import require_acyclic, require_sound
from mofgen.vmms.disk_contents import disk_in
from mofgen.vmms.disk_uses import require_readable, require_unused
from mofgen.vmms.files import FileKind, VirtualFile, extension, full_path, identity
from mofgen.vmms.image_jobs import ImageProvider, JobTypes, Service
from mofgen.vmms.new_disks import NewDisk, create, layout_of_new, wanted_disk
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    JOB_STARTED,
    RefusedError,
    answering,
)
from mofgen.vmms.vhd_sets import EXTENSION as VHD_SET
from mofgen.vmms.vhd_sets import backing_of, new_set_file

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

FLOPPY_SIZE: Final = 1474560
"""Bytes on the only floppy disk that the service makes: 80 tracks, 2 sides, 18 sectors."""


def install(host: Vmms) -> None:
    """Let the image management service of a host make and describe disks."""
    serve(host.manager.methods, Msvm_ImageManagementService, VirtualDisks(host))


class VirtualDisks(ImageProvider):
    """Makes disks, and tells what is known of them."""

    @answering(Service.CreateVirtualHardDiskResult)
    def CreateVirtualHardDisk(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        VirtualDiskSettingData: Msvm_VirtualHardDiskSettingData | None,
    ) -> Msvm_ImageManagementService.CreateVirtualHardDiskResult:
        wanted = wanted_disk(VirtualDiskSettingData)
        new = self._disk_of(wanted)
        layout = layout_of_new(self._files, new)

        def require_parent(own: Transaction) -> None:
            if layout.parent_path:
                require_sound(self._files, layout.parent_path)
                require_readable(self._host, own, layout.parent_path)

        def work(own: Transaction) -> None:
            require_parent(own)
            create(self._files, new, own)
            self._add_set(own, wanted.path, new.path)

        require_parent(transaction)
        require_unused(self._host, transaction, wanted.path)
        job = self._start(
            transaction,
            obj,
            caption="Creating Virtual Hard Disk",
            job_type=JobTypes.VHD_CREATION,
            files=[wanted.path, new.path],
            work=work,
        )
        return Service.CreateVirtualHardDiskResult(
            ReturnValue=Service.CreateVirtualHardDiskReturnValues(JOB_STARTED), Job=job
        )

    @answering(Service.ConvertVirtualHardDiskResult)
    def ConvertVirtualHardDisk(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        SourcePath: str | None,
        VirtualDiskSettingData: Msvm_VirtualHardDiskSettingData | None,
    ) -> Msvm_ImageManagementService.ConvertVirtualHardDiskResult:
        source = self._files.get(full_path(SourcePath)).path
        wanted = wanted_disk(VirtualDiskSettingData)
        if identity(wanted.path) == identity(source):
            raise RefusedError(INVALID_PARAMETER, "a disk is not converted in place")
        new = self._disk_of(wanted)

        def converted(own: Transaction) -> VirtualFile:
            require_readable(self._host, own, source)
            return self._converted(source, new)

        def work(own: Transaction) -> None:
            made = self._files.add(converted(own), own)
            self._add_set(own, wanted.path, made.path)

        converted(transaction)
        require_unused(self._host, transaction, wanted.path)
        job = self._start(
            transaction,
            obj,
            caption="Converting Virtual Hard Disk",
            job_type=JobTypes.CONVERSION,
            files=[source, wanted.path, new.path],
            work=work,
        )
        return Service.ConvertVirtualHardDiskResult(
            ReturnValue=Service.ConvertVirtualHardDiskReturnValues(JOB_STARTED), Job=job
        )

    def _disk_of(self, wanted: NewDisk) -> NewDisk:
        """The disk itself that is to be made: for a VHD set the one behind it."""
        is_set = extension(wanted.path) == VHD_SET
        return backing_of(self._files, wanted) if is_set else wanted

    def _add_set(self, transaction: Transaction, path: str, disk: str) -> None:
        """Make the VHD set for its new disk, where it is one that is wanted."""
        if extension(path) == VHD_SET:
            self._files.add(new_set_file(path, disk), transaction)

    def _converted(self, source: str, wanted: NewDisk) -> VirtualFile:
        """The file to which a disk is converted, with all data of its chain."""
        layouts = [disk_in(each) for each in require_sound(self._files, source)]
        top = layouts[0]
        # The sectors that were asked for do not count: data is addressed by them.
        sector_size = None if wanted.parent else top.logical_sector_size
        layout = layout_of_new(
            self._files,
            replace(wanted, capacity=top.capacity, logical_sector_size=sector_size),
        )
        used = min(sum(each.used for each in layouts), top.capacity)
        layout = replace(
            layout,
            used=used,
            allocated=layout.in_blocks(used),
            least_capacity=top.least_capacity,
        )
        return VirtualFile(wanted.path, layout.file_size, FileKind.HARD_DISK, layout)

    @answering(Service.CreateVirtualFloppyDiskResult)
    def CreateVirtualFloppyDisk(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        Path: str | None,
    ) -> Msvm_ImageManagementService.CreateVirtualFloppyDiskResult:
        path = full_path(Path)
        if extension(path) != "vfd":
            raise RefusedError(INVALID_PARAMETER, f"'{path}' does not end in .vfd")
        require_unused(self._host, transaction, path)
        file = VirtualFile(path, FLOPPY_SIZE, FileKind.FLOPPY)
        job = self._start(
            transaction,
            obj,
            caption="Creating Virtual Floppy Disk",
            job_type=JobTypes.FLOPPY_CREATION,
            files=[path],
            work=lambda own: self._files.add(file, own),
        )
        return Service.CreateVirtualFloppyDiskResult(
            ReturnValue=Service.CreateVirtualFloppyDiskReturnValues(JOB_STARTED),
            Job=job,
        )

    @answering(Service.ValidateVirtualHardDiskResult)
    def ValidateVirtualHardDisk(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        Path: str | None,
    ) -> Msvm_ImageManagementService.ValidateVirtualHardDiskResult:
        path = self._files.get(full_path(Path)).path
        require_acyclic(self._files, path)
        job = self._start(
            transaction,
            obj,
            caption="Validating Virtual Hard Disk",
            job_type=JobTypes.VALIDATE_VHD_IMAGE,
            files=[],
            work=lambda own: require_sound(self._files, path),
        )
        return Service.ValidateVirtualHardDiskResult(
            ReturnValue=Service.ValidateVirtualHardDiskReturnValues(JOB_STARTED),
            Job=job,
        )
