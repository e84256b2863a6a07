"""Every fuzz target takes its own seeds and some hundred texts near them."""

from __future__ import annotations

import random
import subprocess
import sys
from importlib import import_module
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
TARGETS = sorted(
    path.stem
    for path in (ROOT / "fuzz").glob("*.py")
    if "\nSEEDS = " in path.read_text(encoding="utf-8")
)


@pytest.fixture(autouse=True)
def fuzz_is_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds(name: str) -> None:
    target = import_module(f"fuzz.{name}")
    mutated = import_module("fuzz.mutation").mutated
    for text in target.SEEDS:
        target.check(text)
    for text in islice(mutated(target.SEEDS, random.Random(name)), 300):
        target.check(text)


def test_the_same_seed_gives_the_same_texts() -> None:
    mutated = import_module("fuzz.mutation").mutated
    seeds = ("abc", "0123")
    first = list(islice(mutated(seeds, random.Random(7)), 50))
    assert first == list(islice(mutated(seeds, random.Random(7)), 50))
    assert first != list(islice(mutated(seeds, random.Random(8)), 50))


def test_a_text_that_breaks_a_target_is_shown() -> None:
    run = import_module("fuzz.__main__").run

    def check(text: str) -> None:
        raise RuntimeError("broken")

    broken = SimpleNamespace(__name__="fuzz.broken", SEEDS=("abc",), check=check)
    with pytest.raises(RuntimeError) as caught:
        run(broken, 1, 5)
    assert caught.value.__notes__[0].startswith("fuzz.broken with seed 5, on ")


def test_an_unknown_target_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fuzz", "nothing"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "no target nothing; known: " in done.stderr
