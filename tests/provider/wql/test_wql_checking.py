"""Queries against the class that they ask for."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from wql_objects import LAMP, DictReading

from mofgen.provider.wql import (
    Comparison,
    Constant,
    EventSelect,
    PropertyPath,
    Select,
    WqlError,
    check,
    compile_condition,
    parse_wql,
    selected,
)

MISTAKES = {
    "an unknown property": "Nam = 'x'",
    "a property that nothing is like": "Xyzzy IS NULL",
    "an unknown system property": "__CLAS = 'x'",
    "a string without quotes": "Name = Desk",
    "a number for a string": "Name = 5",
    "a string for a number": "Watts = 'bright'",
    "a boolean for a number": "Watts = TRUE",
    "a number for a boolean": "IsOn = 2",
    "an order of booleans": "IsOn > FALSE",
    "a date of another form": "Since > '2/29/2024'",
    "a number for a datetime": "Since > 2024",
    "no path for a reference": "Room = 'the hall'",
    "an order of references": "Room < 'X_Room=1'",
    "an array": "Colours = 1",
    "an object": "Bulb = 'x'",
    "a property of a string": "Name.Length = 5",
    "LIKE with a number": "Watts LIKE '4%'",
    "LIKE with an object": "Bulb LIKE 'x'",
    "ISA with a string": "Name ISA 'X_Lamp'",
    "two properties of different kinds": "Name = Watts",
    "an array on the right": "Watts = Colours",
    "a mistake within": "Name = 'x' AND NOT (Watts = 5 OR Nme = 'y')",
}


def query_for(where: str, of: str = "X_Lamp") -> Select | EventSelect:
    query = parse_wql(f"SELECT * FROM {of} WHERE {where}")
    assert isinstance(query, (Select, EventSelect))
    return query


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_error_for(mistake: str, snapshot: SnapshotAssertion) -> None:
    query = query_for(MISTAKES[mistake])
    with pytest.raises(WqlError) as caught:
        check(query, LAMP)
    assert str(caught.value) == snapshot
    with pytest.raises(WqlError) as compiled:
        compile_condition(query, LAMP, DictReading())
    assert str(compiled.value) == str(caught.value)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_nothing_is_wrong_where_nothing_is_known(mistake: str) -> None:
    check(query_for(MISTAKES[mistake]), None)


@pytest.mark.parametrize(
    "where",
    [
        "NAME = 'x' AND watts = '5'",
        "Colours IS NULL",
        "Bulb IS NOT NULL",
        "Bulb.Anything = 5 AND Bulb.Deeper.Still LIKE 'x'",
        "__PATH = 'X_Lamp=\"a\"' AND __this ISA 'X'",
        "Hours = Watts",
    ],
)
def test_what_is_right(where: str) -> None:
    check(query_for(where), LAMP)


def test_wanted_properties_come_as_the_class_spells_them() -> None:
    query = parse_wql("SELECT name, __path, WATTS, Name, bulb.Maker FROM X_Lamp")
    assert isinstance(query, Select)
    assert selected(query, LAMP) == (
        ("Name",),
        ("__PATH",),
        ("Watts",),
        ("Bulb", "Maker"),
    )


def test_all_properties_are_none_in_particular() -> None:
    assert selected(query_for("Watts = 1"), LAMP) is None


def test_an_unknown_wanted_property_is_a_mistake() -> None:
    query = parse_wql("SELECT Name, Wats FROM X_Lamp WHERE Name = 'x'")
    assert isinstance(query, Select)
    with pytest.raises(WqlError, match='did you mean "Watts"') as caught:
        check(query, LAMP)
    assert caught.value.column == 14


def test_intrinsic_events_are_known_without_a_schema() -> None:
    check(
        query_for(
            "targetinstance ISA 'X' AND PreviousInstance.A = 1 AND TIME_CREATED > 5",
            "__InstanceModificationEvent",
        )
    )
    with pytest.raises(WqlError, match='did you mean "TargetInstance"'):
        check(query_for("TargetInstanc ISA 'X'", "__InstanceCreationEvent"))
    with pytest.raises(WqlError, match="has no property"):
        check(query_for("PreviousInstance ISA 'X'", "__InstanceCreationEvent"))


def test_classes_have_system_properties_only() -> None:
    check(query_for("__this ISA 'X' AND __CLASS LIKE 'Msvm[_]%'", "meta_class"))
    with pytest.raises(WqlError, match="meta_class has no property"):
        check(query_for("Name = 'X'", "meta_class"))


def test_a_tree_made_by_hand_has_no_place_to_show() -> None:
    where = Comparison(PropertyPath(("Nam",)), "=", Constant("x"))
    with pytest.raises(WqlError) as caught:
        check(Select("X_Lamp", where=where), LAMP)
    assert caught.value.span is None
    assert caught.value.column is None
    assert str(caught.value) == (
        "query: WBEM_E_INVALID_QUERY (0x80041017):"
        ' X_Lamp has no property "Nam"; did you mean "Name"?'
    )
