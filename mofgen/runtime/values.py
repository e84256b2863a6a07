"""Values with a meaning: what ``ValueMap``/``Values`` and ``BitMap``/``BitValues`` say.

A class of values is open: the schema lists what it knows, and a host may send
anything else (DSP0004 5.6.3, ``ValueMap``), so that looking up never fails.
A member is an ``int`` or ``str`` that knows its name and label. Classes are
cheap to create and do their work when they are first used, because a schema
has thousands of members and a program uses few of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self, TypeVar

from mofgen.runtime.errors import CimTypeError, CimValueError, shown, suggestion

V = TypeVar("V", bound="ListedValue")
M = TypeVar("M")


class Value:
    """A value that the schema lists; reading it gives the member.

    Parameters
    ----------
    code:
        The value itself; for a bit its weight, ``1 << position``.
    label:
        Its meaning as the schema spells it; the code where it has no other.
    """

    __slots__ = ("code", "label")

    def __init__(self, code: int | str, label: str | None = None) -> None:
        self.code = code
        self.label = label

    def __get__(self, obj: object, owner: type[V]) -> V:
        member: V | None = owner._members.get(self.code)
        return owner(self.code) if member is None else member


class ValueRange:
    """A range that the schema lists, ``low..high``, both ends included.

    An end that is None is open; with both None it is ``..``, all values that
    are not listed otherwise. ``value in range`` tells whether it has a value.
    """

    __slots__ = ("_owner", "high", "label", "low")

    def __init__(self, low: int | None, high: int | None, label: str) -> None:
        self.low = low
        self.high = high
        self.label = label
        self._owner: ValuesType | None = None

    def __get__(self, obj: object, owner: ValuesType) -> ValueRange:
        if self.low is not None or self.high is not None or self._owner is owner:
            return self
        # What `..` has depends on the class through which it is reached.
        bound = ValueRange(None, None, self.label)
        bound._owner = owner
        return bound

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        if self.low is None and self.high is None:
            return self._owner is None or self._owner._is_unclaimed(value)
        return self._spans(value)

    def _spans(self, value: int) -> bool:
        return (self.low is None or self.low <= value) and (
            self.high is None or value <= self.high
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ValueRange) and self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash(self._facts())

    def _facts(self) -> tuple[int | None, int | None, str]:
        return self.low, self.high, self.label

    def __repr__(self) -> str:
        low = "" if self.low is None else self.low
        high = "" if self.high is None else self.high
        return f"<ValueRange {low}..{high}: {self.label!r}>"


class _Listing:
    """What one class of values lists, worked out once.

    ``codes`` has every name that resolves, those of the superclasses too; the
    rest has only what the schema lists for this class.
    """

    __slots__ = ("codes", "labels", "names", "ranges")

    def __init__(self, cls: ValuesType) -> None:
        self.codes: dict[str, Any] = {}
        self.names: dict[Any, tuple[str, str]] = {}
        self.labels: dict[str, Any] = {}
        self.ranges: tuple[ValueRange, ...] = ()
        listed: dict[str, Any] = {}
        for base in reversed(cls.__mro__):
            own = {
                name: member
                for name, member in vars(base).items()
                if isinstance(member, (Value, ValueRange))
            }
            self.codes.update(
                (name, member.code)
                for name, member in own.items()
                if isinstance(member, Value)
            )
            listed = own or listed
        self._take(listed)

    def _take(self, listed: dict[str, Any]) -> None:
        for name, member in listed.items():
            if isinstance(member, ValueRange):
                self.ranges += (member,)
                continue
            label = str(member.code) if member.label is None else member.label
            self.names.setdefault(member.code, (name, label))
            self.labels.setdefault(label, member.code)

    def range_with(self, value: object) -> ValueRange | None:
        """The range that has an unlisted value; ``..`` only if no other has."""
        if not isinstance(value, int) or value in self.names:
            return None
        rest = None
        for each in self.ranges:
            if each.low is None and each.high is None:
                rest = each
            elif each._spans(value):
                return each
        return rest


def _listing(cls: ValuesType) -> _Listing:
    found = cls._own_listing
    if found is None:
        found = cls._own_listing = _Listing(cls)
    return found


class ValuesType(type):
    """The class of all classes of values: what ``EnabledStateValues`` itself can do."""

    _own_listing: _Listing | None
    _members: dict[Any, Any]
    """The listed members by plain value, each made when it is first asked for."""

    def _is_unclaimed(cls, value: int) -> bool:
        listing = _listing(cls)
        return value not in listing.names and not any(
            each._spans(value)
            for each in listing.ranges
            if each.low is not None or each.high is not None
        )

    def __iter__(cls: type[M]) -> Iterator[M]:
        """The listed members in the order of the schema."""
        of: Any = cls  # type checkers know the members' class from M alone
        return (of(code) for code in _listing(of).names)

    def __len__(cls) -> int:
        return len(_listing(cls).names)

    def __bool__(cls) -> bool:
        return True  # a class that lists nothing is still a class

    def __contains__(cls, value: object) -> bool:
        """Whether the schema lists this very value (ranges do not count)."""
        try:
            return value in _listing(cls).names and not isinstance(value, bool)
        except TypeError:  # not hashable, so not a CIM value
            return False

    def __getitem__(cls: type[M], name: str) -> M:
        """The member of this name; raises KeyError."""
        of: Any = cls
        member: M = of(_listing(of).codes[name])
        return member

    def from_label(cls: type[M], label: str) -> M:
        """The member with this label, as the schema spells it.

        Raises
        ------
        CimValueError
            Where the schema lists no such value.
        """
        of: Any = cls
        labels = _listing(of).labels
        if label not in labels:
            near = suggestion(label, labels)
            raise CimValueError(f"{cls.__qualname__} has no label {label!r}{near}")
        member: M = of(labels[label])
        return member

    @property
    def ranges(cls) -> tuple[ValueRange, ...]:
        """The ranges that the schema lists."""
        return tuple(each.__get__(None, cls) for each in _listing(cls).ranges)


class ListedValue(metaclass=ValuesType):
    """What members of all classes of values have in common."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        cls._own_listing = None
        cls._members = {}

    if TYPE_CHECKING:

        def __init__(self, value: Any, /) -> None: ...

    @property
    def value(self) -> Any:
        """The plain value."""
        raise NotImplementedError

    @property
    def name(self) -> str | None:
        """The member's name in its class; None where the schema lists no such value."""
        found = _listing(type(self)).names.get(self)
        return None if found is None else found[0]

    @property
    def label(self) -> str | None:
        """The meaning as the schema spells it.

        That of the range where only a range has the value, None where nothing has.
        """
        listing = _listing(type(self))
        found = listing.names.get(self)
        if found is not None:
            return found[1]
        within = listing.range_with(self)
        return None if within is None else within.label

    @property
    def is_listed(self) -> bool:
        """Whether the schema lists this very value."""
        return self in _listing(type(self)).names

    @property
    def range(self) -> ValueRange | None:
        """The range that has this value, where only a range has it."""
        found = _listing(type(self)).range_with(self)
        return None if found is None else found.__get__(None, type(self))

    def __repr__(self) -> str:
        name = self.name
        if name is not None:
            return f"<{type(self).__name__}.{name}: {self.value!r}>"
        label = self.label
        meaning = "" if label is None else f" ({label})"
        return f"<{type(self).__name__}: {self.value!r}{meaning}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.value,)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} members cannot be changed")


