"""``mofgen generate`` on the Hyper-V schema, as a user runs it: whole processes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.fresh import wall_time
from benchmarks.results import Bar, Row, Settings, typical

_COMMAND = "from mofgen.cli import main; main()"


def rows(settings: Settings) -> Iterator[Row]:
    """From nothing, and with nothing to do."""
    folder = settings.scratch / "generating"
    yield Row(
        "generate hyperv_v2, cold",
        typical(lambda: _from_nothing(folder), settings.runs),
        "s",
        bar=Bar(3),
        note="no cache, empty folder",
    )
    yield Row(
        "generate hyperv_v2, unchanged",
        typical(lambda: _generate(folder), settings.runs),
        "s",
        bar=Bar(0.5),
    )


def _from_nothing(folder: Path) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    return _generate(folder)


def _generate(folder: Path) -> float:
    cache = {"MOFGEN_CACHE_DIR": str(folder / "cache")}
    # The schema is the one that the repository's own configuration names.
    out = str(folder / "out")
    return wall_time(_COMMAND, "generate", "--out", out, environment=cache)
