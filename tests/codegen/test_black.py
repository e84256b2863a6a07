"""black, which never runs when a package is generated, would change nothing in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def assert_black(folder: Path) -> None:
    options = ["--check", "--quiet", "--diff", "--target-version=py311", "--workers=2"]
    done = subprocess.run(
        [sys.executable, "-m", "black", *options, str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[:4000] + done.stderr[:4000]


def test_the_committed_package() -> None:
    assert_black(REPOSITORY / "generated" / "hyperv_v2")


def test_the_zoo(zoo_folder: Path) -> None:
    assert_black(zoo_folder / "zoo")
