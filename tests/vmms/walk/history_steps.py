"""Steps over checkpoints, switches, jobs and failures."""

from __future__ import annotations

from host_walk import WHICH, HostWalk, path, pick
from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_ComputerSystem,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_ExternalEthernetPort,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchSettingData,
    Msvm_VirtualSystemReferencePoint,
    Msvm_VirtualSystemSnapshotSettingData,
)
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from mofgen.vmms.job_policies import AfterPolls, AtOnce, InTime, JobPolicy, Never

POLICIES = st.one_of(
    st.sampled_from([AtOnce(), AtOnce(), Never()]),
    st.integers(1, 3).map(AfterPolls),
    st.integers(1, 9).map(InTime),
)
METHODS = st.sampled_from(
    ["DefineSystem", "RequestStateChange", "AddResourceSettings", "ApplySnapshot"]
)
SNAPSHOT_METHODS = {
    "ApplySnapshot": "Snapshot",
    "DestroySnapshot": "AffectedSnapshot",
    "DestroySnapshotTree": "SnapshotSettingData",
    "ClearSnapshotState": "SnapshotSettingData",
    "ConvertToReferencePoint": "AffectedSnapshot",
}
"""The name of the parameter for the checkpoint."""
MOST = 6
Point = Msvm_VirtualSystemReferencePoint


class CheckpointSteps(HostWalk):
    """Checkpoints are taken, applied and destroyed, and become reference points."""

    @rule(which=WHICH, kind=st.sampled_from([2, 2, 3, 32768]), level=st.integers(0, 2))
    def take(self, which: int, kind: int, level: int) -> None:
        machine = pick(self.machines, which)
        if machine is not None and len(self.snapshots) < MOST:
            self.ask(
                self.checkpoints,
                "CreateSnapshot",
                AffectedSystem=machine,
                SnapshotType=kind,
                SnapshotSettings=Msvm_VirtualSystemSnapshotSettingData(
                    ConsistencyLevel=level
                ),
            )

    @precondition(lambda self: self.snapshots)
    @rule(which=WHICH, method=st.sampled_from(sorted(SNAPSHOT_METHODS)))
    def use_snapshot(self, which: int, method: str) -> None:
        snapshot = pick(self.snapshots, which)
        self.ask(self.checkpoints, method, **{SNAPSHOT_METHODS[method]: snapshot})

    @precondition(lambda self: self.client.enumerate(Point))
    @rule(which=WHICH)
    def destroy_point(self, which: int) -> None:
        point = pick(self.client.enumerate(Point), which)
        self.ask(self.points, "DestroyReferencePoint", AffectedReferencePoint=point)


class SwitchSteps(HostWalk):
    """Switches come and go while machines are connected to them."""

    @rule(ports=st.lists(st.integers(0, 3), max_size=2))
    def define_switch(self, ports: list[int]) -> None:
        resources = [
            *self.client.enumerate(Msvm_ExternalEthernetPort),
            self.client.enumerate(Msvm_ComputerSystem)[0],
        ]
        self.ask(
            self.switching,
            "DefineSystem",
            SystemSettings=Msvm_VirtualEthernetSwitchSettingData(ElementName="walk"),
            ResourceSettings=[
                Msvm_EthernetPortAllocationSettingData(
                    HostResource=[path(pick(resources, each))]
                )
                for each in ports
            ],
        )

    @rule(which=WHICH)
    def destroy_switch(self, which: int) -> None:
        switch = pick(self.client.enumerate(Msvm_VirtualEthernetSwitch), which)
        if switch is not None:
            self.ask(self.switching, "DestroySystem", AffectedSystem=switch)


class JobSteps(HostWalk):
    """Time passes, jobs go on and are ended, and calls and jobs fail."""

    @rule(policy=POLICIES)
    def decide(self, policy: JobPolicy) -> None:
        self.host.jobs.policy = policy

    @rule(seconds=st.sampled_from([1, 9, 400]))
    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @precondition(lambda self: self.running_jobs)
    @rule()
    def finish(self) -> None:
        self.host.jobs.finish()

    @precondition(lambda self: self.running_jobs)
    @rule(which=WHICH, method=st.sampled_from(["RequestStateChange", "KillJob"]))
    def end_job(self, which: int, method: str) -> None:
        job = self.client.get(pick(self.running_jobs, which)._reference())
        asked = {} if method == "KillJob" else {"RequestedState": 4}
        getattr(job, method)(**asked, check=False)

    @property
    def running_jobs(self) -> list[CIM_ConcreteJob]:
        with self.host.manager.transaction() as transaction:  # which polls none
            found = transaction.objects(CIM_ConcreteJob)
        return [each for each in found if self.host.jobs.is_running(each.InstanceID)]

    @rule(percent=st.sampled_from([0, 40]))
    def fail_job(self, percent: int) -> None:
        self.host.faults.fail_job(percent=percent, times=1)

    @rule(method=METHODS)
    def fail_method(self, method: str) -> None:
        self.host.faults.fail_method(method, 32769, times=1)

    @rule()
    def mend(self) -> None:
        self.host.faults.clear()
