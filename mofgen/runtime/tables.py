"""What the runtime works out of a class's wire tables, once, at its first use."""

from __future__ import annotations

from mofgen.runtime.checking import Converter, converter, plain_type
from mofgen.runtime.errors import suggestion
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
    exact:
        By Python name the type whose values need no check; None for none.
    convert:
        By Python name the check of all other values.
    """

    __slots__ = ("_by_cim_name", "convert", "exact", "keys", "name", "properties")

    def __init__(self, cls: type[CimObject]) -> None:
        self.name = class_name(cls)
        self.properties: dict[str, Property[object, object]] = {}
        for base in reversed(cls.__mro__):
            for name, member in vars(base).items():
                if isinstance(member, Property):
                    self.properties[name] = member
        self.exact: dict[str, type | None] = {}
        self.convert: dict[str, Converter] = {}
        for name, each in self.properties.items():
            where = f"{self.name}.{each.name}"
            self.exact[name] = plain_type(each.field, each.values)
            self.convert[name] = converter(where, each.field, each.values)
        self.keys = tuple(p for p in self.properties.values() if p.is_key)
        self._by_cim_name: dict[str, Property[object, object]] | None = None

    def find(self, cim_name: str) -> Property[object, object] | None:
        """The property of this CIM name, in any spelling."""
        index = self._by_cim_name
        if index is None:
            index = {p.name.lower(): p for p in self.properties.values()}
            self._by_cim_name = index
        return index.get(cim_name.lower())

    def unknown(self, name: str) -> str:
        """What to say of a property that the class does not have."""
        return f"{self.name} has no property {name!r}{suggestion(name, self.exact)}"


class MethodTable:
    """A method: its return value and parameters, with their checks.

    Attributes
    ----------
    where:
        ``Class.Method``, for messages.
    parameters:
        All parameters by CIM name.
    """

    __slots__ = ("convert", "name", "parameters", "return_type", "where")

    def __init__(self, cls: type[CimObject], name: str) -> None:
        self.name = name
        self.where = f"{class_name(cls)}.{name}"
        row = next(
            row
            for base in cls.__mro__
            if issubclass(base, CimObject)
            for row in vars(base).get("_wire_methods", ())
            if row[0] == name
        )
        self.return_type: str = row[1]
        self.parameters = {each[0]: Field(each) for each in row[2]}
        self.convert = {
            each.name: converter(f"{self.where}({each.name})", each, None)
            for each in self.parameters.values()
            if "in" in each.marks
        }
