"""The part of the cases that stands for all of them, where all would take too long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from case_files import CaseError
from case_model import Call, Case

from mofgen.runtime.outcomes import Outcome, outcome

_Shown: TypeAlias = "tuple[str, str, bool | None]"
"""The class, the method, and whether the method is seen to succeed."""


def representative(cases: Iterable[Case | CaseError]) -> list[Case]:
    """The first case of each method in which it succeeds, and in which it refuses.

    Parameters
    ----------
    cases:
        All, in their order; those that cannot be read count for nothing here.

    Returns
    -------
    Of files about something else than a method, the first case.
    """
    found: dict[_Shown, Case] = {}
    for case in cases:
        if isinstance(case, Case):
            found.setdefault(_shown(case), case)
    return list(found.values())


def _shown(case: Case) -> _Shown:
    method = case.path.stem.partition(".")[0]
    calls = [
        step
        for step in case.steps
        if isinstance(step, Call) and step.call.endswith(f".{method}")
    ]
    succeeds = _succeeds(calls[-1]) if calls else None
    return case.path.parent.name, method, succeeds


def _succeeds(call: Call) -> bool:
    return call.returns is not None and outcome(call.returns) is not Outcome.FAILED
