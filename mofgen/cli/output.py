"""Where a command's result goes: a file, or standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mofgen.atomic import write_atomically

OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to this file instead of standard output.",
)


def write_output(data: bytes, output: Path | None) -> None:
    """Write ``data`` to the file ``output``, or to standard output if None."""
    if output is not None:
        write_atomically(output, data)
        return
    # Bytes, so that the text is UTF-8 with plain line ends on every system.
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
