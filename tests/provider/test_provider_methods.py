"""Calls of methods, and the handlers that answer them."""

from __future__ import annotations

from typing import Any

import pytest

from mofgen.provider.manager import ObjectManager
from mofgen.provider.memory_connection import MemoryConnection
from mofgen.provider.transactions import Transaction
from mofgen.runtime import MethodError, Ref
from mofgen.runtime.statuses import (
    CimAccessDeniedError,
    CimFailedError,
    CimInvalidParameterError,
    CimMethodNotAvailableError,
    CimMethodNotFoundError,
    CimNotFoundError,
)


@pytest.fixture
def vessel(harbour: Any, manager: ObjectManager) -> Ref[Any]:
    return manager.operations.create(harbour.H_Vessel(Id="v"))


def nobody(*_: Any, **__: Any) -> Any:
    """A handler that is never called."""
    raise AssertionError


def sails(manager: ObjectManager, harbour: Any) -> None:
    """Let vessels sail: a voyage comes into being, and the state changes."""

    @manager.methods.implements(harbour.H_Vessel, "Sail")
    def sail(
        transaction: Transaction, vessel: Any, *, To: str, Speed: int | None, **_: Any
    ) -> Any:
        voyage = transaction.create(harbour.H_Voyage(Number=1, To=To))
        transaction.change(vessel, State=2)
        code = 2 if To == "nowhere" else 0
        return harbour.H_Vessel.SailResult(
            ReturnValue=harbour.H_Vessel.SailReturnValues(code),
            Voyage=voyage,
            Course=("out", To, str(Speed)),
        )


def test_a_handler_gets_the_object_and_every_argument(
    harbour: Any, connection: MemoryConnection, vessel: Ref[Any]
) -> None:
    sails(connection.manager, harbour)
    result = connection.get(vessel).Sail(To="Riga", Speed=9)
    assert result.ReturnValue.label == "Completed"
    assert result.Course == ("out", "Riga", "9")
    assert result.Voyage.get().To == "Riga"
    assert connection.get(vessel).State.label == "Sailing"


def test_what_was_not_given_is_none(
    harbour: Any, manager: ObjectManager, vessel: Ref[Any]
) -> None:
    given: list[dict[str, Any]] = []

    @manager.methods.implements(harbour.H_Vessel, "sail")
    def sail(transaction: Transaction, vessel: Any, **arguments: Any) -> Any:
        given.append(arguments)
        return harbour.H_Vessel.SailResult(ReturnValue=0)

    manager.methods.invoke(vessel, "SAIL", {"to": "Riga"})
    assert given == [{"To": "Riga", "Speed": None, "Via": None, "From": None}]


def test_out_parameters_come_by_cim_name(
    harbour: Any, manager: ObjectManager, vessel: Ref[Any]
) -> None:
    sails(manager, harbour)
    answer = manager.methods.invoke(vessel, "Sail", {"To": "Riga"})
    assert answer.keys() == {"ReturnValue", "Voyage", "Course"}


def test_a_failing_return_value_undoes_what_was_done(
    harbour: Any, connection: MemoryConnection, vessel: Ref[Any]
) -> None:
    sails(connection.manager, harbour)
    with pytest.raises(MethodError, match=r"returned 2 \(Failed\)"):
        connection.get(vessel).Sail(To="nowhere")
    assert connection.get(vessel).State.label == "Moored"
    assert connection.enumerate(harbour.H_Voyage) == []


def test_so_does_a_plain_number_that_the_schema_calls_a_failure(
    harbour: Any, manager: ObjectManager, vessel: Ref[Any]
) -> None:
    @manager.methods.implements(harbour.H_Vessel, "Sail")
    def sail(transaction: Transaction, vessel: Any, **_: Any) -> Any:
        transaction.change(vessel, State=2)
        return harbour.H_Vessel.SailResult(ReturnValue=2)

    assert manager.methods.invoke(vessel, "Sail", {"To": "x"})["ReturnValue"] == 2
    assert manager.operations.get(vessel).State == 0


def test_a_started_job_is_no_failure(
    harbour: Any, manager: ObjectManager, vessel: Ref[Any]
) -> None:
    @manager.methods.implements(harbour.H_Vessel, "Sail")
    def sail(transaction: Transaction, vessel: Any, **_: Any) -> Any:
        transaction.change(vessel, State=2)
        return harbour.H_Vessel.SailResult(ReturnValue=4096)

    manager.methods.invoke(vessel, "Sail", {"To": "x"})
    assert manager.operations.get(vessel).State == 2


@pytest.mark.parametrize(
    ("raised", "caught", "message"),
    [
        (CimAccessDeniedError("Sail", "not today"), CimAccessDeniedError, "not today"),
        (KeyError("chart"), CimFailedError, r"provider failed: KeyError: 'chart'"),
    ],
)
def test_an_error_undoes_it_too(
    harbour: Any,
    manager: ObjectManager,
    vessel: Ref[Any],
    raised: Exception,
    caught: type[Exception],
    message: str,
) -> None:
    @manager.methods.implements(harbour.H_Vessel, "Sail")
    def sail(transaction: Transaction, vessel: Any, **_: Any) -> Any:
        transaction.change(vessel, State=2)
        raise raised

    with pytest.raises(caught, match=message):
        manager.methods.invoke(vessel, "Sail", {"To": "x"})
    assert manager.operations.get(vessel).State == 0


