"""What stands between those who make events and those who wait for them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Condition
from typing import Final, TypeVar

from mofgen.runtime.connection import Subscription
from mofgen.runtime.wire import CimObject
from mofgen.runtime.wmi_errors import WmiServerLimitsExceededError

O = TypeVar("O", bound=CimObject)  # noqa: E741

_OVERFLOW: Final = 0x80041061  # WBEM_E_QUEUE_OVERFLOW


class EventQueue(Subscription[O]):
    """A subscription: the events that were asked for, oldest first.

    A :class:`~mofgen.runtime.connection.Subscription`. Several threads may take
    events out of one; each event goes to one of them.

    Parameters
    ----------
    asked:
        The query, for messages.
    capacity:
        How many events may wait. One more ends the subscription: those that wait can
        still be taken out, and then there is an error instead of silence.
    ended:
        Called once when nothing more is asked for.
    """

    def __init__(
        self, asked: str, capacity: int, ended: Callable[[EventQueue[O]], None]
    ) -> None:
        self._asked = asked
        self._capacity = capacity
        self._ended = ended
        self._waiting: deque[O] = deque()
        self._changed = Condition()
        self._is_open = True
        self._is_lost = False
        self._woken: Callable[[], None] | None = None

    def wake(self, call: Callable[[], None]) -> None:
        """Let ``call`` be called after each event that comes, and when they end.

        It is called by whoever commits: it must neither wait nor fail. One that was
        given before is not called any longer.
        """
        self._woken = call

    def put(self, event: O) -> None:
        """Add an event; never waits."""
        with self._changed:
            if not self._is_open or self._is_lost:
                return
            if len(self._waiting) >= self._capacity:
                self._is_lost = True
            else:
                self._waiting.append(event)
            self._changed.notify()
        if self._is_lost:
            self._ended(self)
        if self._woken is not None:
            self._woken()

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
        WmiServerLimitsExceededError
            Where events were lost since nobody took out those that waited.
        """
        until = None if timeout is None else time.monotonic() + timeout
        with self._changed:
            while not self._waiting and self._is_open and not self._is_lost:
                left = None if until is None else until - time.monotonic()
                if left is not None and left <= 0:
                    return None
                self._changed.wait(left)
            if not self._is_open:
                return None
            if self._waiting:
                return self._waiting.popleft()
        text = f"more than {self._capacity} events were waiting: later ones are lost"
        raise WmiServerLimitsExceededError(self._asked, text, code=_OVERFLOW)

    def close(self) -> None:
        """Ask for no more; whoever waits is told. Closing again does nothing."""
        with self._changed:
            was_open, self._is_open = self._is_open, False
            self._waiting.clear()
            self._changed.notify_all()
        if was_open:
            self._ended(self)
        if was_open and self._woken is not None:
            self._woken()
