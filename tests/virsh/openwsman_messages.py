"""The messages that libvirt's driver for Hyper-V sends, as openwsman writes them.

Prefixes ``s``, ``wsa``, ``wsman``, ``wsen`` and ``n1``; the headers in one order;
embedded instances as text with an XML declaration; two newlines behind it all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from uuid import uuid4
from xml.sax.saxutils import escape

WMI: Final = "http://schemas.microsoft.com/wbem/wsman/1/wmi/"
VIRTUALIZATION: Final = f"{WMI}root/virtualization/v2/"
CIMV2: Final = f"{WMI}root/cimv2/"

SOAP: Final = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING: Final = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
WSMAN: Final = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
ENUMERATION: Final = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
_WQL: Final = "http://schemas.microsoft.com/wbem/wsman/1/WQL"

Selectors: TypeAlias = Mapping[str, str]
Scalar: TypeAlias = "str | int | bool"


@dataclass(frozen=True)
class EndpointReference:
    """One as an enumeration gave it, to be handed back as it came."""

    address: str
    resource_uri: str
    selectors: Selectors


@dataclass(frozen=True)
class Embedded:
    """An instance with some of its properties, each with the CIM type it is sent as."""

    class_name: str
    properties: Mapping[str, tuple[str, Scalar | Sequence[str]]]


Parameter: TypeAlias = "Scalar | EndpointReference | Embedded"


def resource_uri(class_name: str) -> str:
    """The resource URI of a class: ``Win32_`` classes are in root/cimv2."""
    return (CIMV2 if class_name.startswith("Win32_") else VIRTUALIZATION) + class_name


def enumerate_message(
    class_name: str, query: str, *, references: bool = False
) -> bytes:
    """An Enumerate over all classes, with the query as its filter."""
    uri = resource_uri(class_name).removesuffix(class_name) + "*"
    mode = "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"
    return _envelope(
        f"{ENUMERATION}/Enumerate",
        uri,
        f"<wsen:Enumerate>{mode if references else ''}"
        f'<wsman:Filter Dialect="{_WQL}">{escape(query)}</wsman:Filter>'
        "</wsen:Enumerate>",
    )


def pull_message(class_name: str, context: str) -> bytes:
    """A Pull, that does not say how many it wants."""
    return _envelope(
        f"{ENUMERATION}/Pull",
        resource_uri(class_name),
        f"<wsen:Pull><wsen:EnumerationContext>{escape(context)}"
        "</wsen:EnumerationContext></wsen:Pull>",
    )


def invoke_message(
    class_name: str,
    method: str,
    selectors: Selectors,
    parameters: Mapping[str, Parameter],
) -> bytes:
    """A call of a method."""
    uri = resource_uri(class_name)
    given = "".join(_parameter(name, value) for name, value in parameters.items())
    return _envelope(
        f"{uri}/{method}",
        uri,
        f'<n1:{method}_INPUT xmlns:n1="{uri}">{given}</n1:{method}_INPUT>',
        selectors,
    )


def _envelope(
    action: str, uri: str, body: str, selectors: Selectors | None = None
) -> bytes:
    must = 's:mustUnderstand="true"'
    chosen = "" if selectors is None else _selector_set(selectors)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:wsa="{ADDRESSING}"'
        f' xmlns:wsman="{WSMAN}" xmlns:wsen="{ENUMERATION}"><s:Header>'
        f"<wsa:Action {must}>{action}</wsa:Action>"
        f"<wsa:To {must}>http://hvhost:5985/wsman</wsa:To>"
        f"<wsman:ResourceURI {must}>{uri}</wsman:ResourceURI>"
        f"<wsa:MessageID {must}>uuid:{uuid4()}</wsa:MessageID>"
        f"<wsa:ReplyTo><wsa:Address>{ADDRESSING}/role/anonymous</wsa:Address>"
        f"</wsa:ReplyTo>{chosen}</s:Header><s:Body>{body}</s:Body></s:Envelope>\n\n"
    )
    return text.encode()


def _selector_set(selectors: Selectors) -> str:
    chosen = "".join(
        f'<wsman:Selector Name="{name}">{escape(value)}</wsman:Selector>'
        for name, value in selectors.items()
    )
    return f"<wsman:SelectorSet>{chosen}</wsman:SelectorSet>"


def _parameter(name: str, value: Parameter) -> str:
    if isinstance(value, EndpointReference):
        content = (
            f"<wsa:Address>{escape(value.address)}</wsa:Address>"
            "<wsa:ReferenceParameters>"
            f"<wsman:ResourceURI>{value.resource_uri}</wsman:ResourceURI>"
            f"{_selector_set(value.selectors)}</wsa:ReferenceParameters>"
        )
    elif isinstance(value, Embedded):
        content = escape(_instance_text(value))
    else:
        content = escape(str(value))  # booleans begin with a capital letter
    return f"<n1:{name}>{content}</n1:{name}>"


def _instance_text(of: Embedded) -> str:
    lines = ['<?xml version="1.0"?>', f'<INSTANCE CLASSNAME="{of.class_name}">']
    for name, (cim_type, value) in of.properties.items():
        head = f'NAME="{name}" TYPE="{cim_type}"'
        if isinstance(value, (str, int)):
            lines.append(f"  <PROPERTY {head}>\n    {_value(value)}\n  </PROPERTY>")
        else:
            items = "".join(f"\n      {_value(each)}" for each in value)
            lines.append(
                f"  <PROPERTY.ARRAY {head}>\n    <VALUE.ARRAY>{items}\n"
                "    </VALUE.ARRAY>\n  </PROPERTY.ARRAY>"
            )
    return "\n".join([*lines, "</INSTANCE>", ""])


def _value(value: Scalar) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"<VALUE>{escape(text)}</VALUE>"
