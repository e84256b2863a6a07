"""What carries messages to a host and back."""

from __future__ import annotations

from typing import Protocol


class Transport(Protocol):
    """A way to send requests; one at a time for each thread.

    It may be used from several threads.
    """

    def send(self, message: bytes, *, is_safe: bool, timeout: float) -> bytes:
        """Send a request, and give the answer, a fault too.

        Parameters
        ----------
        message:
            The envelope.
        is_safe:
            Whether it may be sent again where nobody knows what became of it: it
            only reads.
        timeout:
            Seconds that the host has for the answer; what carries it takes some more.

        Raises
        ------
        ConnectError
            Where the host can't be reached, or does not let the user in.
        AnswerLostError
            Where the request was sent, but no answer came.
        """
        ...

    def close(self) -> None:
        """Give up the connection; closing again does nothing."""
        ...
