"""The connection to a host that speaks WS-Management."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, TypeVar, cast

from mofgen.runtime.codecs.cimxml_values import escaped
from mofgen.runtime.connection import Connection, Subscription
from mofgen.runtime.editing import received
from mofgen.runtime.errors import CimTypeError
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.package import package_of
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimFailedError, CimNotSupportedError
from mofgen.runtime.wire import CimObject, class_name, key_fields
from mofgen.winrm import queries
from mofgen.winrm.exchange import Exchange
from mofgen.winrm.pulling import pulled
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

_WITH_REFERENCE = "<w:EnumerationMode>EnumerateObjectAndEPR</w:EnumerationMode>"


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

    # --- reading ---

    def get(self, ref: Ref[O], /, *, properties: Sequence[str] | None = None) -> O:
        of = reference_to(ref, self._namespace_of_ref(ref))
        asked = f"Get of {ref}"
        body = self._exchange.ask(GET, of, asked=asked, is_safe=True)
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
        if properties is not None and key_fields(cls):
            query = queries.select(cls, properties, deep=deep)
            return self.query(query, cls)
        mode = "" if deep else "None"
        poly = (
            f'<b:PolymorphismMode xmlns:b="{CIM_BINDING}">{mode}</b:PolymorphismMode>'
            if mode
            else ""
        )
        of = self._resource(class_name(cls), self._namespace_of(cls))
        return self._found(of, poly, cls, f"Enumerate of {class_name(cls)}")

    def query(self, wql: str, cls: type[O], /) -> Iterator[O]:
        of = self._resource(ALL, self._namespace_of(cls))
        wanted = f'<w:Filter Dialect="{WQL}">{escaped(wql)}</w:Filter>'
        return self._found(of, wanted, cls, wql)

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
        for name in properties:
            found = table.find(name)
            if found is None:
                raise CimTypeError(f"{table.name} has no property {name!r}")
            setattr(whole, found.attribute, getattr(obj, found.attribute))
        self._exchange.ask(
            PUT, of, instance_xml(whole, namespace), asked=f"Put of {ref}"
        )

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
        raise CimNotSupportedError("Subscribe", "it is not there yet")

    def close(self) -> None:
        self._exchange.close()

    # --- what they share ---

    def _found(
        self, of: EndpointReference, wanted: str, cls: type[O], asked: str
    ) -> Iterator[O]:
        needs_path = cls is not Instance and not key_fields(cls)
        mode = _WITH_REFERENCE if needs_path else ""
        kind = cast("type[Instance]", cls)
        for item in pulled(self._exchange, of, mode + wanted, asked=asked):
            if item.tag == f"{{{WSMAN}}}Item":
                reference = item.find(f"{{{ADDRESSING}}}EndpointReference")
                path = None if reference is None else read_reference(reference)
                yield cast("O", self._received(item[0], kind, path))
            else:
                yield cast("O", self._received(item, kind, None))

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


def _has_no_keys(of: EndpointReference) -> bool:
    return not any(name.lower() != NAMESPACE_SELECTOR for name in of.selectors)
