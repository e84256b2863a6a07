"""Where to go on after a syntax error, so that one run finds all of them.

The parser is taken back to the innermost body (of a class, an instance, or the
text itself) that was complete so far, and the text is skipped to where the
next part of such a body can begin: after a ``;``, at the ``}`` that ends it,
or at a declaration's keyword. A ``;`` that is just missing is supplied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Final

from mofgen.mof.grammar import Grammar
from mofgen.mof.parser import END, NAME, STRAY, TOO_DEEP, Lexeme, Parser
from mofgen.mof.stops import Stop

GIVE_UP: Final = -1
"""Offset that says that there is nothing to go on with."""

# The parts that the three kinds of body are made of, as rules of the grammar.
_PARTS: Final = ("property", "property_value", "declaration")

_STRINGS = re.compile(r'(?:"(?:[^"\\]++|\\.)*+"\s*+)++', re.DOTALL)
_NO_TOKEN = re.compile(r'"[^\n]*|/\*.*|[^\n]', re.DOTALL)


def resume(grammar: Grammar, parser: Parser, text: str, stop: Stop) -> int:
    """Makes ``parser`` ready to go on; returns the offset where, or GIVE_UP."""
    if stop.lacks_semicolon:
        parser.feed(Lexeme("SEMICOLON", ";", stop.end))
        return stop.lexeme.pos
    if stop.lexeme.type in (END, TOO_DEEP):
        return GIVE_UP
    start = _declaration_before(parser, stop)
    open_arrays = _back_to_body(parser)
    line_end = _end_of_open_literal(text, stop.lexeme)
    if line_end >= 0:
        # The literal without an end took the ";" of its line with it.
        if text[start:line_end].rstrip().endswith(";"):
            return line_end
        start = line_end
    return _next_part(grammar, parser, text, start, open_arrays)


def _next_part(
    grammar: Grammar, parser: Parser, text: str, start: int, open_arrays: int
) -> int:
    """Offset where the next part of the body begins, or where the body ends."""
    is_top = parser.awaits("declaration")
    depth = 0
    tokens = chain(_tokens(grammar, text, start), [Lexeme(END, "", len(text))])
    for token, following in pairwise(tokens):
        if _begins_declaration(token, following):
            while not parser.awaits("declaration"):
                parser.drop()
            return token.pos
        if token.text == "{":
            depth += 1
        elif token.text == ";" and depth == 0:
            return token.pos + 1
        elif token.text == "}":
            if depth > 0:
                depth -= 1
            elif open_arrays > 0:
                open_arrays -= 1
            elif not is_top:
                return token.pos
    return GIVE_UP


def end_of_broken_list(grammar: Grammar, text: str, stop: Stop) -> tuple[int, bool]:
    """Where a qualifier list with an error in it ends, and whether by its ``]``.

    Where a token that no list has comes first, the ``]`` is missing, and the
    text goes on where the error is.
    """
    start = max(stop.lexeme.pos, _end_of_open_literal(text, stop.lexeme))
    for token in _tokens(grammar, text, start):
        if token.text == "]":
            return token.pos + 1, True
        if token.text in ("[", ";"):
            break
    if stop.lexeme.type != STRAY:
        return stop.lexeme.pos, False
    after = next(_tokens(grammar, text, start), None)
    return (after.pos if after else len(text)), False


def end_of_strings(text: str, start: int) -> int:
    """Where the strings end that stand next to each other from ``start`` on."""
    strings = _STRINGS.match(text, start)
    return strings.end() if strings else start


def _end_of_open_literal(text: str, wrong: Lexeme) -> int:
    """End of the line on which a literal without its own end begins, else -1."""
    if wrong.type != STRAY or wrong.text not in "\"'":
        return -1
    line_end = text.find("\n", wrong.pos)
    return len(text) if line_end < 0 else line_end


def _declaration_before(parser: Parser, stop: Stop) -> int:
    """Offset of the error, or of a keyword that was taken for a name before it.

    ``instance`` and ``class`` can be the names of an instance's properties; that
    they were meant as keywords shows only in the word after them.
    """
    before, wrong = parser.last_lexeme(), stop.lexeme
    if before is None or before.type != "ELEMENT_NAME" or wrong.type != NAME:
        return wrong.pos
    word = before.text.lower()
    if word == "class" or (word == "instance" and wrong.text.lower() == "of"):
        return before.pos
    return wrong.pos


def _back_to_body(parser: Parser) -> int:
    """Drops the part that is broken; returns how many arrays were open in it."""
    open_arrays = 0
    while not any(parser.awaits(part) for part in _PARTS):
        dropped = parser.drop()
        if isinstance(dropped, Lexeme) and dropped.type == "LBRACE":
            open_arrays += 1
    return open_arrays


def _begins_declaration(token: Lexeme, following: Lexeme) -> bool:
    word: str = token.text.lower()
    if token.type == "PRAGMA":
        return True
    if token.type != NAME or following.type != NAME:
        return False
    if word == "instance":
        return bool(following.text.lower() == "of")
    return word in ("class", "qualifier")


def _tokens(grammar: Grammar, text: str, at: int) -> Iterator[Lexeme]:
    """Tokens from ``at`` on, whatever the parser would make of them."""
    while True:
        if found := grammar.list_token.match(text, at):
            kind = found.lastgroup or ""
            yield Lexeme(kind, found[kind], found.start(kind))
            at = found.end()
            continue
        no_token = _NO_TOKEN.match(text, grammar.after_skipped(text, at))
        if no_token is None:
            return
        at = no_token.end()
