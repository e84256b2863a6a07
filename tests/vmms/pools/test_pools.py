"""What a host offers to machines, and how clients find out what they can get."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_ResourcePool,
    Msvm_AllocationCapabilities,
    Msvm_ComputerSystem,
    Msvm_ElementCapabilities,
    Msvm_HostedResourcePool,
    Msvm_MemorySettingData,
    Msvm_ProcessorPool,
    Msvm_ProcessorSettingData,
    Msvm_SettingsDefineCapabilities,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms import Vmms

MEMORY = "Microsoft:Hyper-V:Memory"
PROCESSOR = "Microsoft:Hyper-V:Processor"


@pytest.fixture
def client() -> MemoryConnection:
    return Vmms(cores=12, memory=65536, seed=1).connect()


def pool(client: MemoryConnection, subtype: str) -> CIM_ResourcePool:
    pools = CIM_ResourcePool.objects(client)
    return pools.get(ResourceSubType=subtype, Primordial=True)


def settings(
    client: MemoryConnection, subtype: str
) -> dict[tuple[int, int], CIM_ResourceAllocationSettingData]:
    """The settings of a pool's capabilities by ValueRole and ValueRange."""
    (capabilities,) = client.associators(
        pool(client, subtype)._reference(),
        result_class=Msvm_AllocationCapabilities,
        association=Msvm_ElementCapabilities,
    )
    links = client.references(
        capabilities._reference(), result_class=Msvm_SettingsDefineCapabilities
    )
    found = {}
    for link in links:
        assert link.PartComponent is not None
        assert link.ValueRole is not None and link.ValueRange is not None
        part = client.get(link.PartComponent)
        assert isinstance(part, CIM_ResourceAllocationSettingData)
        found[int(link.ValueRole), int(link.ValueRange)] = part
    return found


DEFAULT, MINIMUM, MAXIMUM, INCREMENT = (0, 0), (3, 1), (3, 2), (3, 3)


def test_pools_are_hosted_by_the_computer(client: MemoryConnection) -> None:
    (computer,) = client.enumerate(Msvm_ComputerSystem)
    hosted = client.associators(
        computer._reference(),
        result_class=CIM_ResourcePool,
        association=Msvm_HostedResourcePool,
    )
    assert len(hosted) == len(client.enumerate(CIM_ResourcePool))
    assert all(each.Primordial for each in hosted)


def test_capacity_is_what_the_host_was_sized(client: MemoryConnection) -> None:
    assert pool(client, MEMORY).Capacity == 65536
    processors = pool(client, PROCESSOR)
    assert isinstance(processors, Msvm_ProcessorPool)
    assert processors.Capacity == 12 * 100_000


@pytest.mark.parametrize(
    "subtype",
    [
        each.ResourceSubType
        for each in Vmms(seed=1).connect().enumerate(CIM_ResourcePool)
    ],
)
def test_every_pool_says_what_it_can_allocate(
    client: MemoryConnection, subtype: str
) -> None:
    found = settings(client, subtype)
    assert set(found) == {DEFAULT, MINIMUM, MAXIMUM, INCREMENT}
    for (_, value_range), role in zip(
        (DEFAULT, MINIMUM, MAXIMUM, INCREMENT),
        ("Default", "Minimum", "Maximum", "Increment"),
        strict=True,
    ):
        (setting,) = [each for (_, r), each in found.items() if r == value_range]
        instance_id = setting.InstanceID
        assert instance_id is not None
        assert instance_id.startswith("Microsoft:Definition\\")
        assert instance_id.endswith(f"\\{role}")
        assert setting.ResourceSubType == subtype
    least, most = found[MINIMUM], found[MAXIMUM]
    assert least.VirtualQuantity is not None and most.VirtualQuantity is not None
    assert least.VirtualQuantity <= (found[DEFAULT].VirtualQuantity or 0)
    assert (found[DEFAULT].VirtualQuantity or 0) <= most.VirtualQuantity


def test_no_machine_gets_more_processors_than_the_host_has(
    client: MemoryConnection,
) -> None:
    most = settings(client, PROCESSOR)[MAXIMUM]
    assert isinstance(most, Msvm_ProcessorSettingData)
    assert (most.VirtualQuantity, most.Limit, most.Weight) == (12, 100_000, 10_000)


def test_the_ranges_of_memory(client: MemoryConnection) -> None:
    found = settings(client, MEMORY)
    buffers = []
    for role in (MINIMUM, DEFAULT, MAXIMUM):
        setting = found[role]
        assert isinstance(setting, Msvm_MemorySettingData)
        buffers.append(setting.TargetMemoryBuffer)
    assert buffers == [5, 20, 2000]
    assert found[MINIMUM].VirtualQuantity == 32
    assert found[INCREMENT].VirtualQuantity == 2


def test_definitions_are_found_by_their_id(client: MemoryConnection) -> None:
    wql = (
        "SELECT * FROM Msvm_SyntheticEthernetPortSettingData"
        r" WHERE InstanceID LIKE 'Microsoft:Definition\\%\\Default'"
    )
    (default,) = client.query(wql, CIM_ResourceAllocationSettingData)
    assert default.VirtualQuantity == 1
