"""Classes of values: open sets of integers and strings with a meaning."""

from __future__ import annotations

import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lamphouse import X_DimLamp, X_Every, X_Lamp

from mofgen.runtime import (
    CimTypeError,
    CimValueError,
    IntValues,
    Value,
    ValueRange,
)

State = X_Lamp.StateValues
DimState = X_DimLamp.StateValues
Use = X_Every.UseBits
Color = X_Every.ColorValues


def test_a_listed_value_knows_its_name_and_label() -> None:
    assert State.ON == 2
    assert State.ON.name == "ON"
    assert State.ON.label == "Switched On"
    assert State.ON.is_listed
    assert State.ON.range is None
    assert repr(State.ON) == "<StateValues.ON: 2>"


def test_a_listed_value_is_one_object_however_it_is_reached() -> None:
    assert State(2) is State.ON
    assert X_Lamp.StateValues["ON"] is State.ON
    assert State.from_label("Switched On") is State.ON


@given(st.integers())
def test_any_integer_is_accepted_and_kept(value: int) -> None:
    assert State(value) == value
    assert State(value).value == value
    assert type(State(value).value) is int


def test_an_unlisted_value_has_the_label_of_its_range_and_no_name() -> None:
    vendor = State(12)
    assert not vendor.is_listed
    assert vendor.name is None
    assert vendor.label == "DMTF Reserved"
    assert vendor.range == State.DMTF_RESERVED
    assert repr(vendor) == "<StateValues: 12 (DMTF Reserved)>"


def test_a_value_in_no_range_has_no_label() -> None:
    kind = X_DimLamp.KindValues(9)
    assert (kind.name, kind.label, kind.range) == (None, None, None)
    assert repr(kind) == "<KindValues: 9>"


def test_a_range_has_both_its_ends() -> None:
    assert 11 in State.DMTF_RESERVED
    assert 32767 in State.DMTF_RESERVED
    assert 10 not in State.DMTF_RESERVED
    assert 32768 not in State.DMTF_RESERVED
    assert "11" not in State.DMTF_RESERVED
    assert True not in ValueRange(0, 5, "Low")


def test_a_range_may_be_open_at_one_end() -> None:
    assert -(10**9) in ValueRange(None, 5, "Low")
    assert 6 not in ValueRange(None, 5, "Low")
    assert 10**9 in ValueRange(5, None, "High")
    assert repr(ValueRange(5, None, "High")) == "<ValueRange 5..: 'High'>"


def test_the_open_range_has_what_is_not_listed_otherwise() -> None:
    assert 99_999 in State.OTHERS
    assert State.ON not in State.OTHERS
    assert 12 not in State.OTHERS  # in 11..32767
    # The subclass lists neither OFF nor the range, so there they are others.
    assert 3 in DimState.OTHERS
    assert 12 in DimState.OTHERS
    assert State(12).range == State.DMTF_RESERVED
    assert DimState(12).range == DimState.OTHERS


def test_the_class_is_a_collection_of_what_the_schema_lists() -> None:
    assert list(State) == [0, 2, 3]
    assert len(State) == 3
    assert 2 in State
    assert 12 not in State
    assert True not in DimState
    assert [] not in State
    assert State.ranges == (State.DMTF_RESERVED, State.OTHERS)


def test_a_subclass_counts_only_its_own_values() -> None:
    assert list(DimState) == [0, 2, 32768]
    assert DimState.DIMMED.label == "Dimmed"
    assert type(DimState.ON) is DimState


def test_a_name_of_the_superclass_still_resolves_in_the_subclass() -> None:
    assert DimState.OFF == 3
    assert type(DimState.OFF) is DimState
    assert X_DimLamp.StateValues["OFF"] == 3
    assert not DimState.OFF.is_listed


def test_a_subclass_that_lists_nothing_has_the_values_above() -> None:
    class Same(State):
        pass

    assert list(Same) == [0, 2, 3]
    assert type(Same.ON) is Same


def test_a_class_that_lists_nothing_is_not_false() -> None:
    class Nothing(IntValues):
        pass

    assert bool(Nothing)
    assert len(Nothing) == 0
    assert Nothing(3).name is None


def test_unknown_names_and_labels_are_errors() -> None:
    with pytest.raises(KeyError):
        X_Lamp.StateValues["DIMMED"]
    with pytest.raises(CimValueError, match="StateValues has no label 'Switched on'; "):
        State.from_label("Switched on")


@pytest.mark.parametrize("wrong", ["2", 2.0, None, True])
def test_only_integers_are_integers(wrong: int) -> None:
    with pytest.raises(CimTypeError, match="takes an integer"):
        State(wrong)


def test_members_are_plain_values_everywhere_else() -> None:
    assert f"{State.ON} {State.ON!s}" == "2 2"
    assert json.dumps([State.ON, Color.RED]) == '[2, "red"]'
    assert {2: "two"}[State.ON] == "two"
    assert hash(State.ON) == hash(2)
    assert State.ON + 1 == 3


def test_members_match_as_patterns() -> None:
    match State(3):
        case State.ON:
            found = "on"
        case State.OFF:
            found = "off"
    assert found == "off"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_members_survive_pickling(protocol: int) -> None:
    assert pickle.loads(pickle.dumps(State.ON, protocol)) is State.ON
    unlisted = pickle.loads(pickle.dumps(State(77), protocol))
    assert unlisted == 77
    assert type(unlisted) is State


def test_members_are_their_own_copies() -> None:
    assert copy.copy(State.ON) is State.ON
    assert copy.deepcopy([State.ON])[0] is State.ON


def test_members_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        State.ON.remark = "x"


def test_threads_get_the_same_members() -> None:
    class Many(IntValues):
        ONE = Value(1, "One")
        TWO = Value(2, "Two")

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda i: Many(1 + i % 2), range(400)))
    assert {id(member) for member in found} == {id(Many.ONE), id(Many.TWO)}


def test_strings_can_have_meanings_too() -> None:
    assert Color.RED == "red"
    assert Color("red") is Color.RED
    assert Color.RED.label == "Red"
    assert Color.LIGHT_BLUE.label == "light-blue"  # ValueMap without Values
    assert Color("mauve").label is None
    assert str(Color.RED) == f"{Color.RED}" == "red"
    assert type(Color.RED.value) is str
    assert repr(Color("mauve")) == "<ColorValues: 'mauve'>"
    with pytest.raises(CimTypeError):
        Color(3)  # type: ignore[arg-type]


def test_bits_combine() -> None:
    both = Use.READ | Use.WRITE
    assert type(both) is Use
    assert both == 3
    assert Use.READ in both
    assert Use.SHARE not in both
    assert both & Use.WRITE is Use.WRITE
    assert both ^ Use.READ is Use.WRITE
    assert 16 | Use.READ == Use.READ | Use.SHARE
    assert list(both) == [Use.READ, Use.WRITE]
    assert repr(both) == "<UseBits.READ|WRITE: 3>"
    assert not Use(0)


@given(st.integers(0, 0xFFFF))
def test_the_set_bits_make_up_the_value(value: int) -> None:
    assert sum(Use(value)) == value
    assert all(bit in Use(value) for bit in Use(value))


def test_bits_that_the_schema_does_not_list_are_kept() -> None:
    assert repr(Use(1 | 8)) == "<UseBits.READ|0x8: 9>"
