"""The HTTP server: requests of WS-Management in, answers out."""

from __future__ import annotations

import asyncio
import logging
import ssl
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from mofgen.server.http.access_log import AccessLog
from mofgen.server.http.authentication import Gate
from mofgen.server.http.connections import Connections, Limits
from mofgen.server.http.exchanges import Exchanges
from mofgen.server.http.waiting import Operations
from mofgen.server.service import WsmanService

PATHS: Final = ("/wsman", "/wsman/")
_WORKERS: Final = 4
_LINGERING_SECONDS: Final = 1.0
"""How long is read on from a client that was refused before it had said everything."""

logger = logging.getLogger(__name__)


class HttpServer:
    """Serves WS-Management over HTTP or HTTPS, in the running event loop.

    Parameters
    ----------
    service:
        What answers.
    gate:
        Who may ask.
    requires_encryption:
        Whether messages are refused that anybody can read on their way; over HTTPS
        nobody can.
    limits:
        What a client may take.
    log:
        Where each request is noted; None for nowhere.
    """

    def __init__(
        self,
        service: WsmanService,
        gate: Gate,
        *,
        requires_encryption: bool = False,
        limits: Limits | None = None,
        log: AccessLog | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._connections = Connections(self._limits)
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="wsman")
        self._operations = Operations(service, self._workers)
        exchanges = Exchanges(
            self._operations,
            gate,
            self._connections,
            requires_encryption=requires_encryption,
            limits=self._limits,
            log=log,
        )
        app = web.Application(client_max_size=self._limits.body)
        for path in PATHS:
            app.router.add_post(path, exchanges.handle)
        self._runner = web.AppRunner(
            app,
            access_log=None,
            logger=_Log(logger),
            handler_cancellation=True,
            auto_decompress=False,
            keepalive_timeout=self._limits.idle_seconds,
            lingering_time=_LINGERING_SECONDS,
            shutdown_timeout=self._limits.stop_seconds,
        )
        self._listening: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port on which it listens."""
        assert self._listening is not None, "it was not started"
        port: int = self._listening.sockets[0].getsockname()[1]
        return port

    async def start(
        self, address: str, port: int, tls: ssl.SSLContext | None = None
    ) -> None:
        """Listen.

        Parameters
        ----------
        address, port:
            Where; port 0 for one that is free.
        tls:
            How messages are encrypted on their way; None for HTTP.

        Raises
        ------
        OSError
            Where it can't listen there.
        """
        await self._runner.setup()
        server = self._runner.server
        assert server is not None
        handshake = None if tls is None else self._limits.head_seconds
        self._listening = await asyncio.get_running_loop().create_server(
            self._connections.factory(server),
            address,
            port,
            ssl=tls,
            ssl_handshake_timeout=handshake,
            backlog=512,
        )

    async def stop(self) -> None:
        """Listen no longer, finish what runs, and close the connections."""
        if self._listening is not None:
            self._listening.close()
        self._operations.end_waits()
        await self._runner.cleanup()
        self._workers.shutdown(wait=False, cancel_futures=True)


class _Log(logging.LoggerAdapter[logging.Logger]):
    """A log in which what clients do wrong is one line, without a traceback."""

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        error = kwargs.get("exc_info")
        if isinstance(error, (HttpProcessingError, ConnectionError)):
            self.info(f"{msg}: %r", *args, error)
        else:
            self.error(msg, *args, exc_info=error)
