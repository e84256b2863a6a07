"""Values as MOF literals (DSP0004 7.12 and Annex A)."""

from __future__ import annotations

import re

from mofgen.ir.model import Scalar

_ESCAPES = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
# All but the printable characters of ASCII without quote and backslash.
_SPECIAL = re.compile(r"[^ !#-\[\]-~]")
# A word with the blanks behind it; a line end closes it.
_WORD = re.compile(r"[^\S\n]*\n|\S+[^\S\n]*\n?|[^\S\n]+")


def literal(value: Scalar, type_: str) -> str:
    """``value`` of the CIM type ``type_`` on one line; instances have none."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return real(value)
        case str() if type_ == "char16":
            return character(value)
        case str():
            return f'"{escaped(value)}"'
        case _:
            raise TypeError(f"no literal for {type(value).__name__}")


def string_pieces(text: str, width: int) -> list[str]:
    """``text`` as strings that MOF concatenates, each on a line of its own.

    They end between words, or where the text itself has a line end, and take at
    most ``width`` columns, quotes included, unless a single word is longer.
    """
    pieces = []
    piece = ""
    for word in _WORD.findall(text):
        more = escaped(word)
        # Blanks at the end of a line may stand beyond the width: only the words
        # have to be seen.
        is_full = len(piece) + len(more.rstrip(" ")) > width - 2
        if piece and (is_full or piece.endswith("\\n")):
            pieces.append(f'"{piece}"')
            piece = more
        else:
            piece += more
    return [*pieces, f'"{piece}"']


def escaped(text: str) -> str:
    """``text`` as it stands between double quotes."""
    return _SPECIAL.sub(_replacement, text)


def character(value: str) -> str:
    """A char16 literal."""
    return "'" + ("\\'" if value == "'" else escaped(value).replace('\\"', '"')) + "'"


def real(value: float) -> str:
    """A real literal; MOF wants a point in it, unlike Python's ``repr``."""
    digits, exponent, power = repr(value).partition("e")
    return (digits if "." in digits else f"{digits}.0") + exponent + power


def _replacement(match: re.Match[str]) -> str:
    """The escape for a character, or itself where it shows and means nothing else."""
    found = match[0]
    if found in _ESCAPES:
        return _ESCAPES[found]
    if found.isprintable() or ord(found) > 0xFFFF:
        return found
    return f"\\x{ord(found):04X}"
