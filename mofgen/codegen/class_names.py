"""The Python names of everything in a class, settled once for the whole schema.

A class inherits the names of its superclass: what is overridden keeps its name,
what is added avoids every name above it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mofgen.codegen.names import (
    RESERVED_ENDS,
    RESERVED_MEMBERS,
    RESERVED_PARAMETERS,
    Naming,
    Scope,
    class_name,
)
from mofgen.ir.model import Class, Method, Schema
from mofgen.ir.value_map import bit_map, value_map


@dataclass(frozen=True, slots=True)
class ClassNames:
    """Python names in one class, by lower-case CIM name.

    Parameters
    ----------
    properties, methods:
        Of properties and of methods, which CIM lets have the same name.
    values:
        Of the nested class of a property's value map.
    returns, results:
        Of a method's return values and of its result.
    parameter_values:
        Of a parameter's value map, keyed ``(method, parameter)``.
    """

    properties: dict[str, str] = field(default_factory=dict)
    methods: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    returns: dict[str, str] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    parameter_values: dict[tuple[str, str], str] = field(default_factory=dict)

    def taken(self) -> set[str]:
        """Every name in use."""
        maps = (
            self.properties,
            self.methods,
            self.values,
            self.returns,
            self.results,
        )
        names = {name for m in maps for name in m.values()}
        return names | set(self.parameter_values.values())


class NameTable:
    """Names the members of the classes of ``schema`` by the rules of ``naming``."""

    def __init__(self, schema: Schema, naming: Naming) -> None:
        self._schema = schema
        self._naming = naming
        self._tables: dict[str, ClassNames] = {}
        # A member named like a class would hide it from the annotations around.
        self._classes = {class_name(c.name) for c in schema.classes.values()}

    def of(self, class_: Class) -> ClassNames:
        """The names in ``class_``."""
        key = class_.name.lower()
        table = self._tables.get(key)
        if table is None:
            table = self._tables[key] = self._make(class_)
        return table

    def parameters(self, method: Method) -> dict[str, str]:
        """Python names of the parameters of ``method``, by lower-case CIM name.

        They are those of its first declaration, however an override spells them.
        """
        scope = Scope(RESERVED_PARAMETERS | self._classes)
        origin = self._schema[method.class_origin]
        first = origin.methods[method.name.lower()].parameters
        names = {}
        for key, parameter in method.parameters.items():
            name = first.get(key, parameter).name
            path = f"{origin.name}.{method.name}.{name}"
            names[key] = scope.take(self._renamed(path, name))
        return names

    def ends(self, association: Class) -> dict[str, str]:
        """Python names of the ends of an association, by lower-case CIM name."""
        scope = Scope(RESERVED_ENDS)
        members = self.of(association).properties
        keys = [reference.name.lower() for reference in association.references]
        return {key: scope.take(members[key]) for key in keys}

    def _make(self, class_: Class) -> ClassNames:
        above = self._schema.superclass(class_.name)
        table = _copy(self.of(above)) if above else ClassNames()
        # The class for what construction takes hides nothing either.
        construction = f"{class_name(class_.name)}Values"
        reserved = RESERVED_MEMBERS | self._classes | {construction}
        scope = Scope(table.taken() | reserved)
        naming = self._naming
        for names, members in (
            (table.properties, class_.own_properties),
            (table.methods, class_.own_methods),
        ):
            for member in members:
                key = member.name.lower()
                if key not in names:
                    wanted = self._renamed(f"{class_.name}.{member.name}", member.name)
                    names[key] = scope.take(wanted)
        for prop in class_.own_properties:
            key = prop.name.lower()
            mapped = value_map(prop) or bit_map(prop)
            if mapped and key not in table.values:
                table.values[key] = scope.take(prop.name + naming.values_suffix)
        for method in class_.own_methods:
            self._name_method(method.name.lower(), method, table, scope)
        return table

    def _name_method(
        self, key: str, method: Method, table: ClassNames, scope: Scope
    ) -> None:
        suffix = self._naming.values_suffix
        if key not in table.results:
            name = method.name + self._naming.result_suffix
            table.results[key] = scope.take(name)
        if value_map(method) and key not in table.returns:
            table.returns[key] = scope.take(f"{method.name}Return{suffix}")
        for inner, parameter in method.parameters.items():
            mapped = value_map(parameter) or bit_map(parameter)
            if mapped and (key, inner) not in table.parameter_values:
                name = f"{method.name}{parameter.name}{suffix}"
                table.parameter_values[key, inner] = scope.take(name)

    def _renamed(self, path: str, name: str) -> str:
        return self._naming.rename.get(path.lower(), name)


def _copy(names: ClassNames) -> ClassNames:
    return ClassNames(
        dict(names.properties),
        dict(names.methods),
        dict(names.values),
        dict(names.returns),
        dict(names.results),
        dict(names.parameter_values),
    )
