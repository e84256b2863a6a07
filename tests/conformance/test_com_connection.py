"""``com:`` with a stand-in for COM: what the conformance cases do not say of it."""

from __future__ import annotations

import sys

import pytest
from com_stand_in import ComError, StandIn
from hyperv_v2 import (
    CIM_ManagedSystemElement,
    Msvm_ComputerSystem,
    Msvm_EthernetSwitchPortVlanSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

import mofgen.runtime as cim
from mofgen.com.connection import ComConnection
from mofgen.com.scripting import code_of
from mofgen.runtime.connection import KEYS_ONLY
from mofgen.runtime.instance_events import InstanceCreationEvent
from mofgen.vmms import Vmms


@pytest.fixture
def client() -> ComConnection:
    """A client on a Hyper-V host."""
    return open_on(Vmms(name="HV").connect())


@pytest.fixture
def plain() -> ComConnection:
    """A client of a namespace in which everything can be changed."""
    return open_on(cim.connect("memory:hyperv_v2"))


def open_on(connection: cim.Connection) -> ComConnection:
    opened = cim.connect("com:", scripting=StandIn(connection, "HV"))
    assert isinstance(opened, ComConnection)
    return opened


class TestChanging:
    def test_an_object_is_made_changed_and_removed(self, plain: ComConnection) -> None:
        first = Msvm_ComputerSystem(Name="a", CreationClassName="C", Roles=["x", "y"])
        made = cim.create(first, plain)
        assert made.Roles == ("x", "y")
        made.Roles = []
        made.PrimaryOwnerName = "you"
        saved = cim.save(made)
        assert not saved.Roles
        assert saved.PrimaryOwnerName == "you"
        cim.delete(saved)
        with pytest.raises(cim.CimNotFoundError):
            plain.get(saved._reference())

    def test_what_wmi_refuses_is_an_error_with_its_code(
        self, plain: ComConnection
    ) -> None:
        first = Msvm_ComputerSystem(Name="a", CreationClassName="C")
        cim.create(first, plain)
        with pytest.raises(cim.CimAlreadyExistsError) as refused:
            plain.create(first)
        assert isinstance(refused.value, cim.WmiError)
        assert refused.value.hresult == 0x80041019
        assert "create Msvm_ComputerSystem" in str(refused.value)


class TestValues:
    def test_beyond_what_com_can_hold_come_through(self, plain: ComConnection) -> None:
        """64 bits go as text, 32 bits without a sign as a negative number."""
        sent = Msvm_ComputerSystem(
            Name="a",
            CreationClassName="C",
            OnTimeInMilliseconds=2**64 - 1,
            ProcessID=2**32 - 1,
            InstallDate="20260101000000.000000+000",
        )
        made = cim.create(sent, plain)
        assert made.OnTimeInMilliseconds == 2**64 - 1
        assert made.ProcessID == 2**32 - 1
        assert made.InstallDate == sent.InstallDate

    def test_in_arrays_come_through(self, plain: ComConnection) -> None:
        sent = Msvm_EthernetSwitchPortVlanSettingData(
            InstanceID="a", TrunkVlanIdArray=[1, 4094]
        )
        assert cim.create(sent, plain).TrunkVlanIdArray == (1, 4094)


class TestReading:
    def test_types_objects_by_their_own_class(self, client: ComConnection) -> None:
        kinds = {type(each) for each in client.enumerate(CIM_ManagedSystemElement)}
        assert Msvm_ComputerSystem in kinds
        assert not list(client.enumerate(CIM_ManagedSystemElement, deep=False))

    def test_of_keys_asks_for_these(self, client: ComConnection) -> None:
        [found] = client.enumerate(Msvm_ComputerSystem, properties=KEYS_ONLY)
        assert found.__dict__.keys() == {"Name", "CreationClassName"}

    def test_ends_with_the_connection(self, client: ComConnection) -> None:
        client.close()
        with pytest.raises(cim.NotConnectedError):
            list(client.enumerate(Msvm_ComputerSystem))


class TestEvents:
    def test_come_one_after_another(self, client: ComConnection) -> None:
        query = (
            "SELECT * FROM __InstanceCreationEvent WITHIN 1"
            " WHERE TargetInstance ISA 'Msvm_ComputerSystem'"
        )
        service = Msvm_VirtualSystemManagementService.objects(client).one()
        with client.subscribe(query, InstanceCreationEvent) as created:
            assert created.next(timeout=0) is None
            settings = Msvm_VirtualSystemSettingData(ElementName="web")
            service.DefineSystem(SystemSettings=settings)
            event = created.next(timeout=60)
        assert event is not None
        machine = event.TargetInstance
        assert isinstance(machine, Msvm_ComputerSystem)
        assert machine.ElementName == "web"
        assert created.next() is None


class TestOpening:
    def test_is_for_the_local_host(self) -> None:
        with pytest.raises(cim.ConnectError, match="the local host"):
            cim.connect("com://hv01")

    @pytest.mark.skipif(sys.platform == "win32", reason="pywin32 may be there")
    def test_elsewhere_than_on_windows_says_so(self) -> None:
        with pytest.raises(cim.ConnectError, match=r"Windows.*pywin32"):
            cim.connect("com:")


def test_the_code_of_wmi_is_within_that_of_com() -> None:
    assert code_of(ComError(0x80041002, "Not found")) == 0x80041002
