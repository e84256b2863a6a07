"""When the jobs of a host complete: at once, after polls, in time, or never."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Effort:
    """What is known of a job that runs.

    Parameters
    ----------
    steps:
        How many times the work of an ordinary job it is.
    seconds:
        How long it takes by itself; None where it says nothing of it.
    polls:
        How often a client has read it.
    elapsed:
        Seconds since it started.
    """

    steps: int
    seconds: float | None
    polls: int
    elapsed: float


class JobPolicy(Protocol):
    """Decides how far a job is."""

    def percent(self, effort: Effort) -> int:
        """How much of the work is done; with 100 it completes."""
        ...


class AtOnce:
    """A job has completed when the method that started it returns."""

    def percent(self, effort: Effort) -> int:
        return 100


@dataclass(frozen=True, slots=True)
class AfterPolls:
    """A job completes when clients have read it so often.

    Parameters
    ----------
    polls:
        How often, for an ordinary job; the last of these reads shows it completed.
    """

    polls: int

    def percent(self, effort: Effort) -> int:
        return _share(effort.polls, self.polls * effort.steps)


@dataclass(frozen=True, slots=True)
class InTime:
    """A job completes when the host's clock has gone on so far.

    Parameters
    ----------
    seconds:
        How long an ordinary job takes that says nothing of it itself.
    """

    seconds: float = 1.0

    def percent(self, effort: Effort) -> int:
        whole = effort.seconds
        if whole is None:
            whole = self.seconds * effort.steps
        return _share(effort.elapsed, whole)


class Never:
    """A job runs until somebody ends it."""

    def percent(self, effort: Effort) -> int:
        return 0


def _share(done: float, whole: float) -> int:
    return 100 if done >= whole else int(100 * done / whole)
