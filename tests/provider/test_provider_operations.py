"""The intrinsic operations of DSP0200 on single objects and classes."""

from __future__ import annotations

from typing import Any

import pytest

from mofgen.provider.manager import ObjectManager
from mofgen.provider.operations import Operations
from mofgen.runtime import Ref
from mofgen.runtime.instance import Instance
from mofgen.runtime.statuses import (
    CimAccessDeniedError,
    CimAlreadyExistsError,
    CimInvalidClassError,
    CimInvalidNamespaceError,
    CimInvalidParameterError,
    CimNoSuchPropertyError,
    CimNotFoundError,
    CimNotSupportedError,
)


@pytest.fixture
def operations(manager: ObjectManager) -> Operations:
    return manager.operations


class TestCreateInstance:
    def test_gives_the_reference_to_the_new_object(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Vessel(Id="v1"))
        assert ref == Ref(harbour.H_Vessel, {"Id": "v1"})
        assert operations.names(harbour.H_Vessel) == [ref]

    def test_what_is_unset_gets_its_default_or_is_null(
        self, harbour: Any, operations: Operations
    ) -> None:
        made = operations.get(operations.create(harbour.H_Vessel(Id="v1")))
        assert (made.Flag, made.State, made.Load) == ("none", 0, 0)
        assert made.is_set("Note") and made.Note is None

    def test_null_is_stored_where_it_was_given(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Vessel(Id="v1", Load=None))
        assert operations.get(ref).Load is None

    def test_an_object_that_exists_is_not_made_again(
        self, harbour: Any, operations: Operations
    ) -> None:
        operations.create(harbour.H_Vessel(Id="v1", Name="first"))
        with pytest.raises(CimAlreadyExistsError, match=r'H_Vessel\.Id="v1"'):
            operations.create(harbour.H_Vessel(Id="v1"))
        assert operations.get(Ref(harbour.H_Vessel, {"Id": "v1"})).Name == "first"

    def test_objects_of_two_classes_may_have_the_same_keys(
        self, harbour: Any, operations: Operations
    ) -> None:
        operations.create(harbour.H_Vessel(Id="x"))
        operations.create(harbour.H_Tug(Id="x"))
        operations.create(harbour.H_Berth(Id="x"))
        assert len(operations.names(harbour.H_Thing)) == 3

    def test_every_key_must_have_a_value(
        self, harbour: Any, operations: Operations
    ) -> None:
        for obj in (harbour.H_Vessel(), harbour.H_Vessel(Id=None)):
            with pytest.raises(CimInvalidParameterError, match="key Id has no value"):
                operations.create(obj)

    def test_the_creation_class_name_fills_itself_in(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Voyage(Number=7))
        assert ref.keys == {"CreationClassName": "H_Voyage", "Number": 7}

    def test_an_abstract_class_has_no_objects(
        self, harbour: Any, operations: Operations
    ) -> None:
        with pytest.raises(CimNotSupportedError, match="abstract"):
            operations.create(harbour.H_Thing(Id="x"))

    def test_indications_are_not_stored(
        self, harbour: Any, operations: Operations
    ) -> None:
        with pytest.raises(CimNotSupportedError, match="published"):
            operations.create(harbour.H_Alarm(Text="fire"))

    def test_a_class_of_another_schema_is_unknown(self, operations: Operations) -> None:
        class Elsewhere(Instance):
            _wire_class = ("E_Elsewhere", "", "")

        with pytest.raises(CimInvalidClassError, match="E_Elsewhere"):
            operations.create(Elsewhere())

    def test_a_class_without_keys_has_one_object(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Harbour(Name="Hamburg"))
        assert ref.is_singleton and str(ref) == "H_Harbour=@"
        assert operations.get(ref).Name == "Hamburg"
        with pytest.raises(CimAlreadyExistsError):
            operations.create(harbour.H_Harbour())

    def test_later_changes_of_the_object_do_not_reach_what_is_stored(
        self, harbour: Any, operations: Operations
    ) -> None:
        position = harbour.H_Position(North=1)
        vessel = harbour.H_Vessel(Id="v1", Position=position, Name="before")
        ref = operations.create(vessel)
        vessel.Name = "after"
        position.North = 2
        stored = operations.get(ref)
        assert (stored.Name, stored.Position.North) == ("before", 1)


