"""A client of WS-Management to a host: what it asks, and what a program sees."""

from __future__ import annotations

from functools import partial
from typing import Any

import hyperv_v2
import pytest
from hyperv_v2 import (
    CIM_ManagedSystemElement,
    Msvm_ComputerSystem,
    Msvm_MemorySettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)
from windows_cimv2 import Win32_ComputerSystem

import mofgen.runtime as cim
from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.connection import KEYS_ONLY
from mofgen.runtime.instance import Instance
from mofgen.server.in_process import InProcess
from mofgen.server.namespaces import Namespace, Namespaces, Session
from mofgen.server.service import WsmanService
from mofgen.vmms import Vmms
from mofgen.winrm.connection import WinRmConnection
from mofgen.winrm.errors import AnswerLostError
from mofgen.winrm.exchange import Settings

CLASSES = [
    kind
    for name in hyperv_v2.__all__
    if isinstance(kind := getattr(hyperv_v2, name), type)
    and issubclass(kind, Instance)
    and "abstract" not in kind._wire_class[2]
]


def names(objects: Any) -> list[str]:
    return sorted(each.ElementName for each in objects)


def define(client: WinRmConnection, name: str) -> Any:
    """The machine that the host makes."""
    service = Msvm_VirtualSystemManagementService.objects(client).one()
    settings = Msvm_VirtualSystemSettingData(ElementName=name)
    made = service.DefineSystem(SystemSettings=settings)
    assert made.ResultingSystem is not None
    return made.ResultingSystem.get()


def values(obj: Instance) -> dict[str, Any]:
    """What an object holds; NULL and an empty array are the same on the wire."""
    return {k: v for k, v in obj.__dict__.items() if v not in (None, ())}


def _connected(host: Vmms, namespace: str, session: Session) -> MemoryConnection:
    return host.connect(namespace)


class TestReading:
    def test_gives_what_a_program_sees_that_runs_on_the_host(
        self, client: WinRmConnection, host: Vmms
    ) -> None:
        define(client, "web")
        with host.connect() as here:
            for kind in CLASSES:
                there = list(client.enumerate(kind, deep=False))
                found = list(here.enumerate(kind, deep=False))
                assert [values(each) for each in there] == [
                    values(each) for each in found
                ]
                assert [each._reference() for each in there] == [
                    each._reference() for each in found
                ]

    def test_types_objects_by_their_own_class(self, client: WinRmConnection) -> None:
        kinds = {type(each) for each in client.enumerate(CIM_ManagedSystemElement)}
        assert Msvm_ComputerSystem in kinds
        assert CIM_ManagedSystemElement not in kinds

    def test_of_one_class_leaves_subclasses_out(self, client: WinRmConnection) -> None:
        assert not list(client.enumerate(CIM_ManagedSystemElement, deep=False))

    def test_gives_references_that_can_be_followed(
        self, client: WinRmConnection
    ) -> None:
        machine = define(client, "web")
        [tie] = client.references(
            machine._reference(), result_class=Msvm_SettingsDefineState
        )
        assert tie.ManagedElement is not None
        assert tie.ManagedElement.namespace is None
        assert tie.ManagedElement.get() == machine

    def test_of_keys_asks_for_references_only(
        self, client: WinRmConnection, wire: Any
    ) -> None:
        machine = define(client, "web")
        wire.requests.clear()
        [settings] = client.associators(
            machine._reference(),
            result_class=Msvm_VirtualSystemSettingData,
            properties=KEYS_ONLY,
        )
        assert values(settings).keys() == {"InstanceID"}
        mode = wire.requests[0].body
        assert mode is not None
        assert "EnumerateEPR" in {each.text for each in mode}

    def test_of_some_properties_asks_for_these(self, client: WinRmConnection) -> None:
        [found] = Msvm_ComputerSystem.objects(client).select("ElementName")
        assert values(found).keys() == {"Name", "CreationClassName", "ElementName"}

    def test_can_be_repeated(self, wire: Any, client: WinRmConnection) -> None:
        list(client.enumerate(Msvm_ComputerSystem))
        client.identify()
        assert wire.are_safe == [True, True]


