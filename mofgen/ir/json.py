"""The resolved schema as JSON, and back (the format is described in docs/ir.md).

The fields are those of :mod:`mofgen.ir.model`, so that msgspec decodes members and
qualifiers straight into it. A class lists its own members in full; what it
inherits is only named, and linked again when the JSON is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, TypeAlias

import msgspec

from mofgen.collector import collector_off
from mofgen.ir.inheritance import Inheritance, indexed_schema
from mofgen.ir.model import (
    Class,
    Instance,
    Method,
    Parameter,
    Property,
    Qualifier,
    QualifierType,
    Schema,
    Value,
)

VERSION = 1
"""Version of the format; it grows with every change that a reader would notice."""


class IrFormatError(ValueError):
    """Data that is not a resolved schema of the version that this mofgen reads."""


def to_json(schema: Schema, *, indent: int = 0) -> bytes:
    """The whole schema as JSON; the same schema always gives the same bytes.

    Parameters
    ----------
    indent:
        Columns by which each level is indented; 0 puts all on one line.
    """
    with collector_off():
        data = msgspec.json.encode(_document(schema))
    return msgspec.json.format(data, indent=indent) + b"\n" if indent else data


def from_json(data: bytes | memoryview) -> Schema:
    """Read what :func:`to_json` wrote; the result equals the schema it was given.

    Raises
    ------
    IrFormatError
        ``data`` is not JSON, not a resolved schema, of another version, or
        contradicts itself (a superclass that is not there, say).
    """
    with collector_off():
        try:
            document = _decoder().decode(data)
        except (msgspec.DecodeError, RecursionError) as error:
            raise IrFormatError(_reason(data, error)) from error
        if document.version != VERSION:
            raise IrFormatError(_other_version(document.version))
        return _schema(document)


class _InstanceRecord(msgspec.Struct):
    """An instance, or a ``reference`` to the instance at that index of the schema."""

    class_name: str = ""
    values: dict[str, _ValueRecord] = {}
    alias: str | None = None
    namespace: str | None = None
    reference: int | None = None


_ScalarRecord: TypeAlias = bool | int | float | str | _InstanceRecord | None
_ValueRecord: TypeAlias = _ScalarRecord | tuple[_ScalarRecord, ...]


class _ClassRecord(msgspec.Struct):
    """A class with its own members only."""

    name: str
    superclass: str | None
    qualifiers: dict[str, Qualifier]
    properties: dict[str, Property]
    methods: dict[str, Method]
    namespace: str | None = None
    is_system: bool = False


class _VersionRecord(msgspec.Struct):
    version: int = msgspec.field(name="mofgen-ir")


class _Document(_VersionRecord):
    namespace: str | None
    qualifier_types: dict[str, QualifierType]
    classes: dict[str, _ClassRecord]
    instances: tuple[_InstanceRecord, ...]


@cache
def _decoder() -> msgspec.json.Decoder[_Document]:
    return msgspec.json.Decoder(_Document)


# --- writing ---


def _document(schema: Schema) -> dict[str, Any]:
    places = {id(instance): at for at, instance in enumerate(schema.instances)}
    return {
        "mofgen-ir": VERSION,
        "namespace": schema.namespace,
        "qualifier_types": {
            key: _lean(type_) | {"scopes": sorted(type_.scopes)}
            for key, type_ in schema.qualifier_types.items()
        },
        "classes": {key: _class(class_) for key, class_ in schema.classes.items()},
        "instances": [_instance(i, places) for i in schema.instances],
    }


_DEFAULTS = {
    model: tuple((f.name, f.default) for f in fields(model) if f.name != "qualifiers")
    for model in (QualifierType, Qualifier, Property, Parameter, Method)
}
"""The fields of each model class with their defaults; qualifiers go their own way."""


def _lean(item: Any) -> dict[str, Any]:
    """The fields of a model object, less those that have their default."""
    data = {}
    for name, default in _DEFAULTS[type(item)]:
        value = getattr(item, name)
        if default is MISSING or value != default:
            data[name] = value
    return data


def _qualified(item: Any) -> dict[str, Any]:
    return _lean(item) | {"qualifiers": _all(item.qualifiers)}


def _all(items: Mapping[str, Qualifier]) -> dict[str, Any]:
    return {key: _lean(item) for key, item in items.items()}


def _method(method: Method) -> dict[str, Any]:
    parameters = {key: _qualified(p) for key, p in method.parameters.items()}
    return _qualified(method) | {"parameters": parameters}


def _class(class_: Class) -> dict[str, Any]:
    return {
        "name": class_.name,
        "superclass": class_.superclass,
        "namespace": class_.namespace,
        "is_system": class_.is_system,
        "qualifiers": _all(class_.qualifiers),
        "properties": {p.name.lower(): _qualified(p) for p in class_.own_properties},
        "methods": {m.name.lower(): _method(m) for m in class_.own_methods},
        "inherited_properties": _inherited(class_.name, class_.properties),
        "inherited_methods": _inherited(class_.name, class_.methods),
    }


def _inherited(
    class_name: str, members: Mapping[str, Property] | Mapping[str, Method]
) -> dict[str, list[str]]:
    """Names of the inherited members by the class whose declaration is in force."""
    names: dict[str, list[str]] = {}
    for member in members.values():
        if member.declared_in.lower() != class_name.lower():
            names.setdefault(member.declared_in, []).append(member.name)
    return names


def _instance(instance: Instance, places: Mapping[int, int]) -> dict[str, Any]:
    def record(value: Value) -> Any:
        if isinstance(value, tuple):
            return [record(item) for item in value]
        if not isinstance(value, Instance):
            return value
        at = places.get(id(value))
        return _instance(value, places) if at is None else {"reference": at}

    values = {name: record(value) for name, value in instance.values.items()}
    return {
        "class_name": instance.class_name,
        "values": values,
        "alias": instance.alias,
        "namespace": instance.namespace,
    }


# --- reading ---


def _reason(data: bytes | memoryview, error: Exception) -> str:
    """Why ``data`` could not be decoded; another version explains it best."""
    try:
        version = msgspec.json.decode(data, type=_VersionRecord).version
    except (msgspec.DecodeError, RecursionError):
        return f"not a resolved schema: {error}"
    if version != VERSION:
        return _other_version(version)
    return f"not a valid resolved schema: {error}"


def _other_version(version: int) -> str:
    return f"resolved schema of version {version}; this mofgen reads {VERSION}"


def _schema(document: _Document) -> Schema:
    classes: dict[str, Class] = {}
    inheritance = Inheritance()
    for key in document.classes:
        _link(key, document.classes, classes, inheritance)
    ordered = {key: classes[key] for key in document.classes}
    return indexed_schema(
        document.namespace,
        ordered,
        document.qualifier_types,
        _instances(document.instances),
    )


def _link(
    key: str,
    records: Mapping[str, _ClassRecord],
    classes: dict[str, Class],
    inheritance: Inheritance,
) -> None:
    """Add the class ``key`` to ``classes``, after the superclasses that lack there."""
    line = []
    at: str | None = key
    while at is not None and at not in classes:
        if at not in records:
            raise IrFormatError(f'superclass "{at}" is not in the schema')
        if at in line:
            raise IrFormatError(f'class "{at}" is its own superclass')
        line.append(at)
        superclass = records[at].superclass
        at = None if superclass is None else superclass.lower()
    for key in reversed(line):
        record = records[key]
        above = classes.get(record.superclass.lower()) if record.superclass else None
        _check_keys(key, record)
        classes[key] = Class(
            record.name,
            record.superclass,
            record.qualifiers,
            inheritance.properties(above, record.properties),
            inheritance.methods(above, record.methods),
            record.namespace,
            record.is_system,
        )


def _check_keys(key: str, record: _ClassRecord) -> None:
    """Keys of classes and members must be names in lower case, for looking them up."""
    if key != record.name.lower():
        raise IrFormatError(f'key "{key}" of class "{record.name}"')
    for items in (record.qualifiers, record.properties, record.methods):
        names = [item.name.lower() for item in items.values()]
        if names != list(items):
            raise IrFormatError(f'keys {list(items)} of {names} in class "{key}"')


def _instances(records: tuple[_InstanceRecord, ...]) -> tuple[Instance, ...]:
    built: dict[int, Instance] = {}

    def instance(at: int) -> Instance:
        if at not in built:
            if not 0 <= at < len(records):
                raise IrFormatError(f"there is no instance {at}")
            built[at] = build(records[at])
        return built[at]

    def build(record: _InstanceRecord) -> Instance:
        if record.reference is not None:
            return instance(record.reference)
        values = {name: value(item) for name, item in record.values.items()}
        return Instance(record.class_name, values, record.alias, record.namespace)

    def value(item: _ValueRecord) -> Value:
        if isinstance(item, tuple):
            return tuple(
                build(i) if isinstance(i, _InstanceRecord) else i for i in item
            )
        return build(item) if isinstance(item, _InstanceRecord) else item

    try:
        return tuple(instance(at) for at in range(len(records)))
    except RecursionError:
        raise IrFormatError("instances refer to each other in a circle") from None


__all__ = ["VERSION", "IrFormatError", "from_json", "to_json"]
