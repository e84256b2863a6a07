"""Defining virtual machines, changing their system settings, destroying them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    CIM_ComputerSystem,
    CIM_ResourceAllocationSettingData,
    CIM_VirtualSystemManagementService,
    CIM_VirtualSystemSettingData,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms import boot_sources, machine_settings, reference_points, snapshot_tree
from mofgen.vmms.configurations import configuration_of
from mofgen.vmms.machine_access import (
    OFF,
    REALIZED,
    SAVED,
    is_off,
    is_snapshot,
    require_idle,
    settings_of,
    system,
    system_settings,
    system_with,
)
from mofgen.vmms.machine_devices import disconnect_devices
from mofgen.vmms.machine_files import remove_files
from mofgen.vmms.new_machines import (
    asked_settings,
    equip_all,
    export_settings_ref,
    new_machine,
    new_settings,
)
from mofgen.vmms.planned_machines import drop_plan
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
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService
JobType: Final = Msvm_ConcreteJob.JobTypeValues


def install(host: Vmms) -> None:
    """Let the host define and destroy machines."""
    serve(host.manager.methods, Service, MachineDefinition(host))


class MachineDefinition(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Machines come, are renamed and configured, and go.

    Parameters
    ----------
    host:
        The host on which they run.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.DefineSystemResult)
    def DefineSystem(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SystemSettings: CIM_VirtualSystemSettingData | None,
        ResourceSettings: tuple[CIM_ResourceAllocationSettingData, ...] | None,
        ReferenceConfiguration: Ref[CIM_VirtualSystemSettingData] | None,
    ) -> Service.DefineSystemResult:
        """Make a machine, which is there and off when the call returns."""
        settings = new_settings(
            self._host, transaction, REALIZED, SystemSettings, ReferenceConfiguration
        )
        ref = new_machine(self._host, transaction, settings)
        equip_all(self._host, transaction, settings, ResourceSettings)
        return Service.DefineSystemResult(
            ReturnValue=Service.DefineSystemReturnValues(COMPLETED),
            ResultingSystem=ref,
        )

    @answering(Service.ModifySystemSettingsResult)
    def ModifySystemSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SystemSettings: CIM_VirtualSystemSettingData | None,
    ) -> Service.ModifySystemSettingsResult:
        """Change what differs from the settings of a machine or checkpoint."""
        if SystemSettings is None or not SystemSettings.InstanceID:
            raise RefusedError(INVALID_PARAMETER, "which settings? there is no ID")
        asked = asked_settings(SystemSettings)
        before = system_settings(transaction, SystemSettings)
        changed = machine_settings.changes(before, asked)
        machine_settings.check_values(changed, before)
        owner = system_with(transaction, before)
        if owner is not None:
            require_idle(self._host, owner)
        off = not isinstance(owner, Msvm_ComputerSystem) or is_off(owner)
        machine_settings.require_possible(
            changed, off=off, snapshot=is_snapshot(before)
        )
        if "BootSourceOrder" in changed:
            configuration = configuration_of(self._host, transaction, before)
            order = boot_sources.ordered(configuration, changed["BootSourceOrder"])
            changed["BootSourceOrder"] = order
        job = self._host.jobs.start(
            transaction,
            caption="Modifying Virtual Machine",
            job_type=JobType.MODIFY_VIRTUAL_MACHINE,
            affected=[before] if owner is None else [owner],
            work=lambda own: self._modify(own, before, changed),
        )
        return Service.ModifySystemSettingsResult(
            ReturnValue=Service.ModifySystemSettingsReturnValues(JOB_STARTED),
            Job=job,
        )

    @answering(CIM_VirtualSystemManagementService.DestroySystemResult)
    def DestroySystem(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedSystem: Ref[CIM_ComputerSystem] | None,
    ) -> CIM_VirtualSystemManagementService.DestroySystemResult:
        """Remove a machine that is off or saved; its disks stay, without layers.

        A planned machine goes, and what it was imported from stays.
        """
        found = system(transaction, AffectedSystem)
        require_idle(self._host, found)
        if found.EnabledState not in (OFF, SAVED):
            raise RefusedError(INVALID_STATE, "the machine runs: turn it off first")

        def work(own: Transaction) -> None:
            if isinstance(found, Msvm_ComputerSystem):
                _destroy(self._host, own, found)
            else:
                drop_plan(self._host, own, found)

        job = self._host.jobs.start(
            transaction,
            caption="Removing Virtual Machine",
            job_type=JobType.DESTROY_VIRTUAL_MACHINE,
            affected=[found],
            work=work,
        )
        return CIM_VirtualSystemManagementService.DestroySystemResult(
            ReturnValue=CIM_VirtualSystemManagementService.DestroySystemReturnValues(
                JOB_STARTED
            ),
            Job=job,
        )

    # --- modifying ---

    def _modify(
        self,
        transaction: Transaction,
        before: Msvm_VirtualSystemSettingData,
        changed: dict[str, Any],
    ) -> None:
        if changed:
            transaction.change(before, **changed)
        owner = system_with(transaction, before)
        if owner is not None and not is_snapshot(before):
            name = changed.get("ElementName", owner.ElementName)
            now = self._host.clock.now()
            transaction.change(
                owner, ElementName=name, TimeOfLastConfigurationChange=now
            )


def _destroy(host: Vmms, transaction: Transaction, found: Msvm_ComputerSystem) -> None:
    disconnect_devices(transaction, found)
    snapshot_tree.delete_all(host, transaction, found)
    reference_points.delete_all(transaction, found)
    settings = settings_of(transaction, found)
    remove_files(host, transaction, settings)
    delete_tree(transaction, settings)
    transaction.delete(export_settings_ref(found.Name or ""))
    transaction.delete(found)
    host.guests.forget(transaction, found.Name or "")
    host.secrets.forget(transaction, found.Name or "")
