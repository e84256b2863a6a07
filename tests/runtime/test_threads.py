"""What several threads may do at a time: ask one host, share sets and classes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from hyper_v_host import hyper_v_host
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_MemorySettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualSystemSettingData,
)

from mofgen.runtime import Instance, Job, Polling, Ref

T = TypeVar("T")
THREADS = 8


@pytest.fixture(autouse=True)
def eager_switches() -> object:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def at_once(work: Callable[[], T]) -> list[T]:
    """What ``work`` gives to each of several threads that begin together."""
    ready = Barrier(THREADS)

    def run() -> T:
        ready.wait(10)
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        futures = [pool.submit(run) for _ in range(THREADS)]
        return [future.result(60) for future in futures]


def test_a_class_is_made_ready_by_whoever_comes_first() -> None:
    for _ in range(20):
        # A class of its own each time, whose tables nobody has worked out yet.
        fresh = type("Fresh", (Msvm_MemorySettingData,), {"__doc__": "New."})
        built = at_once(lambda cls=fresh: cls(InstanceID="a", VirtualQuantity=1024))  # type: ignore[misc]
        assert all(each == built[0] for each in built)


def test_sets_of_objects_can_be_shared() -> None:
    host = hyper_v_host({f"web-{number}": f"U{number}" for number in range(5)})
    vms = Msvm_ComputerSystem.objects(host)
    expected = [f"web-{number}" for number in range(5)]
    found = at_once(lambda: [vm.ElementName for vm in vms])
    assert found == [expected] * THREADS
    counts = at_once(lambda: (vms.count(), vms.filter(ElementName="web-3").count()))
    assert counts == [(5, 1)] * THREADS
    walked = at_once(
        lambda: vms.related(
            Msvm_VirtualSystemSettingData, via=Msvm_SettingsDefineState
        ).count()
    )
    assert walked == [5] * THREADS


def test_several_threads_can_wait_for_one_job() -> None:
    host = hyper_v_host({})
    host.objects.append(Msvm_ConcreteJob(InstanceID="j", JobState=4, PercentComplete=0))

    def work(job: Instance) -> None:
        assert isinstance(job, Msvm_ConcreteJob)
        job.PercentComplete = min((job.PercentComplete or 0) + 5, 100)
        job.JobState = 7 if job.PercentComplete == 100 else 4

    host.before_get = work
    job = Job("X.Do", Ref(Msvm_ConcreteJob, {"InstanceID": "j"}), host)
    waited = at_once(lambda: job.wait(polling=Polling(first=0, longest=0)))
    assert waited == [job] * THREADS
    assert job.percent == 100
