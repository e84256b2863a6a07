"""Instances as JSON: the mapping that docs/instances.md describes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, TypeAlias, TypeVar, overload

from mofgen.runtime.codecs.cimxml_values import integer, real
from mofgen.runtime.codecs.columns import (
    Column,
    columns,
    columns_by_name,
    plan,
    restored,
)
from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.codecs.limits import MAX_CHARACTERS, MAX_EMBEDDED
from mofgen.runtime.codecs.names import Names, OnUnknown
from mofgen.runtime.codecs.references import ref_from_text
from mofgen.runtime.errors import CimError, CimTypeError, shown
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.wire import INTEGER_LIMITS

I = TypeVar("I", bound=Instance)  # noqa: E741

CLASS_KEY = "@class"
"""The member that has the name of the class."""

_BIG = ("uint64", "sint64")
_REALS = ("real32", "real64")
_BYTES_PER_CHARACTER = 4

Item: TypeAlias = Callable[[Any, int], Any]
"""Gives what JSON has for a value, within an object so many levels deep."""


def to_json(obj: Instance, *, indent: int | None = None) -> str:
    """An instance as JSON.

    Parameters
    ----------
    obj:
        The instance.
    indent:
        Blanks per level; None for all in one line.

    Raises
    ------
    CodecError
        For an instance within itself.
    """
    import json

    return json.dumps(as_dict(obj), ensure_ascii=False, indent=indent)


def as_dict(obj: Instance) -> dict[str, Any]:
    """What :func:`to_json` writes, as a dictionary of plain values.

    Its members are the properties that are set, by CIM name in the order of the
    schema, after the class under ``@class``. Integers of 64 bits are strings, for
    not everything that reads JSON can hold them; so are infinite reals and NaN.
    Datetimes and references are their text.

    Raises
    ------
    CodecError
        For an instance within itself.
    """
    return _dict(obj, 0)


@overload
def from_json(
    text: str | bytes, of: type[I], *, unknown: OnUnknown = "refuse"
) -> I: ...
@overload
def from_json(
    text: str | bytes, of: ModuleType, *, unknown: OnUnknown = "refuse"
) -> Instance: ...
def from_json(
    text: str | bytes,
    of: ModuleType | type[Instance],
    *,
    unknown: OnUnknown = "refuse",
) -> Instance:
    """The instance that a text of JSON says.

    Integers may be numbers or strings whatever their size; ``@class`` may be missing
    where a class is expected.

    Parameters
    ----------
    text:
        The text; bytes are UTF-8, UTF-16 or UTF-32.
    of, unknown:
        As for :func:`~mofgen.runtime.codecs.cimxml_reader.from_cimxml`; unknown
        names are refused unless you say otherwise, for people write JSON.

    Raises
    ------
    CodecError
        Where the text is no such instance; it says the place as ``$.Setting.Size``.
    """
    return from_dict(_loaded(text), of, unknown=unknown)


@overload
def from_dict(
    value: Mapping[str, Any], of: type[I], *, unknown: OnUnknown = "refuse"
) -> I: ...
@overload
def from_dict(
    value: Mapping[str, Any], of: ModuleType, *, unknown: OnUnknown = "refuse"
) -> Instance: ...
def from_dict(
    value: Mapping[str, Any],
    of: ModuleType | type[Instance],
    *,
    unknown: OnUnknown = "refuse",
) -> Instance:
    """The instance that a dictionary says; see :func:`as_dict` and :func:`from_json`."""
    names = Names(of, unknown)
    return _Reader(names).instance(value, names.class_of_text, names.expected, "$", 0)


def _dict(obj: Instance, depth: int) -> dict[str, Any]:
    if depth > MAX_EMBEDDED:
        raise CodecError(f"instances are embedded more than {MAX_EMBEDDED} deep")
    cls = type(obj)
    made: dict[str, Any] = {CLASS_KEY: class_table(cls).name}
    for attribute, name, item in plan(cls, "json", _items):
        if attribute in obj.__dict__:
            value = obj.__dict__[attribute]
            made[name] = None if value is None else item(value, depth)
    return made


def _items(cls: type[Instance]) -> tuple[tuple[str, str, Item], ...]:
    return tuple((each.attribute, each.name, _item(each)) for each in columns(cls))


def _item(column: Column) -> Item:
    one = _scalar(column)
    if not column.is_array:
        return one
    return lambda values, depth: [
        None if value is None else one(value, depth) for value in values
    ]


def _scalar(column: Column) -> Item:
    if column.is_embedded:
        return lambda value, depth: _dict(value, depth + 1)
    if column.is_reference:
        return lambda value, depth: value.path
    if column.type in _BIG:
        return lambda value, depth: int.__repr__(value)
    if column.type in INTEGER_LIMITS:
        return lambda value, depth: int(value)
    if column.type in _REALS:
        return _real
    if column.type == "datetime":
        return lambda value, depth: value.text
    if column.type == "boolean":
        return lambda value, depth: value
    return lambda value, depth: str.__str__(value)


def _real(value: float, depth: int) -> float | str:
    if value - value == 0:
        return value
    return "NaN" if value != value else "INF" if value > 0 else "-INF"


def _loaded(text: str | bytes) -> Any:
    import json

    if not isinstance(text, (str, bytes)):
        raise CimTypeError(f"JSON is str or bytes, not {shown(text)}")
    limit = MAX_CHARACTERS * (_BYTES_PER_CHARACTER if isinstance(text, bytes) else 1)
    if len(text) > limit:
        raise CodecError(f"the text has more than {MAX_CHARACTERS} characters")
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_members)
    except json.JSONDecodeError as error:
        raise CodecError(
            f"this is not JSON: {error.msg}", line=error.lineno, column=error.colno
        ) from None
    except RecursionError:
        raise CodecError("values are nested too deep") from None
    except UnicodeDecodeError as error:
        raise CodecError(
            f"the bytes are not {error.encoding}: {error.reason} at byte {error.start}"
        ) from None
    except CodecError:
        raise
    except ValueError:  # Python converts no integers of thousands of digits
        raise CodecError("there is a number that no CIM type can hold") from None


def _no_constant(name: str) -> Any:
    raise CodecError(f"{name} is not JSON: write it as a string")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise CodecError(f"member {shown(name)} is given twice")
            seen.add(name)
    return members


ClassOf = Callable[[str], "type[Instance]"]


class _Reader:
    """Makes instances of what JSON has."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def instance(
        self,
        value: Any,
        class_of: ClassOf,
        expected: type[Instance] | None,
        where: str,
        depth: int,
    ) -> Instance:
        """The instance that an object of JSON says."""
        if not isinstance(value, Mapping):
            raise CodecError(f"expected an object, found {shown(value)}", where=where)
        if depth > MAX_EMBEDDED:
            problem = f"instances are embedded more than {MAX_EMBEDDED} deep"
            raise CodecError(problem, where=where)
        cls = expected
        if CLASS_KEY in value or cls is None:
            name = value.get(CLASS_KEY)
            if not isinstance(name, str):
                problem = f"{CLASS_KEY} has to be the name of a class"
                raise CodecError(problem, where=where)
            cls = _located(where, class_of, name)
        values: dict[str, Any] = {}
        for name, member in value.items():
            if name != CLASS_KEY:
                self._property(cls, name, member, values, where, depth)
        return restored(cls, values)

    def _property(
        self,
        cls: type[Instance],
        name: str,
        value: Any,
        values: dict[str, Any],
        where: str,
        depth: int,
    ) -> None:
        column = columns_by_name(cls).get(name.lower())
        if column is None:
            of = class_table(cls).name
            _located(where, self._names.tell, "property", of, name)
            return
        if column.attribute in values:
            raise CodecError(f"property {name} is given twice", where=where)
        values[column.attribute] = self._value(column, value, f"{where}.{name}", depth)

    def _value(self, column: Column, value: Any, where: str, depth: int) -> Any:
        if value is None:
            return None
        if not column.is_array:
            return self._one(column, value, where, depth)
        if not isinstance(value, (list, tuple)):
            problem = f"{column.name} is an array, not {shown(value)}"
            raise CodecError(problem, where=where)
        return tuple(
            None if item is None else self._one(column, item, f"{where}[{at}]", depth)
            for at, item in enumerate(value)
        )

    def _one(self, column: Column, value: Any, where: str, depth: int) -> Any:
        if not column.is_embedded:
            return _located(where, self._plain, column, value)
        names, expected = self._names, column.class_name

        def class_of(name: str) -> type[Instance]:
            return names.class_of_value(name, expected)

        stands_for = None if expected is None else names.find(expected)
        return self.instance(value, class_of, stands_for, where, depth + 1)

    def _plain(self, column: Column, value: Any) -> Any:
        """The stored form of a value; raises CimError."""
        if column.is_reference:
            if not isinstance(value, str):
                raise CodecError(f"expected the text of a path, found {shown(value)}")
            return ref_from_text(value, self._names)
        if isinstance(value, str):
            if column.type in INTEGER_LIMITS:
                value = integer(value, column.type)
            elif column.type in _REALS:
                value = real(value)
        elif isinstance(value, float) and value - value != 0:
            raise CodecError("there is a number that no CIM type can hold")
        return column.check(value)


def _located(where: str, function: Callable[..., Any], *given: Any) -> Any:
    """What a function gives; its errors with the place."""
    try:
        return function(*given)
    except CimError as error:
        raise CodecError(str(error), where=where) from None
