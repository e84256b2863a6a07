"""A host with a machine of which checkpoints are taken."""

from __future__ import annotations

import pytest
from reference_point_client import Backup
from snapshot_bench import Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def backup(bench: Bench) -> Backup:
    """What backs up the machine, which has one disk."""
    bench.add_disk()
    return Backup(bench)
