"""The code as a whole: linters, type checkers, and who may import whom."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "mofgen"

# --- Tools ----------------------------------------------------------------------


def run(tool: str, *arguments: str) -> None:
    if importlib.util.find_spec(tool) is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run(
        [sys.executable, "-m", tool, *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[:4000]


def python_folders() -> list[str]:
    """The folders with code written by hand; generated code has its own tests."""
    return sorted(
        path.name
        for path in REPOSITORY.iterdir()
        if path.name != "generated"
        and not path.name.startswith(".")
        and any(path.glob("**/*.py"))
        and not (path / "pyvenv.cfg").exists()
    )


def test_ruff_has_nothing_to_say() -> None:
    run("ruff", "check", "--no-cache", *python_folders())


def test_black_would_change_nothing() -> None:
    run("black", "--check", "--quiet", "--diff", *python_folders())


def test_mypy_accepts_the_code_and_the_examples(tmp_path: Path) -> None:
    run("mypy", "--strict", "--cache-dir", str(tmp_path), "mofgen", "examples")


# --- Imports --------------------------------------------------------------------

MAY_IMPORT = {
    "runtime": set[str](),
    "mof": set[str](),
    "ir": {"mof"},
    "codegen": {"ir"},
    "diff": {"ir"},
    "show": {"ir"},
    "provider": {"runtime", "mof"},
    "vmms": {"provider", "runtime"},
    "wsman": {"runtime"},
    "winrm": {"runtime", "wsman"},
    "server": {"runtime", "wsman"},
    "com": {"runtime"},
    "cli": {
        *("mof", "ir", "codegen", "diff", "show"),
        *("runtime", "provider", "vmms", "server"),
    },
}
"""Which other packages of mofgen each package may use.

The modules beside the packages (``mofgen.suggest`` and the like) are for all but
the runtime, which goes into programs where the generator is not wanted.
"""

PACKAGES = sorted(f.name for f in PACKAGE.iterdir() if (f / "__init__.py").exists())


def module_name(file: Path) -> str:
    parts = file.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(file): file for file in PACKAGE.rglob("*.py")}


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules of mofgen that the import statements right in ``tree`` name."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                yield submodule if submodule in MODULES else node.module or ""


def imported_anywhere(tree: ast.AST) -> set[str]:
    """As :func:`imported`, those in functions and for type checkers included."""
    return {name for node in ast.walk(tree) for name in imported(node)}


def parsed(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_import_only_downwards(package: str) -> None:
    assert package in MAY_IMPORT, f"say in MAY_IMPORT what {package} may use"
    used = {
        name.split(".")[1]
        for module in MODULES
        if module.split(".")[1:2] == [package]
        for name in imported_anywhere(parsed(module))
        if "." in name
    }
    assert used & set(PACKAGES) <= MAY_IMPORT[package] | {package}


def test_the_runtime_uses_nothing_else_of_mofgen() -> None:
    used = {
        name
        for module in MODULES
        if module.startswith("mofgen.runtime")
        for name in imported_anywhere(parsed(module))
    }
    assert {name for name in used if not name.startswith("mofgen.runtime")} == set()


def test_modules_beside_the_packages_use_no_package() -> None:
    for module in MODULES:
        top = module.split(".")[1:2]
        if top and top[0] not in PACKAGES:
            used = {
                n.split(".")[1] for n in imported_anywhere(parsed(module)) if "." in n
            }
            assert not used & set(PACKAGES), module


def test_imports_go_in_no_circles() -> None:
    graph = {module: set(imported(parsed(module))) for module in MODULES}
    # The face of the runtime imports all its modules, and each of them is in it.
    TopologicalSorter(graph).prepare()
