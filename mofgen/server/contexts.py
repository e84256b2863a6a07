"""Enumeration contexts: what is found and not yet pulled (DSP0226 8)."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final
from uuid import uuid4

from mofgen.wsman.faults import FaultError, refuse

LIFETIME: Final = 600.0
"""Seconds for which a context is kept that nobody pulls from."""
MOST_CONTEXTS: Final = 4096
"""So many are kept; then the one that was used longest ago goes."""


@dataclass(slots=True, eq=False)
class Context:
    """Objects that were found, of which some are still to be pulled.

    Parameters
    ----------
    objects:
        All that were found.
    write:
        Gives the XML of one; it is called when the object is pulled.
    owner:
        The user who asked; nobody else may pull.
    """

    objects: Sequence[Any]
    write: Callable[[Any], str]
    owner: str = ""
    id: str = field(default_factory=lambda: f"uuid:{uuid4()}")
    at: int = 0
    expires: float = 0.0
    lifetime: float = LIFETIME
    lock: Lock = field(default_factory=Lock)

    @property
    def is_over(self) -> bool:
        """Whether everything was pulled."""
        return self.at >= len(self.objects)

    def take(self, count: int, characters: int) -> list[str]:
        """The XML of the next objects.

        Parameters
        ----------
        count, characters:
            How many at most, and how long they may be together.

        Raises
        ------
        FaultError
            Where not even one fits.
        """
        taken: list[str] = []
        room = characters
        for each in self._next(count):
            xml = self.write(each)
            room -= len(xml)
            if room < 0 and not taken:
                raise _too_long(len(xml), characters)
            if room < 0:
                break
            taken.append(xml)
            self.at += 1
        return taken

    def _next(self, count: int) -> Iterator[Any]:
        at = self.at
        for position in range(at, min(at + count, len(self.objects))):
            yield self.objects[position]


class Contexts:
    """The contexts of all clients.

    Parameters
    ----------
    clock:
        Gives the time in seconds; for tests.
    most:
        How many are kept.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, most: int = MOST_CONTEXTS
    ) -> None:
        self._clock = clock
        self._most = most
        self._contexts: OrderedDict[str, Context] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._contexts)

    def keep(self, context: Context) -> None:
        """Remember a context, from now on for its lifetime."""
        context.expires = self._clock() + context.lifetime
        with self._lock:
            self._forget_expired()
            while len(self._contexts) >= self._most:
                self._contexts.popitem(last=False)
            self._contexts[context.id] = context

    def find(self, context_id: str, owner: str) -> Context:
        """The context of an ID, whose lifetime begins anew.

        Raises
        ------
        FaultError
            Where there is none, it has expired, or it is another user's.
        """
        with self._lock:
            self._forget_expired()
            found = self._contexts.get(context_id)
            if found is None or found.owner != owner:
                raise refuse(
                    "n:InvalidEnumerationContext",
                    "there is no such enumeration context, or it has expired",
                )
            found.expires = self._clock() + found.lifetime
            self._contexts.move_to_end(context_id)
            return found

    def release(self, context: Context) -> None:
        """Forget a context."""
        with self._lock:
            self._contexts.pop(context.id, None)

    def _forget_expired(self) -> None:
        now = self._clock()
        expired = [k for k, each in self._contexts.items() if each.expires <= now]
        for each in expired:
            del self._contexts[each]


def _too_long(length: int, room: int) -> FaultError:
    return refuse(
        "w:EncodingLimit",
        f"an item has {length} characters, but the answer may have {room}",
        "MaxEnvelopeSize",
    )
