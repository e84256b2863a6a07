"""What other tools read: the pre-commit hook and the CI script."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from documents import REPOSITORY, Sandbox

HOOK = REPOSITORY / ".pre-commit-hooks.yaml"
CI = REPOSITORY / ".ci" / "run"


def hook() -> dict[str, str]:
    """The keys of the one hook; its file has plain ``key: value`` lines only."""
    lines = HOOK.read_text("utf-8").splitlines()
    return {
        key.lstrip("- "): value.strip("'")
        for key, _, value in (line.partition(": ") for line in lines)
    }


def test_the_hook_is_complete() -> None:
    found = hook()
    assert found["id"] == "mofgen-check"
    assert found["language"] == "python"
    assert found["entry"] == "mofgen check"
    assert found["pass_filenames"] == "false"


@pytest.mark.parametrize(
    "path",
    [
        "schemas/WindowsVirtualization.v2.mof",
        "vendor/texts.mfl",
        "pyproject.toml",
        "templates/class.py.j2",
        "generated/hyperv_v2/__init__.pyi",
        "generated/hyperv_v2/mofgen-manifest.json",
        "generated/hyperv_v2/classes/CIM_ManagedElement.py",
    ],
)
def test_the_hook_runs_for_what_the_package_depends_on(path: str) -> None:
    assert re.search(hook()["files"], path)


@pytest.mark.parametrize("path", ["README.md", "schema.moff", "tools/mof.py"])
def test_the_hook_does_not_run_for_anything_else(path: str) -> None:
    assert not re.search(hook()["files"], path)


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are for sh")
def test_the_hook_passes_and_fails_with_the_package(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    command = f"{hook()['entry']} && echo passed || echo failed"
    sandbox.run("mofgen generate")
    assert sandbox.run(command).endswith("passed\n")
    (sandbox.folder / "generated" / "hyperv_v2" / "py.typed").unlink()
    assert sandbox.run(command).endswith("failed\n")


@pytest.mark.skipif(sys.platform == "win32", reason="needs bash")
def test_the_ci_script_is_valid_and_can_be_run() -> None:
    assert CI.stat().st_mode & 0o111
    checked = subprocess.run(
        ["bash", "-n", str(CI)], capture_output=True, text=True, check=False
    )
    assert checked.stderr == ""


def test_the_ci_script_finds_the_readmes_test_command() -> None:
    pattern = re.search(r"pattern='(.*)'", CI.read_text("utf-8"))
    assert pattern is not None
    readme = (REPOSITORY / "README.md").read_text("utf-8").splitlines()
    assert len([line for line in readme if re.search(pattern[1], line)]) == 1
