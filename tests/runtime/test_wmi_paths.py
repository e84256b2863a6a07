"""WMI object paths: every form that WMI takes, one form that is written."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import lamphouse
import pytest
from hypothesis import given
from lamphouse import X_DimLamp, X_Lamp, X_LampInRoom, X_Room
from path_strategies import any_references, nearly_paths, texts

from mofgen.runtime import (
    CimDateTime,
    CimTypeError,
    CimValueError,
    Instance,
    PathError,
    PropertyRows,
    Ref,
    UnknownPropertyError,
    parse_path,
)

VM = (
    r"\\HOST\root\virtualization\v2:Msvm_ComputerSystem"
    '.CreationClassName="Msvm_ComputerSystem",Name="8C1C"'
)


class X_KeyOfEach(Instance):
    """A class with a key of each type."""

    _wire_class = ("X_KeyOfEach", "root/lamphouse", "")
    _wire_properties: PropertyRows = (
        ("Text", "string", "key"),
        ("Char", "char16", "key"),
        ("Small", "uint8", "key"),
        ("Large", "sint64", "key"),
        ("Flag", "boolean", "key"),
        ("When", "datetime", "key"),
        ("Real", "real32", "key"),
        ("Room", "reference", "key", "X_Room"),
        ("Colour", "string"),
    )


def test_an_absolute_path() -> None:
    ref = parse_path(VM)
    assert ref.host == "HOST"
    assert ref.namespace == r"root\virtualization\v2"
    assert ref.class_name == "Msvm_ComputerSystem"
    assert ref.keys == {"CreationClassName": "Msvm_ComputerSystem", "Name": "8C1C"}
    assert str(ref) == ref.path == VM
    assert ref.relative_path == VM.partition(":")[2]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("X", "X"),
        ("X=@", "X=@"),
        ("X = @", "X=@"),
        ('X="e:"', 'X="e:"'),
        ("X=5", "X=5"),
        ('X.K="v"', 'X.K="v"'),
        ("X.K='v'", 'X.K="v"'),
        ("X.K='say \"v\"'", r'X.K="say \"v\""'),
        (r"X.K='it\'s'", 'X.K="it\'s"'),
        (r'X.K="C:\\a\\b"', r'X.K="C:\\a\\b"'),
        ('X.K=""', 'X.K=""'),
        ('X.B="2",a="1"', 'X.a="1",B="2"'),
        (' X . A = 1 , B = "2" ', 'X.A=1,B="2"'),
        ("X.\tA\n=1", "X.A=1"),
        ("X.K=0x1F", "X.K=31"),
        ("X.K=-0x10", "X.K=-16"),
        ("X.K=+7", "X.K=7"),
        ("X.K=007", "X.K=7"),
        ("X.K=18446744073709551615", "X.K=18446744073709551615"),
        ("X.K=-9223372036854775808", "X.K=-9223372036854775808"),
        ("X.K=true", "X.K=TRUE"),
        ("X.K=False", "X.K=FALSE"),
        ("X.K=1.50", "X.K=1.5"),
        ("X.K=.5", "X.K=0.5"),
        ("X.K=1e20", "X.K=1.0e+20"),
        ("X.K=20240229120000.000000+000", 'X.K="20240229120000.000000+000"'),
        ("X.K=00000001******.******:000", 'X.K="00000001******.******:000"'),
        ("root:X", r"\\.\root:X"),
        ("root/cimv2:X.K=1", r"\\.\root\cimv2:X.K=1"),
        (r"root\cimv2:X.K=1", r"\\.\root\cimv2:X.K=1"),
        ("/root/cimv2:X.K=1", r"\\.\root\cimv2:X.K=1"),
        (":X.K=1", "X.K=1"),
        (r"\\.\root\cimv2:X", r"\\.\root\cimv2:X"),
        ("//host/root/cimv2:X=@", r"\\host\root\cimv2:X=@"),
        (r"\\10.0.0.7\root\Microsoft\Win-2\ms_409:X", None),
        (r"\\[fe80::1]\root:X", None),
        (r"\\host:5989\root:X", None),
        ("__Namespace.Name='a'", '__Namespace.Name="a"'),
        ("Größe.Länge=1", None),
    ],
)
def test_what_is_read_is_written_in_one_form(text: str, written: str | None) -> None:
    ref = parse_path(text)
    assert ref.path == (text if written is None else written)
    assert parse_path(ref.path) == ref


def test_a_path_of_a_class_and_one_of_a_singleton_differ() -> None:
    assert parse_path("X").is_class
    assert not parse_path("X=@").is_class
    assert parse_path("X=@").is_singleton
    assert parse_path("X") != parse_path("X=@")
    assert repr(parse_path("X=@")) == "Ref(X=@)"
    assert repr(parse_path("X")) == "Ref(X)"


def test_a_key_can_be_a_reference_with_keys_that_are_references() -> None:
    floor = Ref[Any]("X_Floor", {"Name": 'a"b\\c'}, namespace="root", host="H")
    room = Ref[Any]("X_Room", {"Floor": floor}, namespace="root", host="H")
    text = Ref(
        "X_LampInRoom", {"Lamp": Ref("X_Lamp", {"Name": "l"}), "Room": room}
    ).path
    assert text == (
        r'X_LampInRoom.Lamp="X_Lamp.Name=\"l\"",Room="\\\\H\\root:X_Room.Floor='
        r"\"\\\\\\\\H\\\\root:X_Floor.Name=\\\"a\\\\\\\"b\\\\\\\\c\\\"\""
        '"'
    )
    read = parse_path(text)
    assert read.keys["Room"] == room
    assert isinstance(read.keys["Room"], Ref)
    assert read.keys["Room"].keys["Floor"] == floor


def test_text_stays_text_where_a_reference_would_lose_something() -> None:
    for text in (r"\\server\share\a=b.vhdx", "X.B=1,A=2", r"\\H\root:X.B=1,A=2"):
        ref: Ref[Any] = Ref("X", {"K": text})
        assert parse_path(ref.path).keys["K"] == text


@given(any_references)
def test_every_reference_comes_back(ref: Ref[Any]) -> None:
    read = parse_path(ref.path)
    assert read == ref
    assert hash(read) == hash(ref)
    assert read.path == ref.path


@given(any_references)
def test_references_travel(ref: Ref[Any]) -> None:
    for twin in (pickle.loads(pickle.dumps(ref)), copy.deepcopy(ref)):
        assert twin == ref
        assert twin.path == ref.path


@given(nearly_paths | texts)
def test_any_text_is_a_path_or_refused_with_our_error(text: str) -> None:
    try:
        ref = parse_path(text)
    except PathError as error:
        assert error.text == text
        assert 1 <= error.column <= len(text) + 1
        assert f"expected {error.expected}" in str(error)
    else:
        assert parse_path(ref.path) == ref


def test_equal_means_the_same_object_in_whatever_form() -> None:
    room = Ref(X_Room, {"Name": "kitchen"}, namespace="root/lamphouse")
    same = [
        Ref("x_lampINroom", {"ROOM": room}),
        Ref(X_LampInRoom, {"Room": room.path}),
        Ref(X_LampInRoom, {"Room": r"\\.\ROOT\LampHouse:x_room.name='kitchen'"}),
        Ref(X_LampInRoom, {"Room": room.uri}),
        parse_path(f"X_LampInRoom.Room='{room.uri}'"),
    ]
    assert len(set(same)) == 1
    assert set(same) != {Ref(X_LampInRoom, {"Room": Ref(X_Room, {"Name": "Kitchen"})})}
    when = CimDateTime("20240229120000.000000+000")
    assert Ref("X", {"K": when}) == Ref("X", {"K": when.text})
    assert Ref("X", {"K": when}) == Ref("X", {"K": "20240229130000.000000+060"})
    assert parse_path("X.K=0x10") == parse_path("X.K=16") == Ref("X", {"K": 16})
    assert parse_path('X.K="16"') != parse_path("X.K=16")


def test_no_host_is_the_local_one() -> None:
    assert parse_path(r"\\.\root:X") == parse_path("root:X")
    assert hash(parse_path(r"\\.\root:X")) == hash(parse_path("root:X"))
    assert parse_path(r"\\H\root:X") != parse_path("root:X")


def test_a_class_gives_its_keys_names_and_types() -> None:
    ref = parse_path(
        'x_keyofeach.TEXT="a",char=\'b\',SMALL="5",Large=-1,Flag=true,Real=2,'
        'When="20240229120000.000000+000",Room="X_Room=\\"kitchen\\""',
        X_KeyOfEach,
        package=lamphouse,
    )
    assert ref.kind is X_KeyOfEach
    assert ref.class_name == "X_KeyOfEach"
    assert dict(ref.keys) == {
        "Text": "a",
        "Char": "b",
        "Small": 5,
        "Large": -1,
        "Flag": True,
        "Real": 2.0,
        "When": CimDateTime("20240229120000.000000+000"),
        "Room": Ref(X_Room, {"Name": "kitchen"}),
    }
    assert isinstance(ref.keys["Real"], float)
    assert ref.keys["Room"].kind is X_Room  # type: ignore[union-attr]


def test_a_string_key_is_text_even_where_it_is_a_path() -> None:
    path = r"\\H\root\cimv2:X.Name=" + '"a"'
    text = Ref("X_Room", {"Name": path}).path
    assert isinstance(parse_path(text).keys["Name"], Ref)
    assert parse_path(text, X_Room).keys["Name"] == path


def test_the_only_key_of_a_class_needs_no_name() -> None:
    assert parse_path('X_Room="kitchen"').keys == {"": "kitchen"}
    assert parse_path('X_Room="kitchen"', X_Room).keys == {"Name": "kitchen"}
    with pytest.raises(CimValueError, match="X_LampInRoom has 2 keys, so that a path"):
        parse_path('X_LampInRoom="a"', X_LampInRoom)


def test_a_subclass_is_found_in_the_package() -> None:
    assert parse_path('X_DimLamp.Name="a"', X_Lamp).kind is X_DimLamp
    assert parse_path('X_DimLamp.Name="a"', package=lamphouse).kind is X_DimLamp
    assert parse_path('X_OnAnotherHost.Name="a"', X_Lamp).kind is None


def test_another_class_is_refused() -> None:
    with pytest.raises(
        CimTypeError, match=r"refers to X_Room, which is not a subclass of X_Lamp$"
    ):
        parse_path('X_Room.Name="kitchen"', X_Lamp)


@pytest.mark.parametrize(
    ("keys", "error", "message"),
    [
        ('Texd="a"', UnknownPropertyError, "has no key 'Texd'; did you mean 'Text'?"),
        ('Colour="red"', UnknownPropertyError, "X_KeyOfEach has no key 'Colour'"),
        ("Text=5", CimTypeError, "X_KeyOfEach.Text is string, not 5"),
        ("Small=256", CimValueError, "X_KeyOfEach.Small: 256 is not within 0..255"),
        ("Small=-1", CimValueError, "-1 is not within 0..255"),
        ('Small="few"', CimTypeError, "X_KeyOfEach.Small is uint8, not 'few'"),
        ("Small=TRUE", CimTypeError, "X_KeyOfEach.Small is uint8, not True"),
        ("Flag=1", CimTypeError, "X_KeyOfEach.Flag is boolean, not 1"),
        ('Real="1.5"', CimTypeError, "X_KeyOfEach.Real is real32, not '1.5'"),
        ('When="soon"', CimValueError, "X_KeyOfEach.When: 'soon' is not a datetime"),
        ('Room="kitchen one"', PathError, "X_KeyOfEach.Room: not a WMI path: expected"),
        ("Room=1", CimTypeError, "X_KeyOfEach.Room is a reference, not 1"),
    ],
)
def test_keys_that_the_class_cannot_have(
    keys: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        parse_path(f"X_KeyOfEach.{keys}", X_KeyOfEach, package=lamphouse)
    assert message in str(caught.value)


def test_paths_go_wherever_references_go() -> None:
    lamp = X_Lamp(Name="desk", Room=r"\\H\root\lamphouse:X_Room.Name='kitchen'")
    assert lamp.Room == Ref(
        X_Room, {"Name": "kitchen"}, namespace="root/lamphouse", host="H"
    )
    lamp.Room = 'X_Room="attic"'
    assert lamp.Room == Ref(X_Room, {"Name": "attic"})
    assert lamp.Room is not None
    assert lamp.Room.kind is X_Room


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("web 01", PathError, "X_Lamp.Room: not a WMI path: expected '.' and keys"),
        ("X_Room", CimValueError, "'X_Room' is that of a class: it has no keys"),
        ('X_Lamp="desk"', CimTypeError, "X_Lamp.Room takes a reference to X_Room, and"),
        (
            "X_Room.Nam='a'",
            UnknownPropertyError,
            "X_Lamp.Room: X_Room has no key 'Nam'",
        ),
    ],
)
def test_what_is_said_of_a_wrong_path(
    path: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        X_Lamp(Room=path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"of": "web 01"}, CimValueError, "'web 01' is not the name of a class"),
        (
            {"namespace": "root//cimv2"},
            CimValueError,
            "'root//cimv2' is not a namespace",
        ),
        ({"namespace": "a b"}, CimValueError, "X: 'a b' is not a namespace"),
        ({"host": "a/b"}, CimValueError, "X: 'a/b' is not the name of a host"),
        ({"host": "me@host"}, CimValueError, "is not the name of a host"),
        ({"keys": {"a b": 1}}, CimValueError, "X: 'a b' is not the name of a key"),
        ({"keys": {"": 1, "B": 2}}, CimValueError, "'' is not the name of a key"),
        ({"keys": {"K": float("nan")}}, CimValueError, "X.K: nan names no object"),
        ({"keys": {"K": 1}, "is_singleton": True}, CimTypeError, "has no keys"),
    ],
)
def test_what_no_path_could_say_is_no_reference(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        Ref(**{"of": "X", "keys": {}, **arguments})
    assert message in str(caught.value)
