"""What all steps of a walk over a host share: the client, and what it finds there."""

from __future__ import annotations

from typing import Any

from hyperv_v2 import (
    CIM_AffectedJobElement,
    CIM_ConcreteJob,
    CIM_OwningJobElement,
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_ImageManagementService,
    Msvm_PlannedComputerSystem,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemReferencePointService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
    Msvm_VirtualSystemSnapshotService,
)
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimStatusError
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.machine_access import is_machine, is_snapshot
from mofgen.vmms.refusals import COMPLETED, JOB_STARTED

PREFIX = "Microsoft:Hyper-V:"
OF_JOBS = (CIM_ConcreteJob, CIM_AffectedJobElement, CIM_OwningJobElement)
"""Classes of objects that may come and go with a call that fails."""
TIMES = ("TimeOfLastStateChange", "OnTimeInMilliseconds")
WHICH = st.integers(0, 5)
"""Which of what there is, counted from the oldest and round again."""

Settings = Msvm_VirtualSystemSettingData
Setting = CIM_ResourceAllocationSettingData


class HostWalk(RuleBasedStateMachine):
    """A host with little memory on two NUMA nodes, and a client.

    Steps choose among what there is by number, so that hypothesis can leave out the
    steps before them; where there is nothing to choose, they do nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.clock = SimulatedClock()
        self.host = Vmms(cores=32, memory=6144, clock=self.clock, seed=1)
        self.client = self.host.connect()
        [self.management] = self.client.enumerate(Msvm_VirtualSystemManagementService)
        [self.checkpoints] = self.client.enumerate(Msvm_VirtualSystemSnapshotService)
        [self.points] = self.client.enumerate(Msvm_VirtualSystemReferencePointService)
        [self.images] = self.client.enumerate(Msvm_ImageManagementService)
        [self.switching] = self.client.enumerate(
            Msvm_VirtualEthernetSwitchManagementService
        )

    # --- asking ---

    def ask(self, target: Any, method: str, **arguments: Any) -> Any:
        """Call a method; where it or its job fails, nothing may have changed.

        Returns
        -------
        The answer; None where the call itself failed.
        """
        self.host.jobs.settle()  # what was due anyway is not of this call
        before = self.state()
        try:
            answer = getattr(target, method)(**arguments, check=False)
        except CimStatusError as error:
            assert "the provider failed" not in str(error)
            answer = None
        if self.has_failed(answer):
            assert self.state() == before, f"{method} failed and left changes"
        return answer

    def has_failed(self, answer: Any) -> bool:
        """Whether a call is known to have failed, which a job may do later."""
        if answer is None:
            return True
        if answer.ReturnValue != JOB_STARTED:
            return bool(answer.ReturnValue != COMPLETED)
        with self.host.manager.transaction() as transaction:  # which polls no job
            job = transaction.get(answer.Job)
        return bool(job.JobState == CIM_ConcreteJob.JobStateValues.EXCEPTION)

    def state(self) -> tuple[Any, ...]:
        """All that a host has but its jobs, to see that nothing has changed.

        A machine that is brought into another state and back again says when.
        """
        rows = {
            key: (
                {name: value for name, value in row.items() if name not in TIMES}
                if key[0].cls is Msvm_ComputerSystem
                else row
            )
            for key, row in self.host.manager.store.ask(all_rows).items()
            if not issubclass(key[0].cls, OF_JOBS)
        }
        return rows, list(self.host.files), self.host.usage.available

    # --- what there is ---

    @property
    def machines(self) -> list[Msvm_ComputerSystem]:
        return list(filter(is_machine, self.client.enumerate(Msvm_ComputerSystem)))

    @property
    def plans(self) -> list[Msvm_PlannedComputerSystem]:
        return self.client.enumerate(Msvm_PlannedComputerSystem)

    @property
    def systems(self) -> list[Settings]:
        """The settings of all machines, planned or not, and checkpoints."""
        return [
            each
            for each in self.client.enumerate(Settings)
            if each.VirtualSystemIdentifier
        ]

    @property
    def snapshots(self) -> list[Settings]:
        return list(filter(is_snapshot, self.systems))

    def parts(self, which: int, cls: type[Any], subtype: str = "") -> list[Any]:
        """The resource settings of a class that some machine or checkpoint has."""
        system = pick(self.systems, which)
        if system is None:
            return []
        found: list[Any] = self.client.associators(
            system._reference(),
            result_class=cls,
            association=Msvm_VirtualSystemSettingDataComponent,
        )
        return [
            each for each in found if (each.ResourceSubType or "").endswith(subtype)
        ]


def pick(found: list[Any], which: int) -> Any:
    """One of what there is; None where there is nothing."""
    return found[which % len(found)] if found else None


def path(of: Any) -> str:
    """The text by which a setting refers to another object."""
    return str(Ref(type(of), dict(of._reference().keys)))


def all_rows(view: Any) -> dict[Any, Any]:
    """Every object by its key, of which nothing is copied."""
    return {
        key: row for layout in list(view.layouts()) for key, row in view.rows_of(layout)
    }
