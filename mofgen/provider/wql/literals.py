"""Constants of a query: strings and numbers, read and written."""

from __future__ import annotations

import re
from typing import Final

from mofgen.provider.wql.errors import Span
from mofgen.provider.wql.limits import MAX_NUMBER_LENGTH

_LOWEST: Final = -(2**63)
_HIGHEST: Final = 2**64 - 1

# A backslash and what follows it, or a quote that stands twice.
_ESCAPE: Final = {
    "'": re.compile(r"\\(.)|''", re.DOTALL),
    '"': re.compile(r'\\(.)|""', re.DOTALL),
}
_ESCAPABLE: Final = "\\'\""
_DECIMAL: Final = re.compile("[+-]?[0-9]+")
_HEX: Final = re.compile("([+-]?)0[xX]([0-9a-fA-F]+)")
_REAL: Final = re.compile(
    r"[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)?"
)


class LiteralMistake(ValueError):
    """A constant that means nothing; ``span`` is the bad part, within its text."""

    def __init__(self, reason: str, span: Span, hint: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.span = span
        self.hint = hint


def string(text: str) -> str:
    r"""The string that ``text``, with its quotes, stands for.

    ``\\``, ``\'`` and ``\"`` are escapes ("WHERE Clause", Windows SDK); the quote
    around the string may also be doubled.

    Raises
    ------
    LiteralMistake
        For a backslash before anything else.
    """
    quote, inner = text[0], text[1:-1]
    if "\\" not in inner and quote not in inner:
        return inner

    def replacement(found: re.Match[str]) -> str:
        escaped: str | None = found[1]
        if escaped is None:
            return quote
        if escaped in _ESCAPABLE:
            return escaped
        raise LiteralMistake(
            f'unknown escape "\\{escaped}"' if escaped.isprintable() else "bad escape",
            Span(found.start() + 1, 2),
            "a backslash itself is written \\\\",
        )

    return _ESCAPE[quote].sub(replacement, inner)


def number(text: str) -> int | float:
    """The value of a number: decimal, hexadecimal (``0x1F``) or real.

    Raises
    ------
    LiteralMistake
        For what begins like a number and is none, or is none of CIM's.
    """
    if len(text) > MAX_NUMBER_LENGTH:
        raise _no_number(text, "a number is too long")
    if _DECIMAL.fullmatch(text):
        return _integer(text, int(text))
    if found := _HEX.fullmatch(text):
        return _integer(text, int(found[1] + found[2], 16))
    if not _REAL.fullmatch(text):
        is_name = text.isalnum() and text[:2] not in ("0x", "0X")
        hint = "a name does not begin with a digit" if is_name else None
        raise _no_number(text, f'"{text}" is no number', hint)
    value = float(text)
    if abs(value) == float("inf"):
        raise _no_number(text, f'"{text}" is too large for a real number')
    return value


def _integer(text: str, value: int) -> int:
    if not _LOWEST <= value <= _HIGHEST:
        raise _no_number(text, f'"{text}" is beyond the integers of 64 bits')
    return value


def _no_number(text: str, reason: str, hint: str | None = None) -> LiteralMistake:
    return LiteralMistake(reason, Span(0, len(text)), hint)
