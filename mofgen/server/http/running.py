"""Running a server until somebody stops the process."""

from __future__ import annotations

import asyncio
import signal
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from mofgen.server.http.web import HttpServer

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server listens.

    Parameters
    ----------
    address, port:
        Where; port 0 for one that is free.
    tls:
        How messages are encrypted on their way; None for HTTP.
    """

    address: str
    port: int
    tls: ssl.SSLContext | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether it can only be reached from this computer."""
        if self.address.lower() == "localhost":
            return True
        try:
            return ip_address(self.address).is_loopback
        except ValueError:
            return False

    @property
    def is_private(self) -> bool:
        """Whether nobody can listen to what is said."""
        return self.tls is not None or self.is_loopback

    def url(self, port: int) -> str:
        """What a client connects to, with the port that was found."""
        scheme = "http" if self.tls is None else "https"
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{scheme}://{host}:{port}/wsman"


def serve(server: HttpServer, at: Endpoint, ready: Callable[[str], None]) -> None:
    """Serve until the process gets SIGINT or SIGTERM, and finish what runs then.

    Parameters
    ----------
    server:
        What is served.
    at:
        Where.
    ready:
        Is given the URL when the server listens.

    Raises
    ------
    OSError
        Where it can't listen there.
    """
    asyncio.run(_serve(server, at, ready))


async def _serve(
    server: HttpServer, at: Endpoint, ready: Callable[[str], None]
) -> None:
    stopped = asyncio.Event()
    _on_signals(stopped)
    try:
        await server.start(at.address, at.port, at.tls)
        ready(at.url(server.port))
        await stopped.wait()
    finally:
        await server.stop()


def _on_signals(stopped: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for each in _SIGNALS:
        try:
            loop.add_signal_handler(each, stopped.set)
        except NotImplementedError:  # the event loop of Windows has no signals
            signal.signal(each, lambda *_: loop.call_soon_threadsafe(stopped.set))
