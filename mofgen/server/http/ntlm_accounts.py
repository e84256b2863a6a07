"""The file of accounts in which pyspnego looks up who signs in by NTLM.

pyspnego, as gss-ntlmssp before it, reads it where the variable NTLM_USER_FILE says.
It has to name the domain exactly as the client does, which here is of no matter, so
it is written anew for each message, with the one account that the message is about.
"""

from __future__ import annotations

import os
import secrets
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from mofgen.server.http.md4 import md4
from mofgen.server.http.users import Users

_AUTHENTICATE: Final = b"NTLMSSP\0" + struct.pack("<I", 3)
_FIELDS: Final = struct.Struct("<HHIHHI16xI")
"""From byte 28 on: length, room and place of the domain and of the user; the flags."""
_UNICODE: Final = 1
_FILE: Final = "NTLM_USER_FILE"
_LEVEL: Final = "LM_COMPAT_LEVEL"
_ONLY_NTLM_2: Final = "5"

_lock = Lock()


class Account(NamedTuple):
    """Who a message says it is from."""

    domain: str
    user: str


def claimed_account(token: bytes) -> Account | None:
    """Who signs in with an AUTHENTICATE_MESSAGE, bare or within SPNEGO.

    See MS-NLMP 2.2.1.3. None for any other message, and for one that is damaged.
    """
    at = token.find(_AUTHENTICATE)
    if at < 0 or len(token) < at + 28 + _FIELDS.size:
        return None
    domain, _, domain_at, user, _, user_at, flags = _FIELDS.unpack_from(token, at + 28)
    encoding = "utf-16-le" if flags & _UNICODE else "cp437"
    message = token[at:]
    try:
        return Account(
            message[domain_at : domain_at + domain].decode(encoding),
            message[user_at : user_at + user].decode(encoding),
        )
    except UnicodeDecodeError:
        return None


@contextmanager
def account_file(token: bytes, users: Users) -> Iterator[None]:
    """Let pyspnego find the account that a message is about, and accept NTLMv2 only.

    Parameters
    ----------
    token:
        The message.
    users:
        Who may sign in; whoever else tries is given a password that nobody knows.
    """
    line = _line(claimed_account(token), users)
    with _lock, tempfile.TemporaryDirectory(prefix="mofgen-") as folder:
        path = Path(folder, "account")
        path.write_text(line, "utf-8")
        before = {name: os.environ.get(name) for name in (_FILE, _LEVEL)}
        os.environ.update({_FILE: str(path), _LEVEL: _ONLY_NTLM_2})
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


def _line(account: Account | None, users: Users) -> str:
    """A line as of smbpasswd: user, number, hashes for LM and NT, flags, time."""
    said = account or Account("", "nobody")
    if any(sign in part for part in said for sign in ":\\\r\n"):
        said = Account("", "nobody")
    user = users.named(said.user)
    password = secrets.token_hex() if user is None else user.password
    name = f"{said.domain}\\{said.user}" if said.domain else said.user
    hashed = md4(password.encode("utf-16-le", "surrogatepass")).hex()
    return f"{name}:0:{secrets.token_hex(16)}:{hashed}:[U]:LCT-0\n"
