"""Calls: checked arguments out, a typed result back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, TypeVar, dataclass_transform

from mofgen.runtime.checking import converter
from mofgen.runtime.connection import require_connection
from mofgen.runtime.errors import CimTypeError, shown, suggestion
from mofgen.runtime.tables import MethodTable
from mofgen.runtime.values import ValuesType
from mofgen.runtime.wire import CimObject, Field

R = TypeVar("R", bound="MethodResult")


@dataclass_transform(kw_only_default=True, frozen_default=True)
class MethodResult:
    """What a method gave: ``ReturnValue`` and every out parameter.

    Subclasses declare each as an annotated field; those with a default may be
    missing. Results cannot be changed, compare by value, and are built with
    keywords only. A field whose name in Python is not the CIM name stands in
    ``_wire_names``.
    """

    _wire_names: ClassVar[Mapping[str, str]] = {}
    _own_fields: ClassVar[dict[str, str] | None] = None

    def __init_subclass__(cls) -> None:
        cls._own_fields = None

    def __init__(self, **values: Any) -> None:
        fields = _fields(type(self))
        for name in values:
            if name not in fields:
                near = suggestion(name, fields)
                raise CimTypeError(f"{type(self).__qualname__} has no {name!r}{near}")
        for name in fields:
            if name not in values and not hasattr(type(self), name):
                raise CimTypeError(f"{type(self).__qualname__} needs {name}")
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def _items(self) -> Iterator[tuple[str, object]]:
        return ((name, getattr(self, name)) for name in _fields(type(self)))

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(
            ours == theirs
            for (_, ours), (_, theirs) in zip(
                self._items(), other._items(), strict=True
            )
        )

    def __hash__(self) -> int:
        return hash((type(self), *(value for _, value in self._items())))

    def __repr__(self) -> str:
        items = ", ".join(f"{name}={shown(value)}" for name, value in self._items())
        return f"{type(self).__name__}({items})"


def invoke(
    target: CimObject, method: str, result: type[R], arguments: Mapping[str, object]
) -> R:
    """Check the arguments, call the method over the connection, type its result.

    Parameters
    ----------
    target:
        The object whose method it is.
    method, arguments:
        CIM names; an argument that is None is not given.
    result:
        The class of the result.

    Raises
    ------
    CimTypeError, CimValueError
        Where an argument does not fit, or a required one is missing.
    NotConnectedError
        Where ``target`` belongs to no connection.
    """
    table = MethodTable(type(target), method)
    given = _checked(table, arguments)
    connection = require_connection(target, table.where)
    answer = connection.invoke(target._reference(), method, given)
    return _result(table, result, answer)


def _checked(table: MethodTable, arguments: Mapping[str, object]) -> dict[str, object]:
    given = {}
    for name, value in arguments.items():
        if value is None:
            continue
        convert = table.convert.get(name)
        if convert is None:
            near = suggestion(name, table.convert)
            raise CimTypeError(f"{table.where} takes no {name!r}{near}")
        given[name] = convert(value)
    for name in table.convert:
        if "required" in table.parameters[name].marks and name not in given:
            raise CimTypeError(f"{table.where}({name}) is required, but not given")
    return given


def _result(table: MethodTable, result: type[R], answer: Mapping[str, object]) -> R:
    answers = {name.lower(): value for name, value in answer.items()}
    values: dict[str, object] = {}
    for name, annotation in _fields(result).items():
        cim_name = result._wire_names.get(name, name)
        if cim_name == "ReturnValue" and table.return_type == "void":
            values[name] = None
        if cim_name.lower() not in answers:
            continue
        value = answers[cim_name.lower()]
        field = table.parameters.get(cim_name) or Field(
            ("ReturnValue", table.return_type)
        )
        if value is not None:
            where = f"{table.where}({field.name})"
            value = converter(where, field, _values(result, annotation))(value)
        values[name] = value
    return result(**values)


def _fields(cls: type[MethodResult]) -> dict[str, str]:
    """The annotated fields of a result and its superclasses."""
    fields = cls._own_fields
    if fields is None:
        fields = {}
        for base in reversed(cls.__mro__):
            if issubclass(base, MethodResult) and base is not MethodResult:
                fields.update(base.__annotations__)
        cls._own_fields = fields
    return fields


def _values(result: type[MethodResult], annotation: str) -> ValuesType | None:
    """The class of values that a field's annotation names, if it names one.

    The other names of an annotation are imported for type checkers only, so it
    cannot be evaluated; a class of values is always within reach of its module.
    """
    words = annotation.replace("[", " ").replace(",", " ").replace("]", " ").split()
    for word in words:
        first, *rest = word.split(".")
        found = vars(sys.modules[result.__module__]).get(first)
        for name in rest:
            found = getattr(found, name, None)
        if isinstance(found, ValuesType):
            return found
    return None
