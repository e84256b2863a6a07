"""The README's two commands are there once, and are the ones that are run."""

from __future__ import annotations

import re
import subprocess

import pytest
from documents import REPOSITORY, blocks

README = (REPOSITORY / "README.md").read_text("utf-8")


def shell_lines() -> list[str]:
    return [
        line
        for block in blocks(README)
        if block.language == "sh"
        for line in block.text.splitlines()
    ]


def test_one_command_runs_the_main_job() -> None:
    command = (
        "python3 -m venv .venv && .venv/bin/pip install -q -e . "
        "&& .venv/bin/mofgen generate"
    )
    assert shell_lines().count(command) == 1


def test_one_command_runs_the_tests() -> None:
    command = (
        'python3 -m venv .venv && .venv/bin/pip install -q -e ".[test]" '
        "&& .venv/bin/pytest -n auto"
    )
    assert shell_lines().count(command) == 1


def test_every_folder_is_on_the_map() -> None:
    """The map of the house names each folder that the repository tracks."""
    if not (REPOSITORY / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    folders = {
        path.partition("/")[0] for path in listed.stdout.splitlines() if "/" in path
    }
    assert {name for name in folders if f"`{name}/`" not in README} == set()


def test_the_map_names_no_folder_that_is_not_there() -> None:
    named = re.findall(r"`([\w./]+)/`", README.partition("## Map")[2])
    assert [name for name in named if not (REPOSITORY / name).is_dir()] == []
