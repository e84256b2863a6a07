"""WQL on a store: the same answers with an index and without one."""

from __future__ import annotations

from typing import Any

import pytest

from mofgen.provider.manager import ObjectManager
from mofgen.provider.wql import WqlError
from mofgen.runtime.statuses import CimInvalidClassError, CimNotFoundError


@pytest.fixture(params=[["Name", "Load", "Insured"], []], ids=["indexed", "scanned"])
def fleet(request: pytest.FixtureRequest, harbour: Any) -> ObjectManager:
    """Six vessels, the last a tug, every second at one berth."""
    manager = ObjectManager(harbour, indexed=request.param)
    with manager.transaction() as transaction:
        berth = transaction.create(harbour.H_Berth(Id="b", Name="Ada"))
        for number, name in enumerate(["Ada", "BEA", "ada", "Ida", None]):
            vessel = transaction.create(
                harbour.H_Vessel(
                    Id=str(number),
                    Name=name,
                    Load=number * 10,
                    Insured=number > 2,
                    Built=f"201{number}0101000000.000000+000",
                    Position=harbour.H_Position(North=number),
                )
            )
            if number % 2:
                transaction.create(harbour.H_Mooring(Vessel=vessel, Berth=berth))
        transaction.create(harbour.H_Tug(Id="5", Name="Ada", Load=20, Pull=7))
    return manager


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("Name = 'Ada'", "025"),
        ("name = 'ADA' AND Load = 20", "25"),
        ("Load = 20 AND Name = 'bea'", ""),
        ("Load = '20'", "25"),
        ("Name = 'Ada' OR Name = 'Bea'", "0125"),
        ("NOT Name = 'Ada'", "13"),
        ("Name <> 'Ada'", "13"),
        ("Name IS NULL", "4"),
        ("Name = NULL", "4"),
        ("Name LIKE '%da'", "0235"),
        ("Insured = TRUE", "34"),
        ("Insured = 'true' AND Load >= 40", "4"),
        ("Load > 10 AND Load < 40", "235"),
        ("Built >= '20130101000000.000000+000'", "34"),
        ("Position.North = 3", "3"),
        ("__CLASS = 'H_Tug'", "5"),
        ("__this ISA 'H_Tug'", "5"),
        ("NOT __this ISA 'H_Tug' AND Name = 'Ada'", "02"),
        ("Id = '1'", "1"),
    ],
)
def test_select(fleet: ObjectManager, condition: str, ids: str) -> None:
    found = fleet.queries.run(f"SELECT * FROM H_Vessel WHERE {condition}")
    assert "".join(sorted(each.__dict__["Id"] for each in found)) == ids


