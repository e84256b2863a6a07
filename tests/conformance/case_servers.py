"""Transports with a socket: servers that serve one case after another.

To start a server for each case would take longer than the case. So one runs for many of
them, and whoever connects brings the host that it is to serve from then on; the clock,
the faults and the files of that host stay at hand in this process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import hyperv_v2
from case_hosts import Transport
from certificates import write_certificate
from pypsrp.wsman import WSMan
from pypsrp_exchange import PypsrpExchange
from running_servers import NAMESPACE, USERS, running

from mofgen.runtime.connecting import connect
from mofgen.runtime.connection import Connection
from mofgen.server.http.tls import tls_context
from mofgen.server.namespaces import Namespace, Namespaces, Session
from mofgen.server.service import WsmanService
from mofgen.vmms import Vmms
from mofgen.winrm.connection import WinRmConnection

_PASSWORDS: Final = {user.name: user.password for user in USERS}


@dataclass
class _Stage:
    """Where the host stands that is served now."""

    host: Vmms | None = None

    def service(self) -> WsmanService:
        return WsmanService(Namespaces([Namespace(NAMESPACE, hyperv_v2, self._open)]))

    def _open(self, session: Session) -> Connection:
        assert self.host is not None, "nobody has brought a host"
        return self.host.connect(administrator=session.is_administrator)


@contextmanager
def over_http(folder: Path) -> Iterator[Transport]:
    """Our client over HTTP: it signs in by Negotiate, and every message is encrypted."""
    stage = _Stage()
    with running(
        service=stage.service(), offers_basic=False, requires_encryption=True
    ) as server:

        def open_client(user: str, password: str) -> Connection:
            url = f"winrm://{user}@127.0.0.1:{server.port}?ssl=false"
            return connect(url, password=password)

        yield _transport(stage, open_client)


@contextmanager
def by_pypsrp(folder: Path) -> Iterator[Transport]:
    """pypsrp's ``WSMan`` over HTTPS, with Basic.

    Parameters
    ----------
    folder:
        Takes the certificate.
    """
    stage = _Stage()
    certificate, key = write_certificate(folder)
    tls = tls_context(certificate, key)
    with running(service=stage.service(), tls=tls) as server:

        def open_client(user: str, password: str) -> Connection:
            client = WSMan(
                "127.0.0.1",
                port=server.port,
                username=user,
                password=password,
                auth="basic",
                cert_validation=cast("bool", str(certificate)),  # or a file
            )
            return WinRmConnection(PypsrpExchange(client), hyperv_v2)

        yield _transport(stage, open_client)


SERVED: Final[dict[str, Callable[[Path], AbstractContextManager[Transport]]]] = {
    "http": over_http,
    "pypsrp": by_pypsrp,
}
"""The ways to a host that is served, each from a folder for what it needs."""


def _transport(
    stage: _Stage, open_client: Callable[[str, str], Connection]
) -> Transport:
    def open_on(host: Vmms, *, administrator: bool) -> Connection:
        stage.host = host
        user = "Administrator" if administrator else "guest"
        return open_client(user, _PASSWORDS[user])

    return open_on
