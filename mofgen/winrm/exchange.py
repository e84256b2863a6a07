"""One request and its answer: headers out, a fault turned into an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from mofgen.runtime.errors import NotConnectedError
from mofgen.runtime.statuses import CimFailedError
from mofgen.winrm.transport import Transport
from mofgen.wsman.endpoint_references import EndpointReference
from mofgen.wsman.envelopes import Request, read_reply, write_request
from mofgen.wsman.errors import MessageError
from mofgen.wsman.faults import error_of, read_fault
from mofgen.wsman.xml_text import Element

TIMEOUT: Final = 60.0
"""Seconds that a host has for an answer."""
ENVELOPE: Final = 512_000
"""Bytes of the longest answer; a Windows host allows no more by itself."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How requests are made.

    Parameters
    ----------
    timeout:
        Seconds that the host has for an answer.
    envelope_size:
        Bytes of the longest answer.
    locale:
        The language of texts for people.
    """

    timeout: float = TIMEOUT
    envelope_size: int = ENVELOPE
    locale: str = "en-US"


class Exchange:
    """Sends requests, and gives what is in the body of the answers.

    Parameters
    ----------
    transport:
        What carries them.
    address:
        The URL of the host, for the header ``To``.
    settings:
        How they are made.
    """

    def __init__(
        self, transport: Transport, address: str, settings: Settings | None = None
    ) -> None:
        self._transport: Transport | None = transport
        self._address = address
        self._settings = settings or Settings()

    def ask(
        self,
        action: str,
        of: EndpointReference,
        body: str = "",
        *,
        asked: str,
        is_safe: bool = False,
        timeout: float | None = None,
    ) -> Element | None:
        """Send a request.

        Parameters
        ----------
        action, of, body:
            What is asked for, of which resource, and the XML that says more.
        asked:
            The same for people, for errors.
        is_safe:
            Whether it only reads.
        timeout:
            Seconds that the host has; None for what the settings say.

        Returns
        -------
        The first element of the answer's body.

        Raises
        ------
        WmiError
            Where the host answers with a fault.
        CimFailedError
            Where it answers with something else.
        NotConnectedError
            Where the connection is closed.
        """
        if self._transport is None:
            raise NotConnectedError("the connection is closed")
        seconds = self._settings.timeout if timeout is None else timeout
        request = Request(
            action,
            of.resource_uri,
            f"uuid:{uuid4()}",
            selectors=of.selectors,
            to=self._address,
            operation_timeout=seconds,
            max_envelope_size=self._settings.envelope_size,
            locale=self._settings.locale,
        )
        message = write_request(request, body).encode()
        data = self._transport.send(message, is_safe=is_safe, timeout=seconds)
        try:
            reply = read_reply(data)
        except MessageError as error:
            raise CimFailedError(asked, f"the answer can't be read: {error}") from error
        fault = read_fault(reply.body)
        if fault is not None:
            raise error_of(fault, asked)
        return reply.body

    def close(self) -> None:
        """Close the transport; closing again does nothing."""
        if self._transport is not None:
            self._transport.close()
        self._transport = None
