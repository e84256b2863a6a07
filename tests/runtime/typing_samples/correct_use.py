"""Correct use of generated classes: no checker finds anything here."""

from __future__ import annotations

from typing import assert_type

from lamphouse import X_DimLamp, X_Lamp, X_LampInRoom, X_LampSetting, X_Room

from mofgen.runtime import (
    CimDateTime,
    ClassObjects,
    Condition,
    Connection,
    Job,
    Objects,
    Property,
    Ref,
    create,
    delete,
    parse_path,
    parse_uri,
    refresh,
    save,
)

lamp = X_DimLamp(Name="desk", State=2, Notes=["old"], Setting=X_LampSetting())

# Properties: what they hold or None, narrowed where a subclass overrides them.
assert_type(lamp.Name, str | None)
assert_type(lamp.Notes, tuple[str, ...] | None)
assert_type(lamp.State, X_DimLamp.StateValues | None)
assert_type(lamp.Kind, X_DimLamp.KindValues | None)
assert_type(lamp.History, tuple[X_Lamp.StateValues, ...] | None)
assert_type(lamp.Room, Ref[X_Room] | None)
assert_type(lamp.Setting, X_LampSetting | None)
assert_type(X_Lamp.Watts, Property[int, int])
assert_type(X_DimLamp.State, Property[X_DimLamp.StateValues, int])

# Setting takes more than reading gives.
lamp.State = 99
lamp.State = X_Lamp.StateValues.ON
lamp.State = None
lamp.History = [2, X_Lamp.StateValues.ON]
lamp.Notes = ("a", "b")
lamp.Room = X_Room(Name="kitchen")
lamp.Room = Ref(X_Room, {"Name": "kitchen"})
lamp.Room = 'X_Room.Name="kitchen"'
del lamp.Notes


def any_lamp(plain: X_Lamp) -> None:
    """A lamp is known by what its class says, whatever it is."""
    assert_type(plain.State, X_Lamp.StateValues | None)
    assert_type(plain.Switch(State=2).ReturnValue, X_Lamp.SwitchReturnValues)


# A subclass is substitutable.
any_lamp(lamp)

# Values.
assert_type(X_Lamp.StateValues.ON, X_Lamp.StateValues)
assert_type(X_DimLamp.StateValues.OFF, X_DimLamp.StateValues)
assert_type(X_Lamp.StateValues["ON"], X_Lamp.StateValues)
assert_type(X_Lamp.StateValues.from_label("Unknown"), X_Lamp.StateValues)
assert_type(list(X_Lamp.StateValues), list[X_Lamp.StateValues])
number: int = X_Lamp.StateValues.ON

# Copies are typed as construction is.
assert_type(lamp.copy(), X_DimLamp)
assert_type(lamp.copy(Name="floor", Watts=5), X_DimLamp)

# Methods.
result = lamp.Switch(State=2, Rooms=[X_Room(), Ref(X_Room, {})])
assert_type(result, X_DimLamp.SwitchResult)
assert_type(result.ReturnValue, X_DimLamp.SwitchReturnValues)
assert_type(result.Was, X_Lamp.StateValues | None)
made = X_Lamp.SwitchResult(ReturnValue=X_Lamp.SwitchReturnValues.DONE)

# Navigation.
ends = lamp.related.X_LampInRoom
assert_type(ends.Room, Objects[X_Room])
assert_type(ends.Room.one(), X_Room)
assert_type(ends.Lamp.of(X_DimLamp).all(), list[X_DimLamp])
assert_type(ends.objects(), Objects[X_LampInRoom])
for room in ends.Room:
    assert_type(room.Size, float | None)

# References.
assert_type(Ref(X_Room, {"Name": "a"}), Ref[X_Room])
some_lamp: Ref[X_Lamp] = Ref(X_DimLamp, {"Name": "a"})
assert_type(parse_path("X_Room=1", X_Room), Ref[X_Room])
assert_type(parse_uri("/:X_Room.Name=1", X_Room), Ref[X_Room])
CimDateTime.of("20240229120000.000000+000")


def on_a_host(host: Connection) -> None:
    """What a host gives is typed by what it is asked for."""
    lamps = X_Lamp.objects(host)
    assert_type(lamps, ClassObjects[X_Lamp])
    assert_type(lamps.get(Name="desk"), X_Lamp)
    assert_type(lamps.get("X_Lamp.Name='desk'"), X_Lamp)
    assert_type(lamps.all(), list[X_Lamp])
    assert_type(lamps.filter(State=[2, 3]).first(), X_Lamp | None)
    assert_type(lamps.select("Name", X_Lamp.Watts).one(), X_Lamp)
    assert_type(lamps.refs(), list[Ref[X_Lamp]])
    assert_type(lamps.refs()[0].get(), X_Lamp)
    assert_type(lamps.count(), int)
    for each in X_DimLamp.objects(host):
        assert_type(each, X_DimLamp)

    # Conditions.
    assert_type(X_Lamp.Watts > 40, Condition)
    assert_type(X_Lamp.State == X_Lamp.StateValues.ON, Condition)
    assert_type(X_Lamp.Watts == None, Condition)  # noqa: E711 - it is SQL's NULL
    lamps.where((X_Lamp.Watts > 40) & ~X_Lamp.Name.like("desk%"))
    lamps.where(X_Lamp.State.is_in([2, 3]) | (X_Lamp.Name != "desk"))

    # Walks.
    desk = lamps.get(Name="desk")
    assert_type(desk.related(X_Room), Objects[X_Room])
    rooms = desk.related(X_Room, via=X_LampInRoom, role="Lamp")
    assert_type(rooms.one(), X_Room)
    assert_type(rooms.filter(Name="hall"), Objects[X_Room])
    assert_type(rooms.related(X_DimLamp, via=X_LampInRoom).all(), list[X_DimLamp])
    assert_type(lamps.with_related(X_Room), list[tuple[X_Lamp, list[X_Room]]])
    assert_type(desk.related(X_LampInRoom).all(), list[X_LampInRoom])

    # Calls and what becomes of objects.
    result = desk.Switch(State=2, check=False)
    assert_type(result, X_Lamp.SwitchResult)
    assert_type(result.job.wait(timeout=5), Job)
    assert_type(refresh(desk), X_Lamp)
    assert_type(save(desk), X_Lamp)
    assert_type(create(X_Room(Name="hall"), host), X_Room)
    delete(desk)


async def in_a_coroutine(desk: X_Lamp) -> None:
    """Waiting for a job."""
    assert_type(await desk.Switch(State=2).job, Job)
