"""A host with some files, and a machine of each generation."""

from __future__ import annotations

import pytest
from machine_client import DISKS, ISO, Machine

from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.files import GIB
from mofgen.vmms.new_disks import NewDisk, create


@pytest.fixture
def host() -> Vmms:
    made = Vmms(cores=8, memory=65536, clock=SimulatedClock(), seed=1)
    for path in DISKS:
        create(made.files, NewDisk(path, capacity=GIB))
    made.files.add_iso(ISO)
    return made


@pytest.fixture
def old(host: Vmms) -> Machine:
    """A machine of generation 1."""
    return Machine(host, 1)


@pytest.fixture
def new(host: Vmms) -> Machine:
    """A machine of generation 2."""
    return Machine(host, 2)
