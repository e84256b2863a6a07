"""The package that ``generate`` and ``check`` work on: options and the plan of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mofgen.cli.command import Fault
from mofgen.cli.progress import Progress
from mofgen.cli.schema_source import SchemaSource, schema_argument
from mofgen.codegen.names import Naming
from mofgen.codegen.naming_config import NamingError, read_naming
from mofgen.codegen.outline import (
    Outline,
    keep_outline,
    kept_outline,
    outline_key,
    outline_of,
)
from mofgen.config import is_package_name

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_OUT = Path("generated")

_PACKAGE = click.option(
    "--package", metavar="NAME", help="Name under which the package is imported."
)
_OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder in which the package's folder stands.",
)
_TEMPLATES = click.option(
    "--templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Templates in this folder replace mofgen's own of the same name.",
)


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """What a package should be: its folder, its files, and the classes in it."""

    folder: Path
    files: Mapping[str, bytes]
    classes: int

    def outline(self) -> Outline:
        """The plan without the contents of the files."""
        return outline_of(self.classes, self.files)


@dataclass(frozen=True, slots=True)
class PackageTarget:
    """A schema, and the package to be made of it."""

    source: SchemaSource
    package: str | None
    out: Path | None
    templates: Path | None

    @property
    def name(self) -> str:
        """The package's name; raises Fault where there is none that can be used."""
        name = self.package or self.source.config.package
        if name is None:
            raise Fault(
                "no package: give --package NAME, or package = "
                "under [tool.mofgen] in pyproject.toml",
                "no-package",
            )
        if not is_package_name(name):
            raise Fault(f'"{name}" is not the name of a Python package', "package")
        return name

    @property
    def folder(self) -> Path:
        """The package's folder; raises Fault as :attr:`name`."""
        out = self.out or self.source.config.out or DEFAULT_OUT
        folder = out.joinpath(*self.name.split("."))
        # Configured paths are absolute; below the current folder nobody wants that.
        here = Path.cwd()
        return folder.relative_to(here) if folder.is_relative_to(here) else folder

    def outline(self) -> Outline:
        """What the package comes to, from the cache or worked out.

        Raises
        ------
        Fault, MofError
            As :meth:`plan`.
        """
        return self.kept_outline() or self.plan().outline()

    def kept_outline(self) -> Outline | None:
        """What the package comes to where the cache knows it; raises Fault."""
        key = self._key(self.source.cached_name())
        return None if key is None else kept_outline(key)

    def plan(self) -> PackagePlan:
        """Read the schema and work out every file.

        Raises
        ------
        Fault
            No package name was given, or names or templates can't be used.
        MofError
            The schema has errors.
        """
        from mofgen.codegen.package import Options, plan_package
        from mofgen.codegen.rendering import TemplateError

        folder = self.folder
        options = Options(self.name, self._templates, self._naming())
        with Progress("Reading the schema") as progress:
            schema, schema_name = self.source.load_named(progress)
            try:
                files = plan_package(
                    schema,
                    options,
                    lambda done, of: progress.step(f"Writing classes: {done} of {of}"),
                )
            except TemplateError as error:
                raise Fault(str(error), "templates") from error
        plan = PackagePlan(folder, files, len(schema.classes))
        key = self._key(schema_name)
        if key is not None:
            keep_outline(key, plan.outline())
        return plan

    @property
    def _templates(self) -> Path | None:
        return self.templates or self.source.config.templates

    def _naming(self) -> Naming:
        try:
            return read_naming(self.source.config.naming)
        except NamingError as error:
            raise Fault(str(error), "naming") from error

    def _key(self, schema: str | None) -> str | None:
        """Under which key the outline is kept, for the name of the schema.

        None where the schema has no name, or templates of the user's are in play:
        nobody knows what those depend on.
        """
        if schema is None or self._templates is not None:
            return None
        return outline_key(schema, self.name, self._naming())


def package_target(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give ``command`` a ``target``, from arguments, options and configuration."""

    @wraps(command)
    def with_target(
        source: SchemaSource,
        package: str | None,
        out: Path | None,
        templates: Path | None,
        **others: Any,
    ) -> Any:
        target = PackageTarget(source, package, out, templates)
        return command(target=target, **others)

    for option in (_TEMPLATES, _OUT, _PACKAGE):
        with_target = option(with_target)
    return schema_argument(with_target)


@contextmanager
def package_faults() -> Iterator[None]:
    """Tell what is wrong with a package's folder as a user's fault."""
    from mofgen.codegen.manifest import ManifestError
    from mofgen.codegen.writing import WriteConflictError

    try:
        yield
    except (ManifestError, WriteConflictError) as error:
        raise Fault(str(error), "package-folder") from error
