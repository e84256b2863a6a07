"""Answers that wait for events: they take no thread, and end when they have to."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from messages import basic, body, post
from running_servers import namespaces_of, running

from mofgen.server.answers import Answer, Waiting
from mofgen.server.namespaces import Namespaces, Session
from mofgen.server.service import WsmanService
from mofgen.vmms import Vmms


class Wait:
    """An answer that is there when somebody has called :meth:`come`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.waits = Event()
        self._has_come = False
        self._calls: list[Callable[[], None]] = []

    def come(self) -> None:
        self._has_come = True
        for each in self._calls:
            each()

    def ready(self, *, is_over: bool = False) -> Answer | None:
        self.waits.set()
        if self._has_come:
            return Answer(200, b"here it is")
        return Answer(500, b"nothing came") if is_over else None

    def wake(self, call: Callable[[], None]) -> None:
        self._calls.append(call)


class Patient(WsmanService):
    """A service all of whose answers wait."""

    def __init__(self, namespaces: Namespaces, seconds: float) -> None:
        super().__init__(namespaces)
        self._seconds = seconds
        self.made: list[Wait] = []

    def answer(self, data: bytes, session: Session) -> Answer | Waiting:
        self.made.append(Wait(self._seconds))
        return self.made[-1]


def patient(host: Vmms, seconds: float = 600) -> Patient:
    return Patient(namespaces_of(host), seconds)


def wait_for(service: Patient, count: int) -> None:
    """Until so many requests wait."""
    pause = Event()
    while len(service.made) < count:
        pause.wait(0.01)
    for each in service.made:
        assert each.waits.wait(10)


def test_what_comes_is_answered_at_once() -> None:
    host = Vmms()
    service = patient(host)
    with running(host, service=service) as server, ThreadPoolExecutor() as clients:
        asked = clients.submit(post, server, Authorization=basic())
        wait_for(service, 1)
        assert not asked.done()
        service.made[0].come()
        assert body(asked.result(10)) == b"here it is"


def test_nothing_is_waited_for_longer_than_the_answer_says() -> None:
    host = Vmms()
    with running(host, service=patient(host, seconds=0.05)) as server:
        answer = post(server, Authorization=basic())
    assert (answer.status, body(answer)) == (500, b"nothing came")


def test_many_can_wait_at_a_time() -> None:
    host = Vmms()
    service = patient(host)
    with (
        running(host, service=service) as server,
        ThreadPoolExecutor(max_workers=20) as clients,
    ):
        asked = [clients.submit(post, server, Authorization=basic()) for _ in range(20)]
        wait_for(service, 20)  # with a thread for each there would be only a few
        for each in service.made:
            each.come()
        assert {body(each.result(10)) for each in asked} == {b"here it is"}


def test_waits_end_when_the_server_stops() -> None:
    host = Vmms()
    service = patient(host)
    with ThreadPoolExecutor() as clients:
        with running(host, service=service) as server:
            asked = clients.submit(post, server, Authorization=basic())
            wait_for(service, 1)
        assert body(asked.result(10)) == b"nothing came"


def test_a_client_that_is_gone_is_not_waited_for() -> None:
    host = Vmms()
    service = patient(host)
    with running(host, service=service) as server:
        head = f"POST /wsman HTTP/1.1\r\nHost: a\r\nAuthorization: {basic()}\r\n"
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(f"{head}Content-Length: 1\r\n\r\nx".encode())
            wait_for(service, 1)
        # What comes too late disturbs nobody, and the server goes on.
        service.made[0].come()
        asked = ThreadPoolExecutor().submit(post, server, Authorization=basic())
        wait_for(service, 2)
        service.made[1].come()
        assert body(asked.result(10)) == b"here it is"
