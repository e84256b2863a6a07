"""``grammar/mof.lark`` made ready: its parse tables and its tokens.

Lark gives the LALR tables and the callbacks for each rule. The tokens are
found here by one regular expression made of the grammar's own terminals,
because that is several times faster than asking for one terminal at a time,
and because it never fails in the middle of a text: what is no token is for
:mod:`mofgen.mof.syntax_errors` to explain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, Final, NamedTuple

from lark import Lark
from lark.lexer import PatternStr
from lark.parsers.lalr_interactive_parser import InteractiveParser

from mofgen.mof.words import INTRINSIC_TYPES, RESERVED
from mofgen.resources import resource_folder

NAME: Final = "NAME"
"""Kind of a name that the parser has no use for where it stands."""

STRAY: Final = "STRAY"
"""Kind of what is no token at all."""

TOO_DEEP: Final = "TOO_DEEP"
"""Kind of a "{" at a place where too many are open already."""

END: Final = "$END"
"""Lark's own kind for the end of the text."""

# Patterned tokens in the order in which they are tried; names, which are the
# most frequent, have their own group in front of them.
_PATTERNED: Final = ("STRING", "NUMBER", "CHARACTER", "ALIAS", "PRAGMA")


class Lexeme(NamedTuple):
    """A token: kind (a terminal of the grammar), text, offset in the source."""

    type: str
    text: Any
    pos: int


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


class Parser:
    """A parse under way: Lark's interactive parser, and what recovery needs of it.

    ``states`` is its stack of states and ``actions`` what each state does with a
    terminal or a rule; the loop that feeds tokens looks at both.
    """

    def __init__(self, interactive: InteractiveParser) -> None:
        self._interactive: Any = interactive  # parts of it have no annotations
        state = interactive.parser_state
        self.states: list[Any] = state.state_stack
        self.actions: dict[Any, dict[str, Any]] = state.parse_conf.states
        self._values: list[Any] = state.value_stack
        # Lexemes have all of a lark.Token that the parser looks at: its type.
        self.feed: Callable[..., Any] = state.feed_token

    @property
    def state(self) -> Any:
        """The state that decides what can come next."""
        return self.states[-1]

    def accepted(self) -> frozenset[str]:
        """The terminals that can come next."""
        return frozenset(self._interactive.accepts())

    def awaits(self, rule: str) -> bool:
        """Whether a ``rule`` can begin here."""
        return rule in self.actions[self.state]

    def drop(self) -> Any:
        """Takes back the latest token or rule, and returns it."""
        self.states.pop()
        return self._values.pop()

    def last_lexeme(self) -> Lexeme | None:
        """The latest token, None where it ended a rule that is built already."""
        last = self._values[-1] if self._values else None
        return last if isinstance(last, Lexeme) else None

    def open_lexemes(self, *kinds: str) -> list[Lexeme]:
        """The tokens of these kinds in rules that have not ended yet."""
        return [v for v in self._values if isinstance(v, Lexeme) and v.type in kinds]

    def trial(self) -> Parser:
        """A copy to try tokens on, which builds nothing."""
        copied = self._interactive.copy(deepcopy_values=False)
        conf = copy(copied.parser_state.parse_conf)
        conf.callbacks = {}
        copied.parser_state.parse_conf = conf
        return Parser(copied)