def test_one_connection_reaches_the_classes_of_every_namespace(
    host: Vmms, client_over: Any
) -> None:
    served = [
        Namespace(name, manager.schema.package, partial(_connected, host, name))
        for name, manager in host.namespaces.items()
    ]
    client = client_over(InProcess(WsmanService(Namespaces(served))))
    [windows] = Win32_ComputerSystem.objects(client)
    [itself] = Msvm_ComputerSystem.objects(client)
    assert windows.Name == itself.Name
    assert windows._reference().get() == windows


class TestALongAnswer:
    @pytest.fixture
    def crowd(self, host: Vmms) -> None:
        with host.connect() as here:
            service = Msvm_VirtualSystemManagementService.objects(here).one()
            for number in range(40):
                settings = Msvm_VirtualSystemSettingData(ElementName=f"vm{number}")
                service.DefineSystem(SystemSettings=settings)

    def test_comes_in_few_round_trips(
        self, crowd: None, client: WinRmConnection, wire: Any
    ) -> None:
        assert len(list(client.enumerate(Msvm_ComputerSystem))) == 41
        assert wire.actions() == ["Enumerate"]

    @pytest.fixture
    def narrow(self, crowd: None, client_over: Any, wire: Any) -> WinRmConnection:
        """A client that takes short answers only."""
        client: WinRmConnection = client_over(wire, Settings(envelope_size=40_000))
        return client

    def test_comes_as_it_is_used(self, narrow: WinRmConnection, wire: Any) -> None:
        every = narrow.enumerate(CIM_ManagedSystemElement)
        assert wire.actions() == []
        next(every)
        assert wire.actions() == ["Enumerate"]
        list(every)
        assert set(wire.actions()) == {"Pull"}

    def test_is_given_up_where_it_is_left(
        self, narrow: WinRmConnection, wire: Any
    ) -> None:
        every = narrow.enumerate(CIM_ManagedSystemElement)
        next(every)
        del every
        assert wire.actions() == ["Enumerate", "Release"]

    def test_is_pulled_but_once(self, narrow: WinRmConnection, wire: Any) -> None:
        """What the host has sent is gone there: nobody may ask for it again."""
        list(narrow.enumerate(CIM_ManagedSystemElement))
        assert wire.are_safe[0]
        assert len(wire.are_safe) > 2
        assert not any(wire.are_safe[1:])


class TestChanging:
    @pytest.fixture
    def plain(self, client_of: Any) -> WinRmConnection:
        """A client of a namespace in which everything can be changed."""
        client: WinRmConnection = client_of(cim.connect("memory:hyperv_v2"))
        return client

    @pytest.fixture
    def made(self, plain: WinRmConnection) -> Msvm_ComputerSystem:
        first = Msvm_ComputerSystem(
            Name="a", CreationClassName="C", PrimaryOwnerName="me", Roles=["x", "y"]
        )
        return cim.create(first, plain)

    def test_an_object_is_made_changed_and_removed(
        self, plain: WinRmConnection, made: Msvm_ComputerSystem
    ) -> None:
        assert made.Roles == ("x", "y")
        made.PrimaryOwnerName = "you"
        assert cim.save(made).PrimaryOwnerName == "you"
        assert plain.get(made._reference()).PrimaryOwnerName == "you"
        cim.delete(made)
        with pytest.raises(cim.CimNotFoundError):
            plain.get(made._reference())

    def test_a_value_becomes_null(
        self, plain: WinRmConnection, made: Msvm_ComputerSystem
    ) -> None:
        made.PrimaryOwnerName = None
        cim.save(made)
        assert plain.get(made._reference()).PrimaryOwnerName is None

    def test_an_array_becomes_empty(
        self, plain: WinRmConnection, made: Msvm_ComputerSystem
    ) -> None:
        """One without items is left out everywhere else, so it is said as NULL."""
        made.Roles = []
        cim.save(made)
        assert not plain.get(made._reference()).Roles

    def test_what_a_host_refuses_is_an_error_with_its_code(
        self, client: WinRmConnection
    ) -> None:
        memory = Msvm_MemorySettingData(InstanceID="x")
        with pytest.raises(cim.CimNotSupportedError, match="MemorySettingData"):
            client.create(memory)

    def test_is_never_repeated(self, client: WinRmConnection, wire: Any) -> None:
        define(client, "web")
        calls = [
            is_safe
            for each, is_safe in zip(wire.requests, wire.are_safe, strict=True)
            if each.action.endswith("DefineSystem")
        ]
        assert calls == [False]


