"""The methods of jobs: their errors, and ending them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_ConcreteJob,
    Msvm_Error,
    Msvm_StorageJob,
    Msvm_VirtualSystemReferencePointExportJob,
)
from hyperv_v2.providers.CIM_ConcreteJob import CIM_ConcreteJobProvider
from hyperv_v2.providers.Msvm_ConcreteJob import Msvm_ConcreteJobProvider
from hyperv_v2.providers.Msvm_StorageJob import Msvm_StorageJobProvider
from hyperv_v2.providers.Msvm_VirtualSystemReferencePointExportJob import (
    Msvm_VirtualSystemReferencePointExportJobProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.jobs import Jobs, States

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.datetimes import CimDateTime
    from mofgen.vmms.host import Vmms

Request = CIM_ConcreteJob.RequestStateChangeRequestedStateValues
Answer = CIM_ConcreteJob.RequestStateChangeReturnValues
ExportJob = Msvm_VirtualSystemReferencePointExportJob
C = TypeVar("C", bound=CIM_ConcreteJob)

_ENDS: Final = {
    int(Request.TERMINATE): int(States.TERMINATED),
    int(Request.KILL): int(States.KILLED),
}
_OTHER_REQUESTS: Final = frozenset(
    map(int, (Request.START, Request.SUSPEND, Request.SERVICE))
)
_FAILED_STATES: Final = frozenset(
    map(int, (States.TERMINATED, States.KILLED, States.EXCEPTION))
)


def install(host: Vmms) -> None:
    """Let the jobs of a host answer their methods.

    ``KillJob`` stays without an answer: Hyper-V documents it as not supported.
    """
    methods = host.manager.methods
    serve(methods, CIM_ConcreteJob, JobStates(host.jobs))
    serve(methods, Msvm_ConcreteJob, JobErrors())
    serve(methods, Msvm_StorageJob, StorageJobErrors())
    serve(methods, ExportJob, ExportJobErrors())


class JobStates(CIM_ConcreteJobProvider[CIM_ConcreteJob]):
    """Ends jobs on request.

    Parameters
    ----------
    jobs:
        Those of the host.
    """

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def RequestStateChange(
        self,
        transaction: Transaction,
        obj: CIM_ConcreteJob,
        /,
        *,
        RequestedState: int | None,
        TimeoutPeriod: CimDateTime | None,
    ) -> CIM_ConcreteJob.RequestStateChangeResult:
        """Terminate or kill a job; a job that is not running can't be ended."""
        return CIM_ConcreteJob.RequestStateChangeResult(
            ReturnValue=self._answer(transaction, obj, RequestedState, TimeoutPeriod)
        )

    def _answer(
        self,
        transaction: Transaction,
        job: Any,
        requested: int | None,
        timeout: CimDateTime | None,
    ) -> Answer:
        if timeout is not None and timeout.to_timedelta():
            return Answer.USE_OF_TIMEOUT_PARAMETER_NOT_SUPPORTED
        if requested in _OTHER_REQUESTS:
            return Answer.NOT_SUPPORTED
        if requested not in _ENDS:
            return Answer.INVALID_PARAMETER
        if not self._jobs.is_running(job.InstanceID) or not job.Cancellable:
            return Answer.INVALID_STATE_TRANSITION
        self._jobs.end(transaction, job, _ENDS[requested])
        return Answer.COMPLETED_WITH_NO_ERROR


class JobErrors(Msvm_ConcreteJobProvider[Msvm_ConcreteJob]):
    """Says why a job failed."""

    def GetError(
        self, transaction: Transaction, obj: Msvm_ConcreteJob, /
    ) -> Msvm_ConcreteJob.GetErrorResult:
        """The error of a job that failed or was ended, no error for all others."""
        return Msvm_ConcreteJob.GetErrorResult(
            ReturnValue=Msvm_ConcreteJob.GetErrorReturnValues.COMPLETED_WITH_NO_ERROR,
            Error=_error(obj),
        )

    def GetErrorEx(
        self, transaction: Transaction, obj: Msvm_ConcreteJob, /
    ) -> Msvm_ConcreteJob.GetErrorExResult:
        """The same as a list: an error for each line that tells of one."""
        values = Msvm_ConcreteJob.GetErrorExReturnValues
        return Msvm_ConcreteJob.GetErrorExResult(
            ReturnValue=values.COMPLETED_WITH_NO_ERROR,
            Errors=_errors(obj),
        )


class StorageJobErrors(Msvm_StorageJobProvider[Msvm_StorageJob]):
    """Says why a job on disks failed."""

    def GetError(
        self, transaction: Transaction, obj: Msvm_StorageJob, /
    ) -> Msvm_StorageJob.GetErrorResult:
        """As :meth:`JobErrors.GetError`."""
        return Msvm_StorageJob.GetErrorResult(
            ReturnValue=Msvm_StorageJob.GetErrorReturnValues.COMPLETED_WITH_NO_ERROR,
            Error=_error(obj),
        )

    def GetErrorEx(
        self, transaction: Transaction, obj: Msvm_StorageJob, /
    ) -> Msvm_StorageJob.GetErrorExResult:
        """As :meth:`JobErrors.GetErrorEx`."""
        values = Msvm_StorageJob.GetErrorExReturnValues
        return Msvm_StorageJob.GetErrorExResult(
            ReturnValue=values.COMPLETED_WITH_NO_ERROR,
            Errors=_errors(obj),
        )


class ExportJobErrors(Msvm_VirtualSystemReferencePointExportJobProvider[ExportJob]):
    """Says why the export of a reference point failed."""

    def GetError(
        self, transaction: Transaction, obj: ExportJob, /
    ) -> ExportJob.GetErrorResult:
        """As :meth:`JobErrors.GetError`."""
        return ExportJob.GetErrorResult(
            ReturnValue=ExportJob.GetErrorReturnValues.COMPLETED_WITH_NO_ERROR,
            Error=_error(obj),
        )

    def GetErrorEx(
        self, transaction: Transaction, obj: ExportJob, /
    ) -> ExportJob.GetErrorExResult:
        """As :meth:`JobErrors.GetErrorEx`."""
        return ExportJob.GetErrorExResult(
            ReturnValue=ExportJob.GetErrorExReturnValues.COMPLETED_WITH_NO_ERROR,
            Errors=_errors(obj),
        )


def _error(job: Msvm_ConcreteJob | Msvm_StorageJob | ExportJob) -> Msvm_Error | None:
    if job.JobState not in _FAILED_STATES:
        return None
    state = States(job.JobState)
    text = job.ErrorDescription or f"The operation was ended: {state.label}."
    return Msvm_Error(
        ErrorSource=job._reference().relative_path,
        ErrorSourceFormat=Msvm_Error.ErrorSourceFormatValues.OTHER,
        OtherErrorSourceFormat="WMI path",
        ErrorType=Msvm_Error.ErrorTypeValues.SOFTWARE_ERROR,
        PerceivedSeverity=Msvm_Error.PerceivedSeverityValues.MAJOR,
        MessageID=str(job.ErrorCode or int(state)),
        Message=text,
        OwningEntity="Hyper-V",
    )


def _errors(
    job: Msvm_ConcreteJob | Msvm_StorageJob | ExportJob,
) -> tuple[Msvm_Error, ...] | None:
    error = _error(job)
    if error is None:
        return None
    return tuple(
        error.copy(Message=line) for line in (error.Message or "").splitlines()
    )
