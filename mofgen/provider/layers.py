"""Objects with their indexes; what they cost to find does not depend on how many."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeAlias, TypeVar

from mofgen.provider.layouts import End, Key, Layout, Row
from mofgen.provider.views import folded

I = TypeVar("I", bound=Hashable)  # noqa: E741

Postings: TypeAlias = "dict[I, Key | dict[Key, None]]"
"""The keys of objects by something that they have: one key, or an ordered set.

Most sets have one member, and a set for each of them would cost more than all that
the set is there for.
"""


class Layer:
    """A set of objects, found by key, class, indexed values and association ends.

    It does no locking and checks nothing: see :class:`~mofgen.provider.store.Store`
    and :class:`~mofgen.provider.transactions.Transaction` for that.
    """

    __slots__ = ("_ends", "_objects", "_values")

    def __init__(self) -> None:
        self._objects: dict[Layout, dict[Key, Row]] = {}
        self._values: dict[tuple[Layout, str], Postings[object]] = {}
        self._ends: dict[Key, Postings[End]] = {}

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._objects.values())

    @property
    def is_empty(self) -> bool:
        return not self._objects

    # --- reading: a View ---

    def row(self, key: Key) -> Row | None:
        rows = self._objects.get(key[0])
        return None if rows is None else rows.get(key)

    def layouts(self) -> Iterable[Layout]:
        return self._objects

    def rows_of(self, layout: Layout) -> Iterable[tuple[Key, Row]]:
        rows = self._objects.get(layout)
        return () if rows is None else rows.items()

    def keys_with(self, layout: Layout, attribute: str, value: object) -> Iterable[Key]:
        return _posted(self._values.get((layout, attribute), {}), value)

    def ends_at(self, target: Key) -> Iterator[tuple[End, Iterable[Key]]]:
        ends = self._ends.get(target)
        if ends is not None:
            for end in ends:
                yield end, _posted(ends, end)

    # --- writing ---

    def put(self, key: Key, row: Row) -> None:
        """Store an object, in the place of the one that has the key, if any."""
        layout: Layout = key[0]
        rows = self._objects.setdefault(layout, {})
        before = rows.get(key)
        rows[key] = row
        for name in layout.indexed:
            old = None if before is None else before.get(name)
            self._move_value(layout, name, key, old, row.get(name))
        for end in layout.ends:
            old = None if before is None else before.get(end.attribute)
            self._move_end(end, key, old, row.get(end.attribute))

    def remove(self, key: Key) -> None:
        """Forget an object; nothing happens where there is none."""
        layout: Layout = key[0]
        rows = self._objects.get(layout, {})
        row = rows.pop(key, None)
        if row is None:
            return
        for name in layout.indexed:
            self._move_value(layout, name, key, row.get(name), None)
        for end in layout.ends:
            self._move_end(end, key, row.get(end.attribute), None)
        if not rows:
            del self._objects[layout]

    def _move_value(
        self, layout: Layout, name: str, key: Key, old: object, new: object
    ) -> None:
        old, new = folded(old), folded(new)
        if old == new and type(old) is type(new):
            return
        postings = self._values.setdefault((layout, name), {})
        if old is not None:
            _unpost(postings, old, key)
        if new is not None:
            _post(postings, new, key)

    def _move_end(self, end: End, key: Key, old: Key | None, new: Key | None) -> None:
        if old == new:
            return
        if old is not None and old in self._ends:
            postings = self._ends[old]
            _unpost(postings, end, key)
            if not postings:
                del self._ends[old]
        if new is not None:
            _post(self._ends.setdefault(new, {}), end, key)


def _post(postings: Postings[I], value: I, key: Key) -> None:
    found = postings.get(value)
    if found is None:
        postings[value] = key
    elif isinstance(found, dict):
        found[key] = None
    else:
        postings[value] = {found: None, key: None}


def _unpost(postings: Postings[I], value: I, key: Key) -> None:
    found = postings.get(value)
    if isinstance(found, dict):
        found.pop(key, None)
        if len(found) > 1:
            return
        if found:
            postings[value] = next(iter(found))
            return
    elif found != key:
        return
    postings.pop(value, None)


def _posted(postings: Postings[I], value: I) -> Iterable[Key]:
    found = postings.get(value)
    if found is None:
        return ()
    return found if isinstance(found, dict) else (found,)
