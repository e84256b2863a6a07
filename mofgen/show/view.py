"""A class, and one member of it, as plain data: what ``show`` has to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mofgen.ir.model import Value


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value and what it means; ``code`` is as ValueMap writes it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A property of a class, its own or an inherited one."""

    name: str
    type: str
    declared_in: str
    class_origin: str
    is_key: bool
    is_writable: bool
    is_required: bool
    default: Value
    units: str | None
    limits: Mapping[str, Value]
    embedded_class: str | None
    deprecated: bool
    values: tuple[ValueView, ...]
    bits: tuple[ValueView, ...]
    description: str | None


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter of a method; ``direction`` is ``in``, ``out`` or ``in/out``."""

    name: str
    type: str
    direction: str
    is_required: bool
    is_optional: bool
    units: str | None
    embedded_class: str | None
    values: tuple[ValueView, ...]
    description: str | None


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method of a class; ``return_values`` are the codes it can return."""

    name: str
    type: str
    declared_in: str
    class_origin: str
    is_static: bool
    deprecated: bool
    parameters: tuple[ParameterView, ...]
    return_values: tuple[ValueView, ...]
    description: str | None


@dataclass(frozen=True, slots=True)
class EndView:
    """An end of an association: a role, and the class that can stand there."""

    role: str
    class_name: str


@dataclass(frozen=True, slots=True)
class AssociationView:
    """An association in which a class can stand, in the role ``end``."""

    association: str
    is_abstract: bool
    end: EndView
    others: tuple[EndView, ...]


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class with all members that it has.

    Parameters
    ----------
    kind:
        ``class``, ``association`` or ``indication``.
    ancestry:
        Its superclass, that one's superclass, and so on.
    subclasses:
        Its direct subclasses.
    keys:
        Names of the key properties.
    """

    name: str
    namespace: str | None
    kind: str
    is_abstract: bool
    is_dynamic: bool
    provider: str | None
    deprecated: bool
    ancestry: tuple[str, ...]
    subclasses: tuple[str, ...]
    description: str | None
    keys: tuple[str, ...]
    properties: tuple[PropertyView, ...]
    methods: tuple[MethodView, ...]
    associations: tuple[AssociationView, ...]


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member in full: ``qualifiers`` has all that are on it, by name."""

    class_name: str
    member: PropertyView | MethodView
    qualifiers: Mapping[str, Value]
