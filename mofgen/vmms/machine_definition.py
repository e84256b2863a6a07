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
    Msvm_HostedDependency,
    Msvm_SettingsDefineState,
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
    GENERATION_1,
    GENERATION_2,
    OFF,
    REALIZED,
    SAVED,
    host_ref,
    is_off,
    is_realized,
    is_snapshot,
    machine,
    machine_with,
    require_idle,
    settings_of,
    system_settings,
)
from mofgen.vmms.machine_defaults import default_parts, default_settings
from mofgen.vmms.machine_devices import disconnect_devices
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    RefusedError,
    answering,
)
from mofgen.vmms.resource_changes import equip
from mofgen.vmms.settings_tree import add_component, copy_tree, delete_tree

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
        asked = _asked(SystemSettings)
        guid = self._host.guids.new()
        if ReferenceConfiguration is None:
            settings = self._new_settings(transaction, guid, asked)
        else:
            source = system_settings(transaction, ReferenceConfiguration)
            settings = self._copied_settings(transaction, guid, source, asked)
        ref = self._new_machine(transaction, guid, settings)
        configuration = configuration_of(self._host, transaction, settings)
        for each in ResourceSettings or ():
            equip(configuration, each)
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
        asked = _asked(SystemSettings)
        before = system_settings(transaction, SystemSettings)
        changed = machine_settings.changes(before, asked)
        machine_settings.check_values(changed, before)
        owner = machine_with(transaction, before)
        if owner is not None:
            require_idle(self._host, owner)
        off = owner is None or is_off(owner)
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
        """Remove a machine that is off or saved; its disks stay, without layers."""
        found = machine(transaction, AffectedSystem)
        require_idle(self._host, found)
        if found.EnabledState not in (OFF, SAVED):
            raise RefusedError(INVALID_STATE, "the machine runs: turn it off first")
        job = self._host.jobs.start(
            transaction,
            caption="Removing Virtual Machine",
            job_type=JobType.DESTROY_VIRTUAL_MACHINE,
            affected=[found],
            work=lambda own: _destroy(self._host, own, found),
        )
        return CIM_VirtualSystemManagementService.DestroySystemResult(
            ReturnValue=CIM_VirtualSystemManagementService.DestroySystemReturnValues(
                JOB_STARTED
            ),
            Job=job,
        )

    # --- defining ---

    def _new_settings(
        self,
        transaction: Transaction,
        guid: str,
        asked: Msvm_VirtualSystemSettingData,
    ) -> Msvm_VirtualSystemSettingData:
        generation = _generation(asked)
        settings = default_settings(self._host, guid, generation)
        _apply(settings, asked)
        ref = transaction.create(settings)
        for part in default_parts(self._host, guid, generation):
            add_component(transaction, ref, part)
        return transaction.get(ref)

    def _copied_settings(
        self,
        transaction: Transaction,
        guid: str,
        source: Msvm_VirtualSystemSettingData,
        asked: Msvm_VirtualSystemSettingData,
    ) -> Msvm_VirtualSystemSettingData:
        subtype = asked.VirtualSystemSubType
        if subtype is not None and subtype != source.VirtualSystemSubType:
            raise RefusedError(
                INVALID_PARAMETER, "the configuration is of the other generation"
            )
        fresh = default_settings(self._host, guid, 1)
        own = {name: getattr(fresh, name) for name in _OWN}
        ref = copy_tree(transaction, source, guid, Parent=None, **own)
        settings = transaction.get(ref)
        _apply(settings, asked)
        transaction.modify(settings)
        return settings

    def _new_machine(
        self,
        transaction: Transaction,
        guid: str,
        settings: Msvm_VirtualSystemSettingData,
    ) -> Ref[Msvm_ComputerSystem]:
        now = self._host.clock.now()
        ref = transaction.create(
            Msvm_ComputerSystem(
                CreationClassName="Msvm_ComputerSystem",
                Name=guid,
                ElementName=settings.ElementName,
                Caption="Virtual Machine",
                Description="Microsoft Virtual Machine",
                InstallDate=now,
                EnabledState=OFF,
                RequestedState=12,
                EnabledDefault=3,
                HealthState=5,
                OperationalStatus=[2],
                StatusDescriptions=["Operating normally"],
                OnTimeInMilliseconds=0,
                ProcessID=0,
                NumberOfNumaNodes=1,
                TimeOfLastStateChange=now,
                TimeOfLastConfigurationChange=now,
                ReplicationState=0,
                ReplicationHealth=0,
                ReplicationMode=0,
                EnhancedSessionModeState=6,
            )
        )
        transaction.create(
            Msvm_SettingsDefineState(ManagedElement=ref, SettingData=settings)
        )
        transaction.create(
            Msvm_HostedDependency(Antecedent=host_ref(self._host), Dependent=ref)
        )
        return ref

    # --- modifying ---

    def _modify(
        self,
        transaction: Transaction,
        before: Msvm_VirtualSystemSettingData,
        changed: dict[str, Any],
    ) -> None:
        if changed:
            transaction.change(before, **changed)
        owner = machine_with(transaction, before)
        if owner is not None and is_realized(before):
            name = changed.get("ElementName", owner.ElementName)
            now = self._host.clock.now()
            transaction.change(
                owner, ElementName=name, TimeOfLastConfigurationChange=now
            )


_OWN: Final = (
    "VirtualSystemIdentifier",
    "VirtualSystemType",
    "ConfigurationID",
    "ConfigurationFile",
    "GuestStateFile",
    "CreationTime",
    "IsSaved",
    "IsAutomaticSnapshot",
    "BIOSGUID",
    "BIOSSerialNumber",
    "BaseBoardSerialNumber",
    "ChassisSerialNumber",
    "ChassisAssetTag",
)
"""What a machine does not share with that whose settings it is given."""


def _asked(
    settings: CIM_VirtualSystemSettingData | None,
) -> Msvm_VirtualSystemSettingData:
    if settings is None:
        return Msvm_VirtualSystemSettingData()
    if not isinstance(settings, Msvm_VirtualSystemSettingData):
        raise RefusedError(INVALID_PARAMETER, "not the settings of a virtual machine")
    return settings


def _generation(asked: Msvm_VirtualSystemSettingData) -> int:
    subtype = asked.VirtualSystemSubType
    if subtype is None or subtype == GENERATION_1:
        return 1
    if subtype == GENERATION_2:
        return 2
    raise RefusedError(INVALID_PARAMETER, f"there is no generation {subtype}")


def _apply(
    settings: Msvm_VirtualSystemSettingData, asked: Msvm_VirtualSystemSettingData
) -> None:
    """Put what a client asked for over the settings of a new machine."""
    kind = asked.VirtualSystemType
    if kind is not None and kind != REALIZED:
        raise RefusedError(INVALID_PARAMETER, f"{kind} can't be defined here")
    given = machine_settings.given(asked)
    machine_settings.check_values(given, settings)
    given.pop("BootSourceOrder", None)  # the paths would be those of another machine
    for name, value in given.items():
        setattr(settings, name, value)


def _destroy(
    host: Vmms, transaction: Transaction, found: Msvm_ComputerSystem
) -> None:
    disconnect_devices(transaction, found)
    snapshot_tree.delete_all(host, transaction, found)
    reference_points.delete_all(transaction, found)
    delete_tree(transaction, settings_of(transaction, found))
    transaction.delete(found)
    host.guests.forget(transaction, found.Name or "")
