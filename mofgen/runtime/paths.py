"""References from the text of object paths, typed by the classes that they name.

:func:`parse_path` reads WMI paths and :func:`parse_uri` WBEM URIs; ``Ref.path``
and :func:`format_uri` write them.
"""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any, TypeVar, overload

from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import (
    CimError,
    CimTypeError,
    CimValueError,
    PathError,
    UnknownClassError,
    UnknownPropertyError,
    shown,
    suggestion,
)
from mofgen.runtime.package import find_class, package_of
from mofgen.runtime.path_text import PathParts, Read, read_path, write_path
from mofgen.runtime.references import KeyValue, Ref
from mofgen.runtime.uri_text import read_uri, write_uri
from mofgen.runtime.wire import (
    INTEGER_LIMITS,
    CimObject,
    Field,
    class_name,
    is_kind,
    key_fields,
)

I = TypeVar("I", bound=CimObject)  # noqa: E741

_DECIMAL = re.compile(r"[+-]?\d{1,20}", re.ASCII)


@overload
def parse_path(text: str, *, package: ModuleType | None = None) -> Ref[Any]: ...
@overload
def parse_path(
    text: str, of: type[I], *, package: ModuleType | None = None
) -> Ref[I]: ...
def parse_path(
    text: str, of: type[CimObject] | None = None, *, package: ModuleType | None = None
) -> Ref[Any]:
    r"""Read a WMI object path.

    Absolute (``\\HOST\root\cimv2:Class.Key="v"``) and relative paths, those of
    classes and of objects, singletons (``Class=@``) and an only key without its name
    (``Class="v"``); both slashes, both quotes, integers in decimal and hexadecimal.

    Parameters
    ----------
    text:
        The path.
    of:
        The class that the path must name, it or a subclass.
    package:
        The generated package with the classes; that of ``of`` if not given. Keys of
        a class that it has are checked, and have the types of the class.

    Returns
    -------
    The reference. Where the class is not known, a key whose text is a whole path,
    as WMI writes it, is a reference too, and one without quotes may be a datetime.

    Raises
    ------
    PathError
        Where the text is no path, with the column and what should stand there.
    CimTypeError, CimValueError
        Where it names a class other than ``of``, or keys that the class can't have.
    """
    return _referred(read_path(text), of, package)


@overload
def parse_uri(text: str, *, package: ModuleType | None = None) -> Ref[Any]: ...
@overload
def parse_uri(
    text: str, of: type[I], *, package: ModuleType | None = None
) -> Ref[I]: ...
def parse_uri(
    text: str, of: type[CimObject] | None = None, *, package: ModuleType | None = None
) -> Ref[Any]:
    """Read a WBEM URI (DSP0207), typed or untyped, percent-encoded or not.

    Scheme and user are passed over: they say how to get there, and the reference
    says what is there. The port stays with the host.

    Parameters, results and errors are those of :func:`parse_path`.
    """
    return _referred(read_uri(text), of, package)


def format_uri(ref: Ref[Any], *, typed: bool = False, encoded: bool = False) -> str:
    """Write a WBEM URI (DSP0207).

    Parameters
    ----------
    ref:
        The reference.
    typed:
        Whether each key is to have its type, as ``Key=(uint8)5``: the type that
        the class gives it where that is known, else the widest with such values.
    encoded:
        Whether to percent-encode what RFC 3986 does not let a URI have: quotes,
        backslashes, blanks, letters beyond ASCII.

    Raises
    ------
    PathError
        Where the reference has a key without its name.
    """
    return write_uri(ref, typed=typed, encoded=encoded)


def _referred(
    parts: PathParts, of: type[CimObject] | None, package: ModuleType | None
) -> Ref[Any]:
    if package is None and of is not None:
        package = package_of(of)
    kind = of if of and parts.class_name.lower() == class_name(of).lower() else None
    if kind is None and package is not None:
        try:
            kind = find_class(package, parts.class_name)
        except UnknownClassError:
            kind = None  # a host can have subclasses that the package has not
    if kind is not None and of is not None and not is_kind(kind, class_name(of)):
        raise CimTypeError(
            f"{shown(write_path(parts))} refers to {class_name(kind)},"
            f" which is not a subclass of {class_name(of)}"
        )
    keys = (
        {name: _plain(value, package) for name, value in parts.keys.items()}
        # An abstract class can leave it to its subclasses to have keys.
        if kind is None or not key_fields(kind)
        else _typed(kind, parts.keys, package)
    )
    return Ref(
        kind or parts.class_name,
        keys,
        namespace=parts.namespace,
        host=parts.host,
        is_singleton=parts.is_singleton,
    )


def _plain(value: Read, package: ModuleType | None) -> KeyValue:
    return _referred(value, None, package) if isinstance(value, PathParts) else value


def _typed(
    kind: type[CimObject], keys: dict[str, Read], package: ModuleType | None
) -> dict[str, KeyValue]:
    """The keys under the names that the class has for them, with its types."""
    fields = key_fields(kind)
    typed: dict[str, KeyValue] = {}
    for name, value in keys.items():
        field = fields.get(name.lower()) if name else _only(kind, fields)
        if field is None:
            near = suggestion(name, [each.name for each in fields.values()])
            raise UnknownPropertyError(f"{class_name(kind)} has no key {name!r}{near}")
        where = f"{class_name(kind)}.{field.name}"
        typed[field.name] = _key(where, field, value, package)
    return typed


def _only(kind: type[CimObject], fields: dict[str, Field]) -> Field:
    if len(fields) != 1:
        raise CimValueError(
            f"{class_name(kind)} has {len(fields)} keys, so that a path"
            " can't leave out their names"
        )
    return next(iter(fields.values()))


def _key(where: str, field: Field, value: Read, package: ModuleType | None) -> KeyValue:
    """The value of a key in the form in which the class's property has it."""
    if field.type == "reference":
        return _reference(where, value, package)
    if field.type in INTEGER_LIMITS:
        return _integer(where, field.type, value)
    if field.type in ("string", "char16"):
        # Text that only looks like a path was read as one without loss.
        text = write_path(value) if isinstance(value, PathParts) else value
        if isinstance(text, str):
            return text
    elif field.type == "datetime" and isinstance(value, (str, CimDateTime)):
        try:
            return CimDateTime.of(value)
        except CimError as error:
            raise type(error)(f"{where}: {error}") from None
    elif field.type == "boolean" and isinstance(value, bool):
        return value
    elif field.type in ("real32", "real64") and type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]
    written = write_path(value) if isinstance(value, PathParts) else value
    raise CimTypeError(f"{where} is {field.type}, not {shown(written)}")


def _integer(where: str, cim_type: str, value: Read) -> int:
    # Some providers put quotes around all keys.
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise CimTypeError(f"{where} is {cim_type}, not {shown(value)}")
    low, high = INTEGER_LIMITS[cim_type]
    if not low <= value <= high:
        raise CimValueError(f"{where}: {value} is not within {low}..{high}")
    return value


def _reference(where: str, value: Read, package: ModuleType | None) -> Ref[Any]:
    if isinstance(value, PathParts):
        return _referred(value, None, package)
    if not isinstance(value, str):
        raise CimTypeError(f"{where} is a reference, not {shown(value)}")
    try:
        return parse_path(value, package=package)
    except PathError as error:
        raise error.within(where) from None
