"""Looking things up in a state of the store: by reference, by class, by values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mofgen.provider.layouts import Key, Layout, Row
from mofgen.provider.rows import resolved
from mofgen.provider.schema import Schema
from mofgen.provider.views import View, folded
from mofgen.runtime.errors import CimError
from mofgen.runtime.instance import class_table
from mofgen.runtime.references import Ref, RefLike
from mofgen.runtime.statuses import (
    CimInvalidParameterError,
    CimNotFoundError,
    CimStatusError,
)
from mofgen.runtime.wire import CimObject


def require(schema: Schema, view: View, ref: Ref[Any]) -> tuple[Key, Row]:
    """The object that a reference names, be it by a superclass of its class.

    Raises
    ------
    CimNotFoundError
        Where there is none.
    CimInvalidNamespaceError, CimInvalidClassError, CimInvalidParameterError
        Where there could be none, see :meth:`Schema.key`.
    """
    key = schema.key(ref)
    row = view.row(key)
    if row is None:
        key = resolved(view, key)
        row = view.row(key)
        if row is None:
            raise CimNotFoundError(str(ref), "there is no such object")
    return key, row


def only(schema: Schema, view: View, ref: Ref[Any]) -> tuple[Key, Row]:
    """As :func:`require`, or the object that alone has the keys that are given.

    Clients of WMI leave out keys that say nothing, CreationClassName for instance.
    """
    kind = ref.kind
    layout = schema.named(ref.class_name) if kind is None else schema.layout(kind)
    keys = {name.lower() for name, _ in layout.key_names}
    given = {name.lower(): value for name, value in ref.keys.items()}
    if schema.is_local(ref) and given and given.keys() < keys:
        values = {layout.attributes[name]: value for name, value in given.items()}
        try:
            found = with_values(schema, view, layout.cls, values)
        except CimError as error:
            raise CimInvalidParameterError(str(ref), str(error)) from None
        if len(found) == 1:
            return found[0]
    return require(schema, view, ref)


def reference_of(schema: Schema, target: RefLike[Any]) -> Ref[Any]:
    """The reference that an object, a reference or the text of a path is.

    Raises
    ------
    CimInvalidParameterError
        Where an object has no value for a key, or a text is no path.
    """
    if isinstance(target, Ref):
        return target
    try:
        if isinstance(target, str):
            from mofgen.runtime.paths import parse_path

            return parse_path(target, package=schema.package)
        if not class_table(type(target)).keys:
            return Ref(type(target), {}, is_singleton=True)
        reference: Ref[Any] = target._reference()
    except CimStatusError:
        raise
    except CimError as error:
        asked = target if isinstance(target, str) else target._wire_class[0]
        raise CimInvalidParameterError(asked, str(error)) from None
    return reference


def objects(view: View, cls: type, *, deep: bool = True) -> list[tuple[Key, Row]]:
    """The objects of a class, ``deep``: of its subclasses too; oldest first in each."""
    found: list[tuple[Key, Row]] = []
    for layout in list(view.layouts()):
        if layout.cls is cls or (deep and issubclass(layout.cls, cls)):
            found += view.rows_of(layout)
    return found


def with_values(
    schema: Schema, view: View, cls: type[CimObject], values: Mapping[str, object]
) -> list[tuple[Key, Row]]:
    """The objects of a class and its subclasses whose properties have these values.

    Parameters
    ----------
    values:
        By Python name; strings compare without regard to case, as in WQL.

    Raises
    ------
    CimTypeError, CimValueError, UnknownPropertyError
        For a value that the property can't have, or a property that there is not.
    """
    of = schema.layout(cls)
    table = class_table(of.cls)
    wanted: dict[str, object] = {}
    for name, value in values.items():
        stored = table.checked(name, value)
        if isinstance(stored, Ref):
            target = schema.target(stored)
            stored = resolved(view, target) if type(target) is tuple else target
        wanted[name] = folded(stored)
    found = []
    for layout in list(view.layouts()):
        if issubclass(layout.cls, of.cls):
            found += [
                (key, row)
                for key, row in candidates(view, layout, wanted)
                if all(folded(row.get(n)) == value for n, value in wanted.items())
            ]
    return found


def candidates(
    view: View, layout: Layout, equal: Mapping[str, object]
) -> Iterable[tuple[Key, Row]]:
    """Objects of this very class, among them all that have these values.

    An index gives them if one of the properties has one, else they are all objects.

    Parameters
    ----------
    equal:
        Values as :func:`~mofgen.provider.views.folded` gives them, by Python name.
    """
    for name, value in equal.items():
        if name in layout.indexed and value is not None:
            return _rows(view, view.keys_with(layout, name, value))
    return view.rows_of(layout)


def _rows(view: View, keys: Iterable[Key]) -> Iterator[tuple[Key, Row]]:
    for key in keys:
        row = view.row(key)
        if row is not None:
            yield key, row
