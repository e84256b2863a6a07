"""What a request is about: its namespace, its class, its object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mofgen.runtime import Connection, Ref
from mofgen.runtime.connection import KEYS_ONLY
from mofgen.runtime.instance import Instance
from mofgen.runtime.wire import class_name, key_fields
from mofgen.server.namespaces import Namespace, Namespaces, Session
from mofgen.wsman.endpoint_references import (
    EndpointReference,
    Selectors,
    cim_reference,
)
from mofgen.wsman.envelopes import Request
from mofgen.wsman.faults import refuse
from mofgen.wsman.resource_uris import ALL, Resource, read_resource
from mofgen.wsman.uris import NAMESPACE_SELECTOR

SMALLEST_ENVELOPE: Final = 8192
"""Bytes that a client has to allow at least, as Windows has it."""
_UNREACHABLE: Final = "a:DestinationUnreachable"


@dataclass(frozen=True, slots=True)
class Call:
    """A request with what is known of who sent it.

    Parameters
    ----------
    request:
        The message.
    session:
        Who asks.
    namespaces:
        What is served.
    """

    request: Request
    session: Session
    namespaces: Namespaces

    def target(self) -> Target:
        """The class that the resource URI names.

        Raises
        ------
        FaultError
            Where it names none that is served.
        """
        found = target_of(self.request, self.namespaces)
        connection = found.namespace.connect(self.session)
        return Target(found.namespace, found.cls, connection)


@dataclass(frozen=True, slots=True)
class Found:
    """A namespace, and the class in it; None for all classes."""

    namespace: Namespace
    cls: type[Instance] | None


@dataclass(frozen=True, slots=True)
class Target:
    """What a request is about, and the connection by which it is reached.

    Parameters
    ----------
    namespace, cls:
        The namespace and the class; None for all classes.
    connection:
        That of the session.
    """

    namespace: Namespace
    cls: type[Instance] | None
    connection: Connection

    @property
    def only_class(self) -> type[Instance]:
        """The class.

        Raises
        ------
        FaultError
            Where the request is about all classes.
        """
        if self.cls is None:
            raise refuse(
                _UNREACHABLE,
                "the resource URI has to name a class for this operation, not *",
                "InvalidResourceURI",
            )
        return self.cls


Handle: TypeAlias = "Callable[[Call], str]"
"""Does what a request asks for, and gives the body of the answer."""


def require_understood(request: Request) -> None:
    """Refuse what can't be answered whatever it is about.

    Raises
    ------
    FaultError
        Where a header that must be understood is not, or the answer may not be as
        long as answers are.
    """
    if request.not_understood:
        names = ", ".join(request.not_understood)[:500]
        raise refuse("s:MustUnderstand", f"these headers are not understood: {names}")
    size = request.max_envelope_size
    if size is not None and size < SMALLEST_ENVELOPE:
        raise refuse(
            "w:EncodingLimit",
            f"MaxEnvelopeSize is {size}, below the least of {SMALLEST_ENVELOPE}",
            "MinimumEnvelopeLimit",
        )


def target_of(request: Request, namespaces: Namespaces) -> Found:
    """The namespace and class that the resource URI of a request names.

    Raises
    ------
    FaultError
        Where it is no resource URI, or the class is not there.
    """
    resource = read_resource(request.resource_uri)
    if resource is None:
        said = request.resource_uri[:200]
        raise refuse(
            _UNREACHABLE,
            f"{said!r} names no resource here" if said else "there is no resource URI",
            "InvalidResourceURI",
        )
    namespace = _namespace(resource, request.selectors, namespaces)
    if resource.class_name == ALL:
        return Found(namespace, None)
    cls = namespace.find(resource.class_name)
    if cls is None:
        raise refuse(
            _UNREACHABLE,
            f"there is no class {resource.class_name} in {namespace.name}",
            "InvalidResourceURI",
        )
    return Found(namespace, cls)


def _namespace(
    resource: Resource, selectors: Selectors, namespaces: Namespaces
) -> Namespace:
    said = next(
        (
            value
            for name, value in selectors.items()
            if name.lower() == NAMESPACE_SELECTOR and isinstance(value, str)
        ),
        None,
    )
    if resource.namespace is None and said is None:
        return namespaces.with_class(resource.class_name)
    found = namespaces.named(said or resource.namespace or "")
    if found is None:
        raise refuse(
            _UNREACHABLE,
            f"there is no namespace {(said or resource.namespace or '')[:200]!r}",
            "InvalidNamespace",
        )
    if said and resource.namespace and namespaces.named(resource.namespace) != found:
        raise refuse(
            "w:InvalidSelectors",
            f"the resource URI is in {resource.namespace[:200]!r},"
            f" but {NAMESPACE_SELECTOR} says {said[:200]!r}",
            "InvalidNamespace",
        )
    return found


# --- objects ---


def object_of(target: Target, request: Request) -> Ref[Any]:
    """The object that a request's selectors name.

    With some keys only it is the object that alone has them: clients of Hyper-V name
    its services by CreationClassName.

    Raises
    ------
    FaultError
        Where a selector is no key, or several objects or none have them.
    """
    cls = target.only_class
    keys = key_fields(cls)
    given = {
        name: value
        for name, value in request.selectors.items()
        if name.lower() != NAMESPACE_SELECTOR
    }
    for name in given:
        if name.lower() not in keys:
            raise refuse(
                "w:InvalidSelectors",
                f"{class_name(cls)} has no key {name[:100]!r}",
                "UnexpectedSelectors",
            )
    uri = Resource(class_name(cls), target.namespace.name).uri
    reference = EndpointReference(uri, given)
    ref = cim_reference(reference, target.namespace.package)
    if len(given) == len(keys):
        return ref
    return _only_object(target, cls, ref)


def _only_object(target: Target, cls: type[Instance], partial: Ref[Any]) -> Ref[Any]:
    wanted = {name.lower(): _folded(value) for name, value in partial.keys.items()}
    found = [
        each
        for each in target.connection.enumerate(cls, properties=KEYS_ONLY)
        if _has(each, wanted)
    ]
    if len(found) == 1:
        return found[0]._reference()
    if not found:
        raise refuse(_UNREACHABLE, f"there is no such object of {class_name(cls)}")
    raise refuse(
        "w:InvalidSelectors",
        f"{len(found)} objects of {class_name(cls)} have these keys: give all keys",
        "InsufficientSelectors",
    )


def _has(each: Instance, wanted: dict[str, object]) -> bool:
    keys = {
        name.lower(): _folded(value) for name, value in each._reference().keys.items()
    }
    return all(keys.get(name) == value for name, value in wanted.items())


def _folded(value: object) -> object:
    return value.lower() if isinstance(value, str) else value
