"""One request and its answer: headers out, a fault turned into an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from mofgen.runtime.errors import NotConnectedError
from mofgen.runtime.statuses import CimFailedError
from mofgen.winrm.errors import AnswerLostError
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
_MAYBE: Final = "; whether the host has done it is not known"


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
        identifier: str = "",
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
        identifier:
            The subscription that it is about.

        Returns
        -------
        The first element of the answer's body.

        Raises
        ------
        WmiError
            Where the host answers with a fault.
        CimFailedError
            Where it answers with something else.
        ConnectError
            Where the host can't be reached, or does not let the user in.
        AnswerLostError
            Where nobody knows whether it was done.
        NotConnectedError
            Where the connection is closed.
        """
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
            identifier=identifier,
        )
        message = write_request(request, body).encode()
        found = self.send(message, asked=asked, is_safe=is_safe, timeout=seconds)
        fault = read_fault(found)
        if fault is not None:
            raise error_of(fault, asked)
        return found

    def send(
        self, message: bytes, *, asked: str, is_safe: bool, timeout: float | None = None
    ) -> Element | None:
        """Send an envelope, and give the first element in the body of the answer.

        Parameters and errors are those of :meth:`ask`; a fault is given, not raised.
        """
        if self._transport is None:
            raise NotConnectedError("the connection is closed")
        seconds = self._settings.timeout if timeout is None else timeout
        try:
            data = self._transport.send(message, is_safe=is_safe, timeout=seconds)
        except AnswerLostError as error:
            raise AnswerLostError(
                f"{asked}: {error}{'' if is_safe else _MAYBE}"
            ) from None
        try:
            return read_reply(data).body
        except MessageError as error:
            raise CimFailedError(asked, f"the answer can't be read: {error}") from error

    def close(self) -> None:
        """Close the transport; closing again does nothing."""
        if self._transport is not None:
            self._transport.close()
        self._transport = None
