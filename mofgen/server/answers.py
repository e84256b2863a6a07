"""What becomes of a request: an answer, or one that has to wait for something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is complete.

    Parameters
    ----------
    status:
        That of HTTP: 200, or 500 for a fault.
    body:
        The envelope, in UTF-8.
    operation:
        What was done and with what result, in one line for a log.
    """

    status: int
    body: bytes
    operation: str = ""


class Waiting(Protocol):
    """An answer that waits for events; whoever has it waits in a way of its own.

    Attributes
    ----------
    seconds:
        How long at most; :meth:`ready` gives the answer then in any case.
    """

    seconds: float

    def ready(self, *, is_over: bool = False) -> Answer | None:
        """The answer, or None while there is none yet.

        Parameters
        ----------
        is_over:
            That nobody waits any longer: what is said where nothing came.
        """
        ...

    def wake(self, call: Callable[[], None]) -> None:
        """Let ``call`` be called, from any thread, when it may be ready."""
        ...
