"""A request and its answer: who asks, what is asked, how it is encrypted."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import Final

from aiohttp import web

from mofgen.server.http.access_log import AccessLog, Entry
from mofgen.server.http.authentication import Admitted, Channel, Gate, Refused
from mofgen.server.http.connections import Connections, Limits
from mofgen.server.http.encrypted_messages import decrypted, encrypted, is_encrypted
from mofgen.server.http.negotiate import NegotiationError
from mofgen.server.http.waiting import Operations

_PLAIN: Final = "identity"
_SOAP: Final = "application/soap+xml;charset=UTF-8"


class Exchanges:
    """Answers the requests that come over HTTP.

    Parameters
    ----------
    operations:
        Does what is asked for.
    gate:
        Who may ask.
    connections:
        Over which requests come.
    requires_encryption:
        Whether messages are refused that are not encrypted.
    limits:
        What a client may take.
    log:
        Where each is noted; None for nowhere.
    """

    def __init__(
        self,
        operations: Operations,
        gate: Gate,
        connections: Connections,
        *,
        requires_encryption: bool,
        limits: Limits,
        log: AccessLog | None,
    ) -> None:
        self._operations = operations
        self._gate = gate
        self._connections = connections
        self._requires_encryption = requires_encryption
        self._limits = limits
        self._log = log

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The answer to a request, which has been sent then."""
        channel = self._connections.channel(request)
        if request.headers.get("Content-Encoding", _PLAIN).lower() != _PLAIN:
            # Nobody compresses these messages who does not mean harm.
            return web.Response(status=415)
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                body = await request.read()
        except TimeoutError:
            late = await self._sent(request, web.Response(status=408))
            request.protocol.force_close()  # not to wait for the rest
            return late
        started = perf_counter()
        verdict = self._gate.admit(request.headers.get("Authorization", ""), channel)
        if isinstance(verdict, Refused):
            return await self._refuse(request, verdict, started)
        response, operation = await self._answer(request, body, verdict, channel)
        if verdict.header:
            response.headers["WWW-Authenticate"] = verdict.header
        self._note(request, verdict.session.user, operation, response, started)
        return await self._sent(request, response)

    async def _refuse(
        self, request: web.Request, verdict: Refused, started: float
    ) -> web.StreamResponse:
        response = web.Response(status=401)
        for each in verdict.headers:
            response.headers.add("WWW-Authenticate", each)
        if verdict.is_wrong:
            await asyncio.sleep(self._limits.wrong_password_seconds)
            self._note(request, "", "sign-in refused", response, started)
        return await self._sent(request, response)

    async def _answer(
        self, request: web.Request, body: bytes, verdict: Admitted, channel: Channel
    ) -> tuple[web.Response, str]:
        """The answer to a client who may ask, and what it was, for the log."""
        content_type = request.headers.get("Content-Type", "")
        seals = is_encrypted(content_type)
        if not body and verdict.is_bound:
            return web.Response(), "sign-in"
        if seals:
            if not verdict.is_bound or channel.context is None:
                return _text(400, "nothing to decrypt messages with was agreed on")
            try:
                body = decrypted(body, content_type, channel.context)
            except NegotiationError as error:
                response, said = _text(400, str(error))
                response.force_close()
                return response, said
        elif self._requires_encryption:
            return _text(403, "messages have to be encrypted here")
        answer = await self._operations.answer(body, verdict.session)
        data, answer_type = answer.body, _SOAP
        if seals and channel.context is not None:
            answer_type, data = encrypted(data, content_type, channel.context)
        response = web.Response(
            status=answer.status, body=data, headers={"Content-Type": answer_type}
        )
        return response, answer.operation

    def _note(
        self,
        request: web.Request,
        user: str,
        operation: str,
        response: web.Response,
        started: float,
    ) -> None:
        if self._log is None:
            return
        size = len(response.body) if isinstance(response.body, bytes) else 0
        milliseconds = round((perf_counter() - started) * 1000, 1)
        address = request.remote or "?"
        self._log.add(
            Entry(address, user, operation, response.status, milliseconds, size)
        )

    async def _sent(
        self, request: web.Request, response: web.Response
    ) -> web.StreamResponse:
        """Send an answer, which a client has to read in time."""
        try:
            async with asyncio.timeout(self._limits.answer_seconds):
                await response.prepare(request)
                await response.write_eof()
        except TimeoutError:
            if request.transport is not None:
                request.transport.abort()
        return response


def _text(status: int, text: str) -> tuple[web.Response, str]:
    return web.Response(status=status, text=f"{text}\n"), text
