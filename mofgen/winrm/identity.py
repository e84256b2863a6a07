"""Identify: who answers at an address (DSP0226 11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mofgen.runtime.statuses import CimFailedError
from mofgen.winrm.exchange import Exchange
from mofgen.wsman.faults import error_of, read_fault
from mofgen.wsman.uris import IDENTITY, SOAP
from mofgen.wsman.xml_text import children, local_name, text_of

_ASKED: Final = "Identify"
_REQUEST: Final = (
    f'<s:Envelope xmlns:s="{SOAP}" xmlns:i="{IDENTITY[0]}"><s:Header/>'
    "<s:Body><i:Identify/></s:Body></s:Envelope>"
).encode()


@dataclass(frozen=True, slots=True)
class Identity:
    """What a service says of itself.

    Parameters
    ----------
    protocol:
        The version of WS-Management, as the name of its namespace.
    vendor, version:
        Whose product it is, and which version.
    """

    protocol: str
    vendor: str = ""
    version: str = ""


def identity(exchange: Exchange) -> Identity:
    """Ask a service who it is.

    Raises
    ------
    CimFailedError
        Where it does not say.
    """
    body = exchange.send(_REQUEST, asked=_ASKED, is_safe=True)
    fault = read_fault(body)
    if fault is not None:
        raise error_of(fault, _ASKED)
    said = {local_name(each): text_of(each) for each in children(body)}
    if "ProtocolVersion" not in said:
        raise CimFailedError(_ASKED, "what answers does not say who it is")
    return Identity(
        said["ProtocolVersion"],
        said.get("ProductVendor", ""),
        said.get("ProductVersion", ""),
    )
