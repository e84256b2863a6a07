"""Calls: checked arguments out, a typed result back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

from mofgen.runtime.attachment import require_connection
from mofgen.runtime.checking import converter
from mofgen.runtime.errors import CimTypeError, shown, suggestion
from mofgen.runtime.references import Ref
from mofgen.runtime.tables import MethodTable
from mofgen.runtime.values import ValuesType
from mofgen.runtime.wire import CimObject, Field

if TYPE_CHECKING:
    from mofgen.runtime.connection import Connection
    from mofgen.runtime.jobs import Job

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

    @property
    def job(self) -> Job:
        """The job that does the work; where it is done at once, one that has ended.

        So ``result.job.wait()`` is right after every call.
        """
        found: Job | None = self.__dict__.get("_job")
        if found is None:
            found = self.__dict__["_job"] = self._make_job()
        return found

    def _make_job(self) -> Job:
        from mofgen.runtime.jobs import Job
        from mofgen.runtime.outcomes import Outcome, outcome

        # Results that no call gave name no method and belong to no connection.
        where, connection = self.__dict__.get("_call", (type(self).__qualname__, None))
        value = getattr(self, "ReturnValue", None)
        meaning = outcome(value)
        ref = None if meaning is Outcome.DONE else _job_of(self)
        unnamed = meaning is Outcome.STARTED and ref is None
        return Job(where, ref, connection, is_unnamed=unnamed)

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

    def __getstate__(self) -> dict[str, object]:
        # A connection cannot travel.
        return {name: value for name, value in self.__dict__.items() if name[0] != "_"}

    def __repr__(self) -> str:
        items = ", ".join(f"{name}={shown(value)}" for name, value in self._items())
        return f"{type(self).__name__}({items})"


def invoke(
    target: CimObject,
    method: str,
    result: type[R],
    arguments: Mapping[str, object],
    *,
    check: bool = True,
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
    check:
        Whether a return value that means failure is raised as an error; see
        :func:`mofgen.runtime.outcomes.outcome`.

    Raises
    ------
    CimTypeError, CimValueError
        Where an argument does not fit, or a required one is missing.
    NotConnectedError
        Where ``target`` belongs to no connection.
    MethodError
        Where the method failed and ``check`` is true.
    CimStatusError
        Where the host refuses the call as such.
    """
    table = MethodTable(type(target), method)
    given = _checked(table, arguments)
    connection = require_connection(target, table.where)
    ref = target._reference()
    typed = _result(table, result, connection.invoke(ref, method, given), connection)
    if check:
        _raise_failure(table.where, ref, typed)
    return typed


def _raise_failure(where: str, target: Ref[Any], result: MethodResult) -> None:
    """Raise a MethodError where the return value means failure."""
    from mofgen.runtime.outcomes import Outcome, outcome

    value: Any = getattr(result, "ReturnValue", None)
    if outcome(value) is not Outcome.FAILED:
        return
    from mofgen.runtime.call_errors import MethodError
    from mofgen.runtime.jobs import error_text

    label = getattr(value, "label", None)
    text = error_text(result.job)
    raise MethodError(where, int(value), label, target=target, text=text, result=result)


def _job_of(result: MethodResult) -> Ref[Any] | None:
    """What the out parameter ``Job`` refers to."""
    for name, value in result._items():
        if result._wire_names.get(name, name).lower() == "job":
            return value if isinstance(value, Ref) else None
    return None


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


def _result(
    table: MethodTable,
    result: type[R],
    answer: Mapping[str, object],
    connection: Connection,
) -> R:
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
            of = _values(result, annotation)
            value = converter(where, field, of, table.owner)(value)
            value = _followed(value, connection)
        values[name] = value
    typed = result(**values)
    typed.__dict__["_call"] = (table.where, connection)
    return typed


def _followed(value: object, connection: Connection) -> object:
    """``value`` with its references made to be followed over ``connection``."""
    if isinstance(value, Ref):
        return value.on(connection)
    if isinstance(value, tuple):
        return tuple([_followed(item, connection) for item in value])
    return value


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


def return_values(result: type[MethodResult]) -> ValuesType | None:
    """The class of values that explains a method's return value, if there is one."""
    return _values(result, _fields(result).get("ReturnValue", ""))


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
