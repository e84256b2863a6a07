"""``mofgen cache``: where resolved schemas are kept, and throwing them away."""

from __future__ import annotations

import click

from mofgen.cache_files import cache_folder
from mofgen.cli.command import MofgenCommand
from mofgen.ir.cache import clear_cache


@click.group("cache")
def command() -> None:
    """Show or clear the cache of resolved schemas.

    MOFGEN_CACHE_DIR names another folder for it; MOFGEN_NO_CACHE=1 turns it off.
    """


@command.command("path", cls=MofgenCommand)
def path() -> None:
    """Print the folder of the cache."""
    click.echo(cache_folder())


@command.command("clear", cls=MofgenCommand)
def clear() -> None:
    """Delete every resolved schema that the cache keeps, and what was made of it."""
    from mofgen.codegen.outline import clear_outlines

    count = clear_cache()
    clear_outlines()
    click.echo(f"{count} cached schema{'' if count == 1 else 's'} deleted")
