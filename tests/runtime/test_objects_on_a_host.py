"""``Class.objects(host)``: which requests it makes, and what it gives."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import CIM_ConcreteJob, Msvm_ConcreteJob
from lamphouse import X_DimLamp, X_Element, X_Lamp, X_Room
from stand_in_host import StandInHost

from mofgen.runtime import (
    CimNotFoundError,
    CimTypeError,
    CimValueError,
    Instance,
    NotFoundError,
    NotUniqueError,
    Ref,
    UnknownPropertyError,
    connection_of,
    path_of,
)


@pytest.fixture
def host() -> StandInHost:
    return StandInHost(
        [
            X_Lamp(Name="desk", Watts=40, State=2),
            X_DimLamp(Name="bed", Watts=15, State=3),
            X_Lamp(Name="it's", Watts=40, State=3),
            X_Room(Name="kitchen"),
        ]
    )


def names(found: Any) -> list[str]:
    return [each.Name for each in found]


def test_all_objects_of_a_class_and_its_subclasses(host: StandInHost) -> None:
    lamps = X_Lamp.objects(host)
    assert host.requests == []
    assert names(lamps) == ["desk", "bed", "it's"]
    assert names(lamps.all()) == ["desk", "bed", "it's"]
    assert names(X_Element.objects(host)) == ["desk", "bed", "it's", "kitchen"]
    assert names(lamps.exact()) == ["desk", "it's"]
    assert names(lamps.exact().filter(State=3)) == ["it's"]


def test_every_iteration_asks_anew(host: StandInHost) -> None:
    lamps = X_Lamp.objects(host)
    assert len(lamps.all()) == 3
    host.objects.clear()
    assert lamps.all() == []
    assert host.requests == ["enumerate", "enumerate"]


def test_what_comes_belongs_to_the_connection(host: StandInHost) -> None:
    desk = X_Lamp.objects(host).get(Name="desk")
    assert connection_of(desk) is host
    assert path_of(desk) is None
    assert desk._reference() == Ref(X_Lamp, {"Name": "desk"})


def test_one_object_by_its_keys_is_fetched(host: StandInHost) -> None:
    assert X_Lamp.objects(host).get(Name="it's").Watts == 40
    assert host.requests == ["get"]


def test_an_object_of_a_subclass_has_another_path(host: StandInHost) -> None:
    assert type(X_Lamp.objects(host).get(Name="bed")) is X_DimLamp
    assert host.requests == ["get", "query"]


def test_a_path_gives_an_object_of_the_class_that_it_names(connection: Any) -> None:
    connection.objects = [X_DimLamp(Name="bed")]
    assert X_Lamp.objects(connection).get('X_DimLamp.Name="bed"').Name == "bed"
    assert connection.asked[0][1].kind is X_DimLamp


def test_no_object_has_the_path_of_an_abstract_class() -> None:
    jobs = StandInHost([Msvm_ConcreteJob(InstanceID="j")])
    found = CIM_ConcreteJob.objects(jobs).get(InstanceID="j")
    assert type(found) is Msvm_ConcreteJob
    assert jobs.requests == ["query"]


@pytest.mark.parametrize(
    "ref",
    [
        Ref(X_Lamp, {"Name": "desk"}),
        Ref("x_lamp", {"NAME": "desk"}),
        X_Lamp(Name="desk"),
        'X_Lamp.Name="desk"',
        "X_Lamp.Name='desk'",
    ],
    ids=str,
)
def test_one_object_by_its_reference(host: StandInHost, ref: Any) -> None:
    assert X_Lamp.objects(host).get(ref).Watts == 40
    assert host.requests == ["get"]


def test_one_object_by_other_values_is_queried_for(host: StandInHost) -> None:
    assert X_Lamp.objects(host).get(Watts=15).Name == "bed"
    assert X_Lamp.objects(host).get(Name="it's", State=3).Name == "it's"
    assert X_Lamp.objects(host).filter(State=2).get(Name="desk").Name == "desk"
    assert host.requests == ["query"] * 3


def test_one_is_exactly_one(host: StandInHost) -> None:
    lamps = X_Lamp.objects(host)
    with pytest.raises(
        NotUniqueError,
        match=r"^X_Lamp\.objects\(\) where Watts = 40: there is more than one$",
    ):
        lamps.get(Watts=40)
    with pytest.raises(
        NotFoundError, match=r"^X_Lamp\.objects\(\) where Watts = 1: there is none$"
    ):
        lamps.get(Watts=1)
    with pytest.raises(NotFoundError, match=r"where Name = 'roof': there is none$"):
        lamps.get(Name="roof")
    with pytest.raises(CimNotFoundError):
        lamps.get('X_Lamp.Name="roof"')
    with pytest.raises(CimNotFoundError):
        lamps.exact().get(Name="bed")
    with pytest.raises(NotUniqueError, match=r"^X_Lamp\.objects\(\): there is more"):
        lamps.one()
    assert X_Room.objects(host).one().Name == "kitchen"


def test_first_count_and_exists(host: StandInHost) -> None:
    lamps = X_Lamp.objects(host)
    first = lamps.first()
    assert first is not None
    assert first.Name == "desk"
    assert lamps.filter(Watts=1).first() is None
    assert lamps.count() == 3
    assert lamps.filter(Watts=40).count() == 2
    assert lamps.exists()
    assert not lamps.filter(Watts=1).exists()


def test_sets_are_true_without_asking(host: StandInHost) -> None:
    assert X_Lamp.objects(host)
    assert host.requests == []


def asked_of(connection: Any) -> list[Any]:
    return [each[1] for each in connection.asked]


def test_filters_become_a_query(connection: Any) -> None:
    lamps = X_Lamp.objects(connection)
    lamps.filter(Name="it's", State=[2, 3]).all()
    lamps.filter(Watts=None, class_="A").all()
    lamps.filter(State={X_Lamp.StateValues.ON}).filter(Watts=40).all()
    lamps.filter(Name="a").where(X_Lamp.Watts > 40, X_Lamp.Watts < 60).all()
    lamps.filter(Name={"c", "a", "b"}).all()
    lamps.filter().all()
    assert asked_of(connection) == [
        r"SELECT * FROM X_Lamp WHERE Name = 'it\'s' AND (State = 2 OR State = 3)",
        "SELECT * FROM X_Lamp WHERE Watts IS NULL AND class = 'A'",
        "SELECT * FROM X_Lamp WHERE State = 2 AND Watts = 40",
        "SELECT * FROM X_Lamp WHERE Name = 'a' AND Watts > 40 AND Watts < 60",
        "SELECT * FROM X_Lamp WHERE Name = 'a' OR Name = 'b' OR Name = 'c'",
        X_Lamp,
    ]


def test_narrowing_leaves_a_set_as_it_was(connection: Any) -> None:
    lamps = X_Lamp.objects(connection)
    lamps.filter(Name="a")
    lamps.select("Watts")
    lamps.exact()
    lamps.all()
    assert connection.asked == [("enumerate", X_Lamp, True, None)]


def test_only_what_is_wanted_is_asked_for(connection: Any) -> None:
    lamps = X_Lamp.objects(connection)
    lamps.select("Watts", X_Lamp.class_).all()
    lamps.select("Watts").filter(State=2).all()
    lamps.count()
    lamps.filter(State=2).count()
    lamps.refs()
    assert connection.asked == [
        ("enumerate", X_Lamp, True, ("Name", "Watts", "class")),
        ("query", "SELECT Name, Watts FROM X_Lamp WHERE State = 2", X_Lamp),
        ("enumerate", X_Lamp, True, ()),
        ("query", "SELECT Name FROM X_Lamp WHERE State = 2", X_Lamp),
        ("enumerate", X_Lamp, True, ()),
    ]


def test_selected_objects_have_what_was_selected(host: StandInHost) -> None:
    desk = X_Lamp.objects(host).select("Watts").get(Name="desk")
    assert (desk.Name, desk.Watts) == ("desk", 40)
    assert not desk.is_set("State")
    assert desk._reference().get().State == 2


def test_references_can_be_followed(host: StandInHost) -> None:
    refs = X_Lamp.objects(host).filter(Watts=40).refs()
    assert refs == [Ref(X_Lamp, {"Name": "desk"}), Ref(X_Lamp, {"Name": "it's"})]
    assert [ref.get().State for ref in refs] == [2, 3]


BAD_ACCESS = [
    (lambda o: o.filter(Nam="a"), UnknownPropertyError, "X_Lamp has no property 'Nam'"),
    (lambda o: o.filter(Nam="a"), UnknownPropertyError, "did you mean 'Name'?"),
    (lambda o: o.filter(Name=5), CimTypeError, "X_Element.Name is a string, not int"),
    (lambda o: o.filter(Notes="a"), CimTypeError, "X_Element.Notes is an array"),
    (lambda o: o.filter(State=["on"]), CimTypeError, "X_Lamp.State is uint16"),
    (lambda o: o.filter(Name=[]), CimTypeError, "Name is one of no values"),
    (
        lambda o: o.where(X_Room.Size > 5),
        UnknownPropertyError,
        "X_Lamp has no property",
    ),
    (lambda o: o.select("Size"), UnknownPropertyError, "X_Lamp has no property 'Size'"),
    (lambda o: o.select(X_Room.Size), UnknownPropertyError, "no property 'Size'"),
    (lambda o: o.get(), CimTypeError, "takes either a reference or property values"),
    (lambda o: o.get("X_Lamp=1", Name="a"), CimTypeError, "takes either a reference"),
    (lambda o: o.get(Nam="a"), UnknownPropertyError, "X_Lamp has no property 'Nam'"),
    (lambda o: o.get(Name=5), CimTypeError, "Name is a string, not int 5"),
    (lambda o: o.get(Ref(X_Room, {"Name": "a"})), CimTypeError, "not a subclass"),
    (lambda o: o.get(X_Room(Name="a")), CimTypeError, "X_Room is not a subclass of it"),
    (lambda o: o.get(X_Lamp()), CimValueError, "X_Lamp.Name is a key without a value"),
    (lambda o: o.get("X_Lamp.Name="), CimValueError, "X_Lamp.objects().get()"),
    (lambda o: o.get(5), CimTypeError, "X_Lamp.objects().get() takes a reference"),
]


@pytest.mark.parametrize(("ask", "kind", "message"), BAD_ACCESS)
def test_mistakes_are_told_before_anything_is_asked(
    connection: Any, ask: Any, kind: Any, message: str
) -> None:
    with pytest.raises(kind) as caught:
        ask(X_Lamp.objects(connection))
    assert message in str(caught.value)
    assert connection.asked == []


def test_a_set_says_what_it_is_a_set_of(connection: Any) -> None:
    lamps = X_Lamp.objects(connection)
    assert repr(lamps) == "<X_Lamp.objects()>"
    assert repr(lamps.exact().filter(Name="a")) == (
        "<X_Lamp.objects().exact() where Name = 'a'>"
    )


def test_the_base_of_all_classes_is_no_class_of_a_host(connection: Any) -> None:
    with pytest.raises(CimTypeError, match=r"^Instance is no class that a host"):
        Instance.objects(connection)
