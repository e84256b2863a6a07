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

from mofgen.runtime import Connection, refresh

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


def on_a_host(host: Connection) -> None:
    """What is asked of a host is what comes."""
    vms = Msvm_ComputerSystem.objects(host)
    reveal_type(vms)  # ClassObjects[Msvm_ComputerSystem]
    reveal_type(vms.get(ElementName="web-01"))  # Msvm_ComputerSystem
    reveal_type(vms.filter(EnabledState=[2, 3]).all())  # list[Msvm_ComputerSystem]
    reveal_type(vms.first())  # Msvm_ComputerSystem | None
    reveal_type(vms.refs()[0])  # Ref[Msvm_ComputerSystem]
    reveal_type(vms.refs()[0].get())  # Msvm_ComputerSystem
    reveal_type(Msvm_ComputerSystem.ProcessID > 4)  # Condition

    settings = vm.related(Msvm_VirtualSystemSettingData, via=Msvm_SettingsDefineState)
    reveal_type(settings)  # Objects[Msvm_VirtualSystemSettingData]
    reveal_type(settings.one().VirtualSystemIdentifier)  # str | None
    reveal_type(settings.related(Msvm_MemorySettingData))  # Hop[Msvm_MemorySettingData]

    reveal_type(started.job)  # Job
    reveal_type(started.job.wait(timeout=5))  # Job
    reveal_type(refresh(vm))  # Msvm_ComputerSystem
