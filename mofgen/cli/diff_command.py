"""``mofgen diff``: what has changed between two versions of a schema."""

from __future__ import annotations

from pathlib import Path

import click

from mofgen.cli.command import MofgenCommand
from mofgen.cli.output import OUTPUT, write_output
from mofgen.cli.progress import Progress
from mofgen.cli.schema_source import reading_options, schema_source
from mofgen.config import find_config
from mofgen.diff import compare
from mofgen.diff.report import as_json, as_markdown, as_text

_FILE = click.Path(path_type=Path)


@click.command("diff", cls=MofgenCommand)
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@click.option(
    "--amend-old",
    multiple=True,
    type=_FILE,
    metavar="FILE",
    help="An .mfl file that amends OLD. Repeatable.",
)
@click.option(
    "--amend-new",
    multiple=True,
    type=_FILE,
    metavar="FILE",
    help="An .mfl file that amends NEW. Repeatable.",
)
@reading_options
@click.option("--all", "everything", is_flag=True, help="List texts and instances too.")
@click.option("--json", is_flag=True, help="Give changes and errors as JSON.")
@click.option("--markdown", is_flag=True, help="Give changes as Markdown.")
@OUTPUT
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "any"]),
    help="Exit with 1 where there is a breaking change, or any that is listed.",
)
@click.pass_context
def command(
    ctx: click.Context,
    old: Path,
    new: Path,
    amend_old: tuple[Path, ...],
    amend_new: tuple[Path, ...],
    include_path: tuple[Path, ...],
    encoding: str | None,
    external: tuple[str, ...],
    no_cache: bool,
    everything: bool,
    json: bool,
    markdown: bool,
    output: Path | None,
    fail_on: str | None,
) -> None:
    """Compare two versions of a schema, OLD and NEW.

    Every change is judged: it is breaking where a program that was written for OLD
    can fail with NEW (see docs/diff.md).
    """
    if json and markdown:
        raise click.UsageError("--json and --markdown exclude each other")
    config = find_config(Path.cwd())
    with Progress("Comparing") as progress:
        before, after = (
            schema_source(
                (file,),
                amend=amend,
                include_path=include_path,
                encoding=encoding,
                external=external,
                no_cache=no_cache,
                config=config,
            ).load(progress)
            for file, amend in ((old, amend_old), (new, amend_new))
        )
        comparison = compare(before, after)
    render = as_json if json else as_markdown if markdown else as_text
    write_output(render(comparison, everything=everything).encode(), output)
    listed = comparison.listed(everything=everything)
    if (fail_on == "any" and listed) or (
        fail_on == "breaking" and comparison.is_breaking
    ):
        ctx.exit(1)
