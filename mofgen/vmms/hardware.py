"""The machine that a host runs on: processors, memory, NUMA nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ElementAllocatedFromNumaNode,
    Msvm_HostedDependency,
    Msvm_Memory,
    Msvm_NumaNode,
    Msvm_Processor,
    Msvm_SystemDevice,
)

from mofgen.runtime.references import Ref

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

CORES_OF_A_NODE: Final = 16
"""A host with more logical processors has more than one NUMA node."""

_SYSTEM_CLASS: Final = "Msvm_ComputerSystem"


def install(host: Vmms) -> None:
    """Make the hardware of a host, spread evenly over its NUMA nodes."""
    memory_of = memory_of_nodes(host.cores, host.memory)
    count = len(memory_of)
    with host.manager.transaction() as transaction:
        (computer,) = transaction.objects(Msvm_ComputerSystem, Name=host.name)
        transaction.change(computer, NumberOfNumaNodes=count)
        for number, memory in enumerate(memory_of):
            cores = range(host.cores)[number::count]
            _node(transaction, computer, number, cores, memory)


def memory_of_nodes(cores: int, memory: int) -> list[int]:
    """How much of its memory each NUMA node of a host has, in MB."""
    count = -(-cores // CORES_OF_A_NODE)
    return [memory // count + (0 if n else memory % count) for n in range(count)]


def node_ref(host_name: str, number: int) -> Ref[Msvm_NumaNode]:
    """What refers to a NUMA node of a host."""
    return Ref(
        Msvm_NumaNode,
        {
            "SystemCreationClassName": _SYSTEM_CLASS,
            "SystemName": host_name,
            "CreationClassName": "Msvm_NumaNode",
            "NodeID": _node_id(number),
        },
    )


def _node_id(number: int) -> str:
    return f"Microsoft:PhysicalNode\\{number}"


def _node(
    transaction: Transaction,
    computer: Msvm_ComputerSystem,
    number: int,
    cores: range,
    memory: int,
) -> None:
    """Make a NUMA node with what belongs to it."""
    node = transaction.create(
        Msvm_NumaNode(
            SystemCreationClassName=_SYSTEM_CLASS,
            SystemName=computer.Name,
            CreationClassName="Msvm_NumaNode",
            NodeID=_node_id(number),
            ElementName=f"Numa Node {number}",
            NumberOfProcessorCores=len(cores),
            NumberOfLogicalProcessors=len(cores),
            CurrentlyConsumableMemoryBlocks=memory,
            CurrentlyAssignedVirtualProcessors=0,
        )
    )
    transaction.create(Msvm_HostedDependency(Antecedent=computer, Dependent=node))
    devices: list[Ref[Msvm_Processor] | Ref[Msvm_Memory]] = [
        transaction.create(_processor(computer, core)) for core in cores
    ]
    devices.append(transaction.create(_memory(computer, number, memory)))
    for device in devices:
        transaction.create(
            Msvm_SystemDevice(GroupComponent=computer, PartComponent=device)
        )
        transaction.create(
            Msvm_ElementAllocatedFromNumaNode(Antecedent=node, Dependent=device)
        )


def _processor(computer: Msvm_ComputerSystem, core: int) -> Msvm_Processor:
    return Msvm_Processor(
        SystemCreationClassName=_SYSTEM_CLASS,
        SystemName=computer.Name,
        CreationClassName="Msvm_Processor",
        DeviceID=f"Microsoft:PhysicalProcessor\\{core}",
        ElementName=f"Logical Processor {core}",
        OperationalStatus=[2],
        LoadPercentage=0,
        LoadPercentageHistory=[0],
        AddressWidth=64,
        DataWidth=64,
    )


def _memory(computer: Msvm_ComputerSystem, number: int, megabytes: int) -> Msvm_Memory:
    return Msvm_Memory(
        SystemCreationClassName=_SYSTEM_CLASS,
        SystemName=computer.Name,
        CreationClassName="Msvm_Memory",
        DeviceID=f"Microsoft:PhysicalMemory\\{number}",
        ElementName=f"Memory of node {number}",
        OperationalStatus=[2],
        BlockSize=1 << 20,
        NumberOfBlocks=megabytes,
        ConsumableBlocks=megabytes,
        Primordial=True,
    )
