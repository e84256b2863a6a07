"""One source to its declarations, or to all of its syntax errors."""

from __future__ import annotations

import re
from threading import Lock
from typing import Any, NamedTuple

from lark.exceptions import UnexpectedToken

from mofgen.mof.building import TreeBuilder
from mofgen.mof.diagnostics import Diagnostic
from mofgen.mof.grammar import Grammar
from mofgen.mof.limits import MAX_DIAGNOSTICS, MAX_NESTING
from mofgen.mof.parser import END, STRAY, TOO_DEEP, Lexeme, Parser
from mofgen.mof.qualifier_lists import read_plain_list
from mofgen.mof.recovery import (
    GIVE_UP,
    end_of_broken_list,
    end_of_strings,
    resume,
)
from mofgen.mof.source import Source
from mofgen.mof.stops import Stop, stop_at
from mofgen.mof.syntax_errors import explain
from mofgen.mof.tree import Declaration, Qualifier

_ARRAY = re.compile(r"\[\s*+[0-9]*+\s*+\]")


class _Outcome(NamedTuple):
    """How far the parser came: to an end, with a result, or to a stop."""

    result: Any
    end: int
    stop: Stop | None


class _TooManyErrors(Exception):
    """Ends a parse with more errors than anybody wants to read."""


class SourceParser:
    """Parses sources, one after the other; calls from several threads queue up."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._grammar = Grammar(self._builder)
        self._lock = Lock()
        # Offset of the latest string that goes on over lines, -1 before any.
        self._long_string = -1

    def parse(self, source: Source) -> tuple[list[Declaration], list[Diagnostic]]:
        """The declarations of ``source`` and its syntax errors in written order.

        Where there are errors, the declarations are those that could be
        understood all the same.
        """
        with self._lock:
            self._builder.begin(source)
            self._long_string = -1
            declarations = self._declarations(source)
            problems = _one_per_place(self._builder.problems)
            self._builder.begin(Source("", ""))  # holds no text that is done with
            return declarations, problems

    def _declarations(self, source: Source) -> list[Declaration]:
        parser = self._grammar.parser("mof")
        at = 0
        try:
            while at != GIVE_UP:
                outcome = self._run(parser, at, self._grammar.mof_token)
                if outcome.stop is None:
                    result: list[Declaration] = outcome.result
                    return result
                self._report(explain(source, outcome.stop, parser))
                at = resume(self._grammar, parser, source.text, outcome.stop)
        except _TooManyErrors:
            pass
        return self._so_far(parser)

    def _report(self, problem: Diagnostic) -> None:
        self._builder.problems.append(problem)
        if len(self._builder.problems) > MAX_DIAGNOSTICS:
            raise _TooManyErrors

    def _so_far(self, parser: Parser) -> list[Declaration]:
        """The declarations before the one at which the parser gives up."""
        while not parser.awaits("declaration"):
            parser.drop()
        result: list[Declaration] = parser.feed(Lexeme(END, "", 0), True)
        return result

    def _qualifiers(self, start: int, end: int) -> tuple[tuple[Qualifier, ...], int]:
        """The list that begins at ``start``, and where the text goes on after it.

        ``end`` is where its token ends, or ``start`` where that found no end.
        """
        source = self._builder.source
        plain = read_plain_list(source.text, start, end)
        if plain is not None:
            return plain, end
        parser = self._grammar.parser("qualifier_list")
        outcome = self._run(parser, start, self._grammar.list_token)
        if outcome.stop is None:
            return outcome.result, outcome.end
        end, is_closed = end_of_broken_list(self._grammar, source.text, outcome.stop)
        lacks_bracket = not is_closed and "RSQB" in outcome.stop.accepted
        self._report(
            explain(source, outcome.stop, parser, start if lacks_bracket else None)
        )
        return (), end

    def _run(self, parser: Parser, at: int, token: re.Pattern[str]) -> _Outcome:
        """Feeds tokens to ``parser`` from offset ``at`` up to the first error.

        Ends at the end of the text or, inside a qualifier list, at its ``]``.
        """
        text, grammar = self._builder.source.text, self._grammar
        states, feed = parser.states, parser.feed
        match, marks = token.match, grammar.marks
        keywords, roles = grammar.keywords, grammar.roles
        in_list = token is grammar.list_token
        while found := match(text, at):
            kind: Any = found.lastgroup
            word: Any = found[kind]
            start = found.start(kind)
            before, at = at, found.end()
            if kind == "NAME":
                if word.lower() in keywords:
                    kind = grammar.word(states[-1], word)
                else:
                    kind = roles[states[-1]]
            elif kind == "MARK" or kind == "QUALIFIER_LIST":
                kind = marks[word[0]]
                if kind == "LSQB":
                    kind, word, at = self._bracket(parser, found, before)
                elif kind == "LBRACE" and _is_too_deep(parser):
                    kind = TOO_DEEP
            elif kind == "STRING" and "\n" in word:
                self._long_string = start
            lexeme = Lexeme(kind, word, start)
            try:
                feed(lexeme)
            except UnexpectedToken:
                return self._stopped(parser, lexeme, before)
            if in_list and kind == "RSQB":
                return _Outcome(feed(Lexeme(END, "", at), True), at, None)
        return self._finish(parser, at)

    def _bracket(
        self, parser: Parser, found: re.Match[str], before: int
    ) -> tuple[str, Any, int]:
        """Kind, text and end of what begins with a "[": a list, or an array's size."""
        start = found.start(found.lastgroup or 0)
        actions = parser.actions[parser.state]
        if "QUALIFIER_LIST" in actions:
            return "QUALIFIER_LIST", *self._qualifiers(start, found.end())
        if "LSQB" in actions and _is_misplaced_list(found, start, before):
            return "QUALIFIER_LIST", found["QUALIFIER_LIST"], found.end()
        return "LSQB", "[", start + 1

    def _finish(self, parser: Parser, at: int) -> _Outcome:
        """Closes the parse where the text ends, or stops at what is no token."""
        text = self._builder.source.text
        rest = self._grammar.after_skipped(text, at)
        if rest < len(text):
            return self._stopped(parser, Lexeme(STRAY, text[rest], rest), at)
        end = Lexeme(END, "", rest)
        try:
            return _Outcome(parser.feed(end, True), rest, None)
        except UnexpectedToken:
            return self._stopped(parser, end, at)

    def _stopped(self, parser: Parser, lexeme: Lexeme, before: int) -> _Outcome:
        text = self._builder.source.text
        start = self._long_string
        # A string that lacks its end closes at the next one's beginning, and what
        # should be inside that one then makes no sense.
        if start >= 0 and end_of_strings(text, start) >= lexeme.pos:
            lexeme = Lexeme(STRAY, text[start], start)
        stop = stop_at(self._grammar, parser, text, lexeme, before)
        return _Outcome(None, before, stop)


def _is_misplaced_list(found: re.Match[str], start: int, before: int) -> bool:
    """Whether a "[" that could open an array's size opens a list by its look.

    Then it is a ";" that is missing, before it.
    """
    if found.lastgroup != "QUALIFIER_LIST":
        return False
    list_ = found["QUALIFIER_LIST"]
    if _ARRAY.fullmatch(list_):
        return False
    return len(list_) > 40 or "\n" in found.string[before:start]


def _is_too_deep(parser: Parser) -> bool:
    return (
        len(parser.states) > MAX_NESTING
        and len(parser.open_lexemes("LBRACE")) >= MAX_NESTING
    )


def _one_per_place(problems: list[Diagnostic]) -> list[Diagnostic]:
    """The problems in written order; a second one at a place only follows on."""
    # Where a literal took the rest of its line with it, so it did with brackets.
    if (
        problems
        and problems[-1].code == "unclosed"
        and any(p.code.startswith("unterminated") for p in problems)
    ):
        problems = problems[:-1]
    by_offset: dict[int, Diagnostic] = {}
    for problem in problems:
        by_offset.setdefault(problem.place.pos if problem.place else 0, problem)
    return [by_offset[offset] for offset in sorted(by_offset)]
