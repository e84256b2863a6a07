"""Rules for a class as a whole: what associations must have and be below."""

from __future__ import annotations

from mofgen.ir.findings import Findings, name_place
from mofgen.ir.model import Class
from mofgen.mof.diagnostics import Note
from mofgen.mof.tree import ClassDeclaration


def check_class(
    class_: Class,
    declaration: ClassDeclaration,
    above: Class | None,
    above_declaration: ClassDeclaration | None,
    findings: Findings,
) -> None:
    """Check one class whose superclasses are all known.

    References in classes that are no associations are no error: WMI's own system
    classes have them.
    """
    if not class_.is_association:
        return
    place = name_place(declaration.source, declaration.pos, declaration.name)
    if above is not None and not above.is_association:
        notes = []
        if above_declaration is not None:
            source, pos = above_declaration.source, above_declaration.pos
            there = name_place(source, pos, above.name)
            notes.append(Note(f"{above.name} is declared here", there))
        findings.error(
            "association-superclass",
            f"{class_.name} is an association, but its superclass {above.name} "
            "is none",
            place,
            *notes,
        )
    count = len(class_.references)
    if count < 2:
        findings.error(
            "association-references",
            f"{class_.name} is an association, which takes two references, "
            f"but it has {('none', 'only one')[count]}",
            place,
        )
