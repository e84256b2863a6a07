"""Walks over associations, and what keeps them whole (DSP0200, Associators)."""

from __future__ import annotations

from typing import Any

import pytest

from mofgen.provider.manager import ObjectManager
from mofgen.provider.operations import Operations
from mofgen.runtime import Ref
from mofgen.runtime.statuses import (
    CimAlreadyExistsError,
    CimInvalidParameterError,
    CimNotFoundError,
)


class Port:
    """Two vessels and a tug at three berths."""

    def __init__(self, harbour: Any, operations: Operations) -> None:
        create = operations.create
        self.harbour = harbour
        self.operations = operations
        self.ada, self.bea = (create(harbour.H_Vessel(Id=name)) for name in "ab")
        self.tug = create(harbour.H_Tug(Id="t"))
        self.berths = [create(harbour.H_Berth(Id=str(n))) for n in range(3)]
        self.moored = [
            create(harbour.H_Mooring(Vessel=self.ada, Berth=self.berths[0])),
            create(harbour.H_Mooring(Vessel=self.bea, Berth=self.berths[1])),
            create(harbour.H_WinterMooring(Vessel=self.tug, Berth=self.berths[0])),
        ]
        self.tow = create(harbour.H_Tow(Tug=self.tug, Towed=self.ada))

    def names(self, source: Ref[Any], **walk: Any) -> set[str]:
        """The Ids of what a walk gives."""
        chosen = self.operations.walk(**walk)
        return {each.Id for each in self.operations.associators(source, chosen)}


@pytest.fixture
def port(harbour: Any, manager: ObjectManager) -> Port:
    return Port(harbour, manager.operations)


class TestAssociators:
    def test_without_a_filter_gives_all_that_is_connected(self, port: Port) -> None:
        assert port.names(port.ada) == {"0", "t"}
        assert port.names(port.berths[0]) == {"a", "t"}
        assert port.names(port.berths[2]) == set()

    def test_assoc_class_takes_subclasses_along(self, port: Port) -> None:
        by = port.harbour
        assert port.names(port.berths[0], association=by.H_Mooring) == {"a", "t"}
        assert port.names(port.berths[0], association=by.H_WinterMooring) == {"t"}

    def test_result_class_takes_subclasses_along(self, port: Port) -> None:
        of = port.harbour
        assert port.names(port.ada, result_class=of.H_Tug) == {"t"}
        assert port.names(port.ada, result_class=of.H_Berth) == {"0"}
        assert port.names(port.ada, result_class=of.H_Thing) == {"0", "t"}

    def test_role_is_where_the_source_stands(self, port: Port) -> None:
        assert port.names(port.ada, role="Towed") == {"t"}
        assert port.names(port.ada, role="TUG") == set()
        assert port.names(port.tug, role="tug") == {"a"}

    def test_result_role_is_where_the_results_stand(self, port: Port) -> None:
        assert port.names(port.ada, result_role="Tug") == {"t"}
        assert port.names(port.ada, result_role="berth") == {"0"}
        assert port.names(port.ada, result_role="Nowhere") == set()

    def test_the_source_may_be_named_by_a_superclass(self, port: Port) -> None:
        assert port.names(Ref(port.harbour.H_Thing, {"Id": "t"})) == {"0", "a"}

    def test_each_object_comes_once(self, port: Port) -> None:
        create, of = port.operations.create, port.harbour
        create(of.H_WinterMooring(Vessel=port.ada, Berth=port.berths[0]))
        walk = port.operations.walk(result_class=of.H_Berth)
        assert len(port.operations.associators(port.ada, walk)) == 1
        assert len(port.operations.references(port.ada)) == 3

    def test_an_association_of_three_leads_to_both_others(self, port: Port) -> None:
        create, of = port.operations.create, port.harbour
        start, end = port.berths[1:]
        create(of.H_Delivery(By=port.ada, Origin=start, Destination=end))
        by = {"association": of.H_Delivery}
        assert port.names(port.ada, **by) == {"1", "2"}
        assert port.names(start, **by) == {"a", "2"}
        assert port.names(start, **by, result_role="Destination") == {"2"}
        assert port.names(end, **by, role="Origin") == set()

    def test_an_association_with_itself_leads_back(self, port: Port) -> None:
        port.operations.create(port.harbour.H_Tow(Tug=port.bea, Towed=port.bea))
        by = {"association": port.harbour.H_Tow}
        assert port.names(port.bea, **by) == {"b"}
        assert port.names(port.bea, **by, role="Tug") == {"b"}
        assert len(port.operations.reference_names(port.bea)) == 2

    def test_a_property_list_holds_for_the_results(self, port: Port) -> None:
        walk = port.operations.walk(result_class=port.harbour.H_Berth)
        found = port.operations.associators(port.ada, walk, ["Name"])
        assert found == [port.harbour.H_Berth(Id="0", Name=None)]

    def test_names_are_the_references_to_the_same(self, port: Port) -> None:
        assert set(port.operations.associator_names(port.ada)) == {
            port.berths[0],
            port.tug,
        }

    def test_a_source_that_there_is_not_is_an_error(self, port: Port) -> None:
        ghost = Ref(port.harbour.H_Vessel, {"Id": "ghost"})
        with pytest.raises(CimNotFoundError, match="Associators of"):
            port.operations.associators(ghost)

    def test_what_is_no_association_is_a_wrong_parameter(self, port: Port) -> None:
        with pytest.raises(CimInvalidParameterError, match=r"H_Berth.*no association"):
            port.operations.walk(association=port.harbour.H_Berth)


