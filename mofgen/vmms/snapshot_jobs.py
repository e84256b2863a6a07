"""The jobs on checkpoints, during which a machine says what is being done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSnapshotService,
)

from mofgen.vmms import snapshot_tree

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref, RefLike
    from mofgen.vmms.host import Vmms

JobType: Final = Msvm_ConcreteJob.JobTypeValues
_OK: Final = 2  # CIM_ManagedSystemElement.OperationalStatus


@dataclass(frozen=True, slots=True)
class Operation:
    """What a job does to a checkpoint.

    Parameters
    ----------
    caption, job_type:
        Of the job.
    code, text:
        What the machine adds to its ``OperationalStatus`` and ``StatusDescriptions``
        meanwhile.
    """

    caption: str
    job_type: int
    code: int
    text: str


CREATING: Final = Operation(
    "Creating Virtual Machine Checkpoint",
    JobType.SNAPSHOT_VIRTUAL_MACHINE,
    32768,
    "Creating snapshot",
)
APPLYING: Final = Operation(
    "Applying Virtual Machine Checkpoint",
    JobType.APPLY_VIRTUAL_MACHINE_SNAPSHOT,
    32769,
    "Applying snapshot",
)
DELETING: Final = Operation(
    "Deleting Virtual Machine Checkpoint",
    JobType.DELETE_VIRTUAL_MACHINE_SNAPSHOT,
    32770,
    "Deleting snapshot",
)
CONVERTING: Final = Operation(
    "Converting Virtual Machine Checkpoint to Reference Point",
    JobType.CONVERT_SNAPSHOT_TO_REFERENCE_POINT,
    32770,
    "Deleting snapshot",
)


def start(
    host: Vmms,
    transaction: Transaction,
    operation: Operation,
    owner: Msvm_ComputerSystem,
    snapshot: Msvm_VirtualSystemSettingData | None,
    work: Callable[[Transaction], None],
) -> Ref[CIM_ConcreteJob]:
    """Start a job on a checkpoint of a machine.

    Parameters
    ----------
    owner:
        The machine.
    snapshot:
        The checkpoint; None for one that is yet to come.
    work:
        What the job does.

    Returns
    -------
    The reference to the job.
    """
    before = transaction.get(owner)
    transaction.change(
        owner,
        OperationalStatus=[_OK, operation.code],
        StatusDescriptions=["Operating normally", operation.text],
    )

    def settle(own: Transaction) -> None:
        own.change(
            owner,
            OperationalStatus=before.OperationalStatus,
            StatusDescriptions=before.StatusDescriptions,
        )

    def done(own: Transaction) -> None:
        work(own)
        settle(own)

    affected: list[RefLike[Any]] = [owner]
    if snapshot is not None:
        affected.append(snapshot)
    [service] = transaction.objects(Msvm_VirtualSystemSnapshotService)
    return host.jobs.start(
        transaction,
        caption=operation.caption,
        job_type=operation.job_type,
        affected=affected,
        work=done,
        undo=settle,
        owner=service,
    )


def start_deleting(
    host: Vmms,
    transaction: Transaction,
    owner: Msvm_ComputerSystem,
    snapshot: Msvm_VirtualSystemSettingData,
    *,
    with_branch: bool = False,
) -> Ref[CIM_ConcreteJob]:
    """Start a job that deletes a checkpoint and merges what it leaves.

    Parameters
    ----------
    with_branch:
        Whether those go too that descend from it.

    Returns
    -------
    The reference to the job.
    """
    delete = snapshot_tree.delete_branch if with_branch else snapshot_tree.delete
    return start(
        host,
        transaction,
        DELETING,
        owner,
        snapshot,
        lambda own: delete(host, own, owner, snapshot),
    )
