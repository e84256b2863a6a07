"""Envelopes, resource URIs and selectors: what goes out comes in."""

from __future__ import annotations

import pytest
from any_instances import xml_values
from hypothesis import given
from hypothesis import strategies as st

from mofgen.wsman.endpoint_references import (
    MAX_SELECTORS,
    EndpointReference,
    Selectors,
    read_selectors,
    selectors_xml,
)
from mofgen.wsman.envelopes import (
    Fragment,
    Request,
    read_reply,
    read_request,
    write_reply,
    write_request,
)
from mofgen.wsman.errors import MessageError
from mofgen.wsman.resource_uris import DMTF, WMI, Resource, read_resource
from mofgen.wsman.uris import ADDRESSING, SOAP, WSMAN
from mofgen.wsman.xml_text import Element, read_xml

# Blanks around what a header says mean nothing.
WORDS = xml_values.text.map(str.strip)
NAMES = WORDS.filter(bool)
SELECTORS: st.SearchStrategy[Selectors] = st.recursive(
    st.dictionaries(NAMES, xml_values.text, max_size=3),
    lambda inner: st.dictionaries(
        NAMES, st.builds(EndpointReference, WORDS, inner, NAMES), max_size=2
    ),
    max_leaves=4,
).filter(lambda found: len({name.lower() for name in found}) == len(found))


def in_envelope(content: str) -> Element:
    """An element with the prefixes that an envelope declares."""
    return read_xml(f'<e xmlns:a="{ADDRESSING}" xmlns:w="{WSMAN}">{content}</e>')


@given(
    st.builds(
        Request,
        WORDS,
        WORDS,
        WORDS,
        st.none(),
        SELECTORS,
        st.dictionaries(NAMES, WORDS, max_size=2),
        WORDS,
        operation_timeout=st.none() | st.integers(0, 10**6).map(float),
        max_envelope_size=st.none() | st.integers(0, 10**9),
        locale=st.none() | st.sampled_from(["en-US", "de"]),
        fragment=st.none() | st.builds(Fragment, WORDS, WORDS),
    )
)
def test_requests_travel(request: Request) -> None:
    try:
        read = read_request(write_request(request))
    except MessageError as error:
        # Selectors of references may have names that differ in case only.
        assert "twice" in str(error)
        return
    assert read == request


@given(
    action=WORDS, relates_to=WORDS, body=WORDS.map(lambda text: f"<x>{len(text)}</x>")
)
def test_replies_travel(action: str, relates_to: str, body: str) -> None:
    reply = read_reply(write_reply(action, relates_to, "uuid:1", body))
    assert (reply.action, reply.relates_to) == (action, relates_to)
    assert reply.body is not None and reply.body.tag == "x"


def test_bodies_may_be_empty() -> None:
    assert read_reply(write_reply("urn:a", "", "uuid:1", "")).body is None
    assert read_request(f'<e:Envelope xmlns:e="{SOAP}"><e:Body/></e:Envelope>') == (
        Request("", "", "")
    )


class TestSelectors:
    @given(SELECTORS)
    def test_travel(self, selectors: Selectors) -> None:
        element = in_envelope(selectors_xml(selectors))
        try:
            found = read_selectors(element.find(f"{{{WSMAN}}}SelectorSet"))
        except MessageError as error:
            assert "twice" in str(error)
            return
        assert found == selectors

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("<w:Selector>x</w:Selector>", "no name"),
            ('<w:Selector Name=""/>', "no name"),
            ('<w:Selector Name="a"/><w:Selector Name="A"/>', "twice"),
            (
                "".join(f'<w:Selector Name="a{n}"/>' for n in range(MAX_SELECTORS + 1)),
                "more than",
            ),
            ('<w:Selector Name="a"><b/></w:Selector>', "no endpoint reference"),
        ],
    )
    def test_wrong_ones_are_refused(self, content: str, message: str) -> None:
        with pytest.raises(MessageError, match=message):
            read_selectors(in_envelope(content))


class TestResources:
    @pytest.mark.parametrize(
        "resource",
        [
            Resource("Msvm_ComputerSystem", "root/virtualization/v2"),
            Resource("*", "root/cimv2"),
            Resource("CIM_System"),
            Resource("*"),
        ],
    )
    def test_travel(self, resource: Resource) -> None:
        assert read_resource(resource.uri) == resource

    @pytest.mark.parametrize(
        ("uri", "resource"),
        [
            (f" {WMI.upper()}root/a/X ", Resource("X", "root/a")),
            (f"{WMI}ROOT\\A/X", Resource("X", "ROOT\\A")),
            (f"{DMTF.title()}X", Resource("X")),
        ],
    )
    def test_case_and_slashes_are_free(self, uri: str, resource: Resource) -> None:
        assert read_resource(uri) == resource

    @pytest.mark.parametrize(
        "uri",
        [
            "",
            "X",
            WMI,
            f"{WMI}X",
            f"{WMI}root/a/",
            f"{WMI}root/a/X Y",
            f"{DMTF}a/X",
            DMTF,
            f"{WMI}root/{'a' * 2000}/X",
        ],
    )
    def test_others_name_no_class(self, uri: str) -> None:
        assert read_resource(uri) is None