class TestReferences:
    def test_gives_the_associations_themselves(self, port: Port) -> None:
        assert set(port.operations.reference_names(port.ada)) == {
            port.moored[0],
            port.tow,
        }

    def test_of_a_class_and_in_a_role(self, port: Port) -> None:
        def names(**walk: Any) -> list[Ref[Any]]:
            chosen = port.operations.walk(**walk)
            return port.operations.reference_names(port.tug, chosen)

        assert names(association=port.harbour.H_Mooring) == [port.moored[2]]
        assert names(role="Tug") == [port.tow]
        assert names(role="Towed") == []

    def test_they_have_properties_of_their_own(self, port: Port) -> None:
        of = port.harbour
        since = "20240229120000.000000+060"
        port.operations.create(
            of.H_WinterMooring(Vessel=port.bea, Berth=port.berths[2], Since=since)
        )
        walk = port.operations.walk(association=of.H_WinterMooring)
        (found,) = port.operations.references(port.bea, walk)
        assert str(found.Since) == since
        assert found.Berth == port.berths[2]


class TestReferencesThatNameTheObject:
    def test_hold_the_class_of_the_object_whatever_was_given(self, port: Port) -> None:
        of = port.harbour
        loosely = of.H_Mooring(
            Vessel=r'\\HOST\root\harbour:H_Vessel.Id="t"', Berth=port.berths[1]
        )
        ref = port.operations.create(loosely)
        assert ref.keys["Vessel"] == port.tug
        assert port.names(port.berths[1]) == {"b", "t"}

    def test_make_the_same_association_only_once(self, port: Port) -> None:
        of = port.harbour
        again = of.H_Mooring(
            Vessel=Ref(of.H_Vessel, {"Id": "a"}, namespace="root/harbour"),
            Berth="h_berth.id='0'",
        )
        with pytest.raises(CimAlreadyExistsError):
            port.operations.create(again)

    def test_find_the_association_in_any_form(self, port: Port) -> None:
        of = port.harbour
        keys = {"Vessel": Ref(of.H_Vessel, {"Id": "t"}), "berth": port.berths[0]}
        assert port.operations.get(Ref(of.H_Mooring, keys)).Vessel == port.tug


class TestConsistency:
    def test_nothing_refers_to_what_is_not_there(self, port: Port) -> None:
        ghost = Ref(port.harbour.H_Berth, {"Id": "9"})
        before = len(port.operations.names(port.harbour.H_Mooring))
        with pytest.raises(
            CimInvalidParameterError, match=r"Berth refers to H_Berth\."
        ):
            port.operations.create(port.harbour.H_Mooring(Vessel=port.ada, Berth=ghost))
        assert len(port.operations.names(port.harbour.H_Mooring)) == before

    def test_when_an_object_goes_its_associations_go(self, port: Port) -> None:
        port.operations.delete(port.berths[0])
        assert port.names(port.ada) == {"t"}
        assert port.operations.names(port.harbour.H_Mooring) == [port.moored[1]]
        assert port.operations.get(port.ada).Id == "a"

    def test_and_the_associations_of_these_go_too(self, port: Port) -> None:
        of, create = port.harbour, port.operations.create
        office = create(of.H_Harbour(Name="Hamburg"))
        fee = create(of.H_Fee(For=port.moored[0], To=office, Amount=5))
        assert port.operations.get(fee).Amount == 5
        port.operations.delete(port.ada)
        with pytest.raises(CimNotFoundError):
            port.operations.get(fee)
        assert port.operations.associators(office) == []

    def test_when_an_association_goes_its_ends_stay(self, port: Port) -> None:
        port.operations.delete(port.tow)
        assert port.names(port.ada) == {"0"}
        assert port.operations.get(port.tug).Id == "t"

    def test_a_reference_that_is_no_key_can_be_changed(self, port: Port) -> None:
        of = port.harbour
        sighting = of.H_Sighting(Number=1, Seen=port.ada, From=port.tug)
        port.operations.create(sighting)
        by = {"association": of.H_Sighting}
        assert port.names(port.tug, **by) == {"a"}
        port.operations.modify(of.H_Sighting(Number=1, Seen=port.bea), ["Seen"])
        assert port.names(port.tug, **by) == {"b"}
        assert port.names(port.ada, **by) == set()
        port.operations.modify(of.H_Sighting(Number=1), ["From"])
        assert port.names(port.bea, **by) == set()
        assert len(port.operations.references(port.bea)) == 2

    def test_but_not_to_what_is_not_there(self, port: Port) -> None:
        of = port.harbour
        ref = port.operations.create(of.H_Sighting(Number=1, Seen=port.ada))
        ghost = of.H_Sighting(Number=1, Seen=Ref(of.H_Vessel, {"Id": "ghost"}))
        with pytest.raises(CimInvalidParameterError, match="no such object"):
            port.operations.modify(ghost, ["Seen"])
        assert port.operations.get(ref).Seen == port.ada

    def test_other_namespaces_are_not_ours_to_check(self, port: Port) -> None:
        of = port.harbour
        foreign: Ref[Any] = Ref("X_Pilot", {"Name": "p"}, namespace="root/elsewhere")
        port.operations.create(of.H_Sighting(Number=1, Seen=port.ada, From=foreign))
        (found,) = port.operations.references(
            port.ada, port.operations.walk(association=of.H_Sighting)
        )
        assert found.From == foreign
        assert port.names(port.ada, association=of.H_Sighting) == set()
