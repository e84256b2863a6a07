"""``mofgen generate``: the Python package of a schema."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import click

from mofgen.cli.command import MofgenCommand
from mofgen.cli.package_target import PackageTarget, package_faults, package_target

if TYPE_CHECKING:
    from mofgen.codegen.writing import Difference


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
    start = perf_counter()
    with package_faults():
        classes, before = _write(target, force=force)
    written = len(before.missing) + len(before.changed)
    removed = f", {len(before.stale)} removed" if before.stale else ""
    click.echo(
        f"{classes} class{'' if classes == 1 else 'es'}: {written} files written{removed}, "
        f"{before.unchanged} unchanged in {target.folder} "
        f"({perf_counter() - start:.2f} s)"
    )


def _write(target: PackageTarget, *, force: bool) -> tuple[int, Difference]:
    """Write what has to be written: the number of classes, and what differed."""
    from mofgen.codegen.writing import Difference, is_written, write_package

    known = target.kept_outline()
    if known is not None and is_written(target.folder, known.hashes):
        return known.classes, Difference((), (), (), len(known.hashes), ())
    plan = target.plan()
    return plan.classes, write_package(plan.folder, plan.files, force=force)
