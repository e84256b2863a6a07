"""A host and its client."""

from __future__ import annotations

import pytest

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms.host import Vmms


@pytest.fixture
def host() -> Vmms:
    return Vmms(seed=1)


@pytest.fixture
def conn(host: Vmms) -> MemoryConnection:
    return host.connect()
