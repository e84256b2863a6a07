"""References as CIM-XML: INSTANCENAME with its keys, and where the object is."""

from __future__ import annotations

from typing import Any

from mofgen.runtime.codecs.cimxml_values import escaped, integer, real, real_text
from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.codecs.names import Names
from mofgen.runtime.codecs.references import ref_from_text, resolved
from mofgen.runtime.codecs.xml_tree import Document, Element
from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import CimError, shown
from mofgen.runtime.references import KeyValue, Ref

_PATHS = ("INSTANCENAME", "LOCALINSTANCEPATH", "INSTANCEPATH")


def reference_xml(ref: Ref[Any]) -> str:
    """A reference as INSTANCEPATH, LOCALINSTANCEPATH or INSTANCENAME.

    Which it is depends on whether the reference says host and namespace (DSP0201
    5.2.2).

    Raises
    ------
    CodecError
        For a class, a host without a namespace, and characters that XML can't have.
    """
    if ref.is_class:
        raise CodecError(f"{ref!r} refers to a class, not to an object")
    name = _instance_name(ref)
    if ref.namespace is None:
        if ref.host is None:
            return name
        raise CodecError(f"{ref!r} has a host and no namespace: CIM-XML has no such")
    path = "".join(
        f'<NAMESPACE NAME="{_attribute(each)}"/>'
        for each in ref.namespace.replace("\\", "/").strip("/").split("/")
    )
    place = f"<LOCALNAMESPACEPATH>{path}</LOCALNAMESPACEPATH>"
    if ref.host is None:
        return f"<LOCALINSTANCEPATH>{place}{name}</LOCALINSTANCEPATH>"
    host = f"<HOST>{escaped(ref.host)}</HOST>"
    return f"<INSTANCEPATH><NAMESPACEPATH>{host}{place}</NAMESPACEPATH>{name}</INSTANCEPATH>"


def read_reference(document: Document, element: Element, names: Names) -> Ref[Any]:
    """The reference in a VALUE.REFERENCE (or a VALUE with the text of a path).

    Raises
    ------
    CodecError
        Where it is none.
    """
    inner = element.children
    if not inner:
        try:
            return ref_from_text(element.text.strip(), names)
        except CimError as error:
            raise document.error(element, str(error)) from None
    if len(inner) > 1:
        raise document.error(inner[1], "a reference has one element")
    return read_path(document, inner[0], names)


def read_path(document: Document, element: Element, names: Names) -> Ref[Any]:
    """The reference that one of the three elements says; see :func:`reference_xml`."""
    host = namespace = None
    name = element
    if element.name != "INSTANCENAME":
        if element.name not in _PATHS or len(element.children) != 2:
            raise document.error(
                element, f"{element.name} is no reference to an instance"
            )
        place, name = element.children
        if element.name == "INSTANCEPATH":
            host, place = _host(document, place)
        namespace = _namespace(document, place)
    if name.name != "INSTANCENAME":
        raise document.error(name, f"{name.name} is not INSTANCENAME")
    try:
        keys = _keys(document, name, names)
        return resolved(
            _required(document, name, "CLASSNAME"), keys, namespace, host, names
        )
    except CodecError:
        raise
    except CimError as error:
        raise document.error(name, str(error)) from None


def _instance_name(ref: Ref[Any]) -> str:
    if "" in ref.keys:  # an only key without its name
        keys = _key(ref.keys[""])
    else:
        keys = "".join(map(_binding, ref.keys.items()))
    opened = f'<INSTANCENAME CLASSNAME="{_attribute(ref.class_name)}">'
    return f"{opened}{keys}</INSTANCENAME>"


def _binding(key: tuple[str, KeyValue]) -> str:
    name, value = key
    return f'<KEYBINDING NAME="{_attribute(name)}">{_key(value)}</KEYBINDING>'


def _key(value: KeyValue) -> str:
    if isinstance(value, Ref):
        return f"<VALUE.REFERENCE>{reference_xml(value)}</VALUE.REFERENCE>"
    if isinstance(value, bool):
        return (
            f'<KEYVALUE VALUETYPE="boolean">{"TRUE" if value else "FALSE"}</KEYVALUE>'
        )
    if isinstance(value, int):
        return f'<KEYVALUE VALUETYPE="numeric">{int(value)}</KEYVALUE>'
    if isinstance(value, float):
        return f'<KEYVALUE VALUETYPE="numeric">{real_text(value)}</KEYVALUE>'
    if isinstance(value, CimDateTime):
        return f'<KEYVALUE VALUETYPE="string" TYPE="datetime">{value}</KEYVALUE>'
    return f'<KEYVALUE VALUETYPE="string">{escaped(value)}</KEYVALUE>'


def _attribute(text: str) -> str:
    return escaped(text).replace('"', "&quot;")


def _host(document: Document, element: Element) -> tuple[str, Element]:
    found = element.children
    names = [each.name for each in found]
    if element.name != "NAMESPACEPATH" or names != ["HOST", "LOCALNAMESPACEPATH"]:
        raise document.error(
            element, "this is not a NAMESPACEPATH of HOST and LOCALNAMESPACEPATH"
        )
    return found[0].text.strip(), found[1]


def _namespace(document: Document, element: Element) -> str:
    parts = element.children
    if element.name != "LOCALNAMESPACEPATH" or not parts:
        raise document.error(element, "this is not a LOCALNAMESPACEPATH of NAMESPACEs")
    for each in parts:
        if each.name != "NAMESPACE":
            raise document.error(each, f"{each.name} is not NAMESPACE")
    return "/".join(_required(document, each, "NAME") for each in parts)


def _keys(document: Document, element: Element, names: Names) -> dict[str, KeyValue]:
    found = element.children
    if len(found) == 1 and found[0].name in ("KEYVALUE", "VALUE.REFERENCE"):
        return {"": _key_value(document, found[0], names)}
    keys: dict[str, KeyValue] = {}
    for each in found:
        if each.name != "KEYBINDING" or len(each.children) != 1:
            raise document.error(each, "this is not a KEYBINDING of one value")
        name = _required(document, each, "NAME")
        if name in keys:
            raise document.error(each, f"key {shown(name)} is given twice")
        keys[name] = _key_value(document, each.children[0], names)
    return keys


def _key_value(document: Document, element: Element, names: Names) -> KeyValue:
    if element.name == "VALUE.REFERENCE":
        return read_reference(document, element, names)
    if element.name != "KEYVALUE" or element.children:
        raise document.error(element, "this is not a KEYVALUE or VALUE.REFERENCE")
    text, kind = element.text, element.attributes.get("VALUETYPE", "string")
    try:
        if element.attributes.get("TYPE") == "datetime":
            return CimDateTime(text.strip())
        match kind:
            case "string":
                return text
            case "boolean":
                return {"true": True, "false": False}[text.strip().lower()]
            case "numeric":
                return _number(text)
    except KeyError:
        raise document.error(element, f"{shown(text)} is not a boolean") from None
    except CimError as error:
        raise document.error(element, str(error)) from None
    raise document.error(element, f"there is no VALUETYPE {shown(kind)}")


def _number(text: str) -> int | float:
    try:
        return integer(text)
    except CodecError:
        return real(text)


def _required(document: Document, element: Element, attribute: str) -> str:
    found = element.attributes.get(attribute)
    if not found:
        raise document.error(element, f"{element.name} has no {attribute}")
    return found
