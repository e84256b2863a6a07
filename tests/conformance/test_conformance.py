"""The conformance cases, each over every transport; see README.md."""

from __future__ import annotations

import pytest
from case_files import cases
from case_hosts import TRANSPORTS
from case_model import Case
from case_runs import run


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_case(case: Case, transport: str) -> None:
    run(case, TRANSPORTS[transport])