def test_subclasses_inherit_the_handler_or_have_their_own(
    harbour: Any, manager: ObjectManager
) -> None:
    called: list[str] = []

    def handler(name: str) -> Any:
        def paint(transaction: Transaction, vessel: Any) -> Any:
            called.append(f"{name} {type(vessel).__name__}")
            return harbour.H_Vessel.PaintResult(ReturnValue=None)

        return paint

    tug = manager.operations.create(harbour.H_Tug(Id="t"))
    manager.methods.register(harbour.H_Vessel, "Paint", handler("vessels"))
    manager.methods.invoke(Ref(harbour.H_Vessel, {"Id": "t"}), "Paint", {})
    manager.methods.register(harbour.H_Tug, "Paint", handler("tugs"))
    assert manager.methods.invoke(tug, "Paint", {}) == {"ReturnValue": None}
    assert called == ["vessels H_Tug", "tugs H_Tug"]


def test_nobody_who_answers_is_the_methods_own_code_for_that(
    manager: ObjectManager, vessel: Ref[Any]
) -> None:
    answer = manager.methods.invoke(vessel, "Sail", {"To": "Riga"})
    value: Any = answer["ReturnValue"]
    assert (value, value.label) == (1, "Not Supported")


@pytest.mark.parametrize("method", ["Hoot", "Paint"])
def test_or_an_error_where_it_has_no_such_code(
    manager: ObjectManager, vessel: Ref[Any], method: str
) -> None:
    with pytest.raises(CimMethodNotAvailableError, match=rf"H_Vessel\.{method}"):
        manager.methods.invoke(vessel, method, {})


def test_a_method_that_the_class_has_not_is_named(
    harbour: Any, manager: ObjectManager, vessel: Ref[Any]
) -> None:
    with pytest.raises(CimMethodNotFoundError, match=r"did you mean 'Sail'\?"):
        manager.methods.invoke(vessel, "Sale", {})
    with pytest.raises(CimMethodNotFoundError):
        manager.methods.register(harbour.H_Berth, "Sail", nobody)


def test_an_object_that_there_is_not_is_not_found(
    harbour: Any, manager: ObjectManager
) -> None:
    with pytest.raises(CimNotFoundError):
        manager.methods.invoke(Ref(harbour.H_Vessel, {"Id": "ghost"}), "Paint", {})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, r"Sail\(To\).*required"),
        ({"To": None}, r"Sail\(To\).*required"),
        ({"To": 5}, r"Sail\(To\) is a string"),
        ({"To": "x", "Speed": 256}, r"Sail\(Speed\): 256 is above"),
        ({"To": "x", "Sped": 1}, "did you mean 'Speed'"),
        ({"To": "x", "Course": ("a",)}, "takes no parameter 'Course'"),
        ({"To": "x", "From": Ref("H_Berth", {})}, None),
    ],
)
def test_wrong_arguments_never_reach_the_handler(
    harbour: Any,
    manager: ObjectManager,
    vessel: Ref[Any],
    arguments: dict[str, object],
    message: str | None,
) -> None:
    called = []

    @manager.methods.implements(harbour.H_Vessel, "Sail")
    def sail(transaction: Transaction, vessel: Any, **given: Any) -> Any:
        called.append(given)
        return harbour.H_Vessel.SailResult(ReturnValue=0)

    if message is None:
        manager.methods.invoke(vessel, "Sail", arguments)
        assert len(called) == 1  # whether there is such an object is for the handler
        return
    with pytest.raises(CimInvalidParameterError, match=message):
        manager.methods.invoke(vessel, "Sail", arguments)
    assert not called


def test_what_a_handler_keeps_is_not_what_the_caller_has(
    harbour: Any, manager: ObjectManager, vessel: Ref[Any]
) -> None:
    kept: list[Any] = []

    @manager.methods.implements(harbour.H_Vessel, "Sail")
    def sail(transaction: Transaction, vessel: Any, *, Via: Any, **_: Any) -> Any:
        kept.append(Via)
        return harbour.H_Vessel.SailResult(ReturnValue=0)

    via = harbour.H_Position(North=1)
    manager.methods.invoke(vessel, "Sail", {"To": "x", "Via": via})
    via.North = 2
    assert kept[0].North == 1


def test_what_a_handler_gives_back_must_be_a_result(
    harbour: Any, manager: ObjectManager, vessel: Ref[Any]
) -> None:
    manager.methods.register(harbour.H_Vessel, "Paint", lambda *_: {"ReturnValue": 0})  # type: ignore[arg-type]
    with pytest.raises(CimFailedError, match="gave a dict instead of a result"):
        manager.methods.invoke(vessel, "Paint", {})


def test_hyperv_has_such_a_code_of_its_own() -> None:
    import hyperv_v2

    manager = ObjectManager(hyperv_v2)
    system: Any = hyperv_v2.Msvm_ComputerSystem
    ref = manager.operations.create(system(Name="a", ElementName="a"))
    answer = manager.methods.invoke(ref, "RequestStateChange", {"RequestedState": 2})
    value: Any = answer["ReturnValue"]
    assert value.label == "Not Supported"


def test_every_hyperv_method_can_be_answered() -> None:
    import hyperv_v2

    package: Any = hyperv_v2
    manager = ObjectManager(package)
    count = 0
    for name in package.__all__:
        cls = getattr(package, name)
        for method, *_ in vars(cls).get("_wire_methods", ()):
            manager.methods.register(cls, method.upper(), nobody)
            assert manager.methods.implemented(cls, method) is not None
            count += 1
    assert count > 250
