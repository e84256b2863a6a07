"""The virtual file system of a host: volumes, and the files that lie on them.

Nothing of it touches the disks of this computer. A file has a size and, if it is a
virtual hard disk, a layout, or the definition of a machine; there are no bytes in it.
Folders are made when they are needed. What is changed for a transaction is undone with
it.
"""

from __future__ import annotations

import ntpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    INVALID_PARAMETER,
    RefusedError,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.clock import Clock
    from mofgen.vmms.definitions import Definition
    from mofgen.vmms.disk_layouts import DiskLayout
    from mofgen.vmms.instance_ids import Guids
    from mofgen.vmms.vhd_sets import VhdSet

KIB: Final = 1 << 10
MIB: Final = 1 << 20
GIB: Final = 1 << 30
TIB: Final = 1 << 40

_ROOT: Final = re.compile(r"[A-Za-z]:\\|\\\\[^\\/:*?\"<>|]+\\[^\\/:*?\"<>|]+\\")
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\x00-\x1f]')


class FileKind(Enum):
    """What a file is to Hyper-V."""

    HARD_DISK = "virtual hard disk"
    VHD_SET = "VHD set"
    ISO = "ISO image"
    FLOPPY = "virtual floppy disk"
    OTHER = "file"


@dataclass(frozen=True, slots=True)
class VirtualFile:
    """A file of the host.

    Parameters
    ----------
    path:
        Its full path, as it was written first; case does not tell files apart.
    size:
        How many bytes it takes on its volume.
    kind:
        What it is.
    disk:
        What a virtual hard disk says about itself; None for other files.
    definition:
        The machine or checkpoint that an exported configuration file defines; None
        for other files, those of the systems that the host has among them.
    changed:
        When it was written last; set by what writes it.
    vhd_set:
        What a VHD set leads to; None for other files.
    """

    path: str
    size: int
    kind: FileKind = FileKind.OTHER
    disk: DiskLayout | None = None
    definition: Definition | None = None
    changed: datetime = datetime(1601, 1, 1, tzinfo=UTC)
    vhd_set: VhdSet | None = None


@dataclass(frozen=True, slots=True)
class Volume:
    r"""Where files can lie.

    Parameters
    ----------
    root:
        ``C:`` or ``\\server\share``.
    size:
        How many bytes its files can take together.
    is_shared:
        Whether machines of several hosts can write a disk on it, as on a cluster's
        volumes and on file servers.
    """

    root: str
    size: int = 4 * TIB
    is_shared: bool = False


