"""The connections that are open, and the limits that they keep to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from aiohttp import web

from mofgen.server.http.authentication import Channel


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may take, so that it takes nothing from the others.

    Parameters
    ----------
    body:
        Bytes of a request.
    head_seconds, body_seconds, answer_seconds:
        How long a client may take to begin with a request, to send its body, and to
        read the answer.
    idle_seconds:
        How long a connection is kept over which nothing comes.
    connections:
        How many may be open.
    wrong_password_seconds:
        How long the answer to a wrong password takes.
    stop_seconds:
        How long requests may take that run when the server is stopped.
    """

    body: int = 2**20
    head_seconds: float = 15.0
    body_seconds: float = 30.0
    answer_seconds: float = 60.0
    idle_seconds: float = 180.0
    connections: int = 1000
    wrong_password_seconds: float = 1.0
    stop_seconds: float = 10.0


class Connections:
    """Makes the connections of a server, and knows what belongs to each.

    Parameters
    ----------
    limits:
        What they keep to.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._channels: WeakKeyDictionary[asyncio.BaseTransport, Channel] = (
            WeakKeyDictionary()
        )
        self._silent: dict[asyncio.BaseProtocol, asyncio.TimerHandle] = {}

    def channel(self, request: web.Request) -> Channel:
        """That of the connection over which a request came."""
        timer = self._silent.pop(request.protocol, None)
        if timer is not None:
            timer.cancel()
        transport = request.transport
        if transport is None:  # the client is gone, and nothing is kept for it
            return Channel()
        return self._channels.setdefault(transport, Channel())

    def factory(self, server: web.Server) -> Callable[[], asyncio.Protocol]:
        """What makes the protocol of each new connection.

        Parameters
        ----------
        server:
            To which the connections belong.
        """

        def connect() -> asyncio.Protocol:
            if len(server.connections) >= self._limits.connections:
                return _Closed()
            made = server()
            self._silent[made] = asyncio.get_running_loop().call_later(
                self._limits.head_seconds, self._close_silent, made
            )
            return made

        return connect

    def _close_silent(self, silent: web.RequestHandler) -> None:
        """Close a connection on which no request has come, or only part of a head."""
        del self._silent[silent]
        silent.force_close()


class _Closed(asyncio.Protocol):
    """A connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()
