"""The disk that a file holds: its blocks, its data, its capacity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mofgen.vmms.disk_changes import sealed, with_change
from mofgen.vmms.disk_layouts import DiskLayout, Formats, capacity_of
from mofgen.vmms.files import Files, VirtualFile
from mofgen.vmms.refusals import (
    FAILED,
    INVALID_PARAMETER,
    NOT_SUPPORTED,
    RefusedError,
)
from mofgen.vmms.vhd_sets import disk_file

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction


def save(
    files: Files,
    file: VirtualFile,
    layout: DiskLayout,
    transaction: Transaction | None = None,
) -> VirtualFile:
    """Write a new layout into the file of a disk."""
    changed = replace(file, disk=layout, size=layout.file_size)
    return files.update(changed, transaction)


def disk_in(file: VirtualFile) -> DiskLayout:
    """The disk that a file holds.

    Raises
    ------
    RefusedError
        Failed where it holds none.
    """
    if file.disk is None or file.disk.merged:
        raise RefusedError(
            FAILED, f"'{file.path}' is not a valid virtual hard disk (0xC03A0015)"
        )
    return file.disk


def write_data(
    files: Files,
    path: str,
    size: int,
    transaction: Transaction | None = None,
    *,
    offset: int | None = None,
) -> VirtualFile:
    """Let a guest have written so many bytes to a disk, which allocates blocks.

    Parameters
    ----------
    path:
        That of the disk, or of a VHD set.
    offset:
        Where they lie; None for right behind the data that there is, which begins at
        the start of the disk. What lies behind it is new.

    Raises
    ------
    RefusedError
        File not found; failed where it is no disk, or its volume has not the space.
    """
    file = disk_file(files, path)
    layout = disk_in(file)
    begin = layout.used if offset is None else offset
    end = min(begin + size, layout.capacity)
    used = min(layout.used + max(end - max(begin, layout.used), 0), layout.capacity)
    allocated = max(layout.allocated, layout.in_blocks(used))
    written = replace(
        layout,
        used=used,
        allocated=allocated,
        data_id=files.guids.new(),
        seals=with_change(layout.seals, layout.in_sectors(begin, end)),
    )
    return save(files, file, written, transaction)


def discard_data(
    files: Files, path: str, size: int, transaction: Transaction | None = None
) -> VirtualFile:
    """Let a guest have deleted so many bytes, the last that there are.

    Their blocks stay until they are compacted.

    Raises
    ------
    RefusedError
        As for :func:`write_data`.
    """
    file = disk_file(files, path)
    layout = disk_in(file)
    used = max(layout.used - size, 0)
    changed = replace(
        layout,
        used=used,
        data_id=files.guids.new(),
        seals=with_change(layout.seals, layout.in_sectors(used, layout.used)),
    )
    return save(files, file, changed, transaction)


def seal(files: Files, path: str, transaction: Transaction | None = None) -> str:
    """Remember the present contents of a disk, to tell later what changed since.

    Parameters
    ----------
    path:
        That of the disk, or of a VHD set.

    Returns
    -------
    The change tracking identifier of these contents.

    Raises
    ------
    RefusedError
        File not found; failed where it is no disk; not supported for a VHD.
    """
    file = disk_file(files, path)
    layout = disk_in(file)
    if layout.format != Formats.VHDX:
        raise RefusedError(NOT_SUPPORTED, "the changes of a VHD are not tracked")
    seals = sealed(layout.seals, layout.data_id)
    if seals != layout.seals:
        save(files, file, replace(layout, seals=seals), transaction)
    return seals[-1].id


def compact(
    files: Files, path: str, transaction: Transaction | None = None
) -> VirtualFile:
    """Free the blocks of a disk that hold no data.

    Raises
    ------
    RefusedError
        File not found; failed where it is no disk.
    """
    file = disk_file(files, path)
    layout = disk_in(file)
    freed = replace(layout, allocated=layout.in_blocks(layout.used))
    return save(files, file, freed, transaction)


def resize(
    files: Files,
    path: str,
    capacity: int | None,
    transaction: Transaction | None = None,
) -> VirtualFile:
    """Give a disk another capacity.

    Raises
    ------
    RefusedError
        File not found; failed where it is no disk; and as for :func:`resized`.
    """
    file = disk_file(files, path)
    return save(files, file, resized(disk_in(file), capacity), transaction)


def resized(layout: DiskLayout, capacity: int | None) -> DiskLayout:
    """A layout with another capacity.

    Raises
    ------
    RefusedError
        Invalid parameter where it can't have that capacity: a VHD never shrinks, a
        VHDX not below its data, its partitions and its parent. Not supported for a
        differencing VHD.
    """
    wanted = capacity_of(layout.format, capacity, layout.logical_sector_size)
    if layout.format == Formats.VHD and layout.is_differencing:
        raise RefusedError(NOT_SUPPORTED, "a differencing VHD keeps its size")
    if wanted < layout.smallest_capacity:
        raise RefusedError(
            INVALID_PARAMETER,
            f"it can't shrink to less than {layout.smallest_capacity} bytes",
        )
    return replace(layout, capacity=wanted)
