"""The descriptors that generated classes declare their properties with.

All are one class, :class:`Property`, under names that say what it holds: a
subclass may override ``Integer()`` by ``Enumerated(...)``, and a type checker
accepts that only between types of one generic class. What else is known of a
property stands in the wire table of the class that declares it.

At run time a descriptor has no ``__set__``: the values lie in the instance's
``__dict__``, so that reading one costs what it costs anywhere in Python. The
descriptor answers for the class, and for what is not set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Generic, Self, TypeAlias, TypeVar, overload

from mofgen.runtime.datetimes import CimDateTime, DateTimeLike
from mofgen.runtime.errors import CimTypeError
from mofgen.runtime.references import Ref
from mofgen.runtime.values import (
    BitValues,
    IntValues,
    ListedValue,
    TextValues,
)
from mofgen.runtime.wire import CimObject, Field, class_name

if TYPE_CHECKING:
    from mofgen.runtime.conditions import Condition

Got_co = TypeVar("Got_co", covariant=True)
Given_contra = TypeVar("Given_contra", contravariant=True)
I_co = TypeVar("I_co", bound=CimObject, covariant=True)
N = TypeVar("N", bound=IntValues)
T = TypeVar("T", bound=TextValues)
B = TypeVar("B", bound=BitValues)

TextSequence: TypeAlias = "list[str] | tuple[str, ...]"
"""What a string array takes: any ``Sequence[str]`` would let a single string in."""


class Property(Generic[Got_co, Given_contra]):
    """A property of a class; ``Class.Property`` is this object, with what is known.

    Reading it from an object gives ``Got`` or None, for NULL and where it is
    unset; it can be set to ``Given`` or None.

    Parameters
    ----------
    name:
        The CIM name, where it can't be the Python name.
    values:
        The class of values, see :func:`Enumerated` and :func:`Bits`.
    """

    __slots__ = ("_field", "_name", "attribute", "declared_in", "values")

    attribute: str
    """The name in Python."""
    declared_in: type[CimObject]
    """The class whose declaration this is."""
    values: type[ListedValue] | None
    """The class of values that says what the values mean."""

    def __init__(
        self, *, name: str | None = None, values: type[ListedValue] | None = None
    ) -> None:
        self._name = name
        self._field: Field | None = None
        self.values = values

    def __set_name__(self, owner: type[CimObject], name: str) -> None:
        self.declared_in = owner
        self.attribute = name

    @property
    def name(self) -> str:
        """The CIM name."""
        return self._name or self.attribute

    @property
    def field(self) -> Field:
        """The row of the wire table: what the descriptor itself does not know."""
        found = self._field
        if found is None:
            found = self._field = self._find_field()
        return found

    @property
    def type(self) -> str:
        """The CIM type, ``reference`` for a reference."""
        return self.field.type

    @property
    def class_name(self) -> str | None:
        """The class of a reference or embedded instance; None for any class."""
        return self.field.class_name

    @property
    def default(self) -> Any:
        """The schema's default value; an object does not get it by itself."""
        return self.field.default

    @property
    def limits(self) -> tuple[int | None, int | None] | None:
        """Lowest and highest integer, or shortest and longest string, if limited."""
        return self.field.limits

    @property
    def is_key(self) -> bool:
        """Whether it is a part of what names an object."""
        return "key" in self.field.marks

    @property
    def is_array(self) -> bool:
        """Whether it holds a tuple."""
        return "array" in self.field.marks

    @property
    def is_octets(self) -> bool:
        """Whether the schema calls the array an octet string."""
        return "octets" in self.field.marks

    @property
    def is_embedded(self) -> bool:
        """Whether it holds objects."""
        return self.field.is_embedded

    @property
    def is_required(self) -> bool:
        """Whether it must not be NULL."""
        return "required" in self.field.marks

    @property
    def is_writable(self) -> bool:
        """Whether clients may write it."""
        return "write" in self.field.marks

    def __eq__(self, other: Given_contra | None) -> Condition:  # type: ignore[override]
        """The condition that the property has this value, or is NULL."""
        if isinstance(other, Property):
            # Properties themselves are compared where they lie in a container.
            return NotImplemented
        return self._compare("=", other)

    def __ne__(self, other: Given_contra | None) -> Condition:  # type: ignore[override]
        """The condition that the property has another value, or is not NULL."""
        if isinstance(other, Property):
            return NotImplemented
        return self._compare("<>", other)

    __hash__ = object.__hash__

    def __lt__(self, other: Given_contra) -> Condition:
        return self._compare("<", other)

    def __le__(self, other: Given_contra) -> Condition:
        return self._compare("<=", other)

    def __gt__(self, other: Given_contra) -> Condition:
        return self._compare(">", other)

    def __ge__(self, other: Given_contra) -> Condition:
        return self._compare(">=", other)

    def is_in(self, values: Iterable[Given_contra | None]) -> Condition:
        """The condition that the property has one of these values."""
        from mofgen.runtime.conditions import one_of

        return one_of(self, values)

    def like(self, pattern: str) -> Condition:
        """The condition that the text matches a pattern of ``%``, ``_``, ``[a-f]``."""
        return self._compare("LIKE", pattern)

    def starts_with(self, text: str) -> Condition:
        """The condition that the property begins with ``text``, taken as it is."""
        return self._like("", text, "%")

    def ends_with(self, text: str) -> Condition:
        """The condition that the property ends with ``text``, taken as it is."""
        return self._like("%", text, "")

    def contains(self, text: str) -> Condition:
        """The condition that ``text``, taken as it is, stands in the property."""
        return self._like("%", text, "%")

    def _like(self, before: str, text: str, after: str) -> Condition:
        from mofgen.runtime.wql import like_escape

        return self._compare("LIKE", f"{before}{like_escape(text)}{after}")

    def _compare(self, symbol: str, value: object) -> Condition:
        from mofgen.runtime.conditions import compare

        return compare(self, symbol, value)

    def _find_field(self) -> Field:
        for row in self.declared_in._wire_properties:
            if row[0] == self.name:
                return Field(row)
        raise CimTypeError(
            f"{class_name(self.declared_in)}.{self.name} is not in _wire_properties"
        )

    def __repr__(self) -> str:
        words = " ".join(sorted(self.field.marks))
        of = class_name(self.declared_in)
        return f"<Property {of}.{self.name}: {self.type}{words and ' '}{words}>"

    @overload
    def __get__(self, obj: None, owner: object) -> Self: ...
    @overload
    def __get__(self, obj: object, owner: object) -> Got_co | None: ...
    def __get__(self, obj: object, owner: object) -> Any:
        return self if obj is None else None

    if TYPE_CHECKING:

        def __set__(self, obj: object, value: Given_contra | None) -> None: ...
        def __delete__(self, obj: object) -> None: ...

    else:

        def __class_getitem__(cls, of: object) -> object:
            # Reference["Class"] is for type checkers; the wire table has the class.
            return cls


