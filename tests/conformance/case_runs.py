"""Running a case: its steps one by one, on a host of its own."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from functools import singledispatchmethod
from typing import Any, Final, cast

from case_hosts import Transport, add_file, job_policy, new_host, stored
from case_matching import matches, mismatch
from case_model import (
    AddFile,
    AddVolume,
    Advance,
    AtHost,
    Call,
    Case,
    CheckFile,
    ClientStep,
    Find,
    Get,
    Gone,
    InjectJobFault,
    InjectMethodFault,
    PlayGuest,
    Query,
    RemoveFile,
    Repair,
    Search,
    SetJobs,
    Step,
    Ties,
    Wait,
    Walk,
)
from case_values import Kept, class_of, require_outputs

from mofgen.runtime import statuses, wmi_errors
from mofgen.runtime.connection import Connection
from mofgen.runtime.instance import Instance
from mofgen.runtime.outcomes import Outcome, outcome
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimNotFoundError, CimStatusError
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.files import Volume
from mofgen.vmms.machine_access import path

_ENDED: Final = frozenset({7, 8, 9, 10})
_MOST_POLLS: Final = 1000


def run(case: Case, transport: Transport) -> None:
    """Run a case; an AssertionError says which step does not hold, and why not."""
    with ExitStack() as stack:
        running = _Run(case, transport, stack)
        for number, step in enumerate(case.steps, 1):
            try:
                running.take(step)
            except AssertionError as error:
                raise AssertionError(f"step {number}: {error}\n{step}") from None
            except Exception as error:
                error.add_note(f"{case.path}: {case.title!r}, step {number}: {step}")
                raise


class _Run:
    """A case that runs: its host, its clients, and what it kept."""

    def __init__(self, case: Case, transport: Transport, stack: ExitStack) -> None:
        self._host = new_host(case.host)
        self._transport = transport
        self._stack = stack
        self._clients: dict[str, Connection] = {}
        self._kept = Kept(
            lambda ref: cast("Instance", self._client("administrator").get(ref)),
            lambda ref: path(self._host, ref),
        )

    @singledispatchmethod
    def take(self, step: Step) -> None:
        """Do a step.

        Raises
        ------
        AssertionError
            Where something is not as the step says.
        """
        raise NotImplementedError(f"nothing does {step}")

    # --- calls ---

    @take.register
    def _(self, step: Call) -> None:
        class_name, method = step.call.split(".")
        cls = class_of(class_name)
        target = self._target(cls, step)
        arguments = self._kept.arguments(cls, method, step.with_)
        require_outputs(cls, method, [*step.gives, *step.keep])
        before = stored(self._host)
        try:
            answer = self._of(step).invoke(target, method, arguments)
        except CimStatusError as error:
            wanted = _error_class(step.raises) if step.raises else None
            if wanted is None or not isinstance(error, wanted):
                raise
            self._require_unchanged(before)
            return
        assert step.raises is None, f"it raised no {step.raises}, but gave {answer}"
        code = answer["ReturnValue"]
        assert code == step.returns, f"it returned {code!r}, not {step.returns}"
        if outcome(code) is Outcome.FAILED:
            self._require_unchanged(before)
        for name, expected in step.gives.items():
            actual = answer.get(name)
            assert matches(
                actual, self._kept.filled(expected)
            ), f"{name} is {actual!r}, not {expected!r}"
        for name, names in step.keep.items():
            assert answer.get(name) is not None, f"it gave no {name}"
            self._kept.keep(names, answer[name])

    def _target(self, cls: type[Instance], step: Call) -> Ref[Any]:
        if step.on is not None:
            return self._kept.reference(step.on)
        found = list(self._client("administrator").enumerate(cls))
        assert len(found) == 1, f"there are {len(found)} {cls.__name__}: say which"
        return found[0]._reference()

    def _require_unchanged(self, before: dict[Any, Any]) -> None:
        after = stored(self._host)
        changed = [
            key
            for key in before.keys() | after.keys()
            if before.get(key) != after.get(key)
        ]
        assert not changed, f"the call failed, but changed {changed}"

    # --- reading ---

    @take.register
    def _(self, step: Wait) -> None:
        job = self._kept.reference(step.wait)
        for _ in range(_MOST_POLLS):
            found: Any = self._of(step).get(job)
            if found.JobState in _ENDED:
                break
            self._clock.advance(1)
        self._require_values(found, step.has)

    @take.register
    def _(self, step: Get) -> None:
        found: Any = self._of(step).get(self._kept.reference(step.get))
        self._require_values(found, step.has)
        self._kept.keep(step.keep, found)

    @take.register
    def _(self, step: Gone) -> None:
        try:
            found = self._of(step).get(self._kept.reference(step.gone))
        except CimNotFoundError:
            return
        raise AssertionError(f"it is there: {found!r}")

    @take.register
    def _(self, step: Find) -> None:
        self._found(step, self._of(step).enumerate(class_of(step.find)))

    @take.register
    def _(self, step: Walk) -> None:
        found = self._of(step).associators(
            self._kept.reference(step.walk),
            result_class=class_of(step.to),
            association=None if step.through is None else class_of(step.through),
            role=step.role,
            result_role=step.result_role,
        )
        self._found(step, found)

    @take.register
    def _(self, step: Ties) -> None:
        source = self._kept.reference(step.ties)
        found = self._of(step).references(
            source, result_class=class_of(step.of), role=step.role
        )
        self._found(step, found)

    @take.register
    def _(self, step: Query) -> None:
        wql = self._kept.filled(step.query)
        self._found(step, self._of(step).query(wql, Instance))

    def _found(self, step: Search, objects: Iterable[Instance]) -> None:
        where = self._kept.filled(step.where)
        found = [each for each in objects if mismatch(each, where) is None]
        assert len(found) == step.count, f"there are {len(found)}: {found}"
        for each in found:
            self._require_values(each, step.has)
        if step.keep is not None:
            one = isinstance(step.keep, str)
            self._kept.keep(step.keep, found[0] if one else found)

    def _require_values(self, obj: Instance, expected: dict[str, Any]) -> None:
        wrong = mismatch(obj, self._kept.filled(expected))
        assert wrong is None, wrong

    # --- at the host ---

    @take.register
    def _(self, step: InjectMethodFault) -> None:
        fault = step.fail_method
        on = None if fault.on is None else self._kept.reference(fault.on)
        self._host.faults.fail_method(
            fault.method, fault.code, on=on, times=fault.times
        )

    @take.register
    def _(self, step: InjectJobFault) -> None:
        fault = step.fail_job
        self._host.faults.fail_job(
            percent=fault.percent,
            code=fault.code,
            text=fault.text,
            job_type=fault.type,
            on=None if fault.on is None else self._kept.reference(fault.on),
            times=fault.times,
        )

    @take.register
    def _(self, step: Repair) -> None:
        self._host.faults.clear()

    @take.register
    def _(self, step: Advance) -> None:
        self._clock.advance(step.advance)

    @take.register
    def _(self, step: SetJobs) -> None:
        self._host.jobs.policy = job_policy(step.jobs)

    @take.register
    def _(self, step: AddFile) -> None:
        add_file(self._host, step.file)

    @take.register
    def _(self, step: RemoveFile) -> None:
        self._host.files.delete(self._kept.filled(step.remove_file))

    @take.register
    def _(self, step: CheckFile) -> None:
        file = self._kept.filled(step.check_file)
        there = file in self._host.files
        assert there == step.exists, f"{file} is {'' if there else 'not '}there"

    @take.register
    def _(self, step: AddVolume) -> None:
        self._host.files.add_volume(Volume(step.volume.root, step.volume.size))

    @take.register
    def _(self, step: PlayGuest) -> None:
        guest = self._host.guest(self._kept.reference(step.guest))
        if step.does is not None:
            _member(guest, step.does)(**self._kept.filled(step.with_))
        for name, expected in step.has.items():
            actual = _member(guest, name)
            assert matches(
                actual, self._kept.filled(expected)
            ), f"{name} of the guest is {actual!r}, not {expected!r}"

    @take.register
    def _(self, step: AtHost) -> None:
        _member(self._host, step.at_host)(**self._kept.filled(step.with_))

    # --- whom and what it works with ---

    @property
    def _clock(self) -> SimulatedClock:
        clock = self._host.clock
        assert isinstance(clock, SimulatedClock)
        return clock

    def _of(self, step: ClientStep) -> Connection:
        return self._client(step.as_)

    def _client(self, who: str) -> Connection:
        if who not in self._clients:
            opened = self._transport(self._host, administrator=who == "administrator")
            self._clients[who] = self._stack.enter_context(opened)
        return self._clients[who]


def _member(of: Any, name: str) -> Any:
    """A public member by a name such as ``files.write`` or ``shut down``."""
    for each in name.replace(" ", "_").split("."):
        if each.startswith("_"):
            raise LookupError(f"{each} is not for others")
        of = getattr(of, each)
    return of


def _error_class(name: str) -> type[Exception]:
    """The class of an error by its name: ``CimNotFoundError``, ``WmiError``."""
    found = getattr(statuses, name, None) or getattr(wmi_errors, name, None)
    if not (isinstance(found, type) and issubclass(found, Exception)):
        raise LookupError(f"there is no error {name}")
    return found
