"""Instances as CIM-XML: the INSTANCE element of DSP0201 and of WMI."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeAlias

from mofgen.runtime.codecs.cimxml_references import reference_xml
from mofgen.runtime.codecs.cimxml_values import escaped, text_of
from mofgen.runtime.codecs.columns import Column, columns, plan
from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.codecs.limits import MAX_EMBEDDED
from mofgen.runtime.errors import CimError
from mofgen.runtime.instance import Instance, class_table

Dtd: TypeAlias = Literal["wmi", "cim"]
"""The two forms: ``wmi`` is the WMI DTD 2.0 of ``GetText``, ``cim`` DSP0201 2.x."""

_UNSET = object()
_NULL_ITEM = "<VALUE.NULL/>"

Row: TypeAlias = "tuple[str, str, Callable[[Any], str] | None, str, str]"
"""Attribute; what stands before a value, what writes it, what stands after it; NULL.

There is no function for embedded instances: their writing needs to know its depth.
"""


class _Plan(NamedTuple):
    open: str
    rows: tuple[Row, ...]
    embedded: dict[str, Column]


def to_cimxml(obj: Instance, *, dtd: Dtd = "wmi") -> str:
    """An instance as CIM-XML, its properties in the order of the schema.

    What is unset is not written, NULL is written as a property without a value.

    Parameters
    ----------
    obj:
        The instance.
    dtd:
        The form. ``wmi`` is what Hyper-V's methods take for embedded instances:
        instances within are text of the same form, or VALUE.OBJECT where the type
        is ``object``. ``cim`` is DSP0201: they are text marked by EmbeddedObject.

    Returns
    -------
    The INSTANCE element, without an XML declaration and without white space.

    Raises
    ------
    CodecError
        Where XML can't say what the instance holds: control characters, an instance
        within itself, a reference with a host and no namespace.
    """
    if dtd not in ("wmi", "cim"):
        raise CodecError(f"there is no DTD {dtd!r}: it is 'wmi' or 'cim'")
    return _instance(obj, dtd, 0)


def _instance(obj: Instance, dtd: Dtd, depth: int) -> str:
    if depth > MAX_EMBEDDED:
        raise CodecError(f"instances are embedded more than {MAX_EMBEDDED} deep")
    cls = type(obj)
    of = plan(cls, dtd, _wmi_plan if dtd == "wmi" else _cim_plan)
    get = obj.__dict__.get
    parts = [of.open]
    attribute = ""
    try:
        for attribute, head, text, tail, null in of.rows:
            value = get(attribute, _UNSET)
            if value is None:
                parts.append(null)
            elif value is not _UNSET:
                if text is None:
                    content = _embedded(of.embedded[attribute], value, dtd, depth)
                else:
                    content = text(value)
                parts.append(f"{head}{content}{tail}")
    except CimError as error:
        table = class_table(cls)
        name = table.properties[attribute].name
        raise CodecError(str(error), where=f"{table.name}.{name}") from None
    parts.append("</INSTANCE>")
    return "".join(parts)


def _embedded(column: Column, value: Any, dtd: Dtd, depth: int) -> str:
    as_element = dtd == "wmi" and column.type == "object"

    def one(item: Instance | None) -> str:
        if item is None:
            return _NULL_ITEM
        xml = _instance(item, dtd, depth + 1)
        if as_element:
            return f"<VALUE.OBJECT>{xml}</VALUE.OBJECT>"
        return f"<VALUE>{escaped(xml)}</VALUE>"

    return "".join(map(one, value)) if column.is_array else one(value)


def _wmi_plan(cls: type[Instance]) -> _Plan:
    return _plan(cls, "wmi")


def _cim_plan(cls: type[Instance]) -> _Plan:
    return _plan(cls, "cim")


def _plan(cls: type[Instance], dtd: Dtd) -> _Plan:
    all_columns = columns(cls)
    return _Plan(
        f'<INSTANCE CLASSNAME="{class_table(cls).name}">',
        tuple(_row(each, dtd) for each in all_columns),
        {each.attribute: each for each in all_columns if each.is_embedded},
    )


def _row(column: Column, dtd: Dtd) -> Row:
    element, attributes, values = _elements(column, dtd)
    opened = f'<{element} NAME="{column.name}"{attributes}'
    head, tail, null = (
        f"{opened}>{values[0]}",
        f"{values[1]}</{element}>",
        f"{opened}/>",
    )
    if column.is_embedded:
        return column.attribute, head, None, tail, null
    text = reference_xml if column.is_reference else text_of(column.type)
    if column.is_array:
        item = "VALUE.REFERENCE" if column.is_reference else "VALUE"
        text = _items(text, f"<{item}>", f"</{item}>")
    return column.attribute, head, text, tail, null


def _elements(column: Column, dtd: Dtd) -> tuple[str, str, tuple[str, str]]:
    """The property's element, its attributes, and what is around the value."""
    array = column.is_array
    if column.is_reference:
        of = f' REFERENCECLASS="{column.class_name}"' if column.class_name else ""
        # DSP0201 has no arrays of references in properties; this is WMI's element.
        return (
            ("PROPERTY.REFARRAY", of, _around("VALUE.REFARRAY"))
            if array
            else ("PROPERTY.REFERENCE", of, _around("VALUE.REFERENCE"))
        )
    if column.is_embedded and dtd == "wmi" and column.type == "object":
        if array:
            return "PROPERTY.OBJECTARRAY", "", _around("VALUE.OBJECTARRAY")
        return "PROPERTY.OBJECT", "", ("", "")
    attributes = f' TYPE="{column.type}"'
    if column.is_embedded:
        attributes = ' TYPE="string"'
        if dtd == "cim":
            kind = "object" if column.type == "object" else "instance"
            attributes += f' EmbeddedObject="{kind}"'
    if array:
        return "PROPERTY.ARRAY", attributes, _around("VALUE.ARRAY")
    # An embedded instance brings its VALUE along.
    return "PROPERTY", attributes, ("", "") if column.is_embedded else _around("VALUE")


def _around(element: str) -> tuple[str, str]:
    return f"<{element}>", f"</{element}>"


def _items(text: Callable[[Any], str], head: str, tail: str) -> Callable[[Any], str]:
    def write(values: tuple[Any, ...]) -> str:
        return "".join(
            [
                _NULL_ITEM if item is None else head + text(item) + tail
                for item in values
            ]
        )

    return write
