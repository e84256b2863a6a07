"""What each type accepts, how it holds it, and what it says of anything else."""

from __future__ import annotations

import math
from datetime import timedelta
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lamphouse import X_DimLamp, X_Every, X_Lamp, X_LampSetting, X_Room

from mofgen.runtime import (
    CimDateTime,
    CimError,
    CimTypeError,
    CimValueError,
    Ref,
)

BITS = {"u8": 8, "u16": 16, "u32": 32, "u64": 64}
SIGNED_BITS = {"s8": 8, "s16": 16, "s32": 32, "s64": 64}
LIMITS = {
    **{name: (0, 2**bits - 1) for name, bits in BITS.items()},
    **{name: (-(2 ** (b - 1)), 2 ** (b - 1) - 1) for name, b in SIGNED_BITS.items()},
}


def construct(name: str, value: Any) -> Any:
    """The value as it is held, given at construction and by assignment."""
    given_first = getattr(X_Every(**{name: value}), name)
    later = X_Every()
    setattr(later, name, value)
    held = getattr(later, name)
    assert held == given_first or held != held
    assert type(held) is type(given_first)
    return held


def refused(name: str, value: Any) -> str:
    """What is said of a value, the same at construction and by assignment."""
    with pytest.raises(CimError) as at_construction:
        X_Every(**{name: value})
    with pytest.raises(type(at_construction.value)) as by_assignment:
        setattr(X_Every(), name, value)
    assert str(at_construction.value) == str(by_assignment.value)
    kind = type(at_construction.value).__name__
    return f"{kind}: {at_construction.value}"


@pytest.mark.parametrize(("name", "limits"), LIMITS.items())
def test_integers_within_their_type(name: str, limits: tuple[int, int]) -> None:
    low, high = limits
    assert construct(name, low) == low
    assert construct(name, high) == high
    assert "is above the limit" in refused(name, high + 1)
    assert "is below the limit" in refused(name, low - 1)


@given(st.sampled_from(sorted(LIMITS)), st.integers())
def test_an_integer_is_held_exactly_if_its_type_has_it(name: str, value: int) -> None:
    low, high = LIMITS[name]
    if low <= value <= high:
        assert construct(name, value) == value
    else:
        assert refused(name, value).startswith("CimValueError: X_Every.")


def test_other_integers_become_plain_ones() -> None:
    class Color(IntEnum):
        RED = 1

    assert type(construct("u8", Color.RED)) is int
    assert type(construct("u8", X_Lamp.StateValues.ON)) is int


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("u16", 70_000, "ValueError: X_Every.u16: 70000 is above the limit 65535 of"),
        ("s8", -129, "ValueError: X_Every.s8: -129 is below the limit -128 of sint8"),
        ("u8", True, "TypeError: X_Every.u8 is uint8, not bool True"),
        ("u8", "1", "TypeError: X_Every.u8 is uint8, not str '1'"),
        ("u8", 1.0, "TypeError: X_Every.u8 is uint8, not float 1.0"),
        ("u8", [1], "TypeError: X_Every.u8 is uint8, not list [1]"),
        ("flag", 1, "TypeError: X_Every.flag is boolean, not int 1"),
        ("flag", "true", "TypeError: X_Every.flag is boolean, not str 'true'"),
        ("text", 5, "TypeError: X_Every.text is a string, not int 5"),
        ("text", b"a", "TypeError: X_Every.text is a string, not bytes b'a'"),
        ("char", "ab", "ValueError: X_Every.char: 'ab' is not one character of 16"),
        ("char", "", "ValueError: X_Every.char: '' is not one character"),
        ("char", "\U0001f4a1", "is not one character of 16 bits"),
        ("char", 65, "TypeError: X_Every.char is char16, not int 65"),
        ("r64", "1.5", "TypeError: X_Every.r64 is real64, not str '1.5'"),
        ("r64", True, "TypeError: X_Every.r64 is real64, not bool True"),
        ("r64", 10**400, "is beyond real64"),
        ("r32", 1e39, "ValueError: X_Every.r32: 1e+39 is beyond real32"),
        ("when", "soon", "ValueError: X_Every.when: 'soon' is not a datetime"),
        ("when", 5, "TypeError: X_Every.when: a datetime is a CimDateTime, datetime"),
        ("when", timedelta(-1), "ValueError: X_Every.when: datetime.timedelta"),
        ("texts", "abc", "TypeError: X_Every.texts takes a list or tuple, not str"),
        ("texts", {"a"}, "TypeError: X_Every.texts takes a list or tuple, not set"),
        ("texts", ["a", 5], "TypeError: X_Every.texts[1] is a string, not int 5"),
        ("octets", [1, 256], "ValueError: X_Every.octets[1]: 256 is above the limit"),
        ("octets", "ab", "TypeError: X_Every.octets takes a list or tuple, not str"),
        ("reals", [1.5, "x"], "TypeError: X_Every.reals[1] is real64, not str 'x'"),
        ("whens", ["soon"], "ValueError: X_Every.whens[0]: 'soon' is not a datetime"),
        ("Use", 65_536, "ValueError: X_Every.Use: 65536 is above the limit 65535"),
        ("Use", True, "TypeError: X_Every.Use is uint16, not bool True"),
        ("Color", 5, "TypeError: X_Every.Color is a string, not int 5"),
        ("Colors", ["red", 5], "TypeError: X_Every.Colors[1] is a string, not int 5"),
        ("anything", "x", "TypeError: X_Every.anything takes an embedded instance"),
        ("parts", [None, 5], "X_Every.parts[1] takes an embedded instance, not int 5"),
        ("others", [5], "X_Every.others[0] takes a reference to any class, not int"),
    ],
)
def test_what_is_said_of_a_wrong_value(name: str, value: Any, message: str) -> None:
    assert message in refused(name, value)


