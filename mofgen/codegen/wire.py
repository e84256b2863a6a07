"""The literal tables in generated classes that the runtime's serializer reads.

A row is a tuple of constants; what is missing at its end is None. The columns are
documented with the runtime (mofgen/runtime/wire.py), which reads them.
"""

from __future__ import annotations

from mofgen.codegen.literals import constant_lines, tuple_lines
from mofgen.codegen.python_types import ANY_INSTANCE, first_declaration, target_class
from mofgen.ir.model import Class, Method, Parameter, Property, Qualifiers, Schema

Row = tuple[object, ...]

_MARKS_COLUMN = 2
_MARKS = (
    ("key", "key"),
    ("octetstring", "octets"),
    ("required", "required"),
    ("write", "write"),
)


def wire_lines(schema: Schema, class_: Class) -> list[str]:
    """The assignments of the class's wire tables; empty tables are left out."""
    marks = " ".join(
        word
        for word, holds in (
            ("abstract", class_.is_abstract),
            ("association", class_.is_association),
            ("indication", class_.is_indication),
        )
        if holds
    )
    namespace = class_.namespace or schema.namespace or ""
    names = " ".join(sorted(each.name for each in class_.qualifiers.values()))
    row = (class_.name, namespace, marks, *([names] if names else []))
    lines = constant_lines("_wire_class: cim.ClassRow = ", row, 1)
    rows = [_property_row(schema, prop) for prop in class_.own_properties]
    if rows:
        lines += tuple_lines("_wire_properties: cim.PropertyRows = ", rows, 1)
    methods = [_method_row(schema, method) for method in class_.own_methods]
    if methods:
        lines += tuple_lines("_wire_methods: cim.MethodRows = ", methods, 1)
    return lines


def _property_row(schema: Schema, prop: Property) -> Row:
    return _trim(*_element_columns(schema, prop, prop))


def _method_row(schema: Schema, method: Method) -> Row:
    parameters = tuple(
        _trim(
            *_element_columns(schema, parameter, _promised(schema, method, parameter))
        )
        for parameter in method.parameters.values()
    )
    return method.name, method.type, parameters


def _promised(schema: Schema, method: Method, parameter: Parameter) -> Parameter:
    """The declaration whose class holds: of what is given, the method's first.

    That is what the stub's annotation takes; what comes back may be narrower.
    """
    if not parameter.is_in:
        return parameter
    return first_declaration(schema, method, parameter)


def _element_columns(
    schema: Schema, element: Property | Parameter, classed: Property | Parameter
) -> Row:
    """The columns of ``element``; the class is that of ``classed``."""
    target = target_class(schema, classed)
    return (
        element.name,
        element.type,
        _marks(schema, element),
        None if target == ANY_INSTANCE else target,
        element.default,
        _limits(element.qualifiers, element.type),
    )


def _marks(schema: Schema, element: Property | Parameter) -> str:
    """Space-separated words in a fixed order."""
    words = ["array"] if element.is_array else []
    if element.type == "string" and target_class(schema, element) is not None:
        words.append("embedded")
    for key, word in _MARKS:
        found = element.qualifiers.get(key)
        if found is not None and found.value is True:
            words.append(word)
    if isinstance(element, Parameter):
        words += ["in"] if element.is_in else []
        words += ["out"] if element.is_out else []
    return " ".join(words)


def _limits(qualifiers: Qualifiers, type_: str) -> tuple[object, object] | None:
    """Lowest and highest value of a number, shortest and longest of a string."""
    is_text = type_ in ("string", "char16")
    pair = ("minlen", "maxlen") if is_text else ("minvalue", "maxvalue")
    low, high = (
        q.value if q is not None and isinstance(q.value, int) else None
        for q in map(qualifiers.get, pair)
    )
    return None if low is None and high is None else (low, high)


def _trim(*row: object) -> Row:
    """``row`` without what is missing at its end: None, and then marks of none."""
    while row and row[-1] is None:
        row = row[:-1]
    return row[:-1] if len(row) == _MARKS_COLUMN + 1 and not row[-1] else row
