"""``mofgen show``: a class, or one member of it, as a person reads it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable

import click
import msgspec

from mofgen.cli.command import Fault, MofgenCommand
from mofgen.cli.output import write_output
from mofgen.cli.schema_source import SchemaSource, schema_option
from mofgen.show import UnknownNameError, view_class, view_member
from mofgen.show.text import Line, class_lines, member_lines, plain, safe

_MAX_WIDTH = 100


@click.command("show", cls=MofgenCommand)
@click.argument("name", metavar="CLASS[.MEMBER]")
@schema_option
@click.option(
    "--values",
    type=click.Choice(["short", "all"]),
    default="short",
    help="Whether long lists of values are given in full.",
)
@click.option("--json", is_flag=True, help="Give the class, or errors, as JSON.")
def command(source: SchemaSource, name: str, values: str, json: bool) -> None:
    """Show a class: inherited members, keys, types, values, methods, associations.

    CLASS.MEMBER shows one property or method with everything that the schema says
    of it. Upper and lower case do not matter.
    """
    schema = source.load()
    class_name, _, member = name.partition(".")
    width = min(shutil.get_terminal_size().columns, _MAX_WIDTH)
    try:
        if member:
            found = view_member(schema, class_name, member)
            lines = member_lines(found, width=width)
            data = msgspec.json.encode(found)
        else:
            view = view_class(schema, class_name)
            lines = class_lines(view, width=width, all_values=values == "all")
            data = msgspec.json.encode(view)
    except UnknownNameError as error:
        raise Fault(str(error), "unknown-name") from error
    if json:
        write_output(msgspec.json.format(data, indent=2) + b"\n", None)
    else:
        _print(lines)


def _print(lines: Iterable[Line]) -> None:
    """Write the lines, with style on a terminal only."""
    lines = safe(lines)
    if not sys.stdout.isatty():
        write_output(plain(lines).encode(), None)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in lines:
        console.print(Text.assemble(*line), soft_wrap=True)
