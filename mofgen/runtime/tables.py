"""What the runtime works out of a class's wire tables, once, at its first use."""

from __future__ import annotations

from typing import Any

from mofgen.runtime.checking import Converter, converter, shortcut
from mofgen.runtime.errors import CimTypeError, UnknownPropertyError, suggestion
from mofgen.runtime.properties import Property
from mofgen.runtime.wire import CimObject, Field, class_name


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
    shortcuts:
        By Python name what :func:`~mofgen.runtime.checking.shortcut` gives.
    plans:
        What each serializer has worked out for the class, by a name of its own.
    """

    __slots__ = (
        "_by_cim_name",
        "_cls",
        "_converters",
        "keys",
        "name",
        "plans",
        "properties",
        "shortcuts",
    )

    def __init__(self, cls: type[CimObject]) -> None:
        self.name = class_name(cls)
        self._cls = cls
        self.properties: dict[str, Property[object, object]] = {}
        for base in reversed(cls.__mro__):
            for name, member in vars(base).items():
                if isinstance(member, Property):
                    self.properties[name] = member
        self.shortcuts = {
            name: shortcut(each.field, each.values)
            for name, each in self.properties.items()
        }
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
        convert = self._converters.get(name)
        if convert is None:
            convert = self._converters[name] = self._converter(name)
        return None if value is None else convert(value)

    def _converter(self, name: str) -> Converter:
        found = self.properties.get(name)
        if found is None:
            raise self.unknown(name)
        where = f"{self.name}.{found.name}"
        return converter(where, found.field, found.values, self._cls)

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
