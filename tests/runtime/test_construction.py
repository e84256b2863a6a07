"""Construction works out once what to do for keywords of certain names and types.

None of it may show: whatever was constructed before, an object holds and refuses what
setting its properties one by one does.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lamphouse import X_Every, X_Lamp

from mofgen.runtime import CimDateTime, CimError, class_table
from mofgen.runtime.tables import MAX_SHAPES

Every: Any = X_Every  # what a type checker would refuse is tested too
Bits, Color = X_Every.UseBits, X_Every.ColorValues


class Exact(str):
    """A string that is no plain one."""


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "flag": st.sampled_from([True, None, 1]),
        "u8": st.sampled_from([0, 255, 256, -1, None, True, Bits.READ, 1.0]),
        "r64": st.sampled_from([0.5, 1, None, "1"]),
        "text": st.sampled_from(["a", Exact("a"), Color.RED, None, b"a"]),
        "char": st.sampled_from(["a", Exact("a"), "ab", None]),
        "when": st.sampled_from([CimDateTime("20200229120000.000000+060"), "x", None]),
        "texts": st.sampled_from([["a"], ("a", None), "a", [1], [], None]),
        "Use": st.sampled_from([1, 3, 64, 65536, Bits.READ, Bits(65536), True, None]),
        "Uses": st.sampled_from([[1, 3], (None, Bits.WRITE), [65536], 1, None]),
        "Color": st.sampled_from(["red", "pink", Color.RED, Color("pink"), 1, None]),
        "Colors": st.sampled_from([["red", None, "pink"], (Color.RED,), "red", None]),
    },
)


def outcome(make: Callable[[], X_Every]) -> object:
    """The values with their types, or the kind of error."""
    try:
        held = make().__dict__
    except CimError as error:
        return type(error)
    return {name: (value, type(value)) for name, value in held.items()}


def one_by_one(values: dict[str, Any]) -> X_Every:
    made = X_Every()
    for name, value in values.items():
        setattr(made, name, value)
    return made


@given(VALUES)
def test_all_at_once_is_as_one_by_one(values: dict[str, Any]) -> None:
    at_once = outcome(lambda: X_Every(**values))
    expected = outcome(lambda: one_by_one(values))
    if isinstance(expected, dict):
        assert at_once == expected
    else:  # with several mistakes, either may be the one that is told
        assert isinstance(at_once, type) and issubclass(at_once, CimError)


@pytest.mark.parametrize("turn", ["first", "again"])
def test_the_same_names_with_other_types_are_seen(turn: str) -> None:
    assert Every(Use=1, text="a").Use is Bits.READ
    assert Every(Use=None, text="a").Use is None
    assert Every(Use=Bits.WRITE, text=None).Use is Bits.WRITE
    with pytest.raises(CimError, match=r"X_Every\.text is a string, not int 1"):
        Every(Use=1, text=1)


def test_a_value_that_is_not_listed_does_not_disturb_those_beside_it() -> None:
    made = Every(Use=1, Color="pink")
    assert made.Use is Bits.READ
    assert made.Color is not None and not made.Color.is_listed


def test_what_is_kept_for_a_class_is_limited() -> None:
    class X_Own(X_Lamp):
        """A class of its own, so that nothing is kept for it yet."""

    names = list(class_table(X_Own).properties)[:8]
    patterns = list(product((0, 1), repeat=len(names)))
    for pattern in patterns:
        given = {name: None for name, has in zip(names, pattern, strict=True) if has}
        made: Any = X_Own(**given)
        assert made.__dict__ == given
    assert len(patterns) > MAX_SHAPES >= len(class_table(X_Own).shapes)
