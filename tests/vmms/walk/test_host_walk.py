"""Random walks over a whole host: what holds after every step, whatever it was.

``MOFGEN_WALKS=1000 pytest tests/vmms/walk`` takes so many walks, and longer ones.
"""

from __future__ import annotations

import os

from history_steps import CheckpointSteps, JobSteps, SwitchSteps
from host_invariants import ValuesFit, check_all
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant
from machine_steps import MachineSteps
from resource_steps import ResourceSteps

WALKS = os.environ.get("MOFGEN_WALKS")


class WholeHostWalk(
    MachineSteps, ResourceSteps, CheckpointSteps, SwitchSteps, JobSteps
):
    """All that clients do, in any order, while jobs take their time and things fail."""

    def __init__(self) -> None:
        super().__init__()
        self.values_fit = ValuesFit()

    @invariant()
    def everything_holds(self) -> None:
        check_all(self.host)
        with self.host.manager.transaction() as transaction:
            self.values_fit(self.host, transaction)


TestWholeHost = WholeHostWalk.TestCase
TestWholeHost.settings = settings(
    max_examples=int(WALKS or 40),
    stateful_step_count=80 if WALKS else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
