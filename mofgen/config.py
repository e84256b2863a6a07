"""What ``[tool.mofgen]`` of a ``pyproject.toml`` says."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from keyword import iskeyword
from pathlib import Path
from typing import Any

from mofgen.suggest import did_you_mean

FILE_NAME = "pyproject.toml"


class ConfigError(Exception):
    """A configuration that can't be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration of a project; every path is absolute.

    Parameters
    ----------
    file:
        Where it was read, None if there is no configuration.
    schema, amend:
        MOF files of the schema, and the ``.mfl`` files that amend it.
    include_path:
        Folders in which ``#pragma include`` looks after the including file's own.
    encoding:
        Encoding of the schema's files; None for what mofgen finds out by itself.
    external:
        Classes that the schema refers to and that live in another namespace.
    package, out:
        Name of the generated package, and the folder in which it is written.
    templates:
        Folder with templates that replace mofgen's own.
    naming:
        The table ``[tool.mofgen.naming]`` as it stands; generation reads it.
    """

    file: Path | None = None
    schema: tuple[Path, ...] = ()
    amend: tuple[Path, ...] = ()
    include_path: tuple[Path, ...] = ()
    encoding: str | None = None
    external: tuple[str, ...] = ()
    package: str | None = None
    out: Path | None = None
    templates: Path | None = None
    naming: Mapping[str, Any] = field(default_factory=dict)


def find_config(start: Path) -> Config:
    """The configuration in force in the folder ``start``.

    It is that of the nearest ``pyproject.toml``, in ``start`` or above; without
    one, or without a ``[tool.mofgen]`` in it, the result is ``Config()``.

    Raises
    ------
    ConfigError
        See :func:`read_config`.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return read_config(folder / FILE_NAME)
    return Config()


def read_config(file: Path) -> Config:
    """Read ``[tool.mofgen]`` of ``file``; its paths count from the file's folder.

    Raises
    ------
    ConfigError
        The file can't be read or is no TOML, or the table has a key that mofgen
        does not know or a value of the wrong type.
    """
    file = file.absolute()
    try:
        document = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{file}: {error}") from error
    table = _table(document.get("tool", {}), "tool", file).get("mofgen", {})
    values: dict[str, Any] = {}
    for key, value in _table(table, "tool.mofgen", file).items():
        reader = _READERS.get(key)
        if reader is None:
            hint = did_you_mean(key, _READERS)
            raise ConfigError(f'{file}: tool.mofgen: unknown key "{key}"{hint}')
        try:
            values[key.replace("-", "_")] = reader(value, file.parent)
        except _WrongValueError as error:
            raise ConfigError(f"{file}: tool.mofgen.{key} must be {error}") from error
    return Config(file=file, **values)


def is_package_name(name: str) -> bool:
    """Whether a package of this name can be imported: words of Python can't."""
    return all(part.isidentifier() and not iskeyword(part) for part in name.split("."))


class _WrongValueError(Exception):
    """Says what the value should have been."""


def _table(value: object, name: str, file: Path) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise ConfigError(f"{file}: {name} must be a table, not {_kind(value)}")


def _text(value: object, folder: Path) -> str:
    if isinstance(value, str) and value:
        return value
    raise _WrongValueError(f"a string, not {_kind(value)}")


def _texts(value: object, folder: Path) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(v, str) and v for v in value):
        return tuple(value)
    raise _WrongValueError(f"a list of strings, not {_kind(value)}")


def _path(value: object, folder: Path) -> Path:
    return folder / _text(value, folder)


def _paths(value: object, folder: Path) -> tuple[Path, ...]:
    return tuple(folder / v for v in _texts(value, folder))


def _encoding(value: object, folder: Path) -> str:
    name = _text(value, folder)
    try:
        codecs.lookup(name)
    except LookupError:
        raise _WrongValueError(f'an encoding, and "{name}" is none') from None
    return name


def _package(value: object, folder: Path) -> str:
    name = _text(value, folder)
    if is_package_name(name):
        return name
    raise _WrongValueError(f'the name of a Python package, and "{name}" is none')


def _naming(value: object, folder: Path) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise _WrongValueError(f"a table, not {_kind(value)}")


_READERS: Mapping[str, Callable[[object, Path], object]] = {
    "schema": _paths,
    "amend": _paths,
    "include-path": _paths,
    "encoding": _encoding,
    "external": _texts,
    "package": _package,
    "out": _path,
    "templates": _path,
    "naming": _naming,
}


def _kind(value: object) -> str:
    """What a TOML value is, in TOML's words."""
    match value:
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a float"
        case "":
            return "an empty string"
        case str():
            return "a string"
        case list():
            return "a list of other values" if value else "an empty list"
        case dict():
            return "a table"
        case _:
            return "a date or time"