def test_a_long_value_is_shortened() -> None:
    assert len(refused("u8", "x" * 10_000)) < 150
    assert len(refused("u8", 10**500)) < 150


def test_properties_narrow_the_limits_of_their_type() -> None:
    assert X_Lamp(Watts=10_000).Watts == 10_000
    with pytest.raises(
        CimValueError,
        match=r"^X_Lamp\.Watts: 10001 is above the limit 10000 of uint32$",
    ):
        X_Lamp(Watts=10_001)
    with pytest.raises(CimValueError, match="0 is below the limit 1 of uint32"):
        X_Lamp(Watts=0)


def test_a_message_names_the_class_of_the_object() -> None:
    with pytest.raises(CimValueError, match=r"^X_DimLamp\.Watts:"):
        X_DimLamp(Watts=10_001)


def test_strings_can_have_limits() -> None:
    assert X_Lamp(class_="A+++").class_ == "A+++"
    with pytest.raises(CimValueError, match="has 5 characters, above the limit 4"):
        X_Lamp(class_="A++++")
    with pytest.raises(
        CimValueError, match=r"X_Lamp\.class: '' has 0 characters, below the limit 1"
    ):
        X_Lamp(class_="")


def test_reals_take_integers_and_what_ieee_has() -> None:
    assert construct("r64", 2) == 2.0
    assert type(construct("r64", 2)) is float
    assert construct("r32", math.inf) == math.inf
    assert math.isnan(construct("r32", math.nan))


def test_arrays_are_held_as_tuples_and_may_have_nulls() -> None:
    assert construct("texts", ["a", None]) == ("a", None)
    assert construct("texts", []) == ()
    assert construct("flags", (True, False)) == (True, False)


def test_any_sequence_is_an_array_but_not_a_string_nor_bytes() -> None:
    assert construct("Uses", range(3)) == (0, 1, 2)
    assert "takes a list or tuple, not bytes" in refused("Uses", b"ab")
    assert "takes a list or tuple, not dict" in refused("Uses", {1: 2})


@pytest.mark.parametrize("octets", [b"\x00\xff", bytearray(b"\x00\xff"), [0, 255]])
def test_octets_can_be_bytes(octets: Any) -> None:
    assert construct("octets", octets) == (0, 255)


def test_datetimes_are_converted() -> None:
    held = construct("when", timedelta(seconds=1))
    assert held == CimDateTime("00000000000001.000000:000")
    assert construct("whens", ["20240229120000.000000+000"])[0].to_datetime()


def test_values_with_a_meaning_are_held_as_members() -> None:
    lamp = X_Lamp(State=2, History=[3, 77])
    assert lamp.State is X_Lamp.StateValues.ON
    assert lamp.History == (3, 77)
    assert lamp.History[0] is X_Lamp.StateValues.OFF
    assert construct("Color", "red") is X_Every.ColorValues.RED
    assert type(construct("Use", 3)) is X_Every.UseBits


def test_a_member_of_another_class_is_taken_by_its_value() -> None:
    held = X_DimLamp(State=X_Lamp.StateValues.ON).State
    assert held is X_DimLamp.StateValues.ON


def test_embedded_objects_are_of_the_class_or_below() -> None:
    setting = X_LampSetting(Name="bright")
    assert X_Lamp(Setting=setting).Setting is setting
    with pytest.raises(
        CimTypeError,
        match=r"X_Lamp\.Setting takes an embedded X_LampSetting,"
        " and X_Room is not a subclass of it",
    ):
        X_Lamp(Setting=X_Room())


def test_a_class_is_known_by_its_cim_name() -> None:
    class Bright(X_LampSetting):
        """A user's own subclass: the same CIM class."""

    assert X_Lamp(Setting=Bright()).Setting == Bright()


def test_references_take_references_and_objects() -> None:
    room = X_Room(Name="kitchen")
    expected = Ref(X_Room, {"Name": "kitchen"})
    assert X_Lamp(Room=room).Room == expected
    assert X_Lamp(Room=expected).Room is expected
    assert X_Lamp(Room=Ref("X_Unheard", {"Name": "x"})).Room is not None
    assert construct("others", [room]) == (expected,)


def test_a_reference_that_is_known_to_be_wrong_is_refused() -> None:
    for wrong in (X_Lamp(Name="desk"), Ref(X_Lamp, {"Name": "desk"})):
        with pytest.raises(
            CimTypeError,
            match=r"X_Lamp\.Room takes a reference to X_Room,"
            " and X_Lamp is not a subclass of it",
        ):
            X_Lamp(Room=wrong)


def test_an_object_without_its_key_cannot_be_referred_to() -> None:
    with pytest.raises(CimValueError, match=r"X_Room\.Name is a key without a value"):
        X_Lamp(Room=X_Room())
    assert "X_Every has no keys" in refused("others", [X_Every()])
