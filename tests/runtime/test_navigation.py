"""``related``: from an object along an association to its other ends."""

from __future__ import annotations

from typing import Any

import pytest
from lamphouse import (
    X_DimLamp,
    X_Element,
    X_Gathering,
    X_Lamp,
    X_LampInRoom,
    X_Room,
)

from mofgen.runtime import (
    Instance,
    NotConnectedError,
    NotFoundError,
    NotUniqueError,
    Ref,
    Via,
    attach,
)

DESK = Ref(X_Lamp, {"Name": "desk"})


def lamp_at(connection: Any) -> X_Lamp:
    return attach(X_Lamp(Name="desk"), connection)


def test_an_end_gives_the_objects_there(connection: Any) -> None:
    connection.objects = [X_Room(Name="kitchen"), X_Room(Name="hall")]
    rooms = lamp_at(connection).related.X_LampInRoom.Room
    assert [room.Name for room in rooms] == ["kitchen", "hall"]
    assert rooms.all() == connection.objects


def test_nothing_is_asked_before_it_is_needed(connection: Any) -> None:
    rooms = lamp_at(connection).related.X_LampInRoom.Room
    assert connection.asked == []
    rooms.all()
    assert connection.asked == [
        ("associators", DESK, X_LampInRoom, Instance, "Lamp", "Room", None)
    ]


def test_a_class_narrows_what_the_host_gives(connection: Any) -> None:
    room = attach(X_Room(Name="kitchen"), connection)
    lamps = X_LampsOf(room).Lamp.of(X_DimLamp)
    lamps.all()
    assert connection.asked == [
        (
            "associators",
            Ref(X_Room, {"Name": "kitchen"}),
            X_LampInRoom,
            X_DimLamp,
            "Room",
            "Lamp",
            None,
        )
    ]


def X_LampsOf(room: X_Room) -> Any:
    from lamphouse.classes.X_LampInRoom import X_LampInRoomEnds

    return X_LampInRoomEnds(room, X_LampInRoom)


def test_the_association_itself_can_be_had(connection: Any) -> None:
    tie = X_LampInRoom(Lamp=X_Lamp(Name="desk"), Room=X_Room(Name="kitchen"))
    connection.objects = [tie]
    assert lamp_at(connection).related.X_LampInRoom.objects().one() is tie
    assert connection.asked == [("references", DESK, X_LampInRoom, "Lamp", None)]


def test_with_three_ends_the_source_may_stand_at_any(connection: Any) -> None:
    lamp_at(connection).related.X_Gathering.Place.all()
    lamp_at(connection).related.X_Gathering.objects().all()
    assert connection.asked == [
        ("associators", DESK, X_Gathering, Instance, None, "Place", None),
        ("references", DESK, X_Gathering, None, None),
    ]


def test_one_is_exactly_one(connection: Any) -> None:
    rooms = lamp_at(connection).related.X_LampInRoom.Room
    with pytest.raises(
        NotFoundError, match=r"^X_Lamp\.related\.X_LampInRoom\.Room: there is none$"
    ):
        rooms.one()
    connection.objects = [X_Room(Name="kitchen")]
    assert rooms.one().Name == "kitchen"
    connection.objects *= 2
    with pytest.raises(NotUniqueError, match="there is more than one"):
        rooms.one()


def test_without_a_connection_it_is_said_what_was_asked() -> None:
    rooms = X_Lamp(Name="desk").related.X_LampInRoom.Room
    with pytest.raises(
        NotConnectedError, match=r"^X_Lamp\.related\.X_LampInRoom\.Room asks the host"
    ):
        rooms.all()
    assert repr(rooms) == "<X_Lamp.related.X_LampInRoom.Room>"
    assert repr(rooms.of(X_Room)) == "<X_Lamp.related.X_LampInRoom.Room of X_Room>"


def test_navigators_are_inherited_and_can_be_listed() -> None:
    names = [n for n in dir(X_DimLamp.Related) if not n.startswith("_")]
    assert names == ["X_Gathering", "X_LampInRoom"]
    assert isinstance(X_Element.Related.X_Gathering, Via)
    assert not hasattr(X_Element().related, "X_LampInRoom")
