"""``grammar/wql.lark`` made ready: its parse tables and its tokens.

As for MOF, Lark gives the LALR tables and calls a builder for each rule, and the
tokens are found here, by one regular expression made of the grammar's terminals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lark import Lark
from lark.lexer import Lexer, PatternStr, Token

from mofgen.mof.parser import END, NAME, STRAY, Lexeme, Parser
from mofgen.resources import resource_folder

_PATTERNED: Final = ("STRING", "NUMBER", "PATH")
_MARK: Final = "MARK"


class _NoLexer(Lexer):
    """Keeps Lark from making a lexer that nobody asks."""

    def __init__(self, lexer_conf: Any) -> None: ...

    def lex(self, *_: Any) -> Iterator[Token]:
        return iter(())


class Grammar:
    """The grammar of WQL, bound to the object whose methods build the tree.

    Nothing in it changes, so that several threads can parse at the same time.

    Parameters
    ----------
    builder:
        Has one method per rule, called with the list of the rule's parts.

    Attributes
    ----------
    keywords:
        Keywords in lower case, and their terminals.
    """

    def __init__(self, builder: Any) -> None:
        self._lark = Lark(
            (resource_folder("grammar") / "wql.lark").read_text("utf-8"),
            parser="lalr",
            lexer=_NoLexer,
            start="wql",
            transformer=builder,
            maybe_placeholders=True,
        )
        fixed = {
            t.pattern.value: t.name
            for t in self._lark.terminals
            if isinstance(t.pattern, PatternStr)
        }
        self.keywords = {v.lower(): n for v, n in fixed.items() if v.isalpha()}
        self._marks = {v: n for v, n in fixed.items() if not v.isalpha()}
        patterns = {t.name: t.pattern.to_regexp() for t in self._lark.terminals}
        self._actions = self.parser().actions
        self._roles = _roles(self._actions, patterns)
        self._token = self._token_pattern(patterns)

    def parser(self) -> Parser:
        """A new parser."""
        return Parser(self._lark.parse_interactive())

    def _token_pattern(self, patterns: dict[str, str]) -> re.Pattern[str]:
        """White space, then a token, in the group that is named after its kind."""
        marks = "".join(re.escape(m) for m in self._marks)
        groups = [
            f"(?P<{NAME}>{patterns['CLASS_NAME']})",
            *(f"(?P<{n}>{patterns[n]})" for n in _PATTERNED),
            f"(?P<COMPARISON>{patterns['COMPARISON']})",
            f"(?P<{_MARK}>[{marks}])",
            rf"(?P<{STRAY}>\S)",
            r"(?P<END>\Z)",
        ]
        return re.compile(rf"\s*+(?:{'|'.join(groups)})")

    def lexeme(self, state: Any, text: str, at: int) -> tuple[Lexeme, int]:
        """The next token for a parser in ``state``, and where it ends.

        A word is a keyword where the grammar has a use for that, else a name.
        """
        found = self._token.match(text, at)
        assert found is not None, "the pattern has a group for whatever there is"
        kind = found.lastgroup
        assert kind is not None
        word = found[kind]
        if kind == NAME:
            keyword = self.keywords.get(word.lower())
            known = keyword is not None and keyword in self._actions[state]
            kind = keyword if keyword is not None and known else self._roles[state]
        elif kind == _MARK:
            kind = self._marks[word]
        elif kind == "END":
            kind = END
        return Lexeme(kind, word, found.start(found.lastgroup or 0)), found.end()


def _roles(actions: dict[Any, dict[str, Any]], patterns: dict[str, str]) -> Any:
    """The terminal that a name is in each parser state, ``NAME`` where none."""
    name = patterns["CLASS_NAME"]
    names = {terminal for terminal, p in patterns.items() if p == name}
    return {
        state: next((each for each in possible if each in names), NAME)
        for state, possible in actions.items()
    }
