"""Between generated objects and the rows that are stored of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mofgen.provider.embedding import detached
from mofgen.provider.layouts import Key, Layout, Row
from mofgen.provider.schema import Schema
from mofgen.provider.views import View, folded
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
    values: dict[str, Any] = {**layout.defaults, **given}
    name = layout.attributes.get("creationclassname")
    if name in layout.keys and name not in given:
        values[name] = layout.name
    row = _stored(schema, view, layout, values)
    for key, (cim_name, _) in zip(layout.keys, layout.key_names, strict=True):
        if key not in row:
            raise CimInvalidParameterError(
                layout.name,
                f"the key {cim_name} has no value, and objects are known by it",
            )
    return row


def changed_row(
    schema: Schema,
    view: View,
    layout: Layout,
    row: Row,
    obj: Instance,
    attributes: Iterable[str],
) -> Row:
    """A row with some values of ``obj``, NULL where it has none.

    Raises
    ------
    CimInvalidClassError, CimInvalidParameterError
        Where it refers to an object of a class that there is not.
    """
    changed = {name: obj.__dict__.get(name) for name in attributes}
    kept = {name: value for name, value in row.items() if name not in changed}
    return {**kept, **_stored(schema, view, layout, changed)}


def resolved(view: View, key: Key) -> Key:
    """The key of the object that ``key`` names, in whatever way clients do that.

    They name it by a superclass, and with text in another case: WMI makes no
    difference between ``a`` and ``A`` in keys, and clients write GUIDs both ways.

    Returns
    -------
    The key itself where there is no such object.
    """
    if view.row(key) is not None:
        return key
    wanted: Layout = key[0]
    # What a key refers to can be named in another way as well.
    values = tuple(
        [resolved(view, each) if type(each) is tuple else each for each in key[1:]]
    )
    candidates = [
        (layout, *values)
        for layout in view.layouts()
        if issubclass(layout.cls, wanted.cls) and len(layout.keys) == len(values)
    ]
    for candidate in candidates:
        if view.row(candidate) is not None:
            return candidate
    for candidate in candidates:
        found = _in_another_case(view, candidate)
        if found is not None:
            return found
    return (wanted, *values)


def _in_another_case(view: View, key: Key) -> Key | None:
    """The key of an object of this very class that differs in case only."""
    layout: Layout = key[0]
    wanted = tuple(map(folded, key[1:]))
    texts = {
        name: value
        for name, value in zip(layout.keys, wanted, strict=True)
        if isinstance(value, str)
    }
    if not texts:
        return None
    looked_up = next((name for name in texts if name in layout.indexed), None)
    if looked_up is None:
        near: Iterable[Key] = (each for each, _ in view.rows_of(layout))
    else:
        near = view.keys_with(layout, looked_up, texts[looked_up])
    return next((each for each in near if tuple(map(folded, each[1:])) == wanted), None)


def thawed(key: Key, row: Row, properties: Iterable[str] | None = None) -> Instance:
    """An object of its own with the values of a row, all or only some of them."""
    layout: Layout = key[0]
    if properties is None:
        return layout.whole.thaw(row)
    return layout.selection(properties).thaw(row)


def _stored(
    schema: Schema, view: View, layout: Layout, values: dict[str, Any]
) -> dict[str, Any]:
    """The values in their stored form, without those that are NULL."""
    row = {name: value for name, value in values.items() if value is not None}
    for name, thaw in layout.thaws.items():
        value = row.get(name)
        if value is None:
            continue
        if thaw is detached:
            row[name] = detached(value)
        elif type(value) is tuple:
            row[name] = tuple(
                None if each is None else _target(schema, view, each) for each in value
            )
        else:
            row[name] = _target(schema, view, value)
    return row


def _target(schema: Schema, view: View, ref: Ref[Any]) -> Any:
    found = schema.target(ref)
    return resolved(view, found) if type(found) is tuple else found
