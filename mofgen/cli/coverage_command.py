"""``mofgen coverage``: which methods the in-memory Hyper-V host answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mofgen.cli.command import Fault, MofgenCommand
from mofgen.cli.output import OUTPUT, write_output

if TYPE_CHECKING:
    from mofgen.provider.coverage import ClassCoverage

_WIDTH, _WIDEST = 100, 1000  # columns


@click.command("coverage", cls=MofgenCommand)
@click.argument("classes", nargs=-1, metavar="[CLASS]...")
@click.option("--missing", is_flag=True, help="List the methods without an answer too.")
@click.option("--json", is_flag=True, help="Give everything, or errors, as JSON.")
@OUTPUT
def command(
    classes: tuple[str, ...], missing: bool, json: bool, output: Path | None
) -> None:
    """List the methods that the in-memory Hyper-V host answers, by class.

    All others answer "not supported". Without CLASS these are the classes that have
    objects; of those without any answer --missing lists the methods.
    """
    import msgspec

    from mofgen.provider.coverage import coverage
    from mofgen.runtime import UnknownClassError
    from mofgen.vmms import Vmms

    try:
        found = list(coverage(Vmms().manager, classes or None))
    except UnknownClassError as error:
        raise Fault(str(error), "unknown-name") from error
    if json:
        data = msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
    else:
        listed = [each for each in found if each.implemented or missing or classes]
        data = _text(listed, found, missing=missing).encode()
    write_output(data, output)


def _text(
    listed: list[ClassCoverage], found: list[ClassCoverage], *, missing: bool
) -> str:
    """The table for people, and the sum below it."""
    from io import StringIO

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Class", no_wrap=True, overflow="fold")
    table.add_column("Answered", no_wrap=True, justify="right")
    table.add_column("Methods")
    if missing:
        table.add_column("Not supported")
    for each in listed:
        count = len(each.implemented), len(each.implemented) + len(each.missing)
        cells = [each.name, "{} of {}".format(*count), ", ".join(each.implemented)]
        table.add_row(*cells, *([", ".join(each.missing)] if missing else []))
    text = StringIO()
    console = Console(file=text, width=_width(), no_color=True, highlight=False)
    # Names are for copying: a line that is too long is better than half a name.
    free = console.options.update(max_width=_WIDEST)
    console.width = max(console.width, console.measure(table, options=free).minimum)
    console.print(table)
    lines = [line.rstrip() for line in text.getvalue().splitlines()]
    return "\n".join([*lines, "", _sum(found), ""]).lstrip("\n")


def _width() -> int:
    """Columns: those of the terminal, and always the same where there is none."""
    if not sys.stdout.isatty():
        return _WIDTH
    import shutil

    return max(_WIDTH, shutil.get_terminal_size().columns)


def _sum(found: list[ClassCoverage]) -> str:
    methods = sum(len(each.implemented) + len(each.missing) for each in found)
    answered = sum(len(each.implemented) for each in found)
    with_answers = sum(bool(each.implemented) for each in found)
    return (
        f"{answered} of {methods} methods answered,"
        f" in {with_answers} of {len(found)} classes"
    )
