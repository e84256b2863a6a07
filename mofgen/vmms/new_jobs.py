"""What clients see of a job that has just started."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, TypeAlias

from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_ConcreteJob,
    Msvm_MigrationJob,
    Msvm_StorageJob,
)

AnyJob: TypeAlias = "Msvm_ConcreteJob | Msvm_StorageJob | Msvm_MigrationJob"

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
    return cls(
        InstanceID=job_id,
        Name=caption[:256],
        Caption=caption[:64],
        Description=caption,
        ElementName=caption,
        JobType=0 if job_type is None else job_type,
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
