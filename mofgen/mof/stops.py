"""Where the parser stopped, and what it could have gone on with."""

from __future__ import annotations

from typing import NamedTuple

from mofgen.mof.grammar import Grammar
from mofgen.mof.parser import END, NAME, Lexeme, Parser


class Stop(NamedTuple):
    """The token that does not fit.

    ``end`` is where the token before it ends; ``accepted`` the terminals that
    would have fitted. ``lacks_semicolon`` is true where a ``;`` before the token
    makes it fit.
    """

    lexeme: Lexeme
    end: int
    accepted: frozenset[str]
    lacks_semicolon: bool


def stop_at(
    grammar: Grammar, parser: Parser, text: str, lexeme: Lexeme, end: int
) -> Stop:
    """The stop at ``lexeme``, which ``parser`` has just refused."""
    accepted = parser.accepted()
    lacks_semicolon = (
        "SEMICOLON" in accepted
        and _ends_a_line(text, lexeme, end)
        and _fits_after_semicolon(grammar, parser, lexeme)
    )
    return Stop(lexeme, end, accepted, lacks_semicolon)


def _ends_a_line(text: str, lexeme: Lexeme, end: int) -> bool:
    """Whether something ends before ``lexeme`` by the look of it."""
    if lexeme.type in ("RBRACE", END) or text[end - 1 : end] == "}":
        return True
    return "\n" in text[end : lexeme.pos]


def _fits_after_semicolon(grammar: Grammar, parser: Parser, lexeme: Lexeme) -> bool:
    after = parser.states_after("SEMICOLON", parser.states)
    if after is None:
        return False
    accepted = parser.accepted(after)
    if lexeme.type == END:
        return END in parser.actions[after[-1]]
    if lexeme.type in accepted:
        return True
    if not isinstance(lexeme.text, str) or not lexeme.text.isidentifier():
        return False
    kind = grammar.word(after[-1], lexeme.text)
    return kind != NAME and kind in accepted
