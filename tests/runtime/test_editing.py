"""create, refresh, save, delete: what is sent, and what is not."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from lamphouse import X_DimLamp, X_Every, X_Lamp, X_LampInRoom, X_LampSetting, X_Room
from stand_in_host import StandInHost

from mofgen.runtime import (
    CimNotFoundError,
    CimTypeError,
    CimValueError,
    NotConnectedError,
    Ref,
    attach,
    changed,
    connection_of,
    create,
    delete,
    path_of,
    received,
    refresh,
    save,
)


@pytest.fixture
def host() -> StandInHost:
    setting = X_LampSetting(Name="bright")
    return StandInHost(
        [
            X_Lamp(Name="desk", Watts=40, State=2, Notes=["a"], Setting=setting),
            X_Room(Name="hall"),
            X_LampInRoom(Lamp=X_Lamp(Name="desk"), Room=X_Room(Name="hall")),
        ]
    )


def desk(host: StandInHost) -> X_Lamp:
    found = X_Lamp.objects(host).get(Name="desk")
    host.requests.clear()
    return found


def test_saving_sends_what_has_changed(host: StandInHost) -> None:
    lamp = desk(host)
    lamp.Watts = 60
    lamp.State = 2  # as it was
    assert changed(lamp) == ("Watts",)
    assert save(lamp) is lamp
    assert host.requests == ["modify"]
    assert desk(host).Watts == 60


def test_without_changes_nothing_is_sent(host: StandInHost) -> None:
    lamp = desk(host)
    lamp.Watts = 60
    lamp.Watts = 40
    save(lamp)
    assert host.requests == []


def test_what_was_saved_is_no_change_any_more(host: StandInHost) -> None:
    lamp = desk(host)
    lamp.Watts = 60
    save(lamp)
    save(lamp)
    assert host.requests == ["modify"]
    lamp.Watts = 40
    assert changed(lamp) == ("Watts",)


def test_null_is_a_change_and_unset_is_none(host: StandInHost) -> None:
    lamp = desk(host)
    del lamp.State
    assert changed(lamp) == ()
    lamp.State = None
    assert changed(lamp) == ("State",)
    save(lamp)
    assert desk(host).State is None


def test_names_are_those_of_the_schema(host: StandInHost) -> None:
    lamp = desk(host)
    lamp.class_ = "A"
    assert changed(lamp) == ("class",)


def test_changes_inside_of_an_embedded_object_are_seen(host: StandInHost) -> None:
    lamp = desk(host)
    assert lamp.Setting is not None
    lamp.Setting.Name = "dark"
    assert changed(lamp) == ("Setting",)
    outer = received(X_Every(parts=[X_Every(anything=X_Room(Name="a"))]), host)
    assert changed(outer) == ()
    assert outer.parts is not None
    outer.parts[0].anything.Name = "b"  # type: ignore[attr-defined]
    assert changed(outer) == ("parts",)


def test_a_real_that_is_no_number_has_not_changed(host: StandInHost) -> None:
    each = received(X_Every(r64=float("nan")), host)
    assert changed(each) == ()
    assert changed(pickle.loads(pickle.dumps(each))) == ()


def test_of_an_object_that_was_not_read_all_has_changed(host: StandInHost) -> None:
    lamp = attach(X_Lamp(Name="desk", Watts=60), host)
    assert changed(lamp) == ("Watts",)
    save(lamp)
    assert (desk(host).Watts, desk(host).State) == (60, 2)


def test_copies_and_pickles_know_what_was_read(host: StandInHost) -> None:
    lamp = desk(host)
    for twin in (
        lamp.copy(Watts=60),
        copy.copy(lamp).copy(Watts=60),
        copy.deepcopy(lamp).copy(Watts=60),
        pickle.loads(pickle.dumps(lamp)).copy(Watts=60),
        pickle.loads(pickle.dumps(lamp.copy(Watts=60))),
    ):
        assert changed(twin) == ("Watts",)
    assert changed(lamp) == ()


def test_copies_remember_what_was_read_whatever_becomes_of_the_other(
    host: StandInHost,
) -> None:
    room = X_Room.objects(host).get(Name="hall")
    before, twin = room.__copy__(), room.__copy__()
    room.Size = 3.0
    del twin.Size
    assert (before.Size, changed(before)) == (None, ())
    assert (changed(room), changed(twin)) == (("Size",), ())
    refresh(room)
    before.Size = 4.0
    assert (room.Size, changed(before)) == (None, ("Size",))


def test_a_copy_with_another_key_was_never_read(host: StandInHost) -> None:
    other = desk(host).copy(Name="floor")
    assert sorted(changed(other)) == ["Notes", "Setting", "State", "Watts"]


def test_refreshing_takes_over_what_the_host_has_now(host: StandInHost) -> None:
    lamp = desk(host)
    lamp.Watts = 60
    lamp.class_ = "A"
    host.find(lamp._reference()).State = 3
    assert refresh(lamp) is lamp
    assert (lamp.Watts, lamp.State) == (40, 3)
    assert not lamp.is_set("class_")
    assert changed(lamp) == ()
    assert connection_of(lamp) is host


def test_refreshing_keeps_the_path(connection: Any) -> None:
    path = Ref(X_Lamp, {"Name": "desk"}, host="H", namespace="root/lamphouse")
    lamp = received(X_Lamp(Watts=1), connection, path=path)
    connection.objects = [X_Lamp(Watts=2)]
    refresh(lamp)
    assert connection.asked == [("get", path, None)]
    assert path_of(lamp) == path
    assert lamp.Watts == 2


def test_what_was_selected_is_completed_by_refreshing(host: StandInHost) -> None:
    lamp = X_Lamp.objects(host).select("Watts").one()
    assert lamp.State is None
    assert refresh(lamp).State == 2


def test_an_object_of_another_class_is_no_refreshment(connection: Any) -> None:
    connection.objects = [X_DimLamp(Name="desk")]
    with pytest.raises(CimTypeError, match=r"^refresh\(X_Lamp\): the host has a X_Dim"):
        refresh(attach(X_Lamp(Name="desk"), connection))


def test_creating_gives_the_object_as_the_host_has_it(host: StandInHost) -> None:
    room = create(X_Room(Name="attic", Size=9), host)
    assert connection_of(room) is host
    assert room == X_Room(Name="attic", Size=9)
    assert host.requests == ["create", "get"]
    assert X_Room.objects(host).count() == 2


def test_what_a_host_has_already_is_not_created_there(host: StandInHost) -> None:
    path = Ref(X_Lamp, {"Name": "desk"})
    with pytest.raises(CimValueError, match=r"^create\(X_Lamp\): the object is there"):
        create(attach(X_Lamp(), host, path=path), host)


def test_deleting_removes_it(host: StandInHost) -> None:
    lamp = desk(host)
    delete(lamp)
    assert lamp.Watts == 40
    with pytest.raises(CimNotFoundError):
        refresh(lamp)
    with pytest.raises(CimNotFoundError):
        delete(lamp)


def test_deleting_by_a_reference(host: StandInHost) -> None:
    (ref,) = X_Lamp.objects(host).refs()
    delete(ref)
    assert not X_Lamp.objects(host).exists()


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: refresh(X_Lamp(Name="a")), r"^refresh\(X_Lamp\) asks the host"),
        (lambda: save(X_Lamp(Name="a")), r"^save\(X_Lamp\) asks the host"),
        (lambda: delete(X_Lamp(Name="a")), r"^delete\(X_Lamp\) asks the host"),
        (lambda: delete(Ref(X_Lamp, {"Name": "a"})), r"^delete\(Ref\(X_Lamp: Name='a'"),
        (
            lambda: Ref(X_Lamp, {"Name": "a"}).get(),
            r"^Ref\(X_Lamp: Name='a'\)\.get\(\)",
        ),
    ],
)
def test_without_a_connection_it_is_said_what_was_asked(ask: Any, message: str) -> None:
    with pytest.raises(NotConnectedError, match=message):
        ask()


# References that a host delivered can be followed.


def test_references_of_a_read_object_lead_on(host: StandInHost) -> None:
    tie = X_LampInRoom.objects(host).one()
    assert tie.Room is not None
    assert tie.Room.get() == X_Room(Name="hall")
    assert tie.Lamp is not None
    assert tie.Lamp.get().Watts == 40


def test_a_reference_can_be_followed_over_a_given_connection(host: StandInHost) -> None:
    ref = Ref(X_Lamp, {"Name": "desk"})
    assert ref.get(host).Watts == 40
    assert ref.on(host).get().Watts == 40
    assert ref.on(host) == ref
    assert hash(ref.on(host)) == hash(ref)
    assert ref.on(host).on(host) is not ref
    assert ref.on(None) is ref


def test_arrays_of_references_lead_on(host: StandInHost) -> None:
    each = received(X_Every(others=[Ref(X_Room, {"Name": "hall"}), None]), host)
    assert each.others is not None
    assert each.others[0].get() == X_Room(Name="hall")
    assert each.others[1] is None


def test_a_connection_does_not_travel_with_references(host: StandInHost) -> None:
    ref = Ref(X_Lamp, {"Name": "desk"}).on(host)
    assert copy.deepcopy(ref) is ref
    assert copy.copy(ref) is ref
    with pytest.raises(NotConnectedError):
        pickle.loads(pickle.dumps(ref)).get()
