"""Channels: connections on which one request goes after another, through pypsrp."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, cast

from mofgen.runtime.connecting import ConnectError
from mofgen.winrm.addresses import Address
from mofgen.winrm.errors import AnswerLostError, NotSignedInError

MARGIN: Final = 10.0
"""Seconds that an answer is waited for beyond those that the host has."""
CONNECT_TIMEOUT: Final = 15.0
"""Seconds within which a host has to accept a connection."""

_BAD_REQUEST: Final = 400
_FAULTS: Final = (_BAD_REQUEST, 500)
_HANDSHAKES: Final = frozenset(
    {
        "WRONG_VERSION_NUMBER",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSUPPORTED_PROTOCOL",
    }
)
"""Reasons for which TLS does not come about."""
_WRONG: Final = "name or password is wrong, or the host lets nobody in that way"

# It logs tracebacks of what is an error of ours in the end: nobody asked for these.
logging.getLogger("pypsrp").addHandler(logging.NullHandler())


class Channel(Protocol):
    """A connection for one thread at a time."""

    def send(self, message: bytes, *, timeout: float) -> bytes:
        """Send a request and give the answer, a fault too.

        Raises
        ------
        NotSignedInError
            Where the host did not take it.
        ConnectError
            Where it could not be sent, or what answers does not speak WS-Management.
        AnswerLostError
            Where it was sent, but no answer came.
        """
        ...

    def close(self) -> None:
        """Give it up."""
        ...


@dataclass(frozen=True, slots=True)
class Credentials:
    """What shows who a client is; none of it is ever shown.

    Parameters
    ----------
    password:
        Of the user; None where a ticket of Kerberos or a certificate stands for it.
    certificate, key, key_password:
        Files of a client's certificate and its key, and the password of that.
    """

    password: str | None = field(default=None, repr=False)
    certificate: str | None = field(default=None, repr=False)
    key: str | None = field(default=None, repr=False)
    key_password: str | None = field(default=None, repr=False)

    def hidden_in(self, text: str) -> str:
        """A text without what must not be seen."""
        for secret in (self.password, self.key_password):
            if secret:
                text = text.replace(secret, "***")
        return text


class PypsrpChannel:
    """A channel over HTTP; pypsrp does authentication and encryption.

    Parameters
    ----------
    address:
        The host, and how it is spoken to.
    credentials:
        Of the user.

    Raises
    ------
    ConnectError
        Where pypsrp is missing, or can't do what the address asks for.
    """

    def __init__(self, address: Address, credentials: Credentials) -> None:
        self._address = address
        self._credentials = credentials
        self._was_answered = False
        try:
            self._http = _pypsrp_transport(address, credentials)
        except ValueError as error:
            raise self._failed(error) from None

    def send(self, message: bytes, *, timeout: float) -> bytes:
        import requests
        from pypsrp import exceptions
        from spnego.exceptions import SpnegoError

        limits = (CONNECT_TIMEOUT, timeout + MARGIN)
        try:
            answer: bytes = self._http.send(message, timeout=limits)
        except exceptions.AuthenticationError:
            raise self._not_let_in(_WRONG) from None
        except exceptions.WinRMTransportError as error:
            answer = self._fault(error.code, error.response_text)
        except requests.RequestException as error:
            if _was_not_sent(error):
                raise self._failed(error) from None
            raise self._lost(error) from None
        except OSError as error:  # a file of certificates that is not there
            raise self._failed(error) from None
        except ImportError:
            raise self._lacking() from None
        except (SpnegoError, KeyError, ValueError) as error:
            if self._is_signed_in:
                raise self._lost(error) from None
            raise self._not_let_in(str(error)) from None
        except Exception as error:  # of an answer that pypsrp can't take apart
            raise self._lost(error) from None
        self._was_answered = True
        return answer

    def close(self) -> None:
        self._http.close()

    @property
    def _is_signed_in(self) -> bool:
        """Whether an error can be that of a request that the host has taken."""
        return self._was_answered or self._http.encryption is not None

    def _fault(self, status: int, text: str) -> bytes:
        """The fault that came with a status of HTTP that says failure."""
        if status in _FAULTS and "Envelope" in text:
            return text.encode()
        if status == _BAD_REQUEST:
            raise NotSignedInError(f"{self._address}: the host can't read the request")
        raise ConnectError(
            f"{self._address}: what answers says HTTP {status}; is {self._address.url}"
            " the address of its WS-Management?"
        )

    def _not_let_in(self, why: str) -> NotSignedInError:
        user = self._address.user
        who = f"user {user!r}" if user else "this user"
        said = self._credentials.hidden_in(why).strip("'\"")
        return NotSignedInError(
            f"{self._address}: the host does not let {who} in by"
            f" {self._address.transport}: {said}"
        )

    def _lacking(self) -> ConnectError:
        transport = self._address.transport
        return ConnectError(
            f"{self._address}: transport={transport} needs more packages:"
            f" pip install 'pypsrp[{transport}]'"
        )

    def _failed(self, error: Exception) -> ConnectError:
        return ConnectError(f"{self._address}: {self._plain(error)}")

    def _lost(self, error: Exception) -> AnswerLostError:
        return AnswerLostError(f"{self._address}: {self._plain(error)}")

    def _plain(self, error: Exception) -> str:
        import requests

        inner = _innermost(error)
        said = (isinstance(inner, OSError) and inner.strerror) or str(inner)
        why = self._credentials.hidden_in(said)
        match error:
            case requests.ConnectTimeout():
                return f"the host accepts no connection within {CONNECT_TIMEOUT:g} s"
            case requests.ReadTimeout():
                return "no answer came in time"
            case requests.exceptions.SSLError() if "WRONG_VERSION" in why:
                return (
                    "what answers there does not speak HTTPS; ssl=false if it is HTTP"
                )
            case requests.exceptions.SSLError() if _was_not_sent(error):
                return f"the host is not trusted: {why}; verify= names the authorities"
            case requests.ConnectionError() if _was_not_sent(error):
                return f"the host can't be reached: {why}"
            case requests.ConnectionError():
                return f"the connection broke: {why}"
        return why


def channels(address: Address, credentials: Credentials) -> Callable[[], Channel]:
    """What opens channels to a host."""
    return lambda: PypsrpChannel(address, credentials)


def _pypsrp_transport(address: Address, credentials: Credentials) -> Any:
    try:
        from pypsrp.wsman import WSMan
    except ImportError as error:
        raise ConnectError(
            "winrm: needs the package pypsrp: pip install 'mofgen[winrm]'"
            f" ({error.name} is missing)"
        ) from None
    made = WSMan(
        address.host,
        port=address.port,
        username=address.user,
        password=credentials.password,
        ssl=address.ssl,
        path=address.path,
        auth=address.transport,
        cert_validation=cast("bool", address.verify),  # or a file
        encryption="auto" if address.is_protected else "never",
        certificate_pem=credentials.certificate,
        certificate_key_pem=credentials.key,
        certificate_key_password=credentials.key_password,
    )
    return made.transport


def _innermost(error: BaseException) -> BaseException:
    """What an error of requests, which nests them, comes from."""
    nested: object = error
    while isinstance(nested, BaseException):
        error = nested
        nested = error.__cause__ or getattr(error, "reason", None)
        nested = nested or next(iter(error.args), None)
    return error


def _was_not_sent(error: BaseException) -> bool:
    """Whether there was no connection over which a request could have gone."""
    import requests
    from urllib3.exceptions import NewConnectionError

    if isinstance(error, (requests.ConnectTimeout, requests.exceptions.InvalidURL)):
        return True
    reason = getattr(next(iter(error.args), None), "reason", None)
    if isinstance(reason, NewConnectionError):
        return True
    inner = _innermost(error)
    if isinstance(inner, ssl.SSLCertVerificationError):
        return True
    return isinstance(inner, ssl.SSLError) and inner.reason in _HANDSHAKES
