"""A host whose clock stands, and its client."""

from __future__ import annotations

import pytest

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def host(clock: SimulatedClock) -> Vmms:
    return Vmms(seed=1, clock=clock)


@pytest.fixture
def client(host: Vmms) -> MemoryConnection:
    return host.connect()
