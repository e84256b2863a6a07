"""The transport over HTTP: channels for threads, and what is sent again when."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from mofgen.winrm.channels import Channel
from mofgen.winrm.errors import AnswerLostError, NotSignedInError

IDLE: Final = 50.0
"""Seconds after which a channel is not used again: hosts close idle connections."""


@dataclass(slots=True)
class _Kept:
    channel: Channel
    since: float = field(default_factory=time.monotonic)

    @property
    def is_stale(self) -> bool:
        return time.monotonic() - self.since > IDLE


class HttpTransport:
    """Carries messages over HTTP; a :class:`~mofgen.winrm.transport.Transport`.

    A channel has one request at a time on its way, and encryption counts its messages.
    So each thread that asks has one for itself meanwhile.

    Parameters
    ----------
    open_channel:
        Opens one more channel.
    retries:
        How often what only reads is asked again where its answer is lost.
    pause:
        Seconds before the first of these; twice as long before each further one.
    """

    def __init__(
        self,
        open_channel: Callable[[], Channel],
        *,
        retries: int = 2,
        pause: float = 0.5,
    ) -> None:
        self._open = open_channel
        self._retries = retries
        self._pause = pause
        self._idle: list[_Kept] = []
        self._lock = Lock()
        self._is_closed = False

    def send(self, message: bytes, *, is_safe: bool, timeout: float) -> bytes:
        lost = 0
        while True:
            kept = self._kept()
            channel = self._open() if kept is None else kept
            try:
                answer = channel.send(message, timeout=timeout)
            except NotSignedInError:
                # Not taken, so not done. On a channel that was let in before, it is
                # the connection that is gone, not the user's right.
                channel.close()
                if kept is None:
                    raise
                self._close_idle()
            except AnswerLostError:
                channel.close()
                if not is_safe or lost >= self._retries:
                    raise
                time.sleep(self._pause * 2**lost)
                lost += 1
            except BaseException:
                channel.close()
                raise
            else:
                self._keep(channel)
                return answer

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
        self._close_idle()

    def _kept(self) -> Channel | None:
        """The channel that was used last; None where there is none to use."""
        while True:
            with self._lock:
                if not self._idle:
                    return None
                kept = self._idle.pop()
            if not kept.is_stale:
                return kept.channel
            kept.channel.close()

    def _keep(self, channel: Channel) -> None:
        with self._lock:
            if not self._is_closed:
                self._idle.append(_Kept(channel))
                return
        channel.close()

    def _close_idle(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for each in idle:
            each.channel.close()
