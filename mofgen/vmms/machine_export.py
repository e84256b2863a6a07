"""Exporting machines: their definitions, saved states and disks, into a folder."""

from __future__ import annotations

import ntpath
import re
from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_ComputerSystem,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_VirtualSystemExportSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.configurations import object_named
from mofgen.vmms.definitions import definition_of
from mofgen.vmms.export_disks import disks_of
from mofgen.vmms.export_writing import Export, write_export
from mofgen.vmms.files import full_path
from mofgen.vmms.machine_access import (
    OFF,
    PAUSED,
    RUNNING,
    SAVED,
    machine,
    require_idle,
    settings_of,
)
from mofgen.vmms.new_machines import export_settings_ref
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
    RefusedError,
    answering,
)
from mofgen.vmms.snapshot_consistency import Levels, reached_level
from mofgen.vmms.snapshot_tree import snapshots_of

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService
Wanted = Msvm_VirtualSystemExportSettingData
Settings = Msvm_VirtualSystemSettingData
Snapshots: Final = Wanted.CopySnapshotConfigurationValues
States: Final = Wanted.CaptureLiveStateValues

_NO_FILE_NAME: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def install(host: Vmms) -> None:
    """Let the host export machines."""
    serve(host.manager.methods, Service, MachineExport(host))


class MachineExport(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Writes machines, or checkpoints of them, into folders.

    Parameters
    ----------
    host:
        The host whose they are.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.ExportSystemDefinitionResult)
    def ExportSystemDefinition(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        ComputerSystem: Ref[CIM_ComputerSystem] | None,
        ExportDirectory: str | None,
        ExportSettingData: Wanted | None,
    ) -> Service.ExportSystemDefinitionResult:
        """Start the job that writes it; without settings, as the machine's own say."""
        found = machine(transaction, ComputerSystem)
        folder = full_path(ExportDirectory)
        wanted = transaction.get(export_settings_ref(found.Name or ""))
        if ExportSettingData is not None:
            wanted = _over(wanted, ExportSettingData)
        require_idle(self._host, found)
        _plan(transaction, found, folder, wanted)  # what is wrong is wrong now
        job = self._host.jobs.start(
            transaction,
            caption="Exporting Virtual Machine",
            job_type=Msvm_ConcreteJob.JobTypeValues.EXPORT_VIRTUAL_MACHINE,
            affected=[found],
            work=lambda own: write_export(
                self._host, own, _plan(own, found, folder, wanted)
            ),
        )
        return Service.ExportSystemDefinitionResult(
            ReturnValue=Service.ExportSystemDefinitionReturnValues(JOB_STARTED),
            Job=job,
        )


def _over(own: Wanted, given: Wanted) -> Wanted:
    """The settings of a client, and those of the machine where it says nothing."""
    said = {name: value for name, value in vars(given).items() if value is not None}
    # Whether a running machine may be exported is for the client to say.
    return own.copy(**{"CaptureLiveState": None, **said})


def _plan(
    transaction: Transaction, found: Msvm_ComputerSystem, folder: str, wanted: Wanted
) -> Export:
    """What is to be written where.

    Raises
    ------
    RefusedError
        Where the settings of the export, or the state of the machine, forbid it.
    """
    if wanted.ExportForLiveMigration or wanted.DifferentialBackupBase:
        raise RefusedError(NOT_SUPPORTED, "exports for migration, differential ones")
    kind = int(wanted.CopySnapshotConfiguration or Snapshots.EXPORT_ALL_SNAPSHOTS)
    if wanted.CreateVmExportSubdirectory:
        name = _NO_FILE_NAME.sub("_", found.ElementName or "")
        folder = ntpath.join(folder, name)
    if kind >= Snapshots.EXPORT_ONE_SNAPSHOT:
        export = _plan_of_snapshot(transaction, found, folder, wanted, kind)
    else:
        export = _plan_of_machine(transaction, found, folder, wanted, kind)
    _check_excluded(export, kind)
    return export


