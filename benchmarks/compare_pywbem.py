"""Whether mofgen's resolved DMTF schema says what pywbem's compiler says.

Both sides are laid out as plain facts, one class at a time: a path such as
``CIM_Disk.Name[Key]`` and what is known of it. What differs is counted by the
rule of :mod:`benchmarks.pywbem_rules` that explains it. Run with
``python -m benchmarks.compare_pywbem``; tests/peer does the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from benchmarks.corpus import NoCorpusError, archive_option, unpack
from benchmarks.pywbem_rules import RULES, Difference
from benchmarks.schema_facts import Facts
from benchmarks.schema_facts import class_facts as our_facts
from mofgen.ir import resolve
from mofgen.mof import parse_files

if TYPE_CHECKING:
    from pywbem import CIMClass

    from mofgen.ir.model import Schema

_LISTED = 20


@dataclass(slots=True)
class Comparison:
    """The outcome.

    Parameters
    ----------
    classes, facts:
        How many classes and single facts were compared.
    explained:
        Number of differences by the name of the rule that explains them.
    unexplained:
        Differences for which there is no rule.
    """

    classes: int = 0
    facts: int = 0
    explained: Counter[str] = field(default_factory=Counter)
    unexplained: list[Difference] = field(default_factory=list)


def compare(schema: Schema, compiled: Mapping[str, CIMClass]) -> Comparison:
    """Compare every class of both sides.

    Parameters
    ----------
    schema:
        What mofgen makes of the files.
    compiled:
        What pywbem makes of them, by lower-case name.
    """
    from benchmarks.pywbem_facts import class_facts as their_facts

    result = Comparison()
    for key in dict.fromkeys([*schema.classes, *compiled]):
        ours = our_facts(schema.classes[key]) if key in schema.classes else {}
        theirs = their_facts(compiled[key]) if key in compiled else {}
        result.classes += 1
        result.facts += sum(map(len, ours.values()))
        for difference in _differences(ours, theirs):
            _file(difference, result)
    return result


def _differences(ours: Facts, theirs: Facts) -> Iterator[Difference]:
    for path in dict.fromkeys([*ours, *theirs]):
        here, there = ours.get(path), theirs.get(path)
        if here is None or there is None:
            yield Difference(path, "", here, there, ours)
            continue
        for name in here:
            if here[name] != there[name]:
                yield Difference(path, name, here[name], there[name], ours)


def _file(difference: Difference, result: Comparison) -> None:
    for rule in RULES:
        if rule.explains(difference):
            result.explained[rule.name] += 1
            return
    result.unexplained.append(difference)


@click.command()
@archive_option
@click.pass_context
def main(ctx: click.Context, archive: Path) -> None:
    """Compare what mofgen and pywbem make of the DMTF schema.

    The exit code is 1 where a difference has no explanation.
    """
    if find_spec("pywbem") is None:
        raise click.ClickException(
            'pywbem is not installed (pip install "mofgen[benchmark]")'
        )
    from benchmarks.pywbem_facts import compiled_classes

    with TemporaryDirectory() as folder:
        try:
            start = unpack(archive, Path(folder))
        except NoCorpusError as error:
            raise click.ClickException(str(error)) from error
        result = compare(resolve(parse_files([start])), compiled_classes(start))
    click.echo(f"{result.classes} classes, {result.facts} facts compared")
    for rule in RULES:
        click.echo(f"{result.explained[rule.name]:>8}  {rule.name}: {rule.reason}")
    click.echo(f"{len(result.unexplained):>8}  unexplained")
    for difference in result.unexplained[:_LISTED]:
        click.echo(f"          {difference}")
    if result.unexplained:
        ctx.exit(1)


if __name__ == "__main__":
    main()
