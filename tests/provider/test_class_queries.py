"""WQL that asks for classes, or for objects whose classes have a qualifier."""

from __future__ import annotations

from typing import Any

import pytest

from mofgen.provider.manager import ObjectManager
from mofgen.provider.wql import WqlError
from mofgen.runtime.statuses import CimInvalidClassError, CimNotFoundError


@pytest.fixture
def fleet(harbour: Any, manager: ObjectManager) -> ObjectManager:
    """A vessel and a tug at one berth; the tug in winter, and towing the vessel."""
    with manager.transaction() as transaction:
        berth = transaction.create(harbour.H_Berth(Id="b"))
        vessel = transaction.create(harbour.H_Vessel(Id="v"))
        tug = transaction.create(harbour.H_Tug(Id="t"))
        transaction.create(harbour.H_Mooring(Vessel=vessel, Berth=berth))
        transaction.create(harbour.H_WinterMooring(Vessel=tug, Berth=berth))
        transaction.create(harbour.H_Tow(Tug=tug, Towed=vessel))
    return manager


def names(manager: ObjectManager, query: str) -> list[str]:
    return [cls.__name__ for cls in manager.queries.classes(query)]


@pytest.mark.parametrize(
    ("condition", "classes"),
    [
        ("__CLASS = 'h_tug'", ["H_Tug"]),
        ("__CLASS = 'H_Tag'", []),
        ("__this ISA 'H_Vessel'", ["H_Tug", "H_Vessel"]),
        ("__this ISA 'H_Vessel' AND NOT __CLASS = 'H_Vessel'", ["H_Tug"]),
        ("__SUPERCLASS = 'H_Vessel'", ["H_Tug"]),
        ("__DYNASTY = 'H_Thing' AND __CLASS LIKE '%e%'", ["H_Berth", "H_Vessel"]),
        (r"__NAMESPACE = 'root\\harbour' AND __CLASS = 'H_Tug'", ["H_Tug"]),
        ("__RELPATH = 'H_Tug'", ["H_Tug"]),
        ("__GENUS = 2", []),
    ],
)
def test_meta_class(manager: ObjectManager, condition: str, classes: list[str]) -> None:
    assert names(manager, f"SELECT * FROM meta_class WHERE {condition}") == classes


def test_without_a_condition_all_classes_come_in_the_order_of_their_names(
    harbour: Any, manager: ObjectManager
) -> None:
    found = names(manager, "SELECT __CLASS FROM meta_class")
    assert found == sorted(harbour.__all__)


@pytest.mark.parametrize(
    ("query", "classes"),
    [
        ("ASSOCIATORS OF {H_Berth.Id='b'} WHERE ClassDefsOnly", ["H_Vessel", "H_Tug"]),
        ("ASSOCIATORS OF {H_Tug.Id='t'} WHERE ClassDefsOnly Role = Tug", ["H_Vessel"]),
        (
            "REFERENCES OF {H_Tug.Id='t'} WHERE ClassDefsOnly",
            ["H_Tow", "H_WinterMooring"],
        ),
    ],
)
def test_class_defs_only_gives_the_classes_of_the_results(
    fleet: ObjectManager, query: str, classes: list[str]
) -> None:
    assert sorted(names(fleet, query)) == sorted(classes)


@pytest.mark.parametrize(
    ("query", "classes"),
    [
        (
            "ASSOCIATORS OF {H_Berth} WHERE SchemaOnly AssocClass = H_Mooring",
            ["H_Vessel"],
        ),
        ("ASSOCIATORS OF {H_Berth} WHERE SchemaOnly ResultClass = H_Tug", []),
        ("ASSOCIATORS OF {H_Berth} WHERE SchemaOnly Role = Vessel", []),
        (
            "REFERENCES OF {H_Berth} WHERE SchemaOnly ResultClass = H_Mooring",
            ["H_Mooring", "H_WinterMooring"],
        ),
        # A tug can stand where a vessel can.
        (
            "REFERENCES OF {H_Tug} WHERE SchemaOnly Role = Vessel",
            ["H_Mooring", "H_WinterMooring"],
        ),
        ("REFERENCES OF {H_Voyage} WHERE SchemaOnly ResultClass = H_Mooring", []),
    ],
)
def test_schema_only_asks_for_what_the_schema_connects(
    manager: ObjectManager, query: str, classes: list[str]
) -> None:
    assert names(manager, query) == classes


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("ASSOCIATORS OF {H_Berth.Id='b'} WHERE RequiredQualifier = Description", "t"),
        (
            "ASSOCIATORS OF {H_Berth.Id='b'}"
            " WHERE RequiredAssocQualifier = association",
            "tv",
        ),
        ("ASSOCIATORS OF {H_Berth.Id='b'} WHERE RequiredQualifier = Key", ""),
        # Of the superclass, which does not pass it on.
        ("ASSOCIATORS OF {H_Berth.Id='b'} WHERE RequiredQualifier = Abstract", ""),
        (
            "ASSOCIATORS OF {H_Vessel.Id='v'}"
            " WHERE RequiredAssocQualifier = DESCRIPTION",
            "t",
        ),
    ],
)
def test_required_qualifiers_are_those_of_the_classes(
    fleet: ObjectManager, query: str, ids: str
) -> None:
    found = fleet.queries.run(query)
    assert "".join(sorted(each.__dict__["Id"] for each in found)) == ids


def test_of_references_the_associations_have_the_qualifier(
    harbour: Any, fleet: ObjectManager
) -> None:
    query = "REFERENCES OF {H_Vessel.Id='v'} WHERE RequiredQualifier = Description"
    assert [type(each) for each in fleet.queries.run(query)] == [harbour.H_Tow]


class TestRefusals:
    @pytest.mark.parametrize(
        "query",
        [
            "SELECT * FROM meta_class",
            "ASSOCIATORS OF {H_Berth.Id='b'} WHERE ClassDefsOnly",
            "REFERENCES OF {H_Berth} WHERE SchemaOnly",
        ],
    )
    def test_classes_are_not_among_objects(
        self, fleet: ObjectManager, query: str
    ) -> None:
        with pytest.raises(WqlError, match=r"classes: see Queries\.classes"):
            fleet.queries.run(query)

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("SELECT * FROM H_Berth", "does not ask for classes"),
            ("SELECT * FROM __InstanceCreationEvent WITHIN 1", "does not ask for"),
            ("ASSOCIATORS OF {H_Berth.Id='b'}", "does not ask for classes"),
            ("SELECT Name FROM meta_class", 'no property "Name"'),
            (
                "ASSOCIATORS OF {H_Berth.Id='b'} WHERE SchemaOnly",
                "the path is that of a class",
            ),
            (
                "REFERENCES OF {H_Berth.Id='b'}"
                " WHERE ClassDefsOnly ResultClass = H_Mooring",
                "exclude each other",
            ),
        ],
    )
    def test_what_does_not_ask_for_classes(
        self, fleet: ObjectManager, query: str, message: str
    ) -> None:
        with pytest.raises(WqlError, match=message):
            fleet.queries.classes(query)

    def test_what_is_not_there(self, fleet: ObjectManager) -> None:
        with pytest.raises(CimNotFoundError):
            fleet.queries.classes("ASSOCIATORS OF {H_Berth.Id='x'} WHERE ClassDefsOnly")
        with pytest.raises(CimInvalidClassError, match="did you mean 'H_Berth'"):
            fleet.queries.classes("ASSOCIATORS OF {H_Birth} WHERE SchemaOnly")
