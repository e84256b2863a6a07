"""``vm.related(Class, via=...)``: from one object, and from many without N requests."""

from __future__ import annotations

from typing import Any

import pytest
from hyper_v_host import hyper_v_host
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_MemorySettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)
from lamphouse import X_DimLamp, X_Gathering, X_Lamp, X_LampInRoom, X_Room
from stand_in_host import StandInHost

from mofgen.runtime import (
    CimTypeError,
    Instance,
    NotConnectedError,
    Ref,
    UnknownPropertyError,
    attach,
)
from mofgen.runtime.related_objects import related_of_each

DESK = Ref(X_Lamp, {"Name": "desk"})


def desk_at(connection: Any) -> X_Lamp:
    return attach(X_Lamp(Name="desk"), connection)


def test_the_general_form_passes_on_what_it_is_given(connection: Any) -> None:
    desk = desk_at(connection)
    desk.related(X_Room).all()
    desk.related(X_Room, via=X_LampInRoom).all()
    desk.related(X_Room, via=X_LampInRoom, role="Lamp", result_role="Room").all()
    assert connection.asked == [
        ("associators", DESK, None, X_Room, None, None, None),
        ("associators", DESK, X_LampInRoom, X_Room, None, None, None),
        ("associators", DESK, X_LampInRoom, X_Room, "Lamp", "Room", None),
    ]


def test_associations_themselves_are_walked_to_alike(connection: Any) -> None:
    desk_at(connection).related(X_LampInRoom).all()
    desk_at(connection).related(X_LampInRoom, role="Lamp").refs()
    assert connection.asked == [
        ("references", DESK, X_LampInRoom, None, None),
        ("references", DESK, X_LampInRoom, "Lamp", ()),
    ]


def test_a_role_that_the_association_does_not_have(connection: Any) -> None:
    with pytest.raises(
        CimTypeError,
        match=r"^X_LampInRoom has no reference 'Roof'; it has Lamp, Room$",
    ):
        desk_at(connection).related(X_Room, via=X_LampInRoom, role="Roof")
    with pytest.raises(CimTypeError, match="has no reference 'Roof'"):
        X_Lamp.objects(connection).with_related(
            X_Room, via=X_LampInRoom, result_role="Roof"
        )


def test_without_a_connection_it_is_said_what_was_asked() -> None:
    with pytest.raises(
        NotConnectedError, match=r"^X_Lamp\.related of X_Room asks the host"
    ):
        X_Lamp(Name="desk").related(X_Room).all()


def test_results_can_be_narrowed_although_wql_cannot(connection: Any) -> None:
    connection.objects = [X_Room(Name="a", Size=9), X_Room(Name="b", Size=5)]
    rooms = desk_at(connection).related(X_Room, via=X_LampInRoom)
    assert rooms.where(X_Room.Size > 6).one().Name == "a"
    assert rooms.filter(Name=["A", "c"]).count() == 1
    # What decides has to be asked for as well.
    assert connection.asked[1][-1] == ("Name",)
    with pytest.raises(UnknownPropertyError, match="X_Room has no property 'Watts'"):
        rooms.filter(Watts=5)


def test_navigators_know_the_class_at_their_end(connection: Any) -> None:
    connection.objects = [X_Room(Name="a"), X_Room(Name="b")]
    rooms = desk_at(connection).related.X_LampInRoom.Room
    assert rooms.filter(Name="b").one().Name == "b"
    with pytest.raises(UnknownPropertyError, match="X_Room has no property 'Watts'"):
        rooms.select("Watts")
    ties = desk_at(connection).related.X_LampInRoom.objects()
    with pytest.raises(UnknownPropertyError, match="X_LampInRoom has no property"):
        ties.filter(Name="b")


def test_a_set_says_how_it_is_walked_to(connection: Any) -> None:
    desk = desk_at(connection)
    assert repr(desk.related(X_Room)) == "<X_Lamp.related of X_Room>"
    assert repr(desk.related(X_Room, via=X_LampInRoom, result_role="Room")) == (
        "<X_Lamp.related.X_LampInRoom.Room of X_Room>"
    )
    assert repr(X_Lamp.objects(connection).related(X_Room, via=X_LampInRoom)) == (
        "<X_Lamp.objects().related(X_Room, via=X_LampInRoom)>"
    )


MACHINES = {f"web-{number}": f"U{number}" for number in range(10)}


def memories(host: StandInHost) -> Any:
    return (
        Msvm_ComputerSystem.objects(host)
        .related(Msvm_VirtualSystemSettingData, via=Msvm_SettingsDefineState)
        .related(
            Msvm_MemorySettingData,
            via=Msvm_VirtualSystemSettingDataComponent,
            role="GroupComponent",
            result_role="PartComponent",
        )
    )


def test_walking_from_many_takes_no_request_for_each() -> None:
    host = hyper_v_host(MACHINES)
    assert len(memories(host).all()) == 10
    # Machines, then associations and ends for each of the two hops.
    assert host.requests == ["enumerate"] * 5


