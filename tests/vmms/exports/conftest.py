"""A host with a machine that is exported and imported."""

from __future__ import annotations

import pytest
from export_bench import Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()
