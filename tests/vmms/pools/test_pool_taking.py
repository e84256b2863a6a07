"""Child pools: what machines take from them."""

from __future__ import annotations

from hyperv_v2 import (
    CIM_LogicalDevice,
    Msvm_ComputerSystem,
    Msvm_ElementAllocatedFromPool,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPort,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationFromPool,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSnapshotService,
)
from pool_client import (
    INVALID_PARAMETER,
    OFF,
    RUNNING,
    Memory,
    Pool,
    Service,
    create,
    pool,
    request_state,
    subtype,
    take_memory,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref

Connection = Msvm_EthernetPortAllocationSettingData

FAILED, OUT_OF_MEMORY = 32768, 32778


def taken_from(client: MemoryConnection, made: Pool) -> list[Memory]:
    """The memory of machines that comes from a pool."""
    return client.associators(
        made._reference(),
        result_class=Memory,
        association=Msvm_ResourceAllocationFromPool,
    )


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
