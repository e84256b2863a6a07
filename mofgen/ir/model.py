"""The resolved schema: DSP0004's meta model as small frozen dataclasses.

Everything that inheritance, overriding and qualifier flavors decide has been
decided. Names keep their spelling; every mapping is keyed by the lower-case
name, since CIM names are case-insensitive. Nothing here knows about Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, Union

# Not whole strings: mofgen.ir.json has these evaluated, and "a" | b can't be.
Scalar: TypeAlias = Union[bool, int, float, str, "Instance", None]
Value: TypeAlias = Scalar | tuple[Scalar, ...]
"""A CIM value: None is NULL, a tuple an array. The type beside it says which."""


@dataclass(frozen=True, slots=True)
class QualifierType:
    """A qualifier declaration (DSP0004 7.8): type, default, scopes and flavors.

    ``scopes`` are lower-case words (``class``, ``property``, ..., ``any``).
    ``implied`` is true where no text declared it: WMI's standard qualifiers, and
    qualifiers that are used without a declaration.
    """

    name: str
    type: str
    is_array: bool
    default: Value
    scopes: frozenset[str]
    to_subclass: bool = True
    overridable: bool = True
    translatable: bool = False
    to_instance: bool = False
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Qualifier:
    """The value of a qualifier on one element, with its effective flavors.

    ``propagated`` is true where the value comes from the superclass's element.
    """

    name: str
    type: str
    value: Value
    to_subclass: bool = True
    overridable: bool = True
    translatable: bool = False
    to_instance: bool = False
    propagated: bool = False


Qualifiers: TypeAlias = Mapping[str, Qualifier]


@dataclass(frozen=True, slots=True)
class Property:
    """A property, or a reference where ``type`` is ``reference``.

    Parameters
    ----------
    type:
        Intrinsic CIM type in lower case, ``reference`` or ``object``.
    class_name:
        Class of a reference or object as declared; None for any and for others.
    array_size:
        Fixed number of elements, None where open (or not an array).
    default:
        Default value; None where it is NULL or none was given.
    class_origin:
        Class that first declared the property.
    declared_in:
        Class whose declaration is in force here; differs from ``class_origin``
        where the property has been overridden.
    """

    name: str
    type: str
    class_name: str | None
    is_array: bool
    array_size: int | None
    default: Value
    qualifiers: Qualifiers
    class_origin: str
    declared_in: str

    @property
    def is_key(self) -> bool:
        return _is_true(self.qualifiers, "key")

    @property
    def is_reference(self) -> bool:
        return self.type == "reference"

    @property
    def embedded_class(self) -> str | None:
        """Class named by ``EmbeddedInstance``, or of an ``object:Class`` type."""
        return _embedded_class(self.qualifiers, self.type, self.class_name)

    @property
    def is_override(self) -> bool:
        return self.class_origin.lower() != self.declared_in.lower()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a method; fields as in :class:`Property`."""

    name: str
    type: str
    class_name: str | None
    is_array: bool
    array_size: int | None
    default: Value
    qualifiers: Qualifiers

    @property
    def is_in(self) -> bool:
        """``In`` defaults to true (DSP0004 5.6.3); WMI leaves it out on outs."""
        if "in" in self.qualifiers:
            return _is_true(self.qualifiers, "in")
        return not self.is_out

    @property
    def is_out(self) -> bool:
        return _is_true(self.qualifiers, "out")

    @property
    def is_required(self) -> bool:
        return _is_true(self.qualifiers, "required")

    @property
    def embedded_class(self) -> str | None:
        return _embedded_class(self.qualifiers, self.type, self.class_name)


@dataclass(frozen=True, slots=True)
class Method:
    """A method; ``type`` is what it returns, ``void`` for nothing."""

    name: str
    type: str
    class_name: str | None
    is_array: bool
    parameters: Mapping[str, Parameter]
    qualifiers: Qualifiers
    class_origin: str
    declared_in: str

    @property
    def is_static(self) -> bool:
        return _is_true(self.qualifiers, "static")

    @property
    def is_override(self) -> bool:
        return self.class_origin.lower() != self.declared_in.lower()


