"""Subscribe, Renew, Unsubscribe, and the Pull of events (DSP0226 10).

Events are delivered where clients pull them; a service that opens connections of its
own to send them is not what this one is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from mofgen.runtime.codecs.cimxml_values import escaped
from mofgen.runtime.errors import CimError
from mofgen.runtime.instance import Instance
from mofgen.runtime.wire import class_name
from mofgen.server.answers import Content
from mofgen.server.portions import (
    body_of,
    count_of,
    lifetime_of,
    number,
    room_of,
    time_in,
)
from mofgen.server.requests import Call, Target
from mofgen.server.subscriptions import (
    LIFETIME,
    Source,
    Subscription,
    Subscriptions,
    ended,
)
from mofgen.wsman.durations import duration_of
from mofgen.wsman.faults import FaultError, refuse
from mofgen.wsman.instance_writer import instance_xml
from mofgen.wsman.uris import (
    ANONYMOUS,
    ENUMERATION,
    EVENTING,
    HEARTBEAT,
    PULL_DELIVERY,
    WQL,
    WSMAN,
)
from mofgen.wsman.xml_text import Element, text_of

USUAL_WAIT: Final = 60.0
"""Seconds that a Pull waits where nothing is said, as on Windows."""
LONGEST_WAIT: Final = 600.0
"""Seconds that it waits at most."""
SHORTEST_HEARTBEAT: Final = 1.0
"""Seconds between two of them at least."""
_TIMED_OUT: Final = 0x8033_8029  # ERROR_WSMAN_OPERATION_TIMEDOUT
_EVENTING: Final = f'xmlns:e="{EVENTING}"'


class Eventing:
    """Answers what clients ask of subscriptions.

    Parameters
    ----------
    subscriptions:
        Where they are kept.
    """

    def __init__(self, subscriptions: Subscriptions) -> None:
        self._subscriptions = subscriptions

    def subscribe(self, call: Call) -> str:
        """Keep the events that a query asks for, from now on."""
        body = body_of(call, EVENTING, "Subscribe")
        delivery = _delivery(body)
        lifetime = lifetime_of(body, EVENTING, LIFETIME)
        heartbeat = time_in(delivery, "Heartbeats")
        target = call.target()
        made = Subscription(
            _source(target, _query(target, body)),
            partial(instance_xml, namespace=target.namespace.name),
            call.session.user,
            lifetime=lifetime,
            heartbeat=heartbeat and max(heartbeat, SHORTEST_HEARTBEAT),
        )
        self._subscriptions.keep(made)
        return (
            f'<e:SubscribeResponse {_EVENTING} xmlns:n="{ENUMERATION}">'
            f"{_manager(call, made)}{_expires(made)}"
            f"<n:EnumerationContext>{made.id}</n:EnumerationContext>"
            "</e:SubscribeResponse>"
        )

    def renew(self, call: Call) -> str:
        """Keep a subscription for longer."""
        body = body_of(call, EVENTING, "Renew")
        found = self._named(call, "e:UnableToRenew")
        self._subscriptions.renew(found, lifetime_of(body, EVENTING, LIFETIME))
        return f"<e:RenewResponse {_EVENTING}>{_expires(found)}</e:RenewResponse>"

    def unsubscribe(self, call: Call) -> str:
        """Keep no more events."""
        body_of(call, EVENTING, "Unsubscribe")
        found = self._named(call, "e:InvalidMessage")
        self._subscriptions.end(found, ended("the client wants no more events"))
        return ""

    def pull(self, call: Call) -> EventPull | None:
        """The wait for events; None where the context is none of a subscription."""
        body = body_of(call, ENUMERATION, "Pull")
        found = self._with_context(call, body)
        if found is None:
            return None
        seconds = _wait(call, body, found)
        self._subscriptions.pulled(found, seconds)
        room = min(room_of(call.request), number(body, "MaxCharacters", 2**31))
        ending = partial(self._subscriptions.end, found)
        return EventPull(found, count_of(body), room, seconds, ending)

    def release(self, call: Call) -> str | None:
        """As :meth:`unsubscribe`; None where the context is none of a subscription."""
        body = body_of(call, ENUMERATION, "Release")
        found = self._with_context(call, body)
        if found is None:
            return None
        self._subscriptions.end(found, ended("the client wants no more events"))
        return ""

    def _with_context(self, call: Call, body: Element) -> Subscription | None:
        said = text_of(body.find(f"{{{ENUMERATION}}}EnumerationContext"))
        return self._subscriptions.find(said, call.session.user)

    def _named(self, call: Call, subcode: str) -> Subscription:
        said = call.request.identifier
        found = self._subscriptions.find(said, call.session.user)
        if found is None:
            raise refuse(subcode, f"there is no subscription {said[:100]!r}")
        return found


class EventPull:
    """A Pull that waits for events; a :class:`~mofgen.server.answers.Pending`.

    Parameters
    ----------
    subscription:
        The events.
    count, room:
        How many are wanted at most, and the characters that they may have.
    seconds:
        How long to wait.
    end:
        Ends the subscription.
    """

    def __init__(
        self,
        subscription: Subscription,
        count: int,
        room: int,
        seconds: float,
        end: Callable[[FaultError], None],
    ) -> None:
        self.seconds = seconds
        self._subscription = subscription
        self._count = count
        self._room = room
        self._end = end
        self._turn = subscription.begin()

    def wake(self, call: Callable[[], None]) -> None:
        """Let ``call`` be called when there may be something."""
        self._subscription.wake(self._turn, call)

    def content(self, *, is_over: bool) -> Content | None:
        """What the answer says; None while nothing has come.

        Parameters
        ----------
        is_over:
            That nobody waits any longer.

        Raises
        ------
        FaultError
            Where the time is over, the subscription has ended, or the client has
            pulled once more meanwhile.
        """
        of = self._subscription
        if of.turn != self._turn:
            raise refuse("w:Concurrency", "the client has pulled once more")
        items = self._items()
        if not items and not is_over:
            return None
        if not items and of.heartbeat is None:
            raise _timed_out(self.seconds)
        if not items:
            items = [f'<w:Event Action="{HEARTBEAT}"/>']
        return Content(
            f'<n:PullResponse xmlns:n="{ENUMERATION}">'
            f"<n:EnumerationContext>{of.id}</n:EnumerationContext>"
            f"<n:Items>{''.join(items)}</n:Items></n:PullResponse>"
        )

    def _items(self) -> list[str]:
        try:
            return self._subscription.take(self._count, self._room)
        except CimError as error:
            is_over = self._subscription.end is not None
            # What does not fit now may fit later; a host that fails gives no more.
            if is_over or not isinstance(error, FaultError):
                self._end(ended(str(error)))
            raise


# --- what a Subscribe says ---


def _delivery(body: Element) -> Element:
    """How events are to be delivered.

    Raises
    ------
    FaultError
        Where they are not to be pulled, or the client wants what is not there.
    """
    delivery = body.find(f"{{{EVENTING}}}Delivery")
    mode = "" if delivery is None else delivery.get("Mode", "").rstrip("/")
    if delivery is None or mode.lower() != PULL_DELIVERY.lower():
        raise refuse(
            "e:DeliveryModeRequestedUnavailable",
            f"events can be pulled only: the mode has to be {PULL_DELIVERY}",
        )
    for name in ("SendBookmarks", "Bookmark"):
        if body.find(f"{{{WSMAN}}}{name}") is not None:
            raise refuse(
                "w:UnsupportedFeature", "events have no bookmarks here", "Bookmarks"
            )
    return delivery


def _query(target: Target, body: Element) -> str:
    """The query for events; all of a class where there is no filter."""
    element = body.find(f"{{{WSMAN}}}Filter")
    if element is None:
        element = body.find(f"{{{EVENTING}}}Filter")
    if element is None:
        return f"SELECT * FROM {class_name(target.only_class)}"
    dialect = element.get("Dialect", "").rstrip("/")
    if dialect.lower() != WQL.lower():
        raise refuse(
            "e:FilteringRequestedUnavailable",
            f"the dialect {dialect[:200]!r} is not known: {WQL} is",
        )
    return (element.text or "").strip()


def _source(target: Target, query: str) -> Source:
    source = target.connection.subscribe(query, Instance)
    if not isinstance(source, Source):
        source.close()
        raise refuse(
            "w:UnsupportedFeature", "the host can't tell that an event has come"
        )
    return source


def _wait(call: Call, body: Element, of: Subscription) -> float:
    """How many seconds a Pull waits."""
    wished = [time_in(body, "MaxTime"), call.request.operation_timeout, of.heartbeat]
    given = [each for each in wished if each is not None]
    return min(min(given, default=USUAL_WAIT), LONGEST_WAIT)


# --- what is answered ---


def _manager(call: Call, made: Subscription) -> str:
    """Where to turn to for a subscription: here, and with which words."""
    request = call.request
    return (
        f"<e:SubscriptionManager><a:Address>{escaped(request.to or ANONYMOUS)}"
        "</a:Address><a:ReferenceParameters>"
        f"<w:ResourceURI>{escaped(request.resource_uri)}</w:ResourceURI>"
        f"<e:Identifier>{made.id}</e:Identifier>"
        "</a:ReferenceParameters></e:SubscriptionManager>"
    )


def _expires(of: Subscription) -> str:
    return f"<e:Expires>{duration_of(of.lifetime)}</e:Expires>"


def _timed_out(seconds: float) -> FaultError:
    reason = f"no event came within {seconds:g} seconds; pull again for the next"
    return refuse("w:TimedOut", reason, hresult=_TIMED_OUT)
