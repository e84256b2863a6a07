"""``mofgen generate`` on the Hyper-V schema, as a user runs it: whole processes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.fresh import wall_time
from benchmarks.results import Bar, Row, Settings, typical

_COMMAND = "from mofgen.cli import main; main()"


def rows(settings: Settings) -> Iterator[Row]:
    """From nothing, and with nothing to do but to find that out."""
    folder = settings.scratch / "generating"
    yield Row(
        "generate hyperv_v2, cold",
        typical(lambda: _from_nothing(folder), settings.runs),
        "s",
        bar=Bar(3),
        note="no cache, empty folder",
    )
    yield Row(
        "generate hyperv_v2, schema cached",
        typical(lambda: _rendered_again(folder), settings.runs),
        "s",
        note="all rendered, nothing to write",
    )
    yield Row(
        "generate hyperv_v2, unchanged",
        typical(lambda: _generate(folder), settings.runs),
        "s",
        bar=Bar(0.5),
        note="known by its hashes",
    )


def _from_nothing(folder: Path) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    return _generate(folder)


def _rendered_again(folder: Path) -> float:
    for outline in folder.glob("cache/*.mofgen-outline"):
        outline.unlink()
    return _generate(folder)


def _generate(folder: Path) -> float:
    cache = {"MOFGEN_CACHE_DIR": str(folder / "cache")}
    # The schema is the one that the repository's own configuration names.
    out = str(folder / "out")
    return wall_time(_COMMAND, "generate", "--out", out, environment=cache)
