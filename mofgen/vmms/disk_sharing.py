"""Where machines can share disks: storage that keeps persistent reservations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyperv_v2 import Msvm_ImageManagementService

from mofgen.provider.stubs import serve
from mofgen.vmms.disk_layouts import FORMAT_OF
from mofgen.vmms.files import extension, full_path
from mofgen.vmms.image_jobs import ImageProvider, Service
from mofgen.vmms.refusals import COMPLETED, NOT_SUPPORTED, RefusedError, answering
from mofgen.vmms.vhd_sets import EXTENSION

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms


def install(host: Vmms) -> None:
    """Let the image management service of a host tell where disks can be shared."""
    serve(host.manager.methods, Msvm_ImageManagementService, DiskSharing(host))


class DiskSharing(ImageProvider):
    """Tells where disks can be shared."""

    @answering(Service.ValidatePersistentReservationSupportResult)
    def ValidatePersistentReservationSupport(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        Path: str | None,
    ) -> Msvm_ImageManagementService.ValidatePersistentReservationSupportResult:
        path = full_path(Path)
        if extension(path) in (EXTENSION, *FORMAT_OF):
            path = self._files.get(path).path
        if not self._files.volume_of(path).is_shared:
            raise RefusedError(
                NOT_SUPPORTED, f"the storage of '{path}' does not let disks be shared"
            )
        return Service.ValidatePersistentReservationSupportResult(
            ReturnValue=Service.ValidatePersistentReservationSupportReturnValues(
                COMPLETED
            )
        )
