"""Playing the guests of machines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_EmulatedEthernetPortSettingData,
    Msvm_GuestNetworkAdapterConfiguration,
    Msvm_HeartbeatComponent,
    Msvm_Keyboard,
    Msvm_KvpExchangeComponent,
    Msvm_KvpExchangeDataItem,
    Msvm_SettingDataComponent,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_SyntheticMouse,
    Msvm_VirtualSystemManagementService,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimNotFoundError
from mofgen.vmms.guest_state import GuestState
from mofgen.vmms.guests import Guest
from mofgen.vmms.host import Vmms
from mofgen.vmms.machine_access import machine_ref, settings_ref

RUNNING, OFF = 2, 3
COMPLETED, NOT_TRANSLATABLE, INVALID_PARAMETER = 0, 1, 32773
Configuration = Msvm_GuestNetworkAdapterConfiguration


@pytest.fixture
def host() -> Vmms:
    return Vmms(seed=1)


@pytest.fixture
def conn(host: Vmms) -> MemoryConnection:
    return host.connect()


@pytest.fixture
def service(conn: MemoryConnection) -> Msvm_VirtualSystemManagementService:
    [found] = conn.enumerate(Msvm_VirtualSystemManagementService)
    return found


@pytest.fixture
def machine(
    conn: MemoryConnection, service: Msvm_VirtualSystemManagementService
) -> Msvm_ComputerSystem:
    """A machine that is off."""
    made = service.DefineSystem().ResultingSystem
    assert made is not None
    return conn.get(machine_ref(str(made.keys["Name"])))


@pytest.fixture
def guest(host: Vmms, machine: Msvm_ComputerSystem) -> Guest:
    return host.guest(machine)


AddAdapter = Callable[[CIM_ResourceAllocationSettingData], Configuration]


@pytest.fixture
def add_adapter(
    conn: MemoryConnection,
    service: Msvm_VirtualSystemManagementService,
    machine: Msvm_ComputerSystem,
) -> AddAdapter:
    """Adds an adapter to the machine, and gives the configuration that it then has."""

    def add(settings: CIM_ResourceAllocationSettingData) -> Configuration:
        [made] = (
            service.AddResourceSettings(
                AffectedConfiguration=settings_ref(machine.Name or ""),
                ResourceSettings=[settings],
            ).ResultingResourceSettings
            or ()
        )
        return configuration_of(conn, made)

    return add


def configuration_of(
    conn: MemoryConnection, adapter: Ref[CIM_ResourceAllocationSettingData]
) -> Configuration:
    [found] = conn.associators(
        adapter, result_class=Configuration, association=Msvm_SettingDataComponent
    )
    return found


def read(conn: MemoryConnection, configuration: Configuration) -> Configuration:
    """A configuration as it is now."""
    return conn.get(Ref(Configuration, {"InstanceID": configuration.InstanceID or ""}))


def told(conn: MemoryConnection, name: str) -> str | None:
    """What the guest tells by an item."""
    [component] = conn.enumerate(Msvm_KvpExchangeComponent)
    items = component.GuestIntrinsicExchangeItems or ()
    [found] = [each for each in items if each.Name == name]
    return found.Data


class TestWhatItSays:
    def test_is_heard_when_the_machine_starts(
        self, conn: MemoryConnection, machine: Msvm_ComputerSystem, guest: Guest
    ) -> None:
        guest.tell(OSName="Ubuntu 22.04")
        guest.lose_heartbeat()
        assert conn.enumerate(Msvm_KvpExchangeComponent) == []
        machine.RequestStateChange(RequestedState=RUNNING)
        assert told(conn, "OSName") == "Ubuntu 22.04"
        [heartbeat] = conn.enumerate(Msvm_HeartbeatComponent)
        assert heartbeat.OperationalStatus == (13,)

    def test_is_heard_at_once_while_it_runs(
        self, conn: MemoryConnection, machine: Msvm_ComputerSystem, guest: Guest
    ) -> None:
        machine.RequestStateChange(RequestedState=RUNNING)
        guest.tell(OSName="Ubuntu 22.04")
        guest.tell(OSVersion="5.15.0")
        assert told(conn, "OSName") == "Ubuntu 22.04"
        assert told(conn, "OSVersion") == "5.15.0"

    def test_is_forgotten_with_its_machine(
        self,
        host: Vmms,
        service: Msvm_VirtualSystemManagementService,
        machine: Msvm_ComputerSystem,
        guest: Guest,
    ) -> None:
        guest.push({"build": "7"})
        service.DestroySystem(AffectedSystem=machine)
        assert host.guests.state(machine.Name or "") == GuestState()
        with pytest.raises(CimNotFoundError):
            host.guest(machine)

    def test_counts_only_if_the_transaction_commits(
        self, host: Vmms, machine: Msvm_ComputerSystem
    ) -> None:
        guid = machine.Name or ""
        with pytest.raises(ZeroDivisionError), host.manager.transaction() as undone:
            host.guests.change(undone, guid, interrupts=3)
            raise ZeroDivisionError
        assert host.guests.state(guid).interrupts == 0


class TestItsAddresses:
    def test_are_of_the_first_adapter(
        self,
        conn: MemoryConnection,
        machine: Msvm_ComputerSystem,
        guest: Guest,
        add_adapter: AddAdapter,
    ) -> None:
        configuration = add_adapter(Msvm_SyntheticEthernetPortSettingData())
        machine.RequestStateChange(RequestedState=RUNNING)
        guest.lease(["10.0.0.7", "fe80::7"])
        found = read(conn, configuration)
        assert found.IPAddresses == ("10.0.0.7", "fe80::7")
        assert found.Subnets == ("255.255.255.0", "64")
        assert told(conn, "NetworkAddressIPv4") == "10.0.0.7"
        assert told(conn, "NetworkAddressIPv6") == "fe80::7"

    def test_are_of_the_adapter_that_is_named(
        self,
        conn: MemoryConnection,
        machine: Msvm_ComputerSystem,
        guest: Guest,
        add_adapter: AddAdapter,
    ) -> None:
        first = add_adapter(Msvm_SyntheticEthernetPortSettingData())
        second = add_adapter(Msvm_EmulatedEthernetPortSettingData())
        [legacy] = conn.enumerate(Msvm_EmulatedEthernetPortSettingData)[-1:]
        machine.RequestStateChange(RequestedState=RUNNING)
        guest.lease(["10.0.0.7"])
        guest.lease(["10.0.0.8"], adapter=legacy)
        assert read(conn, first).IPAddresses == ("10.0.0.7",)
        assert read(conn, second).IPAddresses == ("10.0.0.8",)
        assert set((told(conn, "NetworkAddressIPv4") or "").split(";")) == {
            "10.0.0.7",
            "10.0.0.8",
        }

    def test_need_an_adapter(self, guest: Guest) -> None:
        with pytest.raises(ValueError, match="no such network adapter"):
            guest.lease(["10.0.0.7"])

    def test_do_not_count_where_they_are_fixed(
        self,
        conn: MemoryConnection,
        service: Msvm_VirtualSystemManagementService,
        machine: Msvm_ComputerSystem,
        guest: Guest,
        add_adapter: AddAdapter,
    ) -> None:
        configuration = add_adapter(Msvm_SyntheticEthernetPortSettingData())
        configuration.DHCPEnabled = False
        configuration.IPAddresses = ["10.0.0.5"]
        configuration.Subnets = ["255.0.0.0"]
        service.SetGuestNetworkAdapterConfiguration(
            ComputerSystem=machine, NetworkConfiguration=[configuration]
        )
        machine.RequestStateChange(RequestedState=RUNNING)
        guest.lease(["10.0.0.7"])
        assert read(conn, configuration).IPAddresses == ("10.0.0.5",)


class TestWhatReachesIt:
    def test_a_text_has_at_most_512_units_of_utf_16(
        self, conn: MemoryConnection, machine: Msvm_ComputerSystem, guest: Guest
    ) -> None:
        machine.RequestStateChange(RequestedState=RUNNING)
        [keyboard] = conn.enumerate(Msvm_Keyboard)
        for text in ("x" * 513, "😀" * 257):
            result = keyboard.TypeText(AsciiText=text, check=False)
            assert result.ReturnValue == INVALID_PARAMETER
        assert keyboard.TypeText(AsciiText="😀" * 256).ReturnValue == COMPLETED
        assert guest.typed == "😀" * 256

    def test_half_a_character_is_not_translatable(
        self, conn: MemoryConnection, machine: Msvm_ComputerSystem, guest: Guest
    ) -> None:
        machine.RequestStateChange(RequestedState=RUNNING)
        [keyboard] = conn.enumerate(Msvm_Keyboard)
        result = keyboard.TypeText(AsciiText="ab\ud83d", check=False)
        assert result.ReturnValue == NOT_TRANSLATABLE
        assert guest.typed == ""

    def test_a_mouse_without_a_driver_gets_it_with_the_integration_services(
        self, conn: MemoryConnection, machine: Msvm_ComputerSystem, guest: Guest
    ) -> None:
        guest.set_services(Guest.NO_CONTACT)
        machine.RequestStateChange(RequestedState=RUNNING)
        [mouse] = conn.enumerate(Msvm_SyntheticMouse)
        assert mouse.EnabledState == 3
        guest.set_services(Guest.OK)
        [mouse] = conn.enumerate(Msvm_SyntheticMouse)
        assert mouse.EnabledState == 2

    @pytest.mark.parametrize(
        ("keys", "answer"),
        [
            (["k" * 511], 4096),
            (["k" * 512], INVALID_PARAMETER),
            ([str(number) for number in range(128)], 4096),
            ([str(number) for number in range(129)], INVALID_PARAMETER),
        ],
        ids=["longest key", "longer key", "most items", "more items"],
    )
    def test_pairs_have_limits(
        self,
        service: Msvm_VirtualSystemManagementService,
        machine: Msvm_ComputerSystem,
        guest: Guest,
        keys: list[str],
        answer: int,
    ) -> None:
        machine.RequestStateChange(RequestedState=RUNNING)
        items = [
            Msvm_KvpExchangeDataItem(Name=each, Data="", Source=0) for each in keys
        ]
        result = service.AddKvpItems(TargetSystem=machine, DataItems=items, check=False)
        assert result.ReturnValue == answer
        received = [each.Name for each in guest.received]
        assert received == (keys if answer == 4096 else [])
