"""How a CIM type looks in Python: what is read, what may be written, how declared."""

from __future__ import annotations

from dataclasses import dataclass

from mofgen.codegen.names import class_name
from mofgen.ir.model import Class, Method, Parameter, Property, Schema
from mofgen.ir.value_map import INTEGER_TYPES

ANY_INSTANCE = "cim.Instance"


@dataclass(frozen=True, slots=True)
class PythonType:
    """The Python side of a CIM element.

    Parameters
    ----------
    read:
        Annotation of a value that is read, without ``| None``.
    write:
        Annotation of what may be given for it, without ``| None``.
    descriptor:
        Name of the descriptor class in the runtime.
    target:
        Class of a reference or embedded instance; None for all other types.
    """

    read: str
    write: str
    descriptor: str
    target: str | None = None


_PLAIN = {
    "boolean": ("bool", "bool", "Boolean"),
    "real32": ("float", "float", "Real"),
    "real64": ("float", "float", "Real"),
    "string": ("str", "str", "Text"),
    "char16": ("str", "str", "Char"),
    "datetime": ("cim.CimDateTime", "cim.DateTimeLike", "DateTime"),
    **dict.fromkeys(INTEGER_TYPES, ("int", "int", "Integer")),
}


def property_type(schema: Schema, class_: Class, prop: Property) -> PythonType:
    """The Python type of a property of ``class_``, its value map left aside.

    A subclass must stay substitutable: where an override names a class that is
    not below the overridden one's (published schemas do), the type stays as above
    and only the run time knows of the override.
    """
    above = schema.superclass(class_.name)
    inherited = above.properties.get(prop.name.lower()) if above else None
    if above is not None and inherited is not None:
        promised = property_type(schema, above, inherited)
        target = target_class(schema, prop)
        if promised.target and not _is_below(schema, target, promised.target):
            return promised
    return python_type(schema, prop)


def python_type(schema: Schema, element: Property | Parameter) -> PythonType:
    """The Python type of a property or parameter, its value map left aside."""
    target = target_class(schema, element)
    if target is not None:
        return _object_type(element.type == "reference", element.is_array, target)
    read, write, descriptor = _PLAIN[element.type]
    if not element.is_array:
        return PythonType(read, write, descriptor)
    many = "cim.TextSequence" if write == "str" else f"Sequence[{write}]"
    return PythonType(f"tuple[{read}, ...]", many, f"{descriptor}Array")


def first_declaration(
    schema: Schema, method: Method, parameter: Parameter
) -> Parameter:
    """The parameter as the method's first declaration has it.

    What an overriding method takes stays what the overridden one takes.
    """
    origin = schema[method.class_origin].methods[method.name.lower()]
    return origin.parameters.get(parameter.name.lower(), parameter)


def input_type(schema: Schema, method: Method, parameter: Parameter) -> PythonType:
    """The Python type of what is given: that of the method's first declaration.

    An override that narrows a parameter would not be substitutable, so the run
    time takes the same; what is too wide for the method the host refuses.
    """
    return python_type(schema, first_declaration(schema, method, parameter))


def must_be_given(schema: Schema, method: Method, parameter: Parameter) -> bool:
    """Whether a parameter is required, here and where the method was first declared."""
    first = first_declaration(schema, method, parameter)
    return parameter.is_required and first.is_required


def return_type(method: Method) -> str:
    """Annotation of what a method returns, its value map left aside."""
    if method.type in ("void", "reference", "object"):
        return {"void": "None"}.get(method.type, ANY_INSTANCE)
    return _PLAIN[method.type][0]


def target_class(schema: Schema, element: Property | Parameter) -> str | None:
    """CIM class at the other side of a reference, or in an embedded instance.

    A class that the schema does not hold (it lives in another namespace) can't be
    named in the package; any instance stands for it.
    """
    if element.type not in ("reference", "object"):
        embedded = element.qualifiers.get("embeddedobject")
        if element.embedded_class is None and not (embedded and embedded.value is True):
            return None
    name = element.class_name if element.type == "reference" else element.embedded_class
    if name is None or name not in schema:
        return ANY_INSTANCE
    return schema[name].name


def _is_below(schema: Schema, target: str | None, promised: str) -> bool:
    if promised == ANY_INSTANCE or target == promised:
        return True
    if target is None or target == ANY_INSTANCE:
        return False
    return any(class_name(c.name) == promised for c in schema.ancestry(target))


def _object_type(is_reference: bool, is_array: bool, class_: str) -> PythonType:
    target = class_ if class_ == ANY_INSTANCE else class_name(class_)
    read = f"cim.Ref[{target}]" if is_reference else target
    write = f"cim.RefLike[{target}]" if is_reference else target
    descriptor = "Reference" if is_reference else "Embedded"
    if not is_array:
        return PythonType(read, write, descriptor, target)
    many = f"Sequence[{write}]"
    return PythonType(f"tuple[{read}, ...]", many, f"{descriptor}Array", target)
