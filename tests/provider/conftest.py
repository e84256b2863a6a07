"""The harbour: a schema of its own, generated as any other, with a host in memory."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mofgen.codegen.package import Options, plan_package
from mofgen.ir import resolve
from mofgen.mof import parse_files
from mofgen.provider.manager import ObjectManager
from mofgen.provider.memory_connection import MemoryConnection

_PACKAGE = "harbour_of_provider_tests"


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The generated package."""
    schema = resolve(parse_files([Path(__file__).with_name("harbour.mof")]))
    folder = tmp_path_factory.mktemp("harbour")
    for path, content in plan_package(schema, Options(package=_PACKAGE)).items():
        file = folder / _PACKAGE / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    sys.path.insert(0, str(folder))
    yield importlib.import_module(_PACKAGE)
    sys.path.remove(str(folder))
    for name in [n for n in sys.modules if n.partition(".")[0] == _PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def manager(harbour: Any) -> ObjectManager:
    """A host without any object; vessels and berths are found by name at once."""
    return ObjectManager(harbour, indexed=["Name"])


@pytest.fixture
def connection(manager: ObjectManager) -> MemoryConnection:
    """A connection to that host."""
    return MemoryConnection(manager)
