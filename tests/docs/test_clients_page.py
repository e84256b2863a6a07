"""The programs that the page on clients shows do what they are to do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from documents import REPOSITORY, blocks
from serve_process import serve_process

pytest.importorskip("aiohttp")

PAGE = (REPOSITORY / "docs" / "clients.md").read_text("utf-8")
PROGRAMS = [block.text for block in blocks(PAGE) if block.language == "python"]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the host that the page starts, which takes one that is free here."""
    folder = tmp_path_factory.mktemp("serve")
    with serve_process(folder, "Pa55:word", "--vms", "3") as found:
        yield found


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ("hyperv_v2", "Enabled"),
        ("pypsrp", "Hyper-V Virtual System Management"),
        ("winrm", "<i:ProductVendor>mofgen</i:ProductVendor>"),
    ],
)
def test_a_program_runs(port: int, needs: str, said: str) -> None:
    pytest.importorskip(needs)
    [program] = [text for text in PROGRAMS if f"from {needs}" in text]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program.replace("5985", str(port))],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


def test_each_program_is_run() -> None:
    assert len(PROGRAMS) == 3
