# ruff: noqa: B018 - an expression is enough to be wrong
"""Mistakes that a user can make. A mark tells what mypy and pyright call it."""

from __future__ import annotations

import hyperv_v2
from hyperv_v2 import (
    CIM_ManagedElement,
    Msvm_ComputerSystem,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_SecurityElement,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.runtime import Ref

vm = Msvm_ComputerSystem()
memory = Msvm_MemorySettingData()
service = Msvm_VirtualSystemManagementService()

hyperv_v2.Msvm_Processr  # attr-defined, reportAttributeAccessIssue

# Construction: wrong name, wrong type, another class's property, no keyword.
Msvm_MemorySettingData(VirtualQuanity=1024)  # call-arg, reportCallIssue
Msvm_MemorySettingData(VirtualQuantity="1024")  # arg-type, reportArgumentType
Msvm_MemorySettingData(HostResource="path")  # arg-type, reportArgumentType
Msvm_MemorySettingData(DynamicMemoryEnabled="yes")  # arg-type, reportArgumentType
Msvm_ProcessorSettingData(TargetMemoryBuffer=20)  # call-arg, reportCallIssue
Msvm_MemorySettingData("Memory")  # call-arg, reportCallIssue
Msvm_ComputerSystem(EnabledState="Enabled")  # arg-type, reportArgumentType
Msvm_ComputerSystem(TimeOfLastStateChange=5)  # arg-type, reportArgumentType

# Properties.
memory.VirtualQuantity = "1024"  # assignment, reportAttributeAccessIssue
memory.VirtualQuanity = 1024  # attr-defined, reportAttributeAccessIssue
memory.HostResource = "path"  # assignment, reportAttributeAccessIssue
memory.VirtualQuantity + 1  # operator, reportOperatorIssue
memory.ElementName.upper()  # union-attr, reportOptionalMemberAccess
print(vm.VirtualQuantity)  # attr-defined, reportAttributeAccessIssue
Msvm_MemorySettingData.VirtualQuantity.nam  # attr-defined, reportAttributeAccessIssue

# Copies take what the class takes, not only what its superclass takes.
memory.copy(VirtualQuantity="1")  # arg-type, reportArgumentType
memory.copy(TargetMemoryBufer=20)  # call-arg, reportCallIssue
CIM_ManagedElement().copy(VirtualQuantity=1)  # call-arg, reportCallIssue

# Values.
Msvm_ComputerSystem.EnabledStateValues.ENABELD  # attr-defined, reportAttributeAccessIssue
Msvm_ComputerSystem.EnabledStateValues("Enabled")  # arg-type, reportArgumentType
vm.EnabledState.label  # union-attr, reportOptionalMemberAccess

# Methods.
vm.RequestStateChange(2)  # call-arg, reportCallIssue
vm.RequestStateChange(RequestedState="Enabled")  # arg-type, reportArgumentType
vm.RequestStateChange(RequestedStat=2)  # call-arg, reportCallIssue
vm.RequestStateChange(RequestedState=2).Jobb  # attr-defined, reportAttributeAccessIssue
service.DefineSystem(SystemSettings="<INSTANCE/>")  # arg-type, reportArgumentType
service.DefineSystem(ReferenceConfiguration=vm)  # arg-type, reportArgumentType
modify = service.ModifyResourceSettings
modify(ResourceSettings=memory)  # arg-type, reportArgumentType
modify(ResourceSettings=["memory"])  # list-item, reportArgumentType
service.DestroySystem(AffectedSystem=5)  # arg-type, reportArgumentType

# Associations.
vm.related.Msvm_SettingsDefinState  # attr-defined, reportAttributeAccessIssue
vm.related.CIM_SettingsDefineState.Settings  # attr-defined, reportAttributeAccessIssue
vm.related.CIM_SettingsDefineState.SettingData.one().VirtualQuantity  # attr-defined, reportAttributeAccessIssue
vm.related.CIM_SettingsDefineState.SettingData.of("x")  # arg-type, reportArgumentType
memory.related.CIM_SystemDevice  # attr-defined, reportAttributeAccessIssue

# Classes are not exchangeable.
other = Ref(Msvm_SecurityElement, {"InstanceID": "x"})
settings: Msvm_VirtualSystemSettingData = memory  # assignment, reportAssignmentType
reference: Ref[Msvm_ComputerSystem] = other  # assignment, reportAssignmentType
