"""Envelopes: the SOAP around every message, in and out (DSP0226 5 to 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mofgen.runtime.codecs.cimxml_values import escaped
from mofgen.wsman.durations import duration_of, seconds_of
from mofgen.wsman.endpoint_references import (
    Selectors,
    quoted,
    read_selectors,
    selectors_xml,
)
from mofgen.wsman.errors import UNREADABLE, MessageError
from mofgen.wsman.uris import (
    ADDRESSING,
    ANONYMOUS,
    EVENTING,
    MICROSOFT,
    SOAP,
    WSMAN,
    XML,
)
from mofgen.wsman.xml_text import (
    Element,
    children,
    local_name,
    namespace_of,
    read_xml,
    text_of,
)

_OPEN: Final = (
    f'<s:Envelope xml:lang="en-US" xmlns:s="{SOAP}" xmlns:a="{ADDRESSING}"'
    f' xmlns:w="{WSMAN}" xmlns:p="{MICROSOFT}"><s:Header>'
)
_REPLY_TO: Final = (
    f'<a:ReplyTo><a:Address s:mustUnderstand="true">{ANONYMOUS}</a:Address></a:ReplyTo>'
)
_TRUE: Final = ("true", "1")

_KNOWN: Final = frozenset(
    {
        *(f"{{{ADDRESSING}}}{name}" for name in ("Action", "To", "From", "FaultTo")),
        *(f"{{{ADDRESSING}}}{name}" for name in ("MessageID", "ReplyTo", "RelatesTo")),
        f"{{{WSMAN}}}ResourceURI",
        f"{{{WSMAN}}}SelectorSet",
        f"{{{WSMAN}}}OptionSet",
        f"{{{WSMAN}}}OperationTimeout",
        f"{{{WSMAN}}}MaxEnvelopeSize",
        f"{{{WSMAN}}}Locale",
        f"{{{WSMAN}}}FragmentTransfer",
        f"{{{WSMAN}}}RequestEPR",
        f"{{{EVENTING}}}Identifier",
        f"{{{MICROSOFT}}}DataLocale",
        f"{{{MICROSOFT}}}SessionId",
        f"{{{MICROSOFT}}}OperationID",
        f"{{{MICROSOFT}}}SequenceId",
        f"{{{MICROSOFT}}}Freshness",
    }
)
"""The headers that are understood, or may be passed over without harm."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of an object that a message is about (DSP0226 7.7).

    Parameters
    ----------
    path:
        Which one.
    dialect:
        The language of the path; empty where nothing is said.
    """

    path: str
    dialect: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A message that asks for something.

    Parameters
    ----------
    action:
        What is asked for.
    resource_uri, selectors:
        Of what; see :mod:`mofgen.wsman.resource_uris`.
    message_id:
        How the answer refers to it.
    body:
        The first element in the body; None for an empty one, and when it is written.
    options:
        By name.
    to, reply_to:
        Addresses.
    operation_timeout:
        Seconds within which the answer is wanted; None where nothing is said.
    max_envelope_size:
        Bytes that the answer may have; None where nothing is said.
    locale:
        Language of texts for people.
    fragment:
        The part of the object that is wanted; None for all of it.
    identifier:
        Of the subscription that it is about; empty where it is about none.
    not_understood:
        Headers that must be understood and are not, as ``{namespace}name``.
    """

    action: str
    resource_uri: str
    message_id: str
    body: Element | None = None
    selectors: Selectors = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    to: str = ""
    reply_to: str = ANONYMOUS
    operation_timeout: float | None = None
    max_envelope_size: int | None = None
    locale: str | None = None
    fragment: Fragment | None = None
    identifier: str = ""
    not_understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A message that answers another.

    Parameters
    ----------
    action:
        What it is; :data:`~mofgen.wsman.uris.FAULT` for a refusal.
    relates_to:
        The request that it answers.
    body:
        The first element in the body; None for an empty one.
    """

    action: str
    relates_to: str
    body: Element | None


# --- reading ---


def read_request(data: bytes | str) -> Request:
    """The request in a text.

    Raises
    ------
    MessageError
        Where it is no envelope of SOAP 1.2 or its headers can't be read.
    """
    return read_request_parts(*read_envelope(data))


def read_envelope(data: bytes | str) -> tuple[Element | None, Element | None]:
    """The header of an envelope, and the first element in its body.

    Raises
    ------
    MessageError
        Where the text is no envelope of SOAP 1.2.
    """
    return _parts(read_xml(data))


def message_id_of(header: Element | None) -> str:
    """The ID of the message with this header; empty where it has none."""
    if header is None:
        return ""
    return text_of(header.find(f"{{{ADDRESSING}}}MessageID"))


def read_request_parts(header: Element | None, body: Element | None) -> Request:
    """The request of which these are the header and what is in the body.

    Raises
    ------
    MessageError
        Where a header can't be read.
    """
    if header is None:
        return Request("", "", "", body)
    get = {each.tag: each for each in reversed(list(children(header)))}.get
    timeout = get(f"{{{WSMAN}}}OperationTimeout")
    size = get(f"{{{WSMAN}}}MaxEnvelopeSize")
    reply_to = get(f"{{{ADDRESSING}}}ReplyTo")
    locale = get(f"{{{WSMAN}}}Locale")
    return Request(
        action=text_of(get(f"{{{ADDRESSING}}}Action")),
        resource_uri=text_of(get(f"{{{WSMAN}}}ResourceURI")),
        message_id=text_of(get(f"{{{ADDRESSING}}}MessageID")),
        body=body,
        selectors=read_selectors(get(f"{{{WSMAN}}}SelectorSet")),
        options=_options(get(f"{{{WSMAN}}}OptionSet")),
        to=text_of(get(f"{{{ADDRESSING}}}To")),
        reply_to=_address(reply_to),
        operation_timeout=None if timeout is None else seconds_of(text_of(timeout)),
        max_envelope_size=None if size is None else _size(text_of(size)),
        locale=None if locale is None else locale.get(f"{{{XML}}}lang"),
        fragment=_fragment(get(f"{{{WSMAN}}}FragmentTransfer")),
        identifier=text_of(get(f"{{{EVENTING}}}Identifier")),
        not_understood=_not_understood(header),
    )


def read_reply(data: bytes | str) -> Reply:
    """The answer in a text.

    Raises
    ------
    MessageError
        Where it is no envelope of SOAP 1.2.
    """
    header, body = _parts(read_xml(data))
    if header is None:
        return Reply("", "", body)
    return Reply(
        text_of(header.find(f"{{{ADDRESSING}}}Action")),
        text_of(header.find(f"{{{ADDRESSING}}}RelatesTo")),
        body,
    )


def _parts(envelope: Element) -> tuple[Element | None, Element | None]:
    """The header, and the first element in the body."""
    if envelope.tag != f"{{{SOAP}}}Envelope":
        space = namespace_of(envelope)
        of_another = local_name(envelope) == "Envelope" and space != SOAP
        raise MessageError(
            f"{local_name(envelope)[:60]} of {space[:100]!r} is no envelope of SOAP 1.2",
            subcode="s:VersionMismatch" if of_another else UNREADABLE,
        )
    body = envelope.find(f"{{{SOAP}}}Body")
    if body is None:
        raise MessageError("the envelope has no body")
    return envelope.find(f"{{{SOAP}}}Header"), next(children(body), None)


def _options(element: Element | None) -> dict[str, str]:
    return {each.get("Name", ""): text_of(each) for each in children(element)}


def _address(element: Element | None) -> str:
    if element is None:
        return ANONYMOUS
    return text_of(element.find(f"{{{ADDRESSING}}}Address")) or ANONYMOUS


def _fragment(element: Element | None) -> Fragment | None:
    if element is None:
        return None
    return Fragment(text_of(element), element.get("Dialect", ""))


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise MessageError(f"MaxEnvelopeSize is {text[:40]!r}, which is no size")
    return int(text)


def _not_understood(header: Element) -> tuple[str, ...]:
    # Some clients write the attribute without its namespace.
    return tuple(
        each.tag
        for each in children(header)
        if each.tag not in _KNOWN
        and (each.get(f"{{{SOAP}}}mustUnderstand") or each.get("mustUnderstand") or "")
        in _TRUE
    )


# --- writing ---


def write_request(request: Request, body: str = "") -> str:
    """The text of a request.

    Parameters
    ----------
    request:
        Its headers; its ``body`` does not count.
    body:
        What stands in the body, with the prefixes that it declares itself and with
        ``s``, ``a``, ``w`` and ``p``.
    """
    parts = [
        _OPEN,
        f'<a:Action s:mustUnderstand="true">{escaped(request.action)}</a:Action>',
        f'<a:To s:mustUnderstand="true">{escaped(request.to)}</a:To>',
        f'<w:ResourceURI s:mustUnderstand="true">{escaped(request.resource_uri)}'
        "</w:ResourceURI>",
        f'<a:MessageID s:mustUnderstand="true">{escaped(request.message_id)}'
        "</a:MessageID>",
        _REPLY_TO,
    ]
    if request.max_envelope_size is not None:
        size = request.max_envelope_size
        parts.append(
            f'<w:MaxEnvelopeSize s:mustUnderstand="true">{size}</w:MaxEnvelopeSize>'
        )
    if request.operation_timeout is not None:
        duration = duration_of(request.operation_timeout)
        parts.append(f"<w:OperationTimeout>{duration}</w:OperationTimeout>")
    if request.locale is not None:
        parts.append(
            f'<w:Locale xml:lang="{quoted(request.locale)}" s:mustUnderstand="false"/>'
        )
    if request.fragment is not None:
        parts.append(fragment_header(request.fragment))
    if request.identifier:
        parts.append(
            f'<e:Identifier xmlns:e="{EVENTING}">{escaped(request.identifier)}'
            "</e:Identifier>"
        )
    parts.append(selectors_xml(request.selectors))
    if request.options:
        parts.append("<w:OptionSet>")
        for name, value in request.options.items():
            parts.append(f'<w:Option Name="{quoted(name)}">{escaped(value)}</w:Option>')
        parts.append("</w:OptionSet>")
    parts.append(f"</s:Header><s:Body>{body}</s:Body></s:Envelope>")
    return "".join(parts)


def fragment_header(fragment: Fragment) -> str:
    """The header that says which part of an object a message is about."""
    dialect = f' Dialect="{quoted(fragment.dialect)}"' if fragment.dialect else ""
    return (
        f'<w:FragmentTransfer s:mustUnderstand="true"{dialect}>'
        f"{escaped(fragment.path)}</w:FragmentTransfer>"
    )


def write_reply(
    action: str,
    relates_to: str,
    message_id: str,
    body: str,
    *,
    to: str = ANONYMOUS,
    headers: str = "",
) -> str:
    """The text of an answer.

    Parameters
    ----------
    action:
        What it is.
    relates_to:
        The ID of the request; empty where it had none.
    message_id:
        Its own.
    body:
        As for :func:`write_request`.
    to:
        Where the request wanted its answer.
    headers:
        The XML of more headers.
    """
    relation = f"<a:RelatesTo>{escaped(relates_to)}</a:RelatesTo>" if relates_to else ""
    return (
        f"{_OPEN}<a:Action>{escaped(action)}</a:Action>"
        f"<a:MessageID>{message_id}</a:MessageID><a:To>{escaped(to)}</a:To>"
        f"{relation}{headers}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )
