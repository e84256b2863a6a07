"""The jobs of a host: started by methods, completed as the host's policy says."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias, cast

from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_AffectedJobElement,
    Msvm_ConcreteJob,
)

from mofgen.provider import reading
from mofgen.provider.layouts import Key
from mofgen.provider.manager import ObjectManager
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref, RefLike
from mofgen.runtime.statuses import CimStatusError
from mofgen.vmms.clock import Clock
from mofgen.vmms.faults import Faults, JobFault
from mofgen.vmms.instance_ids import Guids
from mofgen.vmms.job_policies import AtOnce, Effort, JobPolicy
from mofgen.vmms.new_jobs import REMOVAL, AnyJob, connect_job, new_job
from mofgen.vmms.refusals import FAILED, INVALID_STATE, RefusedError
from mofgen.vmms.schedule import Schedule

States = CIM_ConcreteJob.JobStateValues
Work: TypeAlias = "Callable[[Transaction], None]"

_ERROR: Final = 6  # CIM_ManagedSystemElement.OperationalStatus


@dataclass(slots=True, eq=False)
class _Running:
    """A job that has not ended."""

    ref: Ref[AnyJob]
    work: Work
    undo: Work | None
    steps: int
    seconds: float | None
    started: datetime
    affected: frozenset[Key]
    fault: JobFault | None
    polls: int = 0
    shown: tuple[int, int] = (0, 0)
    """The polls and the percentage when clients could last see it move."""


class Jobs:
    """Starts jobs, and completes them.

    A job is done in a transaction of its own: what it changes is seen all together,
    and together with its end.

    Parameters
    ----------
    manager, clock, guids, faults:
        Those of the host.
    policy:
        When jobs complete.

    Attributes
    ----------
    policy:
        The same; it may be changed at any time.
    owner:
        The service that runs the jobs that name no other.
    schedule:
        What the host does later without being asked.
    """

    def __init__(
        self,
        manager: ObjectManager,
        clock: Clock,
        guids: Guids,
        faults: Faults,
        policy: JobPolicy | None = None,
    ) -> None:
        self.policy: JobPolicy = policy or AtOnce()
        self.schedule = Schedule(clock)
        self.owner: Ref[Any] | None = None
        self._manager = manager
        self._clock = clock
        self._guids = guids
        self._faults = faults
        self._running: dict[str, _Running] = {}
        self._removals: deque[tuple[datetime, Ref[AnyJob]]] = deque()
        self._working: Ref[AnyJob] | None = None

    # --- for methods ---

    def start(
        self,
        transaction: Transaction,
        *,
        caption: str,
        affected: Sequence[RefLike[Any]],
        work: Work,
        undo: Work | None = None,
        job_type: int | None = None,
        steps: int = 1,
        timed: float | None = None,
        owner: RefLike[Any] | None = None,
        job_class: type[AnyJob] = Msvm_ConcreteJob,
    ) -> Ref[CIM_ConcreteJob]:
        """Start a job.

        Parameters
        ----------
        transaction:
            That of the method that starts it.
        caption:
            What it does, for people.
        affected:
            The elements that it works on; they are busy while it runs.
        work:
            What it does, in a transaction. It may raise a
            :class:`~mofgen.vmms.refusals.RefusedError`: the job then ends with that
            error, and nothing of what it did is left.
        undo:
            Puts back what the method itself changed, where the work fails or is
            cancelled: the state of a machine that was to start, for instance.
        job_type:
            A value of the job class's ``JobType``.
        steps, timed:
            How much work it is, for the host's policy: so many times an ordinary
            job, and so many seconds.
        owner:
            The service that runs it; None for the one of virtual machines.
        job_class:
            ``Msvm_StorageJob`` for work on disks.

        Returns
        -------
        The reference to the job, for the method's ``Job`` parameter.
        """
        now = self._clock.now()
        job_id = self._guids.new()
        keys = frozenset(filter(None, map(self.key_of, affected)))
        ref = transaction.create(new_job(job_class, job_id, caption, job_type, now))
        connect_job(transaction, ref, affected, owner or self.owner)
        fault = self._faults.of_job(job_type, keys)
        running = _Running(ref, work, undo, steps, timed, now, keys, fault)
        self._running[job_id] = running
        # Where the method that starts it fails, there was no job.
        transaction.undo_by(lambda: self._forget(job_id))
        self._advance(transaction, running, now)
        return cast("Ref[CIM_ConcreteJob]", ref)

    def busy(self, element: RefLike[Any]) -> bool:
        """Whether a job that runs affects an element."""
        if not self._running:
            return False
        key = self.key_of(element)
        return any(key in each.affected for each in list(self._running.values()))

    def require_idle(self, element: RefLike[Any], code: int = INVALID_STATE) -> None:
        """Refuse a second change of an element while a job changes it.

        Raises
        ------
        RefusedError
            With ``code``, where it is :meth:`busy`.
        """
        if self.busy(element):
            raise RefusedError(code, "another operation is in progress")

    def key_of(self, element: RefLike[Any]) -> Key | None:
        """What names a stored object; None where there is none."""
        schema = self._manager.schema
        ref = reading.reference_of(schema, element)
        try:
            return self._manager.store.ask(
                lambda view: reading.require(schema, view, ref)[0]
            )
        except CimStatusError:
            return None

    def affect(self, transaction: Transaction, made: RefLike[Any]) -> None:
        """Let clients find what a job makes from that job.

        Parameters
        ----------
        transaction:
            That in which the job works, which calls this.
        made:
            The new element.
        """
        transaction.create(
            Msvm_AffectedJobElement(
                AffectedElement=made,
                AffectingElement=self._at_work(),
                ElementEffects=[Msvm_AffectedJobElement.ElementEffectsValues.CREATE],
            )
        )

    def tell(self, transaction: Transaction, **values: object) -> None:
        """Let a job say what it did.

        Parameters
        ----------
        transaction:
            That in which the job works, which calls this.
        values:
            By property of the job.
        """
        transaction.change(self._at_work(), **values)

    def _at_work(self) -> Ref[AnyJob]:
        if self._working is None:
            raise RuntimeError("no job is at work")
        return self._working

    # --- for the host ---

    def is_running(self, job_id: str | None) -> bool:
        """Whether a job has not ended, by its InstanceID."""
        return job_id in self._running

    @property
    def are_still(self) -> bool:
        """Whether there is nothing to move on: no jobs, and nothing that is due."""
        return not (self._running or self._removals or self.schedule)

    def polled(self, *job_ids: str | None) -> None:
        """Clients are about to read these jobs."""
        if self._running:
            for each in job_ids:
                running = self._running.get(each or "")
                if running is not None:
                    running.polls += 1
        self.settle()

    def settle(self) -> None:
        """Move on the jobs that got further, and remove those that expired.

        Called before whatever a client asks: it must cost nothing where no job runs.
        """
        self.schedule.settle()
        if not self._running and not self._removals:
            return
        now = self._clock.now()
        # A list, because other threads start jobs meanwhile.
        running = list(self._running.values())
        moved = [each for each in running if self._has_moved(each, now)]
        if not moved and not self._has_expired(now):
            return
        with self._manager.transaction() as transaction:
            for each in moved:
                if _id(each.ref) in self._running:  # no other thread was faster
                    self._advance(transaction, each, now)
            self._remove_expired(transaction, now)

    def finish(self) -> None:
        """Complete every job that runs, whatever the policy says."""
        with self._manager.transaction() as transaction:
            for each in list(self._running.values()):
                self._complete(transaction, each, self._clock.now())

    def end(self, transaction: Transaction, job: AnyJob, state: int) -> None:
        """End a job that runs before it has done its work.

        Parameters
        ----------
        job, state:
            The job and its last ``JobState``: Terminated or Killed.
        """
        running = self._running.pop(job.InstanceID or "")
        self._undo(transaction, running)
        self._end(transaction, running, self._clock.now(), state)

    # --- how a job goes on ---

    def _percent(self, running: _Running, now: datetime) -> int:
        elapsed = (now - running.started).total_seconds()
        effort = Effort(running.steps, running.seconds, running.polls, elapsed)
        return self.policy.percent(effort)

    def _has_moved(self, running: _Running, now: datetime) -> bool:
        shown = running.polls, self._percent(running, now)
        return shown != running.shown

    def _advance(
        self, transaction: Transaction, running: _Running, now: datetime
    ) -> None:
        percent = self._percent(running, now)
        fault = running.fault
        if percent >= 100 or (fault is not None and percent >= fault.percent):
            self._complete(transaction, running, now)
            return
        running.shown = running.polls, percent
        elapsed = now - running.started
        transaction.change(running.ref, PercentComplete=percent, ElapsedTime=elapsed)

    def _complete(
        self, transaction: Transaction, running: _Running, now: datetime
    ) -> None:
        # Its elements are not busy for itself.
        self._take(transaction, _id(running.ref))
        try:
            if running.fault is not None:
                raise RefusedError(running.fault.code, running.fault.text)
            self._work(running)
        except RefusedError as refused:
            self._fail(transaction, running, now, refused.code, refused.text)
        except Exception as error:
            text = f"the provider failed: {type(error).__name__}: {error}"
            self._fail(transaction, running, now, FAILED, text)
        else:
            transaction.change(running.ref, PercentComplete=100)
            self._end(transaction, running, now, States.COMPLETED)

    def _work(self, running: _Running) -> None:
        outer, self._working = self._working, running.ref  # one can start another
        try:
            with self._manager.transaction() as own:
                running.work(own)
        finally:
            self._working = outer

    def _fail(
        self,
        transaction: Transaction,
        running: _Running,
        now: datetime,
        code: int,
        text: str,
    ) -> None:
        self._undo(transaction, running)
        fault = running.fault
        transaction.change(
            running.ref,
            ErrorCode=code,
            ErrorDescription=text,
            ErrorSummaryDescription=text,
            PercentComplete=running.shown[1] if fault is None else fault.percent,
            OperationalStatus=[_ERROR],
            StatusDescriptions=["Error"],
            JobStatus=text,
        )
        self._end(transaction, running, now, States.EXCEPTION)

    @staticmethod
    def _undo(transaction: Transaction, running: _Running) -> None:
        if running.undo is not None:
            running.undo(transaction)

    def _end(
        self, transaction: Transaction, running: _Running, now: datetime, state: int
    ) -> None:
        transaction.change(
            running.ref,
            JobState=state,
            TimeOfLastStateChange=now,
            ElapsedTime=now - running.started,
            Cancellable=False,
        )
        removal = now + REMOVAL, running.ref
        self._removals.append(removal)
        transaction.undo_by(lambda: self._removals.remove(removal))

    def _has_expired(self, now: datetime) -> bool:
        """Whether the job that ended first is to go; they are in that order."""
        try:
            return self._removals[0][0] <= now
        except IndexError:
            return False

    def _remove_expired(self, transaction: Transaction, now: datetime) -> None:
        while self._has_expired(now):
            _, ref = self._removals.popleft()
            if transaction.find(ref) is not None:
                transaction.delete(ref)

    def _take(self, transaction: Transaction, job_id: str) -> _Running:
        """A job that is about to end, out of those that run."""
        running = self._running.pop(job_id)
        transaction.undo_by(lambda: self._running.update({job_id: running}))
        return running

    def _forget(self, job_id: str) -> None:
        self._running.pop(job_id, None)


def _id(ref: Ref[Any]) -> str:
    return str(ref.keys["InstanceID"])
