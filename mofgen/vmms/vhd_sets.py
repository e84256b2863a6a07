"""VHD sets: a small file that leads to the disk in use, and lists its snapshots.

Machines that share a disk open the ``.vhds`` file. The data lies in a backing file
beside it, and after a snapshot in a differencing disk on top of that.
"""

from __future__ import annotations

import ntpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mofgen.vmms.disk_layouts import Formats, Types
from mofgen.vmms.files import KIB, FileKind, VirtualFile, extension, full_path
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    INVALID_PARAMETER,
    RefusedError,
)

if TYPE_CHECKING:
    from datetime import datetime

    from mofgen.vmms.files import Files
    from mofgen.vmms.new_disks import NewDisk

EXTENSION: Final = "vhds"
_FILE_SIZE: Final = 260 * KIB


@dataclass(frozen=True, slots=True)
class VhdSnapshot:
    """What a VHD set knows of one of its snapshots.

    Parameters
    ----------
    id:
        Its GUID.
    created:
        When it was taken.
    path:
        The disk that has its contents; None where only the record is left, from which
        later changes are told.
    tracking_id:
        The change tracking identifier of those contents.
    """

    id: str
    created: datetime
    path: str | None = None
    tracking_id: str | None = None


@dataclass(frozen=True, slots=True)
class VhdSet:
    """What is in a ``.vhds`` file.

    Parameters
    ----------
    root:
        The disk with which the set began; what is below it is no part of the set.
    active:
        The disk that is written.
    snapshots:
        Its snapshots, the first that was taken first.
    unreferenced:
        Disks that no snapshot needs any more, and that are still there.
    """

    root: str
    active: str
    snapshots: tuple[VhdSnapshot, ...] = ()
    unreferenced: tuple[str, ...] = ()

    def find(self, snapshot_id: str) -> VhdSnapshot | None:
        """The snapshot with an identifier."""
        return next((each for each in self.snapshots if each.id == snapshot_id), None)

    def without(self, snapshot_id: str) -> VhdSet:
        """The set when it does not list a snapshot."""
        rest = tuple(each for each in self.snapshots if each.id != snapshot_id)
        return replace(self, snapshots=rest)


def set_file(files: Files, path: str | None) -> VirtualFile:
    """The file of a VHD set.

    Raises
    ------
    RefusedError
        Invalid parameter where the path can't be that of one; file not found; failed
        where there is something else in the file.
    """
    if extension(full_path(path)) != EXTENSION:
        raise RefusedError(INVALID_PARAMETER, f"'{path}' does not end in .{EXTENSION}")
    file = files.get(full_path(path))
    set_in(file)
    return file


def set_in(file: VirtualFile) -> VhdSet:
    """The VHD set that a file holds.

    Raises
    ------
    RefusedError
        Failed where it holds none.
    """
    if file.vhd_set is None:
        raise RefusedError(FAILED, f"'{file.path}' is no VHD set (0xC03A0015)")
    return file.vhd_set


def disk_file(files: Files, path: str) -> VirtualFile:
    """The file that has the disk which a path names: for a VHD set that in use.

    Raises
    ------
    RefusedError
        File not found, for the path or for the disk of the set; invalid parameter
        where it is no full path.
    """
    file = files.get(path)
    if file.vhd_set is None:
        return file
    found = files.find(file.vhd_set.active)
    if found is None:
        raise RefusedError(
            FILE_NOT_FOUND,
            f"the disk '{file.vhd_set.active}' of '{path}' cannot be found",
        )
    return found


def new_set_file(path: str, backing: str) -> VirtualFile:
    """The file of a VHD set that begins with a disk."""
    content = VhdSet(root=backing, active=backing)
    return VirtualFile(path, _FILE_SIZE, FileKind.VHD_SET, vhd_set=content)


def backing_of(files: Files, wanted: NewDisk) -> NewDisk:
    """The disk behind a VHD set that is to be made.

    Raises
    ------
    RefusedError
        Invalid parameter for another format than that of a set, and for a set that is
        to begin with a differencing disk.
    """
    if wanted.format not in (None, 0, Formats.VHDSET):
        raise RefusedError(
            INVALID_PARAMETER,
            f"the extension of '{wanted.path}' is not that of the format",
        )
    if wanted.type == Types.DIFFERENCING:
        raise RefusedError(INVALID_PARAMETER, "no VHD set begins with a child")
    return replace(wanted, path=new_backing_path(files, wanted.path), format=None)


def new_backing_path(files: Files, path: str) -> str:
    """A name for another disk of the VHD set with a path."""
    return f"{ntpath.splitext(path)[0]}_{files.guids.new()}.avhdx"
