"""The results as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from benchmarks.results import Bar, Row

_WIDTH = 100


def print_table(rows: Sequence[Row], caption: str, no_peer: str) -> None:
    """Print one line a row, with ``caption`` and why there is no peer below."""
    table = Table(box=None, pad_edge=False, caption_justify="left")
    table.caption = f"{caption}\n{no_peer}" if no_peer else caption
    table.add_column("what")
    for heading in ("mofgen", "pywbem", "times faster", "bar"):
        table.add_column(heading, justify="right")
    table.add_column("")
    table.add_column("note")
    for row in rows:
        table.add_row(
            row.name,
            _number(row.value, row.unit),
            _number(row.peer, row.unit),
            "" if row.ratio is None else f"{row.ratio:.1f}",
            _bar(row.bar, row.unit),
            _verdict(row),
            row.skipped or row.note,
        )
    console = Console()
    Console(width=None if console.is_terminal else _WIDTH).print(table)


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"


def _bar(bar: Bar | None, unit: str) -> str:
    if bar is None:
        return ""
    return f"{bar.limit:g} times" if bar.factor else f"< {bar.limit:g} {unit}"


def _verdict(row: Row) -> Text:
    if row.skipped:
        return Text("skipped", style="yellow")
    if row.passed is None:
        return Text("")
    return Text("pass", style="green") if row.passed else Text("FAIL", style="bold red")
