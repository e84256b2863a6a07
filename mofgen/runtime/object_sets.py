"""Sets of objects that a host has: narrowed first, asked for when iterated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, Generic, Self, TypeAlias, TypeVar

from mofgen.runtime.conditions import Combined, Condition, compare, one_of
from mofgen.runtime.connection import KEYS_ONLY
from mofgen.runtime.errors import NotFoundError, NotUniqueError
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.properties import Property
from mofgen.runtime.wire import CimObject

if TYPE_CHECKING:
    from mofgen.runtime.references import Ref
    from mofgen.runtime.related_objects import Hop

I_co = TypeVar("I_co", bound=CimObject, covariant=True)
J = TypeVar("J", bound=CimObject)

PropertyName: TypeAlias = "str | Property[Any, Any]"
"""A property by its name in Python, or as ``Class.Property``."""

SEVERAL = (list, tuple, set, frozenset)
"""What ``filter`` takes for several values, of which any will do."""


class ObjectSet(Generic[I_co]):
    """Objects of a class that a host has.

    Every method that narrows gives a new set and asks nothing; sets never change
    and can be shared by threads. What iterates, counts or fetches asks the host,
    every time anew.
    """

    __slots__ = ("_conditions", "_properties")

    def __init__(self) -> None:
        self._conditions: tuple[Condition, ...] = ()
        self._properties: tuple[str, ...] | None = None

    def filter(self, **values: object) -> Self:
        """Only objects whose properties have these values.

        Parameters
        ----------
        values:
            By property: a value, None for NULL, or a list, tuple or set of which
            any will do. Strings compare without regard to case, as in WQL.

        Raises
        ------
        UnknownPropertyError
            For a property that the class does not have.
        CimTypeError, CimValueError
            For a value that the property cannot have, and for arrays.
        """
        conditions = []
        for name, value in values.items():
            found = self._property(name)
            if isinstance(value, SEVERAL):
                # A set has no order, but the same filter makes the same query.
                several = (
                    value if isinstance(value, Sequence) else sorted(value, key=repr)
                )
                conditions.append(one_of(found, several))
            else:
                conditions.append(compare(found, "=", value))
        return self.where(*conditions)

    def where(self, *conditions: Condition) -> Self:
        """Only objects that fulfil all conditions.

        Parameters
        ----------
        conditions:
            Made of properties: ``X_Lamp.Watts > 40``, ``X_Lamp.Name.like("desk%")``,
            and combinations with ``&``, ``|`` and ``~``.

        Raises
        ------
        UnknownPropertyError
            For a property that the class does not have.
        """
        for condition in conditions:
            for each in condition.comparisons():
                self._property(each.compared)
        narrowed = copy(self)
        narrowed._conditions += conditions
        return narrowed

    def select(self, *names: PropertyName) -> Self:
        """The same objects with only these properties set, and their keys.

        Raises
        ------
        UnknownPropertyError
            For a property that the class does not have.
        """
        wanted = [self._property(name).name for name in names]
        keys = [key.name for key in class_table(self._class()).keys]
        narrowed = copy(self)
        narrowed._properties = tuple(dict.fromkeys([*keys, *wanted]))
        return narrowed

    def all(self) -> list[I_co]:
        """All of them, in the order in which the host gives them."""
        return list(self)

    def first(self) -> I_co | None:
        """The one that the host gives first; None where there is none."""
        return next(iter(self), None)

    def one(self) -> I_co:
        """The only one.

        Raises
        ------
        NotFoundError
            Where there is none.
        NotUniqueError
            Where there are several.
        """
        found = iter(self)
        first = next(found, None)
        if first is None:
            raise NotFoundError(f"{self._asked()}: there is none")
        if next(found, None) is not None:
            raise NotUniqueError(f"{self._asked()}: there is more than one")
        return first

    def count(self) -> int:
        """How many there are; asks for keys only."""
        return sum(1 for _ in self._found(KEYS_ONLY))

    def exists(self) -> bool:
        """Whether there is any; asks for keys only."""
        return next(iter(self._found(KEYS_ONLY)), None) is not None

    def refs(self) -> list[Ref[I_co]]:
        """References to them; asks for keys only."""
        return [each._reference() for each in self._found(KEYS_ONLY)]

    def related(
        self,
        kind: type[J],
        *,
        via: type[CimObject] | None = None,
        role: str | None = None,
        result_role: str | None = None,
    ) -> Hop[J]:
        """The objects that associations connect with any of these, each once.

        With ``via`` and more than a few objects the host is asked twice in all, for
        the associations and for their ends, not once for each object.

        Parameters
        ----------
        kind:
            The class of the objects to walk to.
        via:
            The class of the associations; None for any.
        role, result_role:
            The references in which these objects and the results stand.
        """
        from mofgen.runtime.related_objects import Hop

        return Hop(self, kind, via, role, result_role)

    def with_related(
        self,
        kind: type[J],
        *,
        via: type[CimObject] | None = None,
        role: str | None = None,
        result_role: str | None = None,
    ) -> list[tuple[I_co, list[J]]]:
        """Each object with those that associations connect it with.

        Parameters and cost are those of :meth:`related`.
        """
        from mofgen.runtime.related_objects import related_of_each

        return related_of_each(self.all(), kind, via, role, result_role)

    def __iter__(self) -> Iterator[I_co]:
        return iter(self._found(self._properties))

    def __bool__(self) -> bool:
        return True  # asking the host is what exists() is for

    def __repr__(self) -> str:
        return f"<{self._asked()}>"

    def _found(self, properties: Sequence[str] | None) -> Iterable[I_co]:
        """Ask the host."""
        raise NotImplementedError

    def _class(self) -> type[Instance]:
        """The class whose properties can be named."""
        raise NotImplementedError

    def _source(self) -> str:
        """Where the set starts from, as code says it."""
        raise NotImplementedError

    def _asked(self) -> str:
        """The whole set, for messages."""
        condition = self._condition()
        where = "" if condition is None else f" where {condition.wql()}"
        return f"{self._source()}{where}"

    def _condition(self) -> Condition | None:
        """All conditions as one."""
        if len(self._conditions) > 1:
            return Combined("AND", self._conditions)
        return self._conditions[0] if self._conditions else None

    def _property(self, name: PropertyName) -> Property[Any, Any]:
        attribute = name.attribute if isinstance(name, Property) else name
        table = class_table(self._class())
        found = table.properties.get(attribute)
        if found is None:
            raise table.unknown(attribute)
        return found
