# ruff: noqa: B018 - an expression is enough to be wrong
"""Mistakes that a user can make: each line marked so is an error in each checker."""

from __future__ import annotations

from lamphouse import X_DimLamp, X_Lamp, X_LampSetting, X_Room

from mofgen.runtime import CimDateTime, Connection, Ref, parse_path, refresh

lamp = X_Lamp()

X_Lamp(Nam="desk")  # error: unknown property
X_Lamp(Name=5)  # error: wrong type
X_Lamp(State="on")  # error: a label is not a value
X_Lamp("desk")  # error: positional
X_Lamp(Setting="bright")  # error: a string is not an object
X_Room(Watts=5)  # error: a property of another class

lamp.Name = 5  # error: wrong type
lamp.Nam = "desk"  # error: unknown property
lamp.Notes = "abc"  # error: one string is not an array of strings
lamp.History = ["on"]  # error: wrong element
lamp.Watts = 1.5  # error: a real is not an integer
lamp.Room = 5  # error: a number is no reference
lamp.Kind + 1  # error: it may be None
print(lamp.nam)  # error: unknown property

X_Lamp.StateValues.DIMMED  # error: only the subclass lists it
X_Lamp.StateValues.ON.nam  # error: members have no such attribute

lamp.copy(Nam="x")  # error: unknown property
lamp.copy(Name=5)  # error: wrong type

lamp.Switch(2)  # error: positional
lamp.Switch()  # error: required
lamp.Switch(State="on")  # error: wrong type
lamp.Switch(State=2, Stat=3)  # error: unknown parameter
lamp.Switch(State=2, Setting=X_Room())  # error: wrong class
lamp.Switch(State=2).Wass  # error: no such out parameter
lamp.Switch(State=2).Was = None  # error: results cannot change
X_Lamp.SwitchResult()  # error: required

lamp.related.X_LampOnRoof  # error: no such association
lamp.related.X_LampInRoom.Roof  # error: no such end
lamp.related.X_LampInRoom.Room.of(5)  # error: not a class
lamp.related.X_LampInRoom.Room.one().Watts  # error: a room has no watts

setting: X_LampSetting = X_Room()  # error: wrong class
dim: Ref[X_DimLamp] = Ref(X_Lamp, {"Name": "a"})  # error: wrong class
room: Ref[X_Room] = parse_path("X_Lamp=1", X_Lamp)  # error: wrong class
CimDateTime.of(5)  # error: wrong type


def on_a_host(host: Connection) -> None:
    """What can go wrong between a program and a host."""
    X_Lamp.objects()  # error: no connection
    X_Lamp.objects("memory:")  # error: a URL is no connection
    X_Lamp.objects(host).filter("desk")  # error: positional
    X_Lamp.objects(host).where(True)  # error: not a condition
    X_Lamp.objects(host).where(Name="desk")  # error: a keyword is no condition
    X_Lamp.objects(host).get(Name="desk").Size  # error: no such property
    X_Lamp.objects(host).first().Name  # error: it may be None
    X_Lamp.objects(host).where(X_Lamp.Watts > "40")  # error: wrong type
    X_Lamp.objects(host).where(X_Lamp.State == "on")  # error: a label is not a value
    X_Lamp.Name.like(5)  # error: not text
    lamp.related(5)  # error: not a class
    lamp.related(X_Room, via="X_LampInRoom")  # error: a name is no class
    lamp.related(X_Room).one().Watts  # error: a room has no watts
    lamp.Switch(State=2, check="no")  # error: wrong type
    lamp.Switch(State=2).job.percents  # error: no such attribute
    setting.copy(Name=refresh(lamp))  # error: a lamp is no text
