"""What is left to do for the keywords of a construction, worked out once.

Programs construct objects with the same names and types of values over and over.
That a value has the right type is then known from the types alone, compared all at
once; left are the limits of integers, the members of listed values, and what needs
a conversion.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from mofgen.runtime.checking import Converter, integer_limits
from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.values import IntValues, ValuesType
from mofgen.runtime.wire import INTEGER_LIMITS, Field

Shape: TypeAlias = (
    "tuple[list[type], list[tuple[str, int, int]],"
    " list[tuple[str, dict[Any, Any]]], list[tuple[str, Converter]]]"
)
"""The types of the values, and by Python name what is done with some of them.

First the integers with their limits, which are stored as they are; then those with
listed values, and the members by plain value; then those to convert. All others are
stored as they are.
"""

_STORED_AS_IT_IS = {
    "string": str,
    "boolean": bool,
    "real64": float,
    "datetime": CimDateTime,
}


def shape_of(
    names: Sequence[str],
    types: list[type],
    property_of: Callable[[str], tuple[Field, ValuesType | None]],
    converter_of: Callable[[str], Converter],
) -> Shape:
    """The shape of keywords with values of these types.

    Parameters
    ----------
    property_of:
        Gives the field and the class of values of a property; raises
        UnknownPropertyError.
    converter_of:
        Gives its converter.
    """
    shape: Shape = (types, [], [], [])
    _, limited, listed, converted = shape
    for name, given in zip(names, types, strict=True):
        field, values = property_of(name)
        if given is type(None) or _is_stored(field, values, given):
            continue
        if _is_limited(field, values, given):
            limited.append((name, *integer_limits(field)))
        elif values is not None and _is_listed(field, given):
            listed.append((name, values._members))
        else:
            converted.append((name, converter_of(name)))
    return shape


def _is_stored(field: Field, values: ValuesType | None, given: type) -> bool:
    """Whether every value of the type is stored as it is."""
    if field.limits or field.is_array or field.is_embedded:
        return False
    return _STORED_AS_IT_IS.get(field.type) is given and values is None


def _is_limited(field: Field, values: ValuesType | None, given: type) -> bool:
    """Whether the values are integers that are stored if they are within limits."""
    if field.is_array or field.type not in INTEGER_LIMITS:
        return False
    if values is None:
        return given is int
    return given is values and issubclass(given, IntValues)


def _is_listed(field: Field, given: type) -> bool:
    """Whether the values can be those that the schema lists, within all limits."""
    if field.limits or field.is_array:
        return False
    return given is (int if field.type in INTEGER_LIMITS else str)
