"""``mofgen format``: MOF in its canonical form."""

from __future__ import annotations

from pathlib import Path

import click

from mofgen.cli.command import Fault, MofgenCommand
from mofgen.cli.output import OUTPUT, write_output
from mofgen.cli.schema_source import SchemaSource, schema_argument
from mofgen.ir.printer import mof_text
from mofgen.mof import parse_files


@click.command("format", cls=MofgenCommand)
@schema_argument
@OUTPUT
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if not canonical.")
@click.option("--in-place", "-i", is_flag=True, help="Write back to the file itself.")
@click.option("--json", is_flag=True, help="Give errors as JSON.")
def command(
    source: SchemaSource,
    output: Path | None,
    check: bool,
    in_place: bool,
    json: bool,
) -> None:
    """Write the schema as canonical MOF.

    All its files, those that they include and the amendments become one text,
    from which the same schema comes. Comments are not kept.
    """
    if check + in_place + (output is not None) > 1:
        raise click.UsageError("--check, --in-place and --output exclude each other")
    if not (check or in_place):
        write_output(_canonical(source), output)
        return
    if len(source.files) != 1 or source.amend:
        raise click.UsageError("--check and --in-place take one file and no amendment")
    file = source.files[0]
    text = _canonical(source)
    if _includes_others(file, source):
        raise Fault(f"{file} includes other files and can't hold them all", "includes")
    if file.read_bytes() == text:
        return
    if check:
        raise Fault(f"{file}: not in canonical form", "not-canonical")
    write_output(text, file)


def _includes_others(file: Path, source: SchemaSource) -> bool:
    document = parse_files(
        [file], include_path=source.include_path, encoding=source.encoding
    )
    return len(document.sources) > 1


def _canonical(source: SchemaSource) -> bytes:
    return mof_text(source.load()).encode()
