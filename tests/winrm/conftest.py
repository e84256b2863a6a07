"""A host in memory, and clients of WS-Management to it without a socket."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import hyperv_v2
import pytest

from mofgen.runtime import Connection
from mofgen.server.in_process import InProcess
from mofgen.server.namespaces import Namespace, Namespaces, Session
from mofgen.server.service import WsmanService
from mofgen.vmms import Vmms
from mofgen.winrm.connection import WinRmConnection
from mofgen.winrm.exchange import Exchange, Settings
from mofgen.winrm.transport import Transport
from mofgen.wsman.envelopes import Request, read_request

ClientOf: TypeAlias = "Callable[[Connection], WinRmConnection]"


class Recording:
    """A transport that remembers what is sent over another one.

    Attributes
    ----------
    requests:
        All that were sent, oldest first.
    are_safe:
        Which of them could have been sent twice without harm.
    """

    def __init__(self, over: Transport) -> None:
        self._over = over
        self.requests: list[Request] = []
        self.are_safe: list[bool] = []

    def send(self, message: bytes, *, is_safe: bool, timeout: float) -> bytes:
        self.requests.append(read_request(message))
        self.are_safe.append(is_safe)
        return self._over.send(message, is_safe=is_safe, timeout=timeout)

    def close(self) -> None:
        self._over.close()

    def actions(self) -> list[str]:
        """The last words of the actions that were asked for since this was asked."""
        asked = [each.action.rpartition("/")[2] for each in self.requests]
        self.requests.clear()
        return asked


def service_of(connect: Callable[[Session], Connection]) -> WsmanService:
    name = hyperv_v2.NAMESPACE or ""
    return WsmanService(Namespaces([Namespace(name, hyperv_v2, connect)]))


def _client(transport: Transport, settings: Settings | None = None) -> WinRmConnection:
    exchange = Exchange(transport, "http://localhost/wsman", settings)
    return WinRmConnection(exchange, hyperv_v2)


@pytest.fixture
def host() -> Vmms:
    return Vmms(name="HV")


@pytest.fixture
def service(host: Vmms) -> WsmanService:
    return service_of(lambda who: host.connect(administrator=who.is_administrator))


@pytest.fixture
def wire(service: WsmanService) -> Recording:
    """What carries the messages of ``client``."""
    return Recording(InProcess(service))


@pytest.fixture
def client(wire: Recording) -> WinRmConnection:
    """An administrator's client of the host."""
    return _client(wire)


@pytest.fixture
def stranger(service: WsmanService) -> WinRmConnection:
    """The client of somebody without rights."""
    return _client(InProcess(service, Session("guest", is_administrator=False)))


@pytest.fixture
def client_of() -> ClientOf:
    """Makes a client of whatever a connection reaches."""
    return lambda of: _client(InProcess(service_of(lambda _: of)))


@pytest.fixture
def client_over() -> Callable[..., WinRmConnection]:
    """Makes a client of a transport."""
    return _client
