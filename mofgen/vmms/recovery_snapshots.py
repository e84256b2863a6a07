"""Checkpoints for backups: taking them, and making reference points of them.

A backup takes a recovery checkpoint, copies the disks that it keeps, and converts it
into a reference point: the layers are merged, and the next backup copies what was
written since then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hyperv_v2 import (
    CIM_VirtualSystemSettingData,
    Msvm_ComputerSystem,
    Msvm_VirtualSystemReferencePoint,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSnapshotService,
)
from hyperv_v2.providers.Msvm_VirtualSystemSnapshotService import (
    Msvm_VirtualSystemSnapshotServiceProvider,
)

from mofgen.provider.rows import thawed
from mofgen.provider.stubs import serve
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms import reference_points, snapshot_jobs, snapshot_tree
from mofgen.vmms.instance_ids import system_id
from mofgen.vmms.machine_access import RECOVERY, is_recovery, settings_of
from mofgen.vmms.refusals import (
    INVALID_STATE,
    JOB_STARTED,
    RefusedError,
    answering,
)
from mofgen.vmms.snapshot_consistency import Levels, reached_level

if TYPE_CHECKING:
    from mofgen.provider.overlays import Change
    from mofgen.provider.store import Store
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemSnapshotService
Settings = Msvm_VirtualSystemSettingData


class RecoveryLevels:
    """How consistent the recovery checkpoints of a host are.

    Their settings have no property for it, and the reference points that they become
    have one.

    Parameters
    ----------
    store:
        Where the checkpoints are; it is watched from now on, so that what is known
        of one goes with it.
    """

    def __init__(self, store: Store) -> None:
        self._of: dict[str, int] = {}
        store.watch(self._committed)

    def of(self, snapshot: Settings) -> int:
        """A value of ``ConsistencyLevel``."""
        return self._of.get(snapshot.InstanceID or "", int(Levels.CRASH_CONSISTENT))

    def keep(self, transaction: Transaction, guid: str, level: int) -> None:
        """Note it for a new checkpoint, unless the transaction is undone."""
        self._of[system_id(guid)] = level
        transaction.undo_by(lambda: self._forget(system_id(guid)))

    def _forget(self, instance_id: str) -> None:
        self._of.pop(instance_id, None)

    def _committed(self, changes: Sequence[Change], published: Sequence[Any]) -> None:
        if not self._of:
            return
        for change in changes:
            if change.before and not change.after and change.key[0].cls is Settings:
                gone: Any = thawed(change.key, change.before)
                self._forget(gone.InstanceID)


def install(host: Vmms) -> None:
    """Let the host make reference points of recovery checkpoints."""
    serve(host.manager.methods, Service, RecoverySnapshots(host))


def take(
    host: Vmms,
    transaction: Transaction,
    machine: Msvm_ComputerSystem,
    guid: str,
    level: int,
) -> Ref[Settings]:
    """Keep the settings and disks of a machine for a backup.

    What the machine is doing is kept only where it is saved already.

    Parameters
    ----------
    guid:
        The new checkpoint's.
    level:
        A value of ``ConsistencyLevel``: what the backup wants.

    Raises
    ------
    RefusedError
        As for :func:`~mofgen.vmms.snapshot_consistency.reached_level` and
        :func:`~mofgen.vmms.snapshot_tree.take`.
    """
    reached = reached_level(transaction, machine, level)
    host.recovery_levels.keep(transaction, guid, reached)
    has_state = bool(settings_of(transaction, machine).IsSaved)
    return snapshot_tree.take(
        host, transaction, machine, guid, has_state=has_state, kind=RECOVERY
    )


class RecoverySnapshots(Msvm_VirtualSystemSnapshotServiceProvider[Service]):
    """Makes reference points of recovery checkpoints.

    Parameters
    ----------
    host:
        The host whose machines have them.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.ConvertToReferencePointResult)
    def ConvertToReferencePoint(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedSnapshot: Ref[CIM_VirtualSystemSettingData] | None,
        ReferencePointSettings: str | None,
        ResultingReferencePoint: Ref[Msvm_VirtualSystemReferencePoint] | None,
    ) -> Service.ConvertToReferencePointResult:
        """Keep where the disks stood, and delete the checkpoint."""
        snapshot, owner = snapshot_tree.snapshot_of(
            self._host, transaction, AffectedSnapshot
        )
        asked = reference_points.level_in(ReferencePointSettings)
        if not is_recovery(snapshot):
            raise RefusedError(INVALID_STATE, "it is no recovery checkpoint")
        level = asked or self._host.recovery_levels.of(snapshot)
        guid = self._host.guids.new()

        def work(own: Transaction) -> None:
            made = reference_points.make(
                self._host, own, owner, guid, level=level, settings=snapshot
            )
            snapshot_tree.delete(self._host, own, owner, snapshot)
            self._host.jobs.affect(own, made)

        job = snapshot_jobs.start(
            self._host, transaction, snapshot_jobs.CONVERTING, owner, snapshot, work
        )
        return Service.ConvertToReferencePointResult(
            ReturnValue=Service.ConvertToReferencePointReturnValues(JOB_STARTED),
            ResultingReferencePoint=reference_points.existing(transaction, owner, guid),
            Job=job,
        )
