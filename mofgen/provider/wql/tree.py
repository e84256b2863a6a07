"""The syntax tree of a query.

Nodes are equal where they say the same; where they stood in the text does not
count. ``str()`` of a query or condition is WQL again, in one spelling.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from mofgen.provider.wql.errors import Span
from mofgen.runtime.wql import literal

Operator: TypeAlias = Literal["=", "<>", "<", "<=", ">", ">="]
"""The operators of a comparison; ``!=`` is read as ``<>``."""

_META_CLASS: Final = "meta_class"


@dataclass(frozen=True, slots=True)
class PropertyPath:
    """A property, or a property of an object in a property: ``TargetInstance.Name``.

    Parameters
    ----------
    names:
        The names between the points, as written. System properties such as
        ``__CLASS`` and ``__this``, the object itself, are names too.
    """

    names: tuple[str, ...]
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def is_this(self) -> bool:
        """Whether this is ``__this``, the object itself."""
        return len(self.names) == 1 and self.names[0].lower() == "__this"

    def __str__(self) -> str:
        return ".".join(self.names)


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant; datetimes and object paths are strings in WQL."""

    value: str | int | float | bool
    span: Span | None = field(default=None, compare=False, repr=False)
    # Python's True equals 1, which would make two different queries equal.
    _type: type = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_type", type(self.value))

    def __str__(self) -> str:
        return literal(self.value)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``property operator value``; ``5 < X`` is read as ``X > 5``."""

    property: PropertyPath
    operator: Operator
    value: Constant | PropertyPath

    def __str__(self) -> str:
        return f"{self.property} {self.operator} {self.value}"


@dataclass(frozen=True, slots=True)
class Like:
    """``property LIKE 'pattern'``."""

    property: PropertyPath
    pattern: str

    def __str__(self) -> str:
        return f"{self.property} LIKE {literal(self.pattern)}"


@dataclass(frozen=True, slots=True)
class IsNull:
    """``property IS NULL``, which ``property = NULL`` is read as too.

    With ``is_not`` it is IS NOT NULL.
    """

    property: PropertyPath
    is_not: bool = False

    def __str__(self) -> str:
        return f"{self.property} IS {'NOT ' if self.is_not else ''}NULL"


@dataclass(frozen=True, slots=True)
class Isa:
    """``property ISA 'Class'``: the object is of the class or of one below it."""

    property: PropertyPath
    class_name: str
    span: Span | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.property} ISA {literal(self.class_name)}"


@dataclass(frozen=True, slots=True)
class Not:
    """``NOT term``."""

    term: Condition

    def __str__(self) -> str:
        return f"NOT {_in_parentheses(self.term, And, Or)}"


@dataclass(frozen=True, slots=True)
class And:
    """``term AND term AND ...``, at least two."""

    terms: tuple[Condition, ...]

    def __str__(self) -> str:
        return " AND ".join(_in_parentheses(each, And, Or) for each in self.terms)


@dataclass(frozen=True, slots=True)
class Or:
    """``term OR term OR ...``, at least two."""

    terms: tuple[Condition, ...]

    def __str__(self) -> str:
        return " OR ".join(_in_parentheses(each, Or) for each in self.terms)


Condition: TypeAlias = "And | Or | Not | Comparison | Like | IsNull | Isa"
"""What stands after WHERE."""


@dataclass(frozen=True, slots=True)
class Select:
    """A data query, or a schema query where the class is ``meta_class``.

    Parameters
    ----------
    class_name:
        The class whose objects are asked for, with those of its subclasses.
    properties:
        The properties that are wanted; None for all of them (``*``).
    where:
        The condition; None for every object.
    text:
        The query as it was written, for messages; nothing for a tree made by hand.
    span:
        Where the class is named.
    """

    class_name: str
    properties: tuple[PropertyPath, ...] | None = None
    where: Condition | None = None
    text: str = field(default="", compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def is_schema_query(self) -> bool:
        """Whether classes are asked for, and not objects."""
        return self.class_name.lower() == _META_CLASS

    def __str__(self) -> str:
        return _select(self, "")


@dataclass(frozen=True, slots=True)
class EventSelect:
    """An event query.

    Parameters
    ----------
    class_name:
        The class of the events: intrinsic, as ``__InstanceCreationEvent``, or one
        of the schema's own.
    within:
        Seconds between two looks at what has no events of its own; None where the
        query does not say.
    properties, where, text, span:
        As for :class:`Select`.
    """

    class_name: str
    properties: tuple[PropertyPath, ...] | None = None
    within: float | None = None
    where: Condition | None = None
    text: str = field(default="", compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        within = "" if self.within is None else f" WITHIN {_seconds(self.within)}"
        return _select(self, within)


@dataclass(frozen=True, slots=True)
class Associators:
    """``ASSOCIATORS OF {path}``: the objects that associations connect with one.

    Parameters
    ----------
    path:
        The path between the braces, which is a WMI path; of a class where
        ``schema_only`` is set.
    assoc_class, result_class:
        Only by this class of association; only objects of this class.
    role, result_role:
        The reference in which the source stands, and that of the results.
    required_qualifier, required_assoc_qualifier:
        A qualifier that the class of the results, or of the association, has.
    class_defs_only:
        The classes of the results are wanted instead of the results.
    keys_only:
        Of the results only the keys.
    schema_only:
        The path names a class, and classes are asked for.
    text, span:
        The query as it was written, and where the path stands in it.
    """

    path: str
    assoc_class: str | None = None
    result_class: str | None = None
    role: str | None = None
    result_role: str | None = None
    required_qualifier: str | None = None
    required_assoc_qualifier: str | None = None
    class_defs_only: bool = False
    keys_only: bool = False
    schema_only: bool = False
    text: str = field(default="", compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return _walk(self, "ASSOCIATORS")


@dataclass(frozen=True, slots=True)
class References:
    """``REFERENCES OF {path}``: the associations that refer to an object.

    Parameters
    ----------
    path, text, span:
        As for :class:`Associators`.
    result_class, required_qualifier:
        Of the associations, which are the results here.
    role:
        The reference in which the source stands.
    class_defs_only, keys_only, schema_only:
        As for :class:`Associators`.
    """

    path: str
    result_class: str | None = None
    role: str | None = None
    required_qualifier: str | None = None
    class_defs_only: bool = False
    keys_only: bool = False
    schema_only: bool = False
    text: str = field(default="", compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return _walk(self, "REFERENCES")


Query: TypeAlias = "Select | EventSelect | Associators | References"
"""A whole query."""

FILTERS: Final = {
    "assoc_class": "AssocClass",
    "result_class": "ResultClass",
    "role": "Role",
    "result_role": "ResultRole",
    "required_qualifier": "RequiredQualifier",
    "required_assoc_qualifier": "RequiredAssocQualifier",
    "class_defs_only": "ClassDefsOnly",
    "keys_only": "KeysOnly",
    "schema_only": "SchemaOnly",
}
"""The filters of associations by the names of the fields that hold them."""


def _in_parentheses(term: Condition, *looser: type) -> str:
    """A term as a part of another one, which binds closer than the ``looser``."""
    return f"({term})" if isinstance(term, looser) else str(term)


def _select(query: Select | EventSelect, within: str) -> str:
    listed = "*" if query.properties is None else ", ".join(map(str, query.properties))
    where = "" if query.where is None else f" WHERE {query.where}"
    return f"SELECT {listed} FROM {query.class_name}{within}{where}"


def _seconds(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _walk(query: Associators | References, statement: str) -> str:
    filters = []
    for attribute, word in FILTERS.items():
        value = getattr(query, attribute, None)
        if value is True:
            filters.append(word)
        elif value:
            filters.append(f"{word} = {value}")
    where = f" WHERE {' '.join(filters)}" if filters else ""
    return f"{statement} OF {{{query.path}}}{where}"
