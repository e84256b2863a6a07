"""How Hyper-V says no: a return code, and for jobs an error text."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from mofgen.runtime.methods import MethodResult, return_values

COMPLETED: Final = 0
JOB_STARTED: Final = 4096
FAILED: Final = 32768
ACCESS_DENIED: Final = 32769
NOT_SUPPORTED: Final = 32770
TIMEOUT: Final = 32772
INVALID_PARAMETER: Final = 32773
IN_USE: Final = 32774
INVALID_STATE: Final = 32775
NOT_AVAILABLE: Final = 32777
OUT_OF_MEMORY: Final = 32778
FILE_NOT_FOUND: Final = 32779
FILE_IN_USE: Final = 32779
"""The codes that the services of the namespace share; a method's own value class
has the labels. The last has one meaning for disks and one for definition files."""

G = TypeVar("G")
R = TypeVar("R", bound=MethodResult)
F = TypeVar("F", bound=Callable[..., MethodResult])


class RefusedError(Exception):
    """The request can't be granted; what was done for it is undone.

    Parameters
    ----------
    code:
        The return value, or the error code of the job that was doing it.
    text:
        The reason, for people.
    """

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def some(given: tuple[G, ...] | None, name: str) -> tuple[G, ...]:
    """What was given for the array parameter ``name``, at least one element.

    Raises
    ------
    RefusedError
        Invalid parameter, where nothing was given.
    """
    if not given:
        raise RefusedError(INVALID_PARAMETER, f"{name} are missing")
    return given


def answering(result: type[MethodResult]) -> Callable[[F], F]:
    """Let a provider's method answer a refusal with its return code.

    Parameters
    ----------
    result:
        The class of the method's result.
    """

    def decorated(method: F) -> F:
        @wraps(method)
        def called(*positional: Any, **arguments: Any) -> MethodResult:
            try:
                return method(*positional, **arguments)
            except RefusedError as error:
                return answer(result, error.code)

        return called  # type: ignore[return-value]  # F, as wraps() keeps it

    return decorated


def answer(result: type[R], code: int) -> R:
    """The result of a method that gives nothing but its return value.

    Methods for which the schema lists values of the CIM Schema only return these
    codes as well: they lie in the range that it leaves to the vendor, and clients of
    Hyper-V know its 32773 and 32775 from all methods.

    Parameters
    ----------
    result:
        The class of the method's result.
    code:
        One of those above, or of the method's own.
    """
    values = return_values(result)
    return result(ReturnValue=code if values is None else values(code))
