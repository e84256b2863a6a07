"""Importing machines: planned ones are made of definition files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    Msvm_ConcreteJob,
    Msvm_PlannedComputerSystem,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms import import_reading
from mofgen.vmms.definition_files import definition_at, settings_in
from mofgen.vmms.files import full_path
from mofgen.vmms.machine_access import (
    is_snapshot,
    planned,
    planned_ref,
    require_idle,
    settings_ref,
)
from mofgen.vmms.refusals import (
    FAILED,
    FILE_IN_USE,
    INVALID_PARAMETER,
    JOB_STARTED,
    RefusedError,
    answering,
)

if TYPE_CHECKING:
    from hyperv_v2 import Msvm_VirtualSystemSettingData

    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.definitions import Definition
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService
JobType: Final = Msvm_ConcreteJob.JobTypeValues


def install(host: Vmms) -> None:
    """Let the host import machines."""
    serve(host.manager.methods, Service, MachineImport(host))


class MachineImport(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Makes planned machines of definition files, and gives them their checkpoints.

    Parameters
    ----------
    host:
        On which the files lie and the machines are planned.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.ImportSystemDefinitionResult)
    def ImportSystemDefinition(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SystemDefinitionFile: str | None,
        SnapshotFolder: str | None,
        GenerateNewSystemIdentifier: bool | None,
    ) -> Service.ImportSystemDefinitionResult:
        """Plan the machine that a file defines; the job leads to it.

        Checkpoints that are not in the folder are missing until they are imported.
        """
        path = full_path(SystemDefinitionFile)
        folder = full_path(SnapshotFolder) if SnapshotFolder else None
        definition = self._definition(transaction, path)
        is_new = bool(GenerateNewSystemIdentifier)
        guid = self._host.guids.new() if is_new else definition.guid

        def work(own: Transaction) -> None:
            if own.find(settings_ref(guid)) is not None:
                raise RefusedError(
                    FAILED, f"there is a machine with the ID {guid} (0x800700B7)"
                )
            made = import_reading.plan(
                self._host, own, definition, guid, path, folder, is_new=is_new
            )
            self._host.jobs.affect(own, made)

        job = self._host.jobs.start(
            transaction,
            caption="Importing Virtual Machine",
            job_type=JobType.IMPORT_VIRTUAL_MACHINE,
            affected=[],
            work=work,
        )
        made = planned_ref(guid)
        return Service.ImportSystemDefinitionResult(
            ReturnValue=Service.ImportSystemDefinitionReturnValues(JOB_STARTED),
            ImportedSystem=made if transaction.find(made) else None,
            Job=job,
        )

    @answering(Service.ImportSnapshotDefinitionsResult)
    def ImportSnapshotDefinitions(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        PlannedSystem: Ref[Msvm_PlannedComputerSystem] | None,
        SnapshotFolder: str | None,
    ) -> Service.ImportSnapshotDefinitionsResult:
        """Give a planned machine the checkpoints of it that a folder holds."""
        found = planned(transaction, PlannedSystem)
        folder = full_path(SnapshotFolder)
        require_idle(self._host, found)
        made: list[Ref[Msvm_VirtualSystemSettingData]] = []

        def work(own: Transaction) -> None:
            for each in import_reading.add_snapshots(
                self._host, own, found.Name or "", folder
            ):
                self._host.jobs.affect(own, each)
                made.append(each)

        job = self._host.jobs.start(
            transaction,
            caption="Importing Virtual Machine Checkpoints",
            job_type=JobType.IMPORT_VIRTUAL_MACHINE,
            affected=[found],
            work=work,
        )
        return Service.ImportSnapshotDefinitionsResult(
            ReturnValue=Service.ImportSnapshotDefinitionsReturnValues(JOB_STARTED),
            ImportedSnapshots=tuple(made) or None,
            Job=job,
        )

    def _definition(self, transaction: Transaction, path: str) -> Definition:
        """The definition of a machine, in a file that nobody uses."""
        definition = definition_at(self._host, transaction, path)
        if is_snapshot(definition.settings):
            raise RefusedError(INVALID_PARAMETER, f"'{path}' defines a checkpoint")
        file = self._host.files.get(path)
        if settings_in(transaction, file) or self._host.imports.uses(path):
            raise RefusedError(FILE_IN_USE, f"'{path}' is in use (0x80070020)")
        return definition
