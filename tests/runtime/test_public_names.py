"""``mofgen.runtime``: all that users need by one name, and little of it loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from mofgen import runtime

SOURCE = ast.parse(Path(str(runtime.__file__)).read_text("utf-8"))


def names_for_checkers() -> dict[str, str]:
    """What type checkers are told of the names that are loaded later."""
    (block,) = (node for node in SOURCE.body if isinstance(node, ast.If))
    return {
        alias.name: (node.module or "").rpartition(".")[2]
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_checkers_and_python_know_the_same_names() -> None:
    assert {
        name: module.rpartition(".")[2] for name, module in runtime._MODULES.items()
    } == names_for_checkers()


def test_every_name_is_there() -> None:
    assert len(runtime._MODULES) > 50
    for name in dir(runtime):
        assert getattr(runtime, name) is not None, name


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(
        AttributeError, match=r"^module 'mofgen\.runtime' has no attribute 'Nope'$"
    ):
        _ = runtime.Nope


def test_importing_the_runtime_loads_nothing_heavy() -> None:
    program = """
import sys
before = set(sys.modules)
import mofgen.runtime
print(*(set(sys.modules) - before))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "mofgen.runtime.instance" in loaded
    heavy = {"asyncio", "xml", "json", "difflib", "lark", "importlib.metadata"}
    assert loaded & heavy == set()
    ours = {name for name in loaded if name.startswith("mofgen.")}
    later = {f"mofgen.runtime.{module}" for module in runtime._LATER}
    assert ours & later == set()
    assert not any(name.startswith("mofgen.runtime.codecs") for name in ours)
