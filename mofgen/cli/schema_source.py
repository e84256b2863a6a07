"""The schema that a command works on: options, configuration, and reading it."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeAlias

import click

from mofgen.cli.command import Fault
from mofgen.cli.progress import Progress
from mofgen.config import Config, find_config
from mofgen.ir.cache import NamedSchema, cached_schema_name, load_named_schema
from mofgen.ir.model import Schema

Decorator: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]


def _known_encoding(
    context: click.Context, option: click.Parameter, name: str | None
) -> str | None:
    """Refuse an encoding that Python does not know, before any file is read."""
    if name is not None:
        try:
            codecs.lookup(name)
        except LookupError:
            raise click.BadParameter(f'"{name}" is not an encoding') from None
    return name


INCLUDE = click.option(
    "--include",
    "include_path",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Look here too for files that #pragma include names. Repeatable.",
)
ENCODING = click.option(
    "--encoding",
    callback=_known_encoding,
    metavar="NAME",
    help="Encoding of the files; found out by itself where not given.",
)
EXTERNAL = click.option(
    "--external",
    multiple=True,
    metavar="CLASS",
    help="A class that lives in another namespace. Repeatable.",
)
NO_CACHE = click.option(
    "--no-cache", is_flag=True, help="Read the files anew, and keep nothing."
)
AMEND = click.option(
    "--amend",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An .mfl file that amends the schema. Repeatable.",
)


@dataclass(frozen=True, slots=True)
class SchemaSource:
    """Where a schema comes from, command line and configuration taken together."""

    files: tuple[Path, ...]
    amend: tuple[Path, ...]
    include_path: tuple[Path, ...]
    encoding: str | None
    external: tuple[str, ...]
    cache: bool
    config: Config

    def load(self, progress: Progress | None = None) -> Schema:
        """Read and resolve the schema.

        Parameters
        ----------
        progress:
            Where to say what is done; a line of its own if None.

        Raises
        ------
        Fault
            No file was named, neither on the command line nor by configuration.
        MofError
            The files have errors.
        """
        return self.load_named(progress).schema

    def load_named(self, progress: Progress | None = None) -> NamedSchema:
        """As :meth:`load`, with the schema's name in the cache besides."""
        if not self.files:
            raise Fault(
                "no schema: name its files, or give schema = [...] "
                "under [tool.mofgen] in pyproject.toml",
                "no-schema",
            )
        if progress is None:
            with Progress("Reading the schema") as progress:
                return self.load_named(progress)
        progress.step(f"Reading {self.files[0].name}")
        return load_named_schema(
            self.files,
            amend=self.amend,
            include_path=self.include_path,
            encoding=self.encoding,
            external=self.external,
            cache=self.cache,
        )

    def cached_name(self) -> str | None:
        """What :func:`mofgen.ir.cache.cached_schema_name` says of the schema."""
        return cached_schema_name(
            self.files,
            amend=self.amend,
            include_path=self.include_path,
            encoding=self.encoding,
            external=self.external,
            cache=self.cache,
        )


def schema_source(
    files: tuple[Path, ...] = (),
    *,
    amend: tuple[Path, ...] = (),
    include_path: tuple[Path, ...] = (),
    encoding: str | None = None,
    external: tuple[str, ...] = (),
    no_cache: bool = False,
    config: Config | None = None,
) -> SchemaSource:
    """Put the command line on top of the configuration of the current folder.

    An option that was not given is as configured. Only the configured amendments
    belong to the configured files, and do not count where others are named.
    """
    if config is None:
        config = find_config(Path.cwd())
    return SchemaSource(
        files=files or _as_seen_from_here(config.schema),
        amend=amend or (() if files else _as_seen_from_here(config.amend)),
        include_path=include_path or config.include_path,
        encoding=encoding or config.encoding,
        external=external or config.external,
        cache=not no_cache,
        config=config,
    )


def _as_seen_from_here(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Paths below the current folder without it, as errors should name them."""
    here = Path.cwd()
    return tuple(p.relative_to(here) if p.is_relative_to(here) else p for p in paths)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how to read files; they go to `schema_source`."""
    for option in (NO_CACHE, EXTERNAL, ENCODING, INCLUDE):
        command = option(command)
    return command


def schema_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give ``command`` a ``source``, from ``SCHEMA...`` arguments and options."""
    return _with_source(
        command,
        click.argument("schema", nargs=-1, type=click.Path(path_type=Path)),
    )


def schema_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give ``command`` a ``source``, from ``--schema FILE`` and other options."""
    return _with_source(
        command,
        click.option(
            "--schema",
            "-s",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="MOF file of the schema; the configured one if not given. Repeatable.",
        ),
    )


def _with_source(command: Callable[..., Any], files: Decorator) -> Callable[..., Any]:
    @wraps(command)
    def with_source(
        schema: tuple[Path, ...],
        amend: tuple[Path, ...],
        include_path: tuple[Path, ...],
        encoding: str | None,
        external: tuple[str, ...],
        no_cache: bool,
        **others: Any,
    ) -> Any:
        source = schema_source(
            schema,
            amend=amend,
            include_path=include_path,
            encoding=encoding,
            external=external,
            no_cache=no_cache,
        )
        return command(source=source, **others)

    return files(AMEND(reading_options(with_source)))
