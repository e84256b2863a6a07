"""Objects of generated classes: construction, unset and NULL, copies, comparison."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from lamphouse import X_DimLamp, X_Element, X_Lamp, X_LampSetting, X_Room

from mofgen.runtime import (
    CimError,
    Instance,
    Ref,
    UnknownPropertyError,
    attach,
    class_table,
    connection_of,
    path_of,
)


def test_properties_are_given_by_keyword_and_read_back() -> None:
    lamp = X_DimLamp(Name="desk", State=32768, Notes=["old", "green"])
    assert lamp.Name == "desk"
    assert lamp.State is X_DimLamp.StateValues.DIMMED
    assert lamp.Notes == ("old", "green")


def test_unset_and_null_both_read_none_and_are_told_apart() -> None:
    lamp = X_Lamp(Watts=None)
    assert lamp.Watts is None
    assert lamp.State is None
    assert lamp.is_set("Watts")
    assert not lamp.is_set("State")
    assert lamp != X_Lamp()


def test_deleting_a_property_unsets_it() -> None:
    lamp = X_Lamp(Name="desk", Watts=40)
    del lamp.Watts
    assert lamp.Watts is None
    assert not lamp.is_set("Watts")
    del lamp.Watts  # unset already
    assert lamp == X_Lamp(Name="desk")


def test_defaults_of_the_schema_do_not_set_anything() -> None:
    assert X_Lamp.Watts.default == 60
    assert X_Lamp().Watts is None


def test_null_can_be_assigned() -> None:
    lamp = X_Lamp(State=2)
    lamp.State = None
    assert lamp.is_set("State")
    assert lamp.State is None


@pytest.mark.parametrize("value", ["x", None, 5])
def test_an_unknown_property_is_an_error_with_a_suggestion(value: Any) -> None:
    said = "X_Lamp has no property 'Wats'; did you mean 'Watts'?"
    lamp: Any = X_Lamp()
    wrong = {"Wats": value}
    with pytest.raises(UnknownPropertyError) as caught:
        X_Lamp(**wrong)
    assert str(caught.value) == said
    with pytest.raises(UnknownPropertyError) as caught:
        lamp.Wats = value
    assert str(caught.value) == said
    with pytest.raises(UnknownPropertyError):
        lamp.is_set("Wats")
    with pytest.raises(UnknownPropertyError):
        del lamp.Wats


def test_an_unknown_property_is_what_python_expects_it_to_be() -> None:
    assert issubclass(UnknownPropertyError, (AttributeError,))
    assert issubclass(UnknownPropertyError, (TypeError,))
    assert issubclass(UnknownPropertyError, CimError)


def test_case_is_part_of_a_python_name() -> None:
    with pytest.raises(UnknownPropertyError, match="did you mean 'Watts'"):
        X_Lamp(watts=5)  # type: ignore[call-arg]


def test_there_are_no_positional_arguments() -> None:
    construct: Any = X_Lamp
    with pytest.raises(TypeError):
        construct("desk")


def test_a_refused_value_changes_nothing() -> None:
    lamp = X_Lamp(Watts=40)
    with pytest.raises(CimError):
        lamp.Watts = 10_001
    assert lamp.Watts == 40


def test_a_keyword_of_python_has_another_name() -> None:
    assert X_Lamp(class_="A").class_ == "A"
    assert X_Lamp.class_.name == "class"


def test_constructing_does_not_keep_the_callers_mapping() -> None:
    values: dict[str, Any] = {"Name": "desk", "State": 2}
    lamp = X_Lamp(**values)
    lamp.Name = "floor"
    assert values == {"Name": "desk", "State": 2}


def test_equal_is_same_class_and_same_values() -> None:
    assert X_Lamp(Name="a", State=2) == X_Lamp(State=2, Name="a")
    assert X_Lamp(Name="a") != X_Lamp(Name="b")
    assert X_Lamp(Name="a") != X_Lamp(Name="a", State=2)
    assert X_Lamp(Name="a") != X_DimLamp(Name="a")
    assert X_Lamp(Name="a") != "a"


def test_objects_are_not_hashable() -> None:
    with pytest.raises(TypeError):
        hash(X_Lamp())


def test_repr_starts_with_the_keys_and_stays_short() -> None:
    assert repr(X_Lamp(State=2, Name="desk")) == (
        "X_Lamp(Name='desk', State=<StateValues.ON: 2>)"
    )
    assert repr(X_Lamp()) == "X_Lamp()"
    full = X_Lamp(
        Name="n" * 500,
        Notes=["x"] * 100,
        Kind=1,
        State=2,
        History=[2],
        Watts=5,
        class_="A",
        Setting=None,
    )
    assert len(repr(full)) < 400
    assert repr(full).endswith("... 2 more)")


def test_copy_takes_changes() -> None:
    lamp = X_Lamp(Name="desk", Watts=40)
    twin = lamp.copy(Watts=60)
    assert twin == X_Lamp(Name="desk", Watts=60)
    assert lamp.Watts == 40
    with pytest.raises(CimError):
        lamp.copy(Watts="many")  # type: ignore[arg-type]


def test_copies_of_pythons_kind() -> None:
    lamp = X_Lamp(Name="desk", Setting=X_LampSetting(Name="bright"))
    shallow = copy.copy(lamp)
    deep = copy.deepcopy(lamp)
    assert shallow == deep == lamp
    assert shallow.Setting is lamp.Setting
    assert deep.Setting is not lamp.Setting
    shallow.Name = "floor"
    assert lamp.Name == "desk"


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_objects_survive_pickling(protocol: int) -> None:
    room = Ref(X_Room, {"Name": "kitchen"})
    lamp = X_Lamp(Name="desk", Watts=None, Room=room, Notes=["a"])
    assert pickle.loads(pickle.dumps(lamp, protocol)) == lamp


def test_a_connection_belongs_to_an_object_but_not_to_its_value(
    connection: Any,
) -> None:
    lamp = attach(X_Lamp(Name="desk"), connection)
    assert connection_of(lamp) is connection
    assert lamp == X_Lamp(Name="desk")
    assert connection_of(lamp.copy(Watts=5)) is connection
    assert connection_of(copy.deepcopy(lamp)) is connection
    assert connection_of(X_Lamp()) is None
    assert connection_of(pickle.loads(pickle.dumps(X_Lamp()))) is None


def test_the_path_of_an_object_is_what_refers_to_it(connection: Any) -> None:
    path = Ref(X_Lamp, {"Name": "desk"}, namespace="root/lamphouse", host="H")
    lamp = attach(X_Lamp(), connection, path=path)
    assert path_of(lamp) is path
    assert X_DimLamp(Name="x")._reference() == Ref("X_DimLamp", {"Name": "x"})
    assert lamp._reference() == path
    assert path_of(pickle.loads(pickle.dumps(attach(lamp, None, path=path)))) == path


def test_a_copy_with_another_key_is_another_object(connection: Any) -> None:
    path = Ref(X_Lamp, {"Name": "desk"}, host="H")
    lamp = attach(X_Lamp(Name="desk"), connection, path=path)
    assert path_of(lamp.copy(Watts=5)) is path
    assert path_of(lamp.copy(Name="floor")) is None
    assert connection_of(lamp.copy(Name="floor")) is connection


def test_names_of_ours_are_few() -> None:
    public = {name for name in dir(Instance) if not name.startswith("_")}
    assert public == {"Related", "copy", "is_set", "objects", "related"}


def test_the_table_of_a_class_has_inherited_and_overridden_properties() -> None:
    table = class_table(X_DimLamp)
    assert list(table.properties)[:3] == ["Name", "Notes", "Kind"]
    assert table.properties["State"].declared_in is X_DimLamp
    assert table.properties["Name"].declared_in is X_Element
    assert [key.name for key in table.keys] == ["Name"]
    assert table.find("CLASS") is X_Lamp.class_
    assert table.find("Klass") is None


def test_the_table_of_a_subclass_is_not_that_of_its_superclass() -> None:
    X_Lamp()

    class Own(X_Lamp):
        """A user's own subclass."""

    assert class_table(Own) is not class_table(X_Lamp)
    assert class_table(Own).name == "X_Lamp"
    assert Own(Name="a").Name == "a"
