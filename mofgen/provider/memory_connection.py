"""``connect("memory:package")``: a host that lives in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, Final, TypeVar, cast
from weakref import WeakSet

from mofgen.provider.event_queues import EventQueue
from mofgen.provider.layouts import Layout
from mofgen.provider.manager import ObjectManager
from mofgen.runtime.connecting import ConnectError
from mofgen.runtime.connection import Connection, Subscription
from mofgen.runtime.editing import received
from mofgen.runtime.errors import CimTypeError, NotConnectedError
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import CimObject, class_name

O = TypeVar("O", bound=CimObject)  # noqa: E741

_DEFAULT_PACKAGE: Final = "hyperv_v2"


class MemoryConnection(Connection):
    """A connection to an object manager in this process.

    What the operations give is a snapshot: all of it as it was at one moment. Objects
    are copies, and references are relative to the namespace.

    Parameters
    ----------
    manager:
        The host. Connections to one manager are connections to one host.
    """

    def __init__(self, manager: ObjectManager) -> None:
        self._manager = manager
        self._closed = False
        # What a client has closed and dropped needs no closing.
        self._subscriptions: WeakSet[EventQueue[Any]] = WeakSet()

    @property
    def manager(self) -> ObjectManager:
        """The host itself, for what no client could do.

        Raises
        ------
        NotConnectedError
            Where the connection is closed.
        """
        if self._closed:
            raise NotConnectedError("the connection is closed")
        return self._manager

    def get(self, ref: Ref[O], /, *, properties: Sequence[str] | None = None) -> O:
        return self._received(self.manager.operations.get(ref, properties))

    def enumerate(
        self,
        cls: type[O],
        /,
        *,
        deep: bool = True,
        properties: Sequence[str] | None = None,
    ) -> list[O]:
        operations = self.manager.operations
        found = operations.enumerate(cls, deep=deep, properties=properties)
        return [self._received(each) for each in found]

    def query(self, wql: str, cls: type[O], /) -> list[O]:
        found = self.manager.queries.run(wql)
        kind = self.manager.schema.kind(cls)
        for each in found:
            if not isinstance(each, kind):
                raise CimTypeError(
                    f"the query gives a {class_name(type(each))},"
                    f" which is no {class_name(cls)}"
                )
        return [self._received(cast("O", each)) for each in found]

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
    ) -> list[O]:
        operations = self.manager.operations
        walk = operations.walk(
            association=association,
            result_class=result_class,
            role=role,
            result_role=result_role,
        )
        found = operations.associators(source, walk, properties)
        return [self._received(each) for each in found]

    def references(
        self,
        source: Ref[Any],
        /,
        *,
        result_class: type[O],
        role: str | None = None,
        properties: Sequence[str] | None = None,
    ) -> list[O]:
        operations = self.manager.operations
        walk = operations.walk(association=result_class, role=role)
        found = operations.references(source, walk, properties)
        return [self._received(each) for each in found]

    def create(self, obj: O, /) -> Ref[O]:
        return self.manager.operations.create(obj).on(self)

    def modify(self, obj: CimObject, properties: Sequence[str], /) -> None:
        self.manager.operations.modify(obj, properties)

    def delete(self, ref: Ref[Any], /) -> None:
        self.manager.operations.delete(ref)

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object], /
    ) -> Mapping[str, object]:
        return self.manager.methods.invoke(target, method, arguments)

    def subscribe(self, wql: str, cls: type[O], /) -> Subscription[O]:
        made = self.manager.events.subscribe(wql, cls)
        self._subscriptions.add(made)
        return made

    def close(self) -> None:
        """End the subscriptions; the host and its objects stay as they are."""
        self._closed = True
        while self._subscriptions:
            self._subscriptions.pop().close()

    def _received(self, obj: O) -> O:
        layout: Layout = self._manager.schema.layout(type(obj))
        if layout.keys:
            return received(obj, self)
        path: Ref[Any] = Ref(layout.cls, {}, is_singleton=True)
        return received(obj, self, path=path.on(self))


def open_memory(
    url: str,
    *,
    manager: ObjectManager | None = None,
    package: ModuleType | None = None,
) -> MemoryConnection:
    """A connection to a host in this process that has nothing but what it is given.

    Parameters
    ----------
    url:
        ``memory:package`` with a generated package, by the name under which it is
        imported; ``memory:`` alone for the classes of Hyper-V.
    manager:
        A host that is there already, instead of a new one without objects.
    package:
        The package itself, instead of its name.

    Raises
    ------
    ConnectError
        Where there is no such package, or it is not a generated one.
    """
    if manager is None:
        manager = ObjectManager(package or _package(url))
    return MemoryConnection(manager)


def _package(url: str) -> ModuleType:
    name = url.partition(":")[2].strip("/") or _DEFAULT_PACKAGE
    try:
        found = import_module(name)
    except (ImportError, ValueError) as error:
        raise ConnectError(
            f"memory:{name}: the package cannot be imported: {error}"
        ) from error
    if not (hasattr(found, "NAMESPACE") and hasattr(found, "__all__")):
        raise ConnectError(
            f"memory:{name}: this is not a package that mofgen generated"
        )
    return found
