"""How methods find a virtual machine, its settings, and what it may do now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import hyperv_v2
from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_PlannedComputerSystem,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)

from mofgen.provider import reading
from mofgen.provider.transactions import Transaction
from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref, RefLike
from mofgen.vmms.instance_ids import machine_of, system_id
from mofgen.vmms.refusals import INVALID_PARAMETER, INVALID_STATE, RefusedError

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

System: TypeAlias = "Msvm_ComputerSystem | Msvm_PlannedComputerSystem"
R = TypeVar("R", bound=CIM_ResourceAllocationSettingData)

RUNNING: Final = 2
OFF: Final = 3
STOPPING: Final = 4
SAVED: Final = 6
PAUSED: Final = 9
STARTING: Final = 10
RESETTING: Final = 11
SAVING: Final = 32773
PAUSING: Final = 32776
RESUMING: Final = 32777
"""What ``Msvm_ComputerSystem.EnabledState`` says of a machine."""

REALIZED: Final = "Microsoft:Hyper-V:System:Realized"
PLANNED: Final = "Microsoft:Hyper-V:System:Planned"
SNAPSHOT: Final = "Microsoft:Hyper-V:Snapshot:Realized"
RECOVERY: Final = "Microsoft:Hyper-V:Snapshot:Recovery"
PLANNED_SNAPSHOT: Final = "Microsoft:Hyper-V:Snapshot:Planned"
MISSING_SNAPSHOT: Final = "Microsoft:Hyper-V:Snapshot:Missing"
"""What ``VirtualSystemType`` says that settings are of."""

_SNAPSHOTS: Final = {SNAPSHOT, RECOVERY, PLANNED_SNAPSHOT, MISSING_SNAPSHOT}

GENERATION_1: Final = "Microsoft:Hyper-V:SubType:1"
GENERATION_2: Final = "Microsoft:Hyper-V:SubType:2"
"""The values of ``VirtualSystemSubType``."""


# --- finding ---


def machine(transaction: Transaction, ref: RefLike[Any] | None) -> Msvm_ComputerSystem:
    """The virtual machine that a reference names.

    Raises
    ------
    RefusedError
        Invalid parameter, where it names none: nothing, or the host.
    """
    found = None if ref is None else transaction.find(ref)
    if not isinstance(found, Msvm_ComputerSystem) or not is_machine(found):
        raise RefusedError(INVALID_PARAMETER, "there is no such virtual machine")
    return found


def machines(transaction: Transaction) -> list[Msvm_ComputerSystem]:
    """Every virtual machine of the host, by name and GUID."""
    found = filter(is_machine, transaction.objects(Msvm_ComputerSystem))
    return sorted(found, key=lambda each: (each.ElementName or "", each.Name or ""))


def settings_of(transaction: Transaction, of: System) -> Msvm_VirtualSystemSettingData:
    """The settings of a machine itself, and not of one of its checkpoints."""
    return transaction.get(settings_ref(of.Name or ""))


def settings_ref(guid: str) -> Ref[Msvm_VirtualSystemSettingData]:
    """What refers to the settings of a machine or checkpoint."""
    return Ref(Msvm_VirtualSystemSettingData, {"InstanceID": system_id(guid)})


def system_settings(
    transaction: Transaction, ref: RefLike[Any] | None
) -> Msvm_VirtualSystemSettingData:
    """The settings of a machine or checkpoint that a reference names.

    Raises
    ------
    RefusedError
        Invalid parameter, where it names none.
    """
    found = None if ref is None else transaction.find(ref)
    if not isinstance(found, Msvm_VirtualSystemSettingData):
        raise RefusedError(INVALID_PARAMETER, "there are no such system settings")
    return found


def machine_with(
    transaction: Transaction, settings: Msvm_VirtualSystemSettingData
) -> Msvm_ComputerSystem | None:
    """The machine whose settings, or whose checkpoint, these are; None if planned."""
    guid = settings.VirtualSystemIdentifier or ""
    return transaction.find(machine_ref(guid))


def planned(
    transaction: Transaction, ref: RefLike[Any] | None
) -> Msvm_PlannedComputerSystem:
    """The planned machine that a reference names.

    Raises
    ------
    RefusedError
        Invalid parameter, where it names none.
    """
    found = None if ref is None else transaction.find(ref)
    if not isinstance(found, Msvm_PlannedComputerSystem):
        raise RefusedError(INVALID_PARAMETER, "there is no such planned machine")
    return found


def system(transaction: Transaction, ref: RefLike[Any] | None) -> System:
    """The virtual machine, planned or not, that a reference names.

    Raises
    ------
    RefusedError
        Invalid parameter, where it names none: nothing, or the host.
    """
    found = None if ref is None else transaction.find(ref)
    if isinstance(found, Msvm_PlannedComputerSystem):
        return found
    return machine(transaction, found)


def system_with(
    transaction: Transaction, settings: Msvm_VirtualSystemSettingData
) -> System | None:
    """The machine, planned or not, whose settings or whose checkpoint these are."""
    guid = settings.VirtualSystemIdentifier or ""
    return machine_with(transaction, settings) or transaction.find(planned_ref(guid))


def planned_ref(guid: str) -> Ref[Msvm_PlannedComputerSystem]:
    """What refers to the planned machine with a GUID."""
    keys = {"CreationClassName": "Msvm_PlannedComputerSystem", "Name": guid}
    return Ref(Msvm_PlannedComputerSystem, keys)


def planned_snapshots(
    transaction: Transaction, guid: str
) -> list[Msvm_VirtualSystemSettingData]:
    """The checkpoints of a planned machine, the oldest first.

    No association leads to them: the schema declares those of checkpoints for
    machines that are realized.
    """
    found = transaction.objects(
        Msvm_VirtualSystemSettingData, VirtualSystemIdentifier=guid
    )
    return sorted(
        filter(is_snapshot, found),
        key=lambda each: (str(each.CreationTime), each.InstanceID or ""),
    )


def machine_ref(guid: str) -> Ref[Msvm_ComputerSystem]:
    """What refers to the machine with a GUID, or with the host's name to the host."""
    keys = {"CreationClassName": "Msvm_ComputerSystem", "Name": guid}
    return Ref(Msvm_ComputerSystem, keys)


