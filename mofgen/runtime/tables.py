"""What the runtime works out of a class's wire tables, once, at its first use."""

from __future__ import annotations

from typing import Any

from mofgen.runtime.checking import Converter, converter
from mofgen.runtime.construction import Shape, shape_of
from mofgen.runtime.errors import CimTypeError, UnknownPropertyError, suggestion
from mofgen.runtime.properties import Property
from mofgen.runtime.values import ValuesType
from mofgen.runtime.wire import CimObject, Field, class_name

MAX_SHAPES = 64
"""So many a class keeps; where a program has more, the others are worked out anew."""


class ClassTable:
    """A class with its inherited properties, ready for checks and for serializers.

    Attributes
    ----------
    name:
        CIM name of the class.
    properties:
        All properties by Python name, those of superclasses first; an
        overriding one stands in the place of the overridden.
    keys:
        The key properties.
    shapes:
        By the names of keywords the shape that was last constructed with them.
    plans:
        What each serializer has worked out for the class, by a name of its own.
    """

    __slots__ = (
        "_by_cim_name",
        "_cls",
        "_converters",
        "_shapes",
        "keys",
        "name",
        "plans",
        "properties",
        "shapes",
    )

    def __init__(self, cls: type[CimObject]) -> None:
        self.name = class_name(cls)
        self._cls = cls
        self.properties: dict[str, Property[object, object]] = {}
        for base in reversed(cls.__mro__):
            for name, member in vars(base).items():
                if isinstance(member, Property):
                    self.properties[name] = member
        self.shapes: dict[tuple[str, ...], Shape] = {}
        self._shapes: dict[tuple[tuple[str, ...], tuple[type, ...]], Shape] = {}
        self._converters: dict[str, Converter] = {}
        self.plans: dict[str, Any] = {}
        self.keys = tuple(p for p in self.properties.values() if p.is_key)
        self._by_cim_name: dict[str, Property[object, object]] | None = None

    def checked(self, name: str, value: object) -> object:
        """The form in which the property ``name`` holds ``value``.

        Raises
        ------
        UnknownPropertyError
            Where the class has no such property.
        CimTypeError, CimValueError
            Where the property can't hold the value.
        """
        convert = self._converters.get(name) or self._converter(name)
        return None if value is None else convert(value)

    def shape(self, names: tuple[str, ...], types: list[type]) -> Shape:
        """What construction does with keywords of these names and types.

        Raises
        ------
        UnknownPropertyError
            Where the class has no such property.
        """
        key = names, tuple(types)
        shape = self._shapes.get(key)
        if shape is None:
            shape = shape_of(names, types, self._facts, self._converter)
            if len(self._shapes) >= MAX_SHAPES:
                return shape
            self._shapes[key] = shape
        self.shapes[names] = shape
        return shape

    def _facts(self, name: str) -> tuple[Field, ValuesType | None]:
        found = self._property(name)
        return found.field, found.values

    def _converter(self, name: str) -> Converter:
        known = self._converters.get(name)
        if known is not None:
            return known
        found = self._property(name)
        where = f"{self.name}.{found.name}"
        made = converter(where, found.field, found.values, self._cls)
        return self._converters.setdefault(name, made)

    def _property(self, name: str) -> Property[object, object]:
        found = self.properties.get(name)
        if found is None:
            raise self.unknown(name)
        return found

    def unknown(self, name: str) -> UnknownPropertyError:
        """The error for a property that the class does not have."""
        near = suggestion(name, self.properties)
        return UnknownPropertyError(f"{self.name} has no property {name!r}{near}")

    def find(self, cim_name: str) -> Property[object, object] | None:
        """The property of this CIM name, in any spelling."""
        index = self._by_cim_name
        if index is None:
            index = {p.name.lower(): p for p in self.properties.values()}
            self._by_cim_name = index
        return index.get(cim_name.lower())


class MethodTable:
    """A method: its return value and parameters, with their checks.

    Attributes
    ----------
    where:
        ``Class.Method``, for messages.
    owner:
        The class.
    parameters:
        All parameters by CIM name.
    """

    __slots__ = ("convert", "name", "owner", "parameters", "return_type", "where")

    def __init__(self, cls: type[CimObject], name: str) -> None:
        self.name = name
        self.owner = cls
        self.where = f"{class_name(cls)}.{name}"
        row = self._row(cls)
        self.return_type: str = row[1]
        self.parameters = {each[0]: Field(each) for each in row[2]}
        self.convert = {
            each.name: converter(f"{self.where}({each.name})", each, None, cls)
            for each in self.parameters.values()
            if "in" in each.marks
        }

    def _row(self, cls: type[CimObject]) -> tuple[Any, ...]:
        for base in cls.__mro__:
            for row in vars(base).get("_wire_methods", ()):
                if row[0] == self.name:
                    found: tuple[Any, ...] = row
                    return found
        raise CimTypeError(f"{self.where} is not in _wire_methods")


def method_names(cls: type[CimObject]) -> dict[str, str]:
    """The methods of a class and its superclasses, by name in lower case."""
    found: dict[str, str] = {}
    for base in cls.__mro__:
        for row in vars(base).get("_wire_methods", ()):
            found.setdefault(row[0].lower(), row[0])
    return found
