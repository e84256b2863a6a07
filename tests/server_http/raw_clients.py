"""Clients that send whatever bytes they like, and look at what comes back."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from contextlib import closing

from messages import IDENTIFY, basic, body, post
from running_servers import Running

SECONDS = 10.0
"""After so long a client that still waits has found a server that hangs."""


def raw_post(content: bytes, *headers: str, length: int | str | None = None) -> bytes:
    """A request as bytes, by the administrator unless a header says otherwise."""
    said = list(headers)
    names = {each.partition(":")[0].lower() for each in said}
    if "authorization" not in names:
        said.append(f"Authorization: {basic()}")
    if "transfer-encoding" not in names:
        said.append(f"Content-Length: {len(content) if length is None else length}")
    head = "\r\n".join(["POST /wsman HTTP/1.1", "Host: 127.0.0.1", *said])
    return head.encode() + b"\r\n\r\n" + content


def answer_to(
    server: Running, parts: Iterable[bytes], *, says_no_more: bool = True
) -> bytes:
    """All that a server says until it closes the connection.

    Parameters
    ----------
    parts:
        What is sent, one after another; the rest is kept where nobody takes it.
    says_no_more:
        Whether the client then closes its direction.
    """
    with closing(connected(server)) as client:
        try:
            for each in parts:
                client.sendall(each)
            if says_no_more:
                client.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server has closed the connection already
        received = []
        try:
            while data := client.recv(65536):
                received.append(data)
        except ConnectionError:
            pass
        return b"".join(received)


def connected(server: Running) -> socket.socket:
    """A connection; what waits too long on it fails."""
    return socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS)


def dies(client: socket.socket) -> None:
    """End a connection as a process does that is killed: with a reset."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    client.close()


def goes_on(server: Running) -> bool:
    """Whether a server still answers those who ask as they should."""
    answer = post(server, IDENTIFY, Authorization=basic())
    return answer.status == 200 and b"IdentifyResponse" in body(answer)
