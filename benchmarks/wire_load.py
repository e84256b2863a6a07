"""Clients that do as little as clients can, so that the server is what is measured.

Each has a connection of its own, sends the bytes that it was given, and looks into
an answer only for its length, and for the context from which more is to be pulled.
"""

from __future__ import annotations

import selectors
import socket
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final

from benchmarks.wire_server import NAMESPACE, PASSWORD, USER
from mofgen.wsman.envelopes import Request, write_request
from mofgen.wsman.resource_uris import Resource
from mofgen.wsman.uris import ENUMERATE, ENUMERATION, GET, PULL, WQL

_ENVELOPE: Final = 512_000
_CONTEXT: Final = b"EnumerationContext>"
_END: Final = b"EndOfSequence/>"
_OK: Final = b"HTTP/1.1 200"
_TOKEN: Final = b64encode(f"{USER}:{PASSWORD}".encode()).decode()


class LoadError(Exception):
    """An answer that is not what was expected."""


@dataclass(frozen=True, slots=True)
class Load:
    """What clients got.

    Parameters
    ----------
    seconds:
        From the first request to the last answer.
    latencies:
        Seconds of each operation, from its first request to its last answer.
    """

    seconds: float
    latencies: list[float] = field(repr=False)

    @property
    def per_second(self) -> float:
        """Operations."""
        return len(self.latencies) / self.seconds

    def percentile(self, percent: float) -> float:
        """The seconds within which so many operations were done."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)]


def run(port: int, operations: list[bytes], clients: int) -> Load:
    """Let clients do operations, each the next that nobody does.

    Parameters
    ----------
    port:
        Where the server is.
    operations:
        The first request of each; what there is to be pulled then is pulled.
    clients:
        How many work at a time.

    Raises
    ------
    LoadError
        Where an answer is no success.
    """
    waiting = iter(operations)
    latencies: list[float] = []
    start = perf_counter()
    with selectors.DefaultSelector() as selector:
        for _ in range(clients):
            client = _Client(port, waiting, latencies)
            if client.begin():
                selector.register(client.socket, selectors.EVENT_READ, client)
        while selector.get_map():
            for key, _ in selector.select(timeout=60):
                busy: _Client = key.data
                if not busy.read():
                    selector.unregister(busy.socket)
                    busy.socket.close()
    return Load(perf_counter() - start, latencies)


class _Client:
    def __init__(
        self, port: int, operations: Iterator[bytes], latencies: list[float]
    ) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._operations = operations
        self._latencies = latencies
        self._received = bytearray()
        self._length = 0
        self._begun = 0.0

    def begin(self) -> bool:
        """Send the first request of the next operation; False where there is none."""
        operation = next(self._operations, None)
        if operation is None:
            return False
        self._begun = perf_counter()
        self.socket.sendall(operation)
        return True

    def read(self) -> bool:
        """Take what has come; False where nothing is left to do."""
        data = self.socket.recv(1 << 20)
        if not data:
            raise LoadError("the server has closed the connection")
        self._received += data
        if not self._length:
            head = self._received.find(b"\r\n\r\n")
            if head < 0:
                return True
            self._length = head + 4 + _content_length(self._received[:head])
        if len(self._received) < self._length:
            return True
        answer = bytes(self._received)
        self._received.clear()
        self._length = 0
        return self._go_on(answer)

    def _go_on(self, answer: bytes) -> bool:
        if not answer.startswith(_OK):
            raise LoadError(answer[:4000].decode("utf-8", "replace"))
        context = _context(answer)
        if context:
            self.socket.sendall(pull(context))
            return True
        self._latencies.append(perf_counter() - self._begun)
        return self.begin()


def _content_length(head: bytearray) -> int:
    for line in bytes(head).lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    raise LoadError("the answer does not say how long it is")


def _context(answer: bytes) -> str:
    """The context from which more is to be pulled; empty where nothing is left."""
    # It stands near the start of an answer, and what ends it near its end.
    at = answer.find(_CONTEXT, 0, 4000)
    if at < 0 or answer.find(_END, -200) >= 0:
        return ""
    start = at + len(_CONTEXT)
    return answer[start : answer.index(b"<", start)].decode()


# --- requests, as bytes ---


def get(class_name: str, **keys: str) -> bytes:
    """A Get."""
    return _post(GET, class_name, "", selectors=keys)


def query(wql: str) -> bytes:
    """An Enumerate of what a query selects, with the first portion in its answer."""
    body = (
        f'<n:Enumerate xmlns:n="{ENUMERATION}"><w:OptimizeEnumeration/>'
        f'<w:MaxElements>32000</w:MaxElements><w:Filter Dialect="{WQL}">{wql}'
        "</w:Filter></n:Enumerate>"
    )
    return _post(ENUMERATE, "*", body)


def pull(context: str) -> bytes:
    """A Pull of what fits."""
    body = (
        f'<n:Pull xmlns:n="{ENUMERATION}"><n:EnumerationContext>{context}'
        "</n:EnumerationContext><n:MaxElements>32000</n:MaxElements></n:Pull>"
    )
    return _post(PULL, "*", body)


def invoke(class_name: str, method: str, body: str, **keys: str) -> bytes:
    """The call of a method."""
    action = f"{Resource(class_name, NAMESPACE).uri}/{method}"
    return _post(action, class_name, body, selectors=keys)


def _post(action: str, class_name: str, body: str, **headers: Any) -> bytes:
    request = Request(
        action,
        Resource(class_name, NAMESPACE).uri,
        "uuid:3f1c6b53-2f6e-4f0b-9d0d-6f3c1a2b4c5d",
        to="http://127.0.0.1/wsman",
        operation_timeout=60.0,
        max_envelope_size=_ENVELOPE,
        locale="en-US",
        **headers,
    )
    content = write_request(request, body).encode()
    return (
        b"POST /wsman HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/soap+xml;charset=UTF-8\r\n"
        + f"Authorization: Basic {_TOKEN}\r\n".encode()
        + f"Content-Length: {len(content)}\r\n\r\n".encode()
        + content
    )
