"""The command line, ``mofgen``: one module per command, loaded when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

from mofgen import __version__

COMMANDS: Mapping[str, str] = {
    "generate": "Write the Python package of a schema.",
    "check": "Tell whether the package is what the schema gives.",
    "diff": "Compare two versions of a schema.",
    "show": "Show a class, or one member of it, as a person reads it.",
    "parse": "Check the syntax of MOF files and tell what is in them.",
    "ir": "Write the resolved schema as JSON.",
    "format": "Write MOF in its canonical form.",
    "coverage": "List the methods that the in-memory Hyper-V host answers.",
    "serve": "Serve a host in memory to the clients of WS-Management.",
    "demo": "Build a small datacentre in memory and show what happens in it.",
    "cache": "Show or clear the cache of resolved schemas.",
}
"""Every command with its short help; the module is ``mofgen.cli.<name>_command``."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports only the one it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"mofgen.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from mofgen.suggest import did_you_mean

            ctx.fail(f'no such command "{name}"{did_you_mean(name, COMMANDS)}')
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def main() -> None:
    """Typed Python from a CIM schema in MOF.

    Where a command needs a schema and none is given, it takes the one that
    [tool.mofgen] in the nearest pyproject.toml names.
    """
