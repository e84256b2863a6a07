"""The face of a generated package: classes are loaded when they are used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import lamphouse
import pytest

from mofgen.runtime import UnknownClassError, find_class


def in_new_interpreter(code: str) -> str:
    """What ``code`` prints in an interpreter of its own."""
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_one_class_loads_its_superclasses_and_nothing_else() -> None:
    printed = in_new_interpreter(
        "import sys; from lamphouse import X_Lamp;"
        "print(*sorted(m for m in sys.modules if m.startswith('lamphouse.')))"
    )
    assert printed.split() == [
        "lamphouse.classes",
        "lamphouse.classes.X_Element",
        "lamphouse.classes.X_Lamp",
    ]


def test_the_runtime_leaves_heavy_modules_alone() -> None:
    heavy = {"dataclasses", "inspect", "datetime", "difflib", "jinja2", "lark", "copy"}
    printed = in_new_interpreter(
        "import sys; before = set(sys.modules); import mofgen.runtime, lamphouse;"
        "lamphouse.X_Lamp(Name='desk', State=2, Watts=5);"
        "print(*sorted(set(sys.modules) - before))"
    )
    loaded = set(printed.split())
    assert "mofgen.runtime.instance" in loaded
    assert loaded & heavy == set()


def test_the_runtime_needs_nothing_else_of_mofgen() -> None:
    printed = in_new_interpreter(
        "import sys, mofgen.runtime;"
        "print(*(m for m in sys.modules if m.startswith('mofgen')))"
    )
    others = [m for m in printed.split() if not m.startswith("mofgen.runtime")]
    assert others == ["mofgen"]


def test_the_face_lists_all_classes() -> None:
    assert {"X_Every", "X_DimLamp"} <= set(dir(lamphouse))
    assert "NAMESPACE" in dir(lamphouse)


def test_a_class_is_found_once_and_kept() -> None:
    assert lamphouse.X_Room is lamphouse.X_Room
    assert "X_Room" in vars(lamphouse)


def test_a_wrong_name_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(AttributeError, match="did you mean 'X_Room'"):
        lamphouse.X_Rom  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(ImportError):
        from lamphouse import X_Rom  # type: ignore[attr-defined]  # noqa: F401


@pytest.mark.parametrize("spelling", ["X_DimLamp", "x_dimlamp", "X_DIMLAMP"])
def test_a_class_is_found_by_its_cim_name_in_any_spelling(spelling: str) -> None:
    assert find_class(lamphouse, spelling) is lamphouse.X_DimLamp


def test_a_class_that_is_not_there() -> None:
    with pytest.raises(
        UnknownClassError, match="lamphouse has no class 'X_Lmp'; did you mean 'X_Lamp'"
    ):
        find_class(lamphouse, "X_Lmp")
