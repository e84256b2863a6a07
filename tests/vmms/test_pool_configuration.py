"""Child pools: how they are made from others, what machines take, when they can go."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hyperv_v2 import (
    CIM_LogicalDevice,
    CIM_ResourceAllocationSettingData,
    CIM_ResourcePool,
    Msvm_AllocationCapabilities,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_ElementAllocatedFromPool,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPort,
    Msvm_MemorySettingData,
    Msvm_ProcessorPool,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationFromPool,
    Msvm_ResourceAllocationSettingData,
    Msvm_ResourcePoolConfigurationService,
    Msvm_ResourcePoolSettingData,
    Msvm_SettingsDefineState,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSnapshotService,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock

Allocation = Msvm_ResourceAllocationSettingData
Connection = Msvm_EthernetPortAllocationSettingData
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
FAILED, OUT_OF_MEMORY = 32768, 32778
IN_USE, INVALID_PARAMETER, NOT_SUPPORTED = 32774, 32773, 32770
WRONG_KIND, INSUFFICIENT, NOT_FOUND, EXISTS = 32776, 32780, 32781, 32788


@pytest.fixture
def client() -> Iterator[MemoryConnection]:
    with Vmms(
        seed=1, cores=8, memory=8192, clock=SimulatedClock()
    ).connect() as connection:
        yield connection


@pytest.fixture
def service(client: MemoryConnection) -> Service:
    (found,) = client.enumerate(Service)
    return found


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


@pytest.fixture
def machine(client: MemoryConnection) -> Msvm_ComputerSystem:
    """A machine that is off."""
    (vmms,) = client.enumerate(Msvm_VirtualSystemManagementService)
    made = vmms.DefineSystem(
        SystemSettings=Msvm_VirtualSystemSettingData(ElementName="vm")
    )
    assert made.ResultingSystem is not None
    found = client.get(made.ResultingSystem)
    assert isinstance(found, Msvm_ComputerSystem)
    return found


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


def taken_from(client: MemoryConnection, made: Pool) -> list[Memory]:
    """The memory of machines that comes from a pool."""
    return client.associators(
        made._reference(),
        result_class=Memory,
        association=Msvm_ResourceAllocationFromPool,
    )


def request_state(
    client: MemoryConnection, machine: Msvm_ComputerSystem, to: int
) -> int:
    """Start or stop a machine; the error code of the job, 0 for none."""
    result = machine.RequestStateChange(RequestedState=to)
    assert result.Job is not None
    job = client.get(result.Job)
    assert isinstance(job, Msvm_ConcreteJob)
    return job.ErrorCode or 0


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


# --- what machines take ---


def test_a_machine_takes_memory_from_its_pool_while_it_runs(
    client: MemoryConnection, service: Service, machine: Msvm_ComputerSystem
) -> None:
    made = create(client, service, "Memory", "gold", Limit=2048)
    assert take_memory(client, machine, "gold") == 4096
    (taken,) = taken_from(client, made)
    assert (taken.InstanceID or "").startswith(f"Microsoft:{machine.Name}")
    assert pool(client, "Memory", "gold").Reserved == 0

    assert request_state(client, machine, RUNNING) == 0
    assert pool(client, "Memory", "gold").Reserved == 1024
    (device,) = client.associators(
        made._reference(),
        result_class=CIM_LogicalDevice,
        association=Msvm_ElementAllocatedFromPool,
    )
    assert device.SystemName == machine.Name

    assert request_state(client, machine, OFF) == 0
    assert pool(client, "Memory", "gold").Reserved == 0


def test_a_machine_does_not_start_with_more_than_its_pool_has(
    client: MemoryConnection, service: Service, machine: Msvm_ComputerSystem
) -> None:
    create(client, service, "Memory", "small", Limit=512)
    take_memory(client, machine, "small")
    assert request_state(client, machine, RUNNING) == OUT_OF_MEMORY
    assert client.get(machine._reference()).EnabledState == OFF
    assert pool(client, "Memory", "small").Reserved == 0


def test_a_checkpoint_takes_nothing_and_may_outlive_the_pool_that_it_names(
    client: MemoryConnection, service: Service, machine: Msvm_ComputerSystem
) -> None:
    made = create(client, service, "Memory", "gold", Limit=2048)
    take_memory(client, machine, "gold")
    (snapshots,) = client.enumerate(Msvm_VirtualSystemSnapshotService)
    snapshots.CreateSnapshot(AffectedSystem=machine, SnapshotType=2)
    assert len(taken_from(client, made)) == 1

    take_memory(client, machine, "")
    assert service.DeletePool(Pool=made._reference()).ReturnValue == 0
    (checkpoint,) = client.associators(
        machine._reference(),
        result_class=Msvm_VirtualSystemSettingData,
        association=Msvm_SnapshotOfVirtualSystem,
    )
    snapshots.ApplySnapshot(Snapshot=checkpoint)
    assert request_state(client, machine, RUNNING) == FAILED
    again = create(client, service, "Memory", "gold", Limit=2048)
    assert request_state(client, machine, RUNNING) == 0
    assert client.get(again._reference()).Reserved == 1024
    assert len(taken_from(client, again)) == 1


def test_processors_reserve_of_their_pool_what_each_does(
    client: MemoryConnection, service: Service, machine: Msvm_ComputerSystem
) -> None:
    create(client, service, "Processor", "fast", Limit=200_000)
    (vmms,) = client.enumerate(Msvm_VirtualSystemManagementService)
    own = Ref(
        Msvm_VirtualSystemSettingData, {"InstanceID": f"Microsoft:{machine.Name}"}
    )
    (processors,) = client.associators(own, result_class=Msvm_ProcessorSettingData)
    vmms.ModifyResourceSettings(
        ResourceSettings=[
            Msvm_ProcessorSettingData(
                InstanceID=processors.InstanceID,
                PoolID="fast",
                VirtualQuantity=2,
                Reservation=50_000,
            )
        ]
    )
    request_state(client, machine, RUNNING)
    assert pool(client, "Processor", "fast").Reserved == 100_000


def test_a_machine_names_a_pool_that_is_there(
    client: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    assert take_memory(client, machine, "nothing") == INVALID_PARAMETER


def test_an_adapter_is_connected_to_a_switch_of_its_pool(
    client: MemoryConnection, service: Service, machine: Msvm_ComputerSystem
) -> None:
    (switch,) = client.enumerate(Msvm_VirtualEthernetSwitch)
    create(
        client,
        service,
        "Ethernet Connection",
        "net",
        HostResource=[str(switch._reference())],
    )
    (vmms,) = client.enumerate(Msvm_VirtualSystemManagementService)
    own = Ref(
        Msvm_VirtualSystemSettingData, {"InstanceID": f"Microsoft:{machine.Name}"}
    )
    added = vmms.AddResourceSettings(
        AffectedConfiguration=own,
        ResourceSettings=[
            Msvm_SyntheticEthernetPortSettingData(
                ResourceType=10, ResourceSubType=subtype("Synthetic Ethernet Port")
            )
        ],
    )
    assert added.ResultingResourceSettings is not None
    vmms.AddResourceSettings(
        AffectedConfiguration=own,
        ResourceSettings=[
            Connection(
                ResourceType=33,
                ResourceSubType=subtype("Ethernet Connection"),
                Parent=str(added.ResultingResourceSettings[0]),
                PoolID="net",
            )
        ],
    )
    before = client.associators(
        switch._reference(), result_class=Msvm_EthernetSwitchPort
    )
    assert request_state(client, machine, RUNNING) == 0
    after = client.associators(
        switch._reference(), result_class=Msvm_EthernetSwitchPort
    )
    assert len(after) == len(before) + 1


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
