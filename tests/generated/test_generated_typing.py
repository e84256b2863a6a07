"""What mypy and pyright make of the generated package and of programs over it.

Each checker runs once, over the whole package and three sample files.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "generated" / "hyperv_v2"
SAMPLES = Path(__file__).parent / "typing_samples"
MISTAKES = SAMPLES / "mistakes.py"
REVEALS = SAMPLES / "reveals.py"


@dataclass(frozen=True)
class Report:
    """What a checker said.

    ``errors`` are file name, line and the checker's code; ``reveals`` are line and
    type, the names in it without their modules.
    """

    errors: set[tuple[str, int, str]]
    reveals: set[tuple[int, str]]

    def errors_in(self, file: Path) -> dict[int, str]:
        return {line: code for name, line, code in self.errors if name == file.name}


def run_mypy(cache: Path) -> Report:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--no-pretty"),
            *("--no-color-output", "--hide-error-context", "--show-error-codes"),
            *("--config-file", "", "--python-version", "3.11"),
            *("--cache-dir", str(cache), str(PACKAGE), str(SAMPLES)),
        ],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    errors = re.findall(
        r"(?m)^(.+?):(\d+): error: .*?(?:  \[([\w-]+)\])?$", done.stdout
    )
    reveals = re.findall(
        r'(?m)^(?:.*)reveals\.py:(\d+): note: Revealed type is "(.*)"$', done.stdout
    )
    return Report(
        {(Path(file).name, int(line), code) for file, line, code in errors},
        {(int(line), without_modules(type_)) for line, type_ in reveals},
    )


def run_pyright(cache: Path) -> Report:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pyright", "--outputjson"),
            *("--pythonpath", sys.executable, str(PACKAGE), str(SAMPLES)),
        ],
        cwd=cache,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] > 400
    errors, reveals = set(), set()
    for found in report["generalDiagnostics"]:
        line = found["range"]["start"]["line"] + 1
        if found["severity"] == "error":
            errors.add((Path(found["file"]).name, line, found.get("rule", "")))
        elif revealed := re.fullmatch(r'Type of ".*" is "(.*)"', found["message"]):
            reveals.add((line, without_modules(revealed[1])))
    return Report(errors, reveals)


def without_modules(type_: str) -> str:
    return re.sub(r"(?:\w+\.)+(\w+)", r"\1", type_)


CHECKERS = {"mypy": run_mypy, "pyright": run_pyright}


@pytest.fixture(scope="module", params=CHECKERS)
def checker(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not installed")
    return name


@pytest.fixture(scope="module")
def report(checker: str, tmp_path_factory: pytest.TempPathFactory) -> Report:
    return CHECKERS[checker](tmp_path_factory.mktemp(checker))


def comments(file: Path) -> dict[int, str]:
    """What stands after code on a line, by the number of the line."""
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    return {n: line.split("  # ")[1] for n, line in lines if "  # " in line}


def test_everything_but_the_mistakes_is_clean(report: Report) -> None:
    assert {error for error in report.errors if error[0] != MISTAKES.name} == set()


def test_every_mistake_is_found_by_its_name_and_nothing_else(
    report: Report, checker: str
) -> None:
    column = list(CHECKERS).index(checker)
    expected = {
        line: marks.split(", ")[column] for line, marks in comments(MISTAKES).items()
    }
    assert len(expected) > 30
    assert report.errors_in(MISTAKES) == expected


def test_types_are_as_narrow_as_the_schema_allows(report: Report) -> None:
    assert dict(report.reveals) == comments(REVEALS)
