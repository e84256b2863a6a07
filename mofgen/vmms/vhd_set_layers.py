"""The disks of a VHD set: a layer for each snapshot, until nothing needs it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from mofgen.vmms.disk_chains import chain, connect, known_chain, merge
from mofgen.vmms.disk_contents import seal
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import Files, VirtualFile, identity
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.vhd_sets import (
    VhdSet,
    VhdSnapshot,
    new_backing_path,
    set_file,
    set_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mofgen.provider.transactions import Transaction


def take_snapshot(
    files: Files, path: str, transaction: Transaction | None = None
) -> VhdSnapshot:
    """Let a VHD set keep the contents that it has, and write into a new layer.

    Raises
    ------
    RefusedError
        As for :func:`~mofgen.vmms.vhd_sets.set_file`; file not found for a disk of it
        that is missing; failed where there is not enough space.
    """
    file = set_file(files, path)
    content = set_in(file)
    tracking_id = seal(files, content.active, transaction)
    layer = NewDisk(
        new_backing_path(files, path), Types.DIFFERENCING, parent=content.active
    )
    made = create(files, layer, transaction)
    snapshot = VhdSnapshot(files.guids.new(), made.changed, content.active, tracking_id)
    changed = replace(
        content, active=made.path, snapshots=(*content.snapshots, snapshot)
    )
    files.update(replace(file, vhd_set=changed), transaction)
    return snapshot


def all_paths(files: Files, content: VhdSet) -> list[str]:
    """The files of a VHD set: its own, the root last of them, then those below it."""
    managed = _named(content)
    for path in list(managed.values()):
        managed.update(_by_identity(each.path for each in known_chain(files, path)))
    root = known_chain(files, content.root)
    below = _by_identity([content.root, *(each.path for each in root)])
    own = [path for name, path in managed.items() if name not in below]
    return [*own, *below.values()]


def is_needed(files: Files, content: VhdSet, path: str) -> bool:
    """Whether a VHD set, or a snapshot of it, has data in a disk."""
    needed = [content.active, *(each.path for each in content.snapshots if each.path)]
    return any(
        identity(each.path) == identity(path)
        for top in needed
        for each in known_chain(files, top)
    )


def optimize(
    files: Files, path: str, transaction: Transaction | None = None
) -> VirtualFile:
    """Free what a VHD set takes without need.

    Disks that it does not refer to any more are deleted. A layer below the one that is
    written, and that no snapshot needs, takes in the one on it.

    Raises
    ------
    RefusedError
        As for :func:`~mofgen.vmms.vhd_sets.set_file`, and for
        :func:`~mofgen.vmms.disk_chains.require_sound`.
    """
    file = set_file(files, path)
    content = set_in(file)
    for each in content.unreferenced:
        if each in files and not files.children(each):
            files.delete(each, transaction)
    left = tuple(each for each in content.unreferenced if each in files)
    content = replace(content, unreferenced=left)
    while (pair := _superfluous(files, content)) is not None:
        content = _take_in(files, content, *pair, transaction)
    return files.update(replace(file, vhd_set=content), transaction)


def _superfluous(files: Files, content: VhdSet) -> tuple[str, str] | None:
    """Two disks of a set of which the lower is there for the upper only."""
    kept = {identity(each.path) for each in content.snapshots if each.path}
    for upper, lower in pairwise(chain(files, content.active)):
        if identity(upper.path) == identity(content.root):
            return None
        if identity(lower.path) not in kept and len(files.children(lower.path)) == 1:
            return upper.path, lower.path
    return None


def _take_in(
    files: Files,
    content: VhdSet,
    upper: str,
    lower: str,
    transaction: Transaction | None,
) -> VhdSet:
    """Let the lower of two disks have the data of the upper, and its place."""
    above = [each for each in files.children(upper) if each.disk is not None]
    merge(files, upper, lower, transaction)
    for each in above:
        connect(files, each.path, lower, transaction)
    files.delete(upper, transaction)

    def now(path: str) -> str:
        return lower if identity(path) == identity(upper) else path

    return replace(
        content,
        active=now(content.active),
        snapshots=tuple(
            replace(each, path=now(each.path)) if each.path else each
            for each in content.snapshots
        ),
    )


def _named(content: VhdSet) -> dict[str, str]:
    """The paths that a VHD set itself refers to, from the one in use on."""
    kept = [each.path for each in reversed(content.snapshots) if each.path]
    return _by_identity([content.active, *kept, *content.unreferenced])


def _by_identity(paths: Iterable[str]) -> dict[str, str]:
    return {identity(path): path for path in paths}
