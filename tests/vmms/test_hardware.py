"""The processors, the memory and the NUMA nodes of a host."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    CIM_LogicalDevice,
    Msvm_ComputerSystem,
    Msvm_ElementAllocatedFromNumaNode,
    Msvm_Memory,
    Msvm_NumaNode,
    Msvm_Processor,
    Msvm_SystemDevice,
)

from mofgen.vmms import Vmms


@pytest.mark.parametrize(
    ("cores", "nodes"), [(1, [1]), (16, [16]), (17, [9, 8]), (64, [16] * 4)]
)
def test_processors_are_spread_over_the_nodes(cores: int, nodes: list[int]) -> None:
    client = Vmms(cores=cores, memory=10001).connect()
    found = client.enumerate(Msvm_NumaNode)
    assert [each.NumberOfLogicalProcessors for each in found] == nodes
    assert sum(each.CurrentlyConsumableMemoryBlocks or 0 for each in found) == 10001
    for node in found:
        processors = client.associators(
            node._reference(),
            result_class=Msvm_Processor,
            association=Msvm_ElementAllocatedFromNumaNode,
        )
        assert len(processors) == node.NumberOfLogicalProcessors
    (computer,) = client.enumerate(Msvm_ComputerSystem)
    assert computer.NumberOfNumaNodes == len(nodes)


def test_the_devices_of_the_host(hyperv: Vmms) -> None:
    client = hyperv.connect()
    (computer,) = client.enumerate(Msvm_ComputerSystem)
    devices = client.associators(
        computer._reference(),
        result_class=CIM_LogicalDevice,
        association=Msvm_SystemDevice,
    )
    processors = [each for each in devices if isinstance(each, Msvm_Processor)]
    memory = [each for each in devices if isinstance(each, Msvm_Memory)]
    assert len(processors) == hyperv.cores
    assert [each.NumberOfBlocks for each in memory] == [hyperv.memory]