def _kept(cls: ValuesType, value: object, member: V) -> V:
    """The one member for a listed value; ``member`` unless another thread was first."""
    if value not in _listing(cls).names:
        return member
    kept: V = cls._members.setdefault(value, member)
    return kept


def _integer(cls: type, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise CimTypeError(f"{cls.__qualname__} takes an integer, not {shown(value)}")
    return int(value)


class IntValues(ListedValue, int):
    """Integers of which the schema lists some, with their meaning.

    A subclass lists its values as class attributes, each a :class:`Value` or
    :class:`ValueRange`, and lists all of them: those of its superclass count only
    where it lists none itself. Names that only the superclass has still resolve.
    Calling the class with any integer gives a member; listed ones are the same
    object every time.
    """

    def __new__(cls, value: int, /) -> Self:
        if type(value) is not int:
            value = _integer(cls, value)
        member: Self | None = cls._members.get(value)
        if member is not None:
            return member
        return _kept(cls, value, int.__new__(cls, value))

    @property
    def value(self) -> int:
        """The plain integer."""
        return int(self)

    __str__ = int.__repr__


class BitValues(IntValues):
    """A set of bits of which the schema lists some (``BitMap``, ``BitValues``).

    The listed values are the weights, ``Value(1 << position, label)``. Members
    combine with ``|``, ``&`` and ``^``; ``member in bits`` tells whether all bits
    of the member are set; iterating gives the bits that are set, lowest first.
    """

    def __or__(self, other: int) -> Self:
        return type(self)(int.__or__(self, other))

    def __and__(self, other: int) -> Self:
        return type(self)(int.__and__(self, other))

    def __xor__(self, other: int) -> Self:
        return type(self)(int.__xor__(self, other))

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __contains__(self, bits: int) -> bool:
        return int.__and__(self, bits) == bits

    def __iter__(self) -> Iterator[Self]:
        rest = int(self)
        while rest:
            lowest = rest & -rest
            yield type(self)(lowest)
            rest ^= lowest

    def __repr__(self) -> str:
        names = "|".join(bit.name or hex(bit) for bit in self)
        return f"<{type(self).__name__}{names and '.'}{names}: {int(self)}>"


class TextValues(ListedValue, str):
    """Strings of which the schema lists some, with their meaning; see IntValues."""

    def __new__(cls, value: str, /) -> Self:
        if not isinstance(value, str):
            raise CimTypeError(f"{cls.__qualname__} takes a string, not {shown(value)}")
        member: Self | None = cls._members.get(value)
        if member is not None:
            return member
        return _kept(cls, str(value), str.__new__(cls, value))

    @property
    def value(self) -> str:
        """The plain string."""
        return str(self)

    def __str__(self) -> str:
        return str.__str__(self)
