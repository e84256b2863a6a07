"""Reals: real64 is what Python has, real32 is held as the host will have it."""

from __future__ import annotations

import math
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lamphouse import X_Every

from mofgen.runtime import CimValueError

HIGHEST_REAL32 = (2 - 2**-23) * 2.0**127


def every(**values: Any) -> X_Every:
    return X_Every(**values)


def held(value: float) -> float:
    found = every(r32=value).r32
    assert found is not None
    return found


def as_real32(value: float) -> bytes:
    return struct.pack("<f", value)


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [
        (0.1, 0.1),
        (1.0, 1.0),
        (0.123456789, 0.12345679),
        (16_777_217, 16_777_216.0),
        (1e-50, 0.0),
        (2, 2.0),
        (math.inf, math.inf),
        (-math.inf, -math.inf),
    ],
)
def test_what_32_bits_leave(given_value: float, expected: float) -> None:
    assert held(given_value) == expected


@given(st.floats(width=32, allow_nan=False))
def test_a_real32_keeps_every_value_of_32_bits(value: float) -> None:
    assert as_real32(held(value)) == as_real32(value)


@given(st.floats(-HIGHEST_REAL32, HIGHEST_REAL32))
def test_setting_what_was_read_changes_nothing(value: float) -> None:
    once = held(value)
    assert held(once) == once
    assert as_real32(once) == as_real32(value)


@given(st.floats())
def test_a_real64_is_held_as_it_is(value: float) -> None:
    found = every(r64=value).r64
    assert found is not None
    assert struct.pack("<d", found) == struct.pack("<d", value) or math.isnan(value)


def test_nan_and_signed_zero() -> None:
    assert math.isnan(held(math.nan))
    assert math.copysign(1, held(-0.0)) == -1


@pytest.mark.parametrize("value", [1e39, -1e39, HIGHEST_REAL32 * 1.1, 10**400])
def test_what_is_beyond_a_real32(value: float) -> None:
    with pytest.raises(CimValueError, match=r"X_Every.r32: .* is beyond real32"):
        held(value)
