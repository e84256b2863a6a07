"""Runs fuzz targets for some seconds each; ends at the first text that breaks one."""

from __future__ import annotations

import argparse
import pkgutil
import random
import sys
import time
from importlib import import_module
from types import ModuleType

import fuzz
from fuzz.mutation import mutated


def targets() -> dict[str, ModuleType]:
    """All targets by name."""
    found = {
        each.name: import_module(f"fuzz.{each.name}")
        for each in pkgutil.iter_modules(fuzz.__path__)
        if each.name != "__main__"
    }
    return {name: module for name, module in found.items() if hasattr(module, "SEEDS")}


def run(target: ModuleType, seconds: float, seed: int) -> int:
    """Give the target texts for some seconds; returns how many they were.

    Raises
    ------
    Exception
        What the target raises, with the text in a note.
    """
    end = time.monotonic() + seconds
    count = 0
    for text in mutated(target.SEEDS, random.Random(seed)):
        try:
            target.check(text)
        except Exception as error:
            error.add_note(f"{target.__name__} with seed {seed}, on {text!r}")
            raise
        count += 1
        if time.monotonic() > end:
            break
    return count


def main() -> None:
    """The command line."""
    known = targets()
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("target", nargs="*", help=f"of {', '.join(known)}; default all")
    parser.add_argument("--seconds", type=float, default=10, help="for each target")
    parser.add_argument("--seed", type=int, help="to run the same texts again")
    options = parser.parse_args()
    unknown = set(options.target) - known.keys()
    if unknown:
        parser.error(
            f"no target {', '.join(sorted(unknown))}; known: {', '.join(known)}"
        )
    seed = random.SystemRandom().randrange(2**32)
    seed = seed if options.seed is None else options.seed
    for name in options.target or known:
        count = run(known[name], options.seconds, seed)
        print(f"{name}: {count} texts, seed {seed}", file=sys.stderr)


if __name__ == "__main__":
    main()
