"""The properties of a class as every codec wants them, worked out once per class."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, TypeVar

from mofgen.runtime.checking import Converter, converter
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.properties import Property
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import Field

P = TypeVar("P")


class Column:
    """A property with what a codec asks of it again and again.

    Attributes
    ----------
    attribute, name:
        The names in Python and in CIM.
    type:
        The CIM type; ``reference`` for references, ``object`` or ``string`` for
        embedded instances.
    class_name:
        The class of a reference or embedded instance, None for any.
    check:
        Gives the stored form of a value that was read, or raises CimError; of an
        array it takes the elements. The limits that a schema sets beside the type
        (MaxLen, MaxValue) don't count: hosts break them, and what they have must
        still be readable.
    """

    __slots__ = (
        "attribute",
        "check",
        "class_name",
        "is_array",
        "is_embedded",
        "is_reference",
        "name",
        "type",
        "values",
    )

    def __init__(self, owner: str, each: Property[object, object]) -> None:
        field = each.field
        self.attribute = each.attribute
        self.name = each.name
        self.type = field.type
        self.class_name = field.class_name
        self.values = each.values
        self.is_array = field.is_array
        self.is_embedded = field.is_embedded
        self.is_reference = field.type == "reference"
        self.check: Converter = converter(
            f"{owner}.{each.name}", _element(field), each.values
        )


def _element(field: Field) -> Field:
    """What one value of a field is, without the schema's limits."""
    element = copy.copy(field)
    element.limits = None
    element.marks = field.marks - {"array"}
    if field.type == "reference":
        element.class_name = None  # what it refers to is the host's business
    return element


def columns(cls: type[Instance]) -> tuple[Column, ...]:
    """The columns of a class in the order of its schema, superclasses first."""
    return plan(cls, "columns", _columns)


def columns_by_name(cls: type[Instance]) -> dict[str, Column]:
    """The columns of a class by CIM name in lower case."""
    return plan(cls, "columns by name", _columns_by_name)


def plan(cls: type[Instance], kind: str, build: Callable[[type[Instance]], P]) -> P:
    """What ``build`` makes of a class, made once and kept with the class.

    Parameters
    ----------
    cls:
        The class.
    kind:
        Tells the plans of one class apart.
    build:
        Makes the plan.
    """
    plans = class_table(cls).plans
    found: P | None = plans.get(kind)
    if found is None:
        # Threads that come at once build twice, and both plans are good.
        found = plans[kind] = build(cls)
    return found


def restored(
    cls: type[Instance], values: dict[str, Any], path: Ref[Any] | None = None
) -> Instance:
    """An object that holds ``values``, which are in their stored form already."""
    made = object.__new__(cls)
    object.__setattr__(made, "__dict__", values)
    if path is not None:
        object.__setattr__(made, "_path", path)
    return made


def _columns(cls: type[Instance]) -> tuple[Column, ...]:
    table = class_table(cls)
    return tuple(Column(table.name, each) for each in table.properties.values())


def _columns_by_name(cls: type[Instance]) -> dict[str, Column]:
    return {each.name.lower(): each for each in columns(cls)}
