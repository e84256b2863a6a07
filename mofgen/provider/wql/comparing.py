"""Comparisons by what the values are: text, number, boolean, datetime, reference.

Nothing here ever sees NULL: whoever calls has dealt with it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias, cast

from mofgen.provider.wql.literals import LiteralMistake, number
from mofgen.provider.wql.same_object import Reference, reference, same_object
from mofgen.provider.wql.tree import Operator
from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import CimValueError
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import INTEGER_LIMITS

Kind: TypeAlias = Literal[
    "text", "number", "boolean", "datetime", "reference", "object"
]
"""What two values must have in common to be compared."""

Test: TypeAlias = "Callable[[Any], bool]"
Scalar: TypeAlias = "str | int | float | bool"

_OPERATORS: Final[Mapping[Operator, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_EQUALITY: Final = ("=", "<>")
_NOT_COMPARED: Final = ", of which only properties can be compared"
_ARTICLES: Final = {"text": "a string", "object": "an object"}


class Mismatch(Exception):
    """A comparison that WQL does not have.

    Parameters
    ----------
    reason:
        What goes on a sentence that begins with the property and its type.
    expected:
        What would fit.
    """

    def __init__(self, reason: str, *expected: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.expected = expected


def kind_of_type(cim_type: str) -> Kind:
    """The kind of a property's values, by its CIM type."""
    if cim_type in ("string", "char16"):
        return "text"
    if cim_type in INTEGER_LIMITS or cim_type in ("real32", "real64"):
        return "number"
    if cim_type in ("boolean", "datetime", "reference"):
        return cast("Kind", cim_type)
    return "object"


def kind_of_value(value: object) -> Kind:
    """The kind of a value, where its property is not known."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, CimDateTime):
        return "datetime"
    return "reference" if isinstance(value, Ref) else "object"


def described(kind: Kind) -> str:
    """The kind with its article, for messages."""
    return _ARTICLES.get(kind) or f"a {kind}"


def test_for(kind: Kind | None, sign: Operator, constant: Scalar) -> Test:
    """What compares values of a kind with a constant.

    Parameters
    ----------
    kind:
        None where it is known only from each value.
    sign:
        The operator: ``value sign constant``.
    constant:
        The constant as the query has it.

    Raises
    ------
    Mismatch
        Where values of this kind can't be compared with it.
    """
    if kind is None:
        return _test_by_value(sign, constant)
    compare = comparison(kind, sign)
    wanted = converted(kind, constant)
    if kind == "number" or kind == "boolean":
        return lambda value: compare(value, wanted)
    normal = _NORMAL[kind]
    return lambda value: compare(normal(value), wanted)


def _test_by_value(sign: Operator, constant: Scalar) -> Test:
    tests: dict[Kind, Test] = {}

    def test(value: object) -> bool:
        kind = kind_of_value(value)
        found = tests.get(kind)
        if found is None:
            try:
                found = test_for(kind, sign, constant)
            except Mismatch:
                # WMI evaluates such a query too, and no object fulfils it.
                found = _never
            tests[kind] = found
        return found(value)

    return test


def test_pair(
    left: Kind | None, right: Kind | None, sign: Operator
) -> Callable[[Any, Any], bool]:
    """What compares the values of two properties, ``left sign right``.

    Raises
    ------
    Mismatch
        Where their kinds can't be compared.
    """
    if left is None or right is None:
        return lambda a, b: _compare_by_value(a, b, sign)
    if left != right:
        raise Mismatch(f": {described(left)} and {described(right)} can't be compared")
    compare, normal = comparison(left, sign), _NORMAL[left]
    return lambda a, b: compare(normal(a), normal(b))


def _compare_by_value(left: object, right: object, sign: Operator) -> bool:
    try:
        test = test_pair(kind_of_value(left), kind_of_value(right), sign)
    except Mismatch:
        return False
    return test(left, right)


def comparison(kind: Kind, sign: Operator) -> Callable[[Any, Any], bool]:
    """What compares two values of a kind in their normal form.

    Raises
    ------
    Mismatch
        Where such values can't be compared, or have no order.
    """
    if kind == "object":
        raise Mismatch(_NOT_COMPARED, "ISA")
    if kind in ("text", "number") or (kind == "boolean" and sign in _EQUALITY):
        return _OPERATORS[sign]
    if kind == "datetime":
        return _OPERATORS[sign] if sign in _EQUALITY else _ordered_in_time(sign)
    if sign in _EQUALITY:
        return same_object if sign == "=" else _is_another
    raise Mismatch(", which has no order", '"="', '"<>"')


def converted(kind: Kind, constant: Scalar) -> object:
    """A constant as a value of a kind, in the normal form of that.

    Raises
    ------
    Mismatch
        Where it is none.
    """
    return _CONVERTED[kind](constant)


# --- Text


def _text(constant: Scalar) -> str:
    if isinstance(constant, str):
        return constant.lower()
    raise Mismatch(", and this is no string", "a string in quotes")


# --- Numbers and booleans


def _number(constant: Scalar) -> int | float:
    # WMI has integers of 64 bits as text, and takes all of them as text too.
    if isinstance(constant, str):
        try:
            return number(constant.strip())
        except LiteralMistake:
            pass
    elif not isinstance(constant, bool):
        return constant
    raise Mismatch(", and this is no number", "a number")


def _boolean(constant: Scalar) -> bool:
    word = constant.lower() if isinstance(constant, str) else constant
    if word in ("true", 1):
        return True
    if word in ("false", 0):
        return False
    raise Mismatch(", and this is no boolean", "TRUE", "FALSE")


# --- Datetimes


def _datetime(constant: Scalar) -> CimDateTime:
    if isinstance(constant, str):
        try:
            return CimDateTime(constant)
        except CimValueError:
            pass
    raise Mismatch(
        ", and this is no datetime",
        "a datetime such as '20240229120000.000000+060'",
    )


def _ordered_in_time(sign: Operator) -> Callable[[CimDateTime, CimDateTime], bool]:
    compare = _OPERATORS[sign]

    def test(left: CimDateTime, right: CimDateTime) -> bool:
        if left.is_interval != right.is_interval:
            return False
        try:
            if left.is_interval:
                return compare(left.to_timedelta(), right.to_timedelta())
            return compare(left.to_datetime(), right.to_datetime())
        except CimValueError:
            return False  # parts of one are not known: there is no telling

    return test


# --- References and objects


def _reference(constant: Scalar) -> Reference:
    found = reference(constant) if isinstance(constant, str) else None
    if found is None:
        raise Mismatch(
            ", and this is no object path",
            "an object path such as 'Class.Key=\"value\"'",
        )
    return found


def _is_another(left: Reference | None, right: Reference | None) -> bool:
    return not same_object(left, right)


def _object(constant: Scalar) -> object:
    raise Mismatch(_NOT_COMPARED, "ISA")


def _never(value: object) -> bool:
    return False


def _same(value: Any) -> Any:
    return value


_NORMAL: Final[Mapping[Kind, Callable[[Any], Any]]] = {
    "text": str.lower,
    "number": _same,
    "boolean": _same,
    "datetime": CimDateTime.of,
    "reference": reference,
    "object": _same,
}
_CONVERTED: Final[Mapping[Kind, Callable[[Scalar], object]]] = {
    "text": _text,
    "number": _number,
    "boolean": _boolean,
    "datetime": _datetime,
    "reference": _reference,
    "object": _object,
}
