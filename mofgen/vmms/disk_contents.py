"""The disk that a file holds: its blocks, its data, its capacity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mofgen.vmms.disk_layouts import DiskLayout, Formats, capacity_of
from mofgen.vmms.files import Files, VirtualFile
from mofgen.vmms.refusals import (
    FAILED,
    INVALID_PARAMETER,
    NOT_SUPPORTED,
    RefusedError,
)

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
    files: Files, path: str, size: int, transaction: Transaction | None = None
) -> VirtualFile:
    """Let a guest have written so many new bytes to a disk, which allocates blocks.

    Raises
    ------
    RefusedError
        File not found; failed where it is no disk, or its volume has not the space.
    """
    file = files.get(path)
    layout = disk_in(file)
    used = min(layout.used + size, layout.capacity)
    allocated = max(layout.allocated, layout.in_blocks(used))
    return save(
        files,
        file,
        replace(layout, used=used, allocated=allocated, data_id=files.guids.new()),
        transaction,
    )


def discard_data(
    files: Files, path: str, size: int, transaction: Transaction | None = None
) -> VirtualFile:
    """Let a guest have deleted so many bytes; the blocks stay until they are compacted.

    Raises
    ------
    RefusedError
        As for :func:`write_data`.
    """
    file = files.get(path)
    layout = disk_in(file)
    used = max(layout.used - size, 0)
    return save(
        files, file, replace(layout, used=used, data_id=files.guids.new()), transaction
    )


def compact(
    files: Files, path: str, transaction: Transaction | None = None
) -> VirtualFile:
    """Free the blocks of a disk that hold no data.

    Raises
    ------
    RefusedError
        File not found; failed where it is no disk.
    """
    file = files.get(path)
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
    file = files.get(path)
    return save(files, file, resized(disk_in(file), capacity), transaction)


def resized(layout: DiskLayout, capacity: int | None) -> DiskLayout:
    """A layout with another capacity.

    Raises
    ------
    RefusedError
        Invalid parameter where it can't have that capacity: a VHD never shrinks, a
        VHDX not below its data, its partitions and its parent. Not supported for a differencing VHD.
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
