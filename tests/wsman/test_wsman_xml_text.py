"""XML from strangers: within limits, without entities, in the encodings of SOAP."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.runtime.codecs.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_ELEMENTS
from mofgen.wsman.errors import MessageError
from mofgen.wsman.xml_text import (
    children,
    local_name,
    namespace_of,
    read_xml,
    text_of,
)


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "not well-formed"),
            ("  \n", "not well-formed"),
            ("<a>", "not well-formed"),
            ("<a/><b/>", "not well-formed"),
            ("<x:a/>", "not well-formed"),
            ("<!DOCTYPE a><a/>", "DOCTYPE is refused"),
            ('<?xml version="1.0"?>\n<!-- c --><!DOCTYPE a><a/>', "DOCTYPE"),
            ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
            ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "DOCTYPE"),
            ("<a>&b;</a>", "not well-formed"),
            ("<a>\x00</a>", "not well-formed|not XML"),
            ("<a>\ud800</a>", "not"),
            ("<a>" * (MAX_DEPTH + 1) + "</a>" * (MAX_DEPTH + 1), "deep"),
            ("<a>" + "<b/>" * (2 * MAX_ELEMENTS) + "</a>", "more than"),
            ("<a>" + "x" * MAX_CHARACTERS + "</a>", "long|characters"),
        ],
    )
    def test_what_is_not_read(self, text: str, message: str) -> None:
        with pytest.raises(MessageError, match=message):
            read_xml(text)

    @pytest.mark.parametrize(
        "data",
        [
            b"\xff",
            b"<a>\xff</a>",
            b"\xff\xfe<",
            b"<?xml version='1.0' encoding='no-such'?><a/>",
            b"<?xml version='1.0' encoding='utf-7'?><a>+ADw-</a>",
        ],
    )
    def test_wrong_encodings(self, data: bytes) -> None:
        with pytest.raises(MessageError):
            read_xml(data)

    @given(st.binary(max_size=200) | st.text(max_size=200))
    def test_nothing_else_is_raised(self, data: bytes | str) -> None:
        try:
            read_xml(data)
        except MessageError:
            return


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_the_first_bytes_say_the_encoding(self, encoding: str) -> None:
        assert read_xml("<a>\u20ac</a>".encode(encoding)).text == "\u20ac"

    @pytest.mark.parametrize(
        "text", ["<a>1</a>\n\n", "\n <a>1</a>", '<?xml version="1.0"?><a>1</a>\r\n']
    )
    def test_space_around_means_nothing(self, text: str) -> None:
        assert read_xml(text).text == "1"

    def test_the_word_doctype_means_nothing_within(self) -> None:
        text = "<a><![CDATA[<!DOCTYPE a>]]><!-- <!DOCTYPE a> --></a>"
        assert read_xml(text).text == "<!DOCTYPE a>"

    def test_the_deepest_that_is_read(self) -> None:
        text = "<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH
        assert local_name(read_xml(text)) == "a"


def test_names_are_told_apart_by_namespace() -> None:
    root = read_xml('<p:a xmlns:p="urn:x"> t <!-- c --><b/><?pi?><p:c/></p:a>')
    assert (namespace_of(root), local_name(root), text_of(root)) == ("urn:x", "a", "t")
    assert [(namespace_of(e), local_name(e)) for e in children(root)] == [
        ("", "b"),
        ("urn:x", "c"),
    ]
    assert text_of(None) == ""
    assert list(children(None)) == []
