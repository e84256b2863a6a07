"""What a client does with the pools of a host, and with a machine that takes from them."""

from __future__ import annotations

from hyperv_v2 import (
    CIM_ResourcePool,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_MemorySettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_ResourcePoolConfigurationService,
    Msvm_ResourcePoolSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref

Allocation = Msvm_ResourceAllocationSettingData
Memory = Msvm_MemorySettingData
Pool = CIM_ResourcePool
PoolSettings = Msvm_ResourcePoolSettingData
Service = Msvm_ResourcePoolConfigurationService

KINDS = {
    "Processor": 3,
    "Memory": 4,
    "Virtual Hard Disk": 31,
    "Ethernet Connection": 33,
}
RUNNING, OFF = 2, 3
IN_USE, INVALID_PARAMETER, NOT_SUPPORTED = 32774, 32773, 32770


def subtype(name: str) -> str:
    return f"Microsoft:Hyper-V:{name}"


def pool(client: MemoryConnection, name: str, pool_id: str = "") -> Pool:
    """The pool of a kind with a ``PoolID``; the host's own one without."""
    (found,) = (
        each
        for each in client.enumerate(Pool)
        if each.ResourceSubType == subtype(name) and each.PoolID == pool_id
    )
    return found


def settings(name: str, pool_id: str | None) -> PoolSettings:
    return PoolSettings(
        ResourceType=KINDS[name],
        ResourceSubType=subtype(name),
        PoolID=pool_id,
        ElementName="a pool",
    )


def allocation(name: str, **values: object) -> Allocation:
    made = Allocation(ResourceType=KINDS[name], ResourceSubType=subtype(name))
    for key, value in values.items():
        setattr(made, key, value)
    return made


def create(
    client: MemoryConnection,
    service: Service,
    name: str,
    pool_id: str,
    *parents: str,
    **values: object,
) -> Pool:
    """A child pool of pools with these IDs, by one allocation for each."""
    origins = [pool(client, name, each) for each in parents or ("",)]
    result = service.CreatePool(
        PoolSettings=settings(name, pool_id),
        ParentPools=[each._reference() for each in origins],
        AllocationSettings=[allocation(name, **values) for _ in origins],
    )
    assert result.ReturnValue == 0
    assert result.Pool is not None
    return client.get(result.Pool)


def take_memory(
    client: MemoryConnection, machine: Msvm_ComputerSystem, pool_id: str
) -> int:
    """Let the memory of a machine come from a pool; the return value."""
    (vmms,) = client.enumerate(Msvm_VirtualSystemManagementService)
    own = Ref(
        Msvm_VirtualSystemSettingData, {"InstanceID": f"Microsoft:{machine.Name}"}
    )
    (memory,) = client.associators(own, result_class=Memory)
    result = vmms.ModifyResourceSettings(
        ResourceSettings=[
            Memory(InstanceID=memory.InstanceID, PoolID=pool_id, VirtualQuantity=1024)
        ],
        check=False,
    )
    return int(result.ReturnValue or 0)


def request_state(
    client: MemoryConnection, machine: Msvm_ComputerSystem, to: int
) -> int:
    """Start or stop a machine; the error code of the job, 0 for none."""
    result = machine.RequestStateChange(RequestedState=to)
    assert result.Job is not None
    job = client.get(result.Job)
    assert isinstance(job, Msvm_ConcreteJob)
    return job.ErrorCode or 0
