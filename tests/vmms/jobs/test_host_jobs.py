"""Jobs: how they run, and what a client can learn of them."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_AffectedJobElement,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_OwningJobElement,
    Msvm_VirtualSystemManagementService,
)
from renaming_jobs import States, computer, refuse, rename

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.instance_events import InstanceModificationEvent
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.job_policies import AfterPolls, AtOnce, InTime, JobPolicy, Never
from mofgen.vmms.refusals import FAILED, IN_USE, INVALID_STATE, RefusedError


def test_a_job_has_completed_when_the_method_returns(
    host: Vmms, client: MemoryConnection
) -> None:
    job = client.get(rename(host, job_type=2))
    assert job.JobState == States.COMPLETED
    assert job.PercentComplete == 100
    assert job.ErrorCode == 0
    assert isinstance(job, Msvm_ConcreteJob)
    assert job.JobType == Msvm_ConcreteJob.JobTypeValues.MODIFY_VIRTUAL_MACHINE
    assert not job.Cancellable
    assert computer(client).ElementName == "renamed"


def test_a_job_completes_after_so_many_polls(
    host: Vmms, client: MemoryConnection
) -> None:
    host.jobs.policy = AfterPolls(3)
    ref = rename(host)
    assert computer(client).ElementName != "renamed"
    seen = [client.get(ref) for _ in range(3)]
    assert [job.PercentComplete for job in seen] == [33, 66, 100]
    assert [job.JobState for job in seen] == [4, 4, 7]
    assert computer(client).ElementName == "renamed"


def test_a_query_polls_a_job_too(host: Vmms, client: MemoryConnection) -> None:
    host.jobs.policy = AfterPolls(2)
    rename(host)
    wql = "SELECT * FROM Msvm_ConcreteJob WHERE ElementName = 'Renaming'"
    states = [client.query(wql, Msvm_ConcreteJob)[0].JobState for _ in range(2)]
    assert states == [States.RUNNING, States.COMPLETED]


def test_reading_something_else_is_no_poll(
    host: Vmms, client: MemoryConnection
) -> None:
    host.jobs.policy = AfterPolls(1)
    rename(host)
    for _ in range(5):
        assert computer(client).ElementName != "renamed"


def test_a_job_goes_on_with_the_clock(
    host: Vmms, client: MemoryConnection, clock: SimulatedClock
) -> None:
    host.jobs.policy = InTime(10)
    ref = rename(host)
    clock.advance(4)
    job = client.get(ref)
    assert (job.JobState, job.PercentComplete) == (States.RUNNING, 40)
    assert job.ElapsedTime is not None
    assert job.ElapsedTime.to_timedelta() == timedelta(seconds=4)
    clock.advance(6)
    assert computer(client).ElementName == "renamed"
    assert client.get(ref).JobState == States.COMPLETED


def test_a_job_may_say_how_long_it_takes(
    host: Vmms, client: MemoryConnection, clock: SimulatedClock
) -> None:
    host.jobs.policy = InTime(10)
    ref = rename(host, timed=100)
    clock.advance(10)
    assert client.get(ref).PercentComplete == 10


def test_a_job_that_never_ends_can_be_finished_by_the_test(
    host: Vmms, client: MemoryConnection, clock: SimulatedClock
) -> None:
    host.jobs.policy = Never()
    ref = rename(host)
    clock.advance(1e6)
    assert client.get(ref).JobState == States.RUNNING
    host.jobs.finish()
    assert client.get(ref).JobState == States.COMPLETED
    assert computer(client).ElementName == "renamed"


@pytest.mark.parametrize("policy", [AtOnce(), AfterPolls(1)])
def test_a_job_that_is_refused_ends_in_an_exception_and_changes_nothing(
    host: Vmms, client: MemoryConnection, policy: JobPolicy
) -> None:
    before = computer(client).ElementName
    host.jobs.policy = policy
    job = client.get(rename(host, work=refuse))
    assert job.JobState == States.EXCEPTION
    assert job.ErrorCode == IN_USE
    assert job.ErrorDescription == "The file is in use."
    assert computer(client).ElementName == before


def test_what_is_affected_and_who_owns_a_job(
    host: Vmms, client: MemoryConnection
) -> None:
    ref = rename(host)
    affected = client.associators(
        ref, result_class=Msvm_ComputerSystem, association=Msvm_AffectedJobElement
    )
    assert [each.Name for each in affected] == [host.name]
    owners = client.associators(
        ref,
        result_class=Msvm_VirtualSystemManagementService,
        association=Msvm_OwningJobElement,
    )
    assert [each.Name for each in owners] == ["vmms"]


def test_an_element_is_busy_while_a_job_works_on_it(
    host: Vmms, client: MemoryConnection
) -> None:
    host.jobs.policy = AfterPolls(1)
    ref = rename(host)
    assert host.jobs.busy(computer(client))
    with pytest.raises(RefusedError) as refused:
        host.jobs.require_idle(computer(client))
    assert refused.value.code == INVALID_STATE
    client.get(ref)
    host.jobs.require_idle(computer(client))


def test_there_was_no_job_where_the_method_failed(
    host: Vmms, client: MemoryConnection
) -> None:
    host.jobs.policy = Never()
    with pytest.raises(RefusedError), host.manager.transaction():
        rename(host)
        raise RefusedError(FAILED, "no")
    assert not host.jobs.busy(computer(client))
    assert client.enumerate(CIM_ConcreteJob) == []


def test_subscribers_hear_of_a_jobs_progress(
    host: Vmms, client: MemoryConnection
) -> None:
    host.jobs.policy = AfterPolls(2)
    wql = (
        "SELECT * FROM __InstanceModificationEvent WITHIN 1"
        " WHERE TargetInstance ISA 'Msvm_ConcreteJob'"
    )
    events = client.subscribe(wql, InstanceModificationEvent)
    ref = rename(host)
    seen = []
    for _ in range(2):
        client.get(ref)
        event = events.next(timeout=0)
        assert event is not None
        seen.append(getattr(event.TargetInstance, "PercentComplete", None))
    assert seen == [50, 100]


def test_many_clients_poll_at_the_same_time(host: Vmms) -> None:
    host.jobs.policy = AfterPolls(100)
    done: list[str] = []
    ref = rename(host, work=lambda transaction: done.append("once"))

    def poll() -> None:
        client = host.connect()
        while client.get(ref).JobState == States.RUNNING:
            pass

    threads = [Thread(target=poll) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert done == ["once"]
