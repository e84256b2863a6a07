"""VHD sets that change: made of a disk, their list of snapshots, the room they take."""

from __future__ import annotations

import ntpath
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_ImageManagementService, Msvm_VHDSnapshotInformation

from mofgen.provider.stubs import serve
from mofgen.vmms.disk_chains import known_chain, require_sound
from mofgen.vmms.disk_contents import disk_in, seal
from mofgen.vmms.disk_layouts import Formats
from mofgen.vmms.disk_uses import By, require_unused
from mofgen.vmms.files import VirtualFile, full_path, identity
from mofgen.vmms.image_jobs import ImageProvider, JobTypes, Service
from mofgen.vmms.instance_ids import guid_in
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
    RefusedError,
    answering,
)
from mofgen.vmms.vhd_set_information import existing
from mofgen.vmms.vhd_set_layers import is_needed, optimize
from mofgen.vmms.vhd_sets import (
    EXTENSION,
    VhdSet,
    VhdSnapshot,
    new_set_file,
    set_file,
    set_in,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.disk_uses import Use
    from mofgen.vmms.host import Vmms

_CONVERTIBLE: Final = (".vhd", ".vhdx")


def install(host: Vmms) -> None:
    """Let the image management service of a host change VHD sets."""
    serve(host.manager.methods, Msvm_ImageManagementService, VhdSetUpkeep(host))


class VhdSetUpkeep(ImageProvider):
    """Makes and changes VHD sets."""

    @answering(Service.ConvertVirtualHardDiskToVHDSetResult)
    def ConvertVirtualHardDiskToVHDSet(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        VirtualHardDiskPath: str | None,
    ) -> Msvm_ImageManagementService.ConvertVirtualHardDiskToVHDSetResult:
        """Make a set beside a disk, which stays where it is and becomes its root."""
        stem, ending = ntpath.splitext(full_path(VirtualHardDiskPath))
        if ending.lower() not in _CONVERTIBLE:
            raise RefusedError(
                INVALID_PARAMETER, f"'{VirtualHardDiskPath}' is no disk to convert"
            )
        disk = self._files.get(full_path(VirtualHardDiskPath)).path
        target = f"{stem}.{EXTENSION}"

        def work(own: Transaction) -> None:
            self._require_convertible(own, disk)
            self._files.add(new_set_file(target, disk), own)

        self._require_convertible(transaction, disk)
        require_unused(self._host, transaction, target)
        job = self._start(
            transaction,
            obj,
            caption="Converting Virtual Hard Disk to VHD Set",
            job_type=JobTypes.CONVERSION,
            files=[disk, target],
            work=work,
        )
        return Service.ConvertVirtualHardDiskToVHDSetResult(
            ReturnValue=Service.ConvertVirtualHardDiskToVHDSetReturnValues(JOB_STARTED),
            Job=job,
        )

    def _require_convertible(self, transaction: Transaction, path: str) -> None:
        if disk_in(self._files.get(path)).format != Formats.VHDX:
            raise RefusedError(NOT_SUPPORTED, "a VHD set has disks of VHDX format")
        if any(each.vhd_set for each in self._files.children(path)):
            raise RefusedError(INVALID_STATE, f"'{path}' is in a VHD set already")
        require_sound(self._files, path)
        require_unused(self._host, transaction, path)

    @answering(Service.SetVHDSnapshotInformationResult)
    def SetVHDSnapshotInformation(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        Information: Msvm_VHDSnapshotInformation | None,
    ) -> Msvm_ImageManagementService.SetVHDSnapshotInformationResult:
        """List a snapshot; one with the same identifier is no longer listed then."""
        if Information is None:
            raise RefusedError(INVALID_PARAMETER, "the snapshot is missing")
        path = set_file(self._files, Information.FilePath).path

        def checked(own: Transaction) -> tuple[VirtualFile, VhdSnapshot]:
            require_unused(self._host, own, path, but=_is_no_job)
            file = set_file(self._files, path)
            return file, self._entry(set_in(file), Information)

        def work(own: Transaction) -> None:
            file, entry = checked(own)
            content = set_in(file)
            if entry.tracking_id is None:
                tracking_id = seal(self._files, content.active, own)
                entry = replace(entry, tracking_id=tracking_id)
            rest = content.without(entry.id)
            content = replace(rest, snapshots=(*rest.snapshots, entry))
            self._files.update(replace(file, vhd_set=content), own)

        checked(transaction)
        job = self._start(
            transaction,
            obj,
            caption="Setting VHD Snapshot Information",
            job_type=JobTypes.UNKNOWN,
            files=[path],
            work=work,
        )
        return Service.SetVHDSnapshotInformationResult(
            ReturnValue=Service.SetVHDSnapshotInformationReturnValues(JOB_STARTED),
            Job=job,
        )

    def _entry(
        self, content: VhdSet, given: Msvm_VHDSnapshotInformation
    ) -> VhdSnapshot:
        """What a set is to know of a snapshot, with what it knew where nothing is said."""
        snapshot_id = guid_in(given.SnapshotId)
        if snapshot_id is None:
            raise RefusedError(INVALID_PARAMETER, "the snapshot needs a GUID")
        before = content.find(snapshot_id)
        created = self._host.clock.now() if before is None else before.created
        if given.CreationTime is not None:
            created = given.CreationTime.to_datetime()
        tracking_id = given.ResilientChangeTrackingId or (before and before.tracking_id)
        path = None
        if given.SnapshotPath:
            path = self._files.get(full_path(given.SnapshotPath)).path
            below = {identity(each.path) for each in known_chain(self._files, path)}
            if identity(content.root) not in below:
                raise RefusedError(
                    INVALID_PARAMETER, f"'{path}' has no data of the VHD set"
                )
        return VhdSnapshot(snapshot_id, created, path, tracking_id or None)

    @answering(Service.DeleteVHDSnapshotResult)
    def DeleteVHDSnapshot(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        VHDSetPath: str | None,
        SnapshotId: str | None,
        PersistReferenceSnapshot: bool | None,
    ) -> Msvm_ImageManagementService.DeleteVHDSnapshotResult:
        """List a snapshot no longer, or only as a reference; its disk stays."""
        path = set_file(self._files, VHDSetPath).path
        persist = bool(PersistReferenceSnapshot)

        def checked(own: Transaction) -> tuple[VirtualFile, VhdSnapshot]:
            require_unused(self._host, own, path, but=_is_no_job)
            file = set_file(self._files, path)
            found = existing(set_in(file), SnapshotId)
            if persist and found.path is None:
                raise RefusedError(INVALID_STATE, "it is a reference already")
            return file, found

        def work(own: Transaction) -> None:
            file, found = checked(own)
            content = self._without(set_in(file), found, persist=persist)
            self._files.update(replace(file, vhd_set=content), own)

        checked(transaction)
        job = self._start(
            transaction,
            obj,
            caption="Deleting VHD Snapshot",
            job_type=JobTypes.UNKNOWN,
            files=[path],
            work=work,
        )
        return Service.DeleteVHDSnapshotResult(
            ReturnValue=Service.DeleteVHDSnapshotReturnValues(JOB_STARTED), Job=job
        )

    def _without(
        self, content: VhdSet, snapshot: VhdSnapshot, *, persist: bool
    ) -> VhdSet:
        """A set when a snapshot of it is deleted."""
        content = content.without(snapshot.id)
        if persist:
            kept = (*content.snapshots, replace(snapshot, path=None))
            content = replace(content, snapshots=kept)
        if snapshot.path is None or is_needed(self._files, content, snapshot.path):
            return content
        return replace(content, unreferenced=(*content.unreferenced, snapshot.path))

    @answering(Service.OptimizeVHDSetResult)
    def OptimizeVHDSet(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        VHDSetPath: str | None,
    ) -> Msvm_ImageManagementService.OptimizeVHDSetResult:
        """Free what a set takes without need; nobody may use it meanwhile."""
        path = set_file(self._files, VHDSetPath).path

        def work(own: Transaction) -> None:
            require_unused(self._host, own, path)
            optimize(self._files, path, own)

        require_sound(self._files, path)
        require_unused(self._host, transaction, path)
        job = self._start(
            transaction,
            obj,
            caption="Optimizing VHD Set",
            job_type=JobTypes.COMPACTION,
            files=[path],
            work=work,
        )
        return Service.OptimizeVHDSetResult(
            ReturnValue=Service.OptimizeVHDSetReturnValues(JOB_STARTED), Job=job
        )


def _is_no_job(use: Use) -> bool:
    """Whether the list of a set can change during a use: machines do not mind."""
    return use.by is not By.JOB
