"""Making a machine, or the plan of one, of what a client says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_VirtualSystemSettingData,
    Msvm_ComputerSystem,
    Msvm_HostedDependency,
    Msvm_PlannedComputerSystem,
    Msvm_SettingsDefineState,
    Msvm_SystemExportSettingData,
    Msvm_VirtualSystemExportSettingData,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms import machine_settings
from mofgen.vmms.configurations import configuration_of
from mofgen.vmms.instance_ids import machine_of, system_id
from mofgen.vmms.machine_access import (
    GENERATION_1,
    GENERATION_2,
    OFF,
    SAVED,
    host_ref,
    system_settings,
)
from mofgen.vmms.machine_defaults import default_parts, default_settings
from mofgen.vmms.machine_files import make_files
from mofgen.vmms.machine_security import default_security
from mofgen.vmms.network_addresses import forget_addresses
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError
from mofgen.vmms.resource_changes import equip
from mofgen.vmms.service_settings import service_settings
from mofgen.vmms.settings_tree import add_component, copy_tree
from mofgen.vmms.system_parts import add_part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

Settings = Msvm_VirtualSystemSettingData
Export = Msvm_VirtualSystemExportSettingData

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


def asked_settings(settings: CIM_VirtualSystemSettingData | None) -> Settings:
    """What a client says about a machine, which may be nothing.

    Raises
    ------
    RefusedError
        Invalid parameter for settings of something else.
    """
    if settings is None:
        return Settings()
    if not isinstance(settings, Settings):
        raise RefusedError(INVALID_PARAMETER, "not the settings of a virtual machine")
    return settings


def new_settings(
    host: Vmms,
    transaction: Transaction,
    kind: str,
    asked: CIM_VirtualSystemSettingData | None,
    reference: Ref[CIM_VirtualSystemSettingData] | None,
) -> Settings:
    """The settings of a new machine, which belong to none yet.

    Parameters
    ----------
    kind:
        Their ``VirtualSystemType``.
    asked, reference:
        What a client says, and the settings of which they are otherwise a copy; None
        for what is usual.

    Raises
    ------
    RefusedError
        Where a rule forbids it.
    """
    guid = host.guids.new()
    said = asked_settings(asked)
    if said.VirtualSystemType not in (None, kind):
        raise RefusedError(
            INVALID_PARAMETER, f"{said.VirtualSystemType} can't be defined here"
        )
    if reference is None:
        return _default_settings(host, transaction, guid, kind, said)
    source = system_settings(transaction, reference)
    return _copied_settings(host, transaction, guid, kind, said, source)


def equip_all(
    host: Vmms,
    transaction: Transaction,
    settings: Settings,
    resources: Iterable[CIM_ResourceAllocationSettingData] | None,
) -> None:
    """Give a new machine the resources that it has not by itself.

    Raises
    ------
    RefusedError
        Where a rule forbids one.
    """
    configuration = configuration_of(host, transaction, settings)
    for each in resources or ():
        equip(configuration, each)


def new_machine(
    host: Vmms, transaction: Transaction, settings: Settings
) -> Ref[Msvm_ComputerSystem]:
    """Make the machine that has these settings, and its files.

    It is off, or saved where the settings say so.

    Raises
    ------
    RefusedError
        As for :func:`~mofgen.vmms.machine_files.make_files`.
    """
    now = host.clock.now()
    guid = machine_of(settings.InstanceID or "") or ""
    ref = transaction.create(
        Msvm_ComputerSystem(
            CreationClassName="Msvm_ComputerSystem",
            Name=guid,
            InstanceID=settings.InstanceID,
            ElementName=settings.ElementName,
            Caption="Virtual Machine",
            Description="Microsoft Virtual Machine",
            InstallDate=now,
            EnabledState=SAVED if settings.IsSaved else OFF,
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
    _connect(host, transaction, ref, settings)
    _offer_export(transaction, ref, guid)
    make_files(host, transaction, settings)
    return ref


def new_planned_machine(
    host: Vmms, transaction: Transaction, settings: Settings
) -> Ref[Msvm_PlannedComputerSystem]:
    """Make the planned machine that has these settings; it has no files of its own."""
    now = host.clock.now()
    ref = transaction.create(
        Msvm_PlannedComputerSystem(
            CreationClassName="Msvm_PlannedComputerSystem",
            Name=machine_of(settings.InstanceID or ""),
            InstanceID=settings.InstanceID,
            ElementName=settings.ElementName,
            Description="Microsoft Planned Virtual Machine",
            InstallDate=now,
            EnabledState=SAVED if settings.IsSaved else OFF,
            RequestedState=12,
            EnabledDefault=3,
            HealthState=5,
            OnTimeInMilliseconds=0,
            ProcessID=0,
            TimeOfLastStateChange=now,
            TimeOfLastConfigurationChange=now,
        )
    )
    _connect(host, transaction, ref, settings)
    return ref


def export_settings_ref(guid: str) -> Ref[Export]:
    """What refers to how a machine is exported where nothing else is said."""
    return Export(InstanceID=system_id(guid))._reference()


def _connect(
    host: Vmms, transaction: Transaction, machine: Ref[Any], settings: Settings
) -> None:
    transaction.create(
        Msvm_SettingsDefineState(ManagedElement=machine, SettingData=settings)
    )
    transaction.create(
        Msvm_HostedDependency(Antecedent=host_ref(host), Dependent=machine)
    )


def _offer_export(
    transaction: Transaction, machine: Ref[Msvm_ComputerSystem], guid: str
) -> None:
    """Give a machine the settings that clients change and export it with."""
    ref = transaction.create(
        Export(
            InstanceID=system_id(guid),
            ElementName="Virtual Machine Export Settings",
            CopySnapshotConfiguration=Export.CopySnapshotConfigurationValues(0),
            CopyVmRuntimeInformation=True,
            CopyVmStorage=True,
            CreateVmExportSubdirectory=True,
            CaptureLiveState=Export.CaptureLiveStateValues(1),
        )
    )
    transaction.create(
        Msvm_SystemExportSettingData(ManagedElement=machine, SettingData=ref)
    )


# --- settings ---


def _default_settings(
    host: Vmms, transaction: Transaction, guid: str, kind: str, asked: Settings
) -> Settings:
    generation = _generation(asked)
    root = service_settings(transaction).DefaultExternalDataRoot or ""
    settings = default_settings(host, guid, generation, root)
    settings.VirtualSystemType = kind
    _apply(settings, asked)
    ref = transaction.create(settings)
    for part in default_parts(host, guid, generation):
        add_component(transaction, ref, part)
    add_part(transaction, ref, default_security(guid))
    return transaction.get(ref)


def _copied_settings(
    host: Vmms,
    transaction: Transaction,
    guid: str,
    kind: str,
    asked: Settings,
    source: Settings,
) -> Settings:
    subtype = asked.VirtualSystemSubType
    if subtype is not None and subtype != source.VirtualSystemSubType:
        raise RefusedError(
            INVALID_PARAMETER, "the configuration is of the other generation"
        )
    fresh = default_settings(host, guid, 1)
    own = {name: getattr(fresh, name) for name in _OWN}
    own["VirtualSystemType"] = kind
    ref = copy_tree(transaction, source, guid, Parent=None, **own)
    settings = transaction.get(ref)
    forget_addresses(transaction, settings)
    _apply(settings, asked)
    transaction.modify(settings)
    return settings


def _generation(asked: Settings) -> int:
    subtype = asked.VirtualSystemSubType
    if subtype is None or subtype == GENERATION_1:
        return 1
    if subtype == GENERATION_2:
        return 2
    raise RefusedError(INVALID_PARAMETER, f"there is no generation {subtype}")


def _apply(settings: Settings, asked: Settings) -> None:
    """Put what a client asked for over the settings of a new machine."""
    given = machine_settings.given(asked)
    machine_settings.check_values(given, settings)
    given.pop("BootSourceOrder", None)  # the paths would be those of another machine
    for name, value in given.items():
        setattr(settings, name, value)
