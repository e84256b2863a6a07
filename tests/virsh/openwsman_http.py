"""HTTP as openwsman speaks it for libvirt: Basic, once it is asked for, and nothing else."""

from __future__ import annotations

import base64
from http.client import HTTPConnection, HTTPResponse
from typing import Final

from libvirt_replies import LibvirtError

_CARRIERS_OF_SOAP: Final = (200, 400, 500)
_UNAUTHORIZED: Final = 401


class OpenwsmanHttp:
    """One connection to a host.

    Parameters
    ----------
    port:
        Where it listens on this computer.
    user, password:
        Who signs in.

    Attributes
    ----------
    statuses:
        Those of all answers, in order.
    """

    def __init__(self, port: int, user: str, password: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self._secret = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._is_asked = False
        self.statuses: list[int] = []

    def post(self, message: bytes) -> bytes:
        """The envelope of the answer.

        Raises
        ------
        LibvirtError
            Where the host does not let the user in, or answers something else.
        """
        status, body = self._posted(message)
        if status == _UNAUTHORIZED and not self._is_asked:
            self._is_asked = True
            status, body = self._posted(message)
        if status not in _CARRIERS_OF_SOAP:
            raise LibvirtError(f"transport error: HTTP {status}")
        return body

    def close(self) -> None:
        self._connection.close()

    def _posted(self, message: bytes) -> tuple[int, bytes]:
        headers = {
            "Content-Type": "application/soap+xml;charset=UTF-8",
            "User-Agent": "openwsman 2.2.0",
        }
        if self._is_asked:
            headers["Authorization"] = f"Basic {self._secret}"
        self._connection.request("POST", "/wsman", message, headers)
        response = self._connection.getresponse()
        body = response.read()
        self.statuses.append(response.status)
        if response.status == _UNAUTHORIZED:
            _require_basic(response)
        return response.status, body


def _require_basic(response: HTTPResponse) -> None:
    offered = response.headers.get_all("WWW-Authenticate") or []
    if not any(each.lower().startswith("basic") for each in offered):
        raise LibvirtError(f"none of these is spoken here: {offered}")
