"""Amendments: the translated qualifiers that WMI keeps in .mfl files.

An amendment file declares a class again, with the qualifier Amendment, in a
namespace for one language. Its qualifiers with the flavor Amended belong to the
class of that name in the neutral namespace; all else in it is repetition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mofgen.ir.findings import Findings, name_place
from mofgen.ir.model import Class, Qualifier
from mofgen.ir.qualifiers import QualifierTable
from mofgen.ir.targets import Targets
from mofgen.mof import tree
from mofgen.mof.source import Source
from mofgen.suggest import did_you_mean


class Amended(NamedTuple):
    """What one amendment says of one element."""

    element: tree.ClassDeclaration | tree.Property | tree.Method | tree.Parameter
    source: Source


@dataclass(slots=True)
class ClassAmendment:
    """All that amendments say of one class, by lower-case names."""

    itself: list[Amended] = field(default_factory=list)
    properties: dict[str, list[Amended]] = field(default_factory=dict)
    methods: dict[str, list[Amended]] = field(default_factory=dict)
    parameters: dict[tuple[str, str], list[Amended]] = field(default_factory=dict)


NOTHING = ClassAmendment()


def class_amendment(declarations: Iterable[tree.ClassDeclaration]) -> ClassAmendment:
    """The amendments of one class in one, later ones after earlier ones."""
    result = ClassAmendment()
    for declaration in declarations:
        source = declaration.source
        result.itself.append(Amended(declaration, source))
        for one in declaration.properties:
            key = one.name.lower()
            result.properties.setdefault(key, []).append(Amended(one, source))
        for method in declaration.methods:
            key = method.name.lower()
            result.methods.setdefault(key, []).append(Amended(method, source))
            for parameter in method.parameters:
                place = (key, parameter.name.lower())
                found = result.parameters.setdefault(place, [])
                found.append(Amended(parameter, source))
    return result


def merge(
    own: dict[str, Qualifier],
    amended: Sequence[Amended],
    scope: str,
    table: QualifierTable,
) -> dict[str, Qualifier]:
    """``own`` with the translated qualifiers of its amendments put over it."""
    for element, source in amended:
        for key, qualifier in table.read(element.qualifiers, scope, source).items():
            if qualifier.translatable:
                own[key] = qualifier
    return own


def check_amendments(
    amendments: Mapping[str, list[tree.ClassDeclaration]],
    classes: Mapping[str, Class],
    incomplete: set[str],
    targets: Targets,
    findings: Findings,
) -> None:
    """Report amendments of classes and members that are not there."""
    for key, declarations in amendments.items():
        class_ = classes.get(key)
        for declaration in declarations:
            if class_ is None:
                findings.error(
                    "amendment-without-class",
                    f"There is no class {declaration.name} to amend"
                    + targets.suggestion(declaration.name),
                    name_place(declaration.source, declaration.pos, declaration.name),
                )
            elif key not in incomplete:
                _check_members(declaration, class_, findings)


def _check_members(
    declaration: tree.ClassDeclaration, class_: Class, findings: Findings
) -> None:
    def missing(kind: str, name: str, pos: int, known: Iterable[str]) -> None:
        findings.error(
            "amendment-without-member",
            f"Class {class_.name} has no {kind} {name} to amend"
            + did_you_mean(name, known),
            name_place(declaration.source, pos, name),
        )

    for one in declaration.properties:
        if one.name.lower() not in class_.properties:
            names = [p.name for p in class_.properties.values()]
            missing("property", one.name, one.pos, names)
    for method in declaration.methods:
        found = class_.methods.get(method.name.lower())
        if found is None:
            names = [m.name for m in class_.methods.values()]
            missing("method", method.name, method.pos, names)
            continue
        for parameter in method.parameters:
            if parameter.name.lower() not in found.parameters:
                names = [p.name for p in found.parameters.values()]
                kind = f"parameter of {found.name} named"
                missing(kind, parameter.name, parameter.pos, names)
