"""What a method's return value means: done, started as a job, or failed.

By the conventions of the CIM Schema 0 is done and 4096 a job that was started. Not
every class keeps to them: there 4096 may be "Element Not Supported" and 8 the job.
So the labels decide where the schema gives them, and the conventions elsewhere.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from mofgen.runtime.values import ListedValue

_JOB_STARTED: Final = 4096
_STARTED = re.compile(r"\b(job|transition) started\b", re.IGNORECASE)
_DONE = re.compile(
    r"^(job |method )?completed\b|\bsuccess(ful|fully)?\b|\bok\b", re.IGNORECASE
)
_FAILED = re.compile(r"\b(error|fail(ed|ure)?|not|invalid|denied)\b", re.IGNORECASE)
_NO_ERROR = re.compile(r"\bno +errors?\b", re.IGNORECASE)


class Outcome(Enum):
    """What became of a call."""

    DONE = "done"
    """The method has done its work."""
    STARTED = "started"
    """A job is doing it."""
    FAILED = "failed"
    """Nothing is done."""


def outcome(value: object) -> Outcome:
    """What a return value means.

    Parameters
    ----------
    value:
        As the result has it. One that is no integer is data, not a code.

    Returns
    -------
    By the label that the schema lists for this very value: ``STARTED`` where it says
    that a job or transition has started, ``DONE`` where it speaks of success or
    completion. For 0 also where it speaks of no failure. Without such a label 0 is
    ``DONE``, 4096 ``STARTED``, and all else ``FAILED``.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        return Outcome.DONE
    label = value.label if isinstance(value, ListedValue) and value.is_listed else None
    if label is None:
        return _by_convention(value)
    words = _NO_ERROR.sub("", label)
    if _STARTED.search(words):
        return Outcome.STARTED
    failed = _FAILED.search(words) is not None
    done = not failed and (value == 0 or _DONE.search(words) is not None)
    return Outcome.DONE if done else Outcome.FAILED


def _by_convention(value: int) -> Outcome:
    if value == _JOB_STARTED:
        return Outcome.STARTED
    return Outcome.DONE if value == 0 else Outcome.FAILED
