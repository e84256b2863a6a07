"""Whatever comes in, an answer comes out: nothing hangs, nothing is told of Python."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire_client import (
    BASE,
    FIRST,
    WireClient,
    body_of,
    client_of,
    context_of,
    fault_of,
    reply_of,
)

from mofgen.server.answers import Answer
from mofgen.server.contexts import MOST_CONTEXTS
from mofgen.vmms import Vmms
from mofgen.wsman.envelopes import Fragment, Request, write_request
from mofgen.wsman.uris import (
    CREATE,
    DELETE,
    ENUMERATE,
    ENUMERATION,
    GET,
    PULL,
    PUT,
    RELEASE,
    SOAP,
    WQL,
)

SYSTEM = "Msvm_ComputerSystem"
SERVICE = "Msvm_VirtualSystemManagementService"
HOST = {"Name": "HYPERV01", "CreationClassName": SYSTEM}
ACTIONS = (GET, PUT, CREATE, DELETE, ENUMERATE, PULL, RELEASE, f"{BASE}{SERVICE}/X")
XML_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=60
)


@cache
def shared_client() -> WireClient:
    """One for all examples: none of them may change what it is a client of."""
    return client_of(Vmms(seed=1), "web")


def is_answered(answer: Answer) -> None:
    """An answer is an envelope, and says nothing of how it came to be."""
    assert answer.status in (200, 400, 500)
    assert answer.body.startswith(b"<s:Envelope") and answer.body.endswith(
        b"</s:Envelope>"
    )
    for word in (b"Traceback", b"object at 0x", b".py"):
        assert word not in answer.body
    if answer.status != 200:
        assert fault_of(answer).subcode != "w:InternalError", answer.body


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    is_answered(shared_client().send(data))


@given(st.data())
def test_a_good_message_with_some_bytes_exchanged(data: st.DataObject) -> None:
    good = bytearray(
        write_request(
            Request(GET, f"{BASE}{SYSTEM}", "uuid:1", selectors=HOST)
        ).encode()
    )
    for _ in range(data.draw(st.integers(1, 5))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    is_answered(shared_client().send(bytes(good)))


@given(
    action=st.sampled_from(ACTIONS),
    of=st.sampled_from([SYSTEM, SERVICE, "*", "CIM_ManagedElement"]) | XML_TEXT,
    selectors=st.dictionaries(
        st.sampled_from(["Name", "name ", "__cimnamespace", "X"])
        | XML_TEXT.filter(bool),
        st.sampled_from(["HYPERV01", SYSTEM, ""]) | XML_TEXT,
        max_size=3,
    ),
    fragment=st.none() | st.builds(Fragment, XML_TEXT, XML_TEXT),
    body=st.sampled_from(
        [
            "",
            "<x/>",
            f'<v:{SYSTEM} xmlns:v="{BASE}{SYSTEM}"><v:Name>x</v:Name></v:{SYSTEM}>',
            f'<n:Enumerate xmlns:n="{ENUMERATION}"/>',
            f'<n:Pull xmlns:n="{ENUMERATION}"/>',
            f'<r:X_INPUT xmlns:r="{BASE}{SERVICE}"/>',
        ]
    ),
)
def test_any_words_in_the_places_of_a_message(
    action: str,
    of: str,
    selectors: dict[str, str],
    fragment: Fragment | None,
    body: str,
) -> None:
    client = shared_client()
    uri = f"{BASE}{of}"
    request = Request(action, uri, "uuid:1", selectors=selectors, fragment=fragment)
    is_answered(client.send(write_request(request, body)))


@given(
    XML_TEXT
    | st.from_regex(r"SELECT .{0,20} FROM \w{0,9} WHERE .{0,40}", fullmatch=True)
)
def test_any_query(query: str) -> None:
    text = query.replace("&", "").replace("<", "").replace(">", "")
    if text.isprintable():
        within = f'{FIRST}<w:Filter Dialect="{WQL}">{text}</w:Filter>'
        is_answered(shared_client().enumerate("*", within))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"GET / HTTP/1.1",
        b"<?xml version='1.0' encoding='rot13'?><a/>",
        f'<!DOCTYPE s [<!ENTITY a "b">]><s:Envelope xmlns:s="{SOAP}"/>'.encode(),
        b"<a>" * 100_000,
        b"<a b='" + b"x" * 1_000_000 + b"'/>",
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body>'.encode() + b"<a>" * 90,
        f'<s:Envelope xmlns:s="{SOAP}"/>'.encode(),
        f'<s:Envelope xmlns:s="{SOAP}"><s:Header/></s:Envelope>'.encode(),
    ],
)
def test_what_is_no_message_is_refused_as_such(text: bytes) -> None:
    answer = shared_client().send(text)
    assert (answer.status, fault_of(answer).subcode) == (400, "w:SchemaValidationError")


def test_soap_has_a_newer_version() -> None:
    old = "http://schemas.xmlsoap.org/soap/envelope/"
    answer = shared_client().send(f'<s:Envelope xmlns:s="{old}"><s:Body/></s:Envelope>')
    assert fault_of(answer).subcode == "s:VersionMismatch"


def test_references_within_references_have_an_end() -> None:
    inner = "x"
    for _ in range(50):
        inner = (
            "<a:EndpointReference><a:ReferenceParameters><w:SelectorSet>"
            f'<w:Selector Name="Name">{inner}</w:Selector></w:SelectorSet>'
            "</a:ReferenceParameters></a:EndpointReference>"
        )
    text = write_request(Request(GET, f"{BASE}{SYSTEM}", "uuid:1", selectors=HOST))
    is_answered(shared_client().send(text.replace("HYPERV01", inner)))


def test_thousands_of_abandoned_enumerations_are_not_kept() -> None:
    client = client_of(Vmms(seed=1), "web")
    for _ in range(MOST_CONTEXTS + 500):
        client.enumerate(SYSTEM)
    assert len(client.service.contexts) == MOST_CONTEXTS
    last = context_of(reply_of(client.enumerate(SYSTEM)))
    assert body_of(client.pull(last)) is not None