class Files:
    """All files of a host.

    Each method that changes something takes the transaction for which it is done, so
    that it is undone where that is; None is for who prepares a host for a test.

    Parameters
    ----------
    clock:
        Tells when files are written.
    guids:
        Gives identifiers to what is in them.
    volumes:
        The volumes that there are at first.
    """

    def __init__(
        self,
        clock: Clock,
        guids: Guids,
        volumes: Iterable[Volume] = (Volume("C:", 1 * TIB), Volume("D:")),
    ) -> None:
        self.guids = guids
        self._clock = clock
        self._volumes = {each.root.casefold(): each for each in volumes}
        self._files: dict[str, VirtualFile] = {}
        self._used: dict[str, int] = {}
        self._children: dict[str, set[str]] = {}
        self._worked_on: dict[str, frozenset[str]] = {}

    def __contains__(self, path: str) -> bool:
        """Whether there is a file with this path."""
        return self.find(path) is not None

    def __iter__(self) -> Iterator[VirtualFile]:
        """The files, by path."""
        return iter([file for _, file in sorted(self._files.items())])

    def __len__(self) -> int:
        return len(self._files)

    def find(self, path: str) -> VirtualFile | None:
        """The file with this path; None where there is none."""
        return self._files.get(identity(path))

    def get(self, path: str) -> VirtualFile:
        """The file with this path.

        Raises
        ------
        RefusedError
            Invalid parameter where that is not a full path; file not found.
        """
        found = self.find(full_path(path))
        if found is None:
            raise RefusedError(
                FILE_NOT_FOUND, f"the file '{path}' cannot be found (0x80070002)"
            )
        return found

    def add(
        self, file: VirtualFile, transaction: Transaction | None = None
    ) -> VirtualFile:
        """Make a new file.

        Returns
        -------
        The file as it was made.

        Raises
        ------
        RefusedError
            Invalid parameter where its path is not a full one; failed where there is
            a file with that path, no such volume, or not enough space.
        """
        if full_path(file.path) in self:
            raise RefusedError(
                FAILED, f"the file '{file.path}' exists already (0x80070050)"
            )
        return self._write(file, None, transaction)

    def add_iso(self, path: str, size: int = 700 * MIB) -> VirtualFile:
        """Put an ISO image on a volume, for tests that insert one."""
        return self.add(VirtualFile(path, size, FileKind.ISO))

    def write(self, path: str, size: int, offset: int | None = None) -> VirtualFile:
        """Let a guest write to a disk, for tests that watch it grow.

        Parameters
        ----------
        path, size, offset:
            As for :func:`mofgen.vmms.disk_contents.write_data`.
        """
        from mofgen.vmms.disk_contents import write_data  # which builds on this module

        return write_data(self, path, size, offset=offset)

    def discard(self, path: str, size: int) -> VirtualFile:
        """Let a guest delete data of a disk; see :meth:`write`."""
        from mofgen.vmms.disk_contents import discard_data

        return discard_data(self, path, size)

    def update(
        self, file: VirtualFile, transaction: Transaction | None = None
    ) -> VirtualFile:
        """Write an existing file anew, under the path that it has.

        Raises
        ------
        RefusedError
            File not found; failed where there is not enough space.
        """
        return self._write(file, self.get(file.path), transaction)

    def delete(self, path: str, transaction: Transaction | None = None) -> None:
        """Remove a file, whoever uses it: a test's way to let a disk be missing.

        Raises
        ------
        RefusedError
            File not found.
        """
        file = self.get(path)
        self._put(path, None)
        if transaction is not None:
            transaction.undo_by(lambda: self._put(path, file))

    def work_on(self, job_id: str, paths: Iterable[str]) -> None:
        """Note that a job uses files until it ends."""
        self._worked_on[job_id] = frozenset(map(identity, paths))

    def is_worked_on(self, path: str, is_running: Callable[[str], bool]) -> bool:
        """Whether a job uses a file.

        Parameters
        ----------
        is_running:
            Tells whether a job has not ended; those that have are forgotten.
        """
        for job_id in list(self._worked_on):
            if not is_running(job_id):
                del self._worked_on[job_id]
        return any(identity(path) in used for used in self._worked_on.values())

    def add_volume(self, volume: Volume) -> None:
        """Make a volume known, or give a known one another size."""
        self._volumes[volume.root.casefold()] = volume

    def add_share(self, root: str, size: int = 4 * TIB) -> None:
        """Make storage known on which disks can be shared; see :class:`Volume`."""
        self.add_volume(Volume(root, size, is_shared=True))

    def children(self, path: str) -> list[VirtualFile]:
        """The differencing disks and VHD sets that are directly based on a file."""
        names = sorted(self._children.get(identity(path), ()))
        return [self._files[name] for name in names]

    def under(self, folder: str) -> list[VirtualFile]:
        """The files in a folder and in the folders below it, by path."""
        front = identity(folder).rstrip("\\") + "\\"
        found = [name for name in self._files if name.startswith(front)]
        return [self._files[name] for name in sorted(found)]

    @property
    def volumes(self) -> list[Volume]:
        """The volumes, in the order in which they became known."""
        return list(self._volumes.values())

    def free(self, path: str) -> int:
        """How many bytes are left on the volume to which a path leads.

        Raises
        ------
        RefusedError
            Failed where there is no such volume.
        """
        return self.volume_of(path).size - self._used.get(_volume_of(path), 0)

    def volume_of(self, path: str) -> Volume:
        """The volume to which a path leads.

        Raises
        ------
        RefusedError
            Failed where there is no such volume.
        """
        volume = self._volumes.get(_volume_of(path))
        if volume is None:
            raise RefusedError(
                FAILED, f"the path '{path}' cannot be found (0x80070003)"
            )
        return volume

    def _write(
        self,
        file: VirtualFile,
        before: VirtualFile | None,
        transaction: Transaction | None,
    ) -> VirtualFile:
        """Store ``file`` where ``before`` was."""
        if file.size - (before.size if before else 0) > self.free(file.path):
            raise RefusedError(
                FAILED, f"there is not enough space for '{file.path}' (0x80070070)"
            )
        path = before.path if before else ntpath.normpath(file.path)
        written = replace(file, path=path, changed=self._clock.now())
        self._put(path, written)
        if transaction is not None:
            transaction.undo_by(lambda: self._put(path, before))
        return written

    def _put(self, path: str, file: VirtualFile | None) -> None:
        """Let ``file`` be what has the path, or nothing."""
        name, root = identity(path), _volume_of(path)
        before = self._files.pop(name, None)
        if before is not None:
            self._used[root] -= before.size
            self._children.get(_parent_of(before), set()).discard(name)
        if file is not None:
            self._files[name] = file
            self._used[root] = self._used.get(root, 0) + file.size
            self._children.setdefault(_parent_of(file), set()).add(name)


def identity(path: str) -> str:
    """What is equal for two ways to write one path."""
    return ntpath.normpath(path).casefold()


def full_path(path: str | None) -> str:
    """A path that can name a file from anywhere.

    Raises
    ------
    RefusedError
        Invalid parameter where it is missing, relative, or no path at all.
    """
    root = _ROOT.match(path or "")
    if not path or root is None or not path[root.end() :].strip("\\"):
        raise RefusedError(
            INVALID_PARAMETER, f"'{path}' is not the full path of a file"
        )
    if _FORBIDDEN.search(path, root.end()):
        raise RefusedError(
            INVALID_PARAMETER, f"'{path}' has a character that no file name can have"
        )
    return path


def extension(path: str) -> str:
    """What stands behind the last point, in lower case: ``vhdx``."""
    return ntpath.splitext(path)[1][1:].lower()


def _volume_of(path: str) -> str:
    return ntpath.splitdrive(ntpath.normpath(path))[0].casefold()


def _parent_of(file: VirtualFile) -> str:
    """What identifies the disk on which a file is based; empty where there is none."""
    if file.vhd_set is not None:
        return identity(file.vhd_set.active)
    if file.disk is None or file.disk.merged or not file.disk.parent_path:
        return ""
    return identity(file.disk.parent_path)
