"""Between generated objects and the rows that are stored of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mofgen.provider.embedding import detached
from mofgen.provider.layouts import Key, Layout, Row
from mofgen.provider.schema import Schema
from mofgen.provider.views import View
from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimInvalidParameterError


def new_row(schema: Schema, view: View, layout: Layout, obj: Instance) -> Row:
    """The row of an object that is to be made: what is unset gets its default.

    A ``CreationClassName`` that is a key is the name of the object's class if
    nothing else is said, as the CIM Schema defines it.

    Raises
    ------
    CimInvalidParameterError
        Where a key has no value.
    CimInvalidClassError
        Where it refers to an object of a class that there is not.
    """
    given = obj.__dict__
    values = [
        given.get(attribute, default)
        for attribute, default in zip(layout.attributes, layout.defaults, strict=True)
    ]
    _name_creation_class(layout, given, values)
    _store(schema, view, layout, values, range(len(values)))
    for position in layout.keys:
        if values[position] is None:
            name = layout.columns[position].name
            raise CimInvalidParameterError(
                layout.name, f"the key {name} has no value, and objects are known by it"
            )
    return tuple(values)


def changed_row(
    schema: Schema,
    view: View,
    layout: Layout,
    row: Row,
    obj: Instance,
    positions: Iterable[int],
) -> Row:
    """A row with the values of ``obj`` at some positions, NULL where it has none.

    Raises
    ------
    CimInvalidClassError, CimInvalidParameterError
        Where it refers to an object of a class that there is not.
    """
    given = obj.__dict__
    values = list(row)
    chosen = list(positions)
    for position in chosen:
        values[position] = given.get(layout.attributes[position])
    _store(schema, view, layout, values, chosen)
    return tuple(values)


def resolved(view: View, key: Key) -> Key:
    """The key of the object that ``key`` names, itself or by a superclass.

    Returns
    -------
    The key itself where there is no such object.
    """
    if view.row(key) is not None:
        return key
    wanted: Layout = key[0]
    # What a key refers to can be named by a superclass as well.
    values = tuple(
        [resolved(view, each) if type(each) is tuple else each for each in key[1:]]
    )
    for layout in view.layouts():
        if issubclass(layout.cls, wanted.cls) and len(layout.keys) == len(values):
            candidate = (layout, *values)
            if view.row(candidate) is not None:
                return candidate
    return (wanted, *values)


def thawed(key: Key, row: Row, properties: Iterable[str] | None = None) -> Instance:
    """An object of its own with the values of a row, all or only some of them."""
    layout: Layout = key[0]
    if properties is None:
        return layout.whole.thaw(row)
    return layout.selection(properties).thaw(row)


def _name_creation_class(
    layout: Layout, given: dict[str, Any], values: list[Any]
) -> None:
    position = layout.positions.get("creationclassname")
    if position is None or position not in layout.keys:
        return
    if layout.attributes[position] not in given:
        values[position] = layout.name


def _store(
    schema: Schema,
    view: View,
    layout: Layout,
    values: list[Any],
    positions: Iterable[int],
) -> None:
    """Bring what is not stored as it is given into its stored form."""
    special = layout.thaws
    for position in positions:
        if position in special and values[position] is not None:
            value = values[position]
            if special[position] is detached:
                values[position] = detached(value)
            elif type(value) is tuple:
                values[position] = tuple(
                    None if each is None else _target(schema, view, each)
                    for each in value
                )
            else:
                values[position] = _target(schema, view, value)


def _target(schema: Schema, view: View, ref: Ref[Any]) -> Any:
    found = schema.target(ref)
    return resolved(view, found) if type(found) is tuple else found