def test_walking_from_few_does_not_fetch_everything() -> None:
    host = hyper_v_host(MACHINES)
    pairs = (
        Msvm_ComputerSystem.objects(host)
        .filter(ElementName="web-3")
        .with_related(Msvm_VirtualSystemSettingData, via=Msvm_SettingsDefineState)
    )
    assert [(vm.Name, [s.InstanceID for s in found]) for vm, found in pairs] == [
        ("U3", ["Microsoft:U3"])
    ]
    assert host.requests == ["query", "associators"]


def test_of_what_is_passed_through_only_references_are_asked_for(
    connection: Any,
) -> None:
    connection.objects = [X_Lamp(Name=name) for name in "abc"]
    lamps = X_Lamp.objects(connection)
    lamps.related(X_Room, via=X_LampInRoom).where(X_Room.Size > 5).select("Notes").all()
    assert connection.asked == [
        ("enumerate", X_Lamp, True, ()),
        ("enumerate", X_Room, True, ("Name", "Notes", "Size")),
        ("enumerate", X_LampInRoom, True, ["Lamp", "Room"]),
    ]
    connection.asked.clear()
    connection.objects = [X_Lamp(Name="a")]
    lamps.related(X_Room).refs()
    assert connection.asked[0] == ("enumerate", X_Lamp, True, ())
    assert connection.asked[1][-1] == ()


def test_objects_of_several_connections_are_not_walked_from_together() -> None:
    vms = [
        attach(Msvm_ComputerSystem(Name=name, CreationClassName="c"), StandInHost([]))
        for name in "abc"
    ]
    with pytest.raises(CimTypeError, match="several connections"):
        related_of_each(vms, Msvm_VirtualSystemSettingData, Msvm_SettingsDefineState)


def test_reading_what_was_walked_to_asks_no_more() -> None:
    host = hyper_v_host(MACHINES)
    found = memories(host).all()
    host.requests.clear()
    assert [memory.VirtualQuantity for memory in found] == [1024] * 10
    assert host.requests == []


def house(*ties: Instance) -> StandInHost:
    lamps: list[Instance] = [X_Lamp(Name=name) for name in "abc"]
    rooms: list[Instance] = [X_Room(Name=name) for name in "xyz"]
    return StandInHost([*lamps, X_DimLamp(Name="d"), *rooms, *ties])


def tie(lamp: str, room: str, **place: str) -> X_LampInRoom:
    kind = X_DimLamp if lamp == "d" else X_Lamp
    return X_LampInRoom(
        Lamp=Ref(kind, {"Name": lamp}, **place), Room=Ref(X_Room, {"Name": room})
    )


def rooms_of(host: StandInHost, **how: Any) -> dict[str, list[str]]:
    found = X_Lamp.objects(host).with_related(X_Room, **how)
    return {str(lamp.Name): [str(room.Name) for room in rooms] for lamp, rooms in found}


def test_joining_gives_what_asking_for_each_gives() -> None:
    ties = [tie("a", "x"), tie("a", "y"), tie("b", "y"), tie("d", "z")]
    expected = {"a": ["x", "y"], "b": ["y"], "c": [], "d": ["z"]}
    joined, asked = house(*ties), house(*ties)
    assert rooms_of(joined, via=X_LampInRoom) == expected
    assert joined.requests == ["enumerate"] * 3
    assert rooms_of(asked) == expected
    assert asked.requests == ["enumerate", *["associators"] * 4]


def test_references_that_name_their_place_are_joined_as_well() -> None:
    host = house(tie("a", "x", host="H", namespace="root/lamphouse"))
    assert rooms_of(host, via=X_LampInRoom)["a"] == ["x"]


def test_joining_keeps_to_the_roles() -> None:
    host = house(
        X_Gathering(
            First=X_Lamp(Name="a"), Second=X_Lamp(Name="b"), Place=X_Room(Name="x")
        )
    )
    lamps = X_Lamp.objects(host)

    def met(**roles: str) -> dict[str, list[str]]:
        found = lamps.with_related(X_Lamp, via=X_Gathering, **roles)
        return {str(a.Name): [str(b.Name) for b in met] for a, met in found if met}

    assert met() == {"a": ["b"], "b": ["a"]}
    assert met(role="first") == {"a": ["b"]}
    assert met(result_role="First") == {"b": ["a"]}
    assert met(role="Place") == {}


def test_what_several_lead_to_is_given_once() -> None:
    host = house(tie("a", "x"), tie("b", "x"), tie("c", "y"))
    rooms = X_Lamp.objects(host).related(X_Room, via=X_LampInRoom)
    assert [room.Name for room in rooms] == ["x", "y"]
    assert rooms.filter(Name="y").one().Name == "y"
    assert rooms.count() == 2


def test_nothing_leads_nowhere() -> None:
    host = StandInHost([])
    assert X_Lamp.objects(host).related(X_Room, via=X_LampInRoom).all() == []
    assert host.requests == ["enumerate"]
