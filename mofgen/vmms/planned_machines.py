"""Planned machines: defined or imported, changed until they fit, then realized.

A planned machine has settings as every machine has, but no state, no devices and no
files of its own. The methods that change settings and resources work on it, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_VirtualSystemSettingData,
    Msvm_ConcreteJob,
    Msvm_MostCurrentSnapshotInBranch,
    Msvm_PlannedComputerSystem,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_PlannedComputerSystem import (
    Msvm_PlannedComputerSystemProvider,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.configurations import named_id
from mofgen.vmms.machine_access import (
    OFF,
    PLANNED,
    REALIZED,
    SAVED,
    SNAPSHOT,
    machine_ref,
    planned,
    planned_snapshots,
    require_idle,
    settings_of,
)
from mofgen.vmms.machine_files import make_files
from mofgen.vmms.new_machines import (
    equip_all,
    new_machine,
    new_planned_machine,
    new_settings,
)
from mofgen.vmms.planned_checks import require_fitting
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    RefusedError,
    answering,
)
from mofgen.vmms.settings_tree import delete_tree

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.datetimes import CimDateTime
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService
Planned = Msvm_PlannedComputerSystem
JobType: Final = Msvm_ConcreteJob.JobTypeValues
DISABLED: Final = int(Planned.RequestStateChangeRequestedStateValues.DISABLED)


def install(host: Vmms) -> None:
    """Let the host have planned machines."""
    serve(host.manager.methods, Service, PlannedMachines(host))
    serve(host.manager.methods, Planned, PlannedState(host))


class PlannedMachines(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Planned machines are defined, checked and realized.

    Parameters
    ----------
    host:
        The host for which they are planned.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.DefinePlannedSystemResult)
    def DefinePlannedSystem(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SystemSettings: CIM_VirtualSystemSettingData | None,
        ResourceSettings: tuple[CIM_ResourceAllocationSettingData, ...] | None,
        ReferenceConfiguration: Ref[CIM_VirtualSystemSettingData] | None,
    ) -> Service.DefinePlannedSystemResult:
        """Plan a machine, which is there when the call returns."""
        settings = new_settings(
            self._host, transaction, PLANNED, SystemSettings, ReferenceConfiguration
        )
        ref = new_planned_machine(self._host, transaction, settings)
        equip_all(self._host, transaction, settings, ResourceSettings)
        return Service.DefinePlannedSystemResult(
            ReturnValue=Service.DefinePlannedSystemReturnValues(COMPLETED),
            ResultingSystem=ref,
        )

    @answering(Service.ValidatePlannedSystemResult)
    def ValidatePlannedSystem(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        PlannedSystem: Ref[Planned] | None,
    ) -> Service.ValidatePlannedSystemResult:
        """Look for what does not fit; the job ends in an error where something is."""
        found = planned(transaction, PlannedSystem)
        require_idle(self._host, found)
        job = self._host.jobs.start(
            transaction,
            caption="Validating Planned Virtual Machine",
            job_type=JobType.VALIDATE_PLANNED_VIRTUAL_MACHINE,
            affected=[found],
            work=lambda own: require_fitting(self._host, own, found),
        )
        return Service.ValidatePlannedSystemResult(
            ReturnValue=Service.ValidatePlannedSystemReturnValues(JOB_STARTED),
            Job=job,
        )

    @answering(Service.RealizePlannedSystemResult)
    def RealizePlannedSystem(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        PlannedSystem: Ref[Planned] | None,
    ) -> Service.RealizePlannedSystemResult:
        """Make the machine that was planned; the job leads to it."""
        found = planned(transaction, PlannedSystem)
        require_idle(self._host, found)
        job = self._host.jobs.start(
            transaction,
            caption="Realizing Virtual Machine",
            job_type=JobType.REALIZING_VIRTUAL_MACHINE,
            affected=[found],
            work=lambda own: _realize(self._host, own, found),
        )
        ref = machine_ref(found.Name or "")
        return Service.RealizePlannedSystemResult(
            ReturnValue=Service.RealizePlannedSystemReturnValues(JOB_STARTED),
            Job=job,
            ResultingSystem=ref if transaction.find(ref) else None,
        )


class PlannedState(Msvm_PlannedComputerSystemProvider[Planned]):
    """Lets a planned machine forget its saved state: no other change is possible.

    Parameters
    ----------
    host:
        The host for which it is planned.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Planned.RequestStateChangeResult)
    def RequestStateChange(
        self,
        transaction: Transaction,
        obj: Planned,
        /,
        *,
        RequestedState: int | None,
        TimeoutPeriod: CimDateTime | None,
    ) -> Planned.RequestStateChangeResult:
        """Turn a planned machine off that was saved; this needs no job."""
        if RequestedState is None:
            raise RefusedError(INVALID_PARAMETER, "which state?")
        require_idle(self._host, obj)
        if obj.EnabledState != SAVED or int(RequestedState) != DISABLED:
            raise RefusedError(INVALID_STATE, f"state {RequestedState} is not possible")
        now = self._host.clock.now()
        transaction.change(settings_of(transaction, obj), IsSaved=False)
        transaction.change(obj, EnabledState=OFF, TimeOfLastStateChange=now)
        return Planned.RequestStateChangeResult(
            ReturnValue=Planned.RequestStateChangeReturnValues(COMPLETED)
        )


def drop_plan(host: Vmms, transaction: Transaction, found: Planned) -> None:
    """Remove a planned machine; from where it was imported stays as it is."""
    guid = found.Name or ""
    for each in planned_snapshots(transaction, guid):
        delete_tree(transaction, each)
    delete_tree(transaction, settings_of(transaction, found))
    transaction.delete(found)
    host.imports.note(transaction, guid, None)


def _realize(host: Vmms, transaction: Transaction, found: Planned) -> None:
    require_fitting(host, transaction, found)
    settings = settings_of(transaction, found)
    snapshots = planned_snapshots(transaction, found.Name or "")
    transaction.change(settings, VirtualSystemType=REALIZED)
    transaction.delete(found)
    host.imports.note(transaction, found.Name or "", None)
    machine = new_machine(host, transaction, transaction.get(settings))
    parent = named_id(settings.Parent)
    for each in snapshots:
        transaction.change(
            each,
            VirtualSystemType=SNAPSHOT,
            SnapshotDataRoot=settings.SnapshotDataRoot,
        )
        make_files(host, transaction, transaction.get(each))
        transaction.create(
            Msvm_SnapshotOfVirtualSystem(Antecedent=machine, Dependent=each)
        )
        if (each.InstanceID or "").casefold() == parent:
            transaction.create(
                Msvm_MostCurrentSnapshotInBranch(Antecedent=machine, Dependent=each)
            )
    host.jobs.affect(transaction, machine)
