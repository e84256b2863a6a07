"""Values of the plain CIM types as the text of a CIM-XML VALUE (DSP0201 5.2.3.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from mofgen.runtime.codecs.columns import Column
from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.errors import shown
from mofgen.runtime.wire import INTEGER_LIMITS

_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_SPECIAL = re.compile("[&<>\r]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,20}")
_HEXADECIMAL = re.compile(r"[+-]?0[xX][0-9a-fA-F]{1,16}")
_REAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SPECIAL_REALS = {"inf": "inf", "+inf": "inf", "-inf": "-inf", "nan": "nan"}
_BOOLEANS = {True: "TRUE", False: "FALSE"}
_WORDS = {"TRUE": True, "FALSE": False, "true": True, "false": False}
_LONGEST_NUMBER = 400


def escaped(text: str) -> str:
    """Text as the content of an XML element.

    Raises
    ------
    CodecError
        For characters that XML 1.0 can't have in any form.
    """
    if text.isprintable():  # most text is, and a printable character is one of XML
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    wrong = _NOT_XML.search(text)
    if wrong is not None:
        raise CodecError(f"XML cannot say the character U+{ord(wrong[0]):04X}")
    return _SPECIAL.sub(lambda found: _MARKUP[found[0]], text)


def real_text(value: float) -> str:
    """A real with the 17 digits that lose nothing (DSP0201 asks for 11 and 17)."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "INF" if value > 0 else "-INF"
    return f"{value:.16E}"


def text_of(type_: str) -> Callable[[Any], str]:
    """What writes values of a CIM type that is neither reference nor embedded."""
    if type_ in INTEGER_LIMITS:
        return int.__repr__
    match type_:
        case "boolean":
            return _BOOLEANS.__getitem__
        case "real32" | "real64":
            return real_text
        case "datetime":
            return attrgetter("text")
    return escaped


def value_of(column: Column) -> Callable[[str], Any] | None:
    """What reads the text of a VALUE into the stored form of a column's elements.

    It raises CimError for text that is no value of the type; blanks around all but
    strings don't count. None for plain strings: the text is the value.
    """
    if column.type in INTEGER_LIMITS:
        return _integer(column)
    check = column.check
    match column.type:
        case "boolean":
            return _boolean
        case "real32" | "real64":
            return lambda text: check(real(text))
        case "datetime":
            return lambda text: check(text.strip())
    return None if column.type == "string" and column.values is None else check


def _integer(column: Column) -> Callable[[str], Any]:
    low, high = INTEGER_LIMITS[column.type]
    type_, values = column.type, column.values
    members = {} if values is None else values._members

    def read(text: str) -> Any:
        # int() takes more than CIM: underscores, all the world's digits.
        if text.isdigit() and text.isascii() and len(text) <= 20:
            number = int(text)
        else:
            number = integer(text, type_)
        if not low <= number <= high:
            raise CodecError(f"{number} is not within {type_}, {low}..{high}")
        if values is None:
            return number
        member = members.get(number)
        return values(number) if member is None else member

    return read


def integer(text: str, type_: str = "an integer") -> int:
    """An integer, decimal or hexadecimal.

    Raises
    ------
    CodecError
        Where the text is none.
    """
    digits = text.strip()
    if _DECIMAL.fullmatch(digits):
        return int(digits)
    if _HEXADECIMAL.fullmatch(digits):
        return int(digits, 16)
    raise CodecError(f"{shown(text)} is not {type_}")


def real(text: str) -> float:
    """A real, or INF, -INF, NaN in any case.

    Raises
    ------
    CodecError
        Where the text is none.
    """
    number = text.strip()
    if len(number) <= _LONGEST_NUMBER and _REAL.fullmatch(number):
        return float(number)
    special = _SPECIAL_REALS.get(number.lower())
    if special is None:
        raise CodecError(f"{shown(text)} is not a real number")
    return float(special)


def _boolean(text: str) -> bool:
    found = _WORDS.get(text)
    if found is None:
        found = _WORDS.get(text.strip().upper())
    if found is not None:
        return found
    raise CodecError(f"{shown(text)} is not a boolean: that is TRUE or FALSE")
