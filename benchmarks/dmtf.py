"""Parsing and resolving the DMTF schema, against pywbem's compiler.

Times run from the first import to the resolved schema, each in a fresh process,
on both sides. The peer is ``pywbem_mock.FakedWBEMConnection.compile_mof_file``:
pywbem's MOF compiler with the repository that resolves what it compiles, as
mofgen does. ``MOFCompiler`` alone keeps classes as declared; a row of its own
compares it with mofgen's parser. All are run in turns, as often as each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.fresh import call
from benchmarks.results import Bar, Row, Settings, least_in_turns

_NAMESPACE = "root/cimv2"


def rows(settings: Settings) -> Iterator[Row]:
    """Cold, warm, and the parser alone."""
    cold = Row("DMTF schema, cold", None, "s", bar=Bar(8, factor=True))
    warm = Row("DMTF schema, cached", None, "s", bar=Bar(60, factor=True))
    syntax = Row("DMTF schema, syntax only", None, "s")
    if settings.dmtf is None:
        for row in (cold, warm, syntax):
            yield row.without_value(settings.no_dmtf)
        return
    found = least_in_turns(_measures(settings), settings.runs)
    resolving = found.get("peer_resolve")
    yield cold.with_values(found["resolve_cold"], resolving)
    yield warm.with_values(found["resolve_cached"], resolving)
    yield syntax.with_values(found["parse"], found.get("peer_compile"))


def _measures(settings: Settings) -> dict[str, Callable[[], float]]:
    start = str(settings.dmtf)
    cache = {"MOFGEN_CACHE_DIR": str(settings.scratch / "dmtf-cache")}
    functions = ["resolve_cold", "resolve_cached", "parse"]
    if settings.peer:
        functions += ["peer_resolve", "peer_compile"]
    return {
        name: partial(call, "dmtf", name, start, environment=cache)
        for name in functions
    }


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
