"""Superclasses before subclasses, whatever the order of the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mofgen.ir.findings import Findings, name_place
from mofgen.ir.targets import Targets
from mofgen.mof.diagnostics import Note
from mofgen.mof.tree import ClassDeclaration


@dataclass(frozen=True, slots=True)
class Order:
    """An order in which classes can be resolved.

    Parameters
    ----------
    keys:
        Lower-case names, each superclass before its subclasses.
    roots:
        Classes to be resolved as if they had no superclass, because theirs is
        unknown or below them.
    incomplete:
        These and all classes below them: what they inherit is not known in full.
    """

    keys: tuple[str, ...]
    roots: set[str]
    incomplete: set[str]


def superclasses_first(
    classes: Mapping[str, ClassDeclaration], targets: Targets, findings: Findings
) -> Order:
    """Order the classes; reports unknown superclasses and circles."""
    done: dict[str, None] = {}
    order = Order((), set(), set())
    for start in classes:
        line: dict[str, None] = {}
        at = start
        while at not in done:
            line[at] = None
            above = (classes[at].superclass or "").lower()
            if not above or above in done:
                break
            if above in line:
                _report_circle(above, [*line], classes, findings)
            elif above not in classes:
                _report_unknown(classes[at], targets, findings)
            else:
                at = above
                continue
            order.roots.add(at)
            order.incomplete.add(at)
            break
        for key in reversed(line):
            if (classes[key].superclass or "").lower() in order.incomplete:
                order.incomplete.add(key)
            done[key] = None
    return Order(tuple(done), order.roots, order.incomplete)


def _report_unknown(
    declaration: ClassDeclaration, targets: Targets, findings: Findings
) -> None:
    above = declaration.superclass
    assert above is not None
    findings.error(
        "unknown-superclass",
        f"Superclass {above} of {declaration.name} is not declared anywhere"
        + targets.suggestion(above),
        name_place(declaration.source, declaration.superclass_pos, above),
    )


def _report_circle(
    first: str,
    line: list[str],
    classes: Mapping[str, ClassDeclaration],
    findings: Findings,
) -> None:
    circle = [classes[key] for key in line[line.index(first) :]]
    head = circle[0]
    notes = [
        Note(
            f"{one.name} is a subclass of {one.superclass}",
            name_place(one.source, one.superclass_pos, one.superclass or ""),
        )
        for one in circle[1:]
    ]
    findings.error(
        "circular-inheritance",
        f"Class {head.name} is its own superclass",
        name_place(head.source, head.superclass_pos, head.superclass or ""),
        *notes,
    )
