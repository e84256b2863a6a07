"""One source to its declarations."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, cast

from lark import Token
from lark.exceptions import UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from mofgen.mof.building import TreeBuilder
from mofgen.mof.diagnostics import Diagnostic
from mofgen.mof.grammar import Grammar, Lexeme
from mofgen.mof.source import Source
from mofgen.mof.syntax_errors import unexpected
from mofgen.mof.tree import Declaration


class SourceParser:
    """Parses sources one after the other."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._grammar = Grammar(self._builder)
        self._lock = Lock()

    def parse(self, source: Source) -> tuple[list[Declaration], list[Diagnostic]]:
        with self._lock:
            self._builder.begin(source)
            parser = self._grammar.parser("mof")
            result = self._run(parser, source.text, 0, self._grammar.mof_token)
            return (result or []), self._builder.problems

    def _run(self, parser: InteractiveParser, text: str, pos: int, token: Any) -> Any:
        stack = parser.parser_state.state_stack
        states = parser.parser_state.parse_conf.states
        feed = parser.parser_state.feed_token
        match = token.match
        grammar = self._grammar
        keywords = grammar.keywords
        marks = grammar.marks
        while True:
            found = match(text, pos)
            if found is None:
                break
            kind = found.lastgroup
            word = found[kind]
            start = found.start(kind)
            pos = found.end()
            if kind == "NAME":
                state = stack[-1]
                kind = keywords.get(word.lower())
                if kind is None or kind not in states[state]:
                    kind = grammar.role(state, states[state])
            elif kind == "MARK":
                kind = marks[word]
            elif kind == "QUALIFIER_LIST":
                if "QUALIFIER_LIST" in states[stack[-1]]:
                    word = self._qualifiers(text, start, pos)
                else:
                    kind, word, pos = "LSQB", "[", start + 1
            try:
                feed(Lexeme(kind, word, start))
            except UnexpectedToken:
                self._builder.problems.append(
                    unexpected(self._builder.source, Lexeme(kind, word, start))
                )
                return None
        rest = grammar.skipped.match(text, pos)
        assert rest is not None
        if rest.end() != len(text):
            self._builder.problems.append(
                unexpected(
                    self._builder.source, Lexeme("", text[rest.end()], rest.end())
                )
            )
            return None
        return feed(Lexeme("$END", "", len(text)), True)

    def _qualifiers(self, text: str, start: int, end: int) -> Any:
        parser = self._grammar.parser("qualifier_list")
        return self._run(parser, text[:end], start, self._grammar.list_token)
