"""The time of a host: real, or moved by a test."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where a host reads what time it is."""

    def now(self) -> datetime:
        """The present moment, with a time zone."""
        ...


class RealClock:
    """The time of this machine."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), UTC)


class SimulatedClock:
    """A time that stands still until it is moved.

    Parameters
    ----------
    start:
        The moment at which it stands first.
    """

    def __init__(self, start: datetime = datetime(2025, 1, 1, tzinfo=UTC)) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        """Move it on; time never goes back.

        Raises
        ------
        ValueError
            For a negative number.
        """
        if seconds < 0:
            raise ValueError(f"time does not go back: {seconds}")
        self._now += timedelta(seconds=seconds)
