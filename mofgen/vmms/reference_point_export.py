"""Exporting reference points: logs of what was written to disks between two of them.

An incremental backup keeps such logs. A reference point has no data of its own: what
it exports lies between another one, the base, and itself.
"""

from __future__ import annotations

import ntpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_StorageAllocationSettingData,
    Msvm_VirtualSystemReferencePoint,
    Msvm_VirtualSystemReferencePointExportJob,
    Msvm_VirtualSystemReferencePointExportSettingData,
    Msvm_VirtualSystemReferencePointService,
)
from hyperv_v2.providers.Msvm_VirtualSystemReferencePointService import (
    Msvm_VirtualSystemReferencePointServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms.configurations import object_named
from mofgen.vmms.definitions import definition_of
from mofgen.vmms.disk_changes import changes_between
from mofgen.vmms.disk_contents import disk_in
from mofgen.vmms.export_writing import Export, write_export
from mofgen.vmms.files import KIB, VirtualFile, full_path
from mofgen.vmms.instance_ids import machine_of
from mofgen.vmms.machine_access import require_idle, settings_of
from mofgen.vmms.machine_files import SystemFiles, files_of
from mofgen.vmms.reference_points import Point, Types, point_and_owner
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    JOB_STARTED,
    NOT_SUPPORTED,
    RefusedError,
    answering,
)
from mofgen.vmms.snapshot_disks import path_of
from mofgen.vmms.vhd_sets import disk_file

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemReferencePointService
Wanted = Msvm_VirtualSystemReferencePointExportSettingData

_LOG_HEADER: Final = 4 * KIB


def install(host: Vmms) -> None:
    """Let the host export reference points."""
    serve(host.manager.methods, Service, ReferencePointExport(host))


@dataclass(frozen=True, slots=True)
class _Changes:
    """What is to be exported of one disk.

    Parameters
    ----------
    disk:
        The InstanceID of its settings.
    since, until:
        The change tracking identifiers between which it was written.
    """

    disk: str
    since: str
    until: str


class ReferencePointExport(Msvm_VirtualSystemReferencePointServiceProvider[Service]):
    """Writes what changed between two reference points into a folder.

    Parameters
    ----------
    host:
        The host whose machines have them.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.ExportReferencePointResult)
    def ExportReferencePoint(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        ReferencePoint: Ref[Msvm_VirtualSystemReferencePoint] | None,
        ExportDirectory: str | None,
        ExportSettingData: Wanted | None,
    ) -> Service.ExportReferencePointResult:
        """Start the job that writes the logs and the definition of the machine."""
        point, owner = point_and_owner(transaction, ReferencePoint)
        folder = full_path(ExportDirectory)
        wanted = ExportSettingData or Wanted()
        base = _base(transaction, point, wanted)
        changes = _changes(point, base, wanted)
        require_idle(self._host, owner)
        job = self._host.jobs.start(
            transaction,
            caption="Exporting Reference Point",
            affected=[owner],
            work=lambda own: self._write(own, owner, folder, changes),
            job_class=Msvm_VirtualSystemReferencePointExportJob,
        )
        transaction.change(
            job,
            ExportDirectory=folder,
            VirtualMachineId=owner.Name,
            ReferencePointId=machine_of(point.InstanceID or ""),
            BaseReferencePointId=machine_of(base.InstanceID or ""),
        )
        return Service.ExportReferencePointResult(
            ReturnValue=Service.ExportReferencePointReturnValues(JOB_STARTED),
            Job=job,
        )

    def _write(
        self,
        transaction: Transaction,
        owner: Msvm_ComputerSystem,
        folder: str,
        changes: list[_Changes],
    ) -> None:
        files = self._write_definition(transaction, owner, folder)
        logs = [self._write_log(transaction, folder, each) for each in changes]
        self._host.jobs.tell(
            transaction,
            ExportedDisks=[each.disk for each in changes],
            ExportedLogFilePaths=logs,
            ExportedConfigFilePath=files.configuration,
            ExportedRuntimeFilePath=files.state,
            ExportedGuestStateFilePath=files.guest_state,
        )

    def _write_definition(
        self, transaction: Transaction, owner: Msvm_ComputerSystem, folder: str
    ) -> SystemFiles:
        definition = definition_of(transaction, settings_of(transaction, owner))
        machine = definition.moved(definition.guid, Parent=None, IsSaved=False)
        write_export(
            self._host, transaction, Export(folder, machine, copies_disks=False)
        )
        return files_of(
            machine.settings.copy(
                ConfigurationDataRoot=folder,
                SuspendDataRoot=folder,
                GuestStateDataRoot=folder,
            )
        )

    def _write_log(
        self, transaction: Transaction, folder: str, changes: _Changes
    ) -> str:
        """Write the log of a disk, and give its path."""
        setting = transaction.find(
            Ref(Msvm_StorageAllocationSettingData, {"InstanceID": changes.disk})
        )
        if setting is None:
            raise RefusedError(INVALID_PARAMETER, f"{changes.disk} is not there")
        files = self._host.files
        path = path_of(setting)
        seals = disk_in(disk_file(files, path)).seals
        changed = changes_between(seals, changes.since, changes.until)
        size = sum(end - begin for begin, end in changed)
        stem = ntpath.splitext(ntpath.basename(path))[0]
        log = ntpath.join(folder, f"{stem}_{files.guids.new()}.hrl")
        return files.add(VirtualFile(log, _LOG_HEADER + size), transaction).path


def _base(transaction: Transaction, point: Point, wanted: Wanted) -> Point:
    """The reference point from which on changes count.

    Raises
    ------
    RefusedError
        Invalid parameter, where it is none of the same machine; not supported for the
        logs of a replication.
    """
    path = wanted.BaseReferencePoint
    if not path:
        raise RefusedError(INVALID_PARAMETER, "since which reference point?")
    base = object_named(transaction, path, Point)
    if base is None or base.VirtualSystemIdentifier != point.VirtualSystemIdentifier:
        raise RefusedError(INVALID_PARAMETER, f"'{path}' is no point of the machine")
    if {int(each.ReferencePointType or 0) for each in (point, base)} != {
        int(Types.RCT_BASED)
    }:
        raise RefusedError(NOT_SUPPORTED, "the logs of replications")
    return base


def _changes(point: Point, base: Point, wanted: Wanted) -> list[_Changes]:
    """What is to be exported of each disk.

    Raises
    ------
    RefusedError
        Invalid parameter, for a disk of which one of the points does not know.
    """
    since, until = _tracked(base), _tracked(point)
    disks = wanted.DisksToExport or [each for each in until if each in since]
    for each in disks:
        if each not in since or each not in until:
            raise RefusedError(INVALID_PARAMETER, f"{each} is not tracked")
    return [_Changes(each, since[each], until[each]) for each in disks]


def _tracked(point: Point) -> dict[str, str]:
    """The change tracking identifiers of a point, by the InstanceID of the disk."""
    disks = point.VirtualDiskIdentifiers or ()
    return dict(zip(disks, point.ResilientChangeTrackingIdentifiers or (), strict=True))
