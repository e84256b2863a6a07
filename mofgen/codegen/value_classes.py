"""The nested classes for value maps, and which class of the hierarchy owns one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from mofgen.codegen.class_names import NameTable
from mofgen.codegen.literals import call_lines, class_lines, text_literal
from mofgen.codegen.names import MemberNames, Naming, class_name
from mofgen.codegen.text import docstring_lines
from mofgen.codegen.views import ValuesView
from mofgen.ir.model import Class, Method, Parameter, Property, Schema
from mofgen.ir.value_map import ValueEntry, ValueMap, bit_map, value_map

_Element: TypeAlias = "Property | Parameter | Method"

_DEPTH = 1  # value classes are nested in the class of their element


@dataclass(frozen=True, slots=True)
class ValueClass:
    """A nested value class: who declares it, under which name, derived from what."""

    owner: str
    name: str
    base: str

    def seen_from(self, class_: Class) -> str:
        """The expression for it in the module of ``class_``.

        What is inherited is reached through the superclass, the only class above
        that the module imports.
        """
        holder = class_.name if self.owner == class_.name else class_.superclass
        return f"{class_name(holder or '')}.{self.name}"

    def __str__(self) -> str:
        return f"{class_name(self.owner)}.{self.name}"


class ValueClasses:
    """Finds the value class of an element and says which class declares it.

    An element whose map equals its superclass's uses that one's class; an element
    with another map gets a class of its own that derives from it, so that what is
    read from a subclass still is what the superclass promises.
    """

    def __init__(self, schema: Schema, names: NameTable, naming: Naming) -> None:
        self._schema = schema
        self._names = names
        self._naming = naming

    def of_property(self, class_: Class, prop: Property) -> ValueClass | None:
        """The value class of a property, None where it has no value map."""
        key = prop.name.lower()
        name = self._names.of(class_).values.get(key)
        return self._find(class_, name, lambda c: c.properties.get(key))

    def of_return(self, class_: Class, method: Method) -> ValueClass | None:
        """As :meth:`of_property`, for the values that a method returns."""
        key = method.name.lower()
        name = self._names.of(class_).returns.get(key)
        return self._find(class_, name, lambda c: c.methods.get(key))

    def of_parameter(
        self, class_: Class, method: Method, parameter: Parameter
    ) -> ValueClass | None:
        """As :meth:`of_property`, for a parameter."""
        key, inner = method.name.lower(), parameter.name.lower()
        name = self._names.of(class_).parameter_values.get((key, inner))

        def get(class_: Class) -> Parameter | None:
            found = class_.methods.get(key)
            return found.parameters.get(inner) if found else None

        return self._find(class_, name, get)

    def property_view(self, class_: Class, prop: Property) -> ValuesView | None:
        """The value class that ``class_`` has to declare for its own property."""
        return self._view(class_, self.of_property(class_, prop), prop, prop.name)

    def method_views(self, class_: Class, method: Method) -> tuple[ValuesView, ...]:
        """The value classes that ``class_`` has to declare for its own method."""
        call = f"{method.name}()"
        views = [self._view(class_, self.of_return(class_, method), method, call)]
        for parameter in method.parameters.values():
            found = self.of_parameter(class_, method, parameter)
            what = f"the parameter {parameter.name} of {call}"
            views.append(self._view(class_, found, parameter, what))
        return tuple(view for view in views if view is not None)

    def _find(
        self,
        class_: Class,
        name: str | None,
        element_in: Callable[[Class], _Element | None],
    ) -> ValueClass | None:
        """Walk up as long as the map is the same; the last class there owns it."""
        element = element_in(class_)
        mapped = _map(element) if element else None
        if name is None or element is None or mapped is None:
            return None
        base = _runtime_base(element, mapped)
        owner = class_
        while above := self._schema.superclass(owner.name):
            inherited = element_in(above)
            known = _map(inherited) if inherited else None
            if known != mapped:
                if inherited and known and _runtime_base(inherited, known) == base:
                    base = f"{class_name(above.name)}.{name}"
                break
            owner = above
        return ValueClass(owner.name, name, base)

    def _view(
        self, class_: Class, found: ValueClass | None, element: _Element, what: str
    ) -> ValuesView | None:
        mapped = _map(element)
        if found is None or mapped is None or found.owner != class_.name:
            return None
        return ValuesView(
            name=found.name,
            base=found.base,
            header=tuple(class_lines(found.name, found.base, _DEPTH)),
            doc=tuple(docstring_lines([f"Values of {what}."], _DEPTH + 1)),
            members=tuple(self._members(mapped, is_bits(element))),
        )

    def _members(self, mapped: ValueMap, bits: bool) -> list[str]:
        names = MemberNames(self._naming)
        lines: list[str] = []
        for entry in mapped.entries:
            label = text_literal(entry.label)
            name = names.take(entry.label, _code_text(entry))
            if entry.is_range:
                call = [_bound(entry.low), _bound(entry.high), label]
                lines += call_lines(f"{name} = cim.ValueRange", call, _DEPTH + 1)
            else:
                code = entry.code
                written = text_literal(code) if isinstance(code, str) else str(code)
                # A bit map names positions; a member is the bit's weight.
                written = f"1 << {written}" if bits else written
                call = [written, label]
                lines += call_lines(f"{name} = cim.Value", call, _DEPTH + 1)
        return lines


def is_bits(element: _Element) -> bool:
    """Whether the element's values are the single bits of an integer."""
    return value_map(element) is None and bit_map(element) is not None


def _map(element: _Element) -> ValueMap | None:
    return value_map(element) or bit_map(element)


def _runtime_base(element: _Element, mapped: ValueMap) -> str:
    if is_bits(element):
        return "cim.BitValues"
    return "cim.IntValues" if mapped.is_integer else "cim.TextValues"


def _bound(value: int | None) -> str:
    return "None" if value is None else str(value)


def _code_text(entry: ValueEntry) -> str:
    if not entry.is_range:
        return str(entry.code).replace("-", "minus ")
    if entry.low is None and entry.high is None:
        return "other"
    low = "" if entry.low is None else str(entry.low)
    high = "" if entry.high is None else str(entry.high)
    return f"{low} to {high}".replace("-", "minus ")
