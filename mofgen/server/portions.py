"""What a message says of how much is wanted at a time, and for how long."""

from __future__ import annotations

from typing import Final

from mofgen.server.requests import Call
from mofgen.wsman.durations import seconds_of
from mofgen.wsman.envelopes import Request
from mofgen.wsman.errors import MessageError
from mofgen.wsman.faults import refuse
from mofgen.wsman.uris import ENUMERATION, EVENTING, WSMAN
from mofgen.wsman.xml_text import Element, text_of

MOST_ITEMS: Final = 32_000
"""Most items of one answer, whatever is asked for."""
USUAL_ENVELOPE: Final = 512_000
"""Bytes that an answer has where the request says nothing of it."""
LARGEST_ENVELOPE: Final = 8 * 2**20
"""Bytes that an answer with items has at most, whatever the request allows."""
_AROUND: Final = 2048
"""Bytes of an envelope without its items and what it repeats from the request."""
_ESCAPED: Final = 5
"""Bytes of a character at most: ``&amp;``."""


def body_of(call: Call, space: str, name: str) -> Element:
    """What is in the body of a message, which is of this name.

    Raises
    ------
    FaultError
        Where it is something else.
    """
    body = call.request.body
    if body is None or body.tag != f"{{{space}}}{name}":
        raise refuse("w:SchemaValidationError", f"the body is no {name}")
    return body


def room_of(request: Request) -> int:
    """The bytes that all items of an answer may have together."""
    size = min(request.max_envelope_size or USUAL_ENVELOPE, LARGEST_ENVELOPE)
    repeated = len(request.message_id) + len(request.reply_to)
    return size - _AROUND - _ESCAPED * repeated


def count_of(body: Element) -> int:
    """How many items are wanted; one where nothing is said of it."""
    return min(number(body, "MaxElements", 1), MOST_ITEMS)


def number(body: Element, name: str, default: int) -> int:
    """A number in a body, in the namespace of enumerations or of WS-Management.

    Raises
    ------
    FaultError
        Where it is no number, or zero.
    """
    said = _said(body, name)
    if said is None:
        return default
    if not (said.isascii() and said.isdigit() and len(said) <= 10) or int(said) < 1:
        raise refuse("w:SchemaValidationError", f"{name} is {said[:40]!r}, no number")
    return int(said)


def time_in(body: Element, name: str) -> float | None:
    """A span of time in a body, in seconds; None where nothing is said.

    Raises
    ------
    FaultError
        Where it is none.
    """
    said = _said(body, name)
    if said is None:
        return None
    try:
        return seconds_of(said)
    except MessageError:
        raise refuse(
            "w:SchemaValidationError", f"{name} is {said[:60]!r}, no duration"
        ) from None


def lifetime_of(body: Element, space: str, longest: float) -> float:
    """The seconds that something is to be kept: as asked for, if that is not long.

    Parameters
    ----------
    space:
        The namespace of the element that says it.
    longest:
        So many at most, and where nothing is asked for.

    Raises
    ------
    FaultError
        Where it is no duration, or none at all.
    """
    said = text_of(body.find(f"{{{space}}}Expires"))
    if not said:
        return longest
    if said[:4].isdigit() and "T" in said:
        raise refuse(
            f"{_PREFIXES[space]}:UnsupportedExpirationType",
            f"{said[:60]!r} is a point in time; a duration is known here",
        )
    subcode = f"{_PREFIXES[space]}:InvalidExpirationTime"
    try:
        asked = seconds_of(said)
    except MessageError:
        raise refuse(subcode, f"{said[:60]!r} is no duration") from None
    if asked <= 0:
        raise refuse(subcode, "it would have expired already")
    return min(asked, longest)


_PREFIXES: Final = {ENUMERATION: "n", EVENTING: "e"}


def _said(body: Element, name: str) -> str | None:
    for space in (WSMAN, ENUMERATION):
        element = body.find(f"{{{space}}}{name}")
        if element is not None:
            return text_of(element)
    return None
