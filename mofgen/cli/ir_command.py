"""``mofgen ir``: the resolved schema as JSON."""

from __future__ import annotations

from pathlib import Path

import click

from mofgen.cli.command import MofgenCommand
from mofgen.cli.output import OUTPUT, write_output
from mofgen.cli.schema_source import SchemaSource, schema_argument
from mofgen.ir.json import to_json


@click.command("ir", cls=MofgenCommand)
@schema_argument
@OUTPUT
@click.option("--compact", is_flag=True, help="All on one line, for programs.")
@click.option("--json", is_flag=True, help="Give errors as JSON.")
def command(
    source: SchemaSource, output: Path | None, compact: bool, json: bool
) -> None:
    """Write the resolved schema as JSON (see docs/ir.md)."""
    write_output(to_json(source.load(), indent=0 if compact else 2), output)
