"""The programs in examples/ run, and say what their docstrings promise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from documents import REPOSITORY

EXAMPLES = REPOSITORY / "examples"


def run(program: str, *arguments: str, cache: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(EXAMPLES / program), *arguments],
        cwd=cache,
        env=os.environ | {"MOFGEN_CACHE_DIR": str(cache), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_settings_are_built_and_checked(tmp_path: Path) -> None:
    done = run("build_settings.py", cache=tmp_path)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert "4096 20 False" in lines
    assert "MEMORY 4 Memory" in lines
    assert lines[-2:] == [
        "CimValueError: Msvm_MemorySettingData.VirtualQuantity: "
        "-1 is below the limit 0 of uint64",
        "CimTypeError: Msvm_MemorySettingData.TargetMemoryBuffer is uint32, "
        "not str 'a fifth'",
    ]


def test_associations_of_a_class_are_listed(tmp_path: Path) -> None:
    done = run("explore_schema.py", cache=tmp_path)
    assert done.stderr == ""
    assert done.stdout.startswith("Msvm_ComputerSystem < CIM_ComputerSystem < ")
    assert (
        "  Msvm_SettingsDefineState.ManagedElement -> SettingData: CIM_SettingData\n"
        in done.stdout
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("class Example_Lamp { string Id };", 'error: missing ";"'),
        ("class Example_Disk { };", "the schema has no class Example_Lamp"),
    ],
)
def test_a_users_mistake_is_told(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "lamp.mof").write_text(text, "utf-8")
    done = run("explore_schema.py", "Example_Lamp", "lamp.mof", cache=tmp_path)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
