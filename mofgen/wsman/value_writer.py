"""Values of CIM types as the content of XML elements (DSP0230 6)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from mofgen.runtime.codecs.cimxml_values import escaped, real_text
from mofgen.runtime.codecs.cimxml_writer import to_cimxml
from mofgen.runtime.wire import INTEGER_LIMITS
from mofgen.wsman.durations import xml_of
from mofgen.wsman.endpoint_references import reference_content, reference_to

Content: TypeAlias = "Callable[[Any], str]"
"""Gives what stands within the element of a value that is not NULL."""

_BOOLEANS: Final = {True: "true", False: "false"}


def content_of(type_: str, namespace: str, *, is_embedded: bool) -> Content:
    """What writes values of a type.

    Parameters
    ----------
    type_:
        The CIM type; ``reference`` for references.
    namespace:
        The CIM namespace of what holds the value.
    is_embedded:
        Whether it is an instance: as text of CIM-XML, as WMI has it.
    """
    if is_embedded:
        return lambda value: escaped(to_cimxml(value))
    if type_ in INTEGER_LIMITS:
        return int.__repr__
    match type_:
        case "boolean":
            return _BOOLEANS.__getitem__
        case "real32" | "real64":
            return real_text
        case "datetime":
            return xml_of
        case "reference":
            return lambda value: reference_content(reference_to(value, namespace))
    return escaped


def elements(
    name: str, attributes: str, type_: str, content: Content, *, is_array: bool
) -> Callable[[Any], str]:
    """What writes a property or parameter that is not NULL.

    Parameters
    ----------
    name, attributes:
        Of the element; an attribute has a blank before it.
    type_, content:
        The CIM type, and what writes one value of it.
    is_array:
        Whether the value is an array: of ``uint8`` one element in base64, of other
        types an element for each item.
    """
    head, tail = f"<{name}{attributes}>", f"</{name}>"
    if not is_array:
        return lambda value: f"{head}{content(value)}{tail}"
    nil = f'<{name}{attributes} xsi:nil="true"/>'

    def items(values: Iterable[Any]) -> str:
        return "".join(
            [nil if each is None else head + content(each) + tail for each in values]
        )

    if type_ != "uint8":
        return items

    def octets(values: Iterable[Any]) -> str:
        found = list(values)
        if None in found or not found:
            return items(found)
        return f"{head}{b64encode(bytes(found)).decode('ascii')}{tail}"

    return octets
