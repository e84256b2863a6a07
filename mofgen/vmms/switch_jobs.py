"""What the methods of the switch service have in common: their jobs and codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_AffectedJobElement,
    Msvm_ConcreteJob,
    Msvm_VirtualEthernetSwitchManagementService,
)
from hyperv_v2.providers.Msvm_VirtualEthernetSwitchManagementService import (
    Msvm_VirtualEthernetSwitchManagementServiceProvider,
)

from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref, RefLike
from mofgen.runtime.values import IntValues
from mofgen.vmms.refusals import (
    FAILED,
    RefusedError,
)
from mofgen.vmms.switch_access import DEFAULT_SWITCH, Switch

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service: TypeAlias = Msvm_VirtualEthernetSwitchManagementService
JobTypes: TypeAlias = Msvm_ConcreteJob.JobTypeValues
V = TypeVar("V", bound=IntValues)
Making: TypeAlias = "Callable[[Transaction], Sequence[Ref[Any]]]"
"""The work of a job that gives the objects that it made."""


class SwitchProvider(Msvm_VirtualEthernetSwitchManagementServiceProvider[Service]):
    """What the providers for the switch service derive from.

    Parameters
    ----------
    host:
        The host whose switches they manage.
    """

    def __init__(self, host: Vmms) -> None:
        self.host = host

    def start(
        self,
        transaction: Transaction,
        service: Service,
        *,
        caption: str,
        job_type: int,
        affected: Sequence[RefLike[Instance]],
        work: Making,
    ) -> tuple[Ref[CIM_ConcreteJob], list[Ref[Any]]]:
        """Start a job; what it makes is affected by it, as soon as it is made.

        Returns
        -------
        The job, and what it has made already.
        """
        jobs: list[Ref[CIM_ConcreteJob]] = []
        made: list[Ref[Any]] = []

        def run(own: Transaction) -> None:
            made.extend(work(own))
            for job in jobs:  # it was not done at once
                affect(own, job)

        def affect(own: Transaction, job: Ref[CIM_ConcreteJob]) -> None:
            for each in made:
                own.create(
                    Msvm_AffectedJobElement(AffectedElement=each, AffectingElement=job)
                )

        job = self.host.jobs.start(
            transaction,
            caption=caption,
            affected=affected,
            work=run,
            job_type=job_type,
            owner=service,
        )
        affect(transaction, job)
        jobs.append(job)
        return job, made


def refuse_default(switch: Switch) -> None:
    """Refuse to change the default switch, which belongs to the host itself.

    Raises
    ------
    RefusedError
        FAILED where it is that one.
    """
    if switch.Name == DEFAULT_SWITCH:
        raise RefusedError(FAILED, "the default switch can't be changed")
