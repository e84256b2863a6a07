"""Plain qualifier lists, read by one regular expression per qualifier.

Nine tenths of a schema are qualifiers, and nearly all of those are a name with
nothing, a string, a number, a keyword or an array of strings behind it. This
reads exactly those and says None to any other list: one with a comment or a
character literal in it, or with anything wrong. The grammar's
``qualifier_list`` reads, or explains, what is left; it gives the same
qualifiers for a plain list, only several times slower.
"""

from __future__ import annotations

import re
from sys import intern
from typing import Final

from mofgen.mof.literals import LiteralError, number, unescape
from mofgen.mof.tree import ABSENT, Absent, Qualifier, Value
from mofgen.mof.words import FLAVORS

_NAME: Final = r"[^\W\d]\w*+"
_PIECE: Final = r'"(?:[^"\\]++|\\.)*+"'
_STRING: Final = rf"{_PIECE}(?:\s*+{_PIECE})*+"
_QUALIFIER = re.compile(
    rf"""
    \s*+ ({_NAME}) \s*+
    (?: \( \s*+ (?: ({_STRING}) | ({_NAME}|[+-]?[0-9][\w.]*+) ) \s*+ \) \s*+
      | ( \{{ \s*+ {_STRING} (?: \s*+ , \s*+ {_STRING} )*+ \s*+ \}} ) \s*+
    )?+
    (?: : \s*+ ( {_NAME} (?: \s++ {_NAME} )*+ ) \s*+ )?+
    ( [],] )
    """,
    re.VERBOSE | re.DOTALL,
)
_PIECES = re.compile(_PIECE, re.DOTALL)
_STRINGS = re.compile(_STRING, re.DOTALL)
_CONSTANTS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}


def read_plain_list(text: str, start: int, end: int) -> tuple[Qualifier, ...] | None:
    """The qualifiers of the list that ``text`` has from ``start`` to ``end``.

    None where the list is not plain; that does not say that it is wrong.
    """
    qualifiers = []
    match = _QUALIFIER.match
    at = start + 1
    while at < end:
        found = match(text, at, end)
        if found is None:
            return None
        name, string, word, array, flavors, _ = found.groups()
        if name.lower() in FLAVORS:
            return None
        value: Value | Absent = ABSENT
        value_pos = found.start(1)
        try:
            if string is not None:
                value, value_pos = _string(string), found.start(2)
            elif array is not None:
                value = tuple([_string(s) for s in _STRINGS.findall(array)])
                value_pos = found.start(4)
            elif word is not None:
                value, value_pos = _word(word), found.start(3)
        except LiteralError:
            return None
        applied: tuple[str, ...] = ()
        if flavors is not None:
            applied = tuple([intern(f) for f in flavors.split()])
            if not all(f.lower() in FLAVORS for f in applied):
                return None
        qualifiers.append(
            Qualifier(intern(name), value, applied, found.start(1), value_pos)
        )
        at = found.end()
    return tuple(qualifiers) if text[at - 1] == "]" else None


def _string(literals: str) -> str:
    """One string of several literals with white space between them."""
    text = literals[1:-1]
    if '"' in text:
        text = "".join([piece[1:-1] for piece in _PIECES.findall(literals)])
    return unescape(text) if "\\" in text else text


def _word(word: str) -> bool | int | float | None:
    lower = word.lower()
    if lower in _CONSTANTS:
        return _CONSTANTS[lower]
    return number(word)
