"""The frame of encrypted messages, with a cipher that can be read."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.server.http.encrypted_messages import decrypted, encrypted, is_encrypted
from mofgen.server.http.negotiate import NegotiationError

SPNEGO = "application/HTTP-SPNEGO-session-encrypted"
TYPE = f'multipart/encrypted;protocol="{SPNEGO}";boundary="Encrypted Boundary"'


class Reversing:
    """Turns messages round; the signature is their length."""

    def wrap(self, data: bytes) -> tuple[bytes, bytes]:
        return f"{len(data):016}".encode(), data[::-1]

    def unwrap(self, header: bytes, data: bytes) -> bytes:
        if header != f"{len(data):016}".encode():
            raise NegotiationError("it was changed")
        return data[::-1]


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        (TYPE, True),
        ("Multipart/Encrypted", True),
        ("multipart/x-multi-encrypted; boundary=b", True),
        ("application/soap+xml;charset=UTF-8", False),
        ("", False),
    ],
)
def test_the_content_type_tells(content_type: str, expected: bool) -> None:
    assert is_encrypted(content_type) is expected


def test_an_answer_looks_like_this() -> None:
    content_type, body = encrypted(b"abc", TYPE, Reversing())
    assert content_type == TYPE
    assert body == (
        b"--Encrypted Boundary\r\n"
        b"\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
        b"\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=3\r\n"
        b"--Encrypted Boundary\r\n"
        b"\tContent-Type: application/octet-stream\r\n"
        b"\x10\0\0\x000000000000000003cba"
        b"--Encrypted Boundary--\r\n"
    )


@given(st.binary(max_size=200) | st.sampled_from([b"-", b"--", b"\r\n", b"\n--"]))
def test_whatever_is_encrypted_can_be_decrypted(message: bytes) -> None:
    content_type, body = encrypted(message, TYPE, Reversing())
    assert decrypted(body, content_type, Reversing()) == message


def test_the_boundary_may_be_another_and_come_with_a_space() -> None:
    _, body = encrypted(b"abc", TYPE, Reversing())
    other = body.replace(b"--Encrypted Boundary", b"-- sep")
    assert decrypted(other, "multipart/encrypted; boundary=sep", Reversing()) == b"abc"


def test_long_messages_may_come_in_pieces() -> None:
    pieces = [encrypted(each, TYPE, Reversing())[1] for each in (b"abc", b"def")]
    end = b"--Encrypted Boundary--\r\n"
    body = b"".join(each.removesuffix(end) for each in pieces) + end
    several = TYPE.replace("multipart/encrypted", "multipart/x-multi-encrypted")
    assert decrypted(body, several, Reversing()) == b"abcdef"


def test_the_answer_is_in_the_protocol_of_the_request() -> None:
    asked = TYPE.replace("SPNEGO", "Kerberos")
    content_type, body = encrypted(b"abc", asked, Reversing())
    assert content_type == asked
    assert b"HTTP-Kerberos-session-encrypted" in body


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Length=3", b"Length=4"),
        (b"Length=3", b""),
        (b"\x10\0\0\0", struct.pack("<I", 2**32 - 1)),
        (b"0003cba", b"0004cba"),
        (b"\r\n", b""),
    ],
)
def test_a_damaged_message_is_refused(old: bytes, new: bytes) -> None:
    _, body = encrypted(b"abc", TYPE, Reversing())
    damaged = body.replace(old, new)
    assert damaged != body
    with pytest.raises(NegotiationError):
        decrypted(damaged, TYPE, Reversing())


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_are_a_message_or_refused(body: bytes, content_type: str) -> None:
    try:
        decrypted(body, content_type, Reversing())
    except NegotiationError:
        return
    raise AssertionError("bytes by chance are no message")
