"""Objects that are computed when they are read: found in every way, stored nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mofgen.provider.computed import Computed, ComputedStore
from mofgen.provider.manager import ObjectManager
from mofgen.provider.memory_connection import MemoryConnection
from mofgen.provider.schema import shared_schema
from mofgen.runtime import Ref
from mofgen.runtime.statuses import CimInvalidParameterError, CimNotFoundError


class Port:
    """A harbour whose ferries and whose own state are told by somebody else."""

    def __init__(self, harbour: Any) -> None:
        self.package = harbour
        self.load = {"F1": 10, "F2": 20}
        self.computed = 0
        self.prepared = 0
        store = ComputedStore(
            shared_schema(harbour, ("Name",)),
            [
                Computed(harbour.H_Vessel, self._ferries, self._ferry),
                Computed(harbour.H_Harbour, lambda: [harbour.H_Harbour(Name="Hull")]),
            ],
            prepare=self._prepare,
        )
        self.manager = ObjectManager(harbour, store=store)
        self.client = MemoryConnection(self.manager)

    def _ferries(self) -> Iterator[Any]:
        return map(self._made, self.load)

    def _ferry(self, key: str) -> Any:
        return self._made(key.upper()) if key.upper() in self.load else None

    def _made(self, key: str) -> Any:
        self.computed += 1
        return self.package.H_Vessel(Id=key, Name="ferry", Load=self.load[key])

    def _prepare(self) -> None:
        self.prepared += 1

    def vessel(self, key: str) -> Ref[Any]:
        return Ref(self.package.H_Vessel, {"Id": key})

    def query(self, wql: str) -> list[Any]:
        return self.client.query(wql, self.package.H_Thing)


@pytest.fixture
def port(harbour: Any) -> Port:
    return Port(harbour)


def test_an_object_is_as_it_is_at_the_moment(port: Port) -> None:
    assert port.client.get(port.vessel("F1")).Load == 10
    port.load["F1"] = 11
    assert port.client.get(port.vessel("F1")).Load == 11
    del port.load["F1"]
    with pytest.raises(CimNotFoundError):
        port.client.get(port.vessel("F1"))


def test_what_is_not_said_has_its_default(port: Port) -> None:
    assert port.client.get(port.vessel("F1")).Flag == "none"


def test_they_are_enumerated_beside_those_that_are_stored(port: Port) -> None:
    tug = port.package.H_Tug(Id="T1")
    port.client.create(tug)
    found = port.client.enumerate(port.package.H_Thing)
    assert sorted(each.Id for each in found) == ["F1", "F2", "T1"]
    assert len(port.manager.store) == 4  # and the harbour


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("Load > 15", ["F2"]),
        ("Name = 'FERRY'", ["F1", "F2"]),
        ("Name = 'tug'", []),
        ("Id = 'f1'", ["F1"]),
        ("Id = 'F3'", []),
    ],
)
def test_conditions_hold_for_their_values(
    port: Port, condition: str, found: list[str]
) -> None:
    wql = f"SELECT * FROM H_Vessel WHERE {condition}"
    assert [each.Id for each in port.query(wql)] == found


def test_one_of_them_is_found_without_computing_the_others(port: Port) -> None:
    port.client.get(port.vessel("F2"))
    assert port.computed == 1


def test_a_key_is_found_in_any_case(port: Port) -> None:
    assert port.client.get(port.vessel("f1")).Id == "F1"


def test_the_only_one_of_a_class_has_no_key(port: Port) -> None:
    ref = Ref(port.package.H_Harbour, {}, is_singleton=True)
    assert port.client.get(ref).Name == "Hull"


def test_transactions_do_not_see_them(port: Port) -> None:
    with port.manager.transaction() as transaction:
        berth = transaction.create(port.package.H_Berth(Id="B1"))
        mooring = port.package.H_Mooring(Vessel=port.vessel("F1"), Berth=berth)
        with pytest.raises(CimInvalidParameterError, match="there is no such object"):
            transaction.create(mooring)


def test_nothing_is_associated_with_them(port: Port) -> None:
    thing = port.package.H_Thing
    assert port.client.associators(port.vessel("F1"), result_class=thing) == []


def test_whoever_computes_is_told_before_each_read(port: Port) -> None:
    port.query("SELECT * FROM H_Vessel")
    assert port.prepared == 1
