"""New virtual hard disks: what they are to be like, and making them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mofgen.vmms.disk_changes import Seal, sealed
from mofgen.vmms.disk_contents import disk_in
from mofgen.vmms.disk_layouts import (
    DiskLayout,
    Formats,
    Types,
    block_size_of,
    capacity_of,
    format_of,
    sector_size_of,
)
from mofgen.vmms.files import FileKind, Files, VirtualFile, full_path
from mofgen.vmms.instance_ids import guid_in
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError

if TYPE_CHECKING:
    from hyperv_v2 import Msvm_VirtualHardDiskSettingData

    from mofgen.provider.transactions import Transaction


_NO_ID: Final = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class NewDisk:
    """What a virtual hard disk is to be like.

    Parameters
    ----------
    path:
        Where it is to lie.
    type:
        A value of ``Type`` of Msvm_VirtualHardDiskSettingData.
    capacity:
        In bytes; a differencing disk has that of its parent if nothing is said.
    parent:
        Path of the parent of a differencing disk.
    format, block_size, logical_sector_size, physical_sector_size, disk_id:
        None for what is usual.
    """

    path: str
    type: int = Types.DYNAMIC
    capacity: int | None = None
    parent: str | None = None
    format: int | None = None
    block_size: int | None = None
    logical_sector_size: int | None = None
    physical_sector_size: int | None = None
    disk_id: str | None = None


def layout_of_new(files: Files, new: NewDisk) -> DiskLayout:
    """The layout of a disk that is to be made.

    Raises
    ------
    RefusedError
        Invalid parameter for what no such disk can have, file not found for its
        parent, failed where that is no disk.
    """
    full_path(new.path)
    format = format_of(new.path, new.format)
    if new.type not in set(Types):
        raise RefusedError(INVALID_PARAMETER, f"{new.type} is not a type of a disk")
    if new.type == Types.DIFFERENCING:
        return _child_layout(files, new, format)
    if new.parent:
        raise RefusedError(
            INVALID_PARAMETER, "only a differencing disk can have a parent"
        )
    logical = sector_size_of(format, new.logical_sector_size, 512)
    identifier = new.disk_id or files.guids.new()
    return DiskLayout(
        format=format,
        type=new.type,
        capacity=capacity_of(format, new.capacity, logical),
        disk_id=identifier,
        data_id=files.guids.new(),
        block_size=block_size_of(format, new.type, new.block_size),
        logical_sector_size=logical,
        physical_sector_size=sector_size_of(format, new.physical_sector_size, 4096),
    )


def _child_layout(files: Files, new: NewDisk, format: int) -> DiskLayout:
    parent_file = files.get(full_path(new.parent))
    parent = disk_in(parent_file)
    if parent.format != format:
        raise RefusedError(
            INVALID_PARAMETER, "a differencing disk has the format of its parent"
        )
    logical = parent.logical_sector_size
    if new.logical_sector_size not in (None, 0, logical):
        raise RefusedError(
            INVALID_PARAMETER, "a differencing disk has the sectors of its parent"
        )
    capacity = capacity_of(format, new.capacity or parent.capacity, logical)
    if capacity < parent.capacity:
        raise RefusedError(
            INVALID_PARAMETER, "a differencing disk is no smaller than its parent"
        )
    physical = new.physical_sector_size or parent.physical_sector_size
    return DiskLayout(
        format=format,
        type=Types.DIFFERENCING,
        capacity=capacity,
        disk_id=new.disk_id or parent.disk_id,
        data_id=files.guids.new(),
        block_size=block_size_of(format, Types.DIFFERENCING, new.block_size),
        logical_sector_size=logical,
        physical_sector_size=sector_size_of(format, physical, 4096),
        parent_path=parent_file.path,
        parent_id=parent.data_id,
        parent_time=parent_file.changed,
        least_capacity=parent.capacity,
        seals=_seals_on(parent),
    )


def _seals_on(parent: DiskLayout) -> tuple[Seal, ...]:
    """What a child knows of changes: what it gets is written since its parent's state."""
    is_tracked = parent.format == Formats.VHDX
    return sealed(parent.seals, parent.data_id) if is_tracked else ()


def create(
    files: Files, new: NewDisk, transaction: Transaction | None = None
) -> VirtualFile:
    """Make a virtual hard disk.

    Raises
    ------
    RefusedError
        As for :func:`layout_of_new`; failed where the file can't be written.
    """
    layout = layout_of_new(files, new)
    file = VirtualFile(new.path, layout.file_size, FileKind.HARD_DISK, layout)
    return files.add(file, transaction)


def wanted_disk(settings: Msvm_VirtualHardDiskSettingData | None) -> NewDisk:
    """What a client wants a new disk to be like.

    Raises
    ------
    RefusedError
        Invalid parameter where it does not say where or of what type.
    """
    if settings is None or settings.Type is None:
        raise RefusedError(INVALID_PARAMETER, "the disk needs a path and a type")
    return NewDisk(
        path=full_path(settings.Path),
        type=settings.Type,
        capacity=settings.MaxInternalSize,
        parent=settings.ParentPath or None,
        format=settings.Format,
        block_size=settings.BlockSize,
        logical_sector_size=settings.LogicalSectorSize,
        physical_sector_size=settings.PhysicalSectorSize,
        disk_id=disk_id_in(settings),
    )


def disk_id_in(settings: Msvm_VirtualHardDiskSettingData) -> str | None:
    """The identifier that settings give to a disk; None where they give none.

    Raises
    ------
    RefusedError
        Invalid parameter where it is no GUID, or the one of zeros.
    """
    if not settings.VirtualDiskId:
        return None
    found = guid_in(settings.VirtualDiskId)
    if found is None or found == _NO_ID:
        raise RefusedError(
            INVALID_PARAMETER, f"'{settings.VirtualDiskId}' can't identify a disk"
        )
    return found
