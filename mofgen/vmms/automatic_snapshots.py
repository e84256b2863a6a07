"""Automatic checkpoints: what lets a user return a machine to how it started.

A machine with ``AutomaticSnapshotsEnabled`` that has no checkpoint gets one as it
starts, and loses it as soon as it is off. While it is saved the checkpoint stays, and
can be applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyperv_v2 import Msvm_ComputerSystem

from mofgen.vmms import snapshot_jobs, snapshot_tree
from mofgen.vmms.machine_access import is_recovery, settings_of
from mofgen.vmms.snapshot_consistency import UserTypes
from mofgen.vmms.snapshot_tree import snapshots_of

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms


def take_at_start(
    host: Vmms, transaction: Transaction, machine: Msvm_ComputerSystem
) -> None:
    """Take the automatic checkpoint of a machine that is off and about to start.

    Raises
    ------
    RefusedError
        As for :func:`~mofgen.vmms.snapshot_tree.take`.
    """
    settings = settings_of(transaction, machine)
    if not settings.AutomaticSnapshotsEnabled:
        return
    if settings.UserSnapshotType == UserTypes.DISABLE:
        return
    if all(is_recovery(each) for each in snapshots_of(transaction, machine)):
        guid = host.guids.new()
        snapshot_tree.take(
            host, transaction, machine, guid, has_state=False, is_automatic=True
        )


def delete_at_stop(
    host: Vmms, transaction: Transaction, machine: Msvm_ComputerSystem
) -> None:
    """Start the job that deletes the automatic checkpoint of a machine that is off.

    Where that fails, as on a disk that the host has mounted, the machine is off and
    keeps the checkpoint.
    """
    for each in snapshots_of(transaction, machine):
        if each.IsAutomaticSnapshot:
            snapshot_jobs.start_deleting(host, transaction, machine, each)
