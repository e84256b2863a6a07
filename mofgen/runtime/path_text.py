r"""The text of WMI object paths: read into parts, and written.

``\\HOST\root\virtualization\v2:Msvm_ComputerSystem.CreationClassName="...",Name="..."``.
MS-WMI 2.2.2 gives the grammar, without the singletons, the unnamed single key and
the quotes that WMI takes as well; what is read here is all of that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import PathError, shown
from mofgen.runtime.names import is_host, is_namespace
from mofgen.runtime.path_scanner import LONGEST, Scanner

if TYPE_CHECKING:
    from mofgen.runtime.references import Ref

Read: TypeAlias = "str | int | float | bool | CimDateTime | PathParts"
"""What a key's value is read as, where nothing tells its type."""
ValueReader: TypeAlias = "Callable[[Scanner], Read]"
"""Reads one key's value where the scanner is."""


class PathParts(NamedTuple):
    """What a path says, before anything is known of its class.

    The key of a path that gives one without its name has the name ``""``.
    """

    class_name: str
    keys: dict[str, Read]
    namespace: str | None
    host: str | None
    is_singleton: bool


_PART = re.compile(r"[\w-]+")
_HOST = re.compile(r"[^\\/\s\"']+")
_LOCAL_PLACE = re.compile(r"[\\/]?((?:[\w-]+(?:[\\/][\w-]+)*)?)\s*:")
_ESCAPES = {each: each for each in "\\\"'"}


def read_path(text: str) -> PathParts:
    """Read a WMI path: absolute or relative, of a class or of an object.

    Parameters
    ----------
    text:
        The path. Both slashes, both quotes and white space between its parts
        are fine.

    Raises
    ------
    CimTypeError
        Where it is no text.
    PathError
        Where it is no path, with the column and what should stand there.
    """
    scanner = Scanner(text, "a WMI path")
    host, namespace = _place(scanner)
    scanner.skip_space()
    class_name = scanner.name("a class name")
    keys: dict[str, Read] = {}
    is_singleton = False
    scanner.skip_space()
    if scanner.take("."):
        keys = read_keys(scanner, _value)
    elif scanner.take("="):
        if scanner.skip_space() == "@":
            scanner.at += 1
            is_singleton = True
        else:
            keys[""] = _value(scanner)
        scanner.end("the end of the path")
    else:
        scanner.end("'.' and keys, '=' and a key, or the end of the path")
    return PathParts(class_name, keys, namespace, host, is_singleton)


def read_instance_path(text: str) -> PathParts | None:
    """Read a WMI path of an object; None where the text is none."""
    if "=" not in text:
        return None
    try:
        parts = read_path(text)
    except PathError:
        return None
    return parts if parts.keys or parts.is_singleton else None


def _place(scanner: Scanner) -> tuple[str | None, str | None]:
    """Host and namespace."""
    if scanner.skip_space() not in ("\\", "/"):
        local = scanner.match(_LOCAL_PLACE)
        return None, None if local is None else _namespace(scanner, local)
    if scanner.text[scanner.at + 1 : scanner.at + 2] not in ("\\", "/"):
        local = scanner.match(_LOCAL_PLACE)
        if local is None:
            scanner.at += 1
            scanner.fail("a namespace and ':' before the class")
        return None, _namespace(scanner, local)
    scanner.at += 2
    start = scanner.at
    host = scanner.match(_HOST)
    if host is None or not is_host(host[0]):
        scanner.fail("the name of a host", start)
    if scanner.peek() not in ("\\", "/"):
        scanner.fail("a slash and a namespace after the host")
    scanner.at += 1
    start = scanner.at
    while scanner.match(_PART) and scanner.peek() in ("\\", "/"):
        scanner.at += 1
    namespace = scanner.text[start : scanner.at] or None
    if scanner.skip_space() != ":":
        scanner.fail("':' and a class after the namespace")
    if namespace and not is_namespace(namespace):
        scanner.fail("a namespace", start)
    scanner.at += 1
    return host[0], namespace


def _namespace(scanner: Scanner, found: re.Match[str]) -> str | None:
    if found[1] and not is_namespace(found[1]):
        scanner.fail("a namespace", found.start(1))
    return found[1] or None


def read_keys(scanner: Scanner, value: ValueReader) -> dict[str, Read]:
    """Read ``name=value`` pairs up to the end of the text."""
    keys: dict[str, Read] = {}
    seen = set()
    while True:
        scanner.skip_space()
        start = scanner.at
        name = scanner.name("the name of a key")
        if name.lower() in seen:
            scanner.fail(f"another key, {name} is given twice", start)
        seen.add(name.lower())
        if scanner.skip_space() != "=":
            scanner.fail(f"'=' and the value of {name}")
        scanner.at += 1
        scanner.skip_space()
        keys[name] = value(scanner)
        if scanner.skip_space() != ",":
            scanner.end("',' and another key, or the end of the path")
            return keys
        scanner.at += 1


def _value(scanner: Scanner) -> Read:
    if scanner.peek() not in ("'", '"'):
        return scanner.bare_value()
    text = scanner.quoted(_ESCAPES)
    if not text.startswith("\\\\"):
        return text
    # A string can look like a path and be none: it is read as one only if nothing
    # gets lost.
    nested = read_instance_path(text)
    return text if nested is None or write_path(nested) != text else nested


def write_path(of: Ref[Any] | PathParts) -> str:
    """The WMI path: absolute where host or namespace are known, else relative."""
    relative = write_relative_path(of)
    if of.host is None and of.namespace is None:
        return relative
    namespace = (of.namespace or "").replace("/", "\\").strip("\\")
    return f"\\\\{of.host or '.'}\\{namespace}:{relative}"


def write_relative_path(of: Ref[Any] | PathParts) -> str:
    """Class and keys, in the order of the keys' names as WMI has them."""
    if of.is_singleton:
        return f"{of.class_name}=@"
    if "" in of.keys:
        return f"{of.class_name}={_written(of.keys[''])}"
    names = sorted(of.keys, key=str.lower)
    keys = ",".join([f"{name}={_written(of.keys[name])}" for name in names])
    return f"{of.class_name}.{keys}" if keys else of.class_name


def _written(value: object) -> str:
    if isinstance(value, (bool, int, float)):
        return written_number(value)
    text = write_path(value) if isinstance(value, PathParts) else str(value)
    return in_quotes(text)


def written_number(value: float) -> str:
    """A boolean, integer or real as paths have it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return int.__repr__(value)
    text = repr(value)
    # Both grammars want a point before an exponent.
    return text if "." in text else text.replace("e", ".0e")


def in_quotes(text: str) -> str:
    """A string as paths have it.

    Raises
    ------
    PathError
        Where it is longer than any path.
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    if len(escaped) > LONGEST:
        raise PathError(f"a key's value is too long for a path: {shown(text)}")
    return f'"{escaped}"'
