"""Starting, stopping, saving and pausing virtual machines."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hyperv_v2 import (
    CIM_LogicalDevice,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_DiskDrive,
    Msvm_HeartbeatComponent,
    Msvm_Memory,
    Msvm_MemorySettingData,
    Msvm_Processor,
    Msvm_ResourceAllocationSettingData,
    Msvm_SettingsDefineState,
    Msvm_StorageAllocationSettingData,
    Msvm_SystemDevice,
    Msvm_VideoHead,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.files import FileKind, VirtualFile
from mofgen.vmms.host import Vmms
from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import machine_ref, settings_ref

RUNNING, OFF, SAVED, PAUSED = 2, 3, 6, 9
START, TURN_OFF, SHUT_DOWN, SAVE, PAUSE, REBOOT, RESET = 2, 3, 4, 6, 9, 10, 11
JOB_STARTED, NOT_SUPPORTED, INVALID_PARAMETER = 4096, 32770, 32773
IN_USE, INVALID_STATE, OUT_OF_MEMORY, FILE_NOT_FOUND = 32774, 32775, 32778, 32779

Resource = Msvm_ResourceAllocationSettingData
Storage = Msvm_StorageAllocationSettingData

WAYS: dict[int, tuple[int, ...]] = {
    OFF: (),
    RUNNING: (START,),
    PAUSED: (START, PAUSE),
    SAVED: (START, SAVE),
}
"""How a new machine gets into each state."""


class Bench(NamedTuple):
    """A host with one machine, and a client of it."""

    host: Vmms
    clock: SimulatedClock
    conn: MemoryConnection
    guid: str

    @property
    def machine(self) -> Msvm_ComputerSystem:
        return self.conn.get(machine_ref(self.guid))

    @property
    def state(self) -> int:
        return int(self.machine.EnabledState or 0)

    @property
    def devices(self) -> list[CIM_LogicalDevice]:
        return self.conn.associators(
            machine_ref(self.guid),
            result_class=CIM_LogicalDevice,
            association=Msvm_SystemDevice,
        )

    @property
    def settings(self) -> Msvm_VirtualSystemSettingData:
        return self.conn.get(settings_ref(self.guid))

    def request(self, state: int | None) -> int:
        result = self.machine.RequestStateChange(RequestedState=state, check=False)
        return int(result.ReturnValue)

    def job(self, state: int) -> Msvm_ConcreteJob:
        result = self.machine.RequestStateChange(RequestedState=state)
        assert result.Job is not None
        job = self.conn.get(result.Job)
        assert isinstance(job, Msvm_ConcreteJob)
        return job

    def bring_to(self, state: int) -> None:
        for request in WAYS[state]:
            assert self.request(request) == JOB_STARTED
        assert self.state == state


def new_machine(conn: MemoryConnection) -> str:
    [service] = conn.enumerate(Msvm_VirtualSystemManagementService)
    result = service.DefineSystem()
    assert result.ResultingSystem is not None
    return str(result.ResultingSystem.keys["Name"])


@pytest.fixture
def bench() -> Bench:
    clock = SimulatedClock()
    host = Vmms(seed=1, clock=clock, memory=4096, cores=4)
    conn = host.connect()
    return Bench(host, clock, conn, new_machine(conn))


ALLOWED = [
    (OFF, START, RUNNING),
    (SAVED, START, RUNNING),
    (PAUSED, START, RUNNING),
    (RUNNING, TURN_OFF, OFF),
    (PAUSED, TURN_OFF, OFF),
    (SAVED, TURN_OFF, OFF),
    (RUNNING, SHUT_DOWN, OFF),
    (RUNNING, SAVE, SAVED),
    (PAUSED, SAVE, SAVED),
    (RUNNING, PAUSE, PAUSED),
    (RUNNING, REBOOT, RUNNING),
    (RUNNING, RESET, RUNNING),
    (PAUSED, RESET, RUNNING),
]
REFUSED = sorted(
    {(state, request) for state in WAYS for request in range(2, 12)}
    - {(state, request) for state, request, _ in ALLOWED}
    - {(state, request) for state in WAYS for request in (5, 7, 8)}
)


class TestTransitions:
    @pytest.mark.parametrize(("state", "request_", "after"), ALLOWED)
    def test_that_hyper_v_allows(
        self, bench: Bench, state: int, request_: int, after: int
    ) -> None:
        bench.bring_to(state)
        assert bench.request(request_) == JOB_STARTED
        assert bench.state == after
        assert bench.machine.RequestedState == 12

    @pytest.mark.parametrize(("state", "request_"), REFUSED)
    def test_that_it_does_not_are_an_invalid_state(
        self, bench: Bench, state: int, request_: int
    ) -> None:
        bench.bring_to(state)
        assert bench.request(request_) == INVALID_STATE
        assert bench.state == state

    @pytest.mark.parametrize("request_", [None, 0, 5, 12, 32768])
    def test_that_nobody_can_ask_for_are_an_invalid_parameter(
        self, bench: Bench, request_: int | None
    ) -> None:
        assert bench.request(request_) == INVALID_PARAMETER
        assert bench.state == OFF

    def test_of_the_host_are_not_supported(self, bench: Bench) -> None:
        computer = bench.conn.get(machine_ref(bench.host.name))
        result = computer.RequestStateChange(RequestedState=TURN_OFF, check=False)
        assert result.ReturnValue == NOT_SUPPORTED
        assert bench.conn.get(machine_ref(bench.host.name)).EnabledState == RUNNING


class TestWhileTheJobRuns:
    @pytest.mark.parametrize(
        ("state", "request_", "meanwhile", "job_type"),
        [
            (OFF, START, 10, 12),
            (SAVED, START, 10, 15),
            (PAUSED, START, 32777, 27),
            (RUNNING, TURN_OFF, 4, 13),
            (RUNNING, SHUT_DOWN, 4, 16),
            (RUNNING, SAVE, 32773, 14),
            (RUNNING, PAUSE, 32776, 26),
            (RUNNING, RESET, 11, 28),
            (RUNNING, REBOOT, 11, 29),
        ],
    )
    def test_the_machine_is_between_its_states(
        self, bench: Bench, state: int, request_: int, meanwhile: int, job_type: int
    ) -> None:
        bench.bring_to(state)
        bench.host.jobs.policy = Never()
        job = bench.job(request_)
        assert bench.state == meanwhile
        assert bench.machine.RequestedState == request_
        assert job.JobType == job_type

    def test_a_second_request_is_an_invalid_state(self, bench: Bench) -> None:
        bench.host.jobs.policy = Never()
        bench.request(START)
        assert bench.request(START) == INVALID_STATE
        assert bench.request(TURN_OFF) == INVALID_STATE

    @pytest.mark.parametrize("state", list(WAYS))
    def test_cancelling_it_leaves_the_machine_as_it_was(
        self, bench: Bench, state: int
    ) -> None:
        bench.bring_to(state)
        before = bench.machine, bench.settings, bench.devices
        bench.host.jobs.policy = Never()
        job = bench.job(TURN_OFF if state == RUNNING else START)
        job.RequestStateChange(RequestedState=4)
        assert (bench.machine, bench.settings, bench.devices) == before


class TestARunningMachine:
    def test_has_a_worker_process_of_its_own(self, bench: Bench) -> None:
        other = Bench(bench.host, bench.clock, bench.conn, new_machine(bench.conn))
        bench.bring_to(RUNNING)
        other.bring_to(RUNNING)
        assert bench.machine.ProcessID and other.machine.ProcessID
        assert bench.machine.ProcessID != other.machine.ProcessID

    def test_has_a_device_for_each_of_its_settings(self, bench: Bench) -> None:
        bench.bring_to(RUNNING)
        for device in bench.devices:
            if isinstance(device, Msvm_VideoHead):  # part of a display controller
                continue
            assert device.SystemName == bench.guid
            [setting] = bench.conn.associators(
                Ref(
                    type(device),
                    {
                        "SystemCreationClassName": "Msvm_ComputerSystem",
                        "SystemName": bench.guid,
                        "CreationClassName": type(device).__name__,
                        "DeviceID": device.DeviceID or "",
                    },
                ),
                result_class=bench.host.manager.schema.package.CIM_SettingData,
                association=Msvm_SettingsDefineState,
            )
            assert setting.InstanceID == (device.DeviceID or "").replace(
                "Microsoft:", f"Microsoft:{bench.guid}\\"
            )
        classes = {type(each) for each in bench.devices}
        assert {Msvm_Processor, Msvm_Memory, Msvm_HeartbeatComponent} <= classes

    @pytest.mark.parametrize("request_", [TURN_OFF, SHUT_DOWN, SAVE])
    def test_loses_them_when_it_stops(self, bench: Bench, request_: int) -> None:
        bench.bring_to(RUNNING)
        bench.request(request_)
        assert bench.devices == []
        assert bench.machine.ProcessID == 0

    def test_keeps_them_while_it_is_paused(self, bench: Bench) -> None:
        bench.bring_to(RUNNING)
        before = [each.DeviceID for each in bench.devices]
        bench.request(PAUSE)
        assert [each.DeviceID for each in bench.devices] == before

    def test_has_been_running_for_as_long_as_the_clock_says(self, bench: Bench) -> None:
        bench.bring_to(RUNNING)
        bench.clock.advance(90)
        assert bench.machine.OnTimeInMilliseconds == 90_000

    def test_does_not_count_the_time_in_which_it_is_paused(self, bench: Bench) -> None:
        bench.bring_to(RUNNING)
        bench.clock.advance(10)
        bench.request(PAUSE)
        bench.clock.advance(100)
        bench.request(START)
        bench.clock.advance(5)
        assert bench.machine.OnTimeInMilliseconds == 15_000

    @pytest.mark.parametrize("request_", [RESET, REBOOT, TURN_OFF])
    def test_counts_from_nothing_after_it_stopped(
        self, bench: Bench, request_: int
    ) -> None:
        bench.bring_to(RUNNING)
        bench.clock.advance(10)
        bench.request(request_)
        assert bench.machine.OnTimeInMilliseconds == 0


def test_a_saved_machine_says_so_in_its_settings(bench: Bench) -> None:
    bench.bring_to(SAVED)
    assert bench.settings.IsSaved
    bench.request(START)
    assert not bench.settings.IsSaved


class TestWhatTheHostCanGive:
    def demand(self, bench: Bench, **values: Any) -> None:
        """Give the machine other settings than a method would let it have."""
        with bench.host.manager.transaction() as transaction:
            found = [
                each
                for each in transaction.objects(Msvm_MemorySettingData)
                if (each.InstanceID or "").startswith(f"Microsoft:{bench.guid}")
            ]
            transaction.change(found[0], **values)

    def test_a_machine_that_needs_more_memory_does_not_start(
        self, bench: Bench
    ) -> None:
        self.demand(bench, VirtualQuantity=8192)
        job = bench.job(START)
        assert (job.JobState, job.ErrorCode) == (10, OUT_OF_MEMORY)
        assert (bench.state, bench.devices) == (OFF, [])

    def test_running_machines_share_the_memory(self, bench: Bench) -> None:
        self.demand(bench, VirtualQuantity=3584)
        bench.bring_to(RUNNING)
        other = Bench(bench.host, bench.clock, bench.conn, new_machine(bench.conn))
        assert other.job(START).ErrorCode == OUT_OF_MEMORY
        bench.request(TURN_OFF)
        other.bring_to(RUNNING)
        assert bench.job(START).ErrorCode == OUT_OF_MEMORY


DISK = r"C:\disks\data.vhdx"


class TestDisks:
    @pytest.fixture
    def bench(self, bench: Bench) -> Bench:
        """A machine with a disk on its first IDE controller."""
        bench.host.files.add(VirtualFile(DISK, 1 << 22, FileKind.HARD_DISK))
        self.add_disk(bench)
        return bench

    def add_disk(self, bench: Bench) -> None:
        [service] = bench.conn.enumerate(Msvm_VirtualSystemManagementService)
        controller = f"Microsoft:{bench.guid}\\83F8638B-8DCA-4152-9EDA-2CA8B33039B4\\0"
        parent: Any = Ref(Resource, {"InstanceID": controller})
        for setting in (
            Resource(
                ResourceType=17,
                ResourceSubType="Microsoft:Hyper-V:Synthetic Disk Drive",
                AddressOnParent="0",
            ),
            Storage(
                ResourceSubType="Microsoft:Hyper-V:Virtual Hard Disk",
                HostResource=[DISK],
            ),
        ):
            setting.Parent = str(parent)
            result = service.AddResourceSettings(
                AffectedConfiguration=settings_ref(bench.guid),
                ResourceSettings=[setting],
            )
            [parent] = result.ResultingResourceSettings or ()

    def test_are_devices_of_the_machine_while_it_runs(self, bench: Bench) -> None:
        bench.bring_to(RUNNING)
        assert [each for each in bench.devices if isinstance(each, Msvm_DiskDrive)]

    def test_that_are_missing_keep_it_from_starting(self, bench: Bench) -> None:
        bench.host.files.delete(DISK)
        job = bench.job(START)
        assert (job.JobState, job.ErrorCode) == (10, FILE_NOT_FOUND)
        assert (bench.state, bench.devices) == (OFF, [])

    def test_that_another_machine_uses_keep_it_from_starting(
        self, bench: Bench
    ) -> None:
        other = Bench(bench.host, bench.clock, bench.conn, new_machine(bench.conn))
        self.add_disk(other)
        other.bring_to(RUNNING)
        assert bench.job(START).ErrorCode == IN_USE
        assert bench.state == OFF
        other.request(SAVE)
        bench.bring_to(RUNNING)
