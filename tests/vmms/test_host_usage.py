"""What pools and NUMA nodes tell of the machines that run."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    CIM_ResourcePool,
    Msvm_MemorySettingData,
    Msvm_NumaNode,
    Msvm_ProcessorSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)
from hypothesis import given
from hypothesis import strategies as st

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms import Vmms
from mofgen.vmms.host_usage import HostUsage
from mofgen.vmms.refusals import RefusedError

RUNNING, OFF, SAVED = 2, 3, 6


def define(client: MemoryConnection, memory: int, processors: int = 1) -> Any:
    """A machine that is off, with so much memory and half of its processors reserved."""
    (service,) = client.enumerate(Msvm_VirtualSystemManagementService)
    defined = service.DefineSystem(
        SystemSettings=Msvm_VirtualSystemSettingData(ElementName="m"),
        ResourceSettings=[
            Msvm_MemorySettingData(VirtualQuantity=memory),
            Msvm_ProcessorSettingData(VirtualQuantity=processors, Reservation=50000),
        ],
    )
    assert defined.ResultingSystem is not None
    return client.get(defined.ResultingSystem)


def reserved(client: MemoryConnection, subtype: str) -> int | None:
    pools = CIM_ResourcePool.objects(client)
    return pools.get(ResourceSubType=f"Microsoft:Hyper-V:{subtype}").Reserved


def nodes(client: MemoryConnection) -> list[tuple[int | None, int | None]]:
    """What memory is left of each node, and how many virtual processors it has."""
    return [
        (each.CurrentlyConsumableMemoryBlocks, each.CurrentlyAssignedVirtualProcessors)
        for each in client.enumerate(Msvm_NumaNode)
    ]


@pytest.mark.parametrize("stopped", [OFF, SAVED])
def test_the_pools_tell_what_running_machines_have(stopped: int) -> None:
    client = Vmms(cores=8, memory=16384).connect()
    machine = define(client, 4096, 2)
    assert (reserved(client, "Memory"), reserved(client, "Processor")) == (0, 0)
    machine.RequestStateChange(RequestedState=RUNNING)
    assert reserved(client, "Memory") == 4096
    assert reserved(client, "Processor") == 100_000
    assert nodes(client) == [(12288, 2)]
    machine.RequestStateChange(RequestedState=stopped)
    assert (reserved(client, "Memory"), reserved(client, "Processor")) == (0, 0)
    assert nodes(client) == [(16384, 0)]


def test_a_machine_runs_on_the_node_that_has_most_left() -> None:
    client = Vmms(cores=32, memory=16384).connect()
    first, second, third = (define(client, size) for size in (3072, 2048, 2048))
    for machine in (first, second, third):
        machine.RequestStateChange(RequestedState=RUNNING)
    assert nodes(client) == [(8192 - 3072, 1), (8192 - 4096, 2)]
    first.RequestStateChange(RequestedState=OFF)
    assert nodes(client) == [(8192, 0), (8192 - 4096, 2)]


def test_a_large_machine_spans_nodes() -> None:
    client = Vmms(cores=32, memory=16384).connect()
    define(client, 10240).RequestStateChange(RequestedState=RUNNING)
    assert nodes(client) == [(0, 1), (6144, 0)]


def test_a_machine_that_does_not_start_takes_nothing() -> None:
    client = Vmms(cores=8, memory=2048).connect()
    define(client, 4096).RequestStateChange(RequestedState=RUNNING)
    assert nodes(client) == [(2048, 0)]
    assert reserved(client, "Memory") == 0


def test_memory_and_reservations_change_while_the_machine_runs() -> None:
    client = Vmms(cores=8, memory=16384).connect()
    machine = define(client, 2048)
    machine.RequestStateChange(RequestedState=RUNNING)
    (service,) = client.enumerate(Msvm_VirtualSystemManagementService)
    memory, processors = (
        next(
            each
            for each in client.enumerate(cls)
            if str(each.InstanceID).startswith(f"Microsoft:{machine.Name}\\")
        )
        for cls in (Msvm_MemorySettingData, Msvm_ProcessorSettingData)
    )
    service.ModifyResourceSettings(
        ResourceSettings=[
            memory.copy(VirtualQuantity=3072),
            processors.copy(Reservation=20000),
        ]
    )
    assert reserved(client, "Memory") == 3072
    assert reserved(client, "Processor") == 20_000
    assert nodes(client) == [(16384 - 3072, 1)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3000)), max_size=30))
def test_what_is_given_and_what_is_left_is_all_there_is(
    requests: list[tuple[int, int]],
) -> None:
    host = Vmms(cores=32, memory=4096)
    usage: HostUsage = host.usage
    with host.manager.transaction() as transaction:
        for machine, amount in requests:
            try:
                usage.assign(transaction, str(machine), amount)
            except RefusedError:
                assert amount > usage.available
            given_away = sum(usage.assigned(str(each)) for each in range(4))
            assert given_away + usage.available == 4096
