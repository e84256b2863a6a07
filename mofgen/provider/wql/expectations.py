"""What could come next in a query, in words: never by the name of a terminal."""

from __future__ import annotations

from typing import Final

_CONSTANT: Final = {"STRING", "NUMBER", "TRUE", "FALSE", "NULL"}
_OPERATOR: Final = {"EQUAL", "COMPARISON"}

# Several terminals that are one thing to the reader, each with the words for it, the
# widest first; where the first set fits, its terminals are spoken for.
_GROUPS: Final = (
    ({"SELECT", "ASSOCIATORS", "REFERENCES"}, "SELECT, ASSOCIATORS OF, REFERENCES OF"),
    (_CONSTANT | {"PROPERTY_NAME", "NOT", "LPAR"}, "a condition"),
    (_CONSTANT | {"PROPERTY_NAME"}, "a constant, a property"),
    (_OPERATOR | {"LIKE", "IS", "ISA"}, "an operator"),
    (_OPERATOR, "an operator such as ="),
    ({"STRING", "CLASS_NAME"}, "a class name"),
)

_WORDS: Final = {
    "LISTED_PROPERTY": "a property",
    "STAR": '"*"',
    "FROM": "FROM",
    "COMMA": '","',
    "CLASS_NAME": "a class name",
    "NUMBER": "a number",
    "STRING": "a string",
    "RPAR": '")"',
    "WITHIN": "WITHIN",
    "WHERE": "WHERE",
    "AND": "AND",
    "OR": "OR",
    "NOT": "NOT",
    "NULL": "NULL",
    "OF": "OF",
    "PATH": "an object path in braces",
    "EQUAL": '"="',
    "FILTER_VALUE": "a name",
    "FILTER_NAME": "a filter such as ResultClass",
    "PROPERTY_NAME": "a property",
    "$END": "the end of the query",
}


def expected_words(accepted: frozenset[str]) -> tuple[str, ...]:
    """The ``accepted`` terminals in words, most likely first."""
    rest = set(accepted)
    words: list[str] = []
    for group, word in _GROUPS:
        if group <= rest:
            words += word.split(", ")
            rest -= group
    return (*words, *(word for terminal, word in _WORDS.items() if terminal in rest))