@dataclass(frozen=True, slots=True)
class Class:
    """A class with all members that it has, its own and the inherited ones.

    ``properties`` and ``methods`` are effective: the superclass's members in the
    superclass's order (each replaced in place where this class overrides it),
    then those that this class adds. ``declared_in`` of a member says whose it is.
    """

    name: str
    superclass: str | None
    qualifiers: Qualifiers
    properties: Mapping[str, Property]
    methods: Mapping[str, Method]
    namespace: str | None = None
    is_system: bool = False

    @property
    def own_properties(self) -> tuple[Property, ...]:
        """Properties that this class declares or overrides, in written order."""
        me = self.name.lower()
        return tuple(p for p in self.properties.values() if p.declared_in.lower() == me)

    @property
    def own_methods(self) -> tuple[Method, ...]:
        """Methods that this class declares or overrides."""
        me = self.name.lower()
        return tuple(m for m in self.methods.values() if m.declared_in.lower() == me)

    @property
    def keys(self) -> tuple[Property, ...]:
        return tuple(p for p in self.properties.values() if p.is_key)

    @property
    def references(self) -> tuple[Property, ...]:
        return tuple(p for p in self.properties.values() if p.is_reference)

    @property
    def is_association(self) -> bool:
        return _is_true(self.qualifiers, "association")

    @property
    def is_indication(self) -> bool:
        return _is_true(self.qualifiers, "indication")

    @property
    def is_abstract(self) -> bool:
        return _is_true(self.qualifiers, "abstract")


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance that the schema text creates, or one nested in a value.

    ``values`` maps the property's name as spelled by the class to its value; a
    reference given by alias is that alias's :class:`Instance`.
    """

    class_name: str
    values: Mapping[str, Value]
    alias: str | None = None
    namespace: str | None = None


@dataclass(frozen=True, slots=True)
class AssociationEnd:
    """One end of an association: the reference ``role`` of ``association``.

    ``class_name`` is the class that can stand there (with its subclasses).
    """

    association: str
    role: str
    class_name: str


@dataclass(frozen=True, slots=True)
class Schema:
    """All classes, qualifier types and instances of the given texts.

    ``classes`` is in declaration order, WMI's system classes that the schema
    needs before all others. The indexes answer in one look-up.
    """

    namespace: str | None
    classes: Mapping[str, Class]
    qualifier_types: Mapping[str, QualifierType]
    instances: tuple[Instance, ...] = ()
    _subclasses: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _ends: Mapping[str, tuple[AssociationEnd, ...]] = field(
        default_factory=dict, repr=False
    )

    def __getitem__(self, name: str) -> Class:
        """The class ``name`` in any spelling; raises KeyError."""
        return self.classes[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self.classes

    def superclass(self, name: str) -> Class | None:
        above = self[name].superclass
        return None if above is None else self.classes.get(above.lower())

    def ancestry(self, name: str) -> tuple[Class, ...]:
        """The class itself, its superclass, and so on up to the root class."""
        line = []
        at: Class | None = self[name]
        while at is not None:
            line.append(at)
            at = self.superclass(at.name)
        return tuple(line)

    def subclasses(self, name: str) -> tuple[str, ...]:
        """Names of the direct subclasses, in declaration order."""
        return self._subclasses.get(name.lower(), ())

    def ends_at(self, name: str) -> tuple[AssociationEnd, ...]:
        """Ends declared with exactly this class (not with a superclass of it)."""
        return self._ends.get(name.lower(), ())

    def is_subclass(self, name: str, of: str) -> bool:
        """Whether ``name`` is ``of`` or derives from it."""
        of = of.lower()
        return any(c.name.lower() == of for c in self.ancestry(name))


def _is_true(qualifiers: Qualifiers, name: str) -> bool:
    found = qualifiers.get(name)
    return found is not None and found.value is True


def _embedded_class(
    qualifiers: Qualifiers, type_: str, class_name: str | None
) -> str | None:
    if type_ == "object":
        return class_name
    found = qualifiers.get("embeddedinstance")
    return found.value if found and isinstance(found.value, str) else None
