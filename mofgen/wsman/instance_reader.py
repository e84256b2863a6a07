"""Instances from XML (DSP0230 7), as hosts and clients send them."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from mofgen.runtime.codecs.columns import Column, columns_by_name, plan, restored
from mofgen.runtime.errors import CimError, UnknownClassError, suggestion
from mofgen.runtime.instance import Instance
from mofgen.runtime.instance_events import INTRINSIC
from mofgen.runtime.package import find_class
from mofgen.runtime.wire import class_name
from mofgen.wsman.errors import MessageError
from mofgen.wsman.resource_uris import read_resource
from mofgen.wsman.uris import XSI
from mofgen.wsman.value_reader import Read, is_nil, read_items, reader_of
from mofgen.wsman.xml_text import Element, children, local_name, namespace_of

_TYPE = f"{{{XSI}}}type"
_SYSTEM = "__"
_INVALID = "x:InvalidRepresentation"


def read_instance(
    element: Element,
    package: ModuleType,
    *,
    expected: type[Instance] | None = None,
    strict: bool = False,
) -> Instance:
    """The instance that an element is.

    Parameters
    ----------
    element:
        Named after the class; or a ``w:XmlFragment`` with some properties.
    package:
        The generated package that has the classes.
    expected:
        What it is read as where the package does not have its class, or the element
        does not name it.
    strict:
        Whether properties that the class does not have are errors; otherwise they
        are left out, since a newer host has more.

    Raises
    ------
    MessageError
        Where the class is unknown, or a value is none of its property's type.
    """
    return _filled(_class_of(element, package, expected), element, package, strict)


def inline_instance(element: Element, package: ModuleType) -> Instance:
    """The instance in the element of a property, parameter or result.

    Raises
    ------
    MessageError
        As for :func:`read_instance`; and where nothing says its class.
    """
    inner = list(children(element))
    # Within may stand the element of the class, or the properties themselves.
    if len(inner) == 1 and _named(inner[0], package) is not None:
        return read_instance(inner[0], package)
    found = _typed(element, package)
    return _filled(found, element, package, strict=False)


def _filled(
    cls: type[Instance], element: Element, package: ModuleType, strict: bool
) -> Instance:
    rows = plan(cls, f"wsman in {package.__name__}", lambda cls: _plan(cls, package))
    gathered: dict[str, list[Element]] = {}
    for each in children(element):
        gathered.setdefault(local_name(each).lower(), []).append(each)
    values: dict[str, Any] = {}
    for name, found in gathered.items():
        row = rows.get(name)
        if row is not None:
            values[row[0].attribute] = _value(cls, *row, found)
        elif strict and not name.startswith(_SYSTEM):
            raise _unknown(cls, local_name(found[0]))
    return restored(cls, values)


def _value(
    cls: type[Instance], column: Column, read: Read, elements: list[Element]
) -> Any:
    where = f"{class_name(cls)}.{column.name}"
    try:
        if column.is_array:
            items = read_items(elements, column.type, read)
            if items is None:
                return None
            check = column.check
            return tuple([None if each is None else check(each) for each in items])
        if len(elements) > 1:
            raise MessageError("it is no array, but is there more than once")
        if is_nil(elements[0]):
            return None
        return column.check(read(elements[0]))
    except CimError as error:
        text = str(error)
        raise MessageError(
            text if text.startswith(where) else f"{where}: {text}",
            subcode=_INVALID,
            detail="InvalidValues",
        ) from error


def _plan(
    cls: type[Instance], package: ModuleType
) -> dict[str, tuple[Column, Callable[[Element], Any]]]:
    return {
        name: (
            column,
            reader_of(column.type, package, is_embedded=column.is_embedded),
        )
        for name, column in columns_by_name(cls).items()
    }


def _class_of(
    element: Element, package: ModuleType, expected: type[Instance] | None
) -> type[Instance]:
    found = _named(element, package) or _fragment(element, package)
    if found is not None:
        return found
    if expected is not None:
        return expected
    name = local_name(element)
    raise MessageError(
        f"there is no class {name[:100]!r}", subcode=_INVALID, detail="InvalidNamespace"
    )


def _named(element: Element, package: ModuleType) -> type[Instance] | None:
    resource = read_resource(namespace_of(element))
    name = local_name(element)
    if resource is None or resource.class_name.lower() != name.lower():
        return None
    return _find(name, package)


def _fragment(element: Element, package: ModuleType) -> type[Instance] | None:
    """The class of which an element holds some properties."""
    first = next(children(element), None)
    resource = None if first is None else read_resource(namespace_of(first))
    return None if resource is None else _find(resource.class_name, package)


def _typed(element: Element, package: ModuleType) -> type[Instance]:
    """The class of an element that holds the properties of an instance."""
    found = _fragment(element, package)
    if found is not None:
        return found
    said = element.get(_TYPE, "").rpartition(":")[2].removesuffix("_Type")
    found = _find(said, package) if said else None
    if found is None:
        raise MessageError(f"{local_name(element)}: nothing says of which class it is")
    return found


def _find(name: str, package: ModuleType) -> type[Instance] | None:
    try:
        return find_class(package, name)
    except UnknownClassError:
        # WMI has the classes of its events without any schema declaring them.
        return INTRINSIC.get(name.lower())


def _unknown(cls: type[Instance], name: str) -> MessageError:
    known = (each.name for each in columns_by_name(cls).values())
    near = suggestion(name, known)
    return MessageError(
        f"{class_name(cls)} has no property {name[:100]!r}{near}",
        subcode=_INVALID,
        detail="InvalidValues",
    )
