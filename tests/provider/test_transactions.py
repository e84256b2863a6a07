"""Changes that are made all together or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from mofgen.provider.manager import ObjectManager
from mofgen.provider.schema import Schema
from mofgen.provider.store import Store
from mofgen.runtime import CimError, CimTypeError, Ref
from mofgen.runtime.errors import UnknownPropertyError
from mofgen.runtime.statuses import (
    CimAlreadyExistsError,
    CimInvalidParameterError,
    CimNoSuchPropertyError,
    CimNotFoundError,
    CimNotSupportedError,
)


class Stop(Exception):
    """What goes wrong in these tests."""


class TestCommit:
    def test_at_the_end_of_the_block_all_is_there(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as transaction:
            vessel = transaction.create(harbour.H_Vessel(Id="v"))
            berth = transaction.create(harbour.H_Berth(Id="b"))
            transaction.create(harbour.H_Mooring(Vessel=vessel, Berth=berth))
        assert len(manager.store) == 3
        assert manager.operations.associator_names(vessel) == [berth]

    def test_an_error_leaves_nothing_behind(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as transaction:
            kept = transaction.create(harbour.H_Vessel(Id="kept", Load=1))
            other = transaction.create(harbour.H_Vessel(Id="other"))
        with pytest.raises(Stop), manager.transaction() as transaction:
            transaction.create(harbour.H_Vessel(Id="new"))
            transaction.change(kept, Load=2, Name="renamed")
            transaction.delete(other)
            raise Stop
        assert manager.operations.names(harbour.H_Vessel) == [kept, other]
        assert manager.operations.get(kept).Load == 1
        with manager.transaction() as transaction:
            assert transaction.objects(harbour.H_Vessel, Name="renamed") == []

    def test_the_first_one_is_found_by_every_index(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as transaction:
            vessel = transaction.create(harbour.H_Vessel(Id="v", Name="Ada"))
            transaction.create(harbour.H_Vessel(Id="w", Name="Ida"))
            transaction.delete(harbour.H_Vessel(Id="w"))
            transaction.change(vessel, Name="Bea")
        with manager.transaction() as transaction:
            assert transaction.objects(harbour.H_Vessel, Name="Ada") == []
            (found,) = transaction.objects(harbour.H_Vessel, Name="bea")
            berth = transaction.create(harbour.H_Berth(Id="b"))
            transaction.create(harbour.H_Mooring(Vessel=found, Berth=berth))
        assert manager.operations.associator_names(berth) == [vessel]

    def test_it_can_be_used_once_and_only_when_open(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        transaction = manager.transaction()
        with pytest.raises(CimError, match="not open"):
            transaction.create(harbour.H_Vessel(Id="v"))
        with transaction, pytest.raises(CimError, match="open already"), transaction:
            pass
        with pytest.raises(CimError, match="not open"):
            transaction.objects(harbour.H_Vessel)


class TestReading:
    def test_a_transaction_sees_its_own_changes(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as transaction:
            old = transaction.create(harbour.H_Vessel(Id="old", Name="one"))
            gone = transaction.create(harbour.H_Vessel(Id="gone", Name="two"))
        with manager.transaction() as transaction:
            transaction.change(old, Name="two")
            transaction.delete(gone)
            new = transaction.create(harbour.H_Tug(Id="new", Name="TWO"))
            assert transaction.get(old).Name == "two"
            assert transaction.find(gone) is None
            names = [each.Id for each in transaction.objects(harbour.H_Vessel)]
            assert names == ["old", "new"]
            found = transaction.objects(harbour.H_Vessel, Name="two")
            assert {each.Id for each in found} == {"old", "new"}
            assert transaction.objects(harbour.H_Vessel, Name="one") == []
            berth = transaction.create(harbour.H_Berth(Id="b"))
            transaction.create(harbour.H_Mooring(Vessel=new, Berth=berth))
            moored = transaction.associators(berth, harbour.H_Vessel)
            assert [each.Id for each in moored] == ["new"]

    def test_objects_are_found_by_values_with_or_without_an_index(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as transaction:
            for number in range(6):
                transaction.create(
                    harbour.H_Vessel(
                        Id=str(number), Name=f"Ship {number % 2}", Load=number % 3
                    )
                )

            def ids(**values: object) -> list[str]:
                return [v.Id for v in transaction.objects(harbour.H_Vessel, **values)]

            assert ids(Name="ship 1") == ["1", "3", "5"]
            assert ids(Load=2) == ["2", "5"]
            assert ids(Name="SHIP 1", Load=2) == ["5"]
            assert ids(Note=None, Load=0) == ["0", "3"]
            with pytest.raises(UnknownPropertyError, match="Lode"):
                ids(Lode=1)

    def test_references_are_found_in_any_form(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as transaction:
            tug = transaction.create(harbour.H_Tug(Id="t"))
            berth = transaction.create(harbour.H_Berth(Id="b"))
            transaction.create(harbour.H_Mooring(Vessel=tug, Berth=berth))
            for vessel in (tug, Ref(harbour.H_Vessel, {"Id": "t"}), "H_Tug.Id='t'"):
                assert transaction.objects(harbour.H_Mooring, Vessel=vessel)
            assert not transaction.objects(harbour.H_Mooring, Vessel="H_Tug.Id='u'")

    def test_objects_and_paths_name_objects_too(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as transaction:
            transaction.create(harbour.H_Vessel(Id="v", Load=3))
            vessel = transaction.get(harbour.H_Vessel(Id="v"))
            assert vessel.Load == 3
            assert transaction.get('H_Vessel.Id="v"') == vessel
            with pytest.raises(CimInvalidParameterError, match="H_Vessel"):
                transaction.get("H_Vessel.Id=")


class TestWriting:
    def test_an_object_is_written_back_by_what_is_set_in_it(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as transaction:
            transaction.create(harbour.H_Vessel(Id="v", Name="n", Load=1))
            transaction.modify(harbour.H_Vessel(Id="v", Load=2))
            vessel = transaction.get(harbour.H_Vessel(Id="v"))
            assert (vessel.Name, vessel.Load) == ("n", 2)
            vessel.Name, vessel.Load, vessel.State = "m", 3, 2
            transaction.modify(vessel, ["Name", "state"])
            assert transaction.get(vessel).Load == 2
            assert transaction.get(vessel).State == 2  # read-only is for clients

    def test_a_property_that_there_is_not_is_named(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as transaction:
            transaction.create(harbour.H_Vessel(Id="v"))
            with pytest.raises(CimNoSuchPropertyError, match="did you mean 'Load'"):
                transaction.modify(harbour.H_Vessel(Id="v"), ["Lode"])

    def test_keys_never_change(self, harbour: Any, manager: ObjectManager) -> None:
        with manager.transaction() as transaction:
            ref = transaction.create(harbour.H_Vessel(Id="v"))
            with pytest.raises(CimNotSupportedError, match="never change"):
                transaction.change(ref, Id="w")

    def test_values_are_checked(self, harbour: Any, manager: ObjectManager) -> None:
        with manager.transaction() as transaction:
            ref = transaction.create(harbour.H_Vessel(Id="v"))
            with pytest.raises(CimTypeError, match="Load is uint32"):
                transaction.change(ref, Load="much")

    def test_what_was_removed_can_be_made_again_in_its_place(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as transaction:
            ref = transaction.create(harbour.H_Vessel(Id="v", Load=1))
        with manager.transaction() as transaction:
            transaction.delete(ref)
            transaction.create(harbour.H_Vessel(Id="v"))
        assert manager.operations.get(ref).Load == 0


class TestAdopting:
    """Taking over what another store has, which is not made anew."""

    def test_objects_associations_and_indexes_come_along(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        stock = Store(manager.schema)
        with stock.transaction() as transaction:
            vessel = transaction.create(harbour.H_Vessel(Id="v", Name="Ada"))
            berth = transaction.create(harbour.H_Berth(Id="b"))
            transaction.create(harbour.H_Mooring(Vessel=vessel, Berth=berth))
        with manager.transaction() as transaction:
            transaction.create(harbour.H_Vessel(Id="w"))
            transaction.adopt(stock)
            transaction.change(vessel, Load=2)
        with manager.transaction() as transaction:
            (found,) = transaction.objects(harbour.H_Vessel, Name="ada")
        assert found.Load == 2
        assert manager.operations.associator_names(berth) == [vessel]
        with stock.transaction() as transaction:
            assert transaction.get(vessel).Load == 0  # the stock stays as it is

    def test_what_is_here_already_cannot_come_again(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        stock = Store(manager.schema)
        with stock.transaction() as transaction:
            transaction.create(harbour.H_Vessel(Id="v"))
            transaction.create(harbour.H_Vessel(Id="w"))
        with manager.transaction() as transaction:
            transaction.create(harbour.H_Vessel(Id="w"))
        with pytest.raises(CimAlreadyExistsError), manager.transaction() as transaction:
            transaction.adopt(stock)
        assert len(manager.store) == 1

    def test_the_schema_must_be_the_same(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        other = Store(Schema(harbour))
        with (
            manager.transaction() as transaction,
            pytest.raises(CimError, match="the same schema"),
        ):
            transaction.adopt(other)


class TestNesting:
    def test_the_inner_becomes_part_of_the_outer(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with pytest.raises(Stop), manager.transaction() as outer:
            with manager.transaction() as inner:
                ref = inner.create(harbour.H_Vessel(Id="v"))
            assert outer.get(ref).Id == "v"
            raise Stop
        assert len(manager.store) == 0

    def test_an_error_in_the_inner_can_be_survived(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as outer:
            kept = outer.create(harbour.H_Vessel(Id="v", Load=1))
            with pytest.raises(Stop), manager.transaction() as inner:
                inner.change(kept, Load=2)
                inner.create(harbour.H_Vessel(Id="w"))
                raise Stop
            assert outer.get(kept).Load == 1
        assert manager.operations.names(harbour.H_Vessel) == [kept]

    def test_operations_join_the_transaction_of_their_thread(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with pytest.raises(Stop), manager.transaction() as transaction:
            ref = transaction.create(harbour.H_Vessel(Id="v"))
            assert manager.operations.get(ref).Id == "v"
            manager.operations.create(harbour.H_Vessel(Id="w"))
            assert len(transaction.objects(harbour.H_Vessel)) == 2
            with pytest.raises(CimAlreadyExistsError):
                manager.operations.create(harbour.H_Vessel(Id="v"))
            raise Stop
        with pytest.raises(CimNotFoundError):
            manager.operations.get(ref)


class TestUndoing:
    """What a provider changes beside the objects goes the way of the objects."""

    def test_what_is_undone_calls_back_the_last_first(
        self, manager: ObjectManager
    ) -> None:
        called: list[str] = []
        with pytest.raises(Stop), manager.transaction() as transaction:
            transaction.undo_by(lambda: called.append("first"))
            transaction.undo_by(lambda: called.append("last"))
            raise Stop
        assert called == ["last", "first"]

    def test_what_is_committed_does_not(self, manager: ObjectManager) -> None:
        called: list[str] = []
        with manager.transaction() as transaction:
            transaction.undo_by(lambda: called.append("undone"))
        assert called == []

    def test_the_inner_is_undone_with_the_outer(self, manager: ObjectManager) -> None:
        called: list[str] = []
        with pytest.raises(Stop), manager.transaction() as outer:
            outer.undo_by(lambda: called.append("outer"))
            with manager.transaction() as inner:
                inner.undo_by(lambda: called.append("inner"))
            assert called == []
            raise Stop
        assert called == ["inner", "outer"]

    def test_the_inner_alone_can_be_undone(self, manager: ObjectManager) -> None:
        called: list[str] = []
        with manager.transaction() as outer:
            outer.undo_by(lambda: called.append("outer"))
            with pytest.raises(Stop), manager.transaction() as inner:
                inner.undo_by(lambda: called.append("inner"))
                raise Stop
        assert called == ["inner"]
