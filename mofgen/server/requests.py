"""What a request is about: its namespace and its class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from mofgen.runtime import Connection
from mofgen.runtime.instance import Instance
from mofgen.server.answers import Content, Pending
from mofgen.server.namespaces import Namespace, Namespaces, Session
from mofgen.wsman.endpoint_references import Selectors
from mofgen.wsman.envelopes import Request
from mofgen.wsman.faults import refuse
from mofgen.wsman.resource_uris import ALL, Resource, read_resource
from mofgen.wsman.uris import NAMESPACE_SELECTOR

SMALLEST_ENVELOPE: Final = 8192
"""Bytes that a client has to allow at least, as Windows has it."""
UNREACHABLE: Final = "a:DestinationUnreachable"
"""The subcode for what is not there, be it a class or an object."""
_NO_CLASS: Final = 0x80041010
_NO_NAMESPACE: Final = 0x8004100E
_ANONYMOUS: Final = "/anonymous"


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
        resource = _resource(self.request.resource_uri)
        namespace = _namespace(resource, self.request.selectors, self.namespaces)
        cls = _class(resource, namespace)
        connection = namespace.connect(self.session)
        return Target(namespace, cls, connection, resource.namespace is None)


@dataclass(frozen=True, slots=True)
class Target:
    """What a request is about, and the connection by which it is reached.

    Parameters
    ----------
    namespace, cls:
        The namespace and the class; None for all classes.
    connection:
        That of the session.
    is_dmtf:
        Whether the request names the class in DSP0227's form: the answer does then.
    """

    namespace: Namespace
    cls: type[Instance] | None
    connection: Connection
    is_dmtf: bool = False

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
                UNREACHABLE,
                "the resource URI has to name a class for this operation, not *",
                "InvalidResourceURI",
            )
        return self.cls


Handle: TypeAlias = "Callable[[Call], Content | Pending | str]"
"""Does what a request asks for, and gives what the answer says; a str is a body."""


def require_understood(request: Request) -> None:
    """Refuse what can't be answered whatever it is about.

    Raises
    ------
    FaultError
        Where a header that must be understood is not, the answer is to go somewhere
        else, it may not be as long as answers are, or nothing is asked for.
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
    if not request.reply_to.endswith(_ANONYMOUS):
        raise refuse(
            "w:UnsupportedFeature",
            "answers go back to who asked, and to nobody else",
            "AddressingMode",
        )
    if not request.action:
        raise refuse("a:MessageInformationHeaderRequired", "there is no Action")


def _resource(uri: str) -> Resource:
    found = read_resource(uri)
    if found is None:
        said = uri[:200]
        raise refuse(
            UNREACHABLE,
            f"{said!r} names no resource here" if said else "there is no resource URI",
            "InvalidResourceURI",
        )
    return found


def _class(resource: Resource, namespace: Namespace) -> type[Instance] | None:
    """The class that a resource URI names; None for all classes."""
    if resource.class_name == ALL:
        return None
    found = namespace.find(resource.class_name)
    if found is None:
        raise refuse(
            UNREACHABLE,
            f"there is no class {resource.class_name} in {namespace.name}",
            "InvalidResourceURI",
            _NO_CLASS,
        )
    return found


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
            UNREACHABLE,
            f"there is no namespace {(said or resource.namespace or '')[:200]!r}",
            "InvalidResourceURI",
            _NO_NAMESPACE,
        )
    if said and resource.namespace and namespaces.named(resource.namespace) != found:
        raise refuse(
            "w:InvalidSelectors",
            f"the resource URI is in {resource.namespace[:200]!r},"
            f" but {NAMESPACE_SELECTOR} says {said[:200]!r}",
            "InvalidValue",
        )
    return found
