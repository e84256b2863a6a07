"""Octet strings: bytes with their length before them, in octets or in text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lamphouse import X_Every

from mofgen.runtime import (
    CimTypeError,
    CimValueError,
    octets_from_text,
    octets_to_text,
    pack_octets,
    unpack_octets,
)


def held_octets(data: bytes) -> tuple[int, ...]:
    every = X_Every()
    every.octets = data
    assert every.octets is not None
    return every.octets


def test_the_form() -> None:
    assert pack_octets(b"\x0a\x0b") == b"\x00\x00\x00\x06\x0a\x0b"
    assert pack_octets(b"") == b"\x00\x00\x00\x04"
    assert octets_to_text(b"\x0a\x0b") == "0x000000060a0b"
    assert octets_from_text("0X000000060A0b") == b"\x0a\x0b"


@given(st.binary())
def test_bytes_come_back_from_a_property(data: bytes) -> None:
    held = held_octets(pack_octets(data))
    assert unpack_octets(held) == data


@given(st.binary())
def test_bytes_come_back_from_text(data: bytes) -> None:
    assert octets_from_text(octets_to_text(data)) == data


@given(st.binary())
def test_plain_octets_are_bytes_as_they_are(data: bytes) -> None:
    held = held_octets(data)
    assert bytes(held) == data


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ((), "its first four bytes say nothing for its length, and it has 0"),
        ((0, 0, 4), "say nothing for its length, and it has 3"),
        ((0, 0, 0, 5), "say 5 for its length, and it has 4"),
        ((0, 0, 0, 4, 1), "say 4 for its length, and it has 5"),
        ((0, 0, 0, 256), "has more than octets"),
        ((0, 0, 0, -1), "has more than octets"),
    ],
)
def test_octets_that_are_no_octet_string(value: tuple[int, ...], message: str) -> None:
    with pytest.raises(CimValueError, match=message):
        unpack_octets(value)


@pytest.mark.parametrize(
    "text", ["", "0x", "000000050a", "0x0000005", "0x00 00 00 05 0a", "0x00000005zz"]
)
def test_text_that_is_not_hexadecimal(text: str) -> None:
    with pytest.raises(CimValueError, match="is not 0x and pairs of hexadecimal"):
        octets_from_text(text)


def test_text_of_another_length() -> None:
    with pytest.raises(CimValueError, match="say 6 for its length, and it has 5"):
        octets_from_text("0x000000060a")


def test_other_types() -> None:
    with pytest.raises(CimTypeError, match="is made of bytes, not 'ab'"):
        pack_octets("ab")  # type: ignore[arg-type]
    with pytest.raises(CimTypeError, match=r"use octets_from_text\(\)"):
        unpack_octets("0x00000004")  # type: ignore[arg-type]
    with pytest.raises(CimTypeError, match="is not an array of octets"):
        unpack_octets((0, None))
    with pytest.raises(CimTypeError, match="not an array of octets"):
        unpack_octets(5)  # type: ignore[arg-type]
    with pytest.raises(CimTypeError, match="in text is a string, not b'0x'"):
        octets_from_text(b"0x")  # type: ignore[arg-type]


@given(st.text())
def test_any_text_is_an_octet_string_or_refused_with_our_error(text: str) -> None:
    try:
        assert octets_to_text(octets_from_text(text)) == text.lower()
    except CimValueError as error:
        assert str(error)
