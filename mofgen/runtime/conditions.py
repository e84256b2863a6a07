"""Conditions on objects: data, so that a host can decide them, or we can.

``X_Lamp.Watts > 40`` is a condition, and so are combinations of conditions with
``&``, ``|`` and ``~``. They are what ``where()`` takes, and what ``filter()`` makes
of its keywords.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from mofgen.runtime.errors import CimTypeError, shown
from mofgen.runtime.like import like_test
from mofgen.runtime.wql import literal

if TYPE_CHECKING:
    from mofgen.runtime.properties import Property
    from mofgen.runtime.wire import CimObject

_COMPARED: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "LIKE": lambda text, pattern: like_test(pattern)(text),
}


class Condition:
    """What an object may fulfil; combine with ``&``, ``|`` and ``~``."""

    __slots__ = ()

    def wql(self) -> str:
        """The condition in WQL."""
        raise NotImplementedError

    def holds(self, obj: CimObject) -> bool:
        """Whether ``obj`` fulfils it."""
        return self.truth(obj) is True

    def truth(self, obj: CimObject) -> bool | None:
        """As :meth:`holds`; None where a NULL leaves it open.

        NULL neither fulfils a comparison nor the opposite of one.
        """
        raise NotImplementedError

    def comparisons(self) -> Iterator[Comparison]:
        """Every comparison in it."""
        raise NotImplementedError

    def __and__(self, other: Condition) -> Condition:
        return Combined("AND", (self, other))

    def __or__(self, other: Condition) -> Condition:
        return Combined("OR", (self, other))

    def __invert__(self) -> Condition:
        return Negated(self)

    def __bool__(self) -> bool:
        raise CimTypeError(
            f"{self!r} is a condition for where(), not true or false; combine"
            " conditions with & | ~, and compare an object's property, not its class's"
        )

    def __repr__(self) -> str:
        return f"<Condition {self.wql()}>"


class Comparison(Condition):
    """A property compared with a value.

    Parameters
    ----------
    compared:
        The property.
    symbol:
        The operator as WQL writes it.
    value:
        The value, in the form in which the property holds it.
    """

    __slots__ = ("compared", "symbol", "value")

    def __init__(
        self, compared: Property[Any, Any], symbol: str, value: object
    ) -> None:
        self.compared = compared
        self.symbol = symbol
        self.value = value

    def wql(self) -> str:
        name = self.compared.name
        if self.value is None:
            return f"{name} IS {'NOT ' if self.symbol == '<>' else ''}NULL"
        return f"{name} {self.symbol} {literal(self.value)}"

    def truth(self, obj: CimObject) -> bool | None:
        found = getattr(obj, self.compared.attribute, None)
        if self.value is None:
            return (found is None) == (self.symbol == "=")
        if found is None:
            return None
        compare = _COMPARED[self.symbol]
        try:
            return bool(compare(_folded(found), _folded(self.value)))
        except TypeError:
            return False

    def comparisons(self) -> Iterator[Comparison]:
        yield self


class Combined(Condition):
    """Several conditions, all or any of which are to hold.

    Parameters
    ----------
    word:
        ``AND`` or ``OR``.
    parts:
        The conditions; without any, ``AND`` always holds and ``OR`` never.
    """

    __slots__ = ("parts", "word")

    def __init__(self, word: str, parts: Iterable[Condition]) -> None:
        self.word = word
        self.parts = tuple(parts)

    def wql(self) -> str:
        return f" {self.word} ".join(
            f"({part.wql()})" if isinstance(part, Combined) else part.wql()
            for part in self.parts
        )

    def truth(self, obj: CimObject) -> bool | None:
        found = [part.truth(obj) for part in self.parts]
        decisive = self.word == "OR"
        if decisive in found:
            return decisive
        return None if None in found else not decisive

    def comparisons(self) -> Iterator[Comparison]:
        for part in self.parts:
            yield from part.comparisons()


class Negated(Condition):
    """A condition that is not to hold."""

    __slots__ = ("part",)

    def __init__(self, part: Condition) -> None:
        self.part = part

    def wql(self) -> str:
        return f"NOT ({self.part.wql()})"

    def truth(self, obj: CimObject) -> bool | None:
        found = self.part.truth(obj)
        return None if found is None else not found

    def comparisons(self) -> Iterator[Comparison]:
        yield from self.part.comparisons()


def compare(compared: Property[Any, Any], symbol: str, value: object) -> Comparison:
    """A comparison, with the value checked against the property.

    Raises
    ------
    CimTypeError
        For a value of a wrong type, a property that WQL cannot compare, an order
        asked of something without one.
    CimValueError
        For a value beyond the limits of the property's type.
    """
    where = f"{compared.declared_in._wire_class[0]}.{compared.name}"
    if compared.is_array or compared.is_embedded:
        kind = "an array" if compared.is_array else "an embedded object"
        raise CimTypeError(f"{where} is {kind}: WQL cannot compare it")
    if value is None:
        if symbol not in ("=", "<>"):
            raise CimTypeError(f"{where} {symbol} NULL: NULL has no order")
        return Comparison(compared, symbol, None)
    if symbol == "LIKE":
        if compared.type != "string" or not isinstance(value, str):
            raise CimTypeError(f"{where}: LIKE compares strings, not {shown(value)}")
        return Comparison(compared, symbol, str(value))
    return Comparison(compared, symbol, _stored(where, compared, value))


def one_of(compared: Property[Any, Any], values: Iterable[object]) -> Condition:
    """The property has one of these values.

    Raises
    ------
    CimTypeError
        As for :func:`compare`, and where there is no value at all.
    """
    parts = [compare(compared, "=", value) for value in values]
    if not parts:
        raise CimTypeError(f"{compared.name} is one of no values: nothing could be")
    return parts[0] if len(parts) == 1 else Combined("OR", parts)


def _stored(where: str, compared: Property[Any, Any], value: object) -> object:
    from mofgen.runtime.checking import converter
    from mofgen.runtime.wire import Field

    # A limit on what may be stored is none on what may be asked for.
    field = compared.field
    plain = Field((field.name, field.type, " ".join(field.marks), field.class_name))
    return converter(where, plain, compared.values, compared.declared_in)(value)


def _folded(value: object) -> object:
    # WQL compares strings without regard to case.
    return str(value).lower() if isinstance(value, str) else value
