"""Events of a host, pulled as they are wanted (DSP0226 10)."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Final, TypeVar

from mofgen.runtime.codecs.cimxml_values import escaped
from mofgen.runtime.connection import Subscription
from mofgen.runtime.errors import CimError
from mofgen.runtime.statuses import CimFailedError
from mofgen.runtime.wire import CimObject
from mofgen.runtime.wmi_errors import WmiError
from mofgen.winrm.exchange import Exchange
from mofgen.winrm.pulling import context_of, pull_xml
from mofgen.wsman.durations import seconds_of
from mofgen.wsman.endpoint_references import EndpointReference
from mofgen.wsman.errors import MessageError
from mofgen.wsman.uris import (
    ADDRESSING,
    ENUMERATION,
    EVENTING,
    HEARTBEAT,
    PULL,
    PULL_DELIVERY,
    RENEW,
    SUBSCRIBE,
    UNSUBSCRIBE,
    WQL,
    WSMAN,
)
from mofgen.wsman.xml_text import Element, children, text_of

O = TypeVar("O", bound=CimObject)  # noqa: E741

HOLD: Final = 50.0
"""Seconds for which a host is asked to hold a request until an event comes."""
SHORTEST: Final = 0.01
"""Seconds for which it is asked to at least: some hosts take none for for ever."""
PORTION: Final = 100
"""Events that are taken at a time."""

_TIMED_OUT: Final = 0x80041069  # WBEM_E_TIMED_OUT
_EVENT: Final = f"{{{WSMAN}}}Event"


class PulledEvents(Subscription[O]):
    """A subscription; a :class:`~mofgen.runtime.connection.Subscription`.

    Several threads may take events out of one; each event goes to one of them.

    Parameters
    ----------
    exchange:
        Sends the requests.
    of:
        The resource whose events they are.
    wql:
        The query that says which.
    read:
        Gives the event that an element is.

    Raises
    ------
    WmiError
        Where the host does not grant it.
    """

    def __init__(
        self,
        exchange: Exchange,
        of: EndpointReference,
        wql: str,
        read: Callable[[Element], O],
    ) -> None:
        self._exchange = exchange
        self._of = of
        self._asked = wql
        self._read = read
        self._waiting: deque[O] = deque()
        self._pulling = Lock()
        self._is_open = True
        reply = exchange.ask(SUBSCRIBE, of, _subscribe_xml(wql), asked=wql)
        self._context = context_of(reply)
        self._identifier = _identifier(reply)
        self._renew_at = _half_of_lifetime(reply)
        if not self._context:
            raise CimFailedError(wql, "the answer does not say where the events are")

    def next(self, timeout: float | None = None) -> O | None:
        """The next event.

        Parameters
        ----------
        timeout:
            How many seconds to wait for it; None for as long as it takes.

        Returns
        -------
        None where none came in time, or the subscription is closed.

        Raises
        ------
        WmiError
            Where the host has ended the subscription, or events were lost.
        """
        until = None if timeout is None else time.monotonic() + timeout
        with self._pulling:
            is_first = True
            while self._is_open:
                if self._waiting:
                    return self._waiting.popleft()
                left = HOLD if until is None else until - time.monotonic()
                if left <= 0 and not is_first:
                    return None
                self._pull(min(max(left, SHORTEST), HOLD))
                is_first = False
        return None

    def close(self) -> None:
        """Ask for no more; whoever waits is told. Closing again does nothing."""
        was_open, self._is_open = self._is_open, False
        if not was_open:
            return
        body = f'<e:Unsubscribe xmlns:e="{EVENTING}"/>'
        try:
            self._ask(UNSUBSCRIBE, body, asked=f"Unsubscribe from {self._asked}")
        except CimError:
            return  # it expires by itself

    def _pull(self, seconds: float) -> None:
        """Take what has come, or comes within some seconds."""
        if self._renew_at is not None and time.monotonic() >= self._renew_at:
            self._renew()
        body = pull_xml(self._context, PORTION)
        try:
            reply = self._exchange.ask(
                PULL, self._of, body, asked=self._asked, timeout=seconds
            )
        except WmiError as error:
            # One that was closed meanwhile is gone, and whoever waits knows.
            if error.hresult == _TIMED_OUT or not self._is_open:
                return
            raise
        self._context = context_of(reply) or self._context
        items = None if reply is None else reply.find(f"{{{ENUMERATION}}}Items")
        self._waiting.extend(self._read(each) for each in _events(items))

    def _renew(self) -> None:
        body = f'<e:Renew xmlns:e="{EVENTING}"/>'
        reply = self._ask(RENEW, body, asked=f"Renew {self._asked}")
        self._renew_at = _half_of_lifetime(reply)

    def _ask(self, action: str, body: str, *, asked: str) -> Element | None:
        return self._exchange.ask(
            action, self._of, body, asked=asked, identifier=self._identifier
        )


def _subscribe_xml(wql: str) -> str:
    return (
        f'<e:Subscribe xmlns:e="{EVENTING}"><e:Delivery Mode="{PULL_DELIVERY}"/>'
        f'<w:Filter Dialect="{WQL}">{escaped(wql)}</w:Filter></e:Subscribe>'
    )


def _events(items: Element | None) -> Iterator[Element]:
    """The events of an answer, which may stand in elements of their own."""
    for each in children(items):
        if each.tag != _EVENT:
            yield each
        elif each.get("Action") != HEARTBEAT:
            yield from children(each)


def _identifier(reply: Element | None) -> str:
    within = (
        f"{{{EVENTING}}}SubscriptionManager/{{{ADDRESSING}}}ReferenceParameters"
        f"/{{{EVENTING}}}Identifier"
    )
    return "" if reply is None else text_of(reply.find(within))


def _half_of_lifetime(reply: Element | None) -> float | None:
    """When to ask for more time; None where the host says nothing that is a span."""
    said = "" if reply is None else text_of(reply.find(f"{{{EVENTING}}}Expires"))
    try:
        return time.monotonic() + seconds_of(said) / 2 if said else None
    except MessageError:
        return None  # a point in time, by a clock that may not be ours
