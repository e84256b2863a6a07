"""A query against the class that it asks for: has it such properties, such values?"""

from __future__ import annotations

from mofgen.provider.wql.classes import ClassInfo
from mofgen.provider.wql.tree import (
    And,
    Comparison,
    Condition,
    Constant,
    EventSelect,
    Isa,
    Like,
    Not,
    Or,
    Select,
)
from mofgen.provider.wql.typed import TypedTerms


def check(query: Select | EventSelect, cls: ClassInfo | None = None) -> None:
    """Check the properties, the constants and the operators of a query.

    Parameters
    ----------
    query:
        The query.
    cls:
        The class that it asks for, such as a
        :class:`~mofgen.runtime.tables.ClassTable`; None where nothing is known of
        it. Classes of intrinsic events and ``meta_class`` need not be given.

    Raises
    ------
    WqlError
        At the first place where the class has no such property or no such values.
        Properties of embedded objects are not checked: any subclass can come.
    """
    selected(query, cls)
    if query.where is not None:
        _check(query.where, TypedTerms(query, cls))


def selected(
    query: Select | EventSelect, cls: ClassInfo | None = None
) -> tuple[tuple[str, ...], ...] | None:
    """The paths of the wanted properties, as the class spells them; None for all.

    Parameters and errors are those of :func:`check`.
    """
    if query.properties is None:
        return None
    terms = TypedTerms(query, cls)
    return tuple(dict.fromkeys(terms.names(path) for path in query.properties))


def _check(condition: Condition, terms: TypedTerms) -> None:
    if isinstance(condition, (And, Or)):
        for each in condition.terms:
            _check(each, terms)
    elif isinstance(condition, Not):
        _check(condition.term, terms)
    elif isinstance(condition, Comparison):
        if isinstance(condition.value, Constant):
            terms.constant_test(condition, condition.value)
        else:
            terms.pair_test(condition, condition.value)
    elif isinstance(condition, Like):
        terms.like_test(condition)
    elif isinstance(condition, Isa):
        terms.isa_names(condition)
    else:
        terms.names(condition.property)
