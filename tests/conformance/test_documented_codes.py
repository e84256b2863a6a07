"""Cases expect every return code that the schema documents, and see every success."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from case_files import cases
from case_model import Call, CheckFile, Get, Gone, PlayGuest, Search, Step
from case_values import class_of

from mofgen.runtime.tables import method_names
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

SUCCESS = {0, 4096}
"""Which of the two says success is for the host to choose: it works at once or by a
job, and a method that always does the one never answers the other."""

NEVER_SUCCESSFUL = {
    "StopService",  # services run for as long as their host
    "RemoveAssociatedData",  # of reference points that are based on a log: none is
}
"""The methods that have nothing to do on any host of this kind."""

CHECKS = {"ValidatePersistentReservationSupport", "ValidateVirtualHardDisk"}
"""The methods that change nothing: whether something is in order is their answer."""


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
    if method in NEVER_SUCCESSFUL or reached & SUCCESS:
        missing -= SUCCESS
    assert missing == set()


@pytest.mark.parametrize(("class_name", "method"), list(methods()))
def test_each_method_succeeds_in_a_case(class_name: str, method: str) -> None:
    succeeds = bool(expected()[class_name, method] & SUCCESS)
    assert succeeds == (method not in NEVER_SUCCESSFUL)


def is_seen(step: Step) -> bool:
    """Whether a step looks at something that an earlier one may have changed."""
    match step:
        case Call():
            return bool(step.gives)
        case PlayGuest():
            return bool(step.has)
    return isinstance(step, Get | Gone | Search | CheckFile)


@cache
def shown() -> set[tuple[str, str]]:
    """The methods whose success a case sees: in what they give, or afterwards."""
    found = set()
    for case in cases():
        for place, step in enumerate(case.steps):
            if not isinstance(step, Call) or step.returns not in SUCCESS:
                continue
            if any(map(is_seen, case.steps[place:])):
                class_name, method = step.call.split(".")
                found.add((class_name, method))
    return found


@pytest.mark.parametrize(("class_name", "method"), list(methods()))
def test_each_success_shows_in_what_a_client_reads(
    class_name: str, method: str
) -> None:
    silent = method in NEVER_SUCCESSFUL or method in CHECKS
    assert ((class_name, method) in shown()) == (not silent)


def test_there_are_at_least_300_cases() -> None:
    assert len(cases()) >= 300
