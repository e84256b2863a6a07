"""What clients send is held against the schema before anything is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mofgen.provider.manager import ObjectManager
from mofgen.runtime import Ref
from mofgen.runtime.codecs.columns import restored
from mofgen.runtime.instance import Instance
from mofgen.runtime.statuses import CimInvalidParameterError


def unchecked(cls: type[Instance], **values: object) -> Instance:
    """An object as a lenient reader makes one: nothing was checked."""
    return restored(cls, dict(values))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"Load": "heavy"}, "Load is uint32, not str 'heavy'"),
        ({"Load": 24001}, "24001 is above the limit 24000"),
        ({"Load": -1}, "-1 is below the limit 0"),
        ({"Name": "x" * 21}, "21 characters, above the limit 20"),
        ({"Insured": 1}, "Insured is boolean"),
        ({"Built": "yesterday"}, "Built"),
        ({"Holds": "one"}, "Holds takes a list or tuple"),
        ({"Holds": ("one", 2)}, r"Holds\[1\] is a string"),
        ({"Class": "C"}, "'C' is none of the values that the schema lists"),
        ({"State": 3}, "3 is none of the values that the schema lists"),
        ({"Flag": None}, "Flag.*required"),
        ({"Position": 5}, "takes an embedded H_Position"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_wrong_values_are_refused_and_named(
    harbour: Any, manager: ObjectManager, values: Mapping[str, object], message: str
) -> None:
    with pytest.raises(CimInvalidParameterError, match=message):
        manager.operations.create(unchecked(harbour.H_Vessel, Id="v", **values))
    assert len(manager.store) == 0


def test_the_same_holds_for_changes(harbour: Any, manager: ObjectManager) -> None:
    ref = manager.operations.create(harbour.H_Vessel(Id="v", Load=1))
    for name, value in {"Load": 24001, "Class": "C", "Position": 5}.items():
        changed = unchecked(harbour.H_Vessel, Id="v", **{name: value})
        with pytest.raises(CimInvalidParameterError, match=name):
            manager.operations.modify(changed, [name])
    assert manager.operations.get(ref).Load == 1


@pytest.mark.parametrize("kind", [1, 2, 10, 15, 19])
def test_listed_values_and_ranges_are_taken(
    harbour: Any, manager: ObjectManager, kind: int
) -> None:
    ref = manager.operations.create(harbour.H_Vessel(Id="v", Kind=kind))
    assert manager.operations.get(ref).Kind == kind


def test_an_open_list_takes_any_value_of_the_type(
    harbour: Any, manager: ObjectManager
) -> None:
    ref = manager.operations.create(harbour.H_Vessel(Id="v", Kind=999))
    assert manager.operations.get(ref).Kind == 999
    with pytest.raises(CimInvalidParameterError, match="70000"):
        manager.operations.create(unchecked(harbour.H_Vessel, Id="w", Kind=70000))


def test_stored_values_know_what_they_mean(
    harbour: Any, manager: ObjectManager
) -> None:
    ref: Any = manager.operations.create(unchecked(harbour.H_Vessel, Id="v", State=2))
    assert manager.operations.get(ref).State.label == "Sailing"


def test_embedded_objects_are_checked_like_others(
    harbour: Any, manager: ObjectManager
) -> None:
    wrong = unchecked(harbour.H_Position, North=91)
    with pytest.raises(CimInvalidParameterError, match="North: 91 is above"):
        manager.operations.create(unchecked(harbour.H_Vessel, Id="v", Position=wrong))


def test_an_embedded_object_is_of_the_declared_class(
    harbour: Any, manager: ObjectManager
) -> None:
    wrong = unchecked(harbour.H_Vessel, Id="v", Position=harbour.H_Berth(Id="b"))
    with pytest.raises(CimInvalidParameterError, match="H_Berth is not a subclass"):
        manager.operations.create(wrong)


def test_a_reference_by_name_is_of_the_declared_class_too(
    harbour: Any, manager: ObjectManager
) -> None:
    vessel = manager.operations.create(harbour.H_Vessel(Id="v"))
    mooring = unchecked(
        harbour.H_Mooring, Vessel=vessel, Berth=Ref("H_Vessel", {"Id": "v"})
    )
    with pytest.raises(CimInvalidParameterError, match=r"H_Mooring\.Berth.*H_Vessel"):
        manager.operations.create(mooring)


def test_a_reference_to_a_class_that_there_is_not_is_refused(
    harbour: Any, manager: ObjectManager
) -> None:
    vessel = manager.operations.create(harbour.H_Vessel(Id="v"))
    mooring = harbour.H_Mooring(Vessel=vessel, Berth=Ref("H_Pier", {"Id": "p"}))
    with pytest.raises(CimInvalidParameterError, match="H_Pier"):
        manager.operations.create(mooring)


def test_defaults_may_break_the_schemas_own_limits() -> None:
    import hyperv_v2

    manager = ObjectManager(hyperv_v2)
    memory: Any = hyperv_v2.Msvm_Memory
    # Its DeltaReservation is at least 1, and 0 if nothing is said.
    values = {"DeviceID": "d", "SystemName": "s", "SystemCreationClassName": "c"}
    ref = manager.operations.create(memory(ElementName="Memory", **values))
    assert manager.operations.get(ref).DeltaReservation == 0
