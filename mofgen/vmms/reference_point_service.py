"""The service that makes and removes reference points."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_VirtualSystemReferencePoint,
    Msvm_VirtualSystemReferencePointService,
)
from hyperv_v2.providers.Msvm_VirtualSystemReferencePointService import (
    Msvm_VirtualSystemReferencePointServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms import reference_points
from mofgen.vmms.machine_access import (
    machine,
    require_idle,
    require_settled,
    settings_of,
)
from mofgen.vmms.reference_points import Point, Types
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    RefusedError,
    answering,
)
from mofgen.vmms.snapshot_consistency import reached_level

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemReferencePointService
JobType: Final = Msvm_ConcreteJob.JobTypeValues
_Asked: Final = Service.CreateReferencePointReferencePointTypeValues
_TYPES: Final = {
    int(_Asked.LOG_BASED): int(Types.LOG_BASED),
    int(_Asked.RCT_BASED): int(Types.RCT_BASED),
}
"""What the method takes and what the object then says differ by one."""
_NOT_REPLICATED: Final = Msvm_ComputerSystem.ReplicationStateValues.DISABLED


def install(host: Vmms) -> None:
    """Let the host make and remove reference points."""
    serve(host.manager.methods, Service, ReferencePoints(host))


class ReferencePoints(Msvm_VirtualSystemReferencePointServiceProvider[Service]):
    """Reference points come and go.

    Parameters
    ----------
    host:
        The host whose machines have them.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.CreateReferencePointResult)
    def CreateReferencePoint(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedSystem: Ref[Msvm_ComputerSystem] | None,
        ReferencePointSettings: str | None,
        ReferencePointType: int | None,
        ResultingReferencePoint: Ref[Msvm_VirtualSystemReferencePoint] | None,
    ) -> Service.CreateReferencePointResult:
        """Keep where the disks of a machine stand now."""
        owner = machine(transaction, AffectedSystem)
        wanted = reference_points.level_in(ReferencePointSettings)
        kind = _TYPES.get(-1 if ReferencePointType is None else ReferencePointType)
        if kind is None:
            raise RefusedError(
                INVALID_PARAMETER, f"there is no type {ReferencePointType}"
            )
        require_idle(self._host, owner)
        require_settled(owner)
        if kind == Types.LOG_BASED and owner.ReplicationState in (
            None,
            _NOT_REPLICATED,
        ):
            raise RefusedError(INVALID_STATE, "no replication keeps a log of it")
        guid = self._host.guids.new()

        def work(own: Transaction) -> None:
            made = reference_points.make(
                self._host,
                own,
                owner,
                guid,
                level=reached_level(own, owner, wanted),
                settings=settings_of(own, owner),
                type=kind,
            )
            self._host.jobs.affect(own, made)

        job = self._start(
            transaction,
            obj,
            owner,
            "Creating Reference Point",
            JobType.CREATE_REFERENCE_POINT,
            work,
        )
        return Service.CreateReferencePointResult(
            ReturnValue=Service.CreateReferencePointReturnValues(JOB_STARTED),
            ResultingReferencePoint=reference_points.existing(transaction, owner, guid),
            Job=job,
        )

    @answering(Service.DestroyReferencePointResult)
    def DestroyReferencePoint(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedReferencePoint: Ref[Msvm_VirtualSystemReferencePoint] | None,
    ) -> Service.DestroyReferencePointResult:
        """Remove a reference point: no backup can go on from it any more."""
        point, owner = self._point(transaction, AffectedReferencePoint)
        job = self._start(
            transaction,
            obj,
            owner,
            "Deleting Reference Point",
            JobType.DELETE_REFERENCE_POINT,
            lambda own: own.delete(point),
        )
        return Service.DestroyReferencePointResult(
            ReturnValue=Service.DestroyReferencePointReturnValues(JOB_STARTED),
            Job=job,
        )

    @answering(Service.RemoveAssociatedDataResult)
    def RemoveAssociatedData(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedReferencePoint: Ref[Msvm_VirtualSystemReferencePoint] | None,
    ) -> Service.RemoveAssociatedDataResult:
        """Discard the log of a reference point that is based on one."""
        point, owner = self._point(transaction, AffectedReferencePoint)
        if not point.HasAssociatedData:
            raise RefusedError(INVALID_STATE, "the reference point has no log")
        job = self._start(
            transaction,
            obj,
            owner,
            "Removing Associated Data from Reference Point",
            JobType.REMOVE_ASSOCIATED_DATA_FROM_REFERENCE_POINT,
            lambda own: own.change(point, HasAssociatedData=False),
        )
        return Service.RemoveAssociatedDataResult(
            ReturnValue=Service.RemoveAssociatedDataReturnValues(JOB_STARTED),
            Job=job,
        )

    # --- what they share ---

    def _point(
        self, transaction: Transaction, ref: Ref[Point] | None
    ) -> tuple[Point, Msvm_ComputerSystem]:
        """A reference point, and its machine, which no job is changing."""
        point, owner = reference_points.point_and_owner(transaction, ref)
        require_idle(self._host, owner)
        return point, owner

    def _start(
        self,
        transaction: Transaction,
        service: Service,
        owner: Msvm_ComputerSystem,
        caption: str,
        job_type: int,
        work: Callable[[Transaction], None],
    ) -> Ref[CIM_ConcreteJob]:
        return self._host.jobs.start(
            transaction,
            caption=caption,
            job_type=job_type,
            affected=[owner],
            work=work,
            owner=service,
        )
