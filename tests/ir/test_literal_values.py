"""Which literals are values of which CIM type (DSP0004 5.2)."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.ir.values import Misfit, fit, is_datetime, spelling
from mofgen.mof.tree import AliasReference, Char16

INTEGERS = {
    f"{sign}int{bits}": (0 if sign == "u" else -(2 ** (bits - 1)), bits)
    for sign in "us"
    for bits in (8, 16, 32, 64)
}
integer_types = st.sampled_from(sorted(INTEGERS))


def misfit(value: Any, type_: str, is_array: bool = False) -> str:
    """The code of the misfit that ``value`` is for ``type_``."""
    with pytest.raises(Misfit) as caught:
        fit(value, type_, is_array)
    return caught.value.code


@given(integer_types, st.integers(-(2**70), 2**70))
def test_an_integer_fits_exactly_within_the_range_of_its_type(
    type_: str, number: int
) -> None:
    low, bits = INTEGERS[type_]
    if low <= number < low + 2**bits:
        assert fit(number, type_, False) == number
        assert fit(str(number), type_, False) == number
    else:
        assert misfit(number, type_) == "out-of-range"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_is_a_real64(number: float) -> None:
    assert fit(number, "real64", False) == number


@given(st.text())
def test_every_text_is_a_string_and_few_are_anything_else(text: str) -> None:
    assert fit(text, "string", False) == text
    if not text.strip("+-0123456789."):
        return
    assert misfit(text, "uint8") == "wrong-type"


@pytest.mark.parametrize(
    ("value", "type_", "expected"),
    [
        (True, "boolean", True),
        ("TRUE", "boolean", True),
        ("false", "boolean", False),
        (1, "real32", 1.0),
        ("1.5e3", "real64", 1500.0),
        (Char16("A"), "char16", "A"),
        ("A", "char16", "A"),
        (65, "char16", "A"),
        ("20240229120000.000000+060", "datetime", "20240229120000.000000+060"),
        (None, "uint8", None),
    ],
)
def test_values_take_the_form_of_their_type(
    value: Any, type_: str, expected: object
) -> None:
    found = fit(value, type_, False)
    assert found == expected and type(found) is type(expected)


@pytest.mark.parametrize(
    ("value", "type_", "code"),
    [
        (True, "uint8", "wrong-type"),
        (1.0, "uint8", "wrong-type"),
        (1, "boolean", "wrong-type"),
        (1, "string", "wrong-type"),
        (Char16("A"), "string", "wrong-type"),
        ("AB", "char16", "wrong-type"),
        (70000, "char16", "wrong-type"),
        (0xD800, "char16", "wrong-type"),
        (0xDFFF, "char16", "wrong-type"),
        (True, "real32", "wrong-type"),
        (1e39, "real32", "out-of-range"),
        (10**400, "real64", "out-of-range"),
        (math.inf, "real64", "out-of-range"),
        ("inf", "real64", "wrong-type"),
        ("1_0", "uint8", "wrong-type"),
        ("٣", "uint8", "wrong-type"),
        ("yesterday", "datetime", "wrong-type"),
        (5, "datetime", "wrong-type"),
        (AliasReference("X", 0), "string", "wrong-type"),
        ((1,), "uint8", "wrong-type"),
        ("x", "object", "wrong-type"),
    ],
)
def test_other_values_are_misfits(value: Any, type_: str, code: str) -> None:
    assert misfit(value, type_) == code


def test_an_array_holds_values_of_its_type_and_null() -> None:
    assert fit((1, None, "2"), "uint8", True) == (1, None, 2)
    assert fit((), "string", True) == ()
    assert misfit((1, 256), "uint8", True) == "out-of-range"
    assert misfit(1, "uint8", True) == "wrong-type"


def test_an_array_of_fixed_size_holds_no_more_than_that() -> None:
    assert fit((1, 2), "uint8", True, array_size=2) == (1, 2)
    with pytest.raises(Misfit, match="holds 2 items, but 3 are given"):
        fit((1, 2, 3), "uint8", True, array_size=2)


@pytest.mark.parametrize(
    "text",
    [
        "19980525133015.000000-300",
        "00000001132312.125000:000",
        "200405**************+060".replace("**************", "********.******"),
    ],
)
def test_timestamps_and_intervals_are_datetimes(text: str) -> None:
    assert is_datetime(text)


@pytest.mark.parametrize(
    "text", ["", "19980525", "19980525133015.000000", "00000001132312.125000:060"]
)
def test_other_texts_are_not(text: str) -> None:
    assert not is_datetime(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "NULL"),
        (False, "false"),
        (5, "5"),
        (Char16("A"), "'A'"),
        ("a\nb", '"a b"'),
        ("x" * 50, '"' + "x" * 37 + '..."'),
        (AliasReference("P", 0), "$P"),
    ],
)
def test_messages_show_a_value_as_mof_writes_it(value: Any, expected: str) -> None:
    assert spelling(value) == expected
