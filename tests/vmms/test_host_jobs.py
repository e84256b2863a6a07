"""Jobs: how they run, how they end, and what a client can learn of them."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_AffectedJobElement,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_OwningJobElement,
    Msvm_StorageJob,
    Msvm_VirtualSystemManagementService,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.provider.transactions import Transaction
from mofgen.runtime.instance_events import InstanceModificationEvent
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimNotFoundError
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.job_policies import AfterPolls, AtOnce, InTime, JobPolicy, Never
from mofgen.vmms.refusals import FAILED, IN_USE, INVALID_STATE, RefusedError

States = CIM_ConcreteJob.JobStateValues
Answers = CIM_ConcreteJob.RequestStateChangeReturnValues
TERMINATE = CIM_ConcreteJob.RequestStateChangeRequestedStateValues.TERMINATE
KILL = CIM_ConcreteJob.RequestStateChangeRequestedStateValues.KILL


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def host(clock: SimulatedClock) -> Vmms:
    return Vmms(seed=1, clock=clock)


@pytest.fixture
def client(host: Vmms) -> MemoryConnection:
    return host.connect()


def computer(client: MemoryConnection) -> Msvm_ComputerSystem:
    return client.enumerate(Msvm_ComputerSystem)[0]


def rename(host: Vmms, name: str = "renamed", **options: Any) -> Ref[CIM_ConcreteJob]:
    """Start a job that gives the hosting computer another ElementName."""
    target = computer(host.connect())

    def work(transaction: Transaction) -> None:
        transaction.change(target, ElementName=name)

    options.setdefault("work", work)
    with host.manager.transaction() as transaction:
        return host.jobs.start(
            transaction, caption="Renaming", affected=[target], **options
        )


def refuse(transaction: Transaction) -> None:
    transaction.change(
        transaction.objects(Msvm_ComputerSystem)[0], ElementName="half done"
    )
    raise RefusedError(IN_USE, "The file is in use.")


def refused_after_start(transaction: Transaction) -> None:
    raise AssertionError("a job that failed before it ran has no work to do")


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


# --- errors ---


def test_the_error_of_a_failed_job(host: Vmms, client: MemoryConnection) -> None:
    job = client.get(rename(host, work=refuse))
    assert isinstance(job, Msvm_ConcreteJob)
    error = job.GetError().Error
    assert error is not None
    assert error.Message == "The file is in use."
    assert error.MessageID == str(IN_USE)
    errors = job.GetErrorEx().Errors
    assert errors is not None and [e.Message for e in errors] == [error.Message]


def test_a_job_on_disks_gives_its_error_too(
    host: Vmms, client: MemoryConnection
) -> None:
    job = client.get(rename(host, work=refuse, job_class=Msvm_StorageJob))
    assert isinstance(job, Msvm_StorageJob)
    error = job.GetError().Error
    assert error is not None and error.MessageID == str(IN_USE)
    assert len(job.GetErrorEx().Errors or ()) == 1


def test_a_job_that_did_its_work_has_no_error(
    host: Vmms, client: MemoryConnection
) -> None:
    job = client.get(rename(host))
    assert isinstance(job, Msvm_ConcreteJob)
    assert job.GetError().Error is None
    assert not job.GetErrorEx().Errors


# --- ending ---


@pytest.mark.parametrize(
    ("requested", "state"), [(TERMINATE, States.TERMINATED), (KILL, States.KILLED)]
)
def test_a_job_that_is_ended_does_not_do_its_work(
    host: Vmms, client: MemoryConnection, requested: int, state: int
) -> None:
    host.jobs.policy = Never()
    job = client.get(rename(host, work=refused_after_start))
    answer = job.RequestStateChange(RequestedState=requested)
    assert answer.ReturnValue == Answers.COMPLETED_WITH_NO_ERROR
    host.jobs.finish()
    ended = client.get(job._reference())
    assert ended.JobState == state
    assert isinstance(ended, Msvm_ConcreteJob)
    assert ended.GetError().Error is not None
    assert not host.jobs.busy(computer(client))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"RequestedState": TERMINATE}, Answers.INVALID_STATE_TRANSITION),
        ({"RequestedState": 3}, Answers.NOT_SUPPORTED),
        ({"RequestedState": 99}, Answers.INVALID_PARAMETER),
        ({}, Answers.INVALID_PARAMETER),
        (
            {"RequestedState": TERMINATE, "TimeoutPeriod": timedelta(seconds=1)},
            Answers.USE_OF_TIMEOUT_PARAMETER_NOT_SUPPORTED,
        ),
    ],
)
def test_refused_requests_change_nothing(
    host: Vmms, client: MemoryConnection, arguments: dict[str, Any], code: int
) -> None:
    job = client.get(rename(host))
    answer = job.RequestStateChange(**arguments, check=False)
    assert answer.ReturnValue == code
    assert client.get(job._reference()) == job


def test_jobs_cannot_be_killed_by_killjob(host: Vmms, client: MemoryConnection) -> None:
    host.jobs.policy = Never()
    job = client.get(rename(host))
    answer = job.KillJob(DeleteOnKill=True, check=False)
    assert answer.ReturnValue == CIM_ConcreteJob.KillJobReturnValues.NOT_SUPPORTED
    assert client.get(job._reference()).JobState == States.RUNNING


def test_a_job_vanishes_five_minutes_after_its_end(
    host: Vmms, client: MemoryConnection, clock: SimulatedClock
) -> None:
    ref = rename(host)
    clock.advance(299)
    assert client.get(ref).JobState == States.COMPLETED
    clock.advance(1)
    with pytest.raises(CimNotFoundError):
        client.get(ref)
    assert client.enumerate(Msvm_AffectedJobElement) == []


def test_expired_jobs_are_in_no_list_of_references(
    host: Vmms, client: MemoryConnection, clock: SimulatedClock
) -> None:
    element = computer(client)._reference()
    rename(host)
    clock.advance(300)
    assert (
        host.manager.operations.reference_names(
            element, host.manager.operations.walk(association=Msvm_AffectedJobElement)
        )
        == []
    )
    rename(host)
    clock.advance(300)
    assert host.manager.operations.names(CIM_ConcreteJob) == []


def test_a_job_that_fails_late_keeps_how_far_it_was(
    host: Vmms, client: MemoryConnection
) -> None:
    host.jobs.policy = AfterPolls(2)
    ref = rename(host, work=refuse)
    client.get(ref)
    job = client.get(ref)
    assert (job.JobState, job.PercentComplete) == (States.EXCEPTION, 50)


# --- faults ---


def test_a_job_fails_on_its_way(
    host: Vmms, client: MemoryConnection, clock: SimulatedClock
) -> None:
    host.jobs.policy = InTime(10)
    host.faults.fail_job(percent=40, code=IN_USE, text="The disk is gone.", times=1)
    ref = rename(host, work=refused_after_start)
    clock.advance(3)
    assert client.get(ref).JobState == States.RUNNING
    clock.advance(1)
    job = client.get(ref)
    assert (job.JobState, job.PercentComplete) == (States.EXCEPTION, 40)
    assert (job.ErrorCode, job.ErrorDescription) == (IN_USE, "The disk is gone.")
    again = rename(host)
    clock.advance(10)
    assert client.get(again).JobState == States.COMPLETED


def test_only_jobs_of_a_type_fail(host: Vmms, client: MemoryConnection) -> None:
    host.faults.fail_job(job_type=2)
    assert client.get(rename(host, job_type=3)).JobState == States.COMPLETED
    assert client.get(rename(host, job_type=2)).JobState == States.EXCEPTION
    host.faults.clear()
    assert client.get(rename(host, job_type=2)).JobState == States.COMPLETED


def test_a_method_fails_on_one_object_so_many_times(
    host: Vmms, client: MemoryConnection
) -> None:
    host.jobs.policy = Never()
    job, other = client.get(rename(host)), client.get(rename(host))
    host.faults.fail_method("RequestStateChange", 4099, on=job, times=1)
    codes = [
        int(each.RequestStateChange(RequestedState=TERMINATE, check=False).ReturnValue)
        for each in (other, job, job)
    ]
    assert codes == [0, 4099, 0]


def test_a_fault_needs_an_object_that_is_there(host: Vmms) -> None:
    with pytest.raises(LookupError, match="no such object"):
        host.faults.fail_job(on=Ref(Msvm_ConcreteJob, {"InstanceID": "none"}))
