"""Checkpoints of virtual machines: taking, applying and deleting them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_ComputerSystem,
    CIM_SettingData,
    CIM_VirtualSystemSettingData,
    CIM_VirtualSystemSnapshotService,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSnapshotService,
)
from hyperv_v2.providers.Msvm_VirtualSystemSnapshotService import (
    Msvm_VirtualSystemSnapshotServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms import (
    planned_snapshots,
    recovery_snapshots,
    snapshot_jobs,
    snapshot_tree,
)
from mofgen.vmms.machine_access import (
    OFF,
    SAVED,
    machine,
    require_idle,
    require_settled,
    settings_of,
    settings_ref,
)
from mofgen.vmms.machine_files import keep_state
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
    RefusedError,
    answering,
)
from mofgen.vmms.snapshot_consistency import UserTypes, Wish, keeps_state, wish_of
from mofgen.vmms.snapshot_disks import require_snapshottable

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemSnapshotService
Base = CIM_VirtualSystemSnapshotService
Settings = Msvm_VirtualSystemSettingData
JobType: Final = Msvm_ConcreteJob.JobTypeValues

FULL: Final = int(Base.CreateSnapshotSnapshotTypeValues.FULL_SNAPSHOT)
DISK: Final = int(Base.CreateSnapshotSnapshotTypeValues.DISK_SNAPSHOT)
FOR_BACKUP: Final = 32768
"""What ``SnapshotType`` says; the last is the first of the vendor's own values."""


def install(host: Vmms) -> None:
    """Let the host take, apply and delete checkpoints."""
    serve(host.manager.methods, Service, Snapshots(host))


class Snapshots(Msvm_VirtualSystemSnapshotServiceProvider[Service]):
    """Checkpoints come, are applied, and go.

    Parameters
    ----------
    host:
        The host whose machines have them.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Base.CreateSnapshotResult)
    def CreateSnapshot(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedSystem: Ref[CIM_ComputerSystem] | None,
        SnapshotSettings: CIM_SettingData | None,
        SnapshotType: int | None,
        ResultingSnapshot: Ref[CIM_VirtualSystemSettingData] | None,
    ) -> Base.CreateSnapshotResult:
        """Take a checkpoint of a machine, which goes on as before."""
        found = machine(transaction, AffectedSystem)
        kind = _kind(SnapshotType)
        wish = wish_of(SnapshotSettings)
        require_idle(self._host, found)
        require_settled(found)
        if settings_of(transaction, found).UserSnapshotType == UserTypes.DISABLE:
            raise RefusedError(INVALID_STATE, "checkpoints are disabled for it")
        guid = self._host.guids.new()
        job = snapshot_jobs.start(
            self._host,
            transaction,
            snapshot_jobs.CREATING,
            found,
            None,
            lambda own: self._take(own, found, guid, kind, wish),
        )
        made = transaction.find(settings_ref(guid))
        return Base.CreateSnapshotResult(
            ReturnValue=Base.CreateSnapshotReturnValues(JOB_STARTED),
            Job=job,
            ResultingSnapshot=settings_ref(guid) if made else None,
        )

    @answering(Service.ApplySnapshotResult)
    def ApplySnapshot(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        Snapshot: Ref[CIM_VirtualSystemSettingData] | None,
    ) -> Service.ApplySnapshotResult:
        """Give a machine that is off or saved the settings and disks that it had."""
        snapshot, owner = snapshot_tree.snapshot_of(self._host, transaction, Snapshot)
        if owner.EnabledState not in (OFF, SAVED):
            raise RefusedError(INVALID_STATE, "the machine runs: turn it off first")
        job = snapshot_jobs.start(
            self._host,
            transaction,
            snapshot_jobs.APPLYING,
            owner,
            snapshot,
            lambda own: snapshot_tree.apply(self._host, own, owner, snapshot),
        )
        return Service.ApplySnapshotResult(
            ReturnValue=Service.ApplySnapshotReturnValues(JOB_STARTED),
            Job=job,
        )

    @answering(Base.DestroySnapshotResult)
    def DestroySnapshot(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedSnapshot: Ref[CIM_VirtualSystemSettingData] | None,
    ) -> Base.DestroySnapshotResult:
        """Delete a checkpoint; those below it then hang on the one above."""
        job = planned_snapshots.start_leaving_out(
            self._host, transaction, AffectedSnapshot
        )
        if job is None:
            snapshot, owner = snapshot_tree.snapshot_of(
                self._host, transaction, AffectedSnapshot
            )
            job = snapshot_jobs.start_deleting(self._host, transaction, owner, snapshot)
        return Base.DestroySnapshotResult(
            ReturnValue=Base.DestroySnapshotReturnValues(JOB_STARTED),
            Job=job,
        )

    @answering(Service.DestroySnapshotTreeResult)
    def DestroySnapshotTree(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SnapshotSettingData: Ref[CIM_VirtualSystemSettingData] | None,
    ) -> Service.DestroySnapshotTreeResult:
        """Delete a checkpoint and all below it; the machine stays as it is."""
        snapshot, owner = snapshot_tree.snapshot_of(
            self._host, transaction, SnapshotSettingData
        )
        job = snapshot_jobs.start_deleting(
            self._host, transaction, owner, snapshot, with_branch=True
        )
        return Service.DestroySnapshotTreeResult(
            ReturnValue=Service.DestroySnapshotTreeReturnValues(JOB_STARTED),
            Job=job,
        )

    @answering(Service.ClearSnapshotStateResult)
    def ClearSnapshotState(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SnapshotSettingData: Ref[CIM_VirtualSystemSettingData] | None,
    ) -> Service.ClearSnapshotStateResult:
        """Forget what the machine was doing; applying then leaves the machine off."""
        snapshot, owner = snapshot_tree.snapshot_of(
            self._host, transaction, SnapshotSettingData
        )
        if not snapshot.IsSaved:
            raise RefusedError(INVALID_STATE, "the checkpoint has no saved state")
        job = self._host.jobs.start(
            transaction,
            caption="Clearing Virtual Machine Checkpoint State",
            job_type=JobType.CLEAR_VIRTUAL_MACHINE_SNAPSHOT_STATE,
            affected=[owner, snapshot],
            work=lambda own: keep_state(self._host, own, snapshot, saved=False),
            owner=obj,
        )
        return Service.ClearSnapshotStateResult(
            ReturnValue=Service.ClearSnapshotStateReturnValues(JOB_STARTED),
            Job=job,
        )

    # --- what they share ---

    def _take(
        self,
        transaction: Transaction,
        owner: Msvm_ComputerSystem,
        guid: str,
        kind: int,
        wish: Wish,
    ) -> None:
        """Do what the job does that takes a checkpoint."""
        if not wish.ignores_disks:
            require_snapshottable(transaction, settings_of(transaction, owner))
        if kind == FOR_BACKUP:
            made = recovery_snapshots.take(
                self._host, transaction, owner, guid, wish.level
            )
        else:
            has_state = kind == FULL and keeps_state(transaction, owner, wish.level)
            made = snapshot_tree.take(
                self._host, transaction, owner, guid, has_state=has_state
            )
        self._host.jobs.affect(transaction, made)


def _kind(value: int | None) -> int:
    if value in (FULL, DISK, FOR_BACKUP):
        return int(value or 0)
    if value is not None and value > FOR_BACKUP:
        raise RefusedError(NOT_SUPPORTED, f"checkpoints of type {value}")
    raise RefusedError(INVALID_PARAMETER, f"there is no type {value} of checkpoints")
