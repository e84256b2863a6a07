"""``winrm://user@host:port?transport=negotiate``: where a host is, and how to speak."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from mofgen.runtime.connecting import ConnectError
from mofgen.runtime.errors import shown, suggestion

HTTP: Final = 5985
HTTPS: Final = 5986
TRANSPORTS: Final = (
    "negotiate",
    "ntlm",
    "kerberos",
    "credssp",
    "basic",
    "certificate",
)
"""Ways to say who one is."""
_IN_CLEAR: Final = frozenset({"basic", "certificate"})
"""Those by which no key for messages is agreed upon."""
_TRUTHS: Final = {
    **dict.fromkeys(("true", "yes", "1"), True),
    **dict.fromkeys(("false", "no", "0"), False),
}


@dataclass(frozen=True, slots=True)
class Address:
    """A host, and how it is spoken to; nothing in it is secret.

    Parameters
    ----------
    host, port, path:
        Where it listens.
    user:
        Who asks; None for whoever a ticket or certificate says.
    transport:
        How the user says so, one of :data:`TRANSPORTS`.
    ssl:
        Whether over HTTPS.
    verify:
        Whether the certificate of the host is checked; or the file of the
        authorities that are trusted.
    allow_unencrypted:
        Whether messages may be read by everybody on the way.
    namespace:
        The CIM namespace; None for that of the package.
    timeout:
        Seconds that the host has for an answer.
    retries:
        How often what only reads is asked again where its answer is lost.
    envelope_size:
        Bytes of the longest answer that is taken.
    """

    host: str
    port: int
    path: str = "wsman"
    user: str | None = None
    transport: str = "negotiate"
    ssl: bool = True
    verify: bool | str = True
    allow_unencrypted: bool = False
    namespace: str | None = None
    timeout: float = 60.0
    retries: int = 2
    envelope_size: int = 512_000

    def __str__(self) -> str:
        return f"winrm://{self._place}"

    @property
    def url(self) -> str:
        """The URL of HTTP."""
        return f"http{'s' if self.ssl else ''}://{self._place}/{self.path}"

    @property
    def is_protected(self) -> bool:
        """Whether nobody on the way can read the messages."""
        return self.ssl or self.transport not in _IN_CLEAR

    @property
    def _place(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def read_address(url: str, options: Mapping[str, Any] | None = None) -> Address:
    """The address that a URL says.

    Parameters
    ----------
    url:
        ``winrm://user@host:port/path?option=value``. HTTPS is spoken unless it says
        ``ssl=false``, or names the port of plain HTTP, 5985.
    options:
        More options, by the names that they have in a URL; they count more.

    Raises
    ------
    ConnectError
        Where it can't be read, has a password, or asks for what is not safe without
        saying so by name.
    """
    try:
        parts = urlsplit(url)
        host, port, user = parts.hostname, parts.port, parts.username
        asked = parse_qsl(parts.query, True, True) if parts.query else []
    except ValueError as error:
        # The text itself may hold a password: it is not repeated.
        raise ConnectError(f"winrm: the URL can't be read: {error}") from None
    if parts.password is not None:
        raise ConnectError(
            "winrm: a URL is no place for a password; pass it as the option password="
        )
    if not host:
        raise ConnectError("winrm: the URL names no host, as winrm://user@host does")
    given = _options([*asked, *(options or {}).items()])
    given.setdefault("ssl", port != HTTP)
    given.setdefault("user", unquote(user) if user else None)
    if port is None:
        port = HTTPS if given["ssl"] else HTTP
    path = parts.path.strip("/") or "wsman"
    return _checked(Address(host, port, path, **given))


def _options(asked: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in asked:
        read = _READERS.get(name)
        if read is None:
            near = suggestion(name, _READERS)
            raise ConnectError(f"winrm: there is no option {shown(name)}{near}")
        try:
            found[name] = read(value)
        except (TypeError, ValueError, KeyError):
            raise ConnectError(f"winrm: {name}={shown(value)} can't be") from None
    return found


def _checked(address: Address) -> Address:
    if address.transport not in TRANSPORTS:
        near = suggestion(address.transport, TRANSPORTS)
        raise ConnectError(
            f"winrm: there is no transport {shown(address.transport)}{near};"
            f" there are {', '.join(TRANSPORTS)}"
        )
    if address.is_protected:
        return address
    if address.transport == "certificate":
        raise ConnectError("winrm: a client's certificate needs HTTPS: ssl=true")
    if not address.allow_unencrypted:
        raise ConnectError(
            "winrm: transport=basic over plain HTTP shows the password to everybody on"
            " the way; use HTTPS (ssl=true), or say allow_unencrypted=true"
        )
    return address


def _truth(value: object) -> bool:
    return value if isinstance(value, bool) else _TRUTHS[str(value).lower()]


def _authorities(value: object) -> bool | str:
    text = str(value)
    return _TRUTHS.get(text.lower(), text)


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not 0 < seconds < _LONGEST:
        raise ValueError(seconds)
    return seconds


def _count_within(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        count = int(value)
        if not least <= count <= most:
            raise ValueError(count)
        return count

    return read


_LONGEST: Final = 86_400.0
_ENVELOPES: Final = (8192, 2**30)  # of which the lower limit is that of Windows
_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "transport": lambda value: str(value).lower(),
    "ssl": _truth,
    "verify": _authorities,
    "allow_unencrypted": _truth,
    "namespace": str,
    "timeout": _seconds,
    "retries": _count_within(0, 100),
    "envelope_size": _count_within(*_ENVELOPES),
    "user": str,
}
