"""A condition, made ready to be asked of many objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeAlias, TypeVar

from mofgen.provider.wql.classes import ClassInfo
from mofgen.provider.wql.normal_form import without_not
from mofgen.provider.wql.tree import (
    And,
    Comparison,
    Condition,
    Constant,
    EventSelect,
    Isa,
    IsNull,
    Like,
    Not,
    Or,
    Select,
)
from mofgen.provider.wql.typed import TypedTerms

O = TypeVar("O")  # noqa: E741
O_contra = TypeVar("O_contra", contravariant=True)

Names: TypeAlias = "tuple[str, ...]"
"""The names of a path: one, and more where it leads into embedded objects."""


class Reading(Protocol[O_contra]):
    """How values are read from objects of one class, whatever these are in a store.

    It is asked once for each path of a condition, not for each object. Names come in
    the spelling of the class where that is known, else as the query has them; any
    may be a system property, ``__CLASS``.
    """

    def reader(self, names: Names, /) -> Callable[[O_contra], object]:
        """What gives the value at a path, as a property of the runtime holds it.

        None stands for NULL, for what is unset, and for what is not there.
        """
        ...

    def class_test(
        self, names: Names, class_name: str, /
    ) -> Callable[[O_contra], bool | None]:
        """What tells whether the object at a path is of a class or of one below it.

        ``("__this",)`` is the object itself. None stands for no object.
        """
        ...


def compile_condition(
    query: Select | EventSelect, cls: ClassInfo | None, reading: Reading[O]
) -> Callable[[O], bool]:
    """What tells whether a query selects an object.

    Parameters
    ----------
    query:
        The query.
    cls:
        The class that it asks for, or the subclass whose objects are to be tested;
        None where nothing is known of it, so that the values' own types decide how
        they compare. Classes of intrinsic events need not be given.
    reading:
        How values are read from the objects.

    Returns
    -------
    A function of an object. It never raises for what a value is.

    Raises
    ------
    WqlError
        Where the condition does not fit the class, as
        :func:`~mofgen.provider.wql.checking.check` says it.
    """
    if query.where is None:
        return _always
    terms = TypedTerms(query, cls)
    return _Compiler(terms, reading).compiled(without_not(query.where))


def _always(obj: object) -> bool:
    return True


class _Compiler(Generic[O]):
    """Makes functions of a condition in normal form."""

    def __init__(self, terms: TypedTerms, reading: Reading[O]) -> None:
        self._terms = terms
        self._reading = reading

    def compiled(self, condition: Condition) -> Callable[[O], bool]:
        if isinstance(condition, And):
            return _all(tuple(map(self.compiled, condition.terms)))
        if isinstance(condition, Or):
            return _any(tuple(map(self.compiled, condition.terms)))
        if isinstance(condition, Not):
            return self._three_valued(condition.term, wanted=False)
        if isinstance(condition, Comparison):
            return self._comparison(condition)
        if isinstance(condition, IsNull):
            return self._is_null(condition)
        return self._three_valued(condition, wanted=True)

    def _comparison(self, term: Comparison) -> Callable[[O], bool]:
        value = term.value
        if isinstance(value, Constant):
            test = self._terms.constant_test(term, value)
            read = self._reading.reader(self._terms.names(term.property))
            return lambda obj: (found := read(obj)) is not None and test(found)
        compare = self._terms.pair_test(term, value)
        left = self._reading.reader(self._terms.names(term.property))
        right = self._reading.reader(self._terms.names(value))
        return lambda obj: (
            (a := left(obj)) is not None
            and (b := right(obj)) is not None
            and compare(a, b)
        )

    def _is_null(self, term: IsNull) -> Callable[[O], bool]:
        read = self._reading.reader(self._terms.names(term.property))
        if term.is_not:
            return lambda obj: read(obj) is not None
        return lambda obj: read(obj) is None

    def _three_valued(self, term: Condition, wanted: bool) -> Callable[[O], bool]:
        """LIKE or ISA: what they can't tell is neither true nor false."""
        if isinstance(term, Isa):
            names = self._terms.isa_names(term)
            of_class = self._reading.class_test(names, term.class_name)
            return lambda obj: of_class(obj) is wanted
        assert isinstance(term, Like), "the normal form has no other NOT"
        matches = self._terms.like_test(term)
        read = self._reading.reader(self._terms.names(term.property))
        return lambda obj: matches(read(obj)) is wanted


def _all(tests: tuple[Callable[[O], bool], ...]) -> Callable[[O], bool]:
    def test(obj: O) -> bool:
        for each in tests:  # noqa: SIM110  # all() of a generator is slower
            if not each(obj):
                return False
        return True

    return test


def _any(tests: tuple[Callable[[O], bool], ...]) -> Callable[[O], bool]:
    def test(obj: O) -> bool:
        for each in tests:  # noqa: SIM110  # as above
            if each(obj):
                return True
        return False

    return test
