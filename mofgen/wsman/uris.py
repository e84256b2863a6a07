"""The names that WS-Management gives to what it speaks of."""

from __future__ import annotations

from typing import Final

# --- namespaces of XML ---

SOAP: Final = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING: Final = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
TRANSFER: Final = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
ENUMERATION: Final = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
EVENTING: Final = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
WSMAN: Final = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
CIM_BINDING: Final = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"
CIM: Final = "http://schemas.dmtf.org/wbem/wscim/1/common"
MICROSOFT: Final = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XML: Final = "http://www.w3.org/XML/1998/namespace"
IDENTITY: Final = (
    "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd",
    "http://schemas.dmtf.org/wbem/wsman/identify/1/wsmanidentity.xsd",
    "http://schemas.dmtf.org/wbem/identity/1/wsmanidentity.xsd",
)
"""Identify in the spelling of the standard, and in those that some clients have."""

# --- actions ---

GET: Final = f"{TRANSFER}/Get"
PUT: Final = f"{TRANSFER}/Put"
CREATE: Final = f"{TRANSFER}/Create"
DELETE: Final = f"{TRANSFER}/Delete"
ENUMERATE: Final = f"{ENUMERATION}/Enumerate"
PULL: Final = f"{ENUMERATION}/Pull"
RELEASE: Final = f"{ENUMERATION}/Release"
SUBSCRIBE: Final = f"{EVENTING}/Subscribe"
UNSUBSCRIBE: Final = f"{EVENTING}/Unsubscribe"
RENEW: Final = f"{EVENTING}/Renew"
FAULT: Final = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"
HEARTBEAT: Final = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Heartbeat"
EVENT: Final = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Event"

# --- addresses, dialects, delivery ---

ANONYMOUS: Final = f"{ADDRESSING}/role/anonymous"
WQL: Final = "http://schemas.microsoft.com/wbem/wsman/1/WQL"
SELECTORS: Final = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter"
ASSOCIATIONS: Final = (
    "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter"
)
XPATH: Final = (
    "http://www.w3.org/TR/1999/REC-xpath-19991116",
    "http://schemas.dmtf.org/wbem/wsman/1/wsman/xpath_level1",
)
"""How a fragment is named: what is assumed where nothing is said comes first."""
PULL_DELIVERY: Final = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull"

NAMESPACE_SELECTOR: Final = "__cimnamespace"
"""The selector that says in which CIM namespace a resource is (DSP0227 5.3)."""
