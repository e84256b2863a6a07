"""Jobs: waiting, watching, cancelling, and the ways in which they end."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hyperv_v2 import Msvm_ComputerSystem, Msvm_ConcreteJob
from hypothesis import given, settings
from hypothesis import strategies as st
from stand_in_host import StandInHost

from mofgen.runtime import (
    CimAccessDeniedError,
    Job,
    JobError,
    JobFailedError,
    JobTimeoutError,
    JobVanishedError,
    MethodError,
    NotConnectedError,
    Polling,
    Ref,
    attach,
)

JOB = Ref(Msvm_ConcreteJob, {"InstanceID": "j"})


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 6))
        self.now += seconds

    def polling(self, **settings: float) -> Polling:
        return Polling(clock=lambda: self.now, sleep=self.sleep, **settings)


def host_with(states: Iterable[dict[str, Any] | None]) -> StandInHost:
    """A host whose job takes on one state after the other; None: it is gone."""
    host = StandInHost([Msvm_ConcreteJob(InstanceID="j")])
    coming = iter(list(states))

    def work(job: Any) -> None:
        state = next(coming, {})
        if state is None:
            host.objects.clear()
        else:
            for name, value in state.items():
                setattr(job, name, value)

    host.before_get = work
    return host


def job_on(host: StandInHost) -> Job:
    return Job("Msvm_X.Do", JOB, host)


RUNNING = {"JobState": 4}
COMPLETED = {"JobState": 7, "PercentComplete": 100}


def test_waiting_looks_until_the_job_has_completed() -> None:
    clock = Clock()
    host = host_with([{"JobState": 2}, {"JobState": 3}, RUNNING, COMPLETED])
    job = job_on(host)
    assert job.wait(polling=clock.polling()) is job
    assert host.requests == ["get"] * 4
    assert job.state == 7
    assert job.percent == 100


def test_pauses_grow_up_to_a_limit() -> None:
    clock = Clock()
    job = job_on(host_with([RUNNING] * 6 + [COMPLETED]))
    job.wait(polling=clock.polling(first=0.1, factor=2, longest=0.5))
    assert clock.pauses == [0.1, 0.2, 0.4, 0.5, 0.5, 0.5]


def test_a_job_that_has_ended_is_not_asked_for_again() -> None:
    host = host_with([COMPLETED])
    job = job_on(host)
    assert job.done
    assert job.done
    assert job.error is None
    job.wait()
    job.cancel()
    assert host.requests == ["get"]


@pytest.mark.parametrize("state", [7, 32768])
def test_warnings_are_no_failure(state: int) -> None:
    assert job_on(host_with([{"JobState": state}])).wait().done


@pytest.mark.parametrize("state", [2, 3, 4, 5, 6, 12, None])
def test_states_in_which_a_job_goes_on(state: int | None) -> None:
    job = job_on(host_with([{"JobState": state}] * 2))
    assert not job.done
    assert job.error is None


@pytest.mark.parametrize(
    ("state", "label"),
    [
        (8, "Terminated"),
        (9, "Killed"),
        (10, "Exception"),
        (11, "Service"),
        (13, "DMTF Reserved"),
        (32769, "Vendor Reserved"),
    ],
)
def test_states_in_which_a_job_has_failed(state: int, label: str) -> None:
    job = job_on(host_with([{"JobState": state}]))
    with pytest.raises(JobFailedError) as caught:
        job.wait()
    assert str(caught.value) == (
        f"the job {JOB!r} of Msvm_X.Do ended in state {state} ({label})"
    )
    assert caught.value.job is job


def test_failure_says_what_the_job_says() -> None:
    job = job_on(
        host_with(
            [{"JobState": 10, "ErrorCode": 32773, "ErrorDescription": " No disk. "}]
        )
    )
    with pytest.raises(
        JobFailedError, match=r"state 10 \(Exception\), error 32773: No disk\.$"
    ) as caught:
        job.wait()
    assert (caught.value.code, caught.value.text) == (32773, " No disk. ")


@pytest.mark.parametrize("where", ["ErrorSummaryDescription", "JobStatus"])
def test_the_words_may_stand_elsewhere(where: str) -> None:
    job = job_on(host_with([{"JobState": 10, "ErrorDescription": "", where: "Why."}]))
    assert str(job.error).endswith("(Exception): Why.")


def test_a_timeout_raises_and_leaves_the_job_running() -> None:
    clock = Clock()
    host = host_with([RUNNING | {"PercentComplete": 40}] * 50)
    job = job_on(host)
    with pytest.raises(
        JobTimeoutError,
        match=r"is still running after 1 s; it was last seen at 40 %$",
    ) as caught:
        job.wait(1, polling=clock.polling())
    assert isinstance(caught.value, TimeoutError)
    assert clock.now == 1
    assert set(host.requests) == {"get"}
    assert not job.done


def test_after_a_timeout_waiting_can_go_on() -> None:
    clock = Clock()
    job = job_on(host_with([RUNNING, RUNNING, COMPLETED]))
    with pytest.raises(JobTimeoutError):
        job.wait(0, polling=clock.polling())
    assert job.wait(5, polling=clock.polling()).done


def test_a_job_that_ends_at_the_last_moment_is_in_time() -> None:
    clock = Clock()
    job = job_on(host_with([RUNNING, COMPLETED]))
    job.wait(0.05, polling=clock.polling(first=10))
    assert clock.pauses == [0.05]


def test_a_job_that_vanished_has_not_failed() -> None:
    job = job_on(host_with([RUNNING | {"PercentComplete": 60}, None]))
    with pytest.raises(JobVanishedError, match=r"last seen at 60 %$") as caught:
        job.wait(polling=Clock().polling())
    assert isinstance(caught.value, JobError)
    assert not isinstance(caught.value, JobFailedError)
    assert job.done
    assert isinstance(job.error, JobVanishedError)
    with pytest.raises(JobVanishedError):
        job.wait()


def test_asking_whether_it_is_done_does_not_raise_when_it_vanished() -> None:
    job = job_on(host_with([None]))
    assert job.done
    with pytest.raises(JobVanishedError):
        job_on(host_with([None])).refresh()


def test_progress_is_told_when_something_has_changed() -> None:
    states = [
        RUNNING | {"PercentComplete": 0},
        RUNNING | {"PercentComplete": 0},
        RUNNING | {"PercentComplete": 50, "JobStatus": "Copying"},
        COMPLETED,
    ]
    told: list[tuple[Any, ...]] = []
    job_on(host_with(states)).wait(
        on_progress=lambda job: told.append((job.state, job.percent, job.status)),
        polling=Clock().polling(),
    )
    assert told == [(4, 0, None), (4, 50, "Copying"), (7, 100, "Copying")]


def test_an_error_of_the_transport_is_not_one_of_the_job() -> None:
    host = host_with([RUNNING])

    def refuse(*_: Any, **__: Any) -> None:
        raise CimAccessDeniedError("get it")

    host.get = refuse  # type: ignore[method-assign]
    job = job_on(host)
    with pytest.raises(CimAccessDeniedError):
        job.wait()
    with pytest.raises(CimAccessDeniedError):
        _ = job.done


def test_an_error_of_the_callback_comes_through() -> None:
    def mistake(job: Job) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        job_on(host_with([RUNNING])).wait(on_progress=mistake)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (0, None),
        (4096, None),
        (32775, r"^Msvm_ConcreteJob\.RequestStateChange returned 32775 on Ref\(Msvm_C"),
    ],
)
def test_cancelling_asks_the_host_to_terminate(code: int, message: str | None) -> None:
    host = host_with([RUNNING])
    host.methods["RequestStateChange"] = lambda _, target, arguments: (
        {"returnvalue": code} if arguments == {"RequestedState": 4} else {}
    )
    job = job_on(host)
    if message is None:
        assert job.cancel() is job
    else:
        with pytest.raises(MethodError, match=message):
            job.cancel()
    assert host.requests == ["RequestStateChange"]


def test_cancelling_a_job_that_is_gone() -> None:
    host = host_with([])
    host.objects.clear()
    with pytest.raises(JobVanishedError):
        job_on(host).cancel()


# Without a second copy of the code, coroutines wait the same way.


def test_a_job_can_be_awaited() -> None:
    async def wait() -> Job:
        return await job_on(host_with([COMPLETED]))

    assert asyncio.run(wait()).state == 7


def test_coroutines_wait_as_threads_do() -> None:
    told: list[Any] = []
    polling = Polling(first=0, longest=0)

    async def wait(states: list[dict[str, Any] | None], timeout: float | None) -> None:
        await job_on(host_with(states)).wait_async(
            timeout, on_progress=lambda job: told.append(job.state), polling=polling
        )

    asyncio.run(wait([RUNNING, COMPLETED], 5))
    assert told == [4, 7]
    with pytest.raises(JobFailedError):
        asyncio.run(wait([RUNNING, {"JobState": 10}], None))
    with pytest.raises(JobVanishedError):
        asyncio.run(wait([RUNNING, None], None))
    with pytest.raises(JobTimeoutError):
        asyncio.run(wait([RUNNING] * 9, 0))


def test_the_event_loop_runs_while_a_host_takes_its_time() -> None:
    async def wait() -> list[str]:
        order: list[str] = []
        reached = asyncio.Event()
        loop = asyncio.get_running_loop()
        host = host_with([COMPLETED])
        give_state = host.before_get

        def slow(job: Any) -> None:
            # Gives no answer before the other coroutine has run.
            asyncio.run_coroutine_threadsafe(reached.wait(), loop).result(10)
            order.append("host")
            give_state(job)

        host.before_get = slow

        async def other() -> None:
            order.append("other")
            reached.set()

        await asyncio.gather(job_on(host).wait_async(), other())
        return order

    assert asyncio.run(wait()) == ["other", "host"]


# The handle of a result.


def started(answer: dict[str, object]) -> Msvm_ComputerSystem.RequestStateChangeResult:
    vm = Msvm_ComputerSystem(CreationClassName="Msvm_ComputerSystem", Name="A")
    host = StandInHost([vm, Msvm_ConcreteJob(InstanceID="j", JobState=7)])
    host.methods["RequestStateChange"] = lambda *_: answer
    return attach(vm, host).RequestStateChange(RequestedState=2, check=False)


def test_a_result_has_the_job_that_was_started() -> None:
    result = started({"ReturnValue": 4096, "Job": JOB})
    assert result.job is result.job
    assert result.job.ref == JOB
    assert result.job.method == "Msvm_ComputerSystem.RequestStateChange"
    assert result.job.wait().percent is None
    assert isinstance(result.job.instance, Msvm_ConcreteJob)


@pytest.mark.parametrize("answer", [{"ReturnValue": 0}, {"ReturnValue": 0, "Job": JOB}])
def test_where_the_work_is_done_so_is_the_job(answer: dict[str, object]) -> None:
    job = started(answer).job
    assert job.ref is None
    assert job.done
    assert job.error is None
    assert job.wait().cancel().refresh() is job
    assert asyncio.run(_awaited(job)) is job
    assert repr(job) == (
        "<Job of Msvm_ComputerSystem.RequestStateChange: none was needed>"
    )


def test_a_job_that_the_host_did_not_name_cannot_be_waited_for() -> None:
    job = started({"ReturnValue": 4096}).job
    assert job.done
    with pytest.raises(
        JobVanishedError, match=r"RequestStateChange started something without naming"
    ):
        job.wait()
    assert repr(job) == (
        "<Job of Msvm_ComputerSystem.RequestStateChange: not named by the host>"
    )


def test_with_failure_there_may_be_no_job() -> None:
    assert started({"ReturnValue": 32775}).job.wait().ref is None


async def _awaited(job: Job) -> Job:
    return await job


@pytest.mark.parametrize("ask", [Job.wait, Job.refresh, Job.cancel])
def test_a_job_without_a_connection_cannot_be_asked_for(
    ask: Callable[[Job], object],
) -> None:
    job = pickle.loads(pickle.dumps(started({"ReturnValue": 4096, "Job": JOB}))).job
    assert job.ref == JOB
    with pytest.raises(NotConnectedError, match="belongs to no connection"):
        ask(job)


def test_what_was_last_read_of_a_job_travels_with_its_error() -> None:
    with pytest.raises(JobFailedError) as caught:
        job_on(host_with([{"JobState": 10, "ErrorDescription": "Why."}])).wait()
    twin = pickle.loads(pickle.dumps(caught.value))
    assert (str(twin), twin.text) == (str(caught.value), "Why.")
    assert twin.job.state == 10
    assert twin.job.done


def test_a_job_shows_where_it_stands() -> None:
    job = job_on(host_with([RUNNING | {"PercentComplete": 5}, None]))
    assert repr(job) == f"<Job {JOB!r} of Msvm_X.Do: state None>"
    assert repr(job.refresh()) == f"<Job {JOB!r} of Msvm_X.Do: state 4, 5 %>"
    assert job.done
    assert repr(job) == f"<Job {JOB!r} of Msvm_X.Do: vanished, 5 %>"


STATES = st.lists(
    st.sampled_from([None, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 32768, 32769]),
    max_size=8,
)


def ending(wait: Callable[[Job], object], states: list[int | None]) -> object:
    """How waiting for a job with these states, and then none, ends."""
    job = job_on(host_with([*({"JobState": state} for state in states), None]))
    try:
        wait(job)
    except JobError as error:
        return type(error), job.state
    return None, job.state


@settings(deadline=None, max_examples=50)
@given(STATES)
def test_however_it_goes_waiting_ends_with_the_first_state_that_is_final(
    states: list[int | None],
) -> None:
    final = [state for state in states if state not in (None, 2, 3, 4, 5, 6, 12)]
    kind, state = (JobVanishedError, states[-1] if states else None)
    if final:
        state = final[0]
        kind = None if state in (7, 32768) else JobFailedError
    polling = Polling(first=0, longest=0)
    assert ending(lambda job: job.wait(polling=polling), states) == (kind, state)
    assert ending(lambda job: asyncio.run(job.wait_async(polling=polling)), states) == (
        kind,
        state,
    )
