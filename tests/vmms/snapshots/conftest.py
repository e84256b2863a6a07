"""A host with a machine of which checkpoints are taken."""

from __future__ import annotations

import pytest
from snapshot_bench import Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()
