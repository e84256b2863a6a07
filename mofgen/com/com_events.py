"""Events of the local host: an ``SWbemEventSource``, asked for the next one."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from mofgen.com.scripting import Scripting, code_of, refusals
from mofgen.runtime.connection import Subscription
from mofgen.runtime.wire import CimObject

O = TypeVar("O", bound=CimObject)  # noqa: E741

_TIMED_OUT: Final = 0x80043001  # wbemErrTimedout
_STEP: Final = 0.5
"""Seconds after which to see whether the subscription was closed meanwhile."""


class ComEvents(Subscription[O]):
    """A subscription; it belongs to the thread that made it, as all of COM does.

    Parameters
    ----------
    scripting:
        The way to WMI.
    source:
        Where the events come from.
    asked:
        The query.
    read:
        Gives the event that an object is.
    """

    def __init__(
        self, scripting: Scripting, source: Any, asked: str, read: Callable[[Any], O]
    ) -> None:
        self._scripting = scripting
        self._source = source
        self._asked = asked
        self._read = read
        self._is_open = True

    def next(self, timeout: float | None = None) -> O | None:
        """The next event; None where none came within ``timeout`` seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while self._is_open:
            left = _STEP if until is None else until - time.monotonic()
            found = self._within(min(max(left, 0.0), _STEP))
            if found is not None:
                return self._read(found)
            if left <= 0:
                break
        return None

    def close(self) -> None:
        """Ask for no more; whoever waits is told. Closing again does nothing."""
        self._is_open = False
        self._source = None

    def _within(self, seconds: float) -> Any:
        source = self._source
        if source is None:
            return None
        with refusals(self._scripting, self._asked):
            try:
                return source.NextEvent(int(seconds * 1000))
            except self._scripting.error as error:
                if code_of(error) != _TIMED_OUT:
                    raise
                return None
