"""Enumerate, Pull and Release (DSP0226 8)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from mofgen.runtime.instance import Instance
from mofgen.runtime.references import reference_to as ref_to
from mofgen.server.contexts import LIFETIME, MOST_ITEMS, Context, Contexts
from mofgen.server.filters import Found, find
from mofgen.server.requests import Call, Target
from mofgen.wsman.durations import seconds_of
from mofgen.wsman.endpoint_references import reference_content, reference_to
from mofgen.wsman.envelopes import Request
from mofgen.wsman.errors import MessageError
from mofgen.wsman.faults import refuse
from mofgen.wsman.instance_writer import fragment_xml, instance_xml
from mofgen.wsman.uris import CIM_BINDING, ENUMERATION, WSMAN
from mofgen.wsman.xml_text import Element, text_of

LARGEST_ENVELOPE: Final = 512_000
"""Bytes that an answer has where the request says nothing of it."""
_AROUND: Final = 2048
"""Bytes of an envelope without its items."""
_ITEM: Final = f'xmlns:n="{ENUMERATION}"'


class Enumerations:
    """Answers these three.

    Parameters
    ----------
    contexts:
        Where what is not yet pulled is kept.
    """

    def __init__(self, contexts: Contexts) -> None:
        self._contexts = contexts

    def enumerate(self, call: Call) -> str:
        """Find the objects; the first come at once where that is asked for."""
        body = _body(call, "Enumerate")
        mode = text_of(body.find(f"{{{WSMAN}}}EnumerationMode"))
        poly = text_of(body.find(f"{{{CIM_BINDING}}}PolymorphismMode"))
        target = call.target()
        found = find(target, body, deep=poly.lower() != "none")
        as_class = target.cls if poly.lower() == "excludesubclassproperties" else None
        context = Context(
            found.objects,
            _writer(target, found, mode, as_class),
            call.session.user,
            lifetime=_lifetime(body),
        )
        first = ""
        if body.find(f"{{{WSMAN}}}OptimizeEnumeration") is not None:
            items = context.take(_count(body), _room(call.request))
            end = "<w:EndOfSequence/>" if context.is_over else ""
            first = f"<w:Items>{''.join(items)}</w:Items>{end}"
        kept = ""
        if not (first and context.is_over):
            self._contexts.keep(context)
            kept = context.id
        return (
            f"<n:EnumerateResponse {_ITEM}>"
            f"<n:EnumerationContext>{kept}</n:EnumerationContext>{first}"
            "</n:EnumerateResponse>"
        )

    def pull(self, call: Call) -> str:
        """The next objects of a context; one where nothing is said of their number."""
        body = _body(call, "Pull")
        context = self._context(call, body)
        count = _count(body)
        room = min(_room(call.request), _number(body, "MaxCharacters", 2**31))
        with context.lock:
            items = context.take(count, room)
            is_over = context.is_over
        if is_over:
            self._contexts.release(context)
            kept, end = "", "<n:EndOfSequence/>"
        else:
            kept = f"<n:EnumerationContext>{context.id}</n:EnumerationContext>"
            end = ""
        return (
            f"<n:PullResponse {_ITEM}>{kept}<n:Items>{''.join(items)}</n:Items>{end}"
            "</n:PullResponse>"
        )

    def release(self, call: Call) -> str:
        """Forget a context."""
        self._contexts.release(self._context(call, _body(call, "Release")))
        return ""

    def _context(self, call: Call, body: Element) -> Context:
        said = text_of(body.find(f"{{{ENUMERATION}}}EnumerationContext"))
        return self._contexts.find(said, call.session.user)


def _writer(
    target: Target, found: Found, mode: str, as_class: type[Instance] | None
) -> Callable[[Any], str]:
    """What writes an object in the mode that is asked for.

    Raises
    ------
    FaultError
        Where there is no such mode.
    """
    namespace = target.namespace.name
    if found.only is not None:
        write: Callable[[Any], str] = partial(
            fragment_xml, namespace=namespace, names=found.only
        )
    else:
        write = partial(instance_xml, namespace=namespace, as_class=as_class)

    def reference(each: Instance) -> str:
        content = reference_content(reference_to(ref_to(each), namespace))
        return f"<a:EndpointReference>{content}</a:EndpointReference>"

    match mode.lower():
        case "" | "enumerateobject":
            return write
        case "enumerateepr":
            return reference
        case "enumerateobjectandepr":
            return lambda each: f"<w:Item>{write(each)}{reference(each)}</w:Item>"
    raise refuse(
        "w:UnsupportedFeature",
        f"there is no enumeration mode {mode[:60]!r}",
        "EnumerationMode",
    )


def _body(call: Call, name: str) -> Element:
    body = call.request.body
    if body is None or body.tag != f"{{{ENUMERATION}}}{name}":
        raise refuse("w:SchemaValidationError", f"the body is no {name}")
    return body


def _room(request: Request) -> int:
    return (request.max_envelope_size or LARGEST_ENVELOPE) - _AROUND


def _count(body: Element) -> int:
    return min(_number(body, "MaxElements", 1), MOST_ITEMS)


def _number(body: Element, name: str, default: int) -> int:
    element = body.find(f"{{{WSMAN}}}{name}")
    if element is None:
        element = body.find(f"{{{ENUMERATION}}}{name}")
    if element is None:
        return default
    said = text_of(element)
    if not (said.isascii() and said.isdigit() and len(said) <= 10) or int(said) < 1:
        raise refuse("w:SchemaValidationError", f"{name} is {said[:40]!r}, no number")
    return int(said)


def _lifetime(body: Element) -> float:
    """The seconds that a context is to be kept: as asked for, if that is not long."""
    said = text_of(body.find(f"{{{ENUMERATION}}}Expires"))
    if not said:
        return LIFETIME
    try:
        asked = seconds_of(said)
    except MessageError:
        raise refuse(
            "n:InvalidExpirationTime", f"{said[:60]!r} is no duration"
        ) from None
    if asked <= 0:
        raise refuse("n:InvalidExpirationTime", "it would have expired already")
    return min(asked, LIFETIME)
