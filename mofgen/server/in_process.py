"""A service within this process: messages reach it without a socket."""

from __future__ import annotations

from threading import Event

from mofgen.server.answers import Answer
from mofgen.server.namespaces import Session
from mofgen.server.service import WsmanService


class InProcess:
    """Carries the messages of a client to a service, and the answers back.

    It is a :class:`mofgen.winrm.transport.Transport`, for tests, and for programs
    that want client and host in one process.

    Parameters
    ----------
    service:
        What answers.
    session:
        Who asks.
    """

    def __init__(self, service: WsmanService, session: Session | None = None) -> None:
        self._service = service
        self._session = session or Session()

    def send(self, message: bytes, *, is_safe: bool, timeout: float) -> bytes:
        """The answer to a message; one that waits for events is waited for.

        Parameters
        ----------
        message:
            The envelope.
        is_safe, timeout:
            Here neither is a request lost nor an answer late.
        """
        answer = self._service.answer(message, self._session)
        if isinstance(answer, Answer):
            return answer.body
        woken = Event()
        answer.wake(woken.set)
        found = answer.ready()
        if found is None:
            woken.wait(answer.seconds)
            found = answer.ready(is_over=True)
        assert found is not None, "what is over has an answer"
        return found.body

    def close(self) -> None:
        """There is nothing to give up."""
