"""Random walks over jobs: whatever happens, they keep what they promise."""

from __future__ import annotations

from hyperv_v2 import (
    CIM_ConcreteJob,
    CIM_Service,
    Msvm_AffectedJobElement,
    Msvm_ConcreteJob,
)
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
)

from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.job_policies import AfterPolls, AtOnce, InTime, JobPolicy, Never
from mofgen.vmms.refusals import IN_USE, RefusedError

States = CIM_ConcreteJob.JobStateValues
ENDED = {States.COMPLETED, States.TERMINATED, States.EXCEPTION}
POLICIES = st.one_of(
    st.just(AtOnce()),
    st.just(Never()),
    st.integers(1, 3).map(AfterPolls),
    st.integers(1, 9).map(InTime),
)


class JobsMachine(RuleBasedStateMachine):
    """A host on which jobs start, are read, wait, fail and are ended."""

    jobs = Bundle("jobs")

    def __init__(self) -> None:
        super().__init__()
        self.clock = SimulatedClock()
        self.host = Vmms(clock=self.clock, seed=0, cores=1)
        self.client = self.host.connect()
        self.services = self.client.enumerate(CIM_Service)
        self.done: list[int] = []
        self.work_of: dict[str, int] = {}

    @rule(policy=POLICIES)
    def decide(self, policy: JobPolicy) -> None:
        self.host.jobs.policy = policy

    @rule(target=jobs, service=st.integers(0, 15), fails=st.booleans())
    def start(self, service: int, fails: bool) -> Ref[CIM_ConcreteJob]:
        number = len(self.work_of)

        def work(transaction: Transaction) -> None:
            if fails:
                raise RefusedError(IN_USE, "in use")
            self.done.append(number)

        with self.host.manager.transaction() as transaction:
            ref = self.host.jobs.start(
                transaction,
                caption=f"Job {number}",
                affected=[self.services[service]],
                work=work,
            )
        self.work_of[str(ref.keys["InstanceID"])] = number
        return ref

    @rule(seconds=st.integers(0, 400))
    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule()
    def finish(self) -> None:
        self.host.jobs.finish()
        assert not any(map(self.host.jobs.busy, self.services))

    @rule(ref=jobs)
    def poll(self, ref: Ref[CIM_ConcreteJob]) -> None:
        found = CIM_ConcreteJob.objects(self.client).filter(**ref.keys)
        assert len(list(found)) <= 1

    @rule(ref=consumes(jobs))
    def terminate(self, ref: Ref[CIM_ConcreteJob]) -> None:
        job_id = str(ref.keys["InstanceID"])
        for job in CIM_ConcreteJob.objects(self.client).filter(**ref.keys):
            was_running = self.host.jobs.is_running(job_id)
            did_before = list(self.done)
            answer = job.RequestStateChange(RequestedState=4, check=False)
            if was_running and answer.ReturnValue == 0:
                assert self.done == did_before

    @invariant()
    def no_work_is_done_twice(self) -> None:
        assert len(set(self.done)) == len(self.done)

    @invariant()
    def jobs_say_what_became_of_their_work(self) -> None:
        for job in self.client.enumerate(Msvm_ConcreteJob):
            number = self.work_of[str(job.InstanceID)]
            completed = job.JobState == States.COMPLETED
            assert completed == (number in self.done)
            assert completed == (job.PercentComplete == 100)
            running = self.host.jobs.is_running(job.InstanceID)
            assert running == (job.JobState not in ENDED)
            assert (job.JobState == States.EXCEPTION) == bool(job.ErrorCode)

    @invariant()
    def elements_are_busy_while_a_job_runs(self) -> None:
        busy = {
            link.AffectedElement
            for link in self.client.enumerate(Msvm_AffectedJobElement)
            if link.AffectingElement is not None
            and self.host.jobs.is_running(str(link.AffectingElement.keys["InstanceID"]))
        }
        for service in self.services:
            assert self.host.jobs.busy(service) == (service._reference() in busy)


TestJobs = JobsMachine.TestCase
TestJobs.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
