"""What clients see of a job that has just started, and of what it affects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_AffectedJobElement,
    Msvm_AffectedStorageJobElement,
    Msvm_ConcreteJob,
    Msvm_MigrationJob,
    Msvm_OwningJobElement,
    Msvm_StorageJob,
    Msvm_VirtualSystemReferencePointExportJob,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref, RefLike

ExportJob = Msvm_VirtualSystemReferencePointExportJob
AnyJob: TypeAlias = "Msvm_ConcreteJob | Msvm_StorageJob | Msvm_MigrationJob | ExportJob"

_AFFECTED: Final[dict[type[Any] | None, type[Any]]] = {
    Msvm_ConcreteJob: Msvm_AffectedJobElement,
    Msvm_StorageJob: Msvm_AffectedStorageJobElement,
}
"""By class of jobs, the association to what they affect; the schema has no others."""

REMOVAL: Final = timedelta(minutes=5)
"""How long Hyper-V keeps a job that has ended."""
OK: Final = 2  # CIM_ManagedSystemElement.OperationalStatus


def new_job(
    cls: type[AnyJob], job_id: str, caption: str, job_type: int | None, now: datetime
) -> AnyJob:
    """A job that runs, and has not got anywhere.

    Parameters
    ----------
    cls, job_id, job_type:
        Its class, its InstanceID, and a value of ``JobType``; None for an unknown one.
    caption:
        What it does, for people.
    now:
        When it starts.
    """
    job = cls(
        InstanceID=job_id,
        Name=caption[:256],
        Caption=caption[:64],
        Description=caption,
        ElementName=caption,
        JobState=CIM_ConcreteJob.JobStateValues.RUNNING,
        JobStatus="Job is running",
        PercentComplete=0,
        ErrorCode=0,
        OperationalStatus=[OK],
        StatusDescriptions=["OK"],
        Cancellable=True,
        DeleteOnCompletion=True,
        TimeBeforeRemoval=REMOVAL,
        TimeSubmitted=now,
        StartTime=now,
        TimeOfLastStateChange=now,
        ElapsedTime=timedelta(0),
    )
    if not isinstance(job, ExportJob):  # which is all of one type
        job.JobType = 0 if job_type is None else job_type
    return job


def connect_job(
    transaction: Transaction,
    job: Ref[Any],
    affected: Sequence[RefLike[Any]],
    service: RefLike[Any] | None,
) -> None:
    """Let clients find what a job affects, and the service that runs it.

    Parameters
    ----------
    service:
        None where nobody does.
    """
    kind = _AFFECTED.get(job.kind)
    if kind is not None:
        for element in affected:
            transaction.create(kind(AffectedElement=element, AffectingElement=job))
    if service is not None and job.kind is Msvm_ConcreteJob:
        transaction.create(
            Msvm_OwningJobElement(OwningElement=service, OwnedElement=job)
        )
