"""Importing the generated package, and the first class of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from time import perf_counter

from benchmarks.fresh import REPOSITORY, call
from benchmarks.results import Bar, Row, Settings, least

_CLASS = "Msvm_ComputerSystem"
_RUNS_FACTOR = 3  # a few milliseconds each: more runs, less noise


def rows(settings: Settings) -> Iterator[Row]:
    """The least of many runs: what else the machine does is no cost of ours."""
    runs = settings.runs * _RUNS_FACTOR
    yield Row(
        "import hyperv_v2",
        least(lambda: call("importing", "package"), runs),
        "ms",
        bar=Bar(20),
        note="over a bare interpreter",
    )
    yield Row(
        "its first class",
        least(lambda: call("importing", "first_class"), runs),
        "ms",
        bar=Bar(5),
        note=f"{_CLASS} and its superclasses",
    )


# --- measured, each in a process of its own ---


def package() -> float:
    """Import the package; milliseconds."""
    sys.path.insert(0, str(REPOSITORY / "generated"))
    began = perf_counter()
    import hyperv_v2  # noqa: F401

    return (perf_counter() - began) * 1000


def first_class() -> float:
    """Ask the imported package for a class; milliseconds."""
    sys.path.insert(0, str(REPOSITORY / "generated"))
    import hyperv_v2

    began = perf_counter()
    getattr(hyperv_v2, _CLASS)
    return (perf_counter() - began) * 1000
