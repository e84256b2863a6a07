"""Cases over real sockets: one success and one refusal of each method.

The rest of the cases run over the same messages without a socket; what HTTP, signing in
and encryption can spoil does not depend on which of them is sent.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("aiohttp")
pytest.importorskip("cryptography")
pytest.importorskip("pypsrp")

from case_choice import representative
from case_files import cases_and_errors
from case_hosts import Transport
from case_model import Case
from case_runs import run
from case_servers import SERVED

CASES = representative(cases_and_errors())


@pytest.fixture(scope="module", params=SERVED)
def transport(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Transport]:
    with SERVED[request.param](tmp_path_factory.mktemp("server")) as opened:
        yield opened


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, transport: Transport) -> None:
    run(case, transport)
