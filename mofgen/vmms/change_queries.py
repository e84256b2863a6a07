"""Which parts of a disk a backup has to copy: GetVirtualDiskChanges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyperv_v2 import Msvm_ImageManagementService

from mofgen.provider.stubs import serve
from mofgen.vmms.disk_changes import changes_between, within
from mofgen.vmms.disk_contents import disk_in
from mofgen.vmms.disk_layouts import Formats
from mofgen.vmms.disk_uses import By, require_unused
from mofgen.vmms.files import VirtualFile, full_path
from mofgen.vmms.image_jobs import ImageProvider, Service
from mofgen.vmms.instance_ids import guid_in
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    NOT_SUPPORTED,
    RefusedError,
    answering,
)
from mofgen.vmms.vhd_set_information import existing
from mofgen.vmms.vhd_sets import disk_file

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms


def install(host: Vmms) -> None:
    """Let the image management service of a host tell what changed on disks."""
    serve(host.manager.methods, Msvm_ImageManagementService, ChangeQueries(host))


class ChangeQueries(ImageProvider):
    """Tells what was written to disks."""

    @answering(Service.GetVirtualDiskChangesResult)
    def GetVirtualDiskChanges(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        Path: str | None,
        LimitId: str | None,
        TargetSnapshotId: str | None,
        ByteOffset: int | None,
        ByteLength: int | None,
    ) -> Msvm_ImageManagementService.GetVirtualDiskChangesResult:
        file = self._files.get(full_path(Path))
        layout = disk_in(disk_file(self._files, file.path))
        if layout.format != Formats.VHDX:
            raise RefusedError(NOT_SUPPORTED, "the changes of a VHD are not tracked")
        begin, length = ByteOffset or 0, ByteLength or 0
        # The reference asks for less than the whole disk; backups do ask for all of it.
        if not length or begin + length > layout.capacity:
            raise RefusedError(
                INVALID_PARAMETER, f"there are no {length} bytes from {begin} on"
            )
        limit, target = _baseline(file, LimitId), _target(file, TargetSnapshotId)
        require_unused(
            self._host,
            transaction,
            file.path,
            but=lambda use: use.by is not By.JOB,
        )
        changed = within(
            changes_between(layout.seals, limit, target), begin, begin + length
        )
        return Service.GetVirtualDiskChangesResult(
            ReturnValue=Service.GetVirtualDiskChangesReturnValues(COMPLETED),
            ProcessedByteLength=length,
            ChangedByteOffsets=tuple(first for first, _ in changed),
            ChangedByteLengths=tuple(last - first for first, last in changed),
        )


def _baseline(file: VirtualFile, limit_id: str | None) -> str:
    """The change tracking identifier from which on changes count.

    Parameters
    ----------
    limit_id:
        That itself, or of a VHD set the identifier of a snapshot.
    """
    if not limit_id:
        raise RefusedError(INVALID_PARAMETER, "LimitId is missing")
    snapshot = file.vhd_set.find(guid_in(limit_id) or "") if file.vhd_set else None
    return (snapshot.tracking_id if snapshot else None) or limit_id


def _target(file: VirtualFile, snapshot_id: str | None) -> str | None:
    """The change tracking identifier until which changes count; None for all."""
    if not snapshot_id:
        return None
    if file.vhd_set is None:
        raise RefusedError(INVALID_PARAMETER, f"'{file.path}' has no snapshots")
    return existing(file.vhd_set, snapshot_id).tracking_id
