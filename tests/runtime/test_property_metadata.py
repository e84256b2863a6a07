"""``Class.Property``: what the schema says of a property."""

from __future__ import annotations

import pytest
from lamphouse import X_DimLamp, X_Element, X_Every, X_Lamp

from mofgen.runtime import CimTypeError, Instance, Property, Text


def test_a_property_of_the_class_says_what_it_is() -> None:
    watts = X_Lamp.Watts
    assert isinstance(watts, Property)
    assert watts.name == watts.attribute == "Watts"
    assert watts.type == "uint32"
    assert watts.default == 60
    assert watts.limits == (1, 10000)
    assert watts.is_writable
    assert not watts.is_key
    assert not watts.is_array
    assert not watts.is_required
    assert watts.values is None
    assert watts.class_name is None
    assert watts.declared_in is X_Lamp
    assert repr(watts) == "<Property X_Lamp.Watts: uint32 write>"


def test_keys_arrays_octets_and_embedded_objects_are_marked() -> None:
    assert X_Element.Name.is_key
    assert X_Element.Notes.is_array
    assert X_Every.octets.is_octets
    assert X_Lamp.Setting.is_embedded
    assert X_Lamp.Setting.class_name == "X_LampSetting"
    assert X_Every.anything.is_embedded
    assert X_Lamp.Room.type == "reference"
    assert X_Lamp.Room.class_name == "X_Room"


def test_values_are_reached_from_the_property() -> None:
    assert X_Lamp.State.values is X_Lamp.StateValues
    assert X_DimLamp.State.values is X_DimLamp.StateValues
    assert X_Element.Kind.values is None
    assert X_DimLamp.Kind.values is X_DimLamp.KindValues


def test_an_inherited_property_is_that_of_the_superclass() -> None:
    assert X_DimLamp.Watts is X_Lamp.Watts
    assert X_DimLamp.State is not X_Lamp.State


def test_a_property_without_a_row_is_a_damaged_class() -> None:
    class Broken(Instance):
        Name = Text()

        _wire_class = ("X_Broken", "", "")

    with pytest.raises(CimTypeError, match=r"X_Broken\.Name is not in _wire_properti"):
        Broken.Name.type  # noqa: B018
