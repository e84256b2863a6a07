"""Value maps: what DSP0004's ValueMap, Values, BitMap and BitValues say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.ir.model import Property, Qualifier
from mofgen.ir.value_map import ValueEntry, bit_map, integer_entry, value_map


def element(type_: str, **qualifiers: Any) -> Property:
    """A property of ``type_`` with string array qualifiers."""
    found = {
        name.lower(): Qualifier(name, "string", tuple(value))
        for name, value in qualifiers.items()
    }
    return Property("P", type_, None, False, None, None, found, "C", "C")


def pairs(**qualifiers: Any) -> list[tuple[Any, str]]:
    found = value_map(element("uint16", **qualifiers))
    assert found is not None
    return [(entry.code, entry.label) for entry in found.entries]


def test_each_code_has_the_label_at_the_same_place() -> None:
    assert pairs(ValueMap=["2", "0x10"], Values=["OK", "Error"]) == [
        (2, "OK"),
        (16, "Error"),
    ]


def test_values_alone_count_from_zero_on_integers() -> None:
    assert pairs(Values=["Off", "On"]) == [(0, "Off"), (1, "On")]


def test_values_alone_are_their_own_codes_on_strings() -> None:
    found = value_map(element("string", Values=["a", "b"]))
    assert found is not None and not found.is_integer
    assert [(e.code, e.label) for e in found.entries] == [("a", "a"), ("b", "b")]


def test_a_value_map_without_values_is_labelled_by_its_codes() -> None:
    assert pairs(ValueMap=["7"]) == [(7, "7")]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("11..32767", 11, 32767),
        ("32768..", 32768, None),
        ("..5", None, 5),
        ("..", None, None),
        ("0x8000..0xFFFF", 0x8000, 0xFFFF),
        ("-5..-1", -5, -1),
    ],
)
def test_ranges_are_open_where_a_bound_is_left_out(
    text: str, low: int | None, high: int | None
) -> None:
    assert integer_entry(text, "L") == ValueEntry(None, low, high, "L", is_range=True)


@pytest.mark.parametrize("text", ["", "x", "1,2", "1..x", "1.5", "0x", "²"])
def test_other_texts_are_no_integer_codes(text: str) -> None:
    with pytest.raises(ValueError):
        integer_entry(text, "L")


def test_a_range_that_ends_before_it_begins_holds_no_value() -> None:
    assert 1000 not in integer_entry("1024..768", "L")


def test_the_label_of_a_value_is_that_of_its_entry_then_of_the_narrowest_range() -> (
    None
):
    found = value_map(
        element(
            "uint16",
            ValueMap=["1", "..", "2..9", "1..100"],
            Values=["One", "Reserved", "Few", "Many"],
        )
    )
    assert found is not None
    asked = [found.label_of(n) for n in (1, 5, 50, 5000)]
    assert asked == ["One", "Few", "Many", "Reserved"]
    assert [e.label for e in found.singles] == ["One"]


def test_a_value_that_no_entry_names_has_no_label() -> None:
    found = value_map(element("string", ValueMap=["a"], Values=["A"]))
    assert found is not None
    assert found.label_of("a") == "A"
    assert found.label_of("b") is None


def test_bits_are_numbered_by_the_bit_map_or_from_zero() -> None:
    mapped = bit_map(element("uint8", BitMap=["3", "1"], BitValues=["C", "A"]))
    counted = bit_map(element("uint8", BitValues=["A", "B"]))
    assert mapped is not None and counted is not None
    assert [(e.code, e.label) for e in mapped.entries] == [(3, "C"), (1, "A")]
    assert [(e.code, e.label) for e in counted.entries] == [(0, "A"), (1, "B")]


def test_elements_without_values_or_of_other_types_have_no_map() -> None:
    assert value_map(element("uint16")) is None
    assert value_map(element("boolean", Values=["No", "Yes"])) is None
    assert bit_map(element("string", BitValues=["A"])) is None


@given(st.integers(-(2**63), 2**64 - 1), st.booleans())
def test_every_integer_is_read_back_from_its_text(number: int, as_hex: bool) -> None:
    text = f"{number:#x}" if as_hex else str(number)
    assert integer_entry(text, "").code == number
