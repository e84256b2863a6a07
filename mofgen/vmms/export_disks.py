"""The disks of machines that are exported: copied, with those they are based on.

The copies of a chain are based on one another as their originals are.
"""

from __future__ import annotations

import ntpath
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from hyperv_v2 import CIM_SettingData, Msvm_StorageAllocationSettingData

from mofgen.vmms.disk_chains import chain, merge
from mofgen.vmms.disk_uses import By, require_unused
from mofgen.vmms.files import VirtualFile, identity
from mofgen.vmms.media import VIRTUAL_HARD_DISK

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.definitions import Definition
    from mofgen.vmms.host import Vmms

Setting = Msvm_StorageAllocationSettingData


class DiskCopies:
    """The copies of disks in a folder.

    Parameters
    ----------
    host, transaction:
        Where they are made.
    folder:
        In which they lie.
    merged:
        Whether a disk is copied with what it is based on into one file.
    """

    def __init__(
        self, host: Vmms, transaction: Transaction, folder: str, *, merged: bool
    ) -> None:
        self._host = host
        self._transaction = transaction
        self._folder = folder
        self._merged = merged
        self._copies: dict[str, str] = {}
        self._made: set[str] = set()

    def of(self, path: str) -> str:
        """The path of the copy of a disk, which is made if it is not there.

        Raises
        ------
        RefusedError
            File not found for a disk that is missing or what it is based on; in use
            where the host has it mounted or a job works on it; failed where there is
            not enough space.
        """
        name = identity(path)
        if name not in self._copies:
            found = chain(self._host.files, path)
            if self._merged:
                self._copies[name] = self._merged_copy(found)
            else:
                self._copy_missing(found, self._copies)
        return self._copies[name]

    def _copy_missing(self, found: list[VirtualFile], copies: dict[str, str]) -> None:
        """Copy those disks of a chain that have no copy yet."""
        for file in reversed(found):
            if identity(file.path) not in copies:
                copies[identity(file.path)] = self._copy(file, copies)

    def _merged_copy(self, found: list[VirtualFile]) -> str:
        """Copy a whole chain, into one file that has the name of its base."""
        copies: dict[str, str] = {}
        self._copy_missing(found, copies)
        top, base = (copies[identity(each.path)] for each in (found[0], found[-1]))
        if len(found) > 1:
            for each in merge(self._host.files, top, base, self._transaction):
                self._host.files.delete(each.path, self._transaction)
        return base

    def _copy(self, file: VirtualFile, copies: Mapping[str, str]) -> str:
        require_unused(
            self._host,
            self._transaction,
            file.path,
            but=lambda use: use.by is By.MACHINE or not use.is_writing,
        )
        layout = file.disk
        if layout is not None and layout.parent_path:
            parent = copies[identity(layout.parent_path)]
            layout = replace(layout, parent_path=parent)
        copy = replace(file, path=self._free_path(file.path), disk=layout)
        return self._host.files.add(copy, self._transaction).path

    def _free_path(self, original: str) -> str:
        """A path in the folder: two disks can have one name in different folders."""
        stem, ending = ntpath.splitext(ntpath.basename(original))
        for number in count():
            name = f"{stem}_{number}" if number else stem
            path = ntpath.join(self._folder, name + ending)
            if identity(path) not in self._made:
                break
        self._made.add(identity(path))
        return path


def with_disks(definition: Definition, copies: Mapping[str, str]) -> Definition:
    """A definition whose disks are others.

    Parameters
    ----------
    copies:
        By the InstanceID of the settings of a disk, its path.
    """
    parts: list[CIM_SettingData] = []
    for each in definition.parts:
        copy = copies.get(each.InstanceID or "")
        if isinstance(each, Setting) and copy is not None:
            parts.append(each.copy(HostResource=[copy]))
        else:
            parts.append(each)
    return replace(definition, parts=tuple(parts))


def disks_of(definitions: Iterable[Definition]) -> list[tuple[Setting, str]]:
    """The settings of all virtual hard disks, each with the path of its file."""
    return [
        (each, path)
        for definition in definitions
        for each in definition.parts
        if isinstance(each, Setting) and each.ResourceSubType == VIRTUAL_HARD_DISK
        for path in each.HostResource or ()
        if path
    ]
