"""Changes on top of a state that stays as it is: what a transaction works on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mofgen.provider.layers import Layer
from mofgen.provider.layouts import End, Key, Layout, Row
from mofgen.provider.views import View


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one object.

    Parameters
    ----------
    key:
        The object.
    before, after:
        Its values; None where there was or is no such object.
    """

    key: Key
    before: Row | None
    after: Row | None


class Overlay:
    """A :class:`~mofgen.provider.views.View` of another one with changes in it.

    Parameters
    ----------
    below:
        What is changed; it must not change by itself meanwhile.
    """

    __slots__ = ("_below", "_journal", "_own", "_touched")

    def __init__(self, below: View) -> None:
        self._below = below
        self._own = Layer()
        self._touched: dict[Key, None] = {}
        """All objects that were stored or removed: for them ``below`` doesn't count."""
        self._journal: list[tuple[Key, bool, Row | None]] | None = None
        """What each change replaced: whether it was touched before, and its values."""

    @property
    def own(self) -> Layer:
        """What is new here: all that there is, where there is nothing below."""
        return self._own

    # --- reading: a View ---

    def row(self, key: Key) -> Row | None:
        return self._own.row(key) if key in self._touched else self._below.row(key)

    def layouts(self) -> Iterable[Layout]:
        return dict.fromkeys([*self._below.layouts(), *self._own.layouts()])

    def rows_of(self, layout: Layout) -> Iterator[tuple[Key, Row]]:
        touched = self._touched
        for key, row in self._below.rows_of(layout):
            if key not in touched:
                yield key, row
            elif (own := self._own.row(key)) is not None:
                yield key, own  # in its old place
        for key, row in self._own.rows_of(layout):
            if self._below.row(key) is None:
                yield key, row

    def keys_with(self, layout: Layout, attribute: str, value: object) -> Iterator[Key]:
        for key in self._below.keys_with(layout, attribute, value):
            if key not in self._touched:
                yield key
        yield from self._own.keys_with(layout, attribute, value)

    def ends_at(self, target: Key) -> Iterator[tuple[End, Iterable[Key]]]:
        for end, keys in self._below.ends_at(target):
            yield end, [key for key in keys if key not in self._touched]
        yield from self._own.ends_at(target)

    # --- writing ---

    def put(self, key: Key, row: Row) -> None:
        """Store an object, in the place of the one that has the key, if any."""
        self._touch(key)
        self._own.put(key, row)

    def remove(self, key: Key) -> None:
        """Remove an object; nothing happens where there is none."""
        self._touch(key)
        self._own.remove(key)

    def mark(self) -> int:
        """A place to which :meth:`go_back` can go, as long as this exists."""
        if self._journal is None:
            self._journal = []
        return len(self._journal)

    def go_back(self, mark: int) -> None:
        """Undo all changes since a place was marked."""
        journal = self._journal or []
        while len(journal) > mark:
            key, was_touched, before = journal.pop()
            if before is None:
                self._own.remove(key)
            else:
                self._own.put(key, before)
            if not was_touched:
                del self._touched[key]

    def _touch(self, key: Key) -> None:
        if self._journal is not None:
            self._journal.append((key, key in self._touched, self._own.row(key)))
        self._touched[key] = None

    def changes(self) -> list[Change]:
        """What is different from below, in the order in which it was first touched."""
        found = []
        for key in self._touched:
            before, after = self._below.row(key), self._own.row(key)
            if before != after:
                found.append(Change(key, before, after))
        return found


def apply(changes: Iterable[Change], to: Layer) -> None:
    """Make the changes in the state that they are changes of."""
    for change in changes:
        if change.after is None:
            to.remove(change.key)
        else:
            to.put(change.key, change.after)
