"""How the objects of a class are kept: which value stands where in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mofgen.provider.embedding import detached
from mofgen.runtime.checking import converter
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import class_name

if TYPE_CHECKING:
    from mofgen.runtime.properties import Property

Key: TypeAlias = "tuple[Any, ...]"
"""What names a stored object: its :class:`Layout`, then its key values in order.

Objects of different classes are different objects, whatever their keys (DSP0004
7.7). A key that refers to an object holds that object's own ``Key``.
"""
Row: TypeAlias = "tuple[Any, ...]"
"""The values of an object, one for each of its layout's attributes.

What is stored has no unset properties: DSP0200 (CreateInstance) gives each its
default, or NULL. References are held as a ``Key``, or as a ``Ref`` where the object
is in another namespace. A row never changes, and neither does what it holds.
"""

_MOST_SELECTIONS: Final = 64
"""Kinds of property lists that a class remembers; clients could send any number."""


class End:
    """A reference of an association: where one object of it stands.

    Attributes
    ----------
    layout:
        The association.
    position:
        Where the reference stands in its rows.
    role:
        Its name in lower case.
    """

    __slots__ = ("layout", "position", "role")

    def __init__(self, layout: Layout, position: int, role: str) -> None:
        self.layout = layout
        self.position = position
        self.role = role

    def __repr__(self) -> str:
        return f"<End {self.layout.name}.{self.layout.attributes[self.position]}>"


class Selection:
    """Some of a class's properties, to be taken out of its rows.

    Parameters
    ----------
    layout:
        The class.
    positions:
        Where they stand.
    """

    __slots__ = ("_attributes", "_cls", "_converted", "_take")

    def __init__(self, layout: Layout, positions: Iterable[int]) -> None:
        chosen = sorted(set(positions))
        self._cls = layout.cls
        self._attributes = tuple(layout.attributes[each] for each in chosen)
        self._converted = tuple(
            (layout.attributes[each], layout.thaws[each])
            for each in chosen
            if each in layout.thaws
        )
        whole = len(chosen) == len(layout.attributes)
        self._take = None if whole else _taker(chosen)

    def thaw(self, row: Row) -> Instance:
        """An object of its own with these values of ``row``."""
        take = self._take
        taken = row if take is None else take(row)
        values = dict(zip(self._attributes, taken, strict=True))
        for attribute, convert in self._converted:
            value = values[attribute]
            if value is not None:
                values[attribute] = convert(value)
        made = object.__new__(self._cls)
        object.__setattr__(made, "__dict__", values)
        return made


class Layout:
    """A class as the store sees it.

    Attributes
    ----------
    cls, name:
        The generated class, and its CIM name.
    attributes:
        Python names of the properties in the order of a row.
    columns:
        The properties themselves.
    positions:
        Where each stands, by CIM name in lower case.
    keys:
        Where the keys stand; empty for a class of which there is one object at most.
    indexed:
        Where the properties stand by whose values objects are to be found.
    ends:
        The references of an association; empty for all other classes.
    defaults:
        The row of an object to which nothing was given.
    thaws:
        By position what makes of a stored value the one that is given out, for
        those that are not given out as they are.
    """

    __slots__ = (
        "_selections",
        "attributes",
        "cls",
        "columns",
        "defaults",
        "ends",
        "indexed",
        "is_abstract",
        "is_association",
        "is_indication",
        "keys",
        "name",
        "positions",
        "references",
        "thaws",
        "whole",
    )

    def __init__(self, cls: type[Instance], indexed: frozenset[str]) -> None:
        table = class_table(cls)
        marks = cls._wire_class[2].split()
        self.cls = cls
        self.name = class_name(cls)
        self.is_abstract = "abstract" in marks
        self.is_association = "association" in marks
        self.is_indication = "indication" in marks
        self.columns = tuple(table.properties.values())
        self.attributes = tuple(table.properties)
        self.positions = {p.name.lower(): i for i, p in enumerate(self.columns)}
        self.keys = self._where(lambda p: p.is_key)
        self.indexed = self._where(
            lambda p: p.name.lower() in indexed and not (p.is_array or p.is_embedded)
        )
        self.references = self._where(lambda p: p.type == "reference")
        self.ends = tuple(
            End(self, each, self.columns[each].name.lower())
            for each in self.references
            if self.is_association and not self.columns[each].is_array
        )
        self.defaults = tuple(_default(cls, each) for each in self.columns)
        self.thaws = _thaws(self.columns)
        self.whole = Selection(self, range(len(self.columns)))
        self._selections: dict[tuple[str, ...], Selection] = {}

    def _where(self, holds: Callable[[Property[Any, Any]], bool]) -> tuple[int, ...]:
        return tuple(i for i, each in enumerate(self.columns) if holds(each))

    def key_of(self, row: Row) -> Key:
        """The key of the object that ``row`` has the values of."""
        return (self, *[row[each] for each in self.keys])

    def selection(self, properties: Iterable[str] | None) -> Selection:
        """The named properties and the keys; names that the class has not don't count.

        Parameters
        ----------
        properties:
            CIM names in any spelling, None for all.
        """
        if properties is None:
            return self.whole
        names = tuple(properties)
        found = self._selections.get(names)
        if found is None:
            chosen = [self.positions.get(name.lower()) for name in names]
            known = [each for each in chosen if each is not None]
            found = Selection(self, [*self.keys, *known])
            if len(self._selections) < _MOST_SELECTIONS:
                self._selections[names] = found
        return found

    def values(self, row: Row) -> Mapping[str, Any]:
        """The values of a row, as they are stored, by Python name."""
        return dict(zip(self.attributes, row, strict=True))

    def __repr__(self) -> str:
        return f"<Layout {self.name}>"


def reference_to(key: Key | Ref[Any]) -> Ref[Any]:
    """The reference to a stored object."""
    if isinstance(key, Ref):
        return key
    layout: Layout = key[0]
    if not layout.keys:
        return Ref(layout.cls, {}, is_singleton=True)
    names = [layout.columns[each].name for each in layout.keys]
    values = [reference_to(v) if type(v) is tuple else v for v in key[1:]]
    return Ref(layout.cls, dict(zip(names, values, strict=True)))


def _default(cls: type[Instance], column: Property[Any, Any]) -> Any:
    """The default in its stored form; schemas have some beyond their own limits."""
    if column.default is None:
        return None
    field = copy(column.field)
    field.limits = None
    where = f"{class_name(cls)}.{column.name}"
    return converter(where, field, column.values, cls)(column.default)


def _taker(positions: list[int]) -> Callable[[Row], tuple[Any, ...]]:
    if len(positions) > 1:
        return itemgetter(*positions)
    if not positions:
        return lambda row: ()
    only = positions[0]
    return lambda row: (row[only],)


def _thaws(
    columns: tuple[Property[Any, Any], ...],
) -> dict[int, Callable[[Any], Any]]:
    thaws: dict[int, Callable[[Any], Any]] = {}
    for position, each in enumerate(columns):
        if each.is_embedded:
            thaws[position] = detached
        elif each.type == "reference":
            thaws[position] = _references_to if each.is_array else reference_to
    return thaws


def _references_to(keys: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(None if each is None else reference_to(each) for each in keys)
