"""A sign of life on a terminal, for what takes longer than a blink."""

from __future__ import annotations

import sys
from threading import Lock, Timer
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.status import Status

DELAY = 0.3
"""Seconds that pass before anything is shown."""


class Progress:
    """A line on stderr that says what is being done.

    It shows only where stderr is a terminal and the work takes longer than
    :data:`DELAY`; rich is not even imported before.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._status: Status | None = None
        self._done = False
        self._lock = Lock()
        self._timer = Timer(DELAY, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._done = True
            if self._status is not None:
                self._status.stop()

    def step(self, text: str) -> None:
        """Say that the work has come to ``text``."""
        with self._lock:
            self._text = text
            if self._status is not None:
                self._status.update(text)

    def _show(self) -> None:
        from rich.console import Console
        from rich.status import Status

        with self._lock:
            if not self._done:
                self._status = Status(self._text, console=Console(stderr=True))
                self._status.start()
