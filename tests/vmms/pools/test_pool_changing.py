"""Child pools: how they change, and when they can go."""

from __future__ import annotations

from hyperv_v2 import CIM_ResourceAllocationSettingData, Msvm_ComputerSystem
from pool_client import (
    IN_USE,
    INVALID_PARAMETER,
    RUNNING,
    Pool,
    PoolSettings,
    Service,
    allocation,
    create,
    pool,
    request_state,
    take_memory,
)

from mofgen.provider.memory_connection import MemoryConnection

# --- changing and deleting ---


def test_a_pool_gets_other_settings(client: MemoryConnection, service: Service) -> None:
    made = create(client, service, "Memory", "gold")
    request = PoolSettings(PoolID="silver", ElementName="other", Notes="by us")
    result = service.ModifyPoolSettings(
        ChildPool=made._reference(), PoolSettings=request
    )
    assert result.ReturnValue == 0
    changed = client.get(made._reference())
    assert (changed.PoolID, changed.ElementName) == ("silver", "other")
    (told,) = client.associators(made._reference(), result_class=PoolSettings)
    assert (told.PoolID, told.ElementName, told.Notes) == ("silver", "other", "by us")


def test_a_pool_gets_other_resources(
    client: MemoryConnection, service: Service
) -> None:
    made = create(client, service, "Memory", "gold", Limit=1024)
    other = create(client, service, "Memory", "other", Limit=2048)
    result = service.ModifyPoolResources(
        ChildPool=made._reference(),
        ParentPools=[other._reference()],
        AllocationSettings=[allocation("Memory", Limit=512, Reservation=512)],
    )
    assert result.ReturnValue == 0
    assert client.get(made._reference()).Capacity == 512
    assert client.get(other._reference()).Reserved == 512
    assert (
        service.DeletePool(Pool=other._reference(), check=False).ReturnValue == IN_USE
    )


def test_a_pool_is_not_its_own_ancestor(
    client: MemoryConnection, service: Service
) -> None:
    outer = create(client, service, "Memory", "outer")
    inner = create(client, service, "Memory", "inner", "outer")
    for parent in (outer, inner):
        result = service.ModifyPoolResources(
            ChildPool=outer._reference(),
            ParentPools=[parent._reference()],
            AllocationSettings=[allocation("Memory")],
            check=False,
        )
        assert result.ReturnValue == INVALID_PARAMETER


def test_a_pool_keeps_what_machines_have_of_it(
    client: MemoryConnection, service: Service, machine: Msvm_ComputerSystem
) -> None:
    made = create(client, service, "Memory", "gold", Limit=2048)
    take_memory(client, machine, "gold")
    request_state(client, machine, RUNNING)
    result = service.ModifyPoolResources(
        ChildPool=made._reference(),
        ParentPools=[pool(client, "Memory")._reference()],
        AllocationSettings=[allocation("Memory", Limit=512)],
        check=False,
    )
    assert result.ReturnValue == IN_USE
    assert client.get(made._reference()).Capacity == 2048


def test_a_pool_goes_when_nothing_is_allocated_from_it(
    client: MemoryConnection, service: Service, machine: Msvm_ComputerSystem
) -> None:
    before = client.enumerate(CIM_ResourceAllocationSettingData)
    made = create(client, service, "Memory", "gold")
    take_memory(client, machine, "gold")
    for request in (
        service.DeletePool(Pool=made._reference(), check=False),
        service.ModifyPoolSettings(
            ChildPool=made._reference(),
            PoolSettings=PoolSettings(PoolID="x"),
            check=False,
        ),
    ):
        assert request.ReturnValue == IN_USE
    take_memory(client, machine, "")
    assert service.DeletePool(Pool=made._reference()).ReturnValue == 0
    assert made.InstanceID not in {each.InstanceID for each in client.enumerate(Pool)}
    assert len(client.enumerate(CIM_ResourceAllocationSettingData)) == len(before)


def test_the_pools_of_the_host_itself_stay_as_they_are(
    client: MemoryConnection, service: Service
) -> None:
    own = pool(client, "Memory")._reference()
    for result in (
        service.DeletePool(Pool=own, check=False),
        service.ModifyPoolSettings(
            ChildPool=own, PoolSettings=PoolSettings(PoolID="x"), check=False
        ),
        service.ModifyPoolResources(
            ChildPool=own, ParentPools=[own], AllocationSettings=[], check=False
        ),
    ):
        assert result.ReturnValue == INVALID_PARAMETER
