"""Virtual hard disks that are there already: size, blocks, parents, merging."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_ImageManagementService

from mofgen.provider.stubs import serve
from mofgen.vmms.disk_chains import (
    connect,
    known_chain,
    merge,
    parts_of_merge,
    require_connectable,
)
from mofgen.vmms.disk_contents import compact, disk_in, resize, resized
from mofgen.vmms.disk_layouts import DiskLayout, Formats, Types
from mofgen.vmms.disk_uses import By, Use, require_unused, uses_of
from mofgen.vmms.files import full_path, identity
from mofgen.vmms.image_jobs import ImageProvider, JobTypes, Service
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
    RefusedError,
    answering,
)
from mofgen.vmms.vhd_sets import disk_file

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

_RETRIM: Final = 2
_MODES: Final = range(5)  # Full, Quick, Retrim, Pretrimmed, Prezeroed


def install(host: Vmms) -> None:
    """Let the image management service of a host change disks."""
    serve(host.manager.methods, Msvm_ImageManagementService, DiskUpkeep(host))


class DiskUpkeep(ImageProvider):
    """Changes virtual hard disks."""

    @answering(Service.ResizeVirtualHardDiskResult)
    def ResizeVirtualHardDisk(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        Path: str | None,
        MaxInternalSize: int | None,
    ) -> Msvm_ImageManagementService.ResizeVirtualHardDiskResult:
        file = disk_file(self._files, full_path(Path))
        online = _online(disk_in(file))

        def work(own: Transaction) -> None:
            require_unused(self._host, own, file.path, but=online)
            resize(self._files, file.path, MaxInternalSize, own)

        resized(disk_in(file), MaxInternalSize)
        require_unused(self._host, transaction, file.path, but=online)
        job = self._start(
            transaction,
            obj,
            caption="Resizing Virtual Hard Disk",
            job_type=JobTypes.EXPANSION,
            files=[file.path],
            work=work,
        )
        return Service.ResizeVirtualHardDiskResult(
            ReturnValue=Service.ResizeVirtualHardDiskReturnValues(JOB_STARTED), Job=job
        )

    @answering(Service.CompactVirtualHardDiskResult)
    def CompactVirtualHardDisk(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        Path: str | None,
        Mode: int | None,
    ) -> Msvm_ImageManagementService.CompactVirtualHardDiskResult:
        path = disk_file(self._files, full_path(Path)).path
        if (Mode or 0) not in _MODES:
            raise RefusedError(INVALID_PARAMETER, f"there is no compact mode {Mode}")

        def check(own: Transaction) -> None:
            layout = disk_in(self._files.get(path))
            if layout.format == Formats.VHD and layout.type == Types.FIXED:
                raise RefusedError(NOT_SUPPORTED, "a fixed VHD has no blocks to free")
            require_unused(self._host, own, path, but=_mounted_to_read(path))
            if Mode == _RETRIM and not uses_of(self._host, own, path):
                raise RefusedError(
                    INVALID_STATE, "only a disk that is mounted can be trimmed again"
                )

        def work(own: Transaction) -> None:
            check(own)
            compact(self._files, path, own)

        check(transaction)
        job = self._start(
            transaction,
            obj,
            caption="Compacting Virtual Hard Disk",
            job_type=JobTypes.COMPACTION,
            files=[path],
            work=work,
        )
        return Service.CompactVirtualHardDiskResult(
            ReturnValue=Service.CompactVirtualHardDiskReturnValues(JOB_STARTED), Job=job
        )

    @answering(Service.MergeVirtualHardDiskResult)
    def MergeVirtualHardDisk(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        SourcePath: str | None,
        DestinationPath: str | None,
    ) -> Msvm_ImageManagementService.MergeVirtualHardDiskResult:
        source = self._files.get(full_path(SourcePath)).path
        destination = self._files.get(full_path(DestinationPath)).path

        def work(own: Transaction) -> None:
            require_unused(self._host, own, destination)
            merge(self._files, source, destination, own)

        upper, base = parts_of_merge(self._files, source, destination)
        require_unused(self._host, transaction, destination)
        job = self._start(
            transaction,
            obj,
            caption="Merging Virtual Hard Disk",
            job_type=JobTypes.MERGING,
            files=[each.path for each in (*upper, base)],
            work=work,
        )
        return Service.MergeVirtualHardDiskResult(
            ReturnValue=Service.MergeVirtualHardDiskReturnValues(JOB_STARTED), Job=job
        )

    @answering(Service.SetParentVirtualHardDiskResult)
    def SetParentVirtualHardDisk(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        ChildPath: str | None,
        ParentPath: str | None,
        LeafPath: str | None,
        IgnoreIDMismatch: bool | None,
    ) -> Msvm_ImageManagementService.SetParentVirtualHardDiskResult:
        child = self._files.get(full_path(ChildPath)).path
        parent = self._files.get(full_path(ParentPath)).path
        online = self._through_leaf(child, LeafPath)
        ignore = bool(IgnoreIDMismatch)

        def work(own: Transaction) -> None:
            require_unused(self._host, own, child, but=online)
            connect(self._files, child, parent, own, ignore_mismatch=ignore)

        require_connectable(self._files, child, parent, ignore_mismatch=ignore)
        require_unused(self._host, transaction, child, but=online)
        job = self._start(
            transaction,
            obj,
            caption="Setting Parent of Virtual Hard Disk",
            job_type=JobTypes.UNKNOWN,
            files=[child],
            work=work,
        )
        return Service.SetParentVirtualHardDiskResult(
            ReturnValue=Service.SetParentVirtualHardDiskReturnValues(JOB_STARTED),
            Job=job,
        )

    def _through_leaf(self, child: str, leaf: str | None) -> Callable[[Use], bool]:
        """Which uses of a child allow another parent: those through a known leaf."""
        if leaf is None:
            return lambda use: False
        above = self._files.get(full_path(leaf)).path
        below = {identity(each.path) for each in known_chain(self._files, above)}
        if identity(child) not in below:
            raise RefusedError(INVALID_PARAMETER, f"'{leaf}' is not based on '{child}'")
        return lambda use: (
            use.by is By.MACHINE and identity(use.path) == identity(above)
        )


def _online(layout: DiskLayout) -> Callable[[Use], bool]:
    """Which uses of a disk allow another size: a machine's, if it is not on IDE."""
    return lambda use: (
        layout.format == Formats.VHDX
        and use.by is By.MACHINE
        and use.is_writing
        and not use.is_on_ide
    )


def _mounted_to_read(path: str) -> Callable[[Use], bool]:
    return lambda use: (
        use.by is By.MOUNT
        and not use.is_writing
        and identity(use.path) == identity(path)
    )
