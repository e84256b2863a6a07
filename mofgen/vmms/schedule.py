"""What a host does later by itself, by its clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from mofgen.vmms.clock import Clock

Action: TypeAlias = "Callable[[], None]"


class Schedule:
    """Actions and when they are due.

    Parameters
    ----------
    clock:
        That of the host.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = count()  # the first of two that are due at one time goes first
        self._lock = Lock()
        self._due: list[tuple[datetime, int, Action]] = []

    def __bool__(self) -> bool:
        """Whether anything is to be done, now or later."""
        return bool(self._due)

    def at(self, moment: datetime, action: Action) -> None:
        """Let ``action`` be done when it is time for it, or at once."""
        with self._lock:
            heapq.heappush(self._due, (moment, next(self._numbers), action))
        self.settle()

    def settle(self) -> None:
        """Do what is due; called before whatever a client asks."""
        while (action := self._next()) is not None:
            action()

    def clear(self) -> None:
        """Forget all of it."""
        self._due.clear()

    def _next(self) -> Action | None:
        """What is due next, which then no other thread does."""
        if not self._due:
            return None
        with self._lock:
            if self._due and self._due[0][0] <= self._clock.now():
                return heapq.heappop(self._due)[2]
        return None
