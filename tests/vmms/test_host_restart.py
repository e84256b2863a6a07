"""Hosts that go down and come up, and machines that fail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_MemorySettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSnapshotService,
)

from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.host import Vmms
from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import machine_ref, settings_ref
from mofgen.vmms.refusals import RefusedError

RUNNING, OFF, SAVED, PAUSED = 2, 3, 6, 9
START, SAVE, PAUSE = 2, 6, 9
TURN_OFF, SAVE_STATE, SHUT_DOWN = 2, 3, 4
NEVER, IF_IT_RAN, ALWAYS = 2, 3, 4
NOTHING, RESTART, REVERT = 2, 3, 4
FULL = 2


class Datacentre:
    """A host with a clock that stands, and its machines."""

    def __init__(self) -> None:
        self.clock = SimulatedClock()
        self.host = Vmms(seed=1, clock=self.clock)
        self.client = self.host.connect()
        (self.service,) = self.client.enumerate(Msvm_VirtualSystemManagementService)

    def machine(self, *requests: int, **settings: object) -> str:
        """A machine with these settings, that is asked for these states."""
        defined = self.service.DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(**settings)  # type: ignore[arg-type]
        )
        assert defined.ResultingSystem is not None
        guid = str(defined.ResultingSystem.keys["Name"])
        for each in requests:
            self.client.get(machine_ref(guid)).RequestStateChange(RequestedState=each)
        return guid

    def state(self, guid: str) -> int:
        return int(self.client.get(machine_ref(guid)).EnabledState or 0)

    def restart(self) -> None:
        self.host.shut_down()
        self.host.start_up()


@pytest.fixture
def centre() -> Datacentre:
    return Datacentre()


class TestShuttingDown:
    @pytest.mark.parametrize(
        ("action", "state"), [(TURN_OFF, OFF), (SAVE_STATE, SAVED), (SHUT_DOWN, OFF)]
    )
    def test_stops_machines_as_their_settings_say(
        self, centre: Datacentre, action: int, state: int
    ) -> None:
        guid = centre.machine(START, AutomaticShutdownAction=action)
        centre.host.shut_down()
        assert centre.state(guid) == state

    def test_saves_machines_of_which_nobody_has_said_more(
        self, centre: Datacentre
    ) -> None:
        guid = centre.machine(START)
        centre.host.shut_down()
        assert centre.state(guid) == SAVED

    def test_turns_off_a_machine_whose_guest_cannot_shut_down(
        self, centre: Datacentre
    ) -> None:
        guid = centre.machine(START, PAUSE, AutomaticShutdownAction=SHUT_DOWN)
        centre.host.shut_down()
        assert centre.state(guid) == OFF

    def test_turns_off_a_machine_that_cannot_be_saved(self, centre: Datacentre) -> None:
        guid = centre.machine(START)
        centre.host.faults.fail_job(on=machine_ref(guid), times=1)
        centre.host.shut_down()
        assert centre.state(guid) == OFF

    def test_waits_for_jobs(self, centre: Datacentre) -> None:
        centre.host.jobs.policy = Never()
        guid = centre.machine(START)
        centre.host.shut_down()
        assert centre.state(guid) == SAVED

    def test_gives_back_what_the_machines_had(self, centre: Datacentre) -> None:
        guids = [centre.machine(START) for _ in range(3)]
        centre.host.shut_down()
        found = [centre.client.get(machine_ref(guid)).ProcessID for guid in guids]
        assert found == [0, 0, 0]


class TestStartingUp:
    @pytest.mark.parametrize(
        ("action", "ran", "state"),
        [
            (NEVER, True, OFF),
            (NEVER, False, OFF),
            (IF_IT_RAN, True, RUNNING),
            (IF_IT_RAN, False, OFF),
            (ALWAYS, True, RUNNING),
            (ALWAYS, False, RUNNING),
        ],
    )
    def test_starts_machines_as_their_settings_say(
        self, centre: Datacentre, action: int, ran: bool, state: int
    ) -> None:
        requests = (START,) if ran else ()
        guid = centre.machine(
            *requests, AutomaticStartupAction=action, AutomaticShutdownAction=TURN_OFF
        )
        centre.restart()
        assert centre.state(guid) == state

    def test_goes_on_with_what_a_machine_was_doing(self, centre: Datacentre) -> None:
        guid = centre.machine(START)
        centre.restart()
        assert centre.state(guid) == RUNNING
        assert not centre.client.get(settings_ref(guid)).IsSaved

    def test_leaves_a_machine_saved_that_somebody_had_saved(
        self, centre: Datacentre
    ) -> None:
        guid = centre.machine(START, SAVE)
        centre.restart()
        assert centre.state(guid) == SAVED

    def test_counts_only_what_ran_the_last_time(self, centre: Datacentre) -> None:
        guid = centre.machine(START, AutomaticShutdownAction=TURN_OFF)
        centre.host.shut_down()
        centre.restart()
        assert centre.state(guid) == OFF

    def test_waits_for_the_delay_of_a_machine(self, centre: Datacentre) -> None:
        guid = centre.machine(
            AutomaticStartupAction=ALWAYS,
            AutomaticStartupActionDelay=timedelta(seconds=30),
        )
        centre.restart()
        centre.clock.advance(29)
        assert centre.state(guid) == OFF
        centre.clock.advance(1)
        assert centre.state(guid) == RUNNING

    def test_does_not_start_what_goes_down_again_before(
        self, centre: Datacentre
    ) -> None:
        guid = centre.machine(
            AutomaticStartupAction=ALWAYS,
            AutomaticStartupActionDelay=timedelta(seconds=30),
        )
        centre.restart()
        centre.host.shut_down()
        centre.clock.advance(60)
        assert centre.state(guid) == OFF

    def test_passes_over_a_machine_that_is_gone(self, centre: Datacentre) -> None:
        guid = centre.machine(
            AutomaticStartupAction=ALWAYS,
            AutomaticStartupActionDelay=timedelta(seconds=30),
        )
        centre.restart()
        centre.service.DestroySystem(AffectedSystem=machine_ref(guid))
        centre.clock.advance(60)
        with_host = centre.client.enumerate(Msvm_ComputerSystem)
        assert len(with_host) == 1

    def test_follows_the_sequence_numbers(self, centre: Datacentre) -> None:
        half = centre.host.memory // 2 + 2  # two do not fit
        late, early = (
            centre.machine(
                AutomaticStartupAction=ALWAYS,
                AutomaticStartupActionSequenceNumber=number,
            )
            for number in (2, 1)
        )
        for guid in (late, early):
            _give_memory(centre, guid, half)
        centre.restart()
        assert (centre.state(early), centre.state(late)) == (RUNNING, OFF)


class TestAFailureOfAMachine:
    def test_is_followed_by_a_start(self, centre: Datacentre) -> None:
        guid = centre.machine(START)
        before = centre.client.get(machine_ref(guid)).ProcessID
        centre.host.crash(machine_ref(guid))
        assert centre.state(guid) == RUNNING
        assert centre.client.get(machine_ref(guid)).ProcessID != before

    def test_leaves_it_off_where_nothing_is_to_be_done(
        self, centre: Datacentre
    ) -> None:
        guid = centre.machine(START, AutomaticRecoveryAction=NOTHING)
        centre.host.crash(machine_ref(guid))
        assert centre.state(guid) == OFF

    def test_takes_it_back_to_its_last_checkpoint(self, centre: Datacentre) -> None:
        guid = centre.machine(AutomaticRecoveryAction=REVERT)
        _modify(centre, guid, Notes=["before"])
        (snapshots,) = centre.client.enumerate(Msvm_VirtualSystemSnapshotService)
        snapshots.CreateSnapshot(AffectedSystem=machine_ref(guid), SnapshotType=FULL)
        _modify(centre, guid, Notes=["after"])
        centre.client.get(machine_ref(guid)).RequestStateChange(RequestedState=START)
        centre.host.crash(machine_ref(guid))
        assert centre.state(guid) == RUNNING
        assert centre.client.get(settings_ref(guid)).Notes == ("before",)

    def test_needs_a_machine_that_runs(self, centre: Datacentre) -> None:
        guid = centre.machine()
        centre.host.crash(machine_ref(guid))
        assert centre.state(guid) == OFF

    def test_needs_a_machine(self, centre: Datacentre) -> None:
        with pytest.raises(RefusedError):
            centre.host.crash(machine_ref(centre.host.name))


def _modify(centre: Datacentre, guid: str, **values: object) -> None:
    settings = Msvm_VirtualSystemSettingData(
        InstanceID=f"Microsoft:{guid}",
        **values,  # type: ignore[arg-type]
    )
    centre.service.ModifySystemSettings(SystemSettings=settings)


def _give_memory(centre: Datacentre, guid: str, amount: int) -> None:
    (memory,) = centre.client.associators(
        settings_ref(guid), result_class=Msvm_MemorySettingData
    )
    changed = memory.copy(VirtualQuantity=amount, Reservation=amount, Limit=amount)
    centre.service.ModifyResourceSettings(ResourceSettings=[changed])
    (after,) = centre.client.associators(
        settings_ref(guid), result_class=Msvm_MemorySettingData
    )
    assert after.VirtualQuantity == amount
