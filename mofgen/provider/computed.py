"""A store of which some objects are computed whenever they are read.

In WMI most classes have a provider that works out their objects when it is asked; what
changes all the time, free memory or a counter, is kept nowhere. Queries, enumerations
and reads find such objects as they find those that are stored. Transactions do not see
them: nothing is associated with them, and no method can be called on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from mofgen.provider.layouts import End, Key, Layout, Row
from mofgen.provider.rows import new_row
from mofgen.provider.store import Store
from mofgen.provider.views import View, folded
from mofgen.runtime.instance import Instance

if TYPE_CHECKING:
    from mofgen.provider.schema import Schema

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Computed:
    """How the objects of a class are computed.

    Parameters
    ----------
    cls:
        The class, with one key or none.
    objects:
        Gives all of them as they are now, with the values of their keys. It may read
        other stores, but not the one that it computes for.
    find:
        Gives the one with a key, in any case, or None; where there are many it saves
        computing all of them.
    """

    cls: type[Instance]
    objects: Callable[[], Iterable[Instance]]
    find: Callable[[str], Instance | None] | None = None


class ComputedStore(Store):
    """A store with objects that are computed besides those that are stored.

    Parameters
    ----------
    schema:
        Their classes.
    computed:
        The classes whose objects are computed; none of them is stored.
    prepare:
        Called before something is looked up, when nothing is locked yet.
    """

    def __init__(
        self,
        schema: Schema,
        computed: Iterable[Computed],
        *,
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(schema)
        self._computed = {schema.layout(each.cls): each for each in computed}
        self._prepare = prepare

    def ask(self, question: Callable[[View], T]) -> T:
        """As :meth:`Store.ask`; the computed objects are there too."""
        self._prepare()
        return super().ask(
            lambda view: question(_ComputedView(self.schema, view, self._computed))
        )

    def row(self, key: Key) -> Row | None:
        """As :meth:`Store.row`; the computed objects are there too."""
        return self.ask(lambda view: view.row(key))

    def __len__(self) -> int:
        return self.ask(
            lambda view: sum(len(list(view.rows_of(each))) for each in view.layouts())
        )


class _ComputedView:
    """A :class:`~mofgen.provider.views.View` with what is computed in it."""

    __slots__ = ("_below", "_computed", "_schema")

    def __init__(
        self, schema: Schema, below: View, computed: Mapping[Layout, Computed]
    ) -> None:
        self._schema = schema
        self._below = below
        self._computed = computed

    def row(self, key: Key) -> Row | None:
        layout: Layout = key[0]
        if layout not in self._computed:
            return self._below.row(key)
        rows = self._found(layout, key[1]) if layout.keys else self._all(layout)
        return next((row for row in rows if layout.key_of(row) == key), None)

    def layouts(self) -> Iterable[Layout]:
        return [*self._below.layouts(), *self._computed]

    def rows_of(self, layout: Layout) -> Iterable[tuple[Key, Row]]:
        if layout not in self._computed:
            return self._below.rows_of(layout)
        return ((layout.key_of(row), row) for row in self._all(layout))

    def keys_with(self, layout: Layout, attribute: str, value: object) -> Iterable[Key]:
        if layout not in self._computed:
            return self._below.keys_with(layout, attribute, value)
        is_key = layout.keys == (attribute,)
        rows = self._found(layout, value) if is_key else self._all(layout)
        return [
            layout.key_of(row) for row in rows if folded(row.get(attribute)) == value
        ]

    def ends_at(self, target: Key) -> Iterable[tuple[End, Iterable[Key]]]:
        return self._below.ends_at(target)

    def _all(self, layout: Layout) -> Iterator[Row]:
        for each in self._computed[layout].objects():
            yield new_row(self._schema, self, layout, each)

    def _found(self, layout: Layout, key: object) -> Iterator[Row]:
        """The rows among which the one with a key is."""
        find = self._computed[layout].find
        if find is None or not isinstance(key, str):
            yield from self._all(layout)
        elif (found := find(key)) is not None:
            yield new_row(self._schema, self, layout, found)
