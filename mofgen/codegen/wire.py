"""The literal tables in generated classes that the runtime's serializer reads.

A row is a tuple of constants; what is missing at its end is None. The columns are
documented with the runtime (mofgen/runtime/fields.py), which reads them.
"""

from __future__ import annotations

from mofgen.codegen.literals import tuple_lines
from mofgen.codegen.python_types import ANY_INSTANCE, target_class
from mofgen.codegen.value_classes import ValueClass, ValueClasses
from mofgen.ir.model import Class, Method, Parameter, Property, Qualifiers, Schema

Row = tuple[object, ...]

_MARKS = (
    ("key", "key"),
    ("octetstring", "octets"),
    ("required", "required"),
    ("write", "write"),
)


def wire_lines(schema: Schema, values: ValueClasses, class_: Class) -> list[str]:
    """The assignments of the class's wire tables; empty tables are left out."""
    lines = [f'    _wire_class = "{class_.name}"']
    rows = [_property_row(schema, values, class_, p) for p in class_.own_properties]
    if rows:
        lines += tuple_lines("_wire_properties = ", rows, 1)
    methods = [_method_row(schema, values, class_, m) for m in class_.own_methods]
    if methods:
        lines += tuple_lines("_wire_methods = ", methods, 1)
    return lines


def _property_row(
    schema: Schema, values: ValueClasses, class_: Class, prop: Property
) -> Row:
    named = values.of_property(class_, prop)
    return _trim(
        prop.name,
        prop.type,
        _marks(schema, prop),
        _class_column(schema, prop, named),
        prop.default,
        _limits(prop.qualifiers, prop.type),
    )


def _method_row(
    schema: Schema, values: ValueClasses, class_: Class, method: Method
) -> Row:
    parameters = tuple(
        _parameter_row(schema, values, class_, method, parameter)
        for parameter in method.parameters.values()
    )
    named = values.of_return(class_, method)
    return _trim(method.name, method.type, parameters, named.name if named else None)


def _parameter_row(
    schema: Schema,
    values: ValueClasses,
    class_: Class,
    method: Method,
    parameter: Parameter,
) -> Row:
    named = values.of_parameter(class_, method, parameter)
    return _trim(
        parameter.name,
        parameter.type,
        _marks(schema, parameter),
        _class_column(schema, parameter, named),
        parameter.default,
        _limits(parameter.qualifiers, parameter.type),
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


def _class_column(
    schema: Schema, element: Property | Parameter, values: ValueClass | None
) -> str | None:
    """The class of a reference or embedded instance, or the value class's name."""
    if values is not None:
        return values.name
    target = target_class(schema, element)
    return None if target == ANY_INSTANCE else target


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
    while row and (row[-1] is None or row[-1] == ""):
        row = row[:-1]
    return row
