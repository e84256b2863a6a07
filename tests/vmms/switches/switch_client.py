"""What a client asks of switches, and of the jobs that change them."""

from __future__ import annotations

from typing import TypeVar

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_ExternalEthernetPort,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualEthernetSwitchSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.instance import Instance
from mofgen.runtime.methods import MethodResult
from mofgen.runtime.references import Ref

Service = Msvm_VirtualEthernetSwitchManagementService
Switch = Msvm_VirtualEthernetSwitch
Settings = Msvm_VirtualEthernetSwitchSettingData
PortSettings = Msvm_EthernetPortAllocationSettingData
Modes = Settings.BandwidthReservationModeValues

Found = TypeVar("Found", bound=Instance)

DEFAULT = "C08CB7B8-9B3C-408E-8E30-5E16A3AEB444"
COMPLETED, EXCEPTION = 7, 10  # JobState
FAILED, INVALID_PARAMETER, IN_USE, INVALID_STATE = 32768, 32773, 32774, 32775
MACHINE = "11111111-2222-4333-8444-555555555555"


def named(client: MemoryConnection, name: str) -> Switch:
    (found,) = (s for s in client.enumerate(Switch) if s.ElementName == name)
    return found


def settings_of(client: MemoryConnection, switch: Switch) -> Settings:
    ref = Ref(Settings, {"InstanceID": f"Microsoft:{switch.Name}"})
    return client.get(ref)


def port_to(target: Instance) -> PortSettings:
    """A request for a port that is connected to an adapter, or to the host."""
    return PortSettings(HostResource=[str(path(target))])


def path(target: Found) -> Ref[Found]:
    return target._reference()


def external(client: MemoryConnection, position: int = 0) -> Msvm_ExternalEthernetPort:
    return client.enumerate(Msvm_ExternalEthernetPort)[position]


def system(client: MemoryConnection) -> Msvm_ComputerSystem:
    (found,) = client.enumerate(Msvm_ComputerSystem)
    return found


def job(client: MemoryConnection, result: MethodResult) -> Msvm_ConcreteJob:
    found = client.get(result.Job)  # type: ignore[attr-defined]
    assert isinstance(found, Msvm_ConcreteJob)
    return found


def error(client: MemoryConnection, result: MethodResult) -> int | None:
    """The error in which the job of a call ended."""
    ended = job(client, result)
    assert ended.JobState == EXCEPTION
    assert ended.ErrorDescription
    return ended.ErrorCode


def state(client: MemoryConnection) -> set[str]:
    """Everything of the host but its jobs, to see that a call changed nothing."""
    objects = client.enumerate(Instance)
    return {repr(each) for each in objects if "Job" not in type(each).__name__}
