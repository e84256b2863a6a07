"""The object manager of a host: what clients ask moves its jobs on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

import hyperv_v2
from hyperv_v2 import CIM_ConcreteJob, Msvm_ComputerSystem

from mofgen.provider.manager import INDEXED, ObjectManager
from mofgen.provider.methods import RETURN_VALUE, Methods
from mofgen.provider.operations import Operations
from mofgen.provider.queries import Queries
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimNotSupportedError
from mofgen.runtime.wire import class_name
from mofgen.vmms.machine_access import is_running, tell_time

if TYPE_CHECKING:
    from mofgen.provider.associations import Walk
    from mofgen.provider.store import Store
    from mofgen.runtime.instance import Instance
    from mofgen.vmms.clock import Clock
    from mofgen.vmms.faults import Faults
    from mofgen.vmms.jobs import Jobs

_LOOKED_UP: Final = ("Address", "PermanentAddress", "ProcessID")
"""What the host looks up itself: an address or a number must be nobody's else."""

T = TypeVar("T")
F = TypeVar("F", bound="Iterable[Any]")


def refuse_changes(operation: str, cls: type[Instance]) -> None:
    """Refuse what clients may not do: Hyper-V's objects change by methods only.

    Raises
    ------
    CimNotSupportedError
        Always.
    """
    name = class_name(cls)
    raise CimNotSupportedError(name, f"{operation}: objects change by methods only")


class HostManager(ObjectManager):
    """The namespace of virtualization of one host, yet without objects.

    Parameters
    ----------
    host:
        The name of the host.
    """

    def __init__(self, host: str) -> None:
        super().__init__(
            hyperv_v2, guard=refuse_changes, indexed=(*INDEXED, *_LOOKED_UP), host=host
        )

    def attend(self, jobs: Jobs, faults: Faults, clock: Clock) -> None:
        """Let reads move ``jobs`` on and tell the time, and calls meet ``faults``."""
        self.operations = _Operations(self.store, jobs, clock)
        self.queries = _Queries(self.store, self.host, jobs, clock)
        self.methods = _Methods(self.store, jobs, faults)


class _Operations(Operations):
    """Operations whose reads are polls of the jobs that they give."""

    def __init__(self, store: Store, jobs: Jobs, clock: Clock) -> None:
        super().__init__(store, refuse_changes)
        self._jobs = jobs
        self._clock = clock

    def get(self, ref: Ref[Any], properties: Any = None) -> Any:
        if not self._jobs.are_still:
            job_id = ref.keys.get("InstanceID")
            self._jobs.polled(job_id if isinstance(job_id, str) else None)
        found = super().get(ref, properties)
        # Reading the clock takes longer than to see that it does not matter.
        if isinstance(found, Msvm_ComputerSystem) and is_running(found):
            tell_time([found], self._clock.now())
        return found

    def enumerate(
        self, cls: type[Any], *, deep: bool = True, properties: Any = None
    ) -> list[Any]:
        found = super().enumerate
        return self._polling(lambda: found(cls, deep=deep, properties=properties))

    def associators(
        self, source: Ref[Any], walk: Walk | None = None, properties: Any = None
    ) -> list[Any]:
        found = super().associators
        return self._polling(lambda: found(source, walk, properties))

    def references(
        self, source: Ref[Any], walk: Walk | None = None, properties: Any = None
    ) -> list[Any]:
        self._jobs.settle()
        return super().references(source, walk, properties)

    def _polling(self, read: Callable[[], list[Any]]) -> list[Any]:
        return _polling(self._jobs, self._clock, read)

    def names(self, cls: type[Any]) -> list[Ref[Any]]:
        self._jobs.settle()
        return super().names(cls)

    def associator_names(
        self, source: Ref[Any], walk: Walk | None = None
    ) -> list[Ref[Any]]:
        self._jobs.settle()
        return super().associator_names(source, walk)

    def reference_names(
        self, source: Ref[Any], walk: Walk | None = None
    ) -> list[Ref[Any]]:
        self._jobs.settle()
        return super().reference_names(source, walk)


class _Queries(Queries):
    """Queries that are polls of the jobs that they give."""

    def __init__(
        self, store: Store, host: str | None, jobs: Jobs, clock: Clock
    ) -> None:
        super().__init__(store, host)
        self._jobs = jobs
        self._clock = clock

    def run(self, wql: str) -> list[Instance]:
        found = super().run
        return _polling(self._jobs, self._clock, lambda: found(wql))

    def classes(self, wql: str) -> list[type[Instance]]:
        self._jobs.settle()
        return super().classes(wql)


class _Methods(Methods):
    """Methods that fail where a test asks for it."""

    def __init__(self, store: Store, jobs: Jobs, faults: Faults) -> None:
        super().__init__(store)
        self._jobs = jobs
        self._faults = faults

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object]
    ) -> dict[str, object]:
        self._jobs.settle()
        fault = self._faults.of_call(method, target)
        if fault is not None:
            return {RETURN_VALUE: fault.code}
        return super().invoke(target, method, arguments)


def _polling(jobs: Jobs, clock: Clock, read: Callable[[], list[Any]]) -> list[Any]:
    """What ``read`` gives, after the running jobs in it were counted as polled."""
    jobs.settle()
    found = read()
    polled = [
        each.InstanceID
        for each in found
        if isinstance(each, CIM_ConcreteJob) and jobs.is_running(each.InstanceID)
    ]
    if polled:
        jobs.polled(*polled)
        found = read()
    tell_time(found, clock.now())
    return found
