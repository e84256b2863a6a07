"""References: which object, by class and keys."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from lamphouse import X_Lamp, X_Room

from mofgen.runtime import CimDateTime, CimTypeError, Ref


def test_a_reference_has_class_and_keys() -> None:
    ref = Ref(X_Lamp, {"Name": "desk"}, namespace="root/lamphouse", host="H")
    assert ref.class_name == "X_Lamp"
    assert ref.kind is X_Lamp
    assert ref.keys == {"Name": "desk"}
    assert repr(ref) == (
        "Ref(X_Lamp: Name='desk', namespace='root/lamphouse', host='H')"
    )


def test_a_class_can_be_given_by_name_alone() -> None:
    ref: Ref[Any] = Ref("X_Unheard", {"Name": "desk"})
    assert ref.class_name == "X_Unheard"
    assert ref.kind is None


@pytest.mark.parametrize(
    "same",
    [
        Ref("x_LAMP", {"Name": "desk"}),
        Ref("X_Lamp", {"NAME": "desk"}),
        Ref(X_Lamp, {"Name": "desk"}),
    ],
)
def test_case_of_class_and_key_names_does_not_matter(same: Ref[Any]) -> None:
    assert same == Ref("X_Lamp", {"Name": "desk"})
    assert hash(same) == hash(Ref("X_Lamp", {"Name": "desk"}))


@pytest.mark.parametrize(
    "other",
    [
        Ref("X_Lamp", {"Name": "Desk"}),
        Ref("X_Lamp", {"Id": "desk"}),
        Ref("X_Lamp", {"Name": "desk", "Id": 1}),
        Ref("X_Room", {"Name": "desk"}),
        Ref("X_Lamp", {"Name": "desk"}, namespace="root"),
        "X_Lamp",
    ],
)
def test_key_values_and_all_else_do_matter(other: object) -> None:
    assert other != Ref("X_Lamp", {"Name": "desk"})


def test_the_order_of_keys_does_not_matter() -> None:
    assert Ref("X", {"A": 1, "B": 2}) == Ref("X", {"B": 2, "A": 1})


def test_a_boolean_key_is_not_an_integer() -> None:
    assert Ref("X", {"A": True}) != Ref("X", {"A": 1})


def test_namespaces_compare_in_either_spelling() -> None:
    wmi = Ref[Any]("X", {}, namespace=r"ROOT\cimv2", host="Server")
    wbem = Ref[Any]("X", {}, namespace="root/cimv2", host="server")
    assert wmi == wbem
    assert hash(wmi) == hash(wbem)


def test_keys_can_be_references_and_datetimes() -> None:
    inner = Ref(X_Room, {"Name": "kitchen"})
    when = CimDateTime("20240229120000.000000+060")
    assert Ref("X", {"A": inner, "B": when}).keys["A"] is inner


@pytest.mark.parametrize("wrong", [None, [1], object()])
def test_other_values_are_no_keys(wrong: Any) -> None:
    with pytest.raises(CimTypeError, match=r"X\.A: .* is not a key value"):
        Ref("X", {"A": wrong})


def test_a_key_is_given_once() -> None:
    with pytest.raises(CimTypeError, match=r"X\.a: the key is given twice"):
        Ref("X", {"A": 1, "a": 1})


def test_a_reference_cannot_change_and_can_travel() -> None:
    ref = Ref(X_Lamp, {"Name": "desk"}, namespace="root")
    with pytest.raises(AttributeError):
        ref.host = "x"
    with pytest.raises(TypeError):
        ref.keys["Name"] = "x"  # type: ignore[index]
    twin = pickle.loads(pickle.dumps(ref))
    assert twin == ref
    assert twin.kind is X_Lamp
