"""The most memory that a process holds at once while it resolves the DMTF schema."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from benchmarks.fresh import call
from benchmarks.results import Bar, Row, Settings, typical


def rows(settings: Settings) -> Iterator[Row]:
    """Peak memory of the whole process, interpreter included."""
    row = Row("DMTF schema, peak memory", None, "MB", bar=Bar(400))
    if settings.dmtf is None:
        yield row.without_value(settings.no_dmtf)
        return
    if sys.platform == "win32":
        yield row.without_value("the resource module is not there on Windows")
        return
    start = str(settings.dmtf)
    peer = call("memory", "peer_peak", start) if settings.peer else None
    yield row.with_values(
        typical(lambda: call("memory", "peak", start), settings.runs), peer
    )


# --- measured, each in a process of its own ---


def peak(start: str) -> float:
    """Parse and resolve; megabytes at the peak."""
    from benchmarks.dmtf import resolve_cold

    resolve_cold(start)
    return peak_megabytes()


def peer_peak(start: str) -> float:
    """The same by the peer."""
    from benchmarks.dmtf import peer_resolve

    peer_resolve(start)
    return peak_megabytes()


def peak_megabytes() -> float:
    """The most memory that this process has had."""
    import resource

    # Bytes on macOS, kilobytes elsewhere.
    unit = 1 if sys.platform == "darwin" else 1024
    peak_size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak_size * unit / 1_000_000
