"""Methods: what is checked before a call and what its result is."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from lamphouse import X_DimLamp, X_Lamp, X_LampSetting, X_Room

from mofgen.runtime import (
    CimTypeError,
    CimValueError,
    NotConnectedError,
    Ref,
    attach,
)

DESK = Ref(X_Lamp, {"Name": "desk"})


def lamp_at(connection: Any) -> X_Lamp:
    return attach(X_Lamp(Name="desk"), connection)


def test_arguments_arrive_checked_and_converted(connection: Any) -> None:
    setting = X_LampSetting(Name="bright")
    lamp_at(connection).Switch(
        State=X_Lamp.StateValues.ON, Setting=setting, Rooms=[X_Room(Name="kitchen")]
    )
    arguments = {
        "State": 2,
        "Setting": setting,
        "Rooms": (Ref(X_Room, {"Name": "kitchen"}),),
    }
    assert connection.asked == [("invoke", DESK, "Switch", arguments)]


def test_a_reference_may_be_the_text_of_a_path(connection: Any) -> None:
    lamp_at(connection).Switch(
        State=2, Rooms=[r"\\H\root\lamphouse:X_Room.Name='hall'", 'X_Room="attic"']
    )
    hall = Ref(X_Room, {"Name": "hall"}, host="H", namespace="root/lamphouse")
    attic = Ref(X_Room, {"Name": "attic"})
    assert connection.asked[0][3]["Rooms"] == (hall, attic)


def test_none_is_not_given(connection: Any) -> None:
    lamp_at(connection).Switch(State=2)
    assert connection.asked[0][3] == {"State": 2}


def test_wrong_arguments_are_refused_before_anything_is_asked(connection: Any) -> None:
    lamp = lamp_at(connection)
    with pytest.raises(
        CimTypeError, match=r"^X_Lamp\.Switch\(State\) is uint16, not str 'on'$"
    ):
        lamp.Switch(State="on")  # type: ignore[arg-type]
    with pytest.raises(
        CimValueError, match=r"^X_Lamp\.Switch\(State\): 65536 is above the limit"
    ):
        lamp.Switch(State=65_536)
    with pytest.raises(CimTypeError, match=r"^X_Lamp\.Switch\(Rooms\)\[1\] takes a "):
        lamp.Switch(State=2, Rooms=[Ref(X_Room, {"Name": "a"}), 5])  # type: ignore[list-item]
    with pytest.raises(
        CimTypeError, match=r"^X_Lamp\.Switch\(State\) is required, but not given$"
    ):
        lamp.Switch(State=None)  # type: ignore[arg-type]
    assert connection.asked == []


def test_an_argument_that_the_method_does_not_take() -> None:
    lamp = X_DimLamp(Name="desk")
    # The override takes State alone, as its wire table says.
    with pytest.raises(CimTypeError, match=r"X_DimLamp\.Switch takes no 'Setting'"):
        lamp.Switch(State=2, Setting=X_LampSetting())


def test_without_a_connection_it_is_said_what_was_asked() -> None:
    with pytest.raises(NotConnectedError, match=r"^X_Lamp\.Switch asks the host"):
        X_Lamp(Name="desk").Switch(State=2)


def test_the_result_is_typed(connection: Any) -> None:
    setting = X_LampSetting(Name="bright")
    connection.answer = {
        "returnvalue": 4096,
        "Was": 3,
        "Trace": [2, 77],
        "Applied": setting,
        "class": "A",
        "Unheard": 5,
    }
    result = lamp_at(connection).Switch(State=2)
    assert type(result) is X_Lamp.SwitchResult
    assert result.ReturnValue is X_Lamp.SwitchReturnValues.JOB_STARTED
    assert result.Was is X_Lamp.StateValues.OFF
    assert result.Trace == (2, 77)
    assert result.Trace[0] is X_Lamp.StateValues.ON
    assert result.Applied is setting
    assert result.class_ == "A"


def test_an_override_gives_its_own_result(connection: Any) -> None:
    connection.answer = {"ReturnValue": 32769}
    result = attach(X_DimLamp(Name="desk"), connection).Switch(State=2, check=False)
    assert type(result) is X_DimLamp.SwitchResult
    assert result.ReturnValue is X_DimLamp.SwitchReturnValues.TOO_DARK
    assert result.Was is None


def test_a_void_method_gives_none(connection: Any) -> None:
    connection.answer = {}
    assert lamp_at(connection).Forget().ReturnValue is None


def test_an_answer_that_does_not_fit_is_refused(connection: Any) -> None:
    connection.answer = {"ReturnValue": "0"}
    with pytest.raises(CimTypeError, match=r"X_Lamp\.Switch\(ReturnValue\) is uint32"):
        lamp_at(connection).Switch(State=2)
    connection.answer = {}
    with pytest.raises(CimTypeError, match=r"X_Lamp\.SwitchResult needs ReturnValue"):
        lamp_at(connection).Switch(State=2)


def result(**values: Any) -> X_Lamp.SwitchResult:
    return X_Lamp.SwitchResult(ReturnValue=X_Lamp.SwitchReturnValues.DONE, **values)


def test_results_are_built_with_keywords_and_compare_by_value() -> None:
    assert result() == result(Was=None)
    assert result() != result(class_="A")
    assert hash(result()) == hash(result())
    assert result() != "done"
    assert repr(result(class_="A")) == (
        "SwitchResult(ReturnValue=<SwitchReturnValues.DONE: 0>, Was=None,"
        " Trace=None, Applied=None, class_='A')"
    )


def test_results_check_their_names() -> None:
    with pytest.raises(CimTypeError, match="has no 'Wass'; did you mean 'Was'"):
        result(Wass=1)
    with pytest.raises(CimTypeError, match="needs ReturnValue"):
        X_Lamp.SwitchResult()  # type: ignore[call-arg]


def test_results_cannot_change_and_can_travel() -> None:
    with pytest.raises(AttributeError):
        result().Was = None  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del result().Was
    assert pickle.loads(pickle.dumps(result(class_="A"))) == result(class_="A")
