"""What the methods of the image management service have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from hyperv_v2 import Msvm_ImageManagementService, Msvm_StorageJob

from mofgen.runtime.methods import MethodResult
from mofgen.vmms.refusals import JOB_STARTED

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service = Msvm_ImageManagementService
JobTypes = Msvm_StorageJob.JobTypeValues
M = TypeVar("M", bound=MethodResult)
F = TypeVar("F", bound=Callable[..., MethodResult])


def answer(result: type[M], code: int, **values: object) -> M:
    """A method's result.

    Parameters
    ----------
    result:
        Its class.
    code, values:
        The return value and the out parameters.
    """
    make: Any = result  # the static type of a return value is the method's own
    made: M = make(ReturnValue=code, **values)
    return made


def started(
    host: Vmms,
    transaction: Transaction,
    service: Msvm_ImageManagementService,
    result: type[M],
    *,
    caption: str,
    job_type: int,
    files: Iterable[str],
    work: Callable[[Transaction], object],
) -> M:
    """Start a job on files, and answer that it was started.

    Parameters
    ----------
    host, transaction, service, result:
        Those of the method.
    caption, job_type:
        What the job is, for people and for programs.
    files:
        Paths of those that nobody else may use until it ends.
    work:
        What it does.
    """

    def do(own: Transaction) -> None:
        work(own)

    job = host.jobs.start(
        transaction,
        caption=caption,
        affected=[service],
        owner=service,
        work=do,
        job_type=job_type,
        job_class=Msvm_StorageJob,
    )
    job_id = str(job.keys["InstanceID"])
    if host.jobs.is_running(job_id):
        host.files.work_on(job_id, files)
    return answer(result, JOB_STARTED, Job=job)
