"""A parse under way: Lark's LALR parser, and what errors and recovery ask of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_interactive_parser import InteractiveParser

NAME: Final = "NAME"
"""Kind of a name that the parser has no use for where it stands."""

STRAY: Final = "STRAY"
"""Kind of what is no token at all."""

TOO_DEEP: Final = "TOO_DEEP"
"""Kind of a "{" at a place where too many are open already."""

END: Final = "$END"
"""Lark's own kind for the end of the text."""


class Lexeme(NamedTuple):
    """A token: kind (a terminal of the grammar), text, offset in the source."""

    type: str
    text: Any
    pos: int


class Parser:
    """One parse, fed token by token.

    ``states`` is its stack of states and ``actions`` what each state does with a
    terminal or a rule; the loop that feeds tokens looks at both.
    """

    def __init__(self, interactive: InteractiveParser) -> None:
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

    def accepted(self, after: list[Any] | None = None) -> frozenset[str]:
        """The terminals that can come next, or next on the stack ``after``."""
        states = self.states if after is None else after
        # A state may also list what only other ways into it can go on with.
        terminals = (t for t in self.actions[states[-1]] if t.isupper() and t != END)
        return frozenset(t for t in terminals if self.states_after(t, states))

    def states_after(self, terminal: str, states: list[Any]) -> list[Any] | None:
        """The stack ``states`` once it has taken ``terminal``, None if it can't."""
        stack = states.copy()
        while action := self.actions[stack[-1]].get(terminal):
            kind, target = action
            if kind is Shift:
                return [*stack, target]
            if target.expansion:
                del stack[-len(target.expansion) :]
            stack.append(self.actions[stack[-1]][target.origin.name][1])
        return None

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
