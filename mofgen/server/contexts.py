"""Enumeration contexts: what is found and not yet pulled (DSP0226 8)."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, Final
from uuid import uuid4

from mofgen.wsman.faults import FaultError, refuse

LIFETIME: Final = 600.0
"""Seconds for which a context is kept that nobody pulls from."""
MOST_CONTEXTS: Final = 4096
"""So many are kept; then the one that was used longest ago goes."""
MOST_OBJECTS: Final = 500_000
"""So many objects are kept in all of them together, before the same happens."""
_BETWEEN_SWEEPS: Final = 1.0
"""Seconds after which it is looked again for contexts that have expired."""


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
    lifetime:
        Seconds for which it is kept while nobody pulls.

    Attributes
    ----------
    id:
        By which the client knows it.
    lock:
        Held by who takes something.
    """

    __slots__ = ("_left", "_write", "expires", "id", "lifetime", "lock", "owner")

    def __init__(
        self,
        objects: Iterable[Any],
        write: Callable[[Any], str],
        owner: str = "",
        *,
        lifetime: float = LIFETIME,
    ) -> None:
        self._left = deque(objects)
        self._write = write
        self.owner = owner
        self.lifetime = lifetime
        self.expires = 0.0
        self.id = f"uuid:{uuid4()}"
        self.lock = Lock()

    def __len__(self) -> int:
        """How many objects are still to be pulled."""
        return len(self._left)

    def take(self, count: int, octets: int, characters: int) -> list[str]:
        """The XML of the next objects.

        Parameters
        ----------
        count:
            How many at most.
        octets, characters:
            How long they may be together, in UTF-8 and in characters.

        Raises
        ------
        FaultError
            Where not even one fits. It is still there then.
        """
        taken: list[str] = []
        while self._left and len(taken) < count:
            xml = self._write(self._left[0])
            octets -= len(xml) if xml.isascii() else len(xml.encode())
            characters -= len(xml)
            if octets < 0 or characters < 0:
                if not taken:
                    room = len(xml) + min(octets, characters)
                    raise too_long(len(xml), room)
                break
            taken.append(xml)
            self._left.popleft()
        return taken


class Contexts:
    """The contexts of all clients.

    Parameters
    ----------
    clock:
        Gives the time in seconds; for tests.
    most, most_objects:
        How many contexts are kept, and how many objects in all of them.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        most: int = MOST_CONTEXTS,
        most_objects: int = MOST_OBJECTS,
    ) -> None:
        self._clock = clock
        self._most = most
        self._most_objects = most_objects
        self._contexts: OrderedDict[str, Context] = OrderedDict()
        self._lock = Lock()
        self._objects = 0  # those of all contexts, or more: some are pulled meanwhile
        self._swept = clock()

    def __len__(self) -> int:
        return len(self._contexts)

    def keep(self, context: Context) -> None:
        """Remember a context, from now on for its lifetime."""
        now = self._clock()
        context.expires = now + context.lifetime
        with self._lock:
            if now >= self._swept + _BETWEEN_SWEEPS:
                self._sweep(now)
            self._contexts[context.id] = context
            self._objects += len(context)
            self._make_room()

    def find(self, context_id: str, owner: str) -> Context:
        """The context of an ID, whose lifetime begins anew.

        Raises
        ------
        FaultError
            Where there is none, it has expired, or it is another user's.
        """
        now = self._clock()
        with self._lock:
            found = self._contexts.get(context_id)
            if found is not None and found.expires <= now:
                del self._contexts[context_id]
                found = None
            if found is None or found.owner != owner:
                raise refuse(
                    "n:InvalidEnumerationContext",
                    "there is no such enumeration context, or it has expired",
                )
            found.expires = now + found.lifetime
            self._contexts.move_to_end(context_id)
            return found

    def release(self, context: Context) -> None:
        """Forget a context."""
        with self._lock:
            self._contexts.pop(context.id, None)

    def _sweep(self, now: float) -> None:
        """Forget those that have expired."""
        self._swept = now
        expired = [k for k, each in self._contexts.items() if each.expires <= now]
        for each in expired:
            del self._contexts[each]

    def _make_room(self) -> None:
        """Forget those that were used longest ago, while there are too many."""
        if self._objects > self._most_objects:
            self._objects = sum(map(len, self._contexts.values()))
        # The newest stays however large it is: nobody has pulled from it yet.
        while len(self._contexts) > 1 and (
            len(self._contexts) > self._most or self._objects > self._most_objects
        ):
            _, oldest = self._contexts.popitem(last=False)
            self._objects -= len(oldest)


def too_long(length: int, room: int) -> FaultError:
    """What a client is told for which even one item is too long."""
    return refuse(
        "w:EncodingLimit",
        f"one item has {length} characters, where there is room for {max(room, 0)}",
        "MaxEnvelopeSize",
    )
