"""A host with its pools, and a machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)
from pool_client import Service

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock


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
