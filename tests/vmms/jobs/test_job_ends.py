"""Jobs that end otherwise: with errors, ended by clients, expired, by faults."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_AffectedJobElement,
    Msvm_ConcreteJob,
    Msvm_StorageJob,
)
from renaming_jobs import States, computer, refuse, rename

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimNotFoundError
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.job_policies import AfterPolls, InTime, Never
from mofgen.vmms.refusals import IN_USE

Answers = CIM_ConcreteJob.RequestStateChangeReturnValues
TERMINATE = CIM_ConcreteJob.RequestStateChangeRequestedStateValues.TERMINATE
KILL = CIM_ConcreteJob.RequestStateChangeRequestedStateValues.KILL


def refused_after_start(transaction: Transaction) -> None:
    raise AssertionError("a job that failed before it ran has no work to do")


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
