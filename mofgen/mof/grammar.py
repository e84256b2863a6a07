"""``grammar/mof.lark`` made ready: its parse tables and its tokens.

Lark gives the LALR tables and the callbacks for each rule. The tokens are
found here by one regular expression made of the grammar's own terminals,
because that is several times faster than asking for one terminal at a time,
and because it never fails in the middle of a text: what is no token is for
:mod:`mofgen.mof.syntax_errors` to explain.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Final

from lark import Lark
from lark.lexer import PatternStr

from mofgen.mof.parser import NAME, Parser
from mofgen.mof.words import INTRINSIC_TYPES, RESERVED
from mofgen.resources import resource_folder

# Patterned tokens in the order in which they are tried; names, which are the
# most frequent, have their own group in front of them.
_PATTERNED: Final = ("STRING", "NUMBER", "CHARACTER", "ALIAS", "PRAGMA")


class Grammar:
    """The MOF grammar, bound to the object whose methods build the tree.

    Parameters
    ----------
    builder:
        Has one method per rule, called with the list of the rule's parts.
    """

    def __init__(self, builder: Any) -> None:
        self._lark = Lark(
            (resource_folder("grammar") / "mof.lark").read_text("utf-8"),
            parser="lalr",
            lexer="contextual",
            start=["mof", "qualifier_list"],
            transformer=builder,
            maybe_placeholders=True,
        )
        self.actions = self.parser("mof").actions

    def parser(self, start: str) -> Parser:
        """A new parser for the start symbol ``start``."""
        return Parser(self._lark.parse_interactive(start=start))

    @cached_property
    def _patterns(self) -> dict[str, str]:
        return {t.name: t.pattern.to_regexp() for t in self._lark.terminals}

    @cached_property
    def _skipped_pattern(self) -> re.Pattern[str]:
        return re.compile(self._skipped)

    @property
    def _skipped(self) -> str:
        """White space and comments, as many as there are."""
        ignored = "|".join(self._patterns[n] for n in self._lark.ignore_tokens)
        return f"(?:{ignored})*+"

    @cached_property
    def mof_token(self) -> re.Pattern[str]:
        """The next token of a text, a qualifier list being one token."""
        return self._token(("QUALIFIER_LIST", *_PATTERNED))

    @cached_property
    def list_token(self) -> re.Pattern[str]:
        """The next token inside a qualifier list."""
        return self._token(_PATTERNED)

    def _token(self, patterned: tuple[str, ...]) -> re.Pattern[str]:
        """Skipped text, then a name, a patterned token or a punctuation mark.

        The group that matched is named after the kind: a terminal, ``NAME``
        (see :meth:`word`) or ``MARK`` (see :attr:`marks`).
        """
        marks = "".join(re.escape(m) for m in self.marks)
        groups = [
            f"(?P<{NAME}>{self._patterns['CLASS_NAME']})",
            *(f"(?P<{n}>{self._patterns[n]})" for n in patterned),
            f"(?P<MARK>[{marks}])",
        ]
        return re.compile(f"{self._skipped}(?:{'|'.join(groups)})")

    @cached_property
    def marks(self) -> dict[str, str]:
        """Punctuation marks and their terminals."""
        return {
            t.pattern.value: t.name
            for t in self._lark.terminals
            if isinstance(t.pattern, PatternStr) and not t.pattern.value.isalpha()
        }

    @cached_property
    def keywords(self) -> dict[str, str]:
        """Keywords in lower case and their terminals."""
        keywords = {
            t.pattern.value.lower(): t.name
            for t in self._lark.terminals
            if isinstance(t.pattern, PatternStr) and t.pattern.value.isalpha()
        }
        return keywords | dict.fromkeys(INTRINSIC_TYPES, "TYPE") | {"void": "VOID"}

    @cached_property
    def roles(self) -> dict[Any, str]:
        """The terminal that a name is in each parser state, ``NAME`` where none."""
        name = self._patterns["CLASS_NAME"]
        terminals = {n for n, p in self._patterns.items() if p == name}
        return {
            state: next((n for n in actions if n in terminals), NAME)
            for state, actions in self.actions.items()
        }

    def word(self, state: Any, text: str) -> str:
        """The terminal that a word is in a parser state, ``NAME`` where none.

        A keyword where the grammar has a use for it, else a name. But the name of
        a class is never a reserved word: "class" where a member could begin means
        that a "}" is missing before it, not that a type is called so.
        """
        keyword = self.keywords.get(text.lower())
        if keyword is not None and keyword in self.actions[state]:
            return keyword
        role = self.roles[state]
        is_misplaced = role == "CLASS_NAME" and text.lower() in RESERVED
        return NAME if is_misplaced else role

    def after_skipped(self, text: str, at: int) -> int:
        """Offset of what follows white space and comments at ``at``."""
        skipped = self._skipped_pattern.match(text, at)
        return skipped.end() if skipped else at