def _plan_of_machine(
    transaction: Transaction,
    found: Msvm_ComputerSystem,
    folder: str,
    wanted: Wanted,
    kind: int,
) -> Export:
    has_state = _captures_state(transaction, found, wanted)
    own = definition_of(transaction, settings_of(transaction, found))
    changes: dict[str, object] = {"IsSaved": has_state}
    snapshots = snapshots_of(transaction, found)
    if kind == Snapshots.EXPORT_NO_SNAPSHOTS:
        snapshots = []
        changes["Parent"] = None
    return Export(
        folder=folder,
        machine=own.moved(own.guid, **changes),
        snapshots=tuple(definition_of(transaction, each) for each in snapshots),
        keeps_states=bool(wanted.CopyVmRuntimeInformation),
        copies_disks=bool(wanted.CopyVmStorage),
        excluded=_excluded(wanted),
    )


def _plan_of_snapshot(
    transaction: Transaction,
    found: Msvm_ComputerSystem,
    folder: str,
    wanted: Wanted,
    kind: int,
) -> Export:
    """One checkpoint becomes a machine, with its disks in one file each.

    That of a backup has the identifier of its machine, and that of the checkpoint
    otherwise.
    """
    path = wanted.SnapshotVirtualSystem or ""
    snapshot = object_named(transaction, path, Settings)
    ids = {each.InstanceID for each in snapshots_of(transaction, found)}
    if snapshot is None or snapshot.InstanceID not in ids:
        raise RefusedError(INVALID_PARAMETER, f"'{path}' is no checkpoint of it")
    definition = definition_of(transaction, snapshot)
    is_backup = kind == Snapshots.EXPORT_ONE_SNAPSHOT_FOR_BACKUP
    guid = found.Name or "" if is_backup else definition.guid
    own = settings_of(transaction, found)
    return Export(
        folder=folder,
        machine=definition.moved(
            guid,
            ElementName=own.ElementName,
            VirtualSystemIdentifier=guid,
            VirtualSystemType=own.VirtualSystemType,
            ConfigurationID=guid,
            ConfigurationFile=rf"Virtual Machines\{guid}.vmcx",
            GuestStateFile=rf"Virtual Machines\{guid}.vmgs",
            Parent=None,
        ),
        keeps_states=True,
        copies_disks=True,
        merges_disks=not is_backup
        or wanted.BackupIntent == Wanted.BackupIntentValues.BACKUP_INTENT_MERGE,
        excluded=_excluded(wanted),
    )


def _captures_state(
    transaction: Transaction, found: Msvm_ComputerSystem, wanted: Wanted
) -> bool:
    """Whether what the machine is doing goes with it.

    Raises
    ------
    RefusedError
        Invalid state for one between two states, and for one that runs where nobody
        said what of it to capture; failed where its guest has no part in that.
    """
    state, live = found.EnabledState, wanted.CaptureLiveState
    if state in (OFF, SAVED):
        return state == SAVED and bool(wanted.CopyVmRuntimeInformation)
    if state not in (RUNNING, PAUSED) or live is None:
        raise RefusedError(INVALID_STATE, "the machine is not off or saved")
    if live == States.CAPTURE_APP_CONSISTENT_STATE:
        reached_level(transaction, found, Levels.APPLICATION_CONSISTENT)
    return live == States.CAPTURE_SAVED_STATE


def _excluded(wanted: Wanted) -> frozenset[str]:
    return frozenset(filter(None, wanted.ExcludedVirtualHardDisks or ()))


def _check_excluded(export: Export, kind: int) -> None:
    if not export.excluded:
        return
    if kind == Snapshots.EXPORT_ALL_SNAPSHOTS:
        raise RefusedError(NOT_SUPPORTED, "disks are excluded without checkpoints only")
    known = {setting.InstanceID for setting, _ in disks_of([export.machine])}
    for each in export.excluded - known:
        raise RefusedError(INVALID_PARAMETER, f"{each} is no disk of the machine")
