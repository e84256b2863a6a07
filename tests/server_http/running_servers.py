"""Servers for tests: real ones, on a free port of this computer."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

import hyperv_v2

from mofgen.server.http.access_log import AccessLog
from mofgen.server.http.authentication import Gate
from mofgen.server.http.connections import Limits
from mofgen.server.http.users import User, Users
from mofgen.server.http.web import HttpServer
from mofgen.server.namespaces import Namespace, Namespaces
from mofgen.server.service import WsmanService
from mofgen.vmms import Vmms

NAMESPACE = "root/virtualization/v2"
PASSWORD = "Pä55:wörd"
USERS = Users(
    [User("Administrator", PASSWORD), User("guest", "guest", is_administrator=False)]
)
PATIENT = Limits(wrong_password_seconds=0.0)
"""Limits that no test comes near to."""
QUICK = Limits(head_seconds=0.5, body_seconds=0.5, idle_seconds=0.5)
"""Limits that a test need not wait for."""


def namespaces_of(host: Vmms) -> Namespaces:
    """What is served of a host."""
    served = Namespace(
        NAMESPACE,
        hyperv_v2,
        lambda session: host.connect(administrator=session.is_administrator),
    )
    return Namespaces([served])


def service_of(host: Vmms) -> WsmanService:
    """What answers for the machines of a host."""
    return WsmanService(namespaces_of(host), host_name=host.name)


@dataclass
class Running:
    """A server that runs in a thread of its own."""

    host: Vmms
    scheme: str = "http"
    port: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/wsman"


@contextmanager
def running(
    host: Vmms | None = None,
    *,
    service: WsmanService | None = None,
    users: Users | None = USERS,
    offers_basic: bool = True,
    requires_encryption: bool = False,
    limits: Limits = PATIENT,
    tls: ssl.SSLContext | None = None,
    port: int = 0,
) -> Iterator[Running]:
    """Run a server while the block lasts, on a port that is free unless told."""
    host = host or Vmms()
    found = Running(host, "http" if tls is None else "https")
    server = HttpServer(
        service or service_of(host),
        Gate(users, offers_basic=offers_basic),
        requires_encryption=requires_encryption,
        limits=limits,
        log=AccessLog(found.lines.append),
    )
    loop = asyncio.new_event_loop()
    listens, stops = Event(), asyncio.Event()

    async def serve() -> None:
        await server.start("127.0.0.1", port, tls)
        found.port = server.port
        listens.set()
        await stops.wait()
        await server.stop()

    thread = Thread(target=loop.run_until_complete, args=[serve()], daemon=True)
    thread.start()
    assert listens.wait(10), "the server did not start"
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(stops.set)
        thread.join(10)
        assert not thread.is_alive(), "the server did not stop"
        loop.close()
