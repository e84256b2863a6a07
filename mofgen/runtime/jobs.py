"""The handle of a job that a method started: wait for it, watch it, cancel it.

How a job is polled is written once, as the generator :meth:`Job._polled`. It yields
what is to be done next, one read or one pause; :meth:`Job.wait` does that in the
calling thread, ``await`` does it without holding up the event loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

from mofgen.runtime.call_errors import (
    JobError,
    JobFailedError,
    JobTimeoutError,
    JobVanishedError,
    MethodError,
)
from mofgen.runtime.errors import CimError, NotConnectedError, NotFoundError
from mofgen.runtime.outcomes import Outcome, outcome
from mofgen.runtime.wire import CimObject

if TYPE_CHECKING:
    from mofgen.runtime.connection import Connection
    from mofgen.runtime.references import Ref

# CIM_ConcreteJob.JobState.
_COMPLETED: Final = 7
_TERMINATE: Final = 4  # CIM_ConcreteJob.RequestStateChange(RequestedState)
_RUNNING: Final = frozenset({2, 3, 4, 5, 6, 12})
_COMPLETED_WITH_WARNINGS: Final = 32768  # Hyper-V's own
_FINE: Final = frozenset({_COMPLETED, _COMPLETED_WITH_WARNINGS})
_STATE_LABELS: Final = {8: "Terminated", 9: "Killed", 10: "Exception", 11: "Service"}

_Read: TypeAlias = "Callable[[], CimObject]"
_Steps: TypeAlias = "Generator[float | _Read, CimObject | None, None]"
"""A number of seconds to pause, or a read whose object is to be sent back."""


@dataclass(frozen=True, slots=True)
class Polling:
    """How often a job is looked at: often at first, then less and less.

    Parameters
    ----------
    first, longest:
        Seconds before the second look, and the most that a pause becomes.
    factor:
        How much longer each pause is than the one before.
    clock, sleep:
        What tells the time and what passes it, in seconds; for tests.
    """

    first: float = 0.1
    longest: float = 2.0
    factor: float = 1.5
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Job:
    """A job, or where a method was done at once, what stands for one.

    ``await job`` waits as :meth:`wait` does, without a timeout; leaving it, by
    ``asyncio.timeout`` for one, leaves the job running.

    Parameters
    ----------
    method:
        ``Class.Method`` that gave it, for messages.
    ref:
        The reference to the job; None where the work is done.
    connection:
        Where to ask for it.
    is_unnamed:
        Whether there is a job, but the host did not say which.
    """

    __slots__ = ("_connection", "_instance", "_vanished", "method", "ref")

    def __init__(
        self,
        method: str,
        ref: Ref[Any] | None,
        connection: Connection | None,
        *,
        is_unnamed: bool = False,
    ) -> None:
        self.method = method
        self.ref = ref
        self._connection = connection
        self._instance: CimObject | None = None
        self._vanished = is_unnamed

    @property
    def instance(self) -> CimObject | None:
        """The job itself as it was last read; None before that, and without a job."""
        return self._instance

    @property
    def state(self) -> int | None:
        """``JobState`` as it was last read."""
        found: int | None = self._last("JobState")
        return found

    @property
    def percent(self) -> int | None:
        """``PercentComplete`` as it was last read."""
        found: int | None = self._last("PercentComplete")
        return found

    @property
    def status(self) -> str | None:
        """``JobStatus`` as it was last read."""
        found: str | None = self._last("JobStatus")
        return found

    @property
    def done(self) -> bool:
        """Whether the job has ended, however; asks the host unless that is known."""
        if not self._ended():
            try:
                self.refresh()
            except JobVanishedError:
                return True
        return self._ended()

    @property
    def error(self) -> JobError | None:
        """What :meth:`wait` would raise; None for a job that is well or still runs.

        Asks the host as :attr:`done` does.
        """
        return self._verdict() if self.done else None

    def refresh(self) -> Self:
        """Read the job anew.

        Raises
        ------
        JobVanishedError
            Where the host no longer knows it.
        """
        if self.ref is not None:
            self._instance = self._read()
        return self

    def wait(
        self,
        timeout: float | None = None,
        *,
        on_progress: Callable[[Job], object] | None = None,
        polling: Polling | None = None,
    ) -> Self:
        """Wait until the job has ended well.

        Parameters
        ----------
        timeout:
            The most seconds to wait; None for as long as it takes.
        on_progress:
            Called with the job when its state, percentage or status has changed.
        polling:
            How often to look; None for :class:`Polling`'s defaults.

        Raises
        ------
        JobTimeoutError
            Where it has not ended in time; it goes on running.
        JobFailedError
            Where it ended without having done its work.
        JobVanishedError
            Where the host no longer knows it.
        """
        pace = polling or Polling()
        steps = self._polled(timeout, on_progress, pace)
        reply: CimObject | None = None
        while True:
            try:
                step = steps.send(reply)
            except StopIteration:
                return self
            reply = None
            if callable(step):
                reply = step()
            else:
                pace.sleep(step)

    async def wait_async(
        self,
        timeout: float | None = None,
        *,
        on_progress: Callable[[Job], object] | None = None,
        polling: Polling | None = None,
    ) -> Self:
        """As :meth:`wait`, for coroutines; the host is asked in a thread."""
        import asyncio

        steps = self._polled(timeout, on_progress, polling or Polling())
        reply: CimObject | None = None
        while True:
            try:
                step = steps.send(reply)
            except StopIteration:
                return self
            reply = None
            if callable(step):
                reply = await asyncio.to_thread(step)
            else:
                await asyncio.sleep(step)

    def __await__(self) -> Generator[Any, Any, Self]:
        return self.wait_async().__await__()

    def cancel(self) -> Self:
        """Ask the host to terminate the job; whether it did, :meth:`wait` tells.

        Does nothing where the job is known to have ended.

        Raises
        ------
        MethodError
            Where the host refuses.
        JobVanishedError
            Where the host no longer knows it.
        """
        if self.ref is None or self._ended():
            return self
        arguments = {"RequestedState": _TERMINATE}
        try:
            answer = self._host().invoke(self.ref, "RequestStateChange", arguments)
        except NotFoundError as error:
            raise self._gone() from error
        value = {name.lower(): each for name, each in answer.items()}.get("returnvalue")
        if outcome(value) is Outcome.FAILED:
            assert isinstance(value, int)  # only codes fail
            method = f"{self.ref.class_name}.RequestStateChange"
            raise MethodError(
                method, int(value), getattr(value, "label", None), target=self.ref
            )
        return self

    def _polled(
        self,
        timeout: float | None,
        on_progress: Callable[[Job], object] | None,
        polling: Polling,
    ) -> _Steps:
        """Read and pause until the job has ended; raises as :meth:`wait` does."""
        until = None if timeout is None else polling.clock() + timeout
        pause = polling.first
        told: tuple[object, ...] | None = None
        while not self._ended():
            self._instance = yield self._read
            progress = (self.state, self.percent, self.status)
            if on_progress is not None and progress != told:
                on_progress(self)
                told = progress
            if self._ended():
                break
            left = None if until is None else until - polling.clock()
            if left is not None and left <= 0:
                raise JobTimeoutError(
                    f"{self._named()} is still running after {timeout:g} s"
                    f"{self._progress()}",
                    self,
                )
            yield pause if left is None else min(pause, left)
            pause = min(pause * polling.factor, polling.longest)
        verdict = self._verdict()
        if verdict is not None:
            raise verdict

    def _read(self) -> CimObject:
        assert self.ref is not None  # without one the job has ended
        try:
            found: CimObject = self._host().get(self.ref)
        except NotFoundError as error:
            raise self._gone() from error
        return found

    def _host(self) -> Connection:
        if self._connection is None:
            raise NotConnectedError(
                f"{self._named()} cannot be asked for: it belongs to no connection"
            )
        return self._connection

    def _ended(self) -> bool:
        if self.ref is None or self._vanished:
            return True
        # A host that has not filled in the state yet is not done yet.
        state = self.state
        return state is not None and state not in _RUNNING

    def _verdict(self) -> JobError | None:
        """The error of a job that has ended."""
        if self._vanished:
            return self._gone()
        if self.ref is None or self.state in _FINE:
            return None
        code = self._last("ErrorCode")
        texts = ("ErrorDescription", "ErrorSummaryDescription", "JobStatus")
        text = next(filter(None, map(self._last, texts)), None)
        state = self.state or 0
        label = getattr(state, "label", None) or _STATE_LABELS.get(state)
        meaning = f" ({label})" if label else ""
        number = f", error {code}" if code else ""
        said = f": {text.strip()}" if text else ""
        message = f"{self._named()} ended in state {state}{meaning}{number}{said}"
        return JobFailedError(message, self, code, text)

    def _gone(self) -> JobVanishedError:
        self._vanished = True
        if self.ref is None:
            return JobVanishedError(
                f"{self.method} started something without naming a job, so how it"
                " ended cannot be told",
                self,
            )
        return JobVanishedError(
            f"{self._named()} is no longer known to the host, so how it ended cannot"
            f" be told{self._progress()}",
            self,
        )

    def _last(self, name: str) -> Any:
        return getattr(self._instance, name, None)

    def _named(self) -> str:
        return f"the job {self.ref!r} of {self.method}"

    def _progress(self) -> str:
        if self.percent is None:
            return ""
        return f"; it was last seen at {self.percent} %"

    def __reduce__(self) -> tuple[Any, ...]:
        # A connection cannot travel; what is read elsewhere belongs to none.
        return _restored, (self.method, self.ref, self._instance, self._vanished)

    def __repr__(self) -> str:
        if self.ref is None:
            which = "not named by the host" if self._vanished else "none was needed"
            return f"<Job of {self.method}: {which}>"
        state = "vanished" if self._vanished else f"state {self.state}"
        done = "" if self.percent is None else f", {self.percent} %"
        return f"<Job {self.ref!r} of {self.method}: {state}{done}>"


def _restored(
    method: str, ref: Ref[Any] | None, last: CimObject | None, vanished: bool
) -> Job:
    job = Job(method, ref, None)
    job._instance = last
    job._vanished = vanished
    return job


def error_text(job: Job) -> str | None:
    """What a job says of its failure; None where it cannot be asked."""
    try:
        error = job.error
    except CimError:
        return None
    return error.text if isinstance(error, JobFailedError) else None
