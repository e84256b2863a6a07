"""``python -m benchmarks``: run, print a table, say which bars are reached."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from benchmarks import (
    construction,
    dmtf,
    generating,
    importing,
    instances,
    machines,
    memory,
    provider,
    wire,
)
from benchmarks.corpus import NoCorpusError, archive_option, unpack
from benchmarks.fresh import FreshError
from benchmarks.results import Row, Settings
from benchmarks.table import print_table

SUBJECTS: Mapping[str, Callable[[Settings], Iterator[Row]]] = {
    "dmtf": dmtf.rows,
    "memory": memory.rows,
    "generating": generating.rows,
    "importing": importing.rows,
    "construction": construction.rows,
    "instances": instances.rows,
    "provider": provider.rows,
    "wire": wire.rows,
    "machines": machines.rows,
}


@click.command()
@archive_option
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(list(SUBJECTS)),
    help="Run this subject only. Repeatable.",
)
@click.option("--runs", default=5, show_default=True, type=click.IntRange(min=1))
@click.option("--no-peer", is_flag=True, help="Do not measure pywbem.")
@click.option("--json", "as_json", is_flag=True, help="Give the rows as JSON.")
@click.pass_context
def main(
    ctx: click.Context,
    archive: Path,
    only: tuple[str, ...],
    runs: int,
    no_peer: bool,
    as_json: bool,
) -> None:
    """Measure mofgen, and pywbem beside it where it is installed.

    Without the archive of the DMTF CIM Schema its rows are skipped.

    The exit code is 1 where a bar is missed.
    """
    no_peer_reason = _why_no_peer(no_peer)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        start, no_dmtf = _schema(archive, folder / "dmtf")
        settings = Settings(
            runs=runs,
            dmtf=start,
            no_dmtf=no_dmtf,
            peer=not no_peer_reason,
            scratch=folder,
        )
        try:
            rows = [
                row
                for name in SUBJECTS
                if not only or name in only
                for row in SUBJECTS[name](settings)
            ]
        except FreshError as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        data = {
            "machine": _machine(),
            "runs": runs,
            "rows": [r.as_json() for r in rows],
        }
        click.echo(json.dumps(data, indent=2))
    else:
        machine = ", ".join(str(value) for value in _machine().values())
        print_table(rows, f"{machine}; {runs} runs", no_peer_reason)
    if any(row.passed is False for row in rows):
        ctx.exit(1)


def _schema(archive: Path, folder: Path) -> tuple[Path | None, str]:
    """The unpacked schema's start file, or why there is none."""
    try:
        return unpack(archive, folder), ""
    except NoCorpusError as error:
        return None, str(error)


def _why_no_peer(unwanted: bool) -> str:
    if unwanted:
        return "pywbem was not measured (--no-peer)"
    if find_spec("pywbem") is None:
        return 'pywbem is not installed (pip install "mofgen[benchmark]")'
    return ""


def _machine() -> dict[str, Any]:
    return {
        "python": f"Python {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": f"{os.cpu_count()} CPUs",
    }


if __name__ == "__main__":
    main()
