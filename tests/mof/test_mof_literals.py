"""Strings, characters and numbers, DSP0004 Annex A."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.mof.literals import LiteralError, number, unescape


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("+0", 0),
        ("42", 42),
        ("-42", -42),
        ("18446744073709551615", 2**64 - 1),
        ("0x1F", 31),
        ("0Xff", 255),
        ("-0x10", -16),
        ("017", 15),
        ("-017", -15),
        ("101b", 5),
        ("0B", 0),
        ("-11B", -3),
        ("1b", 1),
        ("1.5", 1.5),
        (".5", 0.5),
        ("-1.5e3", -1500.0),
        ("1.0E-2", 0.01),
        ("1e3", 1000.0),
    ],
)
def test_numbers_in_all_their_forms(text: str, value: float) -> None:
    assert number(text) == value
    assert type(number(text)) is type(value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("09", '"09" is no octal number'),
        ("0x", '"0x" is no hexadecimal number'),
        ("0xG", '"0xG" is no hexadecimal number'),
        ("12ab", '"12ab" is no number'),
        ("12b", '"12b" is no binary number'),
        ("1.", '"1." is no number'),
        ("1.2.3", '"1.2.3" is no number'),
        ("1e", '"1e" is no number'),
        ("1.0e999", '"1.0e999" is too large for a real number'),
        ("9" * 5000, "a number is too long"),
    ],
)
def test_what_is_no_number(text: str, says: str) -> None:
    with pytest.raises(LiteralError) as caught:
        number(text)
    assert caught.value.message == says
    assert (caught.value.offset, caught.value.length) == (0, len(text))


@given(st.integers(-(2**63), 2**64 - 1))
def test_integers_in_every_base_mean_the_same(value: int) -> None:
    sign = "-" if value < 0 else ""
    size = abs(value)
    assert number(f"{sign}{size}") == value
    assert number(f"{sign}0x{size:x}") == value
    assert number(f"{sign}0{size:o}") == value
    assert number(f"{sign}{size:b}b") == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_reals_keep_their_value(value: float) -> None:
    assert number(repr(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        ("plain", "plain"),
        (r"\b\t\n\f\r\"\'" + r"\\", "\b\t\n\f\r\"'\\"),
        (r"\x41", "A"),
        (r"\X041", "A"),
        (r"\x9", "\t"),
        (r"\x20AC", "\u20ac"),
        (r"\x41BCD", "\u41bcD"),
        (r"\\x41", r"\x41"),
        (r"\xD83D\xDE00", "\U0001f600"),
        (r"a\xd83d\xde00\xD83D\xDE01z", "a\U0001f600\U0001f601z"),
    ],
)
def test_escapes(text: str, value: str) -> None:
    assert unescape(text) == value


@pytest.mark.parametrize(
    ("text", "offset", "length"),
    [
        (r"ab\q", 2, 2),
        (r"\x", 0, 2),
        (r"a\xg", 1, 2),
        (r"\n\xD800", 2, 6),
        (r"\xD83D-\xDE00", 0, 6),
        (r"\xDE00\xD83D", 0, 6),
        (r"\xD83D\xDE00\xD83D", 12, 6),
    ],
)
def test_a_bad_escape_is_marked_exactly(text: str, offset: int, length: int) -> None:
    with pytest.raises(LiteralError) as caught:
        unescape(text)
    assert (caught.value.offset, caught.value.length) == (offset, length)


@given(st.text())
def test_any_text_survives_being_escaped(text: str) -> None:
    units = text.encode("utf-16-be")
    escaped = "".join(
        f"\\x{units[i]:02X}{units[i + 1]:02X}" for i in range(0, len(units), 2)
    )
    assert unescape(escaped) == text
