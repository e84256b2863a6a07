"""Literals against CIM types: what fits, and what it is then (DSP0004 5.2)."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable

from mofgen.ir.model import Scalar, Value
from mofgen.mof import tree
from mofgen.mof.tree import Char16

ScalarFit = Callable[[tree.Scalar], Scalar]

_RANGES = {
    f"{sign}int{bits}": (
        (0, 2**bits - 1) if sign == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    )
    for sign in ("u", "s")
    for bits in (8, 16, 32, 64)
}
_REAL32_MAX = 3.4028234663852886e38
_TIMESTAMP = re.compile(r"[0-9*]{14}\.[0-9*]{6}[+-][0-9]{3}\Z")
_INTERVAL = re.compile(r"[0-9*]{14}\.[0-9*]{6}:000\Z")
_INTEGER = re.compile(r"[+-]?[0-9]{1,20}\Z")
_REAL = re.compile(r"[+-]?[0-9]{1,400}(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")
_BOOLEANS = {"true": True, "false": False}


class Misfit(Exception):
    """A value does not fit a type.

    ``code`` is ``out-of-range`` where only the size of a number is wrong, else
    ``wrong-type``; the message ends a sentence that begins with the element.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def fit(
    value: tree.Value,
    type_: str,
    is_array: bool,
    *,
    scalar: ScalarFit | None = None,
    array_size: int | None = None,
) -> Value:
    """The CIM value that the literal ``value`` means for an element of ``type_``.

    Text that spells a boolean or a number is taken as that, since the compilers
    of WMI and pywbem take it so and registrations of providers rely on it
    (``SupportsGet = "TRUE"``).

    Parameters
    ----------
    scalar:
        How one item becomes a value where that is not the type's own matter:
        references and embedded objects.
    array_size:
        The most items that an array of fixed size can hold.

    Raises
    ------
    Misfit
        The literal is not a value of the type.
    """
    one = scalar or _FITS.get(type_) or _unknown(type_)
    if value is None:
        return None
    if not is_array:
        if isinstance(value, tuple):
            raise Misfit("wrong-type", f"is a single {type_}, not an array")
        return one(value)
    if not isinstance(value, tuple):
        raise Misfit(
            "wrong-type", f"is an array of {type_}; its value needs braces {{}}"
        )
    if array_size is not None and len(value) > array_size:
        raise Misfit(
            "out-of-range", f"holds {array_size} items, but {len(value)} are given"
        )
    if one is _string and set(map(type, value)) == {str}:
        # By far the most frequent array; what needs no change is not made anew.
        return value  # type: ignore[return-value]
    return tuple(None if item is None else one(item) for item in value)


def spelling(value: tree.Scalar) -> str:
    """``value`` in MOF, short enough for a message."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Char16):
        return f"'{value.value}'"
    if isinstance(value, str):
        text = value if len(value) <= 40 else value[:37] + "..."
        return '"' + text.replace("\n", " ") + '"'
    if isinstance(value, tree.AliasReference):
        return f"${value.name}"
    if isinstance(value, tree.InstanceDeclaration):
        return f"instance of {value.class_name}"
    return str(value)


def is_datetime(text: str) -> bool:
    """Whether ``text`` is a timestamp or an interval (DSP0004 5.2.4)."""
    return bool(_TIMESTAMP.match(text) or _INTERVAL.match(text))


def _integer(type_: str) -> ScalarFit:
    low, high = _RANGES[type_]

    def one(value: tree.Scalar) -> int:
        if isinstance(value, str) and _INTEGER.match(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise _not_a(value, type_)
        if not low <= value <= high:
            raise Misfit(
                "out-of-range", f"can't be {value}: {type_} is from {low} to {high}"
            )
        return value

    return one


def _real(type_: str) -> ScalarFit:
    largest = _REAL32_MAX if type_ == "real32" else sys.float_info.max

    def one(value: tree.Scalar) -> float:
        if isinstance(value, str) and _REAL.match(value):
            value = float(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _not_a(value, type_)
        try:
            number = float(value)
        except OverflowError:
            number = float("inf")
        if not math.isfinite(number) or abs(number) > largest:
            raise Misfit("out-of-range", f"can't be {value}: too large for {type_}")
        return number

    return one


def _boolean(value: tree.Scalar) -> bool:
    if isinstance(value, str):
        value = _BOOLEANS.get(value.lower(), value)
    if not isinstance(value, bool):
        raise _not_a(value, "boolean")
    return value


def _string(value: tree.Scalar) -> str:
    if not isinstance(value, str):
        raise _not_a(value, "string")
    return value


def _char16(value: tree.Scalar) -> str:
    text = value.value if isinstance(value, Char16) else value
    if isinstance(text, int) and not isinstance(text, bool) and 0 <= text <= 0xFFFF:
        if 0xD800 <= text <= 0xDFFF:
            raise Misfit(
                "wrong-type",
                f"can't be {text}: half of a surrogate pair is no character by itself",
            )
        return chr(text)
    if not isinstance(text, str) or len(text) != 1:
        raise _not_a(value, "char16")
    return text


def _datetime(value: tree.Scalar) -> str:
    if not isinstance(value, str):
        raise _not_a(value, "datetime")
    if not is_datetime(value):
        raise Misfit(
            "wrong-type",
            f"can't be {spelling(value)}: a datetime is yyyymmddhhmmss.mmmmmm+utc "
            "or ddddddddhhmmss.mmmmmm:000",
        )
    return value


def _not_a(value: tree.Scalar, type_: str) -> Misfit:
    return Misfit("wrong-type", f"can't be {spelling(value)}: its type is {type_}")


def _unknown(type_: str) -> ScalarFit:
    def one(value: tree.Scalar) -> Scalar:
        raise _not_a(value, type_)

    return one


_FITS: dict[str, ScalarFit] = {
    **{type_: _integer(type_) for type_ in _RANGES},
    "real32": _real("real32"),
    "real64": _real("real64"),
    "boolean": _boolean,
    "string": _string,
    "char16": _char16,
    "datetime": _datetime,
}
