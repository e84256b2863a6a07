"""What a virtual hard disk says about itself, and how large its file is.

The sizes are those of [MS-VHDX] 2 and of the VHD format: headers, the table of blocks,
and the blocks that are allocated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hyperv_v2 import Msvm_VirtualHardDiskSettingData

from mofgen.vmms.disk_changes import Seal
from mofgen.vmms.files import GIB, KIB, MIB, TIB, extension
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError

Types = Msvm_VirtualHardDiskSettingData.TypeValues
Formats = Msvm_VirtualHardDiskSettingData.FormatValues

SMALLEST: Final = 3 * MIB
LARGEST: Final = {Formats.VHD: 2040 * GIB, Formats.VHDX: 64 * TIB}
FORMAT_OF: Final = {
    "vhd": Formats.VHD,
    "avhd": Formats.VHD,
    "vhdx": Formats.VHDX,
    "avhdx": Formats.VHDX,
}
"""The format that the extension of a file's name stands for."""

_BLOCK_SIZES: Final = {
    Formats.VHD: (512 * KIB, 2 * MIB),
    Formats.VHDX: tuple(MIB << power for power in range(9)),
}
_SECTOR_SIZES: Final = {Formats.VHD: (512,), Formats.VHDX: (512, 4096)}
_VHD_FOOTER: Final = 512
_VHD_HEADERS: Final = 3 * 512


@dataclass(frozen=True, slots=True)
class DiskLayout:
    """A virtual hard disk, as its file describes it.

    Parameters
    ----------
    format, type:
        ``Format`` and ``Type`` of Msvm_VirtualHardDiskSettingData.
    capacity:
        How many bytes the machine sees.
    disk_id:
        What identifies the disk.
    data_id:
        What identifies its contents, and changes when they do: children record it.
    block_size, logical_sector_size, physical_sector_size:
        In bytes; a fixed disk has no blocks, which is 0.
    parent_path, parent_id, parent_time:
        For a differencing disk its parent, and the parent's ``data_id`` and time of
        change when the two were connected.
    allocated:
        How many bytes of blocks the file has, beyond its headers.
    used:
        How many of those hold data: compacting frees the others.
    least_capacity:
        To how many bytes it could shrink, which the partitions in it decide, and
        for a differencing disk its parent.
    merged:
        Whether its data went into a parent, so that it is no disk any more.
    seals:
        The contents since which changes are known, the oldest first; for a child
        those of its parent among them. None for a VHD.
    """

    format: int
    type: int
    capacity: int
    disk_id: str
    data_id: str
    block_size: int = 0
    logical_sector_size: int = 512
    physical_sector_size: int = 512
    parent_path: str | None = None
    parent_id: str | None = None
    parent_time: datetime | None = None
    allocated: int = 0
    used: int = 0
    least_capacity: int = 0
    merged: bool = False
    seals: tuple[Seal, ...] = ()

    @property
    def is_differencing(self) -> bool:
        return self.type == Types.DIFFERENCING

    @property
    def file_size(self) -> int:
        """How many bytes the file has."""
        if self.format == Formats.VHD:
            return self._vhd_size()
        if self.type == Types.FIXED:
            return 4 * MIB + self.capacity
        # Headers, log and metadata have 1 MiB each; so has the table, or more.
        per_chunk = (1 << 23) * self.logical_sector_size // self.block_size
        blocks = -(-self.capacity // self.block_size)
        entries = blocks + -(-blocks // per_chunk)
        return 3 * MIB + _rounded(entries * 8, MIB) + self.allocated

    def _vhd_size(self) -> int:
        if self.type == Types.FIXED:
            return self.capacity + _VHD_FOOTER
        table = _rounded(4 * -(-self.capacity // self.block_size), 512)
        bitmaps = self.allocated // self.block_size * 512
        return _VHD_HEADERS + table + bitmaps + self.allocated + _VHD_FOOTER

    @property
    def smallest_capacity(self) -> int:
        """To how many bytes the disk can shrink: a VHD never does."""
        if self.format == Formats.VHD:
            return self.capacity
        data = _rounded(self.used, self.logical_sector_size)
        return min(max(self.least_capacity, data), self.capacity)

    def in_sectors(self, begin: int, end: int) -> tuple[int, int]:
        """The sectors in which a range of bytes lies, as a range of bytes."""
        size = self.logical_sector_size
        return begin - begin % size, _rounded(end, size)

    def in_blocks(self, size: int) -> int:
        """As many bytes as whole blocks have that hold ``size`` bytes of data."""
        if not self.block_size:
            return 0
        return min(_rounded(size, self.block_size), self._all_blocks())

    def _all_blocks(self) -> int:
        return _rounded(self.capacity, self.block_size)


def format_of(path: str, stated: int | None) -> int:
    """The format of a disk with this path.

    Raises
    ------
    RefusedError
        Invalid parameter where the extension stands for none, or for another one
        than is ``stated``.
    """
    found = FORMAT_OF.get(extension(path))
    if found is None or stated not in (None, 0, found):
        raise RefusedError(
            INVALID_PARAMETER,
            f"the extension of '{path}' is not that of the format",
        )
    return found


def block_size_of(format: int, type: int, wanted: int | None) -> int:
    """The block size of a new disk: the one that is wanted, or the usual one.

    Raises
    ------
    RefusedError
        Invalid parameter where the format has no such blocks.
    """
    if wanted and wanted not in _BLOCK_SIZES[Formats(format)]:
        raise RefusedError(
            INVALID_PARAMETER, f"no disk of this format has blocks of {wanted} bytes"
        )
    if type == Types.FIXED:
        return 0
    if wanted:
        return wanted
    is_dynamic_vhdx = format == Formats.VHDX and type == Types.DYNAMIC
    return 32 * MIB if is_dynamic_vhdx else 2 * MIB


def sector_size_of(format: int, wanted: int | None, usual: int) -> int:
    """The size of a sector: the one that is wanted, or the usual one.

    Raises
    ------
    RefusedError
        Invalid parameter where the format has no such sectors.
    """
    size = wanted or (usual if format == Formats.VHDX else 512)
    if size not in _SECTOR_SIZES[Formats(format)]:
        raise RefusedError(
            INVALID_PARAMETER, f"no disk of this format has sectors of {size} bytes"
        )
    return size


def capacity_of(format: int, wanted: int | None, sector_size: int) -> int:
    """The capacity of a disk: the one that is wanted, in whole sectors.

    Raises
    ------
    RefusedError
        Invalid parameter where no disk of the format can have it.
    """
    capacity = _rounded(wanted or 0, sector_size)
    if not SMALLEST <= capacity <= LARGEST[Formats(format)]:
        raise RefusedError(
            INVALID_PARAMETER, f"no disk of this format can have {wanted} bytes"
        )
    return capacity


def _rounded(size: int, unit: int) -> int:
    return -(-size // unit) * unit
