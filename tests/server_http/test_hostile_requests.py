"""Requests that no client should send: each gets an error or a closed connection."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from messages import IDENTIFY
from raw_clients import answer_to, connected, dies, goes_on, raw_post
from running_servers import Running, running

from mofgen.server.http.connections import Limits

LIMITS = Limits(
    body=50_000,
    head_seconds=0.2,
    body_seconds=0.2,
    idle_seconds=0.2,
    wrong_password_seconds=0.0,
)
SOAP = "http://www.w3.org/2003/05/soap-envelope"
CLOSE = "Connection: close"
CHUNKED = "Transfer-Encoding: chunked"
BOMB = b"<a>" + b" " * 10_000_000 + b"</a>"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(limits=LIMITS) as found:
        yield found


def envelope(content: bytes, before: bytes = b"") -> bytes:
    """A message with something in its body, and something before it."""
    head = f'<s:Envelope xmlns:s="{SOAP}"><s:Header/><s:Body>'.encode()
    return before + head + content + b"</s:Body></s:Envelope>"


def chunk(content: bytes) -> bytes:
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


def flood() -> Iterator[bytes]:
    """Chunks without end: more than anybody takes."""
    yield raw_post(b"", CHUNKED)
    for _ in range(10_000):
        yield chunk(b"x" * 1000)


LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode()
        for n in range(9)
    )
    + b"]>"
)


class TestHttp:
    @pytest.mark.parametrize(
        "parts",
        [
            pytest.param([raw_post(b"x" * 60_000)], id="a body that is too long"),
            pytest.param([raw_post(b"", length=10**12)], id="one without an end"),
            pytest.param([raw_post(b"", length="-1")], id="one shorter than nothing"),
            pytest.param([raw_post(b"", length="many")], id="no number"),
            pytest.param([raw_post(b"", length="1_0")], id="a number of Python's"),
            pytest.param([raw_post(IDENTIFY, length=9999)], id="half a body"),
            pytest.param(
                [raw_post(IDENTIFY, "Content-Length: 3")], id="two lengths of one body"
            ),
            pytest.param([raw_post(IDENTIFY, length=10)], id="more than it says"),
            pytest.param(
                [raw_post(chunk(b"x") + b"zz\r\n", CHUNKED)], id="a chunk of no length"
            ),
            pytest.param(
                [raw_post(b"ffffffffffffffffffff\r\nx", CHUNKED)],
                id="a chunk of all that there is",
            ),
            pytest.param([raw_post(b"", f"X: {'x' * 100_000}")], id="a long header"),
            pytest.param(
                [raw_post(b"", *(f"X{n}: x" for n in range(20_000)))],
                id="thousands of headers",
            ),
            pytest.param([b"POST /" + b"x" * 100_000], id="a long path"),
            pytest.param([b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03"], id="TLS"),
            pytest.param([b"\0" * 1000], id="zeros"),
            pytest.param([b"\r\n" * 1000], id="empty lines"),
            pytest.param([b"GET /wsman HTTP/9.9\r\n\r\n"], id="HTTP of the future"),
            pytest.param(
                [raw_post(IDENTIFY, "Expect: a miracle")], id="an unknown expectation"
            ),
            pytest.param([], id="nothing"),
        ],
    )
    @pytest.mark.parametrize("says_no_more", [True, False])
    def test_is_refused(
        self, server: Running, parts: list[bytes], says_no_more: bool
    ) -> None:
        answer = answer_to(server, parts, says_no_more=says_no_more)
        assert refused(answer), answer[:500]
        assert goes_on(server)

    def test_chunks_without_end_are_not_waited_for(self, server: Running) -> None:
        assert refused(answer_to(server, flood()))
        assert goes_on(server)

    @pytest.mark.parametrize(
        ("encoding", "content"),
        [
            ("gzip", gzip.compress(BOMB)),
            ("deflate", zlib.compress(BOMB)),
            ("gzip", b"this is not compressed"),
            ("br", b"nor is this"),
        ],
    )
    def test_bodies_do_not_grow_beyond_the_limit(
        self, server: Running, encoding: str, content: bytes
    ) -> None:
        request = raw_post(content, CLOSE, f"Content-Encoding: {encoding}")
        answer = answer_to(server, [request], says_no_more=False)
        assert answer.startswith(b"HTTP/1.1 4")
        assert not shows_the_inside(answer)
        assert goes_on(server)

    def test_who_says_no_more_before_the_answer_may_get_none(
        self, server: Running
    ) -> None:
        answer = answer_to(server, [raw_post(IDENTIFY)])
        assert not answer or answer.startswith(b"HTTP/1.1 200")
        assert goes_on(server)

    def test_requests_in_advance_are_answered_one_by_one(self, server: Running) -> None:
        requests = raw_post(IDENTIFY) * 199 + raw_post(IDENTIFY, CLOSE)
        answer = answer_to(server, [requests], says_no_more=False)
        assert answer.count(b"HTTP/1.1 200") == 200

    @settings(
        deadline=None,
        max_examples=40,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(data=st.binary(max_size=200))
    def test_any_bytes_end(self, server: Running, data: bytes) -> None:
        assert b"Traceback" not in answer_to(server, [data])


class TestMessages:
    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"", id="nothing"),
            pytest.param(b"not XML at all", id="text"),
            pytest.param(IDENTIFY[:-20], id="an end that is missing"),
            pytest.param(b"\xff\xfe\xfd\xfc", id="broken UTF-16"),
            pytest.param(envelope(b"<a>\xc3\x28</a>"), id="broken UTF-8"),
            pytest.param(envelope(b"<a>\xed\xa0\x80</a>"), id="half of a character"),
            pytest.param(envelope(b"<a>\0</a>"), id="a zero"),
            pytest.param(envelope(b"<a>&#0;</a>"), id="a zero by its number"),
            pytest.param(envelope(b"<a>&b;</a>"), id="an entity of nobody"),
            pytest.param(envelope(b"<a>&j;</a>", LAUGHS), id="a billion laughs"),
            pytest.param(
                envelope(
                    b"<a>&f;</a>",
                    b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
                ),
                id="a file of the server's",
            ),
            pytest.param(
                envelope(b"", b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">'),
                id="a DTD from elsewhere",
            ),
            pytest.param(
                envelope(b"<a>" * 5000 + b"</a>" * 5000), id="elements in elements"
            ),
            pytest.param(envelope(b"<a>" * 10_000), id="without their ends"),
            pytest.param(envelope(b"<a/>" * 10_000), id="many of nothing"),
            pytest.param(
                envelope(
                    b"<a "
                    + b" ".join(b'a%d="x"' % number for number in range(3000))
                    + b"/>"
                ),
                id="many attributes",
            ),
            pytest.param(
                b'<?xml version="1.0" encoding="utf-7"?>' + envelope(b"<a/>"),
                id="an encoding that hides",
            ),
            pytest.param(
                b'<?xml version="1.0" encoding="rot13"?>' + envelope(b"<a/>"),
                id="one of Python's",
            ),
            pytest.param(b"<s:Envelope/>", id="a prefix of nothing"),
            pytest.param(b"<a/>", id="no envelope"),
        ],
    )
    def test_are_answered_with_a_fault(self, server: Running, content: bytes) -> None:
        answer = answer_to(server, [raw_post(content, CLOSE)], says_no_more=False)
        assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 500 "))
        assert b"s:Fault" in answer
        assert not shows_the_inside(answer)
        assert b"root:" not in answer
        assert goes_on(server)


class TestClientsThatDie:
    @pytest.mark.parametrize(
        "sent",
        [
            b"",
            b"POST /wsman HT",
            raw_post(IDENTIFY)[:-10],
            raw_post(IDENTIFY),
            raw_post(chunk(b"<a>"), CHUNKED),
        ],
        ids=[
            "at once",
            "in the head",
            "in the body",
            "before the answer",
            "in a chunk",
        ],
    )
    def test_take_nothing_with_them(self, server: Running, sent: bytes) -> None:
        for _ in range(50):
            client = connected(server)
            client.sendall(sent)
            dies(client)
        assert goes_on(server)


def refused(answer: bytes) -> bool:
    """Whether an answer is an error without a word of the inside, or none at all."""
    if shows_the_inside(answer):
        return False
    return not answer or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))


def shows_the_inside(answer: bytes) -> bool:
    return any(word in answer for word in (b"Traceback", b".py", b"Error:"))
