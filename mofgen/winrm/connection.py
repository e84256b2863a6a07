"""The connection to a host that speaks WS-Management."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, Final, TypeVar, cast
from weakref import WeakSet

from mofgen.runtime import operation_queries as queries
from mofgen.runtime.codecs.cimxml_values import escaped
from mofgen.runtime.codecs.columns import restored
from mofgen.runtime.connection import Connection, Subscription
from mofgen.runtime.editing import received
from mofgen.runtime.errors import CimTypeError
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.package import package_of
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimFailedError, CimNotFoundError
from mofgen.runtime.wire import CimObject, class_name, key_fields
from mofgen.winrm.exchange import Exchange
from mofgen.winrm.hints import Hints
from mofgen.winrm.identity import Identity, identity
from mofgen.winrm.pulling import pulled
from mofgen.winrm.subscriptions import PulledEvents
from mofgen.wsman.endpoint_references import (
    EndpointReference,
    cim_reference,
    read_reference,
    reference_to,
)
from mofgen.wsman.instance_reader import read_instance
from mofgen.wsman.instance_writer import instance_xml
from mofgen.wsman.parameters import method_messages
from mofgen.wsman.resource_uris import ALL, Resource
from mofgen.wsman.uris import (
    ADDRESSING,
    CIM_BINDING,
    CREATE,
    DELETE,
    GET,
    NAMESPACE_SELECTOR,
    PUT,
    WQL,
    WSMAN,
)
from mofgen.wsman.xml_text import Element

O = TypeVar("O", bound=CimObject)  # noqa: E741

_WITH_REFERENCE: Final = "<w:EnumerationMode>EnumerateObjectAndEPR</w:EnumerationMode>"
_REFERENCE: Final = "<w:EnumerationMode>EnumerateEPR</w:EnumerationMode>"
_EXACT: Final = f'<b:PolymorphismMode xmlns:b="{CIM_BINDING}">None</b:PolymorphismMode>'
_EPR: Final = f"{{{ADDRESSING}}}EndpointReference"


class WinRmConnection(Connection):
    """A connection to a host over WS-Management.

    Parameters
    ----------
    exchange:
        Sends the requests.
    package:
        The generated package in which the classes of objects are looked for that are
        asked for by no class, ``Instance``.
    namespace:
        The CIM namespace of classes that name none themselves.
    """

    def __init__(
        self, exchange: Exchange, package: ModuleType, namespace: str | None = None
    ) -> None:
        self._exchange = exchange
        self._package = package
        self._namespace = namespace or getattr(package, "NAMESPACE", None) or ""
        self._hints = Hints(self._exists)
        self._subscriptions: WeakSet[PulledEvents[Any]] = WeakSet()

    # --- reading ---

    def get(self, ref: Ref[O], /, *, properties: Sequence[str] | None = None) -> O:
        namespace = self._namespace_of_ref(ref)
        of = reference_to(ref, namespace)
        asked = f"Get of {ref}"
        try:
            body = self._exchange.ask(GET, of, asked=asked, is_safe=True)
        except CimNotFoundError as error:
            raise self._hints.noted(error, namespace) from None
        if body is None:
            raise CimFailedError(asked, "the answer holds no object")
        return cast("O", self._received(body, self._class_of(ref), of))

    def enumerate(
        self,
        cls: type[O],
        /,
        *,
        deep: bool = True,
        properties: Sequence[str] | None = None,
    ) -> Iterator[O]:
        if properties and key_fields(cls):
            return self.query(queries.select(cls, properties, deep=deep), cls)
        of = self._resource(class_name(cls), self._namespace_of(cls))
        wanted = self._mode(cls, properties) + ("" if deep else _EXACT)
        return self._found(of, wanted, cls, f"Enumerate of {class_name(cls)}")

    def query(self, wql: str, cls: type[O], /) -> Iterator[O]:
        return self._selected(wql, cls, None)

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
        return self._selected(query, result_class, properties)

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
        return self._selected(query, result_class, properties)

    # --- changing ---

    def create(self, obj: O, /) -> Ref[O]:
        cls = type(obj)
        namespace = self._namespace_of(cls)
        of = self._resource(class_name(cls), namespace)
        asked = f"Create of {class_name(cls)}"
        xml = instance_xml(cast("Instance", obj), namespace)
        body = self._exchange.ask(CREATE, of, xml, asked=asked)
        if body is None:
            raise CimFailedError(asked, "the answer does not say what was made")
        made = cim_reference(read_reference(body), self._package_of(cls))
        return cast("Ref[O]", made.on(self))

    def modify(self, obj: CimObject, properties: Sequence[str], /) -> None:
        ref: Ref[Any] = obj._reference()
        namespace = self._namespace_of_ref(ref)
        of = reference_to(ref, namespace)
        # Put takes the whole object: what is not to change is as it is now.
        whole = cast("Instance", self.get(ref))
        table = class_table(type(whole))
        emptied = []
        for name in properties:
            found = table.find(name)
            if found is None:
                raise CimTypeError(f"{table.name} has no property {name!r}")
            value = getattr(obj, found.attribute)
            setattr(whole, found.attribute, value)
            if found.field.is_array and not value:
                emptied.append(found.name)
        xml = instance_xml(whole, namespace, emptied=emptied)
        self._exchange.ask(PUT, of, xml, asked=f"Put of {ref}")

    def delete(self, ref: Ref[Any], /) -> None:
        of = reference_to(ref, self._namespace_of_ref(ref))
        self._exchange.ask(DELETE, of, asked=f"Delete of {ref}")

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object], /
    ) -> Mapping[str, object]:
        cls = self._class_of(target)
        namespace = self._namespace_of_ref(target)
        messages = method_messages(cls, method, namespace, self._package_of(cls))
        asked = f"{class_name(cls)}.{method} of {target}"
        of = reference_to(target, namespace)
        body = self._exchange.ask(
            messages.action, of, messages.input_xml(arguments), asked=asked
        )
        return messages.read_output(body)

    def subscribe(self, wql: str, cls: type[O], /) -> Subscription[O]:
        of = self._resource(ALL, self._namespace_of(cls))
        kind = cast("type[Instance]", cls)
        package = self._package_of(cls)

        def read(element: Element) -> O:
            return cast("O", read_instance(element, package, expected=kind))

        made = PulledEvents(self._exchange, of, wql, read)
        self._subscriptions.add(made)
        return made

    def close(self) -> None:
        for each in list(self._subscriptions):
            each.close()
        self._exchange.close()

    # --- beyond the protocol ---

    def identify(self) -> Identity:
        """Who answers: the cheapest way to see whether anybody does.

        Raises
        ------
        ConnectError
            Where nobody does, or does not let the user in.
        """
        return identity(self._exchange)

    # --- what they share ---

    def _selected(
        self, wql: str, cls: type[O], properties: Sequence[str] | None
    ) -> Iterator[O]:
        of = self._resource(ALL, self._namespace_of(cls))
        wanted = f'<w:Filter Dialect="{WQL}">{escaped(wql)}</w:Filter>'
        return self._found(of, self._mode(cls, properties) + wanted, cls, wql)

    @staticmethod
    def _mode(cls: type[CimObject], properties: Sequence[str] | None) -> str:
        """What is wanted of each object: its reference, itself, or both."""
        has_keys = bool(key_fields(cls))
        if properties is not None and not properties and has_keys:
            return _REFERENCE
        return "" if has_keys or cls is Instance else _WITH_REFERENCE

    def _found(
        self, of: EndpointReference, wanted: str, cls: type[O], asked: str
    ) -> Iterator[O]:
        kind = cast("type[Instance]", cls)
        is_empty = True
        for item in pulled(self._exchange, of, wanted, asked=asked):
            is_empty = False
            yield cast("O", self._read(item, kind))
        if is_empty:
            self._hints.after_nothing(self._namespace_of(cls))

    def _read(self, item: Element, cls: type[Instance]) -> Instance:
        """The object that an item is, in whatever mode it was asked for."""
        if item.tag == _EPR:
            ref = cim_reference(read_reference(item), self._package_of(cls))
            kind = self._class_of(ref)
            return received(_keys_of(kind, ref), self)
        if item.tag != f"{{{WSMAN}}}Item":
            return self._received(item, cls, None)
        reference = item.find(_EPR)
        path = None if reference is None else read_reference(reference)
        return self._received(item[0], cls, path)

    def _exists(self, wql: str, namespace: str) -> bool:
        of = self._resource(ALL, namespace)
        wanted = f'<w:Filter Dialect="{WQL}">{escaped(wql)}</w:Filter>'
        return any(True for _ in pulled(self._exchange, of, wanted, asked=wql))

    def _received(
        self, element: Element, cls: type[Instance], of: EndpointReference | None
    ) -> Instance:
        package = self._package_of(cls)
        expected = None if cls is Instance else cls
        obj = read_instance(element, package, expected=expected)
        if key_fields(type(obj)) or of is None:
            return received(obj, self)
        singleton = _has_no_keys(of)
        path: Ref[Any] = (
            Ref(type(obj), {}, is_singleton=True)
            if singleton
            else cim_reference(of, package)
        )
        return received(obj, self, path=path.on(self))

    def _class_of(self, ref: Ref[Any]) -> type[Instance]:
        if ref.kind is not None:
            return cast("type[Instance]", ref.kind)
        from mofgen.runtime.package import find_class

        return find_class(self._package, ref.class_name)

    def _package_of(self, cls: type[CimObject]) -> ModuleType:
        return package_of(cls) or self._package

    def _namespace_of(self, cls: type[CimObject]) -> str:
        return cls._wire_class[1] or self._namespace

    def _namespace_of_ref(self, ref: Ref[Any]) -> str:
        return ref.namespace or self._namespace_of(self._class_of(ref))

    @staticmethod
    def _resource(class_name: str, namespace: str) -> EndpointReference:
        return EndpointReference(Resource(class_name, namespace).uri)


def _keys_of(cls: type[Instance], ref: Ref[Any]) -> Instance:
    """An object of which nothing but the keys is known."""
    find = class_table(cls).find
    found = {find(name): value for name, value in ref.keys.items()}
    return restored(
        cls, {key.attribute: value for key, value in found.items() if key is not None}
    )


def _has_no_keys(of: EndpointReference) -> bool:
    return not any(name.lower() != NAMESPACE_SELECTOR for name in of.selectors)
