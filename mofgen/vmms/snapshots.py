"""Checkpoints of virtual machines: taking, applying and deleting them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_ComputerSystem,
    CIM_ConcreteJob,
    CIM_SettingData,
    CIM_VirtualSystemSettingData,
    CIM_VirtualSystemSnapshotService,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_SystemDevice,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSnapshotService,
    Msvm_VirtualSystemSnapshotSettingData,
    Msvm_VssComponent,
)
from hyperv_v2.providers.Msvm_VirtualSystemSnapshotService import (
    Msvm_VirtualSystemSnapshotServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms import snapshot_tree
from mofgen.vmms.machine_access import (
    OFF,
    PAUSED,
    RUNNING,
    SAVED,
    is_running,
    is_snapshot,
    machine,
    machine_with,
    require_idle,
    settings_of,
    settings_ref,
    system_settings,
)
from mofgen.vmms.refusals import (
    FAILED,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
    RefusedError,
    answering,
)

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemSnapshotService
Base = CIM_VirtualSystemSnapshotService
Settings = Msvm_VirtualSystemSettingData
JobType: Final = Msvm_ConcreteJob.JobTypeValues
Levels: Final = Msvm_VirtualSystemSnapshotSettingData.ConsistencyLevelValues

FULL: Final = int(Base.CreateSnapshotSnapshotTypeValues.FULL_SNAPSHOT)
DISK: Final = int(Base.CreateSnapshotSnapshotTypeValues.DISK_SNAPSHOT)

_DISABLED: Final = 2  # Msvm_VirtualSystemSettingData.UserSnapshotType
_PRODUCTION: Final = 3
_ONLY_PRODUCTION: Final = 4
_FIRST_OF_VENDORS: Final = 32768
_OK: Final = 2  # CIM_ManagedSystemElement.OperationalStatus
_CREATING: Final = (32768, "Creating snapshot")
_APPLYING: Final = (32769, "Applying snapshot")
_DELETING: Final = (32770, "Deleting snapshot")


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
        level = _level(SnapshotSettings)
        require_idle(self._host, found)
        if found.EnabledState not in (RUNNING, PAUSED, OFF, SAVED):
            raise RefusedError(INVALID_STATE, "it is between two states")
        if settings_of(transaction, found).UserSnapshotType == _DISABLED:
            raise RefusedError(INVALID_STATE, "checkpoints are disabled for it")
        guid = self._host.guids.new()

        def work(own: Transaction) -> None:
            has_state = kind == FULL and _keeps_state(own, found, level)
            snapshot = snapshot_tree.take(
                self._host, own, found, guid, has_state=has_state
            )
            self._host.jobs.affect(own, snapshot)

        job = self._start(
            transaction,
            obj,
            found,
            _CREATING,
            caption="Creating Virtual Machine Checkpoint",
            job_type=JobType.SNAPSHOT_VIRTUAL_MACHINE,
            work=work,
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
        snapshot, owner = self._snapshot(transaction, Snapshot)
        if owner.EnabledState not in (OFF, SAVED):
            raise RefusedError(INVALID_STATE, "the machine runs: turn it off first")
        job = self._start(
            transaction,
            obj,
            owner,
            _APPLYING,
            caption="Applying Virtual Machine Checkpoint",
            job_type=JobType.APPLY_VIRTUAL_MACHINE_SNAPSHOT,
            work=lambda own: snapshot_tree.apply(self._host, own, owner, snapshot),
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
        snapshot, owner = self._snapshot(transaction, AffectedSnapshot)
        job = self._delete(transaction, obj, owner, snapshot, whole=False)
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
        snapshot, owner = self._snapshot(transaction, SnapshotSettingData)
        job = self._delete(transaction, obj, owner, snapshot, whole=True)
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
        snapshot, owner = self._snapshot(transaction, SnapshotSettingData)
        if not snapshot.IsSaved:
            raise RefusedError(INVALID_STATE, "the checkpoint has no saved state")
        job = self._host.jobs.start(
            transaction,
            caption="Clearing Virtual Machine Checkpoint State",
            job_type=JobType.CLEAR_VIRTUAL_MACHINE_SNAPSHOT_STATE,
            affected=[owner, snapshot],
            work=lambda own: own.change(snapshot, IsSaved=False),
            owner=obj,
        )
        return Service.ClearSnapshotStateResult(
            ReturnValue=Service.ClearSnapshotStateReturnValues(JOB_STARTED),
            Job=job,
        )

    # --- what they share ---

    def _snapshot(
        self, transaction: Transaction, ref: Ref[CIM_VirtualSystemSettingData] | None
    ) -> tuple[Settings, Msvm_ComputerSystem]:
        """A checkpoint, and its machine, which no job is changing."""
        found = system_settings(transaction, ref)
        owner = machine_with(transaction, found)
        if not is_snapshot(found) or owner is None:
            raise RefusedError(INVALID_PARAMETER, "these settings are no checkpoint")
        require_idle(self._host, owner)
        return found, owner

    def _delete(
        self,
        transaction: Transaction,
        service: Service,
        owner: Msvm_ComputerSystem,
        snapshot: Settings,
        *,
        whole: bool,
    ) -> Ref[CIM_ConcreteJob]:
        delete = snapshot_tree.delete_branch if whole else snapshot_tree.delete
        return self._start(
            transaction,
            service,
            owner,
            _DELETING,
            caption="Deleting Virtual Machine Checkpoint",
            job_type=JobType.DELETE_VIRTUAL_MACHINE_SNAPSHOT,
            work=lambda own: delete(self._host, own, owner, snapshot),
        )

    def _start(
        self,
        transaction: Transaction,
        service: Service,
        owner: Msvm_ComputerSystem,
        doing: tuple[int, str],
        *,
        caption: str,
        job_type: int,
        work: Callable[[Transaction], None],
    ) -> Ref[CIM_ConcreteJob]:
        """Start a job during which the machine says what is being done to it."""
        code, text = doing
        before = transaction.get(owner)
        transaction.change(
            owner,
            OperationalStatus=[_OK, code],
            StatusDescriptions=["Operating normally", text],
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

        return self._host.jobs.start(
            transaction,
            caption=caption,
            job_type=job_type,
            affected=[owner],
            work=done,
            undo=settle,
            owner=service,
        )


def _kind(value: int | None) -> int:
    if value in (FULL, DISK):
        return int(value or 0)
    if value is not None and value >= _FIRST_OF_VENDORS:
        raise RefusedError(NOT_SUPPORTED, f"checkpoints of type {value}")
    raise RefusedError(INVALID_PARAMETER, f"there is no type {value} of checkpoints")


def _level(settings: CIM_SettingData | None) -> int:
    """How consistent what the guest has on its disks is to be; 0 for as it is set."""
    if settings is None:
        return int(Levels.UNKNOWN)
    if not isinstance(settings, Msvm_VirtualSystemSnapshotSettingData):
        raise RefusedError(INVALID_PARAMETER, "not the settings of a checkpoint")
    level = int(settings.ConsistencyLevel or Levels.UNKNOWN)
    if level > Levels.CRASH_CONSISTENT:
        raise RefusedError(INVALID_PARAMETER, f"there is no consistency level {level}")
    return level


def _keeps_state(
    transaction: Transaction, owner: Msvm_ComputerSystem, level: int
) -> bool:
    """Whether a checkpoint holds memory: a production checkpoint does not.

    Raises
    ------
    RefusedError
        Failed, where it is to be one and the guest can't take part.
    """
    now = transaction.get(owner)
    if now.EnabledState == OFF:
        return False
    if level == Levels.UNKNOWN:
        chosen = settings_of(transaction, owner).UserSnapshotType
        wanted = chosen in (_PRODUCTION, _ONLY_PRODUCTION)
        needed = chosen == _ONLY_PRODUCTION
    else:
        wanted = needed = level == Levels.APPLICATION_CONSISTENT
    can = is_running(now) and bool(
        transaction.associators(now, Msvm_VssComponent, association=Msvm_SystemDevice)
    )
    if needed and not can:
        raise RefusedError(FAILED, "the guest can't make its disks consistent")
    return not (wanted and can)
