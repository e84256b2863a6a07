"""The object manager of a host: what clients ask moves its jobs on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import hyperv_v2
from hyperv_v2 import CIM_ConcreteJob

from mofgen.provider.manager import ObjectManager
from mofgen.provider.methods import RETURN_VALUE, Methods
from mofgen.provider.operations import Operations
from mofgen.provider.queries import Queries
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimNotSupportedError
from mofgen.runtime.wire import class_name

if TYPE_CHECKING:
    from mofgen.provider.associations import Walk
    from mofgen.provider.store import Store
    from mofgen.runtime.instance import Instance
    from mofgen.vmms.faults import Faults
    from mofgen.vmms.jobs import Jobs

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
    """The namespace of virtualization of one host, yet without objects."""

    def __init__(self) -> None:
        super().__init__(hyperv_v2, guard=refuse_changes)

    def attend(self, jobs: Jobs, faults: Faults) -> None:
        """Let reads move ``jobs`` on, and calls meet ``faults``."""
        self.operations = _Operations(self.store, jobs)
        self.queries = _Queries(self.store, jobs)
        self.methods = _Methods(self.store, jobs, faults)


class _Operations(Operations):
    """Operations whose reads are polls of the jobs that they give."""

    def __init__(self, store: Store, jobs: Jobs) -> None:
        super().__init__(store, refuse_changes)
        self._jobs = jobs

    def get(self, ref: Ref[Any], properties: Any = None) -> Any:
        self._jobs.polled(str(ref.keys.get("InstanceID")))
        return super().get(ref, properties)

    def enumerate(
        self, cls: type[Any], *, deep: bool = True, properties: Any = None
    ) -> list[Any]:
        found = super().enumerate
        return _polling(
            self._jobs, lambda: found(cls, deep=deep, properties=properties)
        )

    def associators(
        self, source: Ref[Any], walk: Walk | None = None, properties: Any = None
    ) -> list[Any]:
        found = super().associators
        return _polling(self._jobs, lambda: found(source, walk, properties))

    def references(
        self, source: Ref[Any], walk: Walk | None = None, properties: Any = None
    ) -> list[Any]:
        self._jobs.settle()
        return super().references(source, walk, properties)


class _Queries(Queries):
    """Queries that are polls of the jobs that they give."""

    def __init__(self, store: Store, jobs: Jobs) -> None:
        super().__init__(store)
        self._jobs = jobs

    def run(self, wql: str) -> list[Instance]:
        found = super().run
        return _polling(self._jobs, lambda: found(wql))


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


def _polling(jobs: Jobs, read: Callable[[], list[Any]]) -> list[Any]:
    """What ``read`` gives, after the running jobs in it were counted as polled."""
    jobs.settle()
    found = read()
    polled = [
        each.InstanceID
        for each in found
        if isinstance(each, CIM_ConcreteJob) and jobs.is_running(each.InstanceID)
    ]
    if not polled:
        return found
    jobs.polled(*polled)
    return read()
