"""Subscriptions: events that wait until a client pulls them (DSP0226 10)."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any, Final, Protocol, runtime_checkable
from uuid import uuid4

from mofgen.runtime.errors import CimError
from mofgen.server.contexts import too_long
from mofgen.wsman.faults import FaultError, refuse

LIFETIME: Final = 3600.0
"""Seconds for which a subscription is kept at most, if nobody renews it."""
IDLE: Final = 600.0
"""Seconds for which one is kept that nobody pulls from."""
MOST_SUBSCRIPTIONS: Final = 1000
"""So many there are at a time."""
MOST_WAITING: Final = 50_000
"""So many events wait in all subscriptions together."""


@runtime_checkable
class Source(Protocol):
    """Where events come from: a subscription of a host that tells when one is there."""

    def next(self, timeout: float | None = None) -> Any:
        """The next event; None where none comes in time."""
        ...

    def wake(self, call: Callable[[], None]) -> None:
        """Let ``call`` be called after each event that comes, and when they end."""
        ...

    def close(self) -> None:
        """Ask for no more."""
        ...


class Subscription:
    """Events that a client asked for.

    Parameters
    ----------
    source:
        Where they come from.
    write:
        Gives the XML of one; it is called when the event is pulled.
    owner:
        The user who asked; nobody else may pull.
    lifetime:
        Seconds for which it is kept, from when it is made or renewed.
    heartbeat:
        After so many seconds without an event the client wants to hear that all is
        well; None where it does not.
    """

    def __init__(
        self,
        source: Source,
        write: Callable[[Any], str],
        owner: str = "",
        *,
        lifetime: float = LIFETIME,
        heartbeat: float | None = None,
    ) -> None:
        self.id = f"uuid:{uuid4()}"
        self.source = source
        self.owner = owner
        self.lifetime = lifetime
        self.heartbeat = heartbeat
        self.expires = self.idle_until = 0.0
        self.end: FaultError | None = None
        self.arrived = 0
        self.turn = 0
        self._write = write
        self._taken = 0
        self._unsent: str | None = None
        self._taking = Lock()
        self._woken: Callable[[], None] | None = None

    @property
    def waiting(self) -> int:
        """How many events wait."""
        return self.arrived - self._taken if self.end is None else 0

    def begin(self) -> int:
        """Begin to wait for events; whoever still waits is told that it is over.

        A client that has lost its connection pulls again.

        Returns
        -------
        The number of this turn, for :meth:`wake`.
        """
        self.turn += 1
        self.tell()
        self._woken = None
        return self.turn

    def wake(self, turn: int, call: Callable[[], None]) -> None:
        """Let ``call`` be called when there may be something to take.

        Parameters
        ----------
        turn:
            The turn of who calls; nothing is done where another has begun.
        """
        if turn == self.turn:
            self._woken = call

    def tell(self) -> None:
        """Wake who waits."""
        if self._woken is not None:
            self._woken()

    def take(self, count: int, characters: int) -> list[str]:
        """The XML of the next events; nothing where there are none yet.

        Parameters
        ----------
        count, characters:
            How many at most, and how long they may be together.

        Raises
        ------
        FaultError
            Where the subscription has ended, or not even one event fits.
        CimError
            Where the host has lost events.
        """
        taken: list[str] = []
        with self._taking:
            while len(taken) < count:
                xml = self._next(is_first=not taken)
                if xml is None:
                    break
                characters -= len(xml)
                if characters < 0:
                    self._unsent = xml
                    if not taken:
                        raise too_long(len(xml), characters + len(xml))
                    break
                taken.append(xml)
        return taken

    def _next(self, *, is_first: bool) -> str | None:
        if self._unsent is not None:
            xml, self._unsent = self._unsent, None
            return xml
        if self.end is not None:
            if is_first:
                raise self.end
            return None
        try:
            event = self.source.next(0)
        except CimError:
            # What came before is delivered first; the error stays.
            if is_first:
                raise
            return None
        if event is None:
            return None
        self._taken += 1
        return self._write(event)


class Subscriptions:
    """The subscriptions of all clients.

    Parameters
    ----------
    clock:
        Gives the time in seconds; for tests.
    most:
        How many there are at a time; one more is refused.
    most_waiting:
        How many events wait in all of them. Who lets too many wait loses his
        subscription, and is told so.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        most: int = MOST_SUBSCRIPTIONS,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._clock = clock
        self._most = most
        self._most_waiting = most_waiting
        self._subscriptions: dict[str, Subscription] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._subscriptions)

    def keep(self, made: Subscription) -> None:
        """Remember a subscription, from now on for its lifetime.

        Raises
        ------
        FaultError
            Where there are too many; it is closed then.
        """
        self._end_expired()
        self.renew(made, made.lifetime)
        with self._lock:
            is_full = len(self._subscriptions) >= self._most
            if not is_full:
                self._subscriptions[made.id] = made
        if is_full:
            made.source.close()
            raise refuse("w:QuotaLimit", f"there are {self._most} subscriptions")
        made.source.wake(lambda: self._arrived(made))

    def find(self, subscription_id: str, owner: str) -> Subscription | None:
        """The subscription of an ID; None where there is none for this user.

        Parameters
        ----------
        subscription_id:
            As the client was told.
        owner:
            Who asks.
        """
        self._end_expired()
        found = self._subscriptions.get(subscription_id)
        return found if found is not None and found.owner == owner else None

    def renew(self, subscription: Subscription, lifetime: float) -> None:
        """Let its time begin anew."""
        subscription.lifetime = lifetime
        subscription.expires = self._clock() + lifetime
        self.pulled(subscription)

    def pulled(self, subscription: Subscription, seconds: float = 0.0) -> None:
        """Know that a client cares, and that it will wait for so many seconds."""
        subscription.idle_until = self._clock() + seconds + IDLE

    def end(self, subscription: Subscription, why: FaultError) -> None:
        """Forget a subscription, and tell who waits for its events why."""
        with self._lock:
            self._subscriptions.pop(subscription.id, None)
            subscription.end = subscription.end or why
        subscription.source.close()
        subscription.tell()

    def close(self) -> None:
        """End all."""
        for each in list(self._subscriptions.values()):
            self.end(each, ended("the service stops"))

    def _arrived(self, of: Subscription) -> None:
        """Count an event, in the thread that made it."""
        if of.end is not None:
            return
        with self._lock:
            of.arrived += 1
        if self._is_over(of):
            self.end(of, ended("it has expired"))
            return
        # Only who lets more than his share wait can be the one who goes.
        if of.waiting > self._most_waiting // self._most:
            waiting = sum(each.waiting for each in list(self._subscriptions.values()))
            if waiting > self._most_waiting:
                self._lose(of)
                return
        of.tell()

    def _lose(self, subscription: Subscription) -> None:
        """Give up the events of a subscription; it is kept, to say that they are lost."""
        text = f"{subscription.waiting} events were waiting: they are lost"
        subscription.end = refuse("w:QuotaLimit", text)
        subscription.source.close()
        subscription.tell()

    def _end_expired(self) -> None:
        for each in list(self._subscriptions.values()):
            if self._is_over(each):
                self.end(each, ended("it has expired"))

    def _is_over(self, subscription: Subscription) -> bool:
        now = self._clock()
        return subscription.expires <= now or subscription.idle_until <= now


def ended(why: str) -> FaultError:
    """What a client is told who pulls from a subscription that is no more."""
    return refuse("n:InvalidEnumerationContext", f"the subscription has ended: {why}")
