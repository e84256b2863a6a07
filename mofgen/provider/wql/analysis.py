"""What every object that a condition selects must have: for look-ups in indexes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias, TypeVar

from mofgen.provider.wql.normal_form import without_not
from mofgen.provider.wql.tree import (
    And,
    Comparison,
    Condition,
    Constant,
    Isa,
    Not,
    Or,
    PropertyPath,
)

F = TypeVar("F")


class Equality(NamedTuple):
    """A property that must have a value; the value as the query has it."""

    property: PropertyPath
    value: str | int | float | bool


_Found: TypeAlias = "dict[tuple[object, ...], F]"


def equalities(condition: Condition | None) -> tuple[Equality, ...]:
    """The equalities that every selected object fulfils, in the order of the query.

    Of an AND they are those of all its terms, of an OR those that all its terms
    have. Strings in them compare without regard to case.
    """

    def found(leaf: Condition) -> _Found[Equality]:
        if not isinstance(leaf, Comparison) or leaf.operator != "=":
            return {}
        value = leaf.value
        if not isinstance(value, Constant):
            return {}
        form = value.value.lower() if isinstance(value.value, str) else value.value
        return {
            (*_folded(leaf.property), type(form), form): Equality(
                leaf.property, value.value
            )
        }

    return tuple(_required(condition, found).values())


def isa_classes(
    condition: Condition | None, path: str = "TargetInstance"
) -> tuple[str, ...]:
    """The classes of which the object at ``path`` must be, each or a subclass of it.

    Parameters
    ----------
    condition:
        What stands after WHERE, None for nothing.
    path:
        The property with the object, ``__this`` for the object itself; any case.
    """
    wanted = tuple(path.lower().split("."))

    def found(leaf: Condition) -> _Found[str]:
        if isinstance(leaf, Isa) and _folded(leaf.property) == wanted:
            return {(leaf.class_name.lower(),): leaf.class_name}
        return {}

    return tuple(_required(condition, found).values())


def _required(
    condition: Condition | None, found: Callable[[Condition], _Found[F]]
) -> _Found[F]:
    """What every selected object fulfils, of what is ``found`` in single terms."""

    def collect(part: Condition) -> _Found[F]:
        if isinstance(part, Not):
            return {}
        if not isinstance(part, (And, Or)):
            return found(part)
        first, *others = map(collect, part.terms)
        for other in others:
            if isinstance(part, And):
                first = first | other
            else:
                first = {k: v for k, v in first.items() if k in other}
        return first

    return {} if condition is None else collect(without_not(condition))


def _folded(path: PropertyPath) -> tuple[str, ...]:
    return tuple(name.lower() for name in path.names)
