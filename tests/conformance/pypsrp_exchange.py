"""pypsrp's ``WSMan`` in the place of what asks for us: a client that nobody here wrote.

Headers, selectors, prefixes, the order of elements, authentication, encryption and the
reading of faults are pypsrp's; what stands in the bodies is ours.
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import fromstring

from pypsrp.exceptions import WSManFaultError
from pypsrp.wsman import SelectorSet, WSMan

from mofgen.runtime.references import Ref
from mofgen.winrm.exchange import Exchange
from mofgen.wsman.endpoint_references import EndpointReference
from mofgen.wsman.faults import Fault, error_of
from mofgen.wsman.uris import ADDRESSING, MICROSOFT, SOAP, WSMAN
from mofgen.wsman.xml_text import Element

_AROUND: Final = (
    f'<around xmlns:s="{SOAP}" xmlns:a="{ADDRESSING}" xmlns:w="{WSMAN}"'
    f' xmlns:p="{MICROSOFT}">%s</around>'
)
"""Declares the prefixes that an envelope of ours declares."""


class PypsrpExchange(Exchange):
    """Asks a host by pypsrp's ``WSMan``.

    Parameters
    ----------
    client:
        Is closed with the exchange.
    """

    def __init__(self, client: WSMan) -> None:
        super().__init__(_Transport(client), client.transport.endpoint)
        self._client = client

    def ask(
        self,
        action: str,
        of: EndpointReference,
        body: str = "",
        *,
        asked: str,
        is_safe: bool = False,
        timeout: float | None = None,
        identifier: str = "",
    ) -> Element | None:
        """As :meth:`~mofgen.winrm.exchange.Exchange.ask`, for all but subscriptions."""
        assert not identifier, "pypsrp has no way to name a subscription"
        try:
            answer = self._client.invoke(
                action,
                of.resource_uri,
                fromstring(_AROUND % body)[0] if body else None,
                selector_set=_selectors(of),
            )
        except WSManFaultError as error:
            raise error_of(_fault(error), asked) from None
        return next(iter(answer.find(f"{{{SOAP}}}Body") or ()), None)


class _Transport:
    """What carries messages for pypsrp, for messages that are not its own."""

    def __init__(self, client: WSMan) -> None:
        self._client = client

    def send(self, message: bytes, *, is_safe: bool, timeout: float) -> bytes:
        answer: bytes = self._client.transport.send(message)
        return answer

    def close(self) -> None:
        self._client.close()


def _selectors(of: EndpointReference) -> SelectorSet | None:
    found = SelectorSet()
    for name, value in of.selectors.items():
        assert not isinstance(value, (EndpointReference, Ref)), "pypsrp sends text only"
        found.add_option(name, value)
    return found if found.values else None


def _fault(error: WSManFaultError) -> Fault:
    """What pypsrp has read of a fault: a code of Windows, or else the subcode."""
    if isinstance(error.code, int):
        return Fault("", error.reason, hresult=error.code)
    return Fault(error.code, error.reason)
