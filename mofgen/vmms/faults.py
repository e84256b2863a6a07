"""Failures that a test asks for: of a method, or of a job on its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from mofgen.provider.layouts import Key
from mofgen.runtime.references import RefLike
from mofgen.vmms.refusals import FAILED

KeyOf: TypeAlias = "Callable[[RefLike[Any]], Key | None]"
_ALWAYS: Final = None


@dataclass(slots=True, eq=False)
class MethodFault:
    """A method answers with a code, and does nothing.

    Attributes
    ----------
    method, code:
        CIM name of the method, and its return value.
    target:
        The only object on which it fails; None for all.
    left:
        How many calls still fail; None for all.
    """

    method: str
    code: int
    target: Key | None = None
    left: int | None = _ALWAYS


@dataclass(slots=True, eq=False)
class JobFault:
    """A job ends in an error instead of doing its work.

    Attributes
    ----------
    percent:
        How far it gets.
    code, text:
        Its ``ErrorCode`` and ``ErrorDescription``.
    job_type:
        ``JobType`` of those that fail; None for all.
    target:
        The affected object; None for all.
    left:
        How many jobs still fail; None for all.
    """

    percent: int
    code: int
    text: str
    job_type: int | None = None
    target: Key | None = None
    left: int | None = _ALWAYS


@dataclass(slots=True)
class Faults:
    """The failures that are to come.

    Parameters
    ----------
    key_of:
        Gives what names the object of a reference; None where there is none.
    """

    key_of: KeyOf
    _methods: list[MethodFault] = field(default_factory=list)
    _jobs: list[JobFault] = field(default_factory=list)

    def fail_method(
        self,
        method: str,
        code: int,
        *,
        on: RefLike[Any] | None = None,
        times: int | None = None,
    ) -> None:
        """Let a method fail.

        Parameters
        ----------
        method, code:
            CIM name of the method, and what it returns.
        on:
            The only object on which it fails; None for all.
        times:
            How many calls fail; None for all.
        """
        self._methods.append(MethodFault(method.lower(), code, self._key(on), times))

    def fail_job(
        self,
        *,
        percent: int = 0,
        code: int = FAILED,
        text: str = "The operation failed.",
        job_type: int | None = None,
        on: RefLike[Any] | None = None,
        times: int | None = None,
    ) -> None:
        """Let jobs that start from now on fail on their way.

        Parameters
        ----------
        percent, code, text:
            How far they get, and the error in which they end.
        job_type, on:
            Which jobs fail: of this ``JobType``, affecting this object.
        times:
            How many of them fail; None for all.
        """
        target = self._key(on)
        self._jobs.append(JobFault(percent, code, text, job_type, target, times))

    def clear(self) -> None:
        """Let everything work again; jobs that have started fail as they were to."""
        self._methods.clear()
        self._jobs.clear()

    def of_call(self, method: str, target: RefLike[Any]) -> MethodFault | None:
        """The fault that a call meets; it counts as having happened."""
        name = method.lower()
        for each in self._methods:
            if (
                each.method == name
                and each.left != 0
                and each.target in (None, self.key_of(target))
            ):
                _count(each)
                return each
        return None

    def of_job(self, job_type: int | None, affected: frozenset[Key]) -> JobFault | None:
        """The fault that a job meets; it counts as having happened."""
        for each in self._jobs:
            if (
                each.left != 0
                and each.job_type in (None, job_type)
                and (each.target is None or each.target in affected)
            ):
                _count(each)
                return each
        return None

    def _key(self, target: RefLike[Any] | None) -> Key | None:
        if target is None:
            return None
        found = self.key_of(target)
        if found is None:
            raise LookupError(f"there is no such object: {target!r}")
        return found


def _count(fault: MethodFault | JobFault) -> None:
    if fault.left is not None:
        fault.left -= 1
