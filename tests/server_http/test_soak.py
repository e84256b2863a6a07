"""A short soak: clients do anything to a host, and nothing breaks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def test_a_host_bears_clients_that_do_anything() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.soak", "--seconds", "3", "--clients", "2"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout, done.stderr
    result = json.loads(done.stdout)
    assert result["problems"] == []
    assert result["requests"] > 0
    assert done.returncode == 0
