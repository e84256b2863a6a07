"""``root/cimv2`` of a host: the computer and the Windows on which its machines run."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ProcessorSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)
from windows_cimv2 import (
    CIM_LogicalDevice,
    Win32_ComputerSystem,
    Win32_ComputerSystemProduct,
    Win32_LogicalDisk,
    Win32_NetworkAdapter,
    Win32_OperatingSystem,
    Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor,
    Win32_Processor,
    Win32_Service,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime import Ref
from mofgen.runtime.instance import Instance
from mofgen.runtime.statuses import CimNotFoundError, CimNotSupportedError
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock

Counters = Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor
Requested = Msvm_ComputerSystem.RequestStateChangeRequestedStateValues
GIB_IN_KIB = 1 << 20


@pytest.fixture
def host() -> Vmms:
    return Vmms(cores=20, memory=16384, name="HVHOST", clock=SimulatedClock(), seed=7)


@pytest.fixture
def windows(host: Vmms) -> MemoryConnection:
    return host.connect("root/cimv2")


def new_machine(host: Vmms, name: str, processors: int = 1) -> Msvm_ComputerSystem:
    """A machine with 1 GB of memory, which is off."""
    client = host.connect()
    [service] = client.enumerate(Msvm_VirtualSystemManagementService)
    made = service.DefineSystem(
        SystemSettings=Msvm_VirtualSystemSettingData(ElementName=name)
    ).ResultingSystem
    assert made is not None
    [settings] = client.query(
        "SELECT * FROM Msvm_ProcessorSettingData"
        f" WHERE InstanceID LIKE 'Microsoft:{made.keys['Name']}%'",
        Msvm_ProcessorSettingData,
    )
    settings.VirtualQuantity = processors
    service.ModifyResourceSettings(ResourceSettings=[settings])
    return client.get(Ref(Msvm_ComputerSystem, made.keys))


def bring(machine: Msvm_ComputerSystem, state: int) -> None:
    assert machine.RequestStateChange(RequestedState=state).ReturnValue in (0, 4096)


def named(windows: MemoryConnection, name: str) -> list[Counters]:
    wql = f"SELECT * FROM {Counters.__name__} WHERE Name = '{name}'"
    return windows.query(wql, Counters)


class TestTheComputer:
    def test_both_namespaces_are_one_computer(self, host: Vmms) -> None:
        assert list(host.namespaces) == ["root/virtualization/v2", "root/cimv2"]
        [computer] = host.connect("root/cimv2").enumerate(Win32_ComputerSystem)
        assert (computer.Name, computer.DNSHostName) == ("HVHOST", "HVHOST")
        assert computer.TotalPhysicalMemory == 16384 << 20
        assert computer.NumberOfLogicalProcessors == 20

    def test_it_has_a_processor_for_each_numa_node(
        self, windows: MemoryConnection
    ) -> None:
        found = windows.query(
            "ASSOCIATORS OF {Win32_ComputerSystem.Name='HVHOST'} WHERE AssocClass ="
            " Win32_ComputerSystemProcessor ResultClass = Win32_Processor",
            Win32_Processor,
        )
        assert [each.DeviceID for each in found] == ["CPU0", "CPU1"]
        assert [each.NumberOfLogicalProcessors for each in found] == [10, 10]
        assert all(len(each.Name or "") < 32 for each in found)

    def test_its_uuid_comes_from_the_seed(self) -> None:
        def uuid(host: Vmms) -> str | None:
            [product] = host.connect("root/cimv2").enumerate(
                Win32_ComputerSystemProduct
            )
            return product.UUID

        assert uuid(Vmms(seed=1)) == uuid(Vmms(seed=1))
        assert len({uuid(Vmms(seed=1)), uuid(Vmms(seed=2)), uuid(Vmms())}) == 3

    def test_hyper_v_runs_as_a_service(self, windows: MemoryConnection) -> None:
        [service] = windows.query(
            "SELECT * FROM Win32_Service WHERE Name = 'VMMS'", Win32_Service
        )
        assert (service.State, service.StartMode) == ("Running", "Auto")

    def test_its_adapters_are_those_that_switches_can_have(
        self, windows: MemoryConnection
    ) -> None:
        found = windows.enumerate(Win32_NetworkAdapter)
        assert [each.Name for each in found] == [
            "Ethernet Adapter",
            "Ethernet Adapter #2",
        ]
        assert found[0].MACAddress == "02:00:0A:00:00:01"

    def test_devices_of_all_kinds_are_found_together(
        self, windows: MemoryConnection
    ) -> None:
        found = {each.DeviceID for each in windows.enumerate(CIM_LogicalDevice)}
        assert found == {"CPU0", "CPU1", "0", "1", "C:", "D:"}

    def test_nobody_changes_it(self, windows: MemoryConnection) -> None:
        [computer] = windows.enumerate(Win32_ComputerSystem)
        with pytest.raises(CimNotSupportedError):
            windows.delete(computer._reference())

    def test_it_is_shown_to_those_without_rights_on_hyper_v(self, host: Vmms) -> None:
        client = host.connect("root/cimv2", administrator=False)
        assert len(client.enumerate(Win32_OperatingSystem)) == 1

    def test_there_is_no_third_namespace(self, host: Vmms) -> None:
        with pytest.raises(KeyError):
            host.connect("root/cimv3")


class TestItsWindows:
    def test_it_is_that_of_2019(self, windows: MemoryConnection) -> None:
        [system] = windows.enumerate(Win32_OperatingSystem)
        assert (system.Version, system.BuildNumber) == ("10.0.17763", "17763")

    def test_it_is_read_as_the_only_one_of_its_class(
        self, windows: MemoryConnection
    ) -> None:
        ref = Ref(Win32_OperatingSystem, {}, is_singleton=True)
        assert windows.get(ref).CSName == "HVHOST"

    def test_free_memory_is_what_running_machines_leave(
        self, host: Vmms, windows: MemoryConnection
    ) -> None:
        def free() -> int:
            [system] = windows.enumerate(Win32_OperatingSystem)
            return (system.FreePhysicalMemory or 0) // GIB_IN_KIB

        machine = new_machine(host, "web")
        assert free() == 16
        bring(machine, Requested.ENABLED)
        assert free() == 15
        bring(machine, Requested.DISABLED)
        assert free() == 16

    def test_conditions_are_checked_on_what_it_is_now(
        self, host: Vmms, windows: MemoryConnection
    ) -> None:
        bring(new_machine(host, "web"), Requested.ENABLED)
        wql = "SELECT * FROM Win32_OperatingSystem WHERE FreePhysicalMemory = {}"
        assert windows.query(wql.format(16 * GIB_IN_KIB), Win32_OperatingSystem) == []
        assert windows.query(wql.format(15 * GIB_IN_KIB), Win32_OperatingSystem)

    def test_its_clock_is_that_of_the_host(
        self, host: Vmms, windows: MemoryConnection
    ) -> None:
        assert isinstance(host.clock, SimulatedClock)
        host.clock.advance(60)
        [system] = windows.enumerate(Win32_OperatingSystem)
        assert system.LocalDateTime is not None and system.LastBootUpTime is not None
        ran = system.LocalDateTime.to_datetime() - system.LastBootUpTime.to_datetime()
        assert ran.total_seconds() == 60
        host.shut_down()
        host.start_up()
        [system] = windows.enumerate(Win32_OperatingSystem)
        assert system.LastBootUpTime == system.LocalDateTime

    def test_files_take_space_of_its_disks(
        self, host: Vmms, windows: MemoryConnection
    ) -> None:
        host.files.add_iso(r"C:\images\setup.iso")
        by_letter = {
            each.DeviceID: each for each in windows.enumerate(Win32_LogicalDisk)
        }
        used = (by_letter["C:"].Size or 0) - (by_letter["C:"].FreeSpace or 0)
        assert used == host.files.get(r"C:\images\setup.iso").size
        assert by_letter["D:"].FreeSpace == by_letter["D:"].Size


class TestTheCountersOfProcessors:
    def test_a_machine_that_runs_has_them_for_each_processor(
        self, host: Vmms, windows: MemoryConnection
    ) -> None:
        machine = new_machine(host, "web", processors=2)
        assert windows.enumerate(Counters) == []
        bring(machine, Requested.ENABLED)
        found = windows.enumerate(Counters)
        assert [each.Name for each in found] == ["web:Hv VP 0", "web:Hv VP 1"]
        bring(machine, Requested.DISABLED)
        assert windows.enumerate(Counters) == []

    def test_they_count_while_it_runs(
        self, host: Vmms, windows: MemoryConnection
    ) -> None:
        assert isinstance(host.clock, SimulatedClock)
        machine = new_machine(host, "web")
        bring(machine, Requested.ENABLED)
        [first] = named(windows, "web:Hv VP 0")
        host.clock.advance(1024)
        [then] = named(windows, "web:Hv VP 0")
        assert first.PercentTotalRunTime == 0
        assert then.PercentGuestRunTime == 4 * 10_000_000
        assert then.PercentTotalRunTime == 5 * 10_000_000
        assert then.HLTInstructionsPersec == 1024 * 64
        passed = (then.Timestamp_PerfTime or 0) - (first.Timestamp_PerfTime or 0)
        assert passed == 1024 * (then.Frequency_PerfTime or 0)

    @pytest.mark.parametrize(
        "name", ["web:Hv VP 1", "web:Hv VP 0#1", "db:Hv VP 0", "web", "", "it's"]
    )
    def test_there_are_none_of_others(
        self, host: Vmms, windows: MemoryConnection, name: str
    ) -> None:
        bring(new_machine(host, "web"), Requested.ENABLED)
        assert named(windows, name.replace("'", "\\'")) == []
        with pytest.raises(CimNotFoundError):
            windows.get(Ref(Counters, {"Name": name}))

    def test_they_are_found_by_their_name_in_any_case(
        self, host: Vmms, windows: MemoryConnection
    ) -> None:
        bring(new_machine(host, "Web"), Requested.ENABLED)
        assert [each.Name for each in named(windows, "WEB:hv vp 0")] == ["Web:Hv VP 0"]
        assert windows.get(Ref(Counters, {"Name": "Web:Hv VP 0"})).Name == "Web:Hv VP 0"

    def test_those_of_namesakes_are_numbered(
        self, host: Vmms, windows: MemoryConnection
    ) -> None:
        for _ in range(3):
            bring(new_machine(host, "web"), Requested.ENABLED)
        names = ["web:Hv VP 0", "web:Hv VP 0#1", "web:Hv VP 0#2"]
        assert [each.Name for each in windows.enumerate(Counters)] == names
        assert all(len(named(windows, each)) == 1 for each in names)


@pytest.mark.parametrize(
    ("wql", "found"),
    [
        (
            "SELECT Architecture, Name, Manufacturer, MaxClockSpeed, NumberOfCores,"
            " NumberOfLogicalProcessors FROM Win32_Processor WHERE ProcessorType = 3",
            {"NumberOfCores": 10, "MaxClockSpeed": 2400, "Architecture": 9},
        ),
        (
            "SELECT TotalVisibleMemorySize, FreePhysicalMemory"
            " FROM win32_operatingsystem",
            {"FreePhysicalMemory": 16 * GIB_IN_KIB},
        ),
        (
            "SELECT Size, FreeSpace FROM win32_logicaldisk WHERE DeviceID='C:'",
            {"Size": 1 << 40, "FreeSpace": 1 << 40},
        ),
        ("SELECT * FROM Win32_ServerFeature WHERE ID = 20", {"Name": "Hyper-V"}),
        ("SELECT Name FROM Win32_ComputerSystem", {"Name": "HVHOST"}),
    ],
)
def test_os_win_finds_what_it_asks_for(
    windows: MemoryConnection, wql: str, found: dict[str, object]
) -> None:
    first, *_ = windows.query(wql, Instance)
    assert {name: getattr(first, name) for name in found} == found
