"""A stand-in for a Hyper-V host: machines with settings and memory, one service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_MemorySettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)
from stand_in_host import StandInHost

from mofgen.runtime import Instance, Ref


def machine(name: str, uuid: str) -> list[Instance]:
    """A machine of 1024 MB with all that belongs to it."""
    vm = Msvm_ComputerSystem(
        CreationClassName="Msvm_ComputerSystem",
        Name=uuid,
        ElementName=name,
        EnabledState=3,
    )
    settings = Msvm_VirtualSystemSettingData(
        InstanceID=f"Microsoft:{uuid}", ElementName=name
    )
    memory = Msvm_MemorySettingData(
        InstanceID=f"Microsoft:{uuid}\\4764334d", VirtualQuantity=1024
    )
    return [
        vm,
        settings,
        memory,
        Msvm_SettingsDefineState(ManagedElement=vm, SettingData=settings),
        Msvm_VirtualSystemSettingDataComponent(
            GroupComponent=settings, PartComponent=memory
        ),
    ]


def service() -> Msvm_VirtualSystemManagementService:
    return Msvm_VirtualSystemManagementService(
        CreationClassName="Msvm_VirtualSystemManagementService",
        Name="vmms",
        SystemCreationClassName="Msvm_ComputerSystem",
        SystemName="HOST",
    )


def modify_resource_settings(
    host: StandInHost, target: Ref[Any], arguments: Mapping[str, Any]
) -> dict[str, object]:
    """Starts a job, which is done when it has been looked at often enough."""
    for settings in arguments["ResourceSettings"]:
        own = host.find(settings._reference())
        for name, value in settings.__dict__.items():
            setattr(own, name, value)
    job = Msvm_ConcreteJob(InstanceID="job-1", JobState=4, PercentComplete=0)
    host.objects.append(job)

    def work(looked_at: Instance) -> None:
        if isinstance(looked_at, Msvm_ConcreteJob):
            looked_at.PercentComplete = (looked_at.PercentComplete or 0) + 50
            if looked_at.PercentComplete >= 100:
                looked_at.JobState = 7

    host.before_get = work
    return {"ReturnValue": 4096, "Job": job._reference()}


def hyper_v_host(machines: Mapping[str, str]) -> StandInHost:
    """A host with machines, by their names and what their keys are."""
    objects: list[Instance] = [service()]
    for name, uuid in machines.items():
        objects += machine(name, uuid)
    return StandInHost(objects, {"ModifyResourceSettings": modify_resource_settings})
