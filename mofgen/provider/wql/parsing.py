"""A query's text to its tree."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from lark.exceptions import UnexpectedToken

from mofgen.mof.parser import END, TOO_DEEP, Lexeme, Parser
from mofgen.provider.wql.building import Mistake, TreeBuilder
from mofgen.provider.wql.errors import Span, WqlError
from mofgen.provider.wql.grammar import Grammar
from mofgen.provider.wql.limits import (
    MAX_CACHED,
    MAX_CACHED_LENGTH,
    MAX_LENGTH,
    MAX_NESTING,
)
from mofgen.provider.wql.tree import Query

_NESTING: Final = ("LPAR", "NOT")


def parsed(text: str) -> Query:
    """The tree of a query; see :func:`mofgen.provider.wql.parse_wql`."""
    if len(text) > MAX_CACHED_LENGTH:
        if len(text) > MAX_LENGTH:
            raise WqlError(
                f"a query has at most {MAX_LENGTH} characters, not {len(text)}"
            )
        return _parse(text)
    return _cached(text)


@cache
def _grammar() -> Grammar:
    return Grammar(TreeBuilder())


def _parse(text: str) -> Query:
    if "\0" in text:
        raise WqlError("a query has no NUL characters", text, Span(text.index("\0")))
    grammar = _grammar()
    parser = grammar.parser()
    end = 0
    while True:
        lexeme, after = grammar.lexeme(parser.state, text, end)
        if len(parser.states) > MAX_NESTING and lexeme.type in _NESTING:
            lexeme = _unless_too_deep(parser, lexeme)
        try:
            tree: Query | None = parser.feed(lexeme, lexeme.type == END)
        except Mistake as error:
            raise WqlError(
                error.reason, text, error.span, error.expected, error.hint
            ) from None
        except UnexpectedToken:
            raise _explained(grammar, text, lexeme, end) from None
        if tree is not None:
            return replace(tree, text=text)
        end = after


_cached = lru_cache(MAX_CACHED)(_parse)


def _unless_too_deep(parser: Parser, lexeme: Lexeme) -> Lexeme:
    if len(parser.open_lexemes(*_NESTING)) < MAX_NESTING:
        return lexeme
    return Lexeme(TOO_DEEP, lexeme.text, lexeme.pos)


def _explained(grammar: Grammar, text: str, wrong: Lexeme, end: int) -> WqlError:
    """The error at ``wrong``; ``end`` is where the token before it ends.

    The parser that refused the token may have ended rules because of it. Another
    one, which does not get it, knows what could have come instead.
    """
    from mofgen.provider.wql.syntax_errors import explain

    parser = grammar.parser()
    at = 0
    while at < end:
        lexeme, at = grammar.lexeme(parser.state, text, at)
        parser.feed(lexeme)
    return explain(text, wrong, end, parser, grammar)