class Lossy:
    """A transport whose answers get lost."""

    def send(self, message: bytes, *, is_safe: bool, timeout: float) -> bytes:
        raise AnswerLostError("winrm://hv:5986: the connection broke")

    def close(self) -> None:
        pass


class TestALostAnswer:
    def test_leaves_open_what_became_of_a_change(self, client_over: Any) -> None:
        machine = cim.Ref(Msvm_ComputerSystem, {"Name": "a", "CreationClassName": "C"})
        with pytest.raises(AnswerLostError, match="is not known") as lost:
            client_over(Lossy()).invoke(
                machine, "RequestStateChange", {"RequestedState": 2}
            )
        assert "Msvm_ComputerSystem.RequestStateChange of" in str(lost.value)

    def test_of_a_question_is_just_lost(self, client_over: Any) -> None:
        with pytest.raises(AnswerLostError) as lost:
            list(client_over(Lossy()).enumerate(Msvm_ComputerSystem))
        assert "is not known" not in str(lost.value)


class TestAnAnswerThatIsNone:
    @pytest.mark.parametrize("answer", [b"", b"<html/>", b"\xff\xfe<", b"<a><b></a>"])
    def test_is_an_error(self, client_over: Any, answer: bytes) -> None:
        class Nonsense(Lossy):
            def send(self, message: bytes, *, is_safe: bool, timeout: float) -> bytes:
                return answer

        with pytest.raises(cim.CimFailedError, match="can't be read"):
            client_over(Nonsense()).identify()


class TestAClosedConnection:
    def test_asks_nothing(self, client: WinRmConnection) -> None:
        client.close()
        client.close()
        with pytest.raises(cim.NotConnectedError):
            list(client.enumerate(Msvm_ComputerSystem))


class TestIdentify:
    def test_says_who_answers(self, client: WinRmConnection) -> None:
        assert client.identify().vendor == "mofgen"


class TestAnEmptyAnswer:
    """It may mean that there is nothing, or that the user may not see it."""

    QUERY = "SELECT * FROM Msvm_ComputerSystem WHERE ElementName = 'web'"

    def test_to_a_stranger_comes_with_a_warning_once(
        self, stranger: WinRmConnection, caplog: pytest.LogCaptureFixture
    ) -> None:
        for _ in range(2):
            assert not list(stranger.query(self.QUERY, Msvm_ComputerSystem))
        [warning] = caplog.records
        assert "Hyper-V Administrators" in warning.getMessage()

    def test_to_an_administrator_comes_without(
        self,
        client: WinRmConnection,
        wire: Any,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        for _ in range(2):
            assert not list(client.query(self.QUERY, Msvm_ComputerSystem))
        assert not caplog.records
        assert len(wire.requests) == 3  # the one in the middle looks for the host

    def test_where_an_object_was_to_be_is_an_error_that_says_so(
        self, client: WinRmConnection, stranger: WinRmConnection
    ) -> None:
        machine = define(client, "web")._reference()
        with pytest.raises(cim.CimNotFoundError) as error:
            stranger.get(machine)
        assert "Hyper-V Administrators" in " ".join(error.value.__notes__)


def test_a_host_in_memory_needs_no_wire(host: Vmms, client: WinRmConnection) -> None:
    """The same program runs over either."""
    define(client, "web")
    with host.connect() as here:
        assert isinstance(here, MemoryConnection)
        assert names(Msvm_ComputerSystem.objects(here)) == names(
            Msvm_ComputerSystem.objects(client)
        )
