"""What clients read of VHD sets and of their snapshots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hyperv_v2 import (
    Msvm_ImageManagementService,
    Msvm_VHDSetInformation,
    Msvm_VHDSnapshotInformation,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.disk_chains import known_chain
from mofgen.vmms.files import Files
from mofgen.vmms.image_jobs import ImageProvider, Service
from mofgen.vmms.instance_ids import guid_in
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    RefusedError,
    answering,
)
from mofgen.vmms.vhd_set_layers import all_paths
from mofgen.vmms.vhd_sets import VhdSet, VhdSnapshot, set_file, set_in

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.values import IntValues
    from mofgen.vmms.host import Vmms

_OfSets = Service.GetVHDSetInformationAdditionalInformationValues
_OfSnapshots = Service.GetVHDSnapshotInformationAdditionalInformationValues


def install(host: Vmms) -> None:
    """Let the image management service of a host describe VHD sets."""
    serve(host.manager.methods, Msvm_ImageManagementService, VhdSetInformation(host))


class VhdSetInformation(ImageProvider):
    """Tells what is known of VHD sets."""

    @answering(Service.GetVHDSetInformationResult)
    def GetVHDSetInformation(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        VHDSetPath: str | None,
        AdditionalInformation: tuple[int, ...] | None,
    ) -> Msvm_ImageManagementService.GetVHDSetInformationResult:
        wanted = _checked(AdditionalInformation, _OfSets)
        file = set_file(self._files, VHDSetPath)
        content = set_in(file)
        with_paths = _OfSets.PATHS in wanted
        found = Msvm_VHDSetInformation(
            Path=file.path,
            SnapshotIdList=[each.id for each in content.snapshots],
            AllPaths=all_paths(self._files, content) if with_paths else None,
        )
        return Service.GetVHDSetInformationResult(
            ReturnValue=Service.GetVHDSetInformationReturnValues(COMPLETED),
            Information=found,
        )

    @answering(Service.GetVHDSnapshotInformationResult)
    def GetVHDSnapshotInformation(
        self,
        transaction: Transaction,
        obj: Msvm_ImageManagementService,
        /,
        *,
        VHDSetPath: str | None,
        SnapshotIds: tuple[str, ...] | None,
        AdditionalInformation: tuple[int, ...] | None,
    ) -> Msvm_ImageManagementService.GetVHDSnapshotInformationResult:
        wanted = _checked(AdditionalInformation, _OfSnapshots)
        file = set_file(self._files, VHDSetPath)
        content = set_in(file)
        with_parents = _OfSnapshots.PARENT_PATHS in wanted
        found = tuple(
            _information(self._files, file.path, each, with_parents=with_parents)
            for each in _chosen(content, SnapshotIds)
        )
        return Service.GetVHDSnapshotInformationResult(
            ReturnValue=Service.GetVHDSnapshotInformationReturnValues(COMPLETED),
            SnapshotInformation=found,
        )


def _checked(wanted: tuple[int, ...] | None, known: type[IntValues]) -> Sequence[int]:
    for each in wanted or ():
        if each not in set(known):
            raise RefusedError(INVALID_PARAMETER, f"there is no information {each}")
    return wanted or ()


def _chosen(content: VhdSet, ids: tuple[str, ...] | None) -> list[VhdSnapshot]:
    """The snapshots with these identifiers; all where none are given."""
    if ids is None:
        return list(content.snapshots)
    return [existing(content, each) for each in ids]


def existing(content: VhdSet, snapshot_id: str | None) -> VhdSnapshot:
    """The snapshot of a VHD set with an identifier, however that is written.

    Raises
    ------
    RefusedError
        Invalid parameter where there is none.
    """
    found = content.find(guid_in(snapshot_id) or "")
    if found is None:
        raise RefusedError(INVALID_PARAMETER, f"there is no snapshot '{snapshot_id}'")
    return found


def _information(
    files: Files, path: str, snapshot: VhdSnapshot, *, with_parents: bool
) -> Msvm_VHDSnapshotInformation:
    parents = known_chain(files, snapshot.path)[1:] if snapshot.path else []
    return Msvm_VHDSnapshotInformation(
        FilePath=path,
        SnapshotId=snapshot.id,
        SnapshotPath=snapshot.path,
        ParentPathsList=[each.path for each in parents] if with_parents else None,
        CreationTime=snapshot.created,
        ResilientChangeTrackingId=snapshot.tracking_id,
    )
