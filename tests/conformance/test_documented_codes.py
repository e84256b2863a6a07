"""Every return code that the schema documents is expected by a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from case_files import cases
from case_model import Call
from case_values import class_of

from mofgen.provider.methods import method_names
from mofgen.vmms import Vmms

SERVICES = (
    "Msvm_VirtualSystemManagementService",
    "Msvm_VirtualEthernetSwitchManagementService",
    "Msvm_ImageManagementService",
    "Msvm_VirtualSystemSnapshotService",
    "Msvm_VirtualSystemReferencePointService",
    "Msvm_ResourcePoolConfigurationService",
    "Msvm_ComputerSystem",
    "Msvm_ConcreteJob",
    "Msvm_StorageJob",
    "Msvm_ShutdownComponent",
)
"""The classes whose methods the host is to answer as Hyper-V does."""

COMPLETED, JOB_STARTED = 0, 4096
"""Which of the two says success is for the host to choose: it works at once or by a
job, and a method that always does the one never answers the other."""

NEVER_SUCCESSFUL = {
    "StopService",  # services run for as long as their host
    "RemoveAssociatedData",  # of reference points that are based on a log: none is
}
"""The methods that have nothing to do on any host of this kind."""


def methods() -> Iterator[tuple[str, str]]:
    """The methods of those classes that the host answers."""
    answering = Vmms().manager.methods
    for name in SERVICES:
        cls = class_of(name)
        for method in sorted(method_names(cls).values()):
            if answering.implemented(cls, method) is not None:
                yield name, method


def documented(class_name: str, method: str) -> set[int]:
    """The codes that the schema lists by themselves; ranges are for the vendor."""
    values = getattr(class_of(class_name), f"{method}ReturnValues", ())
    return set(map(int, values))


@cache
def expected() -> dict[tuple[str, str], set[int]]:
    """The codes that cases expect, by class and method."""
    found = defaultdict(set)
    for case in cases():
        for step in case.steps:
            if isinstance(step, Call) and step.returns is not None:
                class_name, method = step.call.split(".")
                found[class_name, method].add(step.returns)
    return found


@pytest.mark.parametrize(("class_name", "method"), list(methods()))
def test_each_code_is_expected(class_name: str, method: str) -> None:
    reached = expected()[class_name, method]
    missing = documented(class_name, method) - reached
    if method in NEVER_SUCCESSFUL or reached & {COMPLETED, JOB_STARTED}:
        missing -= {COMPLETED, JOB_STARTED}
    assert missing == set()


@pytest.mark.parametrize(("class_name", "method"), list(methods()))
def test_each_method_succeeds_in_a_case(class_name: str, method: str) -> None:
    succeeds = bool(expected()[class_name, method] & {COMPLETED, JOB_STARTED})
    assert succeeds == (method not in NEVER_SUCCESSFUL)


def test_there_are_at_least_300_cases() -> None:
    assert len(cases()) >= 300
