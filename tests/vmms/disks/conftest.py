"""A host whose clock stands, with the service of its disks."""

from __future__ import annotations

import pytest
from disk_client import BASE, LEAF, MIDDLE
from hyperv_v2 import Msvm_ImageManagementService

from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import GIB, VirtualFile
from mofgen.vmms.new_disks import NewDisk, create


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def host(clock: SimulatedClock) -> Vmms:
    return Vmms(seed=1, clock=clock)


@pytest.fixture
def service(host: Vmms) -> Msvm_ImageManagementService:
    return host.connect().enumerate(Msvm_ImageManagementService)[0]


@pytest.fixture
def disks(host: Vmms) -> list[VirtualFile]:
    """A chain of three: leaf, middle, base."""
    return [
        create(host.files, NewDisk(BASE, capacity=10 * GIB)),
        create(host.files, NewDisk(MIDDLE, Types.DIFFERENCING, parent=BASE)),
        create(host.files, NewDisk(LEAF, Types.DIFFERENCING, parent=MIDDLE)),
    ]
