"""A host whose clock stands, its client, and the service of its switches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from switch_client import Service

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock


@pytest.fixture
def host() -> Vmms:
    return Vmms(seed=1, clock=SimulatedClock())


@pytest.fixture
def client(host: Vmms) -> Iterator[MemoryConnection]:
    with host.connect() as connection:
        yield connection


@pytest.fixture
def service(client: MemoryConnection) -> Service:
    (found,) = client.enumerate(Service)
    return found
