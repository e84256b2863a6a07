"""Messages that tests send, as bytes."""

from __future__ import annotations

import http.client
from base64 import b64encode

from running_servers import PASSWORD, Running

IDENTIFY = (
    b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
    b' xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">'
    b"<s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>"
)
SOAP = "application/soap+xml;charset=UTF-8"


def basic(user: str = "Administrator", password: str = PASSWORD) -> str:
    """What Authorization says of a user."""
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def post(
    server: Running,
    body: bytes = IDENTIFY,
    *,
    path: str = "/wsman",
    method: str = "POST",
    connection: http.client.HTTPConnection | None = None,
    **headers: str,
) -> http.client.HTTPResponse:
    """The answer to one request, read to its end.

    Underscores in the names of headers stand for hyphens.
    """
    used = connection or http.client.HTTPConnection(
        "127.0.0.1", server.port, timeout=10
    )
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    used.request(method, path, body, named)
    answer = used.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    if connection is None:
        used.close()
    return answer


def body(answer: http.client.HTTPResponse) -> bytes:
    """What an answer said."""
    said: bytes = answer.body  # type: ignore[attr-defined]
    return said
