"""Negotiate and NTLM: the security context that a client sets up with this host."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode

import spnego

from mofgen.server.http.ntlm_accounts import account_file
from mofgen.server.http.spnego_tokens import without_foreign_token
from mofgen.server.http.users import User, Users


class NegotiationError(Exception):
    """A message that is not what has to come now, or is of nobody who may sign in."""


class SecurityContext:
    """What a client and this host agree on, message by message.

    SPNEGO with NTLM in it is understood, and bare NTLM.

    Parameters
    ----------
    users:
        Who may sign in.
    """

    def __init__(self, users: Users) -> None:
        self._users = users
        self._context: spnego.ContextProxy | None = None
        self._user: User | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it is known who the client is."""
        return self._user is not None

    @property
    def user(self) -> User | None:
        """Who the client is; None before that is known."""
        return self._user

    def step(self, token: str) -> str:
        """Take a message of the client's, and give the next for it; both in Base64.

        Raises
        ------
        NegotiationError
            Where it ends here.
        """
        try:
            given = b64decode(token, validate=True)
        except (binascii.Error, ValueError):
            raise NegotiationError("this is not Base64") from None
        if not given:
            return ""  # the client asks whether it may begin
        answer = self._take(given)
        return b64encode(answer).decode() if answer else ""

    def wrap(self, data: bytes) -> tuple[bytes, bytes]:
        """Encrypt a message: what goes before it, and itself."""
        sealed = self._agreed().wrap_winrm(data)
        return sealed.header, sealed.data

    def unwrap(self, header: bytes, data: bytes) -> bytes:
        """Decrypt a message.

        Raises
        ------
        NegotiationError
            Where it was changed on its way.
        """
        try:
            return self._agreed().unwrap_winrm(header, data)
        except NegotiationError:
            raise
        except Exception as error:
            raise NegotiationError("the message can't be decrypted") from error

    def _take(self, token: bytes) -> bytes | None:
        # pyspnego raises whatever reading a damaged message leads to.
        try:
            with account_file(token, self._users):
                if self._context is None:
                    token = without_foreign_token(token)
                    self._context = _new_context(token)
                answer = self._context.step(token)
        except Exception as error:
            raise NegotiationError("the message was not accepted") from error
        if self._context.complete:
            self._user = self._users.named(self._context.client_principal or "")
            if self._user is None:
                raise NegotiationError("there is no such user")
        return answer

    def _agreed(self) -> spnego.ContextProxy:
        if self._context is None or not self.is_complete:
            raise NegotiationError("nothing was agreed on yet")
        return self._context


def _new_context(token: bytes) -> spnego.ContextProxy:
    if token.startswith(b"NTLMSSP\0"):
        return spnego.server(protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm)
    return spnego.server(
        protocol="negotiate", options=spnego.NegotiateOptions.use_negotiate
    )
