"""The literal tables of a generated class, and the base that carries them.

The generator writes what it knows of a class as constant tuples, so that a
class costs nothing until it is used; this module says what the rows mean.
The lower modules of the runtime know an instance only as :class:`CimObject`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

PropertyRows: TypeAlias = "tuple[tuple[Any, ...], ...]"
"""A row for each property: name, CIM type, marks, class, default, limits; trailing Nones may be left out.

Marks are words with a space between: ``key array octets embedded required
write``. The class is that of a reference or an embedded instance. Limits are
``(low, high)`` of an integer, ``(shortest, longest)`` of a string.
"""
MethodRows: TypeAlias = "tuple[tuple[str, str, tuple[tuple[Any, ...], ...]], ...]"
"""A row for each method: name, type of the return value, parameters.

A parameter has the columns of a property, and the marks ``in`` and ``out``.
"""
ClassRow: TypeAlias = "tuple[str, str, str] | tuple[str, str, str, str]"
"""Name, namespace, marks (``abstract association indication``), qualifiers.

Qualifiers are the names of all that the class has, inherited ones too, with a space
between; left out where there are none.
"""

INTEGER_LIMITS = {
    "uint8": (0, 0xFF),
    "uint16": (0, 0xFFFF),
    "uint32": (0, 0xFFFF_FFFF),
    "uint64": (0, 0xFFFF_FFFF_FFFF_FFFF),
    "sint8": (-0x80, 0x7F),
    "sint16": (-0x8000, 0x7FFF),
    "sint32": (-0x8000_0000, 0x7FFF_FFFF),
    "sint64": (-0x8000_0000_0000_0000, 0x7FFF_FFFF_FFFF_FFFF),
}
"""Lowest and highest value of each integer type (DSP0004 5.2)."""


class CimObject:
    """An object of a generated class as the lower modules see it: by its tables.

    All names of the tables are CIM names; a table has only what its own class
    declares or overrides.
    """

    __slots__ = ("__dict__", "__weakref__", "_connection", "_path", "_read")

    _wire_class: ClassRow = ("", "", "")
    _wire_properties: PropertyRows = ()
    _wire_methods: MethodRows = ()
    _wire_keys: dict[str, Field] | None = None

    def _reference(self) -> Any:
        """The :class:`~mofgen.runtime.references.Ref` to this object."""
        raise NotImplementedError


def class_name(cls: type[CimObject]) -> str:
    """The CIM name of a generated class (or of the one that ``cls`` extends)."""
    return cls._wire_class[0]


def qualifier_names(cls: type[CimObject]) -> tuple[str, ...]:
    """The names of the qualifiers of a class, its own and those that it inherits."""
    row = cls._wire_class
    return tuple(row[3].split()) if len(row) == 4 else ()


_kinds: dict[type, frozenset[str]] = {}


def is_kind(cls: type, name: str) -> bool:
    """Whether ``cls`` is the CIM class ``name``, in any spelling, or below it."""
    found = _kinds.get(cls)
    if found is None:  # the same few questions, for every object that is made
        line = [base for base in cls.__mro__ if issubclass(base, CimObject)]
        found = _kinds[cls] = frozenset(class_name(base).lower() for base in line)
    return name.lower() in found


class Field:
    """A row of a table, taken apart: what a property or parameter holds.

    Parameters
    ----------
    name, type, class_name:
        As in the row; ``class_name`` is None for any class.
    marks:
        The words of the row's marks.
    default:
        The schema's default value; nothing sets it by itself.
    limits:
        As in the row; None where the schema has none.
    """

    __slots__ = ("class_name", "default", "limits", "marks", "name", "type")

    def __init__(self, row: tuple[Any, ...]) -> None:
        count = len(row)
        self.name: str = row[0]
        self.type: str = row[1]
        self.marks: frozenset[str] = frozenset(
            row[2].split() if count > 2 and row[2] else ()
        )
        self.class_name: str | None = row[3] if count > 3 else None
        self.default: Any = row[4] if count > 4 else None
        self.limits: tuple[int | None, int | None] | None = (
            row[5] if count > 5 else None
        )

    @property
    def is_array(self) -> bool:
        return "array" in self.marks

    @property
    def is_embedded(self) -> bool:
        return "embedded" in self.marks or self.type == "object"


def key_fields(cls: type[CimObject]) -> dict[str, Field]:
    """The keys of a class with its superclasses, by name in lower case."""
    known: dict[str, Field] | None = vars(cls).get("_wire_keys")
    if known is not None:
        return known
    found: dict[str, Field] = {}
    for base in reversed(cls.__mro__):
        for row in vars(base).get("_wire_properties", ()):
            name = row[0].lower()
            # What overrides a key is a key, whether it says so or not.
            if name in found or (len(row) > 2 and "key" in (row[2] or "").split()):
                found[name] = Field(row)
    cls._wire_keys = found
    return found
