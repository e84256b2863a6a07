"""``mofgen check``: whether the package is what the schema gives."""

from __future__ import annotations

import click

from mofgen.cli.command import MofgenCommand, json_text
from mofgen.cli.package_target import PackageTarget, package_faults, package_target


@click.command("check", cls=MofgenCommand)
@package_target
@click.option("--json", is_flag=True, help="Give the result as JSON.")
@click.pass_context
def command(ctx: click.Context, target: PackageTarget, json: bool) -> None:
    """Tell whether the package is what the schema gives.

    The exit code is 1 where it is not, with a list of the files that differ.
    Nothing is written.
    """
    from mofgen.codegen.writing import compare_hashes

    folder = target.folder
    hashes = target.outline().hashes
    with package_faults():
        found = compare_hashes(folder, hashes)
    lists = {
        "missing": found.missing,
        "changed": found.changed,
        "stale": found.stale,
    }
    if json:
        click.echo(json_text({"folder": folder.as_posix(), **lists}))
    elif found.is_empty:
        click.echo(f"{folder} is up to date: {found.unchanged} files")
    else:
        for word, paths in lists.items():
            for path in paths:
                click.echo(f"{word:<8} {path}")
        count = sum(map(len, lists.values()))
        click.echo(f"{folder}: {count} files differ; run mofgen generate", err=True)
    if not found.is_empty:
        ctx.exit(1)
