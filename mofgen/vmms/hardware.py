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

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

CORES_OF_A_NODE: Final = 16
"""A host with more logical processors has more than one NUMA node."""

_SYSTEM_CLASS: Final = "Msvm_ComputerSystem"


def install(host: Vmms) -> None:
    """Make the hardware of a host, spread evenly over its NUMA nodes."""
    count = -(-host.cores // CORES_OF_A_NODE)
    with host.manager.transaction() as transaction:
        (computer,) = transaction.objects(Msvm_ComputerSystem, Name=host.name)
        transaction.change(computer, NumberOfNumaNodes=count)
        for number in range(count):
            cores = range(host.cores)[number::count]
            memory = host.memory // count + (host.memory % count if not number else 0)
            _node(transaction, computer, number, cores, memory)


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
            NodeID=f"Microsoft:PhysicalNode\\{number}",
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
