"""What the methods of the image management service have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from hyperv_v2 import Msvm_ImageManagementService, Msvm_StorageJob
from hyperv_v2.providers.Msvm_ImageManagementService import (
    Msvm_ImageManagementServiceProvider,
)

if TYPE_CHECKING:
    from hyperv_v2 import CIM_ConcreteJob

    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

Service = Msvm_ImageManagementService
JobTypes = Msvm_StorageJob.JobTypeValues


class ImageProvider(Msvm_ImageManagementServiceProvider[Service]):
    """What the providers for the image management service derive from.

    Parameters
    ----------
    host:
        The host on whose volumes the images lie.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host
        self._files = host.files

    def _start(
        self,
        transaction: Transaction,
        service: Service,
        *,
        caption: str,
        job_type: int,
        files: Iterable[str],
        work: Callable[[Transaction], object],
    ) -> Ref[CIM_ConcreteJob]:
        """Start a job on files.

        Parameters
        ----------
        transaction, service:
            Those of the method.
        caption, job_type:
            What the job is, for people and for programs.
        files:
            Paths of those that nobody else may use until it ends.
        work:
            What it does.

        Returns
        -------
        The reference to the job, for the method's ``Job`` parameter.
        """

        def do(own: Transaction) -> None:
            work(own)

        job = self._host.jobs.start(
            transaction,
            caption=caption,
            affected=[service],
            owner=service,
            work=do,
            job_type=job_type,
            job_class=Msvm_StorageJob,
        )
        job_id = str(job.keys["InstanceID"])
        if self._host.jobs.is_running(job_id):
            self._files.work_on(job_id, files)
        return job
