"""What could come next, in words: never by the name of a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mofgen.mof.parser import Parser

_MEMBER: Final = {"TYPE", "OBJECT", "VOID", "CLASS_NAME"}
_VALUE: Final = {
    *("STRING", "NUMBER", "CHARACTER", "TRUE", "FALSE", "NULL"),
    *("ALIAS", "INSTANCE", "LBRACE"),
}
_DECLARATION: Final = {"CLASS", "INSTANCE", "QUALIFIER", "PRAGMA"}

# Several terminals that are one thing to the reader, each with the words for it,
# the widest first; where the first set fits, its terminals are spoken for.
_GROUPS: Final = (
    (_DECLARATION, "a class, an instance, a qualifier declaration or a #pragma"),
    ({"CLASS", "INSTANCE"}, "a class or an instance"),
    (_VALUE, "a value"),
    (_VALUE - {"LBRACE"}, "a value"),
    (_VALUE - {"INSTANCE", "ALIAS"}, "a value"),
    (_VALUE - {"INSTANCE", "ALIAS", "LBRACE"}, "a value"),
    ({"STRING", "NUMBER", "PRAGMA_WORD"}, "an argument"),
)

_WORDS: Final = {
    "SEMICOLON": '";"',
    "COMMA": '","',
    "RPAR": '")"',
    "RSQB": '"]"',
    "RBRACE": '"}"',
    "CLASS_NAME": "a class name",
    "QUALIFIER_NAME": "a qualifier name",
    "FLAVOR_WORD": "a flavor such as ToSubclass",
    "SCOPE_WORD": "a scope such as property",
    "PRAGMA_NAME": "the name of a directive",
    "ALIAS": "an alias such as $Name",
    "TYPE": "an intrinsic type",
    "NUMBER": "a number",
    "STRING": "a string",
    "OF": '"of"',
    "SCOPE": '"Scope"',
    "FLAVOR": '"Flavor"',
    "EQUAL": '"="',
    "COLON": '":"',
    "LBRACE": '"{"',
    "LPAR": '"("',
    "LSQB": '"["',
    "REF": '"ref"',
    "AS": '"as"',
}

# Possible, but never what was forgotten where something else is possible too.
_UNLIKELY: Final = {"AS", "REF", "STRING", "FLAVOR_WORD", "LSQB"}


def expected_words(parser: Parser, accepted: frozenset[str]) -> tuple[str, ...]:
    """The ``accepted`` terminals in words, most likely first."""
    rest = set(accepted)
    words: list[str] = []
    if rest & _MEMBER >= {"TYPE", "CLASS_NAME"}:
        words.append(_member_words(parser, rest))
        rest -= _MEMBER | {"QUALIFIER_LIST"}
    elif "ELEMENT_NAME" in rest:
        words.append(_name_words(parser))
        rest -= {"ELEMENT_NAME", "QUALIFIER_LIST", "REF", "LSQB"}
    for group, word in _GROUPS:
        if group <= rest:
            words.append(word)
            rest -= group | {"QUALIFIER_LIST"}
    likely = rest - _UNLIKELY
    return (*words, *_in_order(likely or (set() if words else rest)))


def _in_order(terminals: Iterable[str]) -> list[str]:
    chosen = set(terminals)
    return [word for terminal, word in _WORDS.items() if terminal in chosen]


def _member_words(parser: Parser, accepted: set[str]) -> str:
    in_parameters = is_inside(parser, "LPAR")
    if "QUALIFIER_LIST" not in accepted:
        return "a type"
    return "a parameter" if in_parameters else "a property or method"


def _name_words(parser: Parser) -> str:
    if is_inside(parser, "LPAR"):
        return "a parameter name"
    if parser.open_lexemes("INSTANCE"):
        return "a property name"
    return "a property or method name"


def is_inside(parser: Parser, kind: str) -> bool:
    """Whether the innermost open bracket is of this kind."""
    open_brackets = parser.open_lexemes("LPAR", "LBRACE", "LSQB")
    return bool(open_brackets) and open_brackets[-1].type == kind
