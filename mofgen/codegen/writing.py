"""Bringing a package folder to what a plan says, whole or not at all.

A manifest in the folder lists the files that mofgen wrote and their hashes. It
tells a stale file, which goes, from a hand-written one, which stays, and shows
when somebody has edited a generated file.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mofgen.codegen.manifest import MANIFEST_NAME, manifest_bytes, read_manifest
from mofgen.codegen.outline import content_hash


class WriteConflictError(Exception):
    """Files in the way that mofgen did not write, or that were edited since.

    ``paths`` lists them, relative to the package's folder.
    """

    def __init__(self, folder: Path, paths: list[str]) -> None:
        self.folder = folder
        self.paths = paths
        listed = "\n".join(f"  {path}" for path in paths)
        super().__init__(
            f"{folder}: not written by mofgen, or edited since:\n{listed}\n"
            "nothing was changed; move them away, or overwrite them with --force"
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """How a folder differs from a plan; all paths relative to the folder.

    Parameters
    ----------
    missing, changed:
        Files of the plan that are not there, or have another content.
    stale:
        Files that mofgen wrote and the plan has no more.
    unchanged:
        Number of files that are as planned.
    conflicts:
        Those of ``changed`` and ``stale`` whose content mofgen did not write.
    """

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    stale: tuple[str, ...]
    unchanged: int
    conflicts: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.missing or self.changed or self.stale)


def compare(folder: Path, plan: Mapping[str, bytes]) -> Difference:
    """How ``folder`` differs from ``plan``; nothing is written."""
    return compare_hashes(folder, _hashes(plan))


def compare_hashes(folder: Path, hashes: Mapping[str, str]) -> Difference:
    """As :func:`compare`, where of the plan's files only the hashes are known."""
    known = read_manifest(folder)
    missing, changed, conflicts = [], [], []
    for path, planned in hashes.items():
        found = _hash_of(folder / path)
        if found is None:
            missing.append(path)
        elif found != planned:
            changed.append(path)
            if known.get(path) != found:
                conflicts.append(path)
    stale = []
    for path in sorted(known.keys() - hashes.keys()):
        found = _hash_of(folder / path)
        if found is not None:
            stale.append(path)
            if known[path] != found:
                conflicts.append(path)
    return Difference(
        missing=tuple(missing),
        changed=tuple(changed),
        stale=tuple(stale),
        unchanged=len(hashes) - len(missing) - len(changed),
        conflicts=tuple(conflicts),
    )


def is_written(folder: Path, hashes: Mapping[str, str]) -> bool:
    """Whether writing files of these hashes into ``folder`` would change nothing."""
    manifest = manifest_bytes(hashes)
    if _content(folder / MANIFEST_NAME) != manifest:
        return False
    return compare_hashes(folder, hashes).is_empty


def write_package(
    folder: Path, plan: Mapping[str, bytes], *, force: bool = False
) -> Difference:
    """Make ``folder`` what ``plan`` says; files that are right are not touched.

    Everything is first written beside the folder. Only when all of it is there are
    the files moved into place; if that fails half-way, what was moved is put back.

    Parameters
    ----------
    force:
        Overwrite or remove files in the way that mofgen did not write.

    Returns
    -------
    What differed before.

    Raises
    ------
    WriteConflictError
        Files are in the way, and ``force`` is not set; nothing was changed.
    OSError
        Something could not be written; the folder is as it was.
    """
    difference = compare(folder, plan)
    if difference.conflicts and not force:
        raise WriteConflictError(folder, list(difference.conflicts))
    manifest = manifest_bytes(_hashes(plan))
    if difference.is_empty and _content(folder / MANIFEST_NAME) == manifest:
        return difference
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        new = {path: plan[path] for path in difference.missing + difference.changed}
        new[MANIFEST_NAME] = manifest
        for path, content in new.items():
            _write(staging / "new" / path, content)
        _Exchange(folder, staging).run(list(new), list(difference.stale))
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _remove_empty_folders(folder, difference.stale)
    return difference


class _Exchange:
    """Moves staged files into a folder and its old files out, or undoes it all."""

    def __init__(self, folder: Path, staging: Path) -> None:
        self._folder = folder
        self._staging = staging
        self._undo: list[Callable[[], object]] = []

    def run(self, arriving: list[str], leaving: list[str]) -> None:
        try:
            for path in leaving:
                self._take_out(path)
            for path in arriving:
                self._take_out(path)
                self._put_in(path)
        except BaseException:
            for step in reversed(self._undo):
                step()
            raise

    def _take_out(self, path: str) -> None:
        target = self._folder / path
        if not os.path.lexists(target):
            return
        kept = self._staging / "old" / path
        kept.parent.mkdir(parents=True, exist_ok=True)
        target.replace(kept)
        self._undo.append(lambda: kept.replace(target))

    def _put_in(self, path: str) -> None:
        target = self._folder / path
        self._make_folder(target.parent)
        (self._staging / "new" / path).replace(target)
        self._undo.append(target.unlink)

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir()
        self._undo.append(folder.rmdir)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _hashes(plan: Mapping[str, bytes]) -> dict[str, str]:
    return {path: content_hash(content) for path, content in plan.items()}


def _hash_of(path: Path) -> str | None:
    content = _content(path)
    return None if content is None else content_hash(content)


def _remove_empty_folders(folder: Path, removed: tuple[str, ...]) -> None:
    for parent in {(folder / path).parent for path in removed} - {folder}:
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
