"""Reading a schema from its files, or from the cache of schemas already resolved.

An entry of the cache is the JSON of :mod:`mofgen.ir.json` below one line that says
which files it came from. It counts only while every one of those files has the
content it had then, and none has come into being that an include would find first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mofgen import __version__
from mofgen.cache_files import CacheFiles, cache_is_enabled
from mofgen.ir.fingerprint import Fingerprint, fingerprint, hash_bytes, hash_file
from mofgen.ir.json import VERSION, from_json, to_json
from mofgen.ir.model import Schema
from mofgen.resources import resource_folder

if TYPE_CHECKING:
    from mofgen.mof.tree import Document

MAX_ENTRIES = 16
"""So many schemas are kept, those that were used last."""

_FILES = CacheFiles(".mofgen-ir")


def load_schema(
    paths: Sequence[Path | str],
    *,
    amend: Sequence[Path | str] = (),
    include_path: Sequence[Path | str] = (),
    encoding: str | None = None,
    external: Iterable[str] = (),
    cache: bool = True,
) -> Schema:
    """Parse and resolve MOF files, or take the result from the cache.

    Parameters
    ----------
    paths:
        The schema's files, in the order in which a compiler would be given them.
    amend:
        ``.mfl`` files whose amended qualifiers are merged in.
    include_path:
        Folders in which ``#pragma include`` looks after the including file's own.
    encoding:
        Encoding of all files; None finds it out for each.
    external:
        Classes that the schema refers to and that live in another namespace.
    cache:
        Whether the cache may be read and written; the environment variable
        ``MOFGEN_NO_CACHE=1`` turns it off as well.

    Raises
    ------
    MofError
        The files can't be read, or have errors. Errors are never cached.
    """
    return load_named_schema(
        paths,
        amend=amend,
        include_path=include_path,
        encoding=encoding,
        external=external,
        cache=cache,
    ).schema


class NamedSchema(NamedTuple):
    """A schema, and the name that stands for it; None where the cache has no part."""

    schema: Schema
    name: str | None


def load_named_schema(
    paths: Sequence[Path | str],
    *,
    amend: Sequence[Path | str] = (),
    include_path: Sequence[Path | str] = (),
    encoding: str | None = None,
    external: Iterable[str] = (),
    cache: bool = True,
) -> NamedSchema:
    """As :func:`load_schema`, with the name of :func:`cached_schema_name` besides."""
    inputs = _inputs(paths, amend, include_path, encoding, external)
    entry = _entry(inputs) if cache and cache_is_enabled() else None
    found = _read(entry) if entry is not None else None
    return found or _compile(inputs, entry)


def cached_schema_name(
    paths: Sequence[Path | str],
    *,
    amend: Sequence[Path | str] = (),
    include_path: Sequence[Path | str] = (),
    encoding: str | None = None,
    external: Iterable[str] = (),
    cache: bool = True,
) -> str | None:
    """A name for the schema that :func:`load_schema` would take from the cache.

    The parameters are those of :func:`load_schema`. The same name always stands for
    the same schema, so that what was made of it can be kept under it.

    Returns
    -------
    None where the files would have to be parsed.
    """
    inputs = _inputs(paths, amend, include_path, encoding, external)
    entry = _entry(inputs) if cache and cache_is_enabled() else None
    line = _FILES.first_line(entry) if entry is not None else None
    if entry is None or line is None:
        return None
    try:
        made_from = msgspec.json.decode(line, type=Fingerprint)
        if not made_from.is_current():
            return None
    except (OSError, ValueError, msgspec.DecodeError):
        return None
    return _name(entry, line)


def clear_cache() -> int:
    """Delete all entries and tell how many there were.

    Raises
    ------
    OSError
        An entry can't be deleted.
    """
    return _FILES.clear()


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What :func:`load_schema` was asked for."""

    paths: tuple[str, ...]
    amend: tuple[str, ...]
    include_path: tuple[str, ...]
    encoding: str | None
    external: tuple[str, ...]


def _inputs(
    paths: Sequence[Path | str],
    amend: Sequence[Path | str],
    include_path: Sequence[Path | str],
    encoding: str | None,
    external: Iterable[str],
) -> _Inputs:
    return _Inputs(
        paths=tuple(str(p) for p in paths),
        amend=tuple(str(p) for p in amend),
        include_path=tuple(str(p) for p in include_path),
        encoding=encoding,
        external=tuple(external),
    )


def _compile(inputs: _Inputs, entry: str | None) -> NamedSchema:
    # Only here: a hit in the cache needs neither the grammar nor the resolver.
    from mofgen.ir import resolve
    from mofgen.mof import parse_files

    def parse(files: Iterable[str]) -> Document:
        return parse_files(
            files, include_path=inputs.include_path, encoding=inputs.encoding
        )

    document = parse(inputs.paths)
    amendments = [parse([file]) for file in inputs.amend]
    schema = resolve(document, amendments=amendments, external=inputs.external)
    if entry is None:
        return NamedSchema(schema, None)
    made_from = fingerprint(
        [document, *amendments], inputs.include_path, inputs.encoding
    )
    if made_from is None:
        return NamedSchema(schema, None)
    line = msgspec.json.encode(made_from)
    _write(entry, line, schema)
    return NamedSchema(schema, _name(entry, line))


# --- entries ---


def _entry(inputs: _Inputs) -> str | None:
    """The name of the entry in which the schema of ``inputs`` is or will be kept.

    It is a hash of the named files' content and of all that may change what
    they give; None where a file can't be read (parsing will say so).
    """
    parts: list[object] = [VERSION, inputs.encoding]
    parts.append(sorted(name.lower() for name in inputs.external))
    parts.append([str(Path(folder).absolute()) for folder in inputs.include_path])
    try:
        parts.append(_generator())
        for files in (inputs.paths, inputs.amend):
            parts.append([(str(Path(f).absolute()), hash_file(f)) for f in files])
        return hash_bytes(repr(parts).encode("utf-8", "backslashreplace"))
    except (OSError, ValueError):
        return None


def _generator() -> tuple[str, int]:
    """The version of mofgen; in a checkout every edit of the front end is one."""
    package = Path(__file__).parent.parent
    folders = (package / "ir", package / "mof", resource_folder("grammar"))
    files = [f for folder in folders for f in folder.rglob("*.*") if f.is_file()]
    # Bytecode comes and goes with its source.
    newest = max(f.stat().st_mtime_ns for f in files if f.suffix != ".pyc")
    return __version__, newest


def _name(entry: str, line: bytes) -> str:
    """What stands for the schema of an entry with that first line."""
    return hash_bytes(entry.encode() + line)


def _read(entry: str) -> NamedSchema | None:
    """The schema in ``entry``, None if it is not there, not valid, or out of date."""
    data = _FILES.read(entry)
    if data is None:
        return None
    try:
        end = data.find(b"\n")
        line = data[: max(end, 0)]
        if not msgspec.json.decode(line, type=Fingerprint).is_current():
            return None
        schema = from_json(memoryview(data)[end + 1 :])
    except (OSError, ValueError, msgspec.DecodeError):
        return None
    _FILES.mark_used(entry)
    return NamedSchema(schema, _name(entry, line))


def _write(entry: str, line: bytes, schema: Schema) -> None:
    """Keep ``schema`` below ``line``; where that is not possible, nothing happens."""
    try:
        data = line + b"\n" + to_json(schema)
    except (UnicodeEncodeError, OverflowError):
        return
    _FILES.write(entry, data, keep=MAX_ENTRIES)
