"""Virtual hard disks on top of one another: walking, checking, connecting, merging.

A differencing disk holds what differs from its parent and records which contents of
the parent that was. The functions change files only; who may call them now, and what
clients see of it, is the business of others.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mofgen.vmms.disk_contents import disk_in, save
from mofgen.vmms.files import Files, VirtualFile, identity
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    INVALID_PARAMETER,
    RefusedError,
)
from mofgen.vmms.vhd_sets import disk_file

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.disk_layouts import DiskLayout

CYCLIC_CHAIN: Final = 32787
"""What ValidateVirtualHardDisk says of a disk that is, in the end, its own parent."""


def chain(files: Files, path: str) -> list[VirtualFile]:
    """A disk, or that of a VHD set, its parent, and so on down to the base.

    Raises
    ------
    RefusedError
        File not found, failed where one of them is no disk; cyclic chain.
    """
    found = [disk_file(files, path)]
    seen: set[str] = set()
    while (parent := disk_in(found[-1]).parent_path) is not None:
        if identity(parent) in seen:
            raise RefusedError(
                CYCLIC_CHAIN, f"'{path}' is based on itself, by way of '{parent}'"
            )
        seen.add(identity(parent))
        below = files.find(parent)
        if below is None:
            raise RefusedError(
                FILE_NOT_FOUND,
                f"the parent '{parent}' of '{found[-1].path}' cannot be found"
                " (0xC03A000D)",
            )
        found.append(below)
    return found


def known_chain(files: Files, path: str) -> list[VirtualFile]:
    """As much of the chain as there is, each file once."""
    found: dict[str, VirtualFile] = {}
    step: str | None = path
    while step is not None and (file := files.find(step)) is not None:
        if identity(step) in found:
            break
        found[identity(step)] = file
        step = file.disk.parent_path if file.disk else None
    return list(found.values())


def require_acyclic(files: Files, path: str) -> None:
    """Refuse a disk that is, in the end, its own parent; missing ones do not matter.

    Raises
    ------
    RefusedError
        Cyclic chain.
    """
    last = known_chain(files, path)[-1]
    below = last.disk.parent_path if last.disk else None
    if below is not None and below in files:
        raise RefusedError(CYCLIC_CHAIN, f"'{path}' is based on itself")


def require_sound(files: Files, path: str) -> list[VirtualFile]:
    """The chain of a disk, in which each fits the one below.

    Raises
    ------
    RefusedError
        As for :func:`chain`; failed where a parent was changed since its child was
        made, or is larger.
    """
    found = chain(files, path)
    for upper, lower in pairwise(found):
        child, parent = disk_in(upper), disk_in(lower)
        if child.parent_id != parent.data_id:
            raise RefusedError(
                FAILED,
                f"'{lower.path}' was changed since '{upper.path}' was based on it:"
                " their identifiers differ (0xC03A000E)",
            )
        if child.capacity < parent.capacity:
            raise RefusedError(
                FAILED, f"'{lower.path}' is larger than '{upper.path}' (0xC03A0017)"
            )
    return found


def connect(
    files: Files,
    child_path: str,
    parent_path: str,
    transaction: Transaction | None = None,
    *,
    ignore_mismatch: bool = False,
) -> VirtualFile:
    """Put a differencing disk on another parent.

    Parameters
    ----------
    ignore_mismatch:
        Whether the contents of the parent may be others than those on which the
        child was based.

    Raises
    ------
    RefusedError
        As for :func:`require_connectable`.
    """
    layout = connected(files, child_path, parent_path, ignore_mismatch=ignore_mismatch)
    return save(files, files.get(child_path), layout, transaction)


def connected(
    files: Files, child_path: str, parent_path: str, *, ignore_mismatch: bool = False
) -> DiskLayout:
    """The layout that a differencing disk has on another parent.

    Raises
    ------
    RefusedError
        As for :func:`require_connectable`.
    """
    require_connectable(files, child_path, parent_path, ignore_mismatch=ignore_mismatch)
    parent_file = files.get(parent_path)
    parent = disk_in(parent_file)
    return replace(
        disk_in(files.get(child_path)),
        parent_path=parent_file.path,
        parent_id=parent.data_id,
        parent_time=parent_file.changed,
        least_capacity=parent.capacity,
    )


def require_connectable(
    files: Files, child_path: str, parent_path: str, *, ignore_mismatch: bool
) -> None:
    """Refuse what can't be a differencing disk and its parent.

    Raises
    ------
    RefusedError
        File not found; failed where one is no disk, or the contents of the parent are
        not those on which the child was based; invalid parameter for wrong types,
        formats or sizes, and where the parent is based on the child.
    """
    child, parent = disk_in(files.get(child_path)), disk_in(files.get(parent_path))
    below = {identity(each.path) for each in known_chain(files, parent_path)}
    if (
        not child.is_differencing
        or child.format != parent.format
        or child.capacity < parent.capacity
        or identity(child_path) in below
    ):
        raise RefusedError(
            INVALID_PARAMETER, f"'{parent_path}' can't be the parent of '{child_path}'"
        )
    if child.parent_id != parent.data_id and not ignore_mismatch:
        raise RefusedError(
            FAILED, "the identifiers of child and parent differ (0xC03A000E)"
        )


def merge(
    files: Files,
    source: str,
    destination: str,
    transaction: Transaction | None = None,
) -> list[VirtualFile]:
    """Write the data of a differencing disk into a disk below it.

    The disks above the destination stay as files that are no disks any more; whoever
    wants them gone deletes them.

    Returns
    -------
    Those files, the source first.

    Raises
    ------
    RefusedError
        As for :func:`require_sound`; invalid parameter where the destination is not
        below the source.
    """
    upper, base_file = parts_of_merge(files, source, destination)
    base = disk_in(base_file)
    layouts = [disk_in(each) for each in upper]
    base = replace(base, capacity=max(base.capacity, layouts[0].capacity))
    used = sum([each.used for each in layouts], base.used)
    allocated = sum([each.allocated for each in layouts], base.allocated)
    base = replace(
        base,
        used=min(used, base.capacity),
        allocated=base.in_blocks(allocated),
        data_id=layouts[0].data_id,  # its contents are those of the source now
        seals=layouts[0].seals,
    )
    save(files, base_file, base, transaction)
    for file, layout in zip(upper, layouts, strict=True):
        files.update(replace(file, disk=replace(layout, merged=True)), transaction)
    return upper


def parts_of_merge(
    files: Files, source: str, destination: str
) -> tuple[list[VirtualFile], VirtualFile]:
    """The disks that a merge uses up, from the source down, and the one it leaves.

    Raises
    ------
    RefusedError
        As for :func:`merge`.
    """
    found = require_sound(files, source)
    wanted = identity(files.get(destination).path)
    for place, file in enumerate(found):
        if place and identity(file.path) == wanted:
            return found[:place], file
    raise RefusedError(
        INVALID_PARAMETER, f"'{destination}' is not a parent of '{source}'"
    )