class TestGetInstance:
    def test_gives_a_copy_of_its_own_each_time(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(
            harbour.H_Vessel(Id="v1", Position=harbour.H_Position(North=1))
        )
        one = operations.get(ref)
        one.Name = "changed"
        one.Position.North = 5
        two = operations.get(ref)
        assert (two.Name, two.Position.North) == (None, 1)

    def test_finds_the_object_by_a_superclass_and_gives_it_whole(
        self, harbour: Any, operations: Operations
    ) -> None:
        operations.create(harbour.H_Tug(Id="t1", Pull=50))
        for cls in (harbour.H_Vessel, harbour.H_Thing, "h_thing"):
            found: Any = operations.get(Ref(cls, {"Id": "t1"}))
            assert type(found) is harbour.H_Tug
            assert found.Pull == 50

    def test_finds_it_by_a_key_in_another_case_as_wmi_does(
        self, harbour: Any, operations: Operations
    ) -> None:
        operations.create(harbour.H_Vessel(Id="Vessel-1", Name="one"))
        operations.create(harbour.H_Tug(Id="TUG", Name="two"))
        operations.create(harbour.H_Tug(Id="tug", Name="three"))
        for cls, key, name in (
            (harbour.H_Vessel, "vessel-1", "one"),
            (harbour.H_Thing, "VESSEL-1", "one"),
            (harbour.H_Tug, "tug", "three"),
            (harbour.H_Thing, "TUG", "two"),
        ):
            found: Any = operations.get(Ref(cls, {"Id": key}))
            assert found.Name == name, "the very spelling counts more than another"

    def test_does_not_find_it_by_a_subclass(
        self, harbour: Any, operations: Operations
    ) -> None:
        operations.create(harbour.H_Vessel(Id="v1"))
        with pytest.raises(CimNotFoundError):
            operations.get(Ref(harbour.H_Tug, {"Id": "v1"}))

    @pytest.mark.parametrize(
        "properties", [["Name", "Load"], ["NAME", "load"], ["load", "Name", "Nothing"]]
    )
    def test_a_property_list_gives_these_and_the_keys(
        self, harbour: Any, operations: Operations, properties: list[str]
    ) -> None:
        ref = operations.create(harbour.H_Vessel(Id="v1", Name="n", Load=5))
        found = operations.get(ref, properties)
        assert found == harbour.H_Vessel(Id="v1", Name="n", Load=5)

    def test_an_empty_property_list_gives_the_keys_alone(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Vessel(Id="v1", Name="n"))
        assert operations.get(ref, []) == harbour.H_Vessel(Id="v1")

    @pytest.mark.parametrize("number", [7, "7"])
    def test_keys_are_found_in_any_spelling_of_their_names_and_values(
        self, harbour: Any, operations: Operations, number: object
    ) -> None:
        operations.create(harbour.H_Voyage(Number=7, To="Riga"))
        path = f"h_voyage.number={number},CREATIONCLASSNAME='H_Voyage'"
        from mofgen.runtime import parse_path

        assert operations.get(parse_path(path, package=harbour)).To == "Riga"

    def test_paths_may_say_where_the_object_is(
        self, harbour: Any, operations: Operations
    ) -> None:
        operations.create(harbour.H_Vessel(Id="v1"))
        keys = {"Id": "v1"}
        there = Ref(harbour.H_Vessel, keys, namespace="ROOT\\Harbour", host="any")
        assert operations.get(there).Id == "v1"
        elsewhere = Ref(harbour.H_Vessel, keys, namespace="root/other")
        with pytest.raises(CimInvalidNamespaceError, match="root/harbour"):
            operations.get(elsewhere)

    def test_what_is_not_there_is_not_found(
        self, harbour: Any, operations: Operations
    ) -> None:
        with pytest.raises(CimNotFoundError) as caught:
            operations.get(Ref(harbour.H_Vessel, {"Id": "ghost"}))
        assert str(caught.value) == (
            'GetInstance of H_Vessel.Id="ghost": CIM_ERR_NOT_FOUND (6):'
            " there is no such object"
        )

    def test_an_unknown_class_is_told_from_an_unknown_object(
        self, operations: Operations
    ) -> None:
        with pytest.raises(CimInvalidClassError, match="H_Vassel"):
            operations.get(Ref("H_Vassel", {"Id": "v1"}))

    @pytest.mark.parametrize(
        "keys",
        [{"Name": "v1"}, {"Id": "v1", "Name": "x"}, {"Id": 5}, {}],
        ids=["other", "too many", "wrong type", "none"],
    )
    def test_keys_that_the_class_has_not_are_wrong_parameters(
        self, harbour: Any, operations: Operations, keys: dict[str, Any]
    ) -> None:
        with pytest.raises(CimInvalidParameterError):
            operations.get(Ref(harbour.H_Vessel, keys))


class TestEnumerateInstances:
    def test_gives_the_objects_of_subclasses_too_if_deep(
        self, harbour: Any, operations: Operations
    ) -> None:
        operations.create(harbour.H_Tug(Id="t", Pull=1))
        operations.create(harbour.H_Vessel(Id="v"))
        operations.create(harbour.H_Berth(Id="b"))
        deep = operations.enumerate(harbour.H_Vessel)
        assert {type(each).__name__ for each in deep} == {"H_Vessel", "H_Tug"}
        flat = operations.enumerate(harbour.H_Vessel, deep=False)
        assert [each.Id for each in flat] == ["v"]
        assert len(operations.enumerate(harbour.H_Thing)) == 3

    def test_objects_stay_in_the_order_in_which_they_were_made(
        self, harbour: Any, operations: Operations
    ) -> None:
        for name in "cab":
            operations.create(harbour.H_Vessel(Id=name))
        operations.modify(harbour.H_Vessel(Id="c", Load=1), ["Load"])
        found = operations.enumerate(harbour.H_Vessel)
        assert [each.Id for each in found] == ["c", "a", "b"]

    def test_a_property_list_holds_for_all(
        self, harbour: Any, operations: Operations
    ) -> None:
        operations.create(harbour.H_Tug(Id="t", Pull=1, Name="n"))
        operations.create(harbour.H_Vessel(Id="v", Name="m"))
        found = operations.enumerate(harbour.H_Vessel, properties=["Name", "Pull"])
        assert found == [
            harbour.H_Tug(Id="t", Pull=1, Name="n"),
            harbour.H_Vessel(Id="v", Name="m"),
        ]


class TestModifyInstance:
    def test_writes_the_listed_properties_and_no_other(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Vessel(Id="v", Name="n", Load=1))
        changed = harbour.H_Vessel(Id="v", Name="ignored", Load=2)
        operations.modify(changed, ["load"])
        after = operations.get(ref)
        assert (after.Name, after.Load) == ("n", 2)

    def test_a_listed_property_without_a_value_becomes_null(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Vessel(Id="v", Name="n"))
        operations.modify(harbour.H_Vessel(Id="v"), ["Name"])
        assert operations.get(ref).Name is None

    def test_an_object_is_found_by_its_superclass_too(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Tug(Id="t", Pull=3))
        operations.modify(harbour.H_Vessel(Id="t", Load=9), ["Load"])
        tug: Any = operations.get(ref)
        assert (type(tug), tug.Load, tug.Pull) == (harbour.H_Tug, 9, 3)

    def test_what_is_not_there_is_not_found(
        self, harbour: Any, operations: Operations
    ) -> None:
        with pytest.raises(CimNotFoundError):
            operations.modify(harbour.H_Vessel(Id="ghost", Load=1), ["Load"])

    def test_an_object_without_its_keys_names_nothing(
        self, harbour: Any, operations: Operations
    ) -> None:
        with pytest.raises(CimInvalidParameterError, match="Id is a key"):
            operations.modify(harbour.H_Vessel(Load=1), ["Load"])

    def test_an_unknown_property_is_named_with_one_that_it_may_be(
        self, harbour: Any, operations: Operations
    ) -> None:
        operations.create(harbour.H_Vessel(Id="v"))
        with pytest.raises(CimNoSuchPropertyError, match="did you mean 'Load'"):
            operations.modify(harbour.H_Vessel(Id="v"), ["Lode"])

    def test_read_only_properties_stay(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Vessel(Id="v"))
        with pytest.raises(CimNotSupportedError, match="State is read-only"):
            operations.modify(
                harbour.H_Vessel(Id="v", State=2, Load=7), ["Load", "State"]
            )
        assert operations.get(ref).Load == 0  # nothing of it was done

    def test_what_is_the_same_may_be_listed_though_it_is_read_only(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Vessel(Id="v"))
        operations.modify(
            harbour.H_Vessel(Id="v", State=0, Load=7), ["Id", "State", "Load"]
        )
        assert operations.get(ref).Load == 7

    def test_a_required_property_does_not_become_null(
        self, harbour: Any, operations: Operations
    ) -> None:
        operations.create(harbour.H_Vessel(Id="v"))
        with pytest.raises(CimInvalidParameterError, match=r"H_Vessel\.Flag.*required"):
            operations.modify(harbour.H_Vessel(Id="v"), ["Flag"])

    def test_the_only_object_of_its_class_needs_no_keys(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Harbour(Name="Hamburg"))
        operations.modify(harbour.H_Harbour(Name="Kiel"), ["Name"])
        assert operations.get(ref).Name == "Kiel"


class TestDeleteInstance:
    def test_removes_the_object(self, harbour: Any, operations: Operations) -> None:
        ref = operations.create(harbour.H_Vessel(Id="v"))
        operations.delete(ref)
        with pytest.raises(CimNotFoundError):
            operations.get(ref)
        with pytest.raises(CimNotFoundError, match="DeleteInstance of"):
            operations.delete(ref)

    def test_the_keys_are_free_again(
        self, harbour: Any, operations: Operations
    ) -> None:
        ref = operations.create(harbour.H_Vessel(Id="v", Load=5))
        operations.delete(ref)
        operations.create(harbour.H_Vessel(Id="v"))
        assert operations.get(ref).Load == 0


def test_a_provider_can_keep_clients_from_writing(harbour: Any) -> None:
    def guard(operation: str, cls: type[Instance]) -> None:
        if cls is harbour.H_Berth:
            raise CimAccessDeniedError("H_Berth", f"no {operation} for you")

    manager = ObjectManager(harbour, guard=guard)
    with manager.transaction() as transaction:
        berth = transaction.create(harbour.H_Berth(Id="b"))
    with pytest.raises(CimAccessDeniedError, match="CreateInstance of H_Berth"):
        manager.operations.create(harbour.H_Berth(Id="c"))
    with pytest.raises(CimAccessDeniedError):
        manager.operations.modify(harbour.H_Berth(Id="b", Depth=2.0), ["Depth"])
    with pytest.raises(CimAccessDeniedError):
        manager.operations.delete(berth)
    manager.operations.create(harbour.H_Vessel(Id="v"))
