"""What a benchmark gives: rows with a value, perhaps a peer's, perhaps a bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Bar:
    """What a value has to reach.

    Parameters
    ----------
    limit:
        The value must be below it; or, if ``factor`` is set, the peer's value
        must be at least so many times ours.
    """

    limit: float
    factor: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement, smaller is better.

    Parameters
    ----------
    peer:
        The same of the peer; None where it was not measured.
    skipped:
        Why there is no value; empty where there is one.
    """

    name: str
    value: float | None
    unit: str
    peer: float | None = None
    bar: Bar | None = None
    note: str = ""
    skipped: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times our value the peer's is."""
        if self.value is None or self.peer is None:
            return None
        return self.peer / self.value

    @property
    def passed(self) -> bool | None:
        """Whether the bar is reached; None where that can't be said."""
        if self.bar is None or self.value is None:
            return None
        if self.bar.factor:
            return None if self.ratio is None else self.ratio >= self.bar.limit
        return self.value < self.bar.limit

    def with_values(self, value: float, peer: float | None = None) -> Row:
        """The row, measured."""
        return replace(self, value=value, peer=peer)

    def without_value(self, reason: str) -> Row:
        """The row, skipped for ``reason``."""
        return replace(self, skipped=reason)

    def as_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "peer": self.peer,
            "ratio": self.ratio,
            "bar": self.bar and {"limit": self.bar.limit, "factor": self.bar.factor},
            "passed": self.passed,
            "note": self.note,
            "skipped": self.skipped,
        }


@dataclass(frozen=True, slots=True)
class Settings:
    """How a benchmark is to be run.

    Parameters
    ----------
    runs:
        How often each thing is measured.
    dmtf:
        Start file of the DMTF schema; None with ``no_dmtf`` saying why.
    peer:
        Whether the peer is measured.
    scratch:
        An empty folder.
    """

    runs: int
    dmtf: Path | None
    no_dmtf: str
    peer: bool
    scratch: Path


def typical(measure: Callable[[], float], runs: int) -> float:
    """The median of several runs: what a user can expect."""
    return median(_measured(measure, runs))


def least(measure: Callable[[], float], runs: int) -> float:
    """The least of several runs: the cost itself, without what disturbed it."""
    return min(_measured(measure, runs))


def least_in_turns(
    measures: Mapping[str, Callable[[], float]], runs: int
) -> dict[str, float]:
    """The least of each, all measured in turns.

    What else the machine does then disturbs one side of a comparison as much as the
    other, and the least of several runs leaves most of it out.
    """
    for measure in measures.values():
        measure()
    found: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(runs):
        for name, measure in measures.items():
            found[name].append(measure())
    return {name: min(values) for name, values in found.items()}


def _measured(measure: Callable[[], float], runs: int) -> list[float]:
    """Several runs after one that does not count: it leaves the bytecode behind."""
    if runs > 1:
        measure()
    return [measure() for _ in range(runs)]
