"""Whatever a property is given, it holds it for good or says what is wrong."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from lamphouse import X_Every, X_Lamp, X_Room
from path_strategies import any_references, datetimes, nearly_paths

from mofgen.runtime import CimError, class_table

NAMES = sorted(class_table(X_Every).properties)

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(
        [2**bits + less for bits in (7, 8, 16, 32, 63, 64) for less in (-1, 0)]
    )
    | st.floats()
    | st.text(max_size=3)
    | nearly_paths
    | st.characters()
    | st.binary(max_size=3)
    | st.datetimes(timezones=st.none() | st.timezones())
    | st.timedeltas()
    | datetimes
    | any_references
    | st.sampled_from([X_Room(Name="kitchen"), X_Lamp(), object, len, 1j])
    | st.sampled_from(list(X_Lamp.StateValues))
)
values: st.SearchStrategy[Any] = scalars | st.one_of(
    st.lists(scalars, max_size=3),
    st.tuples(scalars),
    st.sets(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), scalars, max_size=2),
    st.iterables(scalars, max_size=2),
)


@given(st.sampled_from(NAMES), values)
@example("char", "\U0001f4a1")
@example("octets", b"\xff")
@example("others", ["X_Room=5"])
def test_a_value_is_held_or_refused_by_name(name: str, value: Any) -> None:
    every = X_Every()
    try:
        setattr(every, name, value)
    except CimError as error:
        assert f"X_Every.{name}" in str(error)
        assert name not in vars(every)
        return
    held = getattr(every, name)
    again = X_Every(**{name: held})
    assert repr(getattr(again, name)) == repr(held)


@given(st.characters())
def test_a_char16_is_any_character_of_the_first_plane(char: str) -> None:
    every = X_Every()
    try:
        every.char = char
    except CimError as error:
        assert ord(char) > 0xFFFF
        assert "is not one character of 16 bits" in str(error)
    else:
        assert every.char == char
        assert ord(char) <= 0xFFFF
