"""Shutting machines down by their guests."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_ShutdownComponent,
    Msvm_ShutdownComponentSettingData,
    Msvm_VirtualSystemManagementService,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.guests import Guest
from mofgen.vmms.host import Vmms
from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import machine_ref, settings_ref

COMPLETED, NOT_SUPPORTED, INVALID_STATE = 0, 32770, 32775
NOT_READY, LOCKED, IN_PROGRESS = 32780, 32781, 32782
SHUT_DOWN = 4
RUNNING, OFF, PAUSED = 2, 3, 9


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def host(clock: SimulatedClock) -> Vmms:
    return Vmms(seed=1, clock=clock)


@pytest.fixture
def conn(host: Vmms) -> MemoryConnection:
    return host.connect()


@pytest.fixture
def machine(conn: MemoryConnection) -> Msvm_ComputerSystem:
    """A machine that runs."""
    [service] = conn.enumerate(Msvm_VirtualSystemManagementService)
    made = service.DefineSystem().ResultingSystem
    assert made is not None
    found = conn.get(machine_ref(str(made.keys["Name"])))
    found.RequestStateChange(RequestedState=RUNNING)
    return found


def component(conn: MemoryConnection) -> Msvm_ShutdownComponent:
    [found] = conn.enumerate(Msvm_ShutdownComponent)
    return found


def state(conn: MemoryConnection, machine: Msvm_ComputerSystem) -> int:
    return int(conn.get(machine_ref(machine.Name or "")).EnabledState or 0)


def test_a_guest_that_is_asked_shuts_down(
    conn: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    result = component(conn).InitiateShutdown(Force=False, Reason="maintenance")
    assert result.ReturnValue == COMPLETED
    assert state(conn, machine) == OFF


def test_there_is_nobody_to_ask_when_the_machine_is_off(
    conn: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    component(conn).InitiateShutdown(Force=True, Reason="")
    assert conn.enumerate(Msvm_ShutdownComponent) == []


def test_a_guest_that_is_asked_to_reboot_runs_again(
    conn: MemoryConnection, machine: Msvm_ComputerSystem, clock: SimulatedClock
) -> None:
    clock.advance(60)
    result = component(conn).InitiateReboot(Force=False, Reason="update")
    assert result.ReturnValue == COMPLETED
    assert state(conn, machine) == RUNNING
    again = conn.get(machine_ref(machine.Name or ""))
    assert again.OnTimeInMilliseconds == 0


def test_a_paused_guest_does_not_follow(
    conn: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    machine.RequestStateChange(RequestedState=PAUSED)
    result = component(conn).InitiateShutdown(Force=False, Reason="", check=False)
    assert result.ReturnValue == INVALID_STATE
    assert state(conn, machine) == PAUSED


def test_a_second_request_is_refused_while_it_shuts_down(
    host: Vmms, conn: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    host.jobs.policy = Never()
    asked = component(conn)
    asked.InitiateShutdown(Force=False, Reason="")
    result = asked.InitiateShutdown(Force=False, Reason="", check=False)
    assert result.ReturnValue == INVALID_STATE


def test_a_machine_whose_component_is_switched_off_is_not_shut_down(
    conn: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    [service] = conn.enumerate(Msvm_VirtualSystemManagementService)
    [setting] = conn.enumerate(Msvm_ShutdownComponentSettingData)
    setting.EnabledState = setting.EnabledStateValues.DISABLED
    service.ModifyResourceSettings(ResourceSettings=[setting])
    assert component(conn).EnabledState == 3
    result = machine.RequestStateChange(RequestedState=4, check=False)
    assert result.ReturnValue == INVALID_STATE
    assert state(conn, machine) == RUNNING


def test_a_guest_hibernates_only_where_its_machine_lets_it(
    conn: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    result = component(conn).InitiateHibernate(check=False)
    assert result.ReturnValue == NOT_SUPPORTED
    assert state(conn, machine) == RUNNING
    machine.RequestStateChange(RequestedState=OFF)
    [service] = conn.enumerate(Msvm_VirtualSystemManagementService)
    settings = conn.get(settings_ref(machine.Name or ""))
    settings.EnableHibernation = True
    service.ModifySystemSettings(SystemSettings=settings)
    machine.RequestStateChange(RequestedState=RUNNING)
    assert component(conn).InitiateHibernate().ReturnValue == COMPLETED
    assert state(conn, machine) == OFF


def test_a_guest_that_is_used_gives_way_to_force(
    host: Vmms, conn: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    host.guest(machine).refuse_shutdown()
    asked = component(conn)
    result = asked.InitiateShutdown(Force=False, Reason="", check=False)
    assert result.ReturnValue == LOCKED
    assert state(conn, machine) == RUNNING
    assert asked.InitiateShutdown(Force=True, Reason="").ReturnValue == COMPLETED
    assert state(conn, machine) == OFF


@pytest.mark.parametrize("force", [False, True])
def test_a_guest_that_shuts_down_already_does_not_give_way(
    host: Vmms, conn: MemoryConnection, machine: Msvm_ComputerSystem, force: bool
) -> None:
    host.guest(machine).refuse_shutdown(IN_PROGRESS)
    result = component(conn).InitiateReboot(Force=force, Reason="", check=False)
    assert result.ReturnValue == IN_PROGRESS
    host.guest(machine).allow_shutdown()
    result = component(conn).InitiateReboot(Force=force, Reason="", check=False)
    assert result.ReturnValue == COMPLETED


def test_the_job_fails_that_shuts_down_a_guest_which_refuses(
    host: Vmms, conn: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    host.guest(machine).refuse_shutdown()
    result = machine.RequestStateChange(RequestedState=SHUT_DOWN)
    assert result.Job is not None
    job = conn.get(result.Job)
    assert isinstance(job, Msvm_ConcreteJob)
    assert (job.JobState, job.ErrorCode) == (10, 32768)
    assert state(conn, machine) == RUNNING


def test_a_guest_without_integration_services_does_not_hear(
    host: Vmms, conn: MemoryConnection, machine: Msvm_ComputerSystem
) -> None:
    host.guest(machine).set_services(Guest.NO_CONTACT)
    result = component(conn).InitiateShutdown(Force=True, Reason="", check=False)
    assert result.ReturnValue == NOT_READY
    asked = machine.RequestStateChange(RequestedState=SHUT_DOWN, check=False)
    assert asked.ReturnValue == INVALID_STATE
    assert state(conn, machine) == RUNNING