class Reference(Property[Ref[I_co], "Ref[CimObject] | CimObject | str"]):
    """A reference to ``I``; takes a :class:`Ref`, the object itself, or a path."""

    __slots__ = ()


class ReferenceArray(
    Property["tuple[Ref[I_co], ...]", "Sequence[Ref[CimObject] | CimObject | str]"]
):
    """References to ``I``."""

    __slots__ = ()


class Embedded(Property[I_co, CimObject]):
    """An object of the class ``I`` or a subclass, held by value."""

    __slots__ = ()


class EmbeddedArray(Property["tuple[I_co, ...]", Sequence[CimObject]]):
    """Objects of the class ``I`` or subclasses, held by value."""

    __slots__ = ()


Boolean = Property[bool, bool]
"""A ``boolean``."""
Integer = Property[int, int]
"""An integer of any size; the wire table says which."""
Real = Property[float, float]
"""A ``real32`` or ``real64``."""
Text = Property[str, str]
"""A ``string``."""
Char = Property[str, str]
"""A ``char16``: a string of one character."""
DateTime = Property[CimDateTime, DateTimeLike]
"""A ``datetime``."""
BooleanArray = Property["tuple[bool, ...]", Sequence[bool]]
"""An array of ``boolean``; reads as a tuple, as all arrays do."""
IntegerArray = Property["tuple[int, ...]", Sequence[int]]
"""An array of integers; one of ``uint8`` takes ``bytes`` too."""
RealArray = Property["tuple[float, ...]", Sequence[float]]
"""An array of ``real32`` or ``real64``."""
TextArray = Property["tuple[str, ...]", TextSequence]
"""An array of strings."""
CharArray = Property["tuple[str, ...]", TextSequence]
"""An array of ``char16``."""
DateTimeArray = Property["tuple[CimDateTime, ...]", Sequence[DateTimeLike]]
"""An array of ``datetime``."""


@overload
def Enumerated(values: type[N], *, name: str | None = None) -> Property[N, int]: ...
@overload
def Enumerated(values: type[T], *, name: str | None = None) -> Property[T, str]: ...
def Enumerated(
    values: type[ListedValue], *, name: str | None = None
) -> Property[Any, Any]:
    """An integer or string whose values the schema explains (``ValueMap``)."""
    return Property(name=name, values=values)


@overload
def EnumeratedArray(
    values: type[N], *, name: str | None = None
) -> Property[tuple[N, ...], Sequence[int]]: ...
@overload
def EnumeratedArray(
    values: type[T], *, name: str | None = None
) -> Property[tuple[T, ...], TextSequence]: ...
def EnumeratedArray(
    values: type[ListedValue], *, name: str | None = None
) -> Property[Any, Any]:
    """An array of integers or strings whose values the schema explains."""
    return Property(name=name, values=values)


def Bits(values: type[B], *, name: str | None = None) -> Property[B, int]:
    """An integer whose bits the schema explains (``BitMap``)."""
    return Property(name=name, values=values)


def BitsArray(
    values: type[B], *, name: str | None = None
) -> Property[tuple[B, ...], Sequence[int]]:
    """An array of integers whose bits the schema explains."""
    return Property(name=name, values=values)
