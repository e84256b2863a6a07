"""Enumerate, Pull and Release (DSP0226 8)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from mofgen.runtime.instance import Instance
from mofgen.runtime.references import reference_to as ref_to
from mofgen.server.contexts import LIFETIME, Context, Contexts
from mofgen.server.filters import Found, find
from mofgen.server.portions import (
    body_of,
    count_of,
    lifetime_of,
    number,
    room_of,
    time_in,
)
from mofgen.server.requests import Call, Target
from mofgen.wsman.durations import duration_of
from mofgen.wsman.endpoint_references import reference_content, reference_to
from mofgen.wsman.faults import refuse
from mofgen.wsman.instance_writer import fragment_xml, instance_xml
from mofgen.wsman.uris import CIM_BINDING, ENUMERATION, WSMAN
from mofgen.wsman.xml_text import Element, text_of

MOST_CHARACTERS: Final = 2**31
"""Characters that items may have where nothing is said of it: the envelope decides."""
_NAMESPACE: Final = f'xmlns:n="{ENUMERATION}"'
_POLYMORPHISM: Final = (
    "includesubclassproperties",
    "excludesubclassproperties",
    "none",
)


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
        body = body_of(call, ENUMERATION, "Enumerate")
        lifetime = lifetime_of(body, ENUMERATION, LIFETIME)
        count = count_of(body)
        polymorphism = _polymorphism(body)
        if body.find(f"{{{ENUMERATION}}}EndTo") is not None:
            raise refuse(
                "w:UnsupportedFeature",
                "nobody is told that an enumeration ends",
                "AddressingMode",
            )
        target = call.target()
        mode = text_of(body.find(f"{{{WSMAN}}}EnumerationMode"))
        found = find(target, body, deep=polymorphism != "none")
        as_class = target.cls if polymorphism.startswith("exclude") else None
        context = Context(
            found.objects,
            _writer(target, found, mode, as_class),
            call.session.user,
            lifetime=lifetime,
        )
        first = ""
        if body.find(f"{{{WSMAN}}}OptimizeEnumeration") is not None:
            items = context.take(count, room_of(call.request), _characters(body))
            end = "" if context else "<w:EndOfSequence/>"
            first = f"<w:Items>{''.join(items)}</w:Items>{end}"
        kept = ""
        if context or not first:
            self._contexts.keep(context)
            kept = context.id
        # It is said only to who asked for a time of its own.
        expires = ""
        if body.find(f"{{{ENUMERATION}}}Expires") is not None:
            expires = f"<n:Expires>{duration_of(lifetime)}</n:Expires>"
        return (
            f"<n:EnumerateResponse {_NAMESPACE}>{expires}"
            f"<n:EnumerationContext>{kept}</n:EnumerationContext>{first}"
            "</n:EnumerateResponse>"
        )

    def pull(self, call: Call) -> str:
        """The next objects of a context; one where nothing is said of their number."""
        body = body_of(call, ENUMERATION, "Pull")
        count = count_of(body)
        characters = _characters(body)
        time_in(body, "MaxTime")  # nothing here takes long, but it has to be one
        context = self._context(call, body)
        with context.lock:
            items = context.take(count, room_of(call.request), characters)
            is_over = not context
        if is_over:
            self._contexts.release(context)
            kept, end = "", "<n:EndOfSequence/>"
        else:
            kept = f"<n:EnumerationContext>{context.id}</n:EnumerationContext>"
            end = ""
        return (
            f"<n:PullResponse {_NAMESPACE}>{kept}<n:Items>{''.join(items)}</n:Items>"
            f"{end}</n:PullResponse>"
        )

    def release(self, call: Call) -> str:
        """Forget a context."""
        self._contexts.release(
            self._context(call, body_of(call, ENUMERATION, "Release"))
        )
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
    write: Callable[[Any], str]
    if found.only is not None:
        write = partial(fragment_xml, names=found.only)
    else:
        write = partial(instance_xml, as_class=as_class)
    write = partial(write, namespace=namespace, is_dmtf=target.is_dmtf)

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


def _polymorphism(body: Element) -> str:
    """Which properties of which objects are wanted, in lower case (DSP0227 7.1)."""
    said = text_of(body.find(f"{{{CIM_BINDING}}}PolymorphismMode"))
    mode = said.lower() or _POLYMORPHISM[0]
    if mode not in _POLYMORPHISM:
        reason = f"there is no polymorphism mode {said[:60]!r}"
        raise refuse("b:PolymorphismModeNotSupported", reason)
    return mode


def _characters(body: Element) -> int:
    return number(body, "MaxCharacters", MOST_CHARACTERS)
