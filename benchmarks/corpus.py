"""The DMTF CIM Schema, unpacked from the archive in which DMTF publishes it."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile

import click

from benchmarks.fresh import REPOSITORY

DEFAULT_ARCHIVE = REPOSITORY.parent.joinpath(
    "shared", "corpus", "cim_schema_2.49.0Final-MOFs.zip"
)


archive_option = click.option(
    "--dmtf",
    "archive",
    type=click.Path(path_type=Path, dir_okay=False),
    default=DEFAULT_ARCHIVE,
    metavar="ZIP",
    help="Archive of the DMTF CIM Schema.",
)
"""The option that names the archive."""


class NoCorpusError(Exception):
    """The archive is missing or is not what it should be."""


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack ``archive`` into ``folder`` and give the schema's start file.

    Raises
    ------
    NoCorpusError
        There is no such archive, or it has no ``cim_schema_*.mof`` at its top.
    """
    if not archive.is_file():
        raise NoCorpusError(f"no {archive.name}: name it with --dmtf")
    try:
        with ZipFile(archive) as packed:
            packed.extractall(folder)
    except BadZipFile as error:
        raise NoCorpusError(f"{archive}: {error}") from error
    found = sorted(folder.glob("cim_schema_*.mof"))
    if not found:
        raise NoCorpusError(f"{archive}: no cim_schema_*.mof in it")
    return found[0]
