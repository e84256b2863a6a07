"""Literals: the text between quotes, and numbers in all their forms."""

from __future__ import annotations

import re
from typing import Final

from mofgen.mof.limits import MAX_NUMBER_LENGTH

_ESCAPES: Final = {
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "f": "\f",
    "r": "\r",
    '"': '"',
    "'": "'",
    "\\": "\\",
}
_ESCAPE = re.compile(r"\\(?:[xX]([0-9a-fA-F]{1,4})|(.))", re.DOTALL)
_HALF_SURROGATE = re.compile("[\ud800-\udfff]")

_BINARY = re.compile(r"([+-]?[01]+)[bB]")
_HEX = re.compile(r"[+-]?0[xX][0-9a-fA-F]+")
_OCTAL = re.compile(r"[+-]?0[0-7]+")
_DECIMAL = re.compile(r"[+-]?(?:0|[1-9][0-9]*)")
_REAL = re.compile(r"[+-]?(?:[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)")


class LiteralError(ValueError):
    """A literal that means nothing; ``offset`` and ``length`` mark the bad part."""

    def __init__(
        self, code: str, message: str, offset: int, length: int, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset
        self.length = length
        self.hint = hint


def unescape(text: str) -> str:
    """The string that ``text``, taken from between quotes, stands for.

    DSP0004 Annex A, ``escapeSequence``. Two ``\\x`` escapes that are the halves
    of a surrogate pair become the one character that they encode in UTF-16.

    Raises
    ------
    LiteralError
        For an unknown escape, ``\\x`` without a digit, or half a surrogate pair.
    """
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_replacement, text)
    if _HALF_SURROGATE.search(plain):
        plain = plain.encode("utf-16-le", "surrogatepass").decode(
            "utf-16-le", "surrogatepass"
        )
        if _HALF_SURROGATE.search(plain):
            raise _half_surrogate(text)
    return plain


def _replacement(match: re.Match[str]) -> str:
    digits, letter = match.groups()
    if digits is not None:
        return chr(int(digits, 16))
    known = _ESCAPES.get(letter)
    if known is not None:
        return known
    if letter in "xX":
        raise LiteralError(
            "bad-escape",
            f'"\\{letter}" without a hexadecimal digit',
            match.start(),
            2,
            "one to four hexadecimal digits follow \\x",
        )
    shown = f"\\{letter}" if letter.isprintable() else f"\\ and U+{ord(letter):04X}"
    raise LiteralError(
        "bad-escape",
        f'unknown escape "{shown}"',
        match.start(),
        2,
        "a backslash itself is written \\\\",
    )


def _half_surrogate(text: str) -> LiteralError:
    """Names the first escape that has no other half."""
    escapes = list(re.finditer(r"\\[xX]([0-9a-fA-F]{1,4})|\\.", text))
    halves = [m for m in escapes if m[1] and 0xD800 <= int(m[1], 16) <= 0xDFFF]
    at = 0
    while at < len(halves) - 1:
        first, second = halves[at], halves[at + 1]
        is_pair = int(first[1], 16) < 0xDC00 <= int(second[1], 16)
        if not is_pair or first.end() != second.start():
            break
        at += 2
    bad = halves[at]
    return LiteralError(
        "bad-escape",
        f'"{bad[0]}" is half of a surrogate pair and no character by itself',
        bad.start(),
        len(bad[0]),
    )


def number(text: str) -> int | float:
    """The value of a number: an int, or a float where it has a point or exponent.

    DSP0004 Annex A, ``integerValue`` and ``floatValue``; wider in that a real
    may have an exponent without a point.

    Raises
    ------
    LiteralError
        For what begins like a number and is none.
    """
    if len(text) > MAX_NUMBER_LENGTH:
        raise _bad_number(text, "a number is too long")
    if _DECIMAL.fullmatch(text):
        return int(text)
    if _HEX.fullmatch(text):
        return int(text, 16)
    if binary := _BINARY.fullmatch(text):
        return int(binary[1], 2)
    if _OCTAL.fullmatch(text):
        return int(text, 8)
    if _REAL.fullmatch(text):
        value = float(text)
        if value in (float("inf"), float("-inf")):
            raise _bad_number(text, f'"{text}" is too large for a real number')
        return value
    raise _not_a_number(text)


def _not_a_number(text: str) -> LiteralError:
    digits = text.lstrip("+-")
    if digits[:2] in ("0x", "0X"):
        return _bad_number(text, f'"{text}" is no hexadecimal number')
    if re.fullmatch("0[0-9]+", digits):
        return _bad_number(
            text,
            f'"{text}" is no octal number',
            "a number that begins with 0 is octal and has no digit 8 or 9",
        )
    if digits[-1] in "bB" and digits[:-1].isdigit():
        return _bad_number(text, f'"{text}" is no binary number')
    hint = "a name does not begin with a digit" if digits[-1].isalpha() else None
    return _bad_number(text, f'"{text}" is no number', hint)


def _bad_number(text: str, message: str, hint: str | None = None) -> LiteralError:
    return LiteralError("bad-number", message, 0, len(text), hint)
