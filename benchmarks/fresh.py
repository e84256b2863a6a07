"""Running one function of this package in a Python process of its own.

Nothing that an earlier run has imported, cached or allocated helps or hurts a
measurement that way. ``python -m benchmarks.fresh MODULE FUNCTION ARGUMENT...``
is the other end of :func:`call`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent


class FreshError(Exception):
    """A process that failed; the message is what it wrote to stderr."""


def call(
    module: str,
    function: str,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
) -> Any:
    """What ``function`` of ``benchmarks.<module>`` gives for ``arguments``.

    Parameters
    ----------
    environment:
        Variables to set besides those of this process.

    Raises
    ------
    FreshError
        The process failed.
    """
    command = ["-m", "benchmarks.fresh", module, function, *arguments]
    return json.loads(_run(command, environment))


def wall_time(
    code: str, *arguments: str, environment: Mapping[str, str] | None = None
) -> float:
    """Seconds from starting a process with ``code`` to its end.

    Raises
    ------
    FreshError
        The process failed.
    """
    start = perf_counter()
    _run(["-c", code, *arguments], environment)
    return perf_counter() - start


def _run(arguments: list[str], environment: Mapping[str, str] | None) -> str:
    variables = {**os.environ, **(environment or {})}
    # Installed packages have their bytecode; without it Python would compile them.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise FreshError(done.stderr.strip() or f"exit code {done.returncode}")
    return done.stdout


def _main() -> None:
    module, function, *arguments = sys.argv[1:]
    result = getattr(import_module(f"benchmarks.{module}"), function)(*arguments)
    print(json.dumps(result))


if __name__ == "__main__":
    _main()
