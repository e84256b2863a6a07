"""Views of properties, and of what construction takes."""

from __future__ import annotations

from mofgen.codegen.annotations import annotated_lines
from mofgen.codegen.class_names import NameTable
from mofgen.codegen.facts import property_doc
from mofgen.codegen.literals import (
    call_lines,
    class_lines,
    stub_lines,
    subscript_lines,
    text_literal,
)
from mofgen.codegen.python_types import PythonType, property_type
from mofgen.codegen.text import docstring_lines
from mofgen.codegen.value_classes import ValueClass, ValueClasses, is_bits
from mofgen.codegen.views import ConstructionView, PropertyView
from mofgen.ir.model import Class, Property, Schema


class Members:
    """Makes the views of a class's properties."""

    def __init__(self, schema: Schema, names: NameTable, values: ValueClasses) -> None:
        self._schema = schema
        self._names = names
        self._values = values

    def views(self, class_: Class) -> tuple[PropertyView, ...]:
        """One view for each property that ``class_`` declares or overrides."""
        return tuple(self._view(class_, prop) for prop in class_.own_properties)

    def construction(self, class_: Class, name: str, base: str) -> ConstructionView:
        """The typed dictionary of the properties that ``class_`` adds."""
        members = self._names.of(class_).properties
        lines = []
        for prop in class_.own_properties:
            if not prop.is_override:
                written = property_type(self._schema, class_, prop).write
                name_ = members[prop.name.lower()]
                lines += annotated_lines(name_, f"{written} | None", 2)
        header = class_lines(name, base, 1, "total=False")
        return ConstructionView(
            name=name,
            base=base,
            header=tuple(header),
            fields=tuple(lines),
            init=tuple(
                stub_lines("__init__", ["self", f"**values: Unpack[{name}]"], "None", 2)
            ),
        )

    def typing_targets(self, class_: Class) -> set[str]:
        """Classes that the annotations of the class's properties name."""
        types = (
            property_type(self._schema, class_, prop) for prop in class_.own_properties
        )
        return {type_.target for type_ in types if type_.target}

    def _view(self, class_: Class, prop: Property) -> PropertyView:
        name = self._names.of(class_).properties[prop.name.lower()]
        values = self._values.of_property(class_, prop)
        type_ = property_type(self._schema, class_, prop)
        return PropertyView(
            name=name,
            cim_name=prop.name,
            values=self._values.property_view(class_, prop),
            definition=tuple(_definition(class_, prop, name, type_, values)),
            doc=tuple(docstring_lines(property_doc(prop, values), 1)),
        )


def _definition(
    class_: Class,
    prop: Property,
    name: str,
    type_: PythonType,
    values: ValueClass | None,
) -> list[str]:
    """``Name = cim.Text()`` and its like.

    A name of ours that differs from the CIM name is passed on with ``name=``.
    """
    arguments = [] if name == prop.name else [f"name={text_literal(prop.name)}"]
    if type_.target:
        start = f"{name} = cim.{type_.descriptor}"
        return subscript_lines(start, f'"{type_.target}"', arguments, 1)
    descriptor = type_.descriptor
    if values:
        # Within its own class body a nested class goes by its bare name.
        own = values.owner == class_.name
        arguments.insert(0, values.name if own else values.seen_from(class_))
        descriptor = _value_descriptor(prop)
    return call_lines(f"{name} = cim.{descriptor}", arguments, 1)


def _value_descriptor(prop: Property) -> str:
    many = "Array" if prop.is_array else ""
    if is_bits(prop):
        return f"Bits{many}"
    return f"Enumerated{many}"
