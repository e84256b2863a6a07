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
        That of HTTP: 200, 500 for a fault, 400 for what is no message.
    body:
        The envelope, in UTF-8.
    operation:
        What was done and with what result, in one line for a log.
    """

    status: int
    body: bytes
    operation: str = ""


class Waiting(Protocol):
    """An answer that waits for events; whoever has it waits in a way of its own."""

    @property
    def seconds(self) -> float:
        """How long at most; :meth:`ready` gives the answer then in any case."""
        ...

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


@dataclass(frozen=True, slots=True)
class Content:
    """What an answer says, before there is an envelope around it.

    Parameters
    ----------
    body:
        The XML in the body.
    headers:
        The XML of headers beside the usual ones.
    """

    body: str
    headers: str = ""


class Pending(Protocol):
    """What an answer will say when something has come; the handler of a request
    gives it in place of a :class:`Content`, and gets a :class:`Waiting` around it."""

    @property
    def seconds(self) -> float:
        """How long is waited for it at most."""
        ...

    def content(self, *, is_over: bool) -> Content | None:
        """What is to be said; None where nothing came, and it is not over yet.

        Raises
        ------
        CimError
            For what is answered with a fault, that nothing came in time for instance.
        """
        ...

    def wake(self, call: Callable[[], None]) -> None:
        """Let ``call`` be called, from any thread, when something has come."""
        ...
