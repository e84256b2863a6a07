"""Enumerate, Pull and Release (DSP0226 8)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from mofgen.runtime.instance import Instance
from mofgen.runtime.references import reference_to as ref_to
from mofgen.server.contexts import LIFETIME, Context, Contexts
from mofgen.server.filters import Found, find
from mofgen.server.portions import body_of, count_of, lifetime_of, number, room_of
from mofgen.server.requests import Call, Target
from mofgen.wsman.endpoint_references import reference_content, reference_to
from mofgen.wsman.faults import refuse
from mofgen.wsman.instance_writer import fragment_xml, instance_xml
from mofgen.wsman.uris import CIM_BINDING, ENUMERATION, WSMAN
from mofgen.wsman.xml_text import Element, text_of

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
        body = body_of(call, ENUMERATION, "Enumerate")
        mode = text_of(body.find(f"{{{WSMAN}}}EnumerationMode"))
        poly = text_of(body.find(f"{{{CIM_BINDING}}}PolymorphismMode"))
        target = call.target()
        found = find(target, body, deep=poly.lower() != "none")
        as_class = target.cls if poly.lower() == "excludesubclassproperties" else None
        context = Context(
            found.objects,
            _writer(target, found, mode, as_class),
            call.session.user,
            lifetime=lifetime_of(body, ENUMERATION, LIFETIME),
        )
        first = ""
        if body.find(f"{{{WSMAN}}}OptimizeEnumeration") is not None:
            items = context.take(count_of(body), room_of(call.request))
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
        body = body_of(call, ENUMERATION, "Pull")
        context = self._context(call, body)
        count = count_of(body)
        room = min(room_of(call.request), number(body, "MaxCharacters", 2**31))
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
