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


@dataclass(frozen=True, slots=True)
class PackageTarget:
    """A schema, and the package to be made of it."""

    source: SchemaSource
    package: str | None
    out: Path | None
    templates: Path | None

    def plan(self) -> PackagePlan:
        """Read the schema and work out every file.

        Raises
        ------
        Fault
            No package name was given, or names or templates can't be used.
        MofError
            The schema has errors.
        """
        from mofgen.codegen.naming_config import NamingError, read_naming
        from mofgen.codegen.package import Options, plan_package
        from mofgen.codegen.rendering import TemplateError

        config = self.source.config
        package = self.package or config.package
        if package is None:
            raise Fault(
                "no package: give --package NAME, or package = "
                "under [tool.mofgen] in pyproject.toml",
                "no-package",
            )
        if not all(part.isidentifier() for part in package.split(".")):
            raise Fault(f'"{package}" is not the name of a Python package', "package")
        folder = (self.out or config.out or DEFAULT_OUT).joinpath(*package.split("."))
        with Progress("Reading the schema") as progress:
            schema = self.source.load(progress)
            try:
                options = Options(
                    package=package,
                    templates=self.templates or config.templates,
                    naming=read_naming(config.naming),
                )
                files = plan_package(
                    schema,
                    options,
                    lambda done, of: progress.step(f"Writing classes: {done} of {of}"),
                )
            except (NamingError, TemplateError) as error:
                raise Fault(str(error), "templates") from error
        return PackagePlan(folder, files, len(schema.classes))


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
