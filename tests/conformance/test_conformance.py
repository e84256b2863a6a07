"""The conformance cases, each over every transport; see README.md."""

from __future__ import annotations

import pytest
from case_files import CaseError, cases_and_errors
from case_hosts import TRANSPORTS
from case_model import Case
from case_runs import run


def name(case: Case | CaseError) -> str:
    if isinstance(case, Case):
        return case.name
    return f"{case.path.parent.name}/{case.path.stem}: cannot be read: {case.title}"


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("case", list(cases_and_errors()), ids=name)
def test_case(case: Case | CaseError, transport: str) -> None:
    if isinstance(case, CaseError):
        raise case
    run(case, TRANSPORTS[transport])
