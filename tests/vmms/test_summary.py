"""Asking for many things about many machines at once, and for pictures of them."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_SummaryInformation,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.host import Vmms
from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import machine_ref, settings_ref

INVALID_PARAMETER, INVALID_STATE = 32773, 32775
START, TURN_OFF, PAUSE = 2, 3, 9
Service = Msvm_VirtualSystemManagementService


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def host(clock: SimulatedClock) -> Vmms:
    return Vmms(seed=1, clock=clock)


@pytest.fixture
def conn(host: Vmms) -> MemoryConnection:
    return host.connect()


def service(conn: MemoryConnection) -> Msvm_VirtualSystemManagementService:
    [found] = conn.enumerate(Msvm_VirtualSystemManagementService)
    return found


def define(conn: MemoryConnection, name: str, **settings: Any) -> Msvm_ComputerSystem:
    wanted = Msvm_VirtualSystemSettingData(ElementName=name, **settings)
    result = service(conn).DefineSystem(SystemSettings=wanted)
    assert result.ResultingSystem is not None
    return conn.get(machine_ref(str(result.ResultingSystem.keys["Name"])))


def summaries(
    conn: MemoryConnection, *codes: int, of: list[Any] | None = None
) -> list[Msvm_SummaryInformation]:
    result = service(conn).GetSummaryInformation(
        SettingData=of, RequestedInformation=codes
    )
    found = []
    for each in result.SummaryInformation or ():
        assert isinstance(each, Msvm_SummaryInformation)
        found.append(each)
    return found


def summary(conn: MemoryConnection, *codes: int) -> Msvm_SummaryInformation:
    [found] = summaries(conn, *codes)
    return found


def test_without_settings_it_tells_of_every_machine(conn: MemoryConnection) -> None:
    define(conn, "web")
    define(conn, "db")
    assert [each.ElementName for each in summaries(conn, 1)] == ["db", "web"]


def test_with_settings_it_tells_of_these_in_their_order(conn: MemoryConnection) -> None:
    web, db, _ = define(conn, "web"), define(conn, "db"), define(conn, "other")
    asked = [settings_ref(web.Name or ""), settings_ref(db.Name or "")]
    assert [each.ElementName for each in summaries(conn, 1, of=asked)] == ["web", "db"]


def test_what_was_not_asked_for_is_null(conn: MemoryConnection) -> None:
    define(conn, "web")
    found = summary(conn, 0)
    assert found.Name
    assert found.ElementName is None
    assert found.EnabledState is None
    assert found.UpTime is None


def test_of_the_settings(conn: MemoryConnection) -> None:
    machine = define(conn, "web", Notes=["one", "two"])
    found = summary(conn, 0, 1, 2, 3, 4, 10)
    assert (found.Name, found.ElementName) == (machine.Name, "web")
    assert found.Notes == "one\ntwo"
    assert found.NumberOfProcessors == 1
    assert found.CreationTime == machine.InstallDate
    assert found.Version


def test_of_a_machine_that_is_off(conn: MemoryConnection) -> None:
    define(conn, "web")
    found = summary(conn, 100, 103, 104, 105, 109, 110)
    assert found.EnabledState == 3
    assert (found.MemoryUsage, found.UpTime) == (0, 0)
    assert found.Heartbeat is None
    assert found.HealthState == 5


def test_of_a_machine_that_runs(conn: MemoryConnection, clock: SimulatedClock) -> None:
    define(conn, "web").RequestStateChange(RequestedState=START)
    clock.advance(30)
    found = summary(conn, 100, 103, 104, 105, 121)
    assert found.EnabledState == 2
    assert (found.MemoryUsage, found.UpTime) == (1024, 30_000)
    assert found.Heartbeat == 2
    assert found.IntegrationServicesVersionState == 1


def test_of_the_jobs_that_run(host: Vmms, conn: MemoryConnection) -> None:
    machine = define(conn, "web")
    assert not summary(conn, 108).AsynchronousTasks
    host.jobs.policy = Never()
    machine.RequestStateChange(RequestedState=START)
    [task] = summary(conn, 108).AsynchronousTasks or ()
    assert task.Caption == "Starting Virtual Machine"


@pytest.mark.parametrize(
    ("code", "width", "height"), [(5, 80, 60), (6, 160, 120), (7, 320, 240)]
)
def test_of_the_screen(
    conn: MemoryConnection, code: int, width: int, height: int
) -> None:
    machine = define(conn, "web")
    black = summary(conn, code)
    assert not any(black.ThumbnailImage or (1,))
    machine.RequestStateChange(RequestedState=START)
    shown = summary(conn, code)
    assert (shown.ThumbnailImageWidth, shown.ThumbnailImageHeight) == (width, height)
    assert len(shown.ThumbnailImage or ()) == 2 * width * height
    assert shown.ThumbnailImage != black.ThumbnailImage


def test_every_code_can_be_asked_for_in_every_state(conn: MemoryConnection) -> None:
    codes = (*range(12), *range(100, 124), 132)
    machine = define(conn, "web")
    for state in (START, PAUSE, TURN_OFF):
        machine.RequestStateChange(RequestedState=state)
        assert summary(conn, *codes).Name == machine.Name


@pytest.mark.parametrize("codes", [None, [], [50], [1, 99]], ids=str)
def test_information_that_there_is_not_is_an_invalid_parameter(
    conn: MemoryConnection, codes: list[int] | None
) -> None:
    result = service(conn).GetSummaryInformation(
        RequestedInformation=codes, check=False
    )
    assert result.ReturnValue == INVALID_PARAMETER
    assert result.SummaryInformation is None


def test_settings_that_there_are_not_are_an_invalid_parameter(
    conn: MemoryConnection,
) -> None:
    nowhere = Ref(Msvm_VirtualSystemSettingData, {"InstanceID": "Microsoft:none"})
    result = service(conn).GetSummaryInformation(
        SettingData=[nowhere], RequestedInformation=[1], check=False
    )
    assert result.ReturnValue == INVALID_PARAMETER


class TestThumbnails:
    def image(
        self, conn: MemoryConnection, machine: Msvm_ComputerSystem, *size: int
    ) -> Service.GetVirtualSystemThumbnailImageResult:
        width, height = size
        return service(conn).GetVirtualSystemThumbnailImage(
            TargetSystem=settings_ref(machine.Name or ""),
            WidthPixels=width,
            HeightPixels=height,
            check=False,
        )

    @pytest.mark.parametrize("size", [(1, 1), (1, 5), (2, 2), (3, 1), (80, 60)])
    def test_have_two_bytes_for_each_pixel(
        self, conn: MemoryConnection, size: tuple[int, int]
    ) -> None:
        machine = define(conn, "web")
        machine.RequestStateChange(RequestedState=START)
        image = self.image(conn, machine, *size).ImageData or ()
        assert len(image) == 2 * size[0] * size[1]

    def test_of_two_machines_differ(self, conn: MemoryConnection) -> None:
        images = []
        for name in ("web", "db"):
            machine = define(conn, name)
            machine.RequestStateChange(RequestedState=START)
            images.append(self.image(conn, machine, 8, 8).ImageData)
        assert images[0] != images[1]

    def test_are_darker_while_the_machine_is_paused(
        self, conn: MemoryConnection
    ) -> None:
        machine = define(conn, "web")
        machine.RequestStateChange(RequestedState=START)
        before = self.image(conn, machine, 8, 8).ImageData
        machine.RequestStateChange(RequestedState=PAUSE)
        assert self.image(conn, machine, 8, 8).ImageData != before

    def test_of_a_machine_that_is_off_are_an_invalid_state(
        self, conn: MemoryConnection
    ) -> None:
        result = self.image(conn, define(conn, "web"), 8, 8)
        assert (result.ReturnValue, result.ImageData) == (INVALID_STATE, None)

    @pytest.mark.parametrize("size", [(0, 8), (8, 0), (5000, 8)])
    def test_of_no_size_are_an_invalid_parameter(
        self, conn: MemoryConnection, size: tuple[int, int]
    ) -> None:
        machine = define(conn, "web")
        machine.RequestStateChange(RequestedState=START)
        result = self.image(conn, machine, *size)
        assert result.ReturnValue == INVALID_PARAMETER
