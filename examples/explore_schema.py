"""Lists the associations in which objects of a class can stand, from MOF alone.

Run it with ``python examples/explore_schema.py [CLASS [FILE...]]``. It uses the
resolved schema, not the generated package, so that any MOF will do.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from mofgen.ir.cache import load_schema
from mofgen.ir.model import AssociationEnd, Schema
from mofgen.mof import MofError

HYPER_V = Path(__file__).parents[1] / "schemas" / "WindowsVirtualization.v2.mof"
ELSEWHERE = ("CIM_Credential", "CIM_RegisteredProfile", "Msvm_RegisteredProfile")
"""Classes of other namespaces, to which the schema of Hyper-V refers."""


def ends(schema: Schema, name: str) -> Iterator[AssociationEnd]:
    """The ends at which a ``name`` can stand: those of its superclasses too."""
    for class_ in schema.ancestry(name):
        yield from schema.ends_at(class_.name)


def describe(schema: Schema, end: AssociationEnd) -> str:
    """The association, the end, and what stands at the other ends."""
    others = ", ".join(
        f"{reference.name}: {reference.class_name}"
        for reference in schema[end.association].references
        if reference.name != end.role
    )
    return f"{end.association}.{end.role} -> {others}"


def main(arguments: list[str]) -> int:
    name, *files = arguments or ["Msvm_ComputerSystem"]
    try:
        schema = load_schema(files or [HYPER_V], external=ELSEWHERE)
    except MofError as error:
        print(error, file=sys.stderr)
        return 1
    if name not in schema:
        print(f"the schema has no class {name}", file=sys.stderr)
        return 1
    print(" < ".join(class_.name for class_ in schema.ancestry(name)))
    for end in ends(schema, name):
        if not schema[end.association].is_abstract:
            print(f"  {describe(schema, end)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
