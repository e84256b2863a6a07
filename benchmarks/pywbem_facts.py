"""The classes that pywbem compiles, and the same facts of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from pywbem import (
    CIMClass,
    CIMDateTime,
    CIMFloat,
    CIMInt,
    CIMMethod,
    CIMParameter,
    CIMProperty,
)
from pywbem_mock import FakedWBEMConnection

from benchmarks.schema_facts import Fact, Facts, Path, lower

_NAMESPACE = "root/cimv2"


def compiled_classes(start: FilePath) -> Mapping[str, CIMClass]:
    """What pywbem's compiler makes of the schema, with all inherited elements.

    Parameters
    ----------
    start:
        The file that includes all others, by paths from its own folder.

    Returns
    -------
    The classes by lower-case name.
    """
    connection = FakedWBEMConnection(default_namespace=_NAMESPACE)
    connection.compile_mof_file(
        str(start), namespace=_NAMESPACE, search_paths=[str(start.parent)]
    )
    store = connection.cimrepository.get_class_store(_NAMESPACE)
    return {
        name.lower(): connection.GetClass(
            name, LocalOnly=False, IncludeQualifiers=True, IncludeClassOrigin=True
        )
        for name in store.iter_names()
    }


def class_facts(class_: CIMClass) -> Facts:
    """Everything about a class that both sides know of."""
    facts: Facts = {}
    path = (class_.classname.lower(),)
    keys = [
        prop.name.lower()
        for prop in class_.properties.values()
        if "Key" in prop.qualifiers and prop.qualifiers["Key"].value is True
    ]
    facts[path] = {
        "name": class_.classname,
        "superclass": lower(class_.superclass),
        "keys": frozenset(keys),
    }
    facts.update(_qualifiers(path, class_))
    for prop in class_.properties.values():
        facts.update(_property(path, prop))
    for method in class_.methods.values():
        facts.update(_method(path, method))
    return facts


def _property(path: Path, prop: CIMProperty) -> Iterator[tuple[Path, Fact]]:
    path = (*path, prop.name.lower())
    yield path, {
        **_typed(prop),
        "default": _value(prop.value),
        "class_origin": lower(prop.class_origin),
        "propagated": bool(prop.propagated),
    }
    yield from _qualifiers(path, prop)


def _method(path: Path, method: CIMMethod) -> Iterator[tuple[Path, Fact]]:
    path = (*path, f"{method.name.lower()}()")
    yield path, {
        "name": method.name,
        "type": method.return_type,
        "class_origin": lower(method.class_origin),
        "propagated": bool(method.propagated),
    }
    yield from _qualifiers(path, method)
    for parameter in method.parameters.values():
        inner = (*path, parameter.name.lower())
        yield inner, _typed(parameter)
        yield from _qualifiers(inner, parameter)


def _typed(element: CIMProperty | CIMParameter) -> dict[str, object]:
    return {
        "name": element.name,
        "type": element.type,
        "reference_class": lower(element.reference_class),
        "is_array": bool(element.is_array),
        "array_size": element.array_size,
    }


def _qualifiers(path: Path, element: Any) -> Iterator[tuple[Path, Fact]]:
    for qualifier in element.qualifiers.values():
        yield (*path, f"[{qualifier.name.lower()}]"), {
            "type": qualifier.type,
            "value": _value(qualifier.value),
            # None, "not said", stays what it is where it would not mean false.
            "to_subclass": qualifier.tosubclass,
            "overridable": qualifier.overridable,
            "translatable": bool(qualifier.translatable),
            "to_instance": bool(qualifier.toinstance),
            "propagated": bool(qualifier.propagated),
        }


def _value(value: Any) -> object:
    """A CIM value as mofgen's IR has it."""
    if isinstance(value, list):
        return tuple(_value(item) for item in value)
    if isinstance(value, CIMInt):
        return int(value)
    if isinstance(value, CIMFloat):
        return float(value)
    if isinstance(value, CIMDateTime):
        return str(value)
    return value
