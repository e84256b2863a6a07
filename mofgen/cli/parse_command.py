"""``mofgen parse``: the syntax of MOF files, and what is in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from mofgen.cli.command import MofgenCommand, diagnostics_text, json_text
from mofgen.cli.progress import Progress
from mofgen.cli.schema_source import ENCODING, INCLUDE
from mofgen.mof import parse_files
from mofgen.mof.diagnostics import Diagnostic, MofError
from mofgen.mof.tree import (
    ClassDeclaration,
    Document,
    InstanceDeclaration,
    Pragma,
    QualifierDeclaration,
)

KINDS = (
    "classes",
    "associations",
    "indications",
    "instances",
    "qualifier declarations",
    "pragmas",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What parsing one file gave: names by kind, or errors."""

    file: Path
    names: dict[str, list[str]] = field(default_factory=dict)
    sources: int = 0
    errors: tuple[Diagnostic, ...] = ()

    def as_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"file": str(self.file), "ok": not self.errors}
        if self.errors:
            return data | {"errors": [e.as_json() for e in self.errors]}
        contents = {kind.replace(" ", "_"): self.names[kind] for kind in KINDS}
        return data | {"sources": self.sources} | contents

    def __str__(self) -> str:
        parts = [
            f"{len(names)} {kind if len(names) != 1 else _SINGULAR[kind]}"
            for kind, names in self.names.items()
            if names
        ]
        files = f" (in {self.sources} files)" if self.sources > 1 else ""
        return f"{self.file}: {', '.join(parts) or 'nothing'}{files}"


_SINGULAR = {
    "classes": "class",
    "associations": "association",
    "indications": "indication",
    "instances": "instance",
    "qualifier declarations": "qualifier declaration",
    "pragmas": "pragma",
}


@click.command("parse", cls=MofgenCommand)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path),
)
@INCLUDE
@ENCODING
@click.option("--json", is_flag=True, help="Tell contents and errors as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    include_path: tuple[Path, ...],
    encoding: str | None,
    json: bool,
) -> None:
    """Check the syntax of MOF files and tell what is in them.

    Files that they include are read too. No superclass needs to be there: what
    the declarations mean is not looked at.
    """
    with Progress("Parsing") as progress:
        outcomes = []
        for file in files:
            progress.step(f"Parsing {file.name}")
            outcomes.append(_parse(file, include_path, encoding))
    if json:
        click.echo(json_text([outcome.as_json() for outcome in outcomes]))
    else:
        _tell(outcomes)
    if any(outcome.errors for outcome in outcomes):
        ctx.exit(1)


def _tell(outcomes: list[Outcome]) -> None:
    """Write contents to stdout and errors to stderr."""
    for outcome in outcomes:
        if outcome.errors:
            click.echo(diagnostics_text(outcome.errors), err=True)
        else:
            click.echo(outcome)
    wrong = sum(bool(outcome.errors) for outcome in outcomes)
    if wrong and len(outcomes) > 1:
        click.echo(f"\n{wrong} of {len(outcomes)} files have errors", err=True)


def _parse(file: Path, include_path: tuple[Path, ...], encoding: str | None) -> Outcome:
    try:
        document = parse_files([file], include_path=include_path, encoding=encoding)
    except MofError as error:
        return Outcome(file, errors=error.diagnostics)
    return Outcome(file, _contents(document), len(document.sources))


def _contents(document: Document) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for declaration in document.declarations:
        match declaration:
            case ClassDeclaration():
                names[_class_kind(declaration)].append(declaration.name)
            case InstanceDeclaration():
                names["instances"].append(declaration.class_name)
            case QualifierDeclaration():
                names["qualifier declarations"].append(declaration.name)
            case Pragma():
                names["pragmas"].append(declaration.name)
    return names


def _class_kind(declaration: ClassDeclaration) -> str:
    """What the class's own qualifiers say it is; they may be inherited as well."""
    stated = {q.name.lower() for q in declaration.qualifiers if q.value is not False}
    if "association" in stated:
        return "associations"
    return "indications" if "indication" in stated else "classes"
