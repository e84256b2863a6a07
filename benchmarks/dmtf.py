"""Parsing and resolving the DMTF schema, against pywbem's compiler.

Times run from the first import to the resolved schema, each in a fresh process,
on both sides. The peer is ``pywbem_mock.FakedWBEMConnection.compile_mof_file``:
pywbem's MOF compiler with the repository that resolves what it compiles, as
mofgen does. ``MOFCompiler`` alone keeps classes as declared; a row of its own
compares it with mofgen's parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks.fresh import call
from benchmarks.results import Bar, Row, Settings, least, typical

_NAMESPACE = "root/cimv2"
_PEER_RUNS = 2


def rows(settings: Settings) -> Iterator[Row]:
    """Cold, warm, and the parser alone."""
    cold = Row("DMTF schema, cold", None, "s", bar=Bar(8, factor=True))
    warm = Row("DMTF schema, cached", None, "s", bar=Bar(60, factor=True))
    syntax = Row("DMTF schema, syntax only", None, "s")
    if settings.dmtf is None:
        for row in (cold, warm, syntax):
            yield row.without_value(settings.no_dmtf)
        return
    start = str(settings.dmtf)
    cache = {"MOFGEN_CACHE_DIR": str(settings.scratch / "dmtf-cache")}
    resolving = _peer(settings, "peer_resolve")
    yield cold.with_values(
        typical(lambda: call("dmtf", "resolve_cold", start), settings.runs), resolving
    )
    call("dmtf", "resolve_cached", start, environment=cache)  # fills the cache
    yield warm.with_values(
        typical(
            lambda: call("dmtf", "resolve_cached", start, environment=cache),
            settings.runs,
        ),
        resolving,
    )
    yield syntax.with_values(
        typical(lambda: call("dmtf", "parse", start), settings.runs),
        _peer(settings, "peer_compile"),
    )


def _peer(settings: Settings, function: str) -> float | None:
    """The peer's best time, while ours is the median: a doubt goes to the peer."""
    if not settings.peer:
        return None
    start = str(settings.dmtf)
    return least(lambda: call("dmtf", function, start), _PEER_RUNS)


# --- measured, each in a process of its own ---


def resolve_cold(start: str) -> float:
    """Parse and resolve the files."""
    began = perf_counter()
    from mofgen.ir import resolve
    from mofgen.mof import parse_files

    resolve(parse_files([start]))
    return perf_counter() - began


def resolve_cached(start: str) -> float:
    """Load the schema as every command does, cache and all."""
    began = perf_counter()
    from mofgen.ir.cache import load_schema

    load_schema([start])
    return perf_counter() - began


def parse(start: str) -> float:
    """Parse the files."""
    began = perf_counter()
    from mofgen.mof import parse_files

    parse_files([start])
    return perf_counter() - began


def peer_resolve(start: str) -> float:
    """Compile with pywbem into a repository that resolves."""
    began = perf_counter()
    from pywbem_mock import FakedWBEMConnection

    connection = FakedWBEMConnection(default_namespace=_NAMESPACE)
    connection.compile_mof_file(
        start, namespace=_NAMESPACE, search_paths=[str(Path(start).parent)]
    )
    return perf_counter() - began


def peer_compile(start: str) -> float:
    """Compile with pywbem, classes kept as declared."""
    began = perf_counter()
    from pywbem import MOFCompiler, MOFWBEMConnection

    compiler = MOFCompiler(
        MOFWBEMConnection(),
        search_paths=[str(Path(start).parent)],
        log_func=None,
    )
    compiler.compile_file(start, _NAMESPACE)
    return perf_counter() - began
