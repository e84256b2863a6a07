"""What all states of the store have in common: the committed one, and a transaction's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from mofgen.provider.layouts import End, Key, Layout, Row


class View(Protocol):
    """A state of the store; whoever holds one sees nobody else's changes to it.

    Whatever is given as an iterable is to be used up before anything changes.
    """

    def row(self, key: Key) -> Row | None:
        """The values of an object; None where there is none."""
        ...

    def layouts(self) -> Iterable[Layout]:
        """The classes that may have objects, in the order in which they got some."""
        ...

    def rows_of(self, layout: Layout) -> Iterable[tuple[Key, Row]]:
        """The objects of this very class, oldest first."""
        ...

    def keys_with(self, layout: Layout, attribute: str, value: object) -> Iterable[Key]:
        """The objects of this very class with a value, as :func:`folded` gives it.

        ``attribute`` is one of ``layout.indexed``.
        """
        ...

    def ends_at(self, target: Key) -> Iterable[tuple[End, Iterable[Key]]]:
        """The associations that refer to an object, by the reference that does."""
        ...


def folded(value: object) -> object:
    """The one form of all values that are equal to a query: case does not matter."""
    return value.lower() if isinstance(value, str) else value
