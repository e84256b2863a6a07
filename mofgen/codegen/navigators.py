"""Views of associations: navigators at the classes, ends at the associations."""

from __future__ import annotations

from mofgen.codegen.class_names import NameTable
from mofgen.codegen.literals import (
    class_lines,
    stub_lines,
    subscript_lines,
    text_literal,
)
from mofgen.codegen.names import class_name
from mofgen.codegen.python_types import property_type
from mofgen.codegen.text import docstring_lines
from mofgen.codegen.views import EndsView, NavigatorView
from mofgen.ir.model import Class, Property, Schema


def ends_name(association: str) -> str:
    """Name of the class for the ends of an association."""
    return f"{association}Ends"


class Navigators:
    """Makes the views for walking the associations of ``schema``.

    An association is offered at each class that one of its references names, its
    inherited references included, unless a class above offers it already.
    """

    def __init__(self, schema: Schema, names: NameTable) -> None:
        self._schema = schema
        self._names = names
        self._offered: dict[str, list[str]] = {}
        for class_ in schema.classes.values():
            if class_.is_association:
                self._offer(class_)

    def views(self, class_: Class) -> tuple[NavigatorView, ...]:
        """The associations that ``class_`` offers itself, by name."""
        return tuple(
            NavigatorView(
                association=name,
                definition=tuple(
                    subscript_lines(
                        f"{name} = cim.Via", f'"{ends_name(name)}"', [f'"{name}"'], 2
                    )
                ),
            )
            for name in sorted(self._offered.get(class_.name, ()))
        )

    def ends(self, class_: Class) -> EndsView | None:
        """The ends of ``class_``; None where it is no association."""
        if not class_.is_association:
            return None
        python_name = class_name(class_.name)
        name = ends_name(python_name)
        above = self._schema.superclass(class_.name)
        base = "cim.Ends"
        if above and above.is_association:
            base = ends_name(class_name(above.name))
        lines: list[str] = []
        for reference in class_.own_properties:
            if reference.is_reference:
                lines += self._end_lines(class_, reference)
        doc = f"What a {class_.name} ties together, seen from one of its ends."
        return EndsView(
            name=name,
            header=tuple(class_lines(name, base, 0)),
            doc=tuple(docstring_lines([doc], 1)),
            ends=tuple(lines),
            objects=tuple(
                stub_lines("objects", ["self"], f"cim.Objects[{python_name}]", 2)
            ),
        )

    def _end_lines(self, class_: Class, reference: Property) -> list[str]:
        target = property_type(self._schema, class_, reference).target
        name = self._names.ends(class_)[reference.name.lower()]
        differs = name != reference.name
        arguments = [f"name={text_literal(reference.name)}"] if differs else []
        return subscript_lines(f"{name} = cim.End", f'"{target}"', arguments, 1)

    def _offer(self, association: Class) -> None:
        targets = {
            reference.class_name.lower()
            for reference in association.references
            if reference.class_name and reference.class_name in self._schema
        }
        for target in targets:
            above = self._schema.ancestry(target)[1:]
            if not any(ancestor.name.lower() in targets for ancestor in above):
                name = self._schema[target].name
                self._offered.setdefault(name, []).append(class_name(association.name))
