"""What ``connect("winrm://user@host")`` opens."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any, Final

from mofgen.runtime.connecting import ConnectError
from mofgen.winrm.addresses import read_address
from mofgen.winrm.channels import Credentials, channels
from mofgen.winrm.connection import WinRmConnection
from mofgen.winrm.exchange import Exchange, Settings
from mofgen.winrm.http_transport import HttpTransport

_DEFAULT_PACKAGE: Final = "hyperv_v2"


def open_winrm(
    url: str,
    *,
    password: str | None = None,
    certificate: str | None = None,
    key: str | None = None,
    key_password: str | None = None,
    package: ModuleType | str = _DEFAULT_PACKAGE,
    **options: Any,
) -> WinRmConnection:
    """What the scheme ``winrm`` stands for.

    The host is first spoken to when something is asked of it.

    Parameters
    ----------
    url:
        As for :func:`~mofgen.winrm.addresses.read_address`.
    password:
        Of the user; with ``transport=kerberos`` a ticket serves as well.
    certificate, key, key_password:
        For ``transport=certificate``: files in PEM, and the password of the key.
    package:
        The generated package with the host's classes, or its name.
    options:
        Those that a URL may have.

    Raises
    ------
    ConnectError
        Where the URL or an option does not fit, or a package is missing.
    """
    address = read_address(url, options)
    credentials = Credentials(password, certificate, key, key_password)
    _require(address.transport, credentials, address.user)
    open_channel = channels(address, credentials)
    transport = HttpTransport(open_channel, retries=address.retries)
    settings = Settings(address.timeout, address.envelope_size)
    exchange = Exchange(transport, address.url, settings)
    found = _package(package) if isinstance(package, str) else package
    return WinRmConnection(exchange, found, address.namespace)


def _require(transport: str, credentials: Credentials, user: str | None) -> None:
    if transport == "certificate":
        if not (credentials.certificate and credentials.key):
            raise ConnectError(
                "winrm: transport=certificate needs the options certificate= and key="
            )
    elif transport in ("basic", "credssp") and not (user and credentials.password):
        raise ConnectError(
            f"winrm: transport={transport} needs a user, as in winrm://user@host,"
            " and the option password="
        )


def _package(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise ConnectError(
            f"winrm: the package {name} cannot be imported: {error}"
        ) from error
