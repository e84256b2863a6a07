"""Basic authentication (RFC 7617)."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import Final

from mofgen.server.http.users import User, Users

CHALLENGE: Final = 'Basic realm="WSMAN"'
"""What asks a client for a name and a password."""


def basic_user(credentials: str, users: Users) -> User | None:
    """The user that the credentials are of; None where they are wrong.

    Parameters
    ----------
    credentials:
        What follows the word Basic.
    users:
        Who may sign in.
    """
    try:
        data = b64decode(credentials, validate=True)
    except (binascii.Error, ValueError):
        return None
    name, colon, password = _text(data).partition(":")
    return users.with_password(name, password) if colon else None


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")  # as clients did before RFC 7617
