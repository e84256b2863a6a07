"""Identify: what answers here (DSP0226 11)."""

from __future__ import annotations

from typing import TypeGuard

from mofgen import __version__
from mofgen.wsman.uris import IDENTITY, SOAP, WSMAN
from mofgen.wsman.xml_text import Element, local_name, namespace_of


def is_identify(body: Element | None) -> TypeGuard[Element]:
    """Whether a body asks what answers here, in any spelling of the namespace."""
    return (
        body is not None
        and local_name(body) == "Identify"
        and namespace_of(body) in IDENTITY
    )


def identify_xml(body: Element) -> str:
    """The envelope that answers, in the namespace in which it was asked."""
    space = namespace_of(body)
    return (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Header/><s:Body>'
        f'<i:IdentifyResponse xmlns:i="{space}">'
        f"<i:ProtocolVersion>{WSMAN}</i:ProtocolVersion>"
        "<i:ProductVendor>mofgen</i:ProductVendor>"
        f"<i:ProductVersion>{__version__}</i:ProductVersion>"
        "</i:IdentifyResponse></s:Body></s:Envelope>"
    )
