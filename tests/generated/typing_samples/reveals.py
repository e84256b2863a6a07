"""What type checkers make of expressions; the comment is the type that is revealed."""

from __future__ import annotations

from typing import reveal_type

from hyperv_v2 import (
    CIM_ConcreteJob,
    CIM_EnabledLogicalElement,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_MemorySettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

vm = Msvm_ComputerSystem()
memory = Msvm_MemorySettingData()
service = Msvm_VirtualSystemManagementService()

# Properties
reveal_type(memory.VirtualQuantity)  # int | None
reveal_type(memory.HostResource)  # tuple[str, ...] | None
reveal_type(memory.ElementName)  # str | None
reveal_type(vm.InstallDate)  # CimDateTime | None
reveal_type(memory.ResourceType)  # ResourceTypeValues | None
reveal_type(Msvm_SettingsDefineState().SettingData)  # Ref[CIM_SettingData] | None
reveal_type(memory.copy())  # Msvm_MemorySettingData

# Values: inherited, and a class of its own where a subclass has more of them
reveal_type(CIM_EnabledLogicalElement().EnabledState)  # EnabledStateValues | None
reveal_type(vm.EnabledState)  # EnabledStateValues | None
reveal_type(CIM_ConcreteJob().JobState)  # JobStateValues | None
reveal_type(Msvm_ConcreteJob().JobState)  # JobStateValues | None
reveal_type(vm.OperationalStatus)  # tuple[OperationalStatusValues, ...] | None
reveal_type(vm.EnabledStateValues.ENABLED)  # EnabledStateValues
reveal_type(vm.EnabledStateValues(2).label)  # str | None

# Methods
started = vm.RequestStateChange(RequestedState=2)
reveal_type(started)  # RequestStateChangeResult
reveal_type(started.ReturnValue)  # RequestStateChangeReturnValues
reveal_type(started.Job)  # Ref[CIM_ConcreteJob] | None
reveal_type(service.DefineSystem().ResultingSystem)  # Ref[CIM_ComputerSystem] | None
reveal_type(CIM_ConcreteJob().GetError().Error)  # CIM_Error | None

# Associations
states = vm.related.CIM_SettingsDefineState
reveal_type(states)  # CIM_SettingsDefineStateEnds
reveal_type(states.SettingData)  # Objects[CIM_SettingData]
reveal_type(states.SettingData.one())  # CIM_SettingData
reveal_type(states.objects().all())  # list[CIM_SettingsDefineState]
settings = states.SettingData.of(Msvm_VirtualSystemSettingData)
reveal_type(settings)  # Objects[Msvm_VirtualSystemSettingData]
reveal_type(settings.all())  # list[Msvm_VirtualSystemSettingData]
