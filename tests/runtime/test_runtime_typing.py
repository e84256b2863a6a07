"""What type checkers make of generated classes: mypy and pyright must agree."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CORRECT = HERE / "typing_samples" / "correct_use.py"
MISTAKES = HERE / "typing_samples" / "mistakes.py"

# File name, line and message of everything that a checker holds against a sample.
Errors = set[tuple[str, int, str]]


def mypy_errors() -> Errors:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict"),
            *("--no-pretty", "--no-color-output", "--hide-error-context"),
            *("--cache-dir", os.devnull),
            *(str(HERE / "lamphouse"), str(CORRECT), str(MISTAKES)),
        ],
        env={**os.environ, "MYPYPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    found = re.findall(r"(?m)^(.+?):(\d+): error: (.*)$", done.stdout)
    return {(Path(file).name, int(line), text) for file, line, text in found}


def pyright_errors() -> Errors:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pyright", "--outputjson"),
            *("--pythonpath", sys.executable),
            *("lamphouse", str(CORRECT), str(MISTAKES)),
        ],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr or done.stdout
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] > 10
    return {
        (Path(d["file"]).name, d["range"]["start"]["line"] + 1, d["message"])
        for d in report["generalDiagnostics"]
        if d["severity"] == "error"
    }


@pytest.fixture(scope="module", params=["mypy", "pyright"])
def errors(request: pytest.FixtureRequest) -> Errors:
    if importlib.util.find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    if request.param == "mypy":
        return mypy_errors()
    return pyright_errors()


def test_correct_use_and_the_classes_themselves_are_clean(errors: Errors) -> None:
    assert {error for error in errors if error[0] != MISTAKES.name} == set()


def test_every_mistake_is_found_and_nothing_else(errors: Errors) -> None:
    marked = {
        number
        for number, line in enumerate(MISTAKES.read_text().splitlines(), 1)
        if "# error" in line
    }
    assert len(marked) > 30
    assert {line for file, line, _ in errors if file == MISTAKES.name} == marked