class TestSelect:
    def test_gives_whole_objects_of_subclasses_too(
        self, harbour: Any, fleet: ObjectManager
    ) -> None:
        found: Any = fleet.queries.run("SELECT * FROM H_Thing WHERE Name = 'Ada'")
        assert {type(each) for each in found} == {
            harbour.H_Vessel,
            harbour.H_Tug,
            harbour.H_Berth,
        }
        (tug,) = (each for each in found if type(each) is harbour.H_Tug)
        assert tug.Pull == 7

    def test_properties_of_subclasses_can_be_asked_of_these_only(
        self, fleet: ObjectManager
    ) -> None:
        assert len(fleet.queries.run("SELECT * FROM H_Tug WHERE Pull = 7")) == 1
        with pytest.raises(WqlError, match='H_Vessel has no property "Pull"'):
            fleet.queries.run("SELECT * FROM H_Vessel WHERE Pull = 7")

    def test_a_list_of_properties_gives_these_and_the_keys(
        self, harbour: Any, fleet: ObjectManager
    ) -> None:
        found = fleet.queries.run("SELECT load, Note FROM H_Vessel WHERE Id = '1'")
        assert found == [harbour.H_Vessel(Id="1", Load=10, Note=None)]

    def test_changes_are_found_at_once(
        self, harbour: Any, fleet: ObjectManager
    ) -> None:
        def ids(name: str) -> list[str]:
            found = fleet.queries.run(f"SELECT * FROM H_Vessel WHERE Name = '{name}'")
            return [each.__dict__["Id"] for each in found]

        fleet.operations.modify(harbour.H_Vessel(Id="0", Name="Zoe"), ["Name"])
        assert (ids("zoe"), ids("ada")) == (["0"], ["2", "5"])
        fleet.operations.delete(harbour.H_Vessel(Id="2")._reference())
        assert ids("ada") == ["5"]

    def test_a_transaction_sees_its_own_changes(
        self, harbour: Any, fleet: ObjectManager
    ) -> None:
        with fleet.transaction() as transaction:
            transaction.change(harbour.H_Vessel(Id="0"), Name="Zoe")
            transaction.create(harbour.H_Vessel(Id="9", Name="zoe"))
            query = "SELECT * FROM H_Vessel WHERE Name = 'ZOE'"
            found = fleet.queries.run(query)
            assert {each.__dict__["Id"] for each in found} == {"0", "9"}

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("SELECT * FROM H_Vessel WHERE Lode = 1", 'no property "Lode".*Load'),
            ("SELECT Lode FROM H_Vessel", 'no property "Lode"'),
            ("SELECT * FROM H_Vessel WHERE Load = 'much'", "a number"),
            ("SELECT * FROM H_Vessel WHERE Load == 1", "query:1:"),
            (
                "SELECT * FROM __InstanceCreationEvent WITHIN 1",
                "this is an event query",
            ),
        ],
    )
    def test_errors_point_at_the_place(
        self, fleet: ObjectManager, query: str, message: str
    ) -> None:
        with pytest.raises(WqlError, match=message):
            fleet.queries.run(query)

    def test_an_empty_store_refuses_the_same_queries(
        self, manager: ObjectManager
    ) -> None:
        assert manager.queries.run("SELECT * FROM H_Vessel WHERE Load = 1") == []
        with pytest.raises(WqlError):
            manager.queries.run("SELECT * FROM H_Vessel WHERE Lode = 1")

    def test_an_unknown_class_is_named(self, fleet: ObjectManager) -> None:
        with pytest.raises(CimInvalidClassError, match="did you mean 'H_Vessel'"):
            fleet.queries.run("SELECT * FROM H_Vassel")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("ASSOCIATORS OF {H_Berth.Id='b'}", "13"),
        ("ASSOCIATORS OF {h_berth='b'} WHERE ResultClass = H_Vessel", "13"),
        ("ASSOCIATORS OF {H_Berth.Id='b'} WHERE AssocClass = H_WinterMooring", ""),
        ("ASSOCIATORS OF {H_Berth.Id='b'} WHERE Role = Vessel", ""),
        ("ASSOCIATORS OF {H_Berth.Id='b'} WHERE ResultRole = Vessel", "13"),
        ('ASSOCIATORS OF {H_Vessel.Id="1"} WHERE AssocClass = H_Mooring', "b"),
    ],
)
def test_associators_of(fleet: ObjectManager, query: str, ids: str) -> None:
    found = fleet.queries.run(query)
    assert "".join(sorted(each.__dict__["Id"] for each in found)) == ids


class TestWalks:
    def test_references_of_gives_the_associations(
        self, harbour: Any, fleet: ObjectManager
    ) -> None:
        found: Any = fleet.queries.run("REFERENCES OF {H_Berth.Id='b'}")
        assert [each.Vessel.keys["Id"] for each in found] == ["1", "3"]
        query = "REFERENCES OF {H_Berth.Id='b'} WHERE ResultClass = H_Mooring Role = %s"
        assert len(fleet.queries.run(query % "Berth")) == 2
        assert fleet.queries.run(query % "Vessel") == []

    def test_keys_only_gives_the_keys(self, harbour: Any, fleet: ObjectManager) -> None:
        found = fleet.queries.run("ASSOCIATORS OF {H_Vessel.Id='1'} WHERE KeysOnly")
        assert found == [harbour.H_Berth(Id="b")]

    def test_a_path_that_is_none_is_refused(self, fleet: ObjectManager) -> None:
        with pytest.raises(WqlError, match="query:1:"):
            fleet.queries.run("ASSOCIATORS OF {H_Berth.Id=}")

    def test_the_source_must_be_there(self, fleet: ObjectManager) -> None:
        with pytest.raises(CimNotFoundError, match=r"H_Berth\.Id=\"x\""):
            fleet.queries.run("ASSOCIATORS OF {H_Berth.Id='x'}")
