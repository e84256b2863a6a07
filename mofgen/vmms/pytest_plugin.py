"""The pytest fixture ``hyperv``, there for everybody who has mofgen installed.

It imports what it needs when it is asked for: tests without it pay nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms


@pytest.fixture
def hyperv() -> Vmms:
    """A Hyper-V host of its own for each test, whose clock stands until it is moved.

    ``hyperv.connect()`` gives a connection, ``hyperv.jobs.policy`` says when jobs
    complete, ``hyperv.faults`` lets methods and jobs fail. GUIDs are the same in
    every run.
    """
    from mofgen.vmms.clock import SimulatedClock
    from mofgen.vmms.host import Vmms

    return Vmms(clock=SimulatedClock(), seed=0)
