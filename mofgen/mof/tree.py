"""The syntax tree of MOF text.

One frozen dataclass per production of DSP0004 Annex A. The tree says what was
written and where; what it means (inheritance, qualifier propagation, types) is
the business of :mod:`mofgen.ir`. Every node keeps ``pos``, the offset of its name
in the text of its source (an instance's: of its class's name), from which line
and column are worked out when needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from mofgen.mof.source import Source


class Absent(Enum):
    """Says that no value was written, as opposed to the value ``NULL``."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Char16:
    """A character literal, ``'A'``; told apart from a string of length one."""

    value: str


@dataclass(frozen=True, slots=True)
class AliasReference:
    """The use of an instance alias as a value, ``$Name`` (name without ``$``)."""

    name: str
    pos: int


Scalar: TypeAlias = (
    "bool | int | float | str | Char16 | AliasReference | InstanceDeclaration | None"
)
Value: TypeAlias = "Scalar | tuple[Scalar, ...]"
"""A literal: None is ``NULL``, a tuple is an array initializer."""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """``Name(value) : flavor flavor`` in a qualifier list.

    ``value`` is ABSENT where none was written (``[Key]``), ``flavors`` the words
    as written, e.g. ``("ToInstance", "Amended")``. ``value_pos`` is the offset of
    the value (or of the name where there is none).
    """

    name: str
    value: Value | Absent
    flavors: tuple[str, ...]
    pos: int
    value_pos: int


@dataclass(frozen=True, slots=True)
class QualifierDeclaration:
    """``Qualifier Name : type = default, Scope(...), Flavor(...);``"""

    source: Source
    name: str
    type: str
    is_array: bool
    array_size: int | None
    default: Value | Absent
    scopes: tuple[str, ...]
    flavors: tuple[str, ...]
    pos: int


@dataclass(frozen=True, slots=True)
class TypeName:
    """The type in front of a member.

    ``name`` is an intrinsic CIM type in lower case, or ``void``, ``reference``
    (``Class REF``) or ``object`` (``object``, ``object:Class``); ``class_name``
    is the class of a reference or object, None for any.
    """

    name: str
    class_name: str | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A property or reference of a class."""

    name: str
    type: TypeName
    is_array: bool
    array_size: int | None
    default: Value | Absent
    qualifiers: tuple[Qualifier, ...]
    pos: int
    type_pos: int
    default_pos: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a method."""

    name: str
    type: TypeName
    is_array: bool
    array_size: int | None
    default: Value | Absent
    qualifiers: tuple[Qualifier, ...]
    pos: int
    type_pos: int


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a class; ``type`` is what it returns."""

    name: str
    type: TypeName
    is_array: bool
    parameters: tuple[Parameter, ...]
    qualifiers: tuple[Qualifier, ...]
    pos: int
    type_pos: int


@dataclass(frozen=True, slots=True)
class ClassDeclaration:
    """``class Name : Superclass { ... };`` with its members in written order.

    ``namespace`` is the value of the last namespace pragma before it, None where
    there was none. A class that is only announced (``class Name;``) has no members.
    """

    source: Source
    name: str
    superclass: str | None
    alias: str | None
    qualifiers: tuple[Qualifier, ...]
    properties: tuple[Property, ...]
    methods: tuple[Method, ...]
    namespace: str | None
    pos: int
    superclass_pos: int


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """``Name = value;`` inside an instance.

    ``value`` is None too where WMI's dynamic instances have a name alone.
    """

    name: str
    value: Value
    qualifiers: tuple[Qualifier, ...]
    pos: int
    value_pos: int


@dataclass(frozen=True, slots=True)
class InstanceDeclaration:
    """``instance of Class as $Alias { ... };``, at top level or as a value."""

    source: Source
    class_name: str
    alias: str | None
    qualifiers: tuple[Qualifier, ...]
    values: tuple[PropertyValue, ...]
    namespace: str | None
    pos: int


@dataclass(frozen=True, slots=True)
class Pragma:
    """``#pragma name(argument, ...)``; the name in lower case.

    WMI's ``qualifier Name : flavor flavor;`` declares no type but directs the
    compiler, too: it is the pragma ``qualifier`` with the name and the flavors
    as arguments.
    """

    source: Source
    name: str
    arguments: tuple[str, ...]
    pos: int


Declaration: TypeAlias = (
    QualifierDeclaration | ClassDeclaration | InstanceDeclaration | Pragma
)


@dataclass(frozen=True, slots=True)
class Document:
    """All declarations of the given files, includes taken in where they stand.

    ``sources`` lists every file that was read, each once, in the order of reading.
    """

    declarations: tuple[Declaration, ...]
    sources: tuple[Source, ...]
