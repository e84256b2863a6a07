"""A user's program over the Hyper-V classes; type checkers hold nothing against it."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hyperv_v2 import (
    CIM_ManagedElement,
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.runtime import Ref


def memory(megabytes: int, name: str | None = None) -> Msvm_MemorySettingData:
    """Settings made, changed, unset and copied."""
    settings = Msvm_MemorySettingData(
        InstanceID=f"Microsoft:{name}",
        ElementName=name,
        VirtualQuantity=megabytes,
        DynamicMemoryEnabled=True,
        HostResource=["a", "b"],
        Weight=None,
    )
    settings.Limit = megabytes * 2
    if settings.is_set("Reservation"):
        del settings.Reservation
    if (settings.Limit or 0) < megabytes:
        settings.Limit = None
    return settings.copy(VirtualQuantity=2 * megabytes, TargetMemoryBuffer=20)


def total(settings: Iterable[CIM_ResourceAllocationSettingData]) -> int:
    """A superclass stands for all that derive from it."""
    return sum(each.VirtualQuantity or 0 for each in settings)


def state_of(vm: Msvm_ComputerSystem) -> str:
    """Values are numbers that know what they mean."""
    state = vm.EnabledState
    if state is None:
        return "unknown"
    if state == Msvm_ComputerSystem.EnabledStateValues.ENABLED:
        return "runs"
    if state in Msvm_ComputerSystem.EnabledStateValues.VENDOR_RESERVED:
        return f"vendor {state + 1}"
    return state.label or str(int(state))


def since(vm: Msvm_ComputerSystem) -> datetime | timedelta | None:
    """Times are times."""
    changed = vm.TimeOfLastStateChange
    if changed is None:
        return None
    return changed.to_timedelta() if changed.is_interval else changed.to_datetime()


def change(
    service: Msvm_VirtualSystemManagementService, settings: Msvm_MemorySettingData
) -> list[Ref[CIM_ResourceAllocationSettingData]]:
    """Methods take typed objects and give a typed result."""
    result = service.ModifyResourceSettings(ResourceSettings=[settings])
    codes = Msvm_VirtualSystemManagementService.ModifyResourceSettingsReturnValues
    if result.ReturnValue == codes.METHOD_PARAMETERS_CHECKED_JOB_STARTED:
        print(result.Job)
    return list(result.ResultingResourceSettings or ())


def define(service: Msvm_VirtualSystemManagementService, name: str) -> None:
    """References are given as objects or as references."""
    base = Msvm_VirtualSystemSettingData(InstanceID="x")
    new = Msvm_VirtualSystemSettingData(
        ElementName=name, CreationTime=datetime.now(UTC)
    )
    service.DefineSystem(SystemSettings=new, ReferenceConfiguration=base)
    by_path = Ref(Msvm_VirtualSystemSettingData, {"InstanceID": "x"})
    made = service.DefineSystem(SystemSettings=new, ReferenceConfiguration=by_path)
    if made.ResultingSystem is not None:
        print(made.ResultingSystem.keys)


def settings_of(vm: Msvm_ComputerSystem) -> Msvm_VirtualSystemSettingData:
    """Associations are walked by name, and narrowed by class."""
    for tie in vm.related.Msvm_SettingsDefineState.objects():
        assert isinstance(tie, Msvm_SettingsDefineState)
    found = vm.related.CIM_SettingsDefineState.SettingData
    return found.of(Msvm_VirtualSystemSettingData).one()


def as_element(job: Msvm_ConcreteJob) -> CIM_ManagedElement:
    """A subclass can be used wherever its superclass can."""
    return copy.copy(job)


PROCESSORS = Msvm_ProcessorSettingData(VirtualQuantity=4).copy(Limit=100_000)
"""What subclasses construct and copy takes the properties of all superclasses."""
