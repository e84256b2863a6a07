"""Checks of what a property or parameter is given, and its stored form.

:func:`converter` makes one function per property, once per class; with it a
value costs one call. The messages name class, property, value and limit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import (
    CimError,
    CimTypeError,
    CimValueError,
    PathError,
    shown,
)
from mofgen.runtime.references import Ref
from mofgen.runtime.values import ListedValue, ValuesType
from mofgen.runtime.wire import INTEGER_LIMITS as INTEGER_LIMITS
from mofgen.runtime.wire import CimObject, Field, class_name, is_kind

Converter: TypeAlias = Callable[[Any], Any]
"""Takes a value that is not None, gives its stored form or raises CimError."""

_INFINITE = float("inf")
_SEQUENCES = frozenset({list, tuple})


def converter(
    where: str,
    field: Field,
    values: ValuesType | None,
    owner: type[CimObject] | None = None,
) -> Converter:
    """The check of one property or parameter.

    Parameters
    ----------
    where:
        ``Class.Property`` or ``Class.Method(Parameter)``, for messages.
    field:
        Type, marks, class and limits.
    values:
        The class of values of which the stored value is made; None for plain ones.
    owner:
        The class whose property or parameter it is: in its package are the classes
        that paths name.
    """
    one = (
        _reference(where, field.class_name, owner)
        if field.type == "reference" and not field.is_embedded
        else _scalar(where, field, values)
    )
    if not field.is_array:
        return one
    return _array(where, one, takes_bytes=field.type == "uint8")


def _scalar(where: str, field: Field, values: ValuesType | None) -> Converter:
    if field.is_embedded:
        return _embedded(where, field.class_name)
    if field.type in INTEGER_LIMITS:
        return _integer(where, field, values)
    match field.type:
        case "string":
            return _string(where, field, values)
        case "boolean":
            return _boolean(where)
        case "real32" | "real64":
            return _real(where, field.type)
        case "datetime":
            return _datetime(where)
        case "char16":
            return _char(where, values)
    raise CimTypeError(f"{where}: there is no CIM type {field.type!r}")


def _array(where: str, one: Converter, *, takes_bytes: bool) -> Converter:
    # A string is a sequence of strings, and bytes one of integers: rarely meant.
    refused = str if takes_bytes else (str, bytes, bytearray)

    def convert(value: Any) -> tuple[Any, ...]:
        # What is given most is known without asking an abstract class.
        if type(value) not in _SEQUENCES and (
            isinstance(value, refused) or not isinstance(value, Sequence)
        ):
            raise CimTypeError(f"{where} takes a list or tuple, not {_named(value)}")
        try:
            return tuple(map(one, value))
        except CimError:  # for NULL too, which is rare in an array
            return _items(where, one, value)

    return convert


def _items(where: str, one: Converter, items: Sequence[Any]) -> tuple[Any, ...]:
    """The stored items, NULL among them; an error says at which index it is."""
    stored = []
    for index, item in enumerate(items):
        try:
            stored.append(None if item is None else one(item))
        except CimError as error:
            text = str(error).replace(where, f"{where}[{index}]", 1)
            raise type(error)(text) from None
    return tuple(stored)


def _integer(where: str, field: Field, values: ValuesType | None) -> Converter:
    low, high = integer_limits(field)

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise CimTypeError(f"{where} is {field.type}, not {_named(value)}")
        if value > high:
            raise CimValueError(
                f"{where}: {shown(int(value))} is above the limit {high} of {field.type}"
            )
        if value < low:
            raise CimValueError(
                f"{where}: {shown(int(value))} is below the limit {low} of {field.type}"
            )
        return int(value)

    def convert(value: Any) -> int:
        if type(value) is int and low <= value <= high:
            return value
        return check(value)

    if values is None:
        return convert
    return _member(values, check, None if field.limits else int)


def integer_limits(field: Field) -> tuple[int, int]:
    """The limits of the type, narrowed by those of the property."""
    low, high = INTEGER_LIMITS[field.type]
    lowest, highest = field.limits or (None, None)
    return (
        low if lowest is None else max(low, lowest),
        high if highest is None else min(high, highest),
    )


def _member(values: ValuesType, check: Converter, plain: type | None) -> Converter:
    # Listed values are within the limits of the type: one of exactly the plain type
    # that is among the members needs no other check.
    members = values._members

    def convert(value: Any) -> Any:
        if type(value) is plain and (member := members.get(value)) is not None:
            return member
        return values(check(value))

    return convert


def _string(where: str, field: Field, values: ValuesType | None) -> Converter:
    shortest, longest = field.limits or (None, None)

    def convert(value: Any) -> str:
        if not isinstance(value, str):
            raise CimTypeError(f"{where} is a string, not {_named(value)}")
        if longest is not None and len(value) > longest:
            raise CimValueError(
                f"{where}: {shown(value)} has {len(value)} characters,"
                f" above the limit {longest}"
            )
        if shortest is not None and len(value) < shortest:
            raise CimValueError(
                f"{where}: {shown(value)} has {len(value)} characters,"
                f" below the limit {shortest}"
            )
        return value if type(value) is str else str(value)

    if values is None:
        return convert
    return _member(values, convert, None if field.limits else str)


def _boolean(where: str) -> Converter:
    def convert(value: Any) -> bool:
        if value is True or value is False:
            return value
        raise CimTypeError(f"{where} is boolean, not {_named(value)}")

    return convert


def _real(where: str, type_: str) -> Converter:
    def convert(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise CimTypeError(f"{where} is {type_}, not {_named(value)}")
        try:
            real = float(value)
            return real if type_ == "real64" else _real32(real)
        except OverflowError:
            raise CimValueError(f"{where}: {shown(value)} is beyond {type_}") from None

    return convert


def _real32(value: float) -> float:
    """The value that is left in 32 bits, as its shortest decimal.

    So 0.1 stays 0.1, what is held is what the host has, and it reads as people write
    it; 0.123456789 loses what 32 bits can't have.
    """
    # Few properties are real32; all others need not wait for struct.
    from struct import pack, unpack

    packed = pack("<f", value)
    if value != value or value in (_INFINITE, -_INFINITE):
        return value
    exact: float = unpack("<f", packed)[0]
    for digits in range(6, 9):
        short = float(f"{exact:.{digits}g}")
        if pack("<f", short) == packed:
            return short
    return float(f"{exact:.9g}")


def _datetime(where: str) -> Converter:
    def convert(value: Any) -> CimDateTime:
        if type(value) is CimDateTime:
            return value
        try:
            return CimDateTime.of(value)
        except CimError as error:
            raise type(error)(f"{where}: {error}") from None

    return convert


def _char(where: str, values: ValuesType | None) -> Converter:
    def convert(value: Any) -> str:
        if not isinstance(value, str):
            raise CimTypeError(f"{where} is char16, not {_named(value)}")
        if len(value) != 1 or ord(value) > 0xFFFF:
            raise CimValueError(
                f"{where}: {shown(value)} is not one character of 16 bits"
            )
        return str(value)

    return convert if values is None else _member(values, convert, str)


def _embedded(where: str, wanted: str | None) -> Converter:
    kind = "instance" if wanted is None else wanted

    def convert(value: Any) -> CimObject:
        if not isinstance(value, CimObject):
            raise CimTypeError(f"{where} takes an embedded {kind}, not {_named(value)}")
        if wanted is not None and not is_kind(type(value), wanted):
            raise CimTypeError(
                f"{where} takes an embedded {wanted},"
                f" and {class_name(type(value))} is not a subclass of it"
            )
        return value

    return convert


def _reference(
    where: str, wanted: str | None, owner: type[CimObject] | None
) -> Converter:
    kind = "any class" if wanted is None else wanted

    def convert(value: Any) -> Ref[Any]:
        if isinstance(value, CimObject):
            value = value._reference()
        elif isinstance(value, str):
            value = _from_path(where, value, owner)
        if not isinstance(value, Ref):
            raise CimTypeError(
                f"{where} takes a reference to {kind}, not {_named(value)}"
            )
        # A reference by name alone can name a subclass that nobody has loaded.
        of = value.kind
        if wanted is not None and of is not None and not is_kind(of, wanted):
            raise CimTypeError(
                f"{where} takes a reference to {wanted},"
                f" and {class_name(of)} is not a subclass of it"
            )
        return value

    return convert


def _from_path(where: str, text: str, owner: type[CimObject] | None) -> Ref[Any]:
    # Reading paths takes modules that most programs do without.
    from mofgen.runtime.package import package_of
    from mofgen.runtime.paths import parse_path

    try:
        ref = parse_path(text, package=None if owner is None else package_of(owner))
    except PathError as error:
        raise error.within(where) from None
    except CimError as error:
        raise type(error)(f"{where}: {error}") from None
    if ref.is_class:
        raise CimValueError(
            f"{where} takes the path of an object,"
            f" and {shown(text)} is that of a class: it has no keys"
        )
    return ref


def _named(value: object) -> str:
    """A value and its type, as a message says it."""
    if isinstance(value, CimObject):
        return f"a {class_name(type(value))} object"
    if isinstance(value, ListedValue):
        return repr(value)
    return f"{type(value).__name__} {shown(value)}"
