"""Conditions without NOT, but for LIKE and ISA.

In WQL a comparison with NULL is neither true nor false, so that neither it nor its
NOT selects an object. ``NOT X = 5`` therefore is ``X <> 5``, and a NOT before AND or
OR goes to their terms. Then nobody needs a third truth value: an object is selected
where the condition is true, and what is unknown is not.
"""

from __future__ import annotations

from typing import Final

from mofgen.provider.wql.tree import (
    And,
    Comparison,
    Condition,
    IsNull,
    Not,
    Operator,
    Or,
)

_OPPOSITE: Final[dict[Operator, Operator]] = {
    "=": "<>",
    "<>": "=",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}


def without_not(condition: Condition) -> Condition:
    """The same condition, in which NOT stands before LIKE and ISA only."""
    if isinstance(condition, Not):
        return _negated(condition.term)
    if isinstance(condition, (And, Or)):
        return type(condition)(tuple(map(without_not, condition.terms)))
    return condition


def _negated(condition: Condition) -> Condition:
    if isinstance(condition, Not):
        return without_not(condition.term)
    if isinstance(condition, And):
        return Or(tuple(map(_negated, condition.terms)))
    if isinstance(condition, Or):
        return And(tuple(map(_negated, condition.terms)))
    if isinstance(condition, Comparison):
        opposite = _OPPOSITE[condition.operator]
        return Comparison(condition.property, opposite, condition.value)
    if isinstance(condition, IsNull):
        return IsNull(condition.property, not condition.is_not)
    return Not(condition)
