"""Enumerations: what is found comes in portions, asked for as it is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mofgen.runtime.codecs.cimxml_values import escaped
from mofgen.runtime.errors import CimError
from mofgen.winrm.exchange import Exchange
from mofgen.wsman.endpoint_references import EndpointReference
from mofgen.wsman.uris import ENUMERATE, ENUMERATION, PULL, RELEASE, WSMAN
from mofgen.wsman.xml_text import Element, children, text_of

PORTION: Final = 1000
"""Objects that are asked for at a time; the host sends fewer where they are long."""

_XMLNS: Final = f'xmlns:n="{ENUMERATION}"'


def pulled(
    exchange: Exchange,
    of: EndpointReference,
    wanted: str,
    *,
    asked: str,
    portion: int = PORTION,
) -> Iterator[Element]:
    """The items of an enumeration, one after another.

    The host forgets the enumeration where the iterator is left before its end.

    Parameters
    ----------
    exchange:
        Sends the requests.
    of:
        The class, or all classes.
    wanted:
        What stands in the Enumerate: mode and filter.
    asked:
        The same for people.
    portion:
        How many items are asked for at a time.
    """
    body = (
        f"<n:Enumerate {_XMLNS}>{wanted}<w:OptimizeEnumeration/>"
        f"<w:MaxElements>{portion}</w:MaxElements></n:Enumerate>"
    )
    reply = exchange.ask(ENUMERATE, of, body, asked=asked, is_safe=True)
    context = context_of(reply)
    done = False
    try:
        while True:
            # What comes first stands in the namespace of WS-Management.
            for space in (WSMAN, ENUMERATION):
                items = None if reply is None else reply.find(f"{{{space}}}Items")
                yield from children(items)
            context = context_of(reply)
            if not context or _is_last(reply):
                done = True
                return
            # Once asked for, items are gone: nobody may ask for them again.
            reply = exchange.ask(PULL, of, pull_xml(context, portion), asked=asked)
    finally:
        if not done and context:
            _release(exchange, of, context, asked)


def pull_xml(context: str, portion: int) -> str:
    """The body of a request for the next items, so many at most."""
    return (
        f"<n:Pull {_XMLNS}>"
        f"<n:EnumerationContext>{escaped(context)}</n:EnumerationContext>"
        f"<n:MaxElements>{portion}</n:MaxElements></n:Pull>"
    )


def _release(
    exchange: Exchange, of: EndpointReference, context: str, asked: str
) -> None:
    body = (
        f"<n:Release {_XMLNS}><n:EnumerationContext>{escaped(context)}"
        "</n:EnumerationContext></n:Release>"
    )
    try:
        exchange.ask(RELEASE, of, body, asked=asked)
    except CimError:
        return  # it expires by itself


def context_of(reply: Element | None) -> str:
    """The context in an answer, by which the next items are asked for."""
    if reply is None:
        return ""
    return text_of(reply.find(f"{{{ENUMERATION}}}EnumerationContext"))


def _is_last(reply: Element | None) -> bool:
    return reply is not None and any(
        reply.find(f"{{{space}}}EndOfSequence") is not None
        for space in (WSMAN, ENUMERATION)
    )