def host_ref(host: Vmms) -> Ref[Msvm_ComputerSystem]:
    """What refers to the computer that the machines run on."""
    return machine_ref(host.name)


def owner_of(
    transaction: Transaction, setting: CIM_ResourceAllocationSettingData
) -> Msvm_VirtualSystemSettingData:
    """The system settings of which a resource setting is a part.

    Raises
    ------
    RefusedError
        Invalid parameter, where it belongs to no machine or checkpoint.
    """
    guid = machine_of(setting.InstanceID or "")
    return system_settings(transaction, None if guid is None else settings_ref(guid))


def components(
    transaction: Transaction, settings: RefLike[Any], cls: type[R]
) -> list[R]:
    """The resource settings of a class, by InstanceID, that system settings have."""
    found = transaction.associators(
        settings, cls, association=Msvm_VirtualSystemSettingDataComponent
    )
    return sorted(found, key=lambda each: each.InstanceID or "")


# --- asking ---


def is_machine(system: Msvm_ComputerSystem) -> bool:
    """Whether it is a virtual machine, and not the host that they run on."""
    return machine_of(system_id(system.Name or "")) is not None


def is_realized(settings: Msvm_VirtualSystemSettingData) -> bool:
    """Whether these are the settings that a machine runs with."""
    return settings.VirtualSystemType == REALIZED


def is_planned(settings: Msvm_VirtualSystemSettingData) -> bool:
    """Whether these are the settings of a machine that is only planned."""
    return settings.VirtualSystemType == PLANNED


def is_snapshot(settings: Msvm_VirtualSystemSettingData) -> bool:
    """Whether these are settings that a checkpoint keeps."""
    return settings.VirtualSystemType in _SNAPSHOTS


def is_recovery(settings: Msvm_VirtualSystemSettingData) -> bool:
    """Whether these are settings that the checkpoint of a backup keeps."""
    return settings.VirtualSystemType == RECOVERY


def generation(settings: Msvm_VirtualSystemSettingData) -> int:
    """The generation of the machine: 1 with a BIOS, 2 with UEFI."""
    return 2 if settings.VirtualSystemSubType == GENERATION_2 else 1


def is_running(system: Msvm_ComputerSystem) -> bool:
    """Whether it runs; one that is paused does not."""
    return system.EnabledState == RUNNING


def is_off(system: Msvm_ComputerSystem) -> bool:
    """Whether it is off; one that is saved is not."""
    return system.EnabledState == OFF


def has_worker(system: Msvm_ComputerSystem) -> bool:
    """Whether a worker process holds it, with memory, devices and locked files."""
    return system.EnabledState not in (OFF, SAVED)


# --- the time for which it runs ---


def on_time(system: Msvm_ComputerSystem, now: datetime) -> timedelta:
    """How long a machine has run since it started; no time passes while it is paused.

    Parameters
    ----------
    system:
        As it is stored: ``OnTimeInMilliseconds`` is what it was at the last change of
        its state.
    """
    total = timedelta(milliseconds=system.OnTimeInMilliseconds or 0)
    since = system.TimeOfLastStateChange
    if is_running(system) and since is not None:
        total += max(now - since.to_datetime(), timedelta(0))
    return total


def tell_time(objects: Iterable[Any], now: datetime) -> None:
    """Let the machines among objects that a client gets say how long they have run.

    What is stored is the time at the last change of their state.
    """
    for each in objects:
        if not isinstance(each, Msvm_ComputerSystem) or not is_running(each):
            continue
        if each.is_set("OnTimeInMilliseconds") and is_machine(each):
            passed = on_time(each, now)
            each.OnTimeInMilliseconds = passed // timedelta(milliseconds=1)


# --- refusing ---


def require_idle(host: Vmms, system: RefLike[Any]) -> None:
    """Refuse a second change of a machine while a job changes it.

    Raises
    ------
    RefusedError
        Invalid state.
    """
    if host.jobs.busy(system):
        raise RefusedError(INVALID_STATE, "another operation on it is in progress")


def require_settled(system: Msvm_ComputerSystem) -> None:
    """Refuse what a machine on its way from one state to another can't have.

    Raises
    ------
    RefusedError
        Invalid state.
    """
    if system.EnabledState not in (RUNNING, PAUSED, OFF, SAVED):
        raise RefusedError(INVALID_STATE, "it is between two states")


def require_off(system: Msvm_ComputerSystem, change: str) -> None:
    """Refuse a change that only a machine that is off can have.

    Parameters
    ----------
    change:
        What it would be: "the firmware", for people.

    Raises
    ------
    RefusedError
        Invalid state.
    """
    if not is_off(system):
        raise RefusedError(INVALID_STATE, f"{change} only changes while it is off")


# --- the form of values ---


def path(host: Vmms, target: RefLike[Instance]) -> str:
    r"""The text that a setting refers to another by: a WMI path with the host's name.

    ``Parent`` and ``HostResource`` hold such paths.
    """
    ref = reading.reference_of(host.manager.schema, target)
    return Ref(
        ref.class_name, ref.keys, namespace=hyperv_v2.NAMESPACE, host=host.name
    ).path
