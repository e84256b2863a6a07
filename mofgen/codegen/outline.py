"""What a package comes to, in hashes: kept, so that an unchanged one costs little.

An outline is enough to tell whether a folder is what it should be. It is kept in
the user's cache under everything that the content of the files depends on; where
any of that is another, there is no outline and the package is worked out anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import msgspec

from mofgen import __version__
from mofgen.cache_files import CacheFiles
from mofgen.codegen.names import Naming
from mofgen.resources import resource_folder

MAX_OUTLINES = 32
"""So many are kept, those that were used last."""

_FILES = CacheFiles(".mofgen-outline")


@dataclass(frozen=True, slots=True)
class Outline:
    """The number of classes, and the SHA-256 of every file by its path."""

    classes: int
    hashes: Mapping[str, str]


def outline_of(classes: int, files: Mapping[str, bytes]) -> Outline:
    """The outline of a planned package."""
    return Outline(classes, {path: content_hash(data) for path, data in files.items()})


def content_hash(data: bytes) -> str:
    """The hash by which a file of a package is known."""
    return sha256(data).hexdigest()


def outline_key(schema: str, package: str, naming: Naming) -> str:
    """The key for a package that mofgen's own templates give.

    Parameters
    ----------
    schema:
        What stands for the schema (:func:`mofgen.ir.cache.cached_schema_name`).
    package, naming:
        As in :class:`mofgen.codegen.package.Options`.
    """
    key = sha256(f"{__version__} {sys.version} {schema}\n".encode())
    key.update(msgspec.json.encode((package, naming), order="deterministic"))
    for file in _generator_files():
        key.update(f"\n{file.name}\n".encode())
        key.update(file.read_bytes())
    key.update(_jinja().encode("utf-8", "backslashreplace"))
    return key.hexdigest()


def kept_outline(key: str) -> Outline | None:
    """The outline that was kept under ``key``, None if there is none."""
    data = _FILES.read(key)
    if data is None:
        return None
    try:
        outline = msgspec.json.decode(data, type=Outline)
    except (ValueError, msgspec.DecodeError):
        return None
    _FILES.mark_used(key)
    return outline


def keep_outline(key: str, outline: Outline) -> None:
    """Keep ``outline`` under ``key``; where that is not possible, nothing happens."""
    _FILES.write(key, msgspec.json.encode(outline), keep=MAX_OUTLINES)


def clear_outlines() -> int:
    """Delete all outlines and tell how many there were.

    Raises
    ------
    OSError
        One can't be deleted.
    """
    return _FILES.clear()


def _generator_files() -> Iterator[Path]:
    """The sources of generation: in a checkout every edit of them counts."""
    for folder in (Path(__file__).parent, resource_folder("templates")):
        for suffix in ("py", "j2"):
            yield from sorted(folder.glob(f"*.{suffix}"))


def _jinja() -> str:
    """Which jinja2 there is, without the time that importing it takes."""
    found = find_spec("jinja2")
    if found is None or found.origin is None:
        return ""
    return f"{found.origin} {Path(found.origin).stat().st_mtime_ns}"
