"""A class of the resolved schema as plain facts, to be compared with another's.

A path names an element from the class down, in lower case:
``("cim_disk", "name", "[key]")``, ``("cim_disk", "reset()", "force")``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from mofgen.ir.model import Class, Method, Parameter, Property, Qualifiers

Path: TypeAlias = tuple[str, ...]
Fact: TypeAlias = dict[str, object]
Facts: TypeAlias = dict[Path, Fact]


def class_facts(class_: Class) -> Facts:
    """Everything about a class that both sides know of."""
    facts: Facts = {}
    path = (class_.name.lower(),)
    facts[path] = {
        "name": class_.name,
        "superclass": lower(class_.superclass),
        "keys": frozenset(prop.name.lower() for prop in class_.keys),
    }
    facts.update(_qualifiers(path, class_.qualifiers))
    for prop in class_.properties.values():
        facts.update(_property(path, class_, prop))
    for method in class_.methods.values():
        facts.update(_method(path, class_, method))
    return facts


def lower(name: str | None) -> str | None:
    """CIM names are the same in any case."""
    return None if name is None else name.lower()


def _property(path: Path, class_: Class, prop: Property) -> Iterator[tuple[Path, Fact]]:
    path = (*path, prop.name.lower())
    yield path, {
        **_typed(prop),
        "default": prop.default,
        "class_origin": lower(prop.class_origin),
        "propagated": lower(prop.declared_in) != lower(class_.name),
    }
    yield from _qualifiers(path, prop.qualifiers)


def _method(path: Path, class_: Class, method: Method) -> Iterator[tuple[Path, Fact]]:
    path = (*path, f"{method.name.lower()}()")
    yield path, {
        "name": method.name,
        "type": method.type,
        "class_origin": lower(method.class_origin),
        "propagated": lower(method.declared_in) != lower(class_.name),
    }
    yield from _qualifiers(path, method.qualifiers)
    for parameter in method.parameters.values():
        inner = (*path, parameter.name.lower())
        yield inner, _typed(parameter)
        yield from _qualifiers(inner, parameter.qualifiers)


def _typed(element: Property | Parameter) -> dict[str, object]:
    return {
        "name": element.name,
        "type": element.type,
        "reference_class": lower(element.class_name),
        "is_array": element.is_array,
        "array_size": element.array_size,
    }


def _qualifiers(path: Path, qualifiers: Qualifiers) -> Iterator[tuple[Path, Fact]]:
    for key, qualifier in qualifiers.items():
        yield (*path, f"[{key}]"), {
            "type": qualifier.type,
            "value": qualifier.value,
            "to_subclass": qualifier.to_subclass,
            "overridable": qualifier.overridable,
            "translatable": qualifier.translatable,
            "to_instance": qualifier.to_instance,
            "propagated": qualifier.propagated,
        }
