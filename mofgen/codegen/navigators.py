"""Views of associations: navigators at the classes, ends at the associations."""

from __future__ import annotations

from mofgen.codegen.literals import class_lines, subscript_lines
from mofgen.codegen.python_types import python_type
from mofgen.codegen.text import docstring_lines
from mofgen.codegen.views import EndsView, NavigatorView
from mofgen.ir.model import Class, Schema

ENDS_SUFFIX = "Ends"


class Navigators:
    """Makes the views for walking the associations of ``schema``.

    An association is offered at each class that one of its references names, its
    inherited references included, unless a class above offers it already.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
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
                        f"{name} = cim.Via", f'"{name}{ENDS_SUFFIX}"', f'("{name}")', 2
                    )
                ),
            )
            for name in sorted(self._offered.get(class_.name, ()))
        )

    def ends(self, class_: Class) -> EndsView | None:
        """The ends of ``class_``; None where it is no association."""
        if not class_.is_association:
            return None
        name = class_.name + ENDS_SUFFIX
        above = self._schema.superclass(class_.name)
        base = "cim.Ends"
        if above and above.is_association:
            base = above.name + ENDS_SUFFIX
        lines: list[str] = []
        for reference in class_.own_properties:
            if reference.is_reference:
                target = python_type(self._schema, reference).target
                start = f"{reference.name} = cim.End"
                lines += subscript_lines(start, f'"{target}"', "()", 1)
        doc = f"What a {class_.name} ties together, seen from one of its ends."
        return EndsView(
            name=name,
            header=tuple(class_lines(name, base, 0)),
            doc=tuple(docstring_lines([doc], 1)),
            ends=tuple(lines),
        )

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
                self._offered.setdefault(name, []).append(association.name)
