"""The checkpoints of planned machines, which an import brings or leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyperv_v2 import (
    CIM_ConcreteJob,
    CIM_VirtualSystemSettingData,
    Msvm_ConcreteJob,
    Msvm_MostCurrentSnapshotInBranch,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms.configurations import named_id
from mofgen.vmms.machine_access import (
    MISSING_SNAPSHOT,
    PLANNED_SNAPSHOT,
    planned_ref,
    planned_snapshots,
    require_idle,
    settings_ref,
)
from mofgen.vmms.settings_tree import delete_tree

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

Settings = Msvm_VirtualSystemSettingData


def start_leaving_out(
    host: Vmms,
    transaction: Transaction,
    ref: Ref[CIM_VirtualSystemSettingData] | None,
) -> Ref[CIM_ConcreteJob] | None:
    """Start the job that leaves out a checkpoint of a planned machine.

    Its disks stay, for they belong to what is imported.

    Returns
    -------
    The reference to the job; None where the reference names no such checkpoint.

    Raises
    ------
    RefusedError
        Invalid state while another job works on the planned machine.
    """
    found = None if ref is None else transaction.find(ref)
    if not isinstance(found, Settings) or found.VirtualSystemType not in (
        MISSING_SNAPSHOT,
        PLANNED_SNAPSHOT,
    ):
        return None
    machine = planned_ref(found.VirtualSystemIdentifier or "")
    require_idle(host, machine)
    return host.jobs.start(
        transaction,
        caption="Deleting Virtual Machine Checkpoint",
        job_type=Msvm_ConcreteJob.JobTypeValues.DELETE_VIRTUAL_MACHINE_SNAPSHOT,
        affected=[machine],
        work=lambda own: _leave_out(own, found),
    )


def connect_current(transaction: Transaction, guid: str) -> None:
    """Let clients find the checkpoint from which a planned machine descends.

    Parameters
    ----------
    guid:
        That of the machine, whose settings name the checkpoint as their parent.
    """
    machine = planned_ref(guid)
    for old in transaction.references(machine, Msvm_MostCurrentSnapshotInBranch):
        transaction.delete(old)
    wanted = named_id(transaction.get(settings_ref(guid)).Parent)
    for each in planned_snapshots(transaction, guid):
        if (each.InstanceID or "").casefold() == wanted:
            transaction.create(
                Msvm_MostCurrentSnapshotInBranch(Antecedent=machine, Dependent=each)
            )


def _leave_out(transaction: Transaction, snapshot: Settings) -> None:
    """Remove a checkpoint; what descends from it then descends from its parent."""
    guid = snapshot.VirtualSystemIdentifier or ""
    wanted = (snapshot.InstanceID or "").casefold()
    machine = transaction.get(settings_ref(guid))
    for each in (machine, *planned_snapshots(transaction, guid)):
        if named_id(each.Parent) == wanted:
            transaction.change(each, Parent=snapshot.Parent)
    delete_tree(transaction, snapshot)
    connect_current(transaction, guid)
