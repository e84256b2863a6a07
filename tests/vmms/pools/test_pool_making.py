"""Child pools: how they are made from others, and what they refuse."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_AllocationCapabilities,
    Msvm_ElementAllocatedFromPool,
    Msvm_ProcessorPool,
    Msvm_ResourceAllocationFromPool,
    Msvm_SettingsDefineState,
)
from pool_client import (
    INVALID_PARAMETER,
    NOT_SUPPORTED,
    Pool,
    PoolSettings,
    Service,
    allocation,
    create,
    pool,
    settings,
    subtype,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref

WRONG_KIND, INSUFFICIENT, NOT_FOUND, EXISTS = 32776, 32780, 32781, 32788


# --- what a pool is ---


def test_every_pool_has_settings(client: MemoryConnection) -> None:
    for each in client.enumerate(Pool):
        (found,) = client.associators(
            each._reference(),
            result_class=PoolSettings,
            association=Msvm_SettingsDefineState,
        )
        assert (found.PoolID, found.ResourceSubType) == ("", each.ResourceSubType)


def test_a_child_pool_is_tied_to_its_parent(
    client: MemoryConnection, service: Service
) -> None:
    made = create(client, service, "Memory", "gold", Limit=4096, Reservation=1024)
    assert (made.PoolID, made.Primordial, made.Capacity) == ("gold", False, 4096)
    (parent,) = client.associators(
        made._reference(),
        result_class=Pool,
        association=Msvm_ElementAllocatedFromPool,
        result_role="Antecedent",
    )
    assert parent.Primordial
    (share,) = client.associators(
        made._reference(),
        result_class=CIM_ResourceAllocationSettingData,
        association=Msvm_SettingsDefineState,
    )
    assert (share.Limit, share.Reservation, share.PoolID) == (4096, 1024, "")
    (source,) = client.associators(
        share._reference(),
        result_class=Pool,
        association=Msvm_ResourceAllocationFromPool,
    )
    assert source.InstanceID == parent.InstanceID


def test_a_child_pool_allocates_what_its_parent_does(
    client: MemoryConnection, service: Service
) -> None:
    made = create(client, service, "Processor", "fast")
    assert isinstance(made, Msvm_ProcessorPool)
    found, expected = (
        client.associators(each._reference(), result_class=Msvm_AllocationCapabilities)
        for each in (made, pool(client, "Processor"))
    )
    assert found == expected


def test_a_pool_of_a_pool_has_at_most_what_that_has(
    client: MemoryConnection, service: Service
) -> None:
    create(client, service, "Memory", "gold", Limit=4096)
    inner = create(client, service, "Memory", "inner", "gold")
    assert inner.Capacity == 4096
    result = service.CreatePool(
        PoolSettings=settings("Memory", "more"),
        ParentPools=[pool(client, "Memory", "gold")._reference()],
        AllocationSettings=[allocation("Memory", Limit=4098)],
        check=False,
    )
    assert result.ReturnValue == INSUFFICIENT


def test_what_one_pool_reserves_no_other_can_reserve(
    client: MemoryConnection, service: Service
) -> None:
    create(client, service, "Memory", "gold", Limit=4096)
    create(client, service, "Memory", "first", "gold", Limit=3072, Reservation=3072)
    assert pool(client, "Memory", "gold").Reserved == 3072
    result = service.CreatePool(
        PoolSettings=settings("Memory", "second"),
        ParentPools=[pool(client, "Memory", "gold")._reference()],
        AllocationSettings=[allocation("Memory", Limit=2048, Reservation=2048)],
        check=False,
    )
    assert result.ReturnValue == INSUFFICIENT
    service.DeletePool(Pool=pool(client, "Memory", "first")._reference())
    assert pool(client, "Memory", "gold").Reserved == 0


def test_one_allocation_for_several_parents_is_of_any_of_them(
    client: MemoryConnection, service: Service
) -> None:
    for name in ("left", "right"):
        create(client, service, "Memory", name, Limit=1024)
    result = service.CreatePool(
        PoolSettings=settings("Memory", "both"),
        ParentPools=[
            pool(client, "Memory", each)._reference() for each in ("left", "right")
        ],
        AllocationSettings=[allocation("Memory", Limit=1536)],
    )
    assert result.Pool is not None
    assert client.get(result.Pool).Capacity == 1536


@pytest.mark.parametrize(
    ("requested", "parents", "allocations", "code"),
    [
        pytest.param(None, [""], [{}], INVALID_PARAMETER, id="no settings"),
        pytest.param("", [""], [{}], INVALID_PARAMETER, id="the host's own ID"),
        pytest.param("new", [], [{}], INVALID_PARAMETER, id="no parents"),
        pytest.param("new", ["", ""], [{}], INVALID_PARAMETER, id="a parent twice"),
        pytest.param("new", [""], [], INVALID_PARAMETER, id="no allocation"),
        pytest.param("new", [""], [{}, {}], INVALID_PARAMETER, id="two for one"),
        pytest.param(
            "new",
            [""],
            [{"Limit": 10, "Reservation": 20}],
            INVALID_PARAMETER,
            id="more reserved than allowed",
        ),
        pytest.param("there", [""], [{}], EXISTS, id="there already"),
        pytest.param("new", [""], [{"Limit": 9000}], INSUFFICIENT, id="too much"),
        pytest.param(
            "new",
            [""],
            [{"ResourceSubType": subtype("Processor"), "ResourceType": 3}],
            WRONG_KIND,
            id="another kind",
        ),
    ],
)
def test_a_pool_that_can_not_be_made(
    client: MemoryConnection,
    service: Service,
    requested: str | None,
    parents: list[str],
    allocations: list[dict[str, object]],
    code: int,
) -> None:
    create(client, service, "Memory", "there")
    before = client.enumerate(Pool)
    result = service.CreatePool(
        PoolSettings=None if requested is None else settings("Memory", requested),
        ParentPools=[pool(client, "Memory", each)._reference() for each in parents],
        AllocationSettings=[allocation("Memory", **each) for each in allocations],
        check=False,
    )
    assert result.ReturnValue == code
    assert client.enumerate(Pool) == before


def test_parents_are_pools_of_the_same_kind_that_are_there(
    client: MemoryConnection, service: Service
) -> None:
    wrong = pool(client, "Processor")._reference()
    missing = Ref(Pool, {"InstanceID": "Microsoft:nothing"})
    for parent, code in ((wrong, WRONG_KIND), (missing, NOT_FOUND)):
        result = service.CreatePool(
            PoolSettings=settings("Memory", "new"),
            ParentPools=[parent],
            AllocationSettings=[allocation("Memory")],
            check=False,
        )
        assert result.ReturnValue == code


def test_folders_are_not_shared_between_parents(
    client: MemoryConnection, service: Service
) -> None:
    for name in ("left", "right"):
        create(client, service, "Virtual Hard Disk", name, HostResource=[f"C:\\{name}"])
    result = service.CreatePool(
        PoolSettings=settings("Virtual Hard Disk", "both"),
        ParentPools=[
            pool(client, "Virtual Hard Disk", each)._reference()
            for each in ("left", "right")
        ],
        AllocationSettings=[allocation("Virtual Hard Disk")],
        check=False,
    )
    assert result.ReturnValue == NOT_SUPPORTED


# --- what can be reserved ---


@pytest.mark.parametrize(
    ("count", "amount"), [(1, 100_000), (8, 800_000), (9, 0), (0, 0)]
)
def test_processors_can_reserve_no_more_than_they_are(
    client: MemoryConnection, count: int, amount: int
) -> None:
    processors = pool(client, "Processor")
    assert isinstance(processors, Msvm_ProcessorPool)
    result = processors.CalculatePossibleReserve(ProcessorCount=count, check=False)
    assert result.ReturnValue == amount
