"""Endpoint references: how a message says which object it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final, TypeAlias

from mofgen.runtime.codecs.cimxml_values import escaped, real_text
from mofgen.runtime.codecs.names import Names
from mofgen.runtime.codecs.references import resolved
from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import CimError
from mofgen.runtime.names import folded_namespace
from mofgen.runtime.references import KeyValue, Ref
from mofgen.wsman.errors import MessageError
from mofgen.wsman.resource_uris import Resource, read_resource
from mofgen.wsman.uris import ADDRESSING, ANONYMOUS, NAMESPACE_SELECTOR, WSMAN
from mofgen.wsman.xml_text import Element, children, local_name, text_of

Selectors: TypeAlias = "Mapping[str, str | EndpointReference]"
"""Keys of an object as a message has them: text, or the reference to another."""

MAX_SELECTORS: Final = 64
_MAX_NESTED: Final = 8


@dataclass(frozen=True, slots=True)
class EndpointReference:
    """The reference to an object (DSP0226 5.1.2).

    Parameters
    ----------
    resource_uri:
        Its class.
    selectors:
        Its keys.
    address:
        Where it is; nobody looks at it.
    """

    resource_uri: str
    selectors: Selectors = field(default_factory=dict)
    address: str = ANONYMOUS


# --- XML ---


def selectors_xml(selectors: Selectors) -> str:
    """A ``w:SelectorSet``; nothing where there are no selectors."""
    if not selectors:
        return ""
    parts = ["<w:SelectorSet>"]
    for name, value in selectors.items():
        if isinstance(value, str):
            content = escaped(value)
        else:
            content = (
                f"<a:EndpointReference>{reference_content(value)}"
                "</a:EndpointReference>"
            )
        parts.append(f'<w:Selector Name="{quoted(name)}">{content}</w:Selector>')
    parts.append("</w:SelectorSet>")
    return "".join(parts)


def reference_content(reference: EndpointReference) -> str:
    """What stands within an ``a:EndpointReference``, or a parameter that is one."""
    return (
        f"<a:Address>{escaped(reference.address)}</a:Address>"
        "<a:ReferenceParameters>"
        f"<w:ResourceURI>{escaped(reference.resource_uri)}</w:ResourceURI>"
        f"{selectors_xml(reference.selectors)}"
        "</a:ReferenceParameters>"
    )


def read_reference(element: Element, depth: int = 0) -> EndpointReference:
    """The reference that an element holds, as its children or in a child of its own.

    Raises
    ------
    MessageError
        Where it holds none.
    """
    if depth > _MAX_NESTED:
        raise MessageError("references are nested too deep")
    inner = element.find(f"{{{ADDRESSING}}}EndpointReference")
    if inner is not None:
        element = inner
    parameters = element.find(f"{{{ADDRESSING}}}ReferenceParameters")
    if parameters is None:
        raise MessageError(f"{local_name(element)} holds no endpoint reference")
    uri = text_of(parameters.find(f"{{{WSMAN}}}ResourceURI"))
    selectors = read_selectors(parameters.find(f"{{{WSMAN}}}SelectorSet"), depth)
    address = text_of(element.find(f"{{{ADDRESSING}}}Address"))
    return EndpointReference(uri, selectors, address or ANONYMOUS)


def read_selectors(element: Element | None, depth: int = 0) -> Selectors:
    """The selectors of a ``w:SelectorSet``; none where there is no such element.

    Raises
    ------
    MessageError
        Where one has no name, there are two of a name, or too many.
    """
    found: dict[str, str | EndpointReference] = {}
    folded: set[str] = set()
    for each in children(element):
        name = each.get("Name") or each.get(f"{{{WSMAN}}}Name") or ""
        if not name:
            raise MessageError("a selector has no name")
        if name.lower() in folded:
            raise MessageError(
                f"the selector {name[:60]!r} is there twice",
                subcode="w:InvalidSelectors",
                detail="DuplicateSelectors",
            )
        if len(found) >= MAX_SELECTORS:
            raise MessageError(
                f"there are more than {MAX_SELECTORS} selectors",
                subcode="w:EncodingLimit",
                detail="SelectorLimit",
            )
        folded.add(name.lower())
        if len(each):
            found[name] = read_reference(each, depth + 1)
        else:
            found[name] = each.text or ""
    return found


def quoted(text: str) -> str:
    """Text as the value of an XML attribute."""
    text = escaped(text).replace('"', "&quot;")
    if text.isprintable():
        return text
    # Else readers take them for blanks.
    return text.replace("\t", "&#9;").replace("\n", "&#10;")


# --- references to CIM objects ---


def reference_to(ref: Ref[Any], namespace: str) -> EndpointReference:
    """The endpoint reference to a CIM object.

    Parameters
    ----------
    ref:
        The reference; one to a class has no selectors.
    namespace:
        Where the object is if the reference does not say.
    """
    of = (ref.namespace or namespace).replace("\\", "/").strip("/")
    selectors: dict[str, str | EndpointReference] = {NAMESPACE_SELECTOR: of}
    for name, value in ref.keys.items():
        selectors[name] = _selector(value, of)
    return EndpointReference(Resource(ref.class_name, of).uri, selectors)


def cim_reference(
    reference: EndpointReference, package: ModuleType, host: str | None = None
) -> Ref[Any]:
    """The CIM reference that an endpoint reference means.

    One into the package's own namespace is relative: so it is the same as over every
    other transport.

    Parameters
    ----------
    reference:
        What a message holds.
    package:
        The generated package, for the types of keys.
    host:
        The host that it is on, if that is to be said.

    Raises
    ------
    MessageError
        Where it names no class, or has values that no key has.
    """
    resource = read_resource(reference.resource_uri)
    if resource is None or resource.class_name == "*":
        raise MessageError(f"{reference.resource_uri[:200]!r} names no class")
    namespace = resource.namespace
    keys: dict[str, KeyValue] = {}
    for name, value in reference.selectors.items():
        if name.lower() == NAMESPACE_SELECTOR:
            if namespace is None and isinstance(value, str):
                namespace = value
        elif isinstance(value, str):
            keys[name] = value
        else:
            keys[name] = cim_reference(value, package, host)
    home = getattr(package, "NAMESPACE", None) or ""
    if namespace and folded_namespace(namespace) == folded_namespace(home):
        namespace = None
    try:
        names = Names(package, "skip")
        return resolved(resource.class_name, keys, namespace, host, names)
    except CimError as error:
        raise MessageError(str(error)) from error


def _selector(value: KeyValue, namespace: str) -> str | EndpointReference:
    if isinstance(value, Ref):
        return reference_to(value, namespace)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return real_text(value)
    if isinstance(value, CimDateTime):
        return value.text
    return str(value)
