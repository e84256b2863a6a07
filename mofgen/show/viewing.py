"""From a schema to the views of its classes and members."""

from __future__ import annotations

from mofgen.ir.model import (
    AssociationEnd,
    Class,
    Method,
    Parameter,
    Property,
    Qualifiers,
    Schema,
    Value,
)
from mofgen.ir.signature import direction, type_text
from mofgen.ir.value_map import ValueMap, bit_map, value_map
from mofgen.show.view import (
    AssociationView,
    ClassView,
    EndView,
    MemberView,
    MethodView,
    ParameterView,
    PropertyView,
    ValueView,
)
from mofgen.suggest import did_you_mean

_LIMITS = ("MinLen", "MaxLen", "MinValue", "MaxValue")


class UnknownNameError(LookupError):
    """The schema has no such class, or the class no such member."""


def view_class(schema: Schema, name: str) -> ClassView:
    """The class ``name``, in any spelling.

    Raises
    ------
    UnknownNameError
        There is no such class; the message suggests another one.
    """
    class_ = _find_class(schema, name)
    return ClassView(
        class_.name,
        class_.namespace or schema.namespace,
        _kind(class_),
        class_.is_abstract,
        _is_true(class_.qualifiers, "dynamic"),
        _text(class_.qualifiers, "provider"),
        "deprecated" in class_.qualifiers,
        tuple(c.name for c in schema.ancestry(class_.name)[1:]),
        schema.subclasses(class_.name),
        _text(class_.qualifiers, "description"),
        tuple(p.name for p in class_.keys),
        tuple(_property(p) for p in class_.properties.values()),
        tuple(_method(m) for m in class_.methods.values()),
        _associations(schema, class_),
    )


def view_member(schema: Schema, class_name: str, name: str) -> MemberView:
    """A property or method of a class, both names in any spelling.

    Raises
    ------
    UnknownNameError
        There is no such class, or it has no such member.
    """
    class_ = _find_class(schema, class_name)
    members: dict[str, Property | Method] = {**class_.properties, **class_.methods}
    found = members.get(name.lower())
    if found is None:
        hint = did_you_mean(name, [m.name for m in members.values()])
        raise UnknownNameError(f'{class_.name} has no member "{name}"{hint}')
    qualifiers = {q.name: q.value for q in found.qualifiers.values()}
    view = _property(found) if isinstance(found, Property) else _method(found)
    return MemberView(class_.name, view, qualifiers)


def _find_class(schema: Schema, name: str) -> Class:
    if name in schema:
        return schema[name]
    names = [c.name for c in schema.classes.values()]
    # The schema's prefix is what people leave out first.
    endings = [n for n in names if n.lower().endswith("_" + name.lower())]
    hint = did_you_mean(endings[0] if endings else name, names)
    raise UnknownNameError(f'no class "{name}" in the schema{hint}')


def _property(member: Property) -> PropertyView:
    qualifiers = member.qualifiers
    limits = {q.name: q.value for q in map(qualifiers.get, _lower(_LIMITS)) if q}
    return PropertyView(
        member.name,
        type_text(member),
        member.declared_in,
        member.class_origin,
        member.is_key,
        _is_true(qualifiers, "write"),
        _is_true(qualifiers, "required"),
        member.default,
        _units(qualifiers),
        limits,
        member.embedded_class,
        "deprecated" in qualifiers,
        _values(value_map(member)),
        _values(bit_map(member)),
        _text(qualifiers, "description"),
    )


def _method(method: Method) -> MethodView:
    return MethodView(
        method.name,
        type_text(method),
        method.declared_in,
        method.class_origin,
        method.is_static,
        "deprecated" in method.qualifiers,
        tuple(_parameter(p) for p in method.parameters.values()),
        _values(value_map(method)),
        _text(method.qualifiers, "description"),
    )


def _parameter(parameter: Parameter) -> ParameterView:
    return ParameterView(
        parameter.name,
        type_text(parameter),
        direction(parameter),
        parameter.is_required,
        _is_true(parameter.qualifiers, "optional"),
        _units(parameter.qualifiers),
        parameter.embedded_class,
        _values(value_map(parameter)),
        _text(parameter.qualifiers, "description"),
    )


def _associations(schema: Schema, class_: Class) -> tuple[AssociationView, ...]:
    """Every association that accepts the class, by the class's own name or above."""
    return tuple(
        _association(schema, end)
        for above in schema.ancestry(class_.name)
        for end in schema.ends_at(above.name)
    )


def _association(schema: Schema, end: AssociationEnd) -> AssociationView:
    association = schema[end.association]
    others = tuple(
        EndView(reference.name, reference.class_name or "object")
        for reference in association.references
        if reference.name.lower() != end.role.lower()
    )
    return AssociationView(
        association.name,
        association.is_abstract,
        EndView(end.role, end.class_name),
        others,
    )


def _values(map_: ValueMap | None) -> tuple[ValueView, ...]:
    if map_ is None:
        return ()
    return tuple(ValueView(entry.code_text, entry.label) for entry in map_.entries)


def _kind(class_: Class) -> str:
    if class_.is_association:
        return "association"
    return "indication" if class_.is_indication else "class"


def _units(qualifiers: Qualifiers) -> str | None:
    return _text(qualifiers, "units") or _text(qualifiers, "punit")


def _text(qualifiers: Qualifiers, name: str) -> str | None:
    value = _value(qualifiers, name)
    return value if isinstance(value, str) else None


def _is_true(qualifiers: Qualifiers, name: str) -> bool:
    return _value(qualifiers, name) is True


def _value(qualifiers: Qualifiers, name: str) -> Value:
    found = qualifiers.get(name)
    return None if found is None else found.value


def _lower(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.lower() for name in names)
