"""``mofgen generate``: the Python package of a schema."""

from __future__ import annotations

from time import perf_counter

import click

from mofgen.cli.command import MofgenCommand
from mofgen.cli.package_target import PackageTarget, package_faults, package_target


@click.command("generate", cls=MofgenCommand)
@package_target
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite files in the package's folder that mofgen did not write.",
)
@click.option("--json", is_flag=True, help="Give errors as JSON.")
def command(target: PackageTarget, force: bool, json: bool) -> None:
    """Write the Python package of a schema.

    Files that are right already are not touched, and generated files that the
    schema no longer gives are removed. Where anything fails, nothing changes.
    """
    from mofgen.codegen.writing import write_package

    start = perf_counter()
    plan = target.plan()
    with package_faults():
        before = write_package(plan.folder, plan.files, force=force)
    written = len(before.missing) + len(before.changed)
    removed = f", {len(before.stale)} removed" if before.stale else ""
    click.echo(
        f"{plan.classes} classes: {written} files written{removed}, "
        f"{before.unchanged} unchanged in {plan.folder} "
        f"({perf_counter() - start:.2f} s)"
    )
