"""What clients read of virtual hard disks, and what they can set.

Source: Msvm_VirtualHardDiskSettingData and SetVirtualHardDiskSettingData in the vendor's
reference.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hyperv_v2 import (
    Msvm_ImageManagementService,
    Msvm_VirtualHardDiskSettingData,
    Msvm_VirtualHardDiskState,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.disk_chains import connected
from mofgen.vmms.disk_contents import disk_in, save
from mofgen.vmms.disk_layouts import DiskLayout, Formats, sector_size_of
from mofgen.vmms.disk_uses import require_unused, uses_of
from mofgen.vmms.files import Files, VirtualFile, full_path, identity
from mofgen.vmms.image_jobs import ImageProvider, JobTypes, Service
from mofgen.vmms.new_disks import disk_id_in
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    JOB_STARTED,
    NOT_SUPPORTED,
    RefusedError,
    answering,
)
from mofgen.vmms.vhd_sets import disk_file

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Disk = Msvm_VirtualHardDiskSettingData


def install(host: Vmms) -> None:
    """Let the image management service of a host describe disks."""
    serve(host.manager.methods, Msvm_ImageManagementService, DiskSettings(host))


class DiskSettings(ImageProvider):
    """Tells what is known of disks, and changes the little that can be."""

    @answering(Service.GetVirtualHardDiskSettingDataResult)
    def GetVirtualHardDiskSettingData(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        Path: str | None,
    ) -> Msvm_ImageManagementService.GetVirtualHardDiskSettingDataResult:
        path = self._files.get(full_path(Path)).path
        return Service.GetVirtualHardDiskSettingDataResult(
            ReturnValue=Service.GetVirtualHardDiskSettingDataReturnValues(COMPLETED),
            SettingData=_settings(path, disk_file(self._files, path)),
        )

    @answering(Service.GetVirtualHardDiskStateResult)
    def GetVirtualHardDiskState(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        Path: str | None,
    ) -> Msvm_ImageManagementService.GetVirtualHardDiskStateResult:
        file = disk_file(self._files, full_path(Path))
        layout = disk_in(file)
        state = Msvm_VirtualHardDiskState(
            FileSize=file.size,
            InUse=bool(uses_of(self._host, transaction, file.path)),
            MinInternalSize=layout.smallest_capacity,
            PhysicalSectorSize=layout.physical_sector_size,
            Alignment=1 if layout.format == Formats.VHDX else 0,
            FragmentationPercentage=0,
            Timestamp=file.changed,
        )
        return Service.GetVirtualHardDiskStateResult(
            ReturnValue=Service.GetVirtualHardDiskStateReturnValues(COMPLETED),
            State=state,
        )

    @answering(Service.SetVirtualHardDiskSettingDataResult)
    def SetVirtualHardDiskSettingData(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        VirtualDiskSettingData: Msvm_VirtualHardDiskSettingData | None,
    ) -> Msvm_ImageManagementService.SetVirtualHardDiskSettingDataResult:
        wanted = VirtualDiskSettingData or Disk()
        path = disk_file(self._files, full_path(wanted.Path)).path

        def changed(own: Transaction) -> tuple[VirtualFile, DiskLayout]:
            file = self._files.get(path)
            require_unused(self._host, own, path)
            return file, _with_settings(self._files, file, wanted)

        def work(own: Transaction) -> None:
            file, layout = changed(own)
            save(self._files, file, layout, own)

        changed(transaction)
        job = self._start(
            transaction,
            obj,
            caption="Setting Virtual Hard Disk Properties",
            job_type=JobTypes.UNKNOWN,
            files=[path],
            work=work,
        )
        return Service.SetVirtualHardDiskSettingDataResult(
            ReturnValue=Service.SetVirtualHardDiskSettingDataReturnValues(JOB_STARTED),
            Job=job,
        )


def _settings(path: str, file: VirtualFile) -> Disk:
    """What is known of the disk in a file, or of a VHD set that leads to it."""
    layout = disk_in(file)
    is_set = identity(path) != identity(file.path)
    return Disk(
        Caption="Virtual Hard Disk Setting Data",
        Description="Setting Data for a Virtual Hard Disk",
        Type=layout.type,
        Format=Formats.VHDSET if is_set else layout.format,
        Path=path,
        ParentPath=layout.parent_path,
        ParentTimestamp=layout.parent_time,
        ParentIdentifier=layout.parent_id,
        MaxInternalSize=layout.capacity,
        BlockSize=layout.block_size,
        LogicalSectorSize=layout.logical_sector_size,
        PhysicalSectorSize=layout.physical_sector_size,
        VirtualDiskId=layout.disk_id,
    )


def _with_settings(files: Files, file: VirtualFile, wanted: Disk) -> DiskLayout:
    """The layout of a disk with the one thing that is to be another.

    What is not given, or given as it is, stays.

    Raises
    ------
    RefusedError
        Invalid parameter where several things are to change, or one to what it can't
        be; not supported for the identifier of a VHD; and as for
        :func:`~mofgen.vmms.disk_chains.connected`.
    """
    layout = disk_in(file)
    parent = wanted.ParentPath or layout.parent_path or ""
    sector_size = wanted.PhysicalSectorSize or layout.physical_sector_size
    disk_id = disk_id_in(wanted) or layout.disk_id
    possible = [
        (identity(parent) == identity(layout.parent_path or ""), "ParentPath"),
        (sector_size == layout.physical_sector_size, "PhysicalSectorSize"),
        (disk_id == layout.disk_id, "VirtualDiskId"),
    ]
    changes = [name for is_same, name in possible if not is_same]
    if len(changes) > 1:
        raise RefusedError(INVALID_PARAMETER, f"{changes} can't change in one call")
    match changes:
        case ["ParentPath"]:
            return connected(files, file.path, parent)
        case ["PhysicalSectorSize"]:
            size = sector_size_of(layout.format, sector_size, 4096)
            return replace(layout, physical_sector_size=size)
        case ["VirtualDiskId"]:
            _require_own_id(layout)
            return replace(layout, disk_id=disk_id)
    return layout


def _require_own_id(layout: DiskLayout) -> None:
    if layout.format == Formats.VHD:
        raise RefusedError(NOT_SUPPORTED, "the identifier of a VHD can't change")
    if layout.is_differencing:
        raise RefusedError(
            INVALID_PARAMETER, "a differencing disk has the identifier of its parent"
        )
