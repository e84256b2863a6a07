"""Errors of calls that reached the host: methods that failed, jobs that went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mofgen.runtime.errors import CimError

if TYPE_CHECKING:
    from mofgen.runtime.jobs import Job


class MethodError(CimError):
    """A method returned a value that means failure.

    Parameters
    ----------
    method:
        ``Class.Method``.
    code, label:
        The return value and its meaning as the schema spells it.
    target:
        The object it was called on.
    text:
        What the host says of it beyond the code, where it left a job behind.
    result:
        The whole result, a :class:`~mofgen.runtime.methods.MethodResult`.
    """

    def __init__(
        self,
        method: str,
        code: int,
        label: str | None,
        *,
        target: object = None,
        text: str | None = None,
        result: Any = None,
    ) -> None:
        self.method = method
        self.code = code
        self.label = label
        self.target = target
        self.text = text
        self.result = result
        meaning = f" ({label})" if label else ""
        where = f" on {target!r}" if target is not None else ""
        said = f": {text}" if text else ""
        super().__init__(f"{method} returned {code}{meaning}{where}{said}")

    def __reduce__(self) -> tuple[Any, ...]:
        facts = (self.method, self.code, self.label, self.target, self.text)
        return _method_error, (*facts, self.result)


class JobError(CimError):
    """Something went wrong with a job that a method started.

    Parameters
    ----------
    message:
        What went wrong, with the method and the job named.
    job:
        The job's handle; what was last read of it is there still.
    """

    def __init__(self, message: str, job: Job) -> None:
        self.job = job
        super().__init__(message)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.job)


class JobFailedError(JobError):
    """A job ended without having done its work.

    Parameters
    ----------
    message, job:
        As for :class:`JobError`.
    code, text:
        ``ErrorCode`` of the job, and what it says in words.
    """

    def __init__(
        self,
        message: str,
        job: Job,
        code: int | None = None,
        text: str | None = None,
    ) -> None:
        self.code = code
        self.text = text
        super().__init__(message, job)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.job, self.code, self.text)


class JobTimeoutError(JobError, TimeoutError):
    """A job took longer than the caller would wait; it goes on running."""


class JobVanishedError(JobError):
    """The host no longer knows the job, so that nobody can tell how it ended.

    Hosts remove jobs some time after they end, and lose them when they restart.
    """


def _method_error(
    method: str, code: int, label: str | None, target: object, text: str, result: Any
) -> MethodError:
    return MethodError(method, code, label, target=target, text=text, result=result)
