"""Instances from XML (DSP0230 7), as hosts and clients send them."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from mofgen.runtime.codecs.cimxml_values import value_of
from mofgen.runtime.codecs.columns import Column, columns_by_name, plan, restored
from mofgen.runtime.errors import CimError, suggestion
from mofgen.runtime.instance import Instance
from mofgen.runtime.instance_events import INTRINSIC
from mofgen.runtime.package import known_class
from mofgen.runtime.wire import INTEGER_LIMITS, class_name
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
    values: dict[str, Any] = {}
    arrays: dict[_Row, list[Element]] = {}
    for each in children(element):
        name = local_name(each)
        row = rows.get(name) or rows.get(name.lower())
        if row is None:
            if strict and not name.startswith(_SYSTEM):
                raise _unknown(cls, name)
        elif row.is_array:
            arrays.setdefault(row, []).append(each)
        elif row.attribute in values:
            text = "it is no array, but is there more than once"
            raise _invalid(cls, row, MessageError(text))
        else:
            try:
                values[row.attribute] = None if is_nil(each) else row.read(each)
            except CimError as error:
                raise _invalid(cls, row, error) from error
    for row, found in arrays.items():
        try:
            items = read_items(found, row.type, row.read)
        except CimError as error:
            raise _invalid(cls, row, error) from error
        values[row.attribute] = None if items is None else tuple(items)
    return restored(cls, values)


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A property: its names in Python and in CIM, its type, what reads a value."""

    attribute: str
    name: str
    type: str
    is_array: bool
    read: Read


def _plan(cls: type[Instance], package: ModuleType) -> dict[str, _Row]:
    """The properties by name as the schema has it, and in lower case."""
    rows: dict[str, _Row] = {}
    for folded, each in columns_by_name(cls).items():
        read = _reader(each, package)
        row = _Row(each.attribute, each.name, each.type, each.is_array, read)
        rows[each.name] = rows[folded] = row
    return rows


def _reader(column: Column, package: ModuleType) -> Read:
    """What reads the stored form of one value from its element."""
    of_text = value_of(column) if column.type in INTEGER_LIMITS else None
    if of_text is not None:
        return lambda element: of_text(element.text or "")
    read = reader_of(column.type, package, is_embedded=column.is_embedded)
    if column.type == "string" and column.values is None and not column.is_embedded:
        return read
    check = column.check
    return lambda element: check(read(element))


def _invalid(cls: type[Instance], row: _Row, error: CimError) -> MessageError:
    where = f"{class_name(cls)}.{row.name}"
    text = str(error)
    return MessageError(
        text if text.startswith(where) else f"{where}: {text}",
        subcode=_INVALID,
        detail="InvalidValues",
    )


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
    # WMI has the classes of its events without any schema declaring them.
    return known_class(package, name) or INTRINSIC.get(name.lower())


def _unknown(cls: type[Instance], name: str) -> MessageError:
    known = (each.name for each in columns_by_name(cls).values())
    near = suggestion(name, known)
    return MessageError(
        f"{class_name(cls)} has no property {name[:100]!r}{near}",
        subcode=_INVALID,
        detail="InvalidValues",
    )
