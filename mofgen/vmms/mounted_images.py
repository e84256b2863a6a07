"""Disk images that the host itself has mounted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_ImageManagementService, Msvm_MountedStorageImage
from hyperv_v2.providers.Msvm_MountedStorageImage import (
    Msvm_MountedStorageImageProvider,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms.disk_chains import require_sound
from mofgen.vmms.disk_uses import By, require_readable, require_unused, uses_of
from mofgen.vmms.files import FileKind, full_path, identity
from mofgen.vmms.image_jobs import ImageProvider, JobTypes, Service
from mofgen.vmms.refusals import (
    COMPLETED,
    IN_USE,
    INVALID_PARAMETER,
    JOB_STARTED,
    OUT_OF_MEMORY,
    RefusedError,
    answering,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Image = Msvm_MountedStorageImage
OBJECT_NOT_FOUND: Final = 32789
"""What FindMountedStorageImageInstance says where nothing is found."""

_BY_PATH: Final = Service.FindMountedStorageImageInstanceCriterionTypeValues.PATH
_KEYS: Final = ("PortNumber", "PathId", "TargetId", "Lun")
_DETACHED: Final = 0
_NOT_DETACHED: Final = 1
_ADDRESSES: Final = range(256)
_DEVICES: Final = {
    Image.TypeValues.VIRTUAL_HARD_DISK: (
        "disk&ven_msft&prod_virtual_disk",
        "53f56307-b6bf-11d0-94f2-00a0c91efb8b",
    ),
    Image.TypeValues.ISO_IMAGE: (
        "cdrom&ven_msft&prod_virtual_dvd-rom",
        "53f56308-b6bf-11d0-94f2-00a0c91efb8b",
    ),
}
"""Device and interface class by which Windows calls the two types of images."""


def install(host: Vmms) -> None:
    """Let a host mount images, and detach them."""
    methods = host.manager.methods
    serve(methods, Msvm_ImageManagementService, Mounting(host))
    serve(methods, Msvm_MountedStorageImage, Detaching(host))


class Mounting(ImageProvider):
    """Mounts images, and finds those that are."""

    @answering(Service.AttachVirtualHardDiskResult)
    def AttachVirtualHardDisk(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        Path: str | None,
        AssignDriveLetter: bool | None,
        ReadOnly: bool | None,
    ) -> Msvm_ImageManagementService.AttachVirtualHardDiskResult:
        # Volumes of the host, and with them drive letters, are not in this namespace.
        path = self._host.files.get(full_path(Path)).path

        def mounted(own: Transaction) -> Msvm_MountedStorageImage:
            return self._mounted(own, path, bool(ReadOnly))

        mounted(transaction)
        job = self._start(
            transaction,
            obj,
            caption="Attaching Virtual Hard Disk",
            job_type=JobTypes.LOOPBACK_MOUNT,
            files=[path],
            work=lambda own: own.create(mounted(own)),
        )
        return Service.AttachVirtualHardDiskResult(
            ReturnValue=Service.AttachVirtualHardDiskReturnValues(JOB_STARTED), Job=job
        )

    def _mounted(
        self, transaction: Transaction, path: str, read_only: bool
    ) -> Msvm_MountedStorageImage:
        """The object of an image that can be mounted."""
        file = self._host.files.get(path)
        if file.kind is FileKind.ISO:
            kind, read_only = Image.TypeValues.ISO_IMAGE, True
        else:
            require_sound(self._host.files, path)
            kind = Image.TypeValues.VIRTUAL_HARD_DISK
        if read_only:
            require_readable(self._host, transaction, path)
        else:
            require_unused(self._host, transaction, path)
        if _find(transaction, path) is not None:
            raise RefusedError(IN_USE, f"'{path}' is mounted already")
        device, interface = _DEVICES[kind]
        lun = _free_address(transaction)
        access = Image.AccessValues
        return Msvm_MountedStorageImage(
            Name=path,
            Type=kind,
            Access=access.READ_ONLY if read_only else access.READ_WRITE,
            PortNumber=0,
            PathId=0,
            TargetId=0,
            Lun=lun,
            OperationalStatus=[2],
            PnpDevicePath=rf"\\?\scsi#{device}#2&1f4adffe&0&0000{lun:02x}#{{{interface}}}",
        )

    @answering(Service.FindMountedStorageImageInstanceResult)
    def FindMountedStorageImageInstance(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        SelectionCriterion: str | None,
        CriterionType: int | None,
    ) -> Msvm_ImageManagementService.FindMountedStorageImageInstanceResult:
        if CriterionType != _BY_PATH:
            raise RefusedError(INVALID_PARAMETER, "images are found by path only")
        found = _find(transaction, full_path(SelectionCriterion))
        if found is None:
            raise RefusedError(
                OBJECT_NOT_FOUND, f"'{SelectionCriterion}' is not mounted"
            )
        return Service.FindMountedStorageImageInstanceResult(
            ReturnValue=Service.FindMountedStorageImageInstanceReturnValues(COMPLETED),
            Image=Ref(Image, {name: getattr(found, name) for name in _KEYS}),
        )


class Detaching(Msvm_MountedStorageImageProvider[Msvm_MountedStorageImage]):
    """Detaches images.

    Parameters
    ----------
    host:
        Which has mounted them.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    def DetachVirtualHardDisk(
        self, transaction: Transaction, obj: Msvm_MountedStorageImage, /
    ) -> Msvm_MountedStorageImage.DetachVirtualHardDiskResult:
        path = obj.Name or ""
        uses = uses_of(self._host, transaction, path)
        if any(use.by is By.JOB for use in uses):
            return Image.DetachVirtualHardDiskResult(
                ReturnValue=Image.DetachVirtualHardDiskReturnValues(_NOT_DETACHED)
            )
        transaction.delete(obj)
        return Image.DetachVirtualHardDiskResult(
            ReturnValue=Image.DetachVirtualHardDiskReturnValues(_DETACHED)
        )


def _find(transaction: Transaction, path: str) -> Msvm_MountedStorageImage | None:
    """The image with a path, if it is mounted."""
    for each in transaction.objects(Msvm_MountedStorageImage):
        if identity(each.Name or "") == identity(path):
            return each
    return None


def _free_address(transaction: Transaction) -> int:
    """A logical unit that no mounted image has."""
    taken = {each.Lun for each in transaction.objects(Msvm_MountedStorageImage)}
    for lun in _ADDRESSES:
        if lun not in taken:
            return lun
    raise RefusedError(OUT_OF_MEMORY, "there are no more addresses for images")
