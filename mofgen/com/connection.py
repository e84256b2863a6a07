"""The connection to the local host, by WMI's scripting interfaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, Final, TypeVar, cast

from mofgen.com.com_events import ComEvents
from mofgen.com.com_values import Values
from mofgen.com.scripting import Scripting, Services, refusals
from mofgen.runtime import operation_queries as queries
from mofgen.runtime.connection import Connection, Subscription
from mofgen.runtime.editing import received
from mofgen.runtime.errors import CimTypeError, NotConnectedError
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.references import Ref
from mofgen.runtime.tables import MethodTable
from mofgen.runtime.wire import CimObject, Field, class_name, key_fields

O = TypeVar("O", bound=CimObject)  # noqa: E741

_LANGUAGE: Final = "WQL"
_LAZY: Final = 0x30  # wbemFlagForwardOnly | wbemFlagReturnImmediately
_SHALLOW: Final = 1  # wbemQueryFlagShallow
_UPDATE: Final = 1  # wbemChangeFlagUpdateOnly
_CREATE: Final = 2  # wbemChangeFlagCreateOnly
_RETURN_VALUE: Final = "ReturnValue"


class ComConnection(Connection):
    """A connection to WMI of this computer.

    Parameters
    ----------
    scripting:
        The way to WMI.
    package:
        The generated package with the classes.
    namespace:
        The CIM namespace.
    """

    def __init__(
        self, scripting: Scripting, package: ModuleType, namespace: str
    ) -> None:
        self._scripting = scripting
        self._package = package
        self._values = Values(package, namespace)
        self._is_closed = False

    # --- reading ---

    def get(self, ref: Ref[O], /, *, properties: Sequence[str] | None = None) -> O:
        services = self._services()
        with self._asking(f"Get of {ref}"):
            found = services.Get(ref.relative_path)
        return cast("O", self._received(found, ref.kind))

    def enumerate(
        self,
        cls: type[O],
        /,
        *,
        deep: bool = True,
        properties: Sequence[str] | None = None,
    ) -> Iterator[O]:
        if properties is not None and key_fields(cls):
            return self.query(queries.select(cls, properties, deep=deep), cls)
        flags = _LAZY | (0 if deep else _SHALLOW)
        name = class_name(cls)
        return self._found(lambda of: of.InstancesOf(name, flags), cls, name)

    def query(self, wql: str, cls: type[O], /) -> Iterator[O]:
        return self._found(lambda of: of.ExecQuery(wql, _LANGUAGE, _LAZY), cls, wql)

    def associators(
        self,
        source: Ref[Any],
        /,
        *,
        result_class: type[O],
        association: type[CimObject] | None = None,
        role: str | None = None,
        result_role: str | None = None,
        properties: Sequence[str] | None = None,
    ) -> Iterator[O]:
        query = queries.associators(
            source,
            result_class=result_class,
            association=association,
            role=role,
            result_role=result_role,
        )
        return self.query(query, result_class)

    def references(
        self,
        source: Ref[Any],
        /,
        *,
        result_class: type[O],
        role: str | None = None,
        properties: Sequence[str] | None = None,
    ) -> Iterator[O]:
        query = queries.references(source, result_class=result_class, role=role)
        return self.query(query, result_class)

    # --- changing ---

    def create(self, obj: O, /) -> Ref[O]:
        services = self._services()
        with self._asking(f"create {class_name(type(obj))}"):
            path = self._values.put(services, cast("Instance", obj)).Put_(_CREATE)
        made = self._values.reference(path.Path)
        return cast("Ref[O]", made.on(self))

    def modify(self, obj: CimObject, properties: Sequence[str], /) -> None:
        services = self._services()
        ref: Ref[Any] = obj._reference()
        table = class_table(cast("type[Instance]", type(obj)))
        with self._asking(f"change {ref}"):
            there = services.Get(ref.relative_path)
            for name in properties:
                found = table.find(name)
                if found is None:
                    raise CimTypeError(f"{table.name} has no property {name!r}")
                value = obj.__dict__.get(found.attribute)
                given = self._values.given(services, value, found.field)
                there.Properties_.Item(found.name).Value = given
            there.Put_(_UPDATE)

    def delete(self, ref: Ref[Any], /) -> None:
        services = self._services()
        with self._asking(f"delete {ref}"):
            services.Delete(ref.relative_path)

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object], /
    ) -> Mapping[str, object]:
        services = self._services()
        table = MethodTable(target.kind or self._class(target), method)
        with self._asking(f"{table.where} of {target}"):
            given = self._parameters(services, table, arguments)
            answer = services.ExecMethod(target.relative_path, method, given)
            found = {each.Name: each.Value for each in answer.Properties_}
        fields = {**table.parameters, _RETURN_VALUE: _returned(table)}
        return {
            name: self._values.taken(value, fields[name], f"{table.where}({name})")
            for name, value in found.items()
            if name in fields
        }

    def _parameters(
        self, services: Services, table: MethodTable, arguments: Mapping[str, object]
    ) -> Any:
        """The object that holds the arguments; None for a method that takes none."""
        declared = services.Get(class_name(table.owner)).Methods_.Item(table.name)
        if declared.InParameters is None:
            return None
        made = declared.InParameters.SpawnInstance_()
        for name, value in arguments.items():
            given = self._values.given(services, value, table.parameters[name])
            made.Properties_.Item(name).Value = given
        return made

    # --- events ---

    def subscribe(self, wql: str, cls: type[O], /) -> Subscription[O]:
        services = self._services()
        with self._asking(wql):
            source = services.ExecNotificationQuery(wql)
        kind = cast("type[Instance]", cls)
        return ComEvents(
            self._scripting,
            source,
            wql,
            lambda found: cast("O", self._values.instance(found, kind)),
        )

    def close(self) -> None:
        self._is_closed = True

    # --- what they share ---

    def _services(self) -> Services:
        if self._is_closed:
            raise NotConnectedError("the connection is closed")
        return self._scripting.services()

    def _asking(self, asked: str) -> Any:
        return refusals(self._scripting, asked)

    def _found(
        self, ask: Callable[[Services], Any], cls: type[O], asked: str
    ) -> Iterator[O]:
        kind = cast("type[Instance]", cls)
        services = self._services()
        with self._asking(asked):
            for each in ask(services):
                yield cast("O", self._received(each, kind))

    def _received(self, found: Any, kind: type[CimObject] | None) -> Instance:
        expected = None if kind is Instance else kind
        obj = self._values.instance(found, cast("type[Instance] | None", expected))
        if key_fields(type(obj)):
            return received(obj, self)
        path: Ref[Any] = Ref(type(obj), {}, is_singleton=True)
        return received(obj, self, path=path.on(self))

    def _class(self, ref: Ref[Any]) -> type[CimObject]:
        from mofgen.runtime.package import find_class

        return find_class(self._package, ref.class_name)


def _returned(table: MethodTable) -> Field:
    return Field((_RETURN_VALUE, table.return_type))
