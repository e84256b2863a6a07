"""The transport over HTTP: what is sent again, and what never is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

import pytest

from mofgen.runtime.connecting import ConnectError
from mofgen.winrm import http_transport
from mofgen.winrm.errors import AnswerLostError, NotSignedInError
from mofgen.winrm.http_transport import HttpTransport


class Channel:
    """A channel whose requests end as was said before; then they are answered."""

    def __init__(self, ends: Iterable[Exception] = ()) -> None:
        self._ends = list(ends)
        self.sent: list[bytes] = []
        self.is_closed = False

    def send(self, message: bytes, *, timeout: float) -> bytes:
        assert not self.is_closed
        self.sent.append(message)
        if self._ends:
            raise self._ends.pop(0)
        return b"answer"

    def close(self) -> None:
        self.is_closed = True


class Opened:
    """Opens channels, each of which ends its requests as was said for it."""

    def __init__(self, *ends: Iterable[Exception]) -> None:
        self._ends = list(ends)
        self.channels: list[Channel] = []

    def __call__(self) -> Channel:
        self.channels.append(Channel(self._ends.pop(0) if self._ends else ()))
        return self.channels[-1]


def transport(opened: Callable[[], Channel], retries: int = 2) -> HttpTransport:
    return HttpTransport(opened, retries=retries, pause=0)


def send(over: HttpTransport, *, is_safe: bool = False) -> bytes:
    return over.send(b"request", is_safe=is_safe, timeout=1)


LOST = AnswerLostError("lost")
NOT_SIGNED_IN = NotSignedInError("who is that?")


class TestALostAnswer:
    def test_is_asked_for_again_where_that_does_no_harm(self) -> None:
        opened = Opened([LOST], [LOST])
        assert send(transport(opened), is_safe=True) == b"answer"
        assert len(opened.channels) == 3

    def test_is_asked_for_only_so_often(self) -> None:
        opened = Opened([LOST], [LOST], [LOST])
        with pytest.raises(AnswerLostError):
            send(transport(opened), is_safe=True)

    def test_of_a_change_is_an_error_since_nobody_knows_what_became_of_it(self) -> None:
        opened = Opened([LOST])
        with pytest.raises(AnswerLostError):
            send(transport(opened))
        assert len(opened.channels) == 1

    def test_takes_its_channel_with_it(self) -> None:
        opened = Opened([LOST])
        send(transport(opened), is_safe=True)
        assert [each.is_closed for each in opened.channels] == [True, False]


class TestAHostThatDoesNotKnowTheUser:
    def test_does_not_let_him_in(self) -> None:
        opened = Opened([NOT_SIGNED_IN])
        with pytest.raises(NotSignedInError):
            send(transport(opened), is_safe=True)
        assert len(opened.channels) == 1

    def test_any_longer_is_signed_in_to_again(self) -> None:
        """So it is after a restart; the request was not taken, so not done."""
        opened = Opened()
        over = transport(opened)
        send(over)
        opened.channels[0]._ends.append(NOT_SIGNED_IN)
        assert send(over) == b"answer"
        assert [len(each.sent) for each in opened.channels] == [2, 1]


class TestChannels:
    def test_are_used_again(self) -> None:
        opened = Opened()
        over = transport(opened)
        send(over)
        send(over)
        assert len(opened.channels) == 1

    def test_are_not_used_again_after_a_long_time(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened = Opened()
        over = transport(opened)
        send(over)
        monkeypatch.setattr(http_transport, "IDLE", -1.0)
        send(over)
        assert [each.is_closed for each in opened.channels] == [True, False]

    def test_are_closed_by_errors(self) -> None:
        opened = Opened([ConnectError("no")])
        with pytest.raises(ConnectError):
            send(transport(opened), is_safe=True)
        assert opened.channels[0].is_closed

    def test_carry_one_request_at_a_time(self) -> None:
        """What a thread waits for, an event perhaps, does not stop the others."""
        asked, answered = threading.Event(), threading.Event()

        class Slow(Channel):
            def send(self, message: bytes, *, timeout: float) -> bytes:
                if message == b"wait":
                    asked.set()
                    answered.wait(30)
                return b"answer"

        over = transport(Slow)
        waiting = threading.Thread(
            target=over.send, args=(b"wait",), kwargs={"is_safe": True, "timeout": 30}
        )
        waiting.start()
        asked.wait(30)
        assert send(over) == b"answer"
        answered.set()
        waiting.join(30)

    def test_are_closed_with_the_transport(self) -> None:
        opened = Opened()
        over = transport(opened)
        send(over)
        over.close()
        over.close()
        assert opened.channels[0].is_closed
