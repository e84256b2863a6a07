"""Who may sign in, and with which password."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from mofgen.server.namespaces import Session


class PasswordFileError(ValueError):
    """A file of passwords that can't be used; the text says why, without them."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in.

    Parameters
    ----------
    name:
        Without a domain.
    password:
        In plain text: NTLM can't be answered with less.
    is_administrator:
        Whether that user may do everything.
    """

    name: str
    password: str = field(repr=False)
    is_administrator: bool = True

    @property
    def session(self) -> Session:
        """What a request of this user's is answered as."""
        return Session(self.name, self.is_administrator)


class Users:
    """Those who may sign in, by name in any spelling.

    Parameters
    ----------
    users:
        At least one.
    """

    def __init__(self, users: Iterable[User]) -> None:
        self._users = {each.name.casefold(): each for each in users}
        if not self._users:
            raise ValueError("there is no user who may sign in")
        # What passwords of nobody are compared with, so that it takes as long.
        self._nobody = User("", secrets.token_hex())

    def __iter__(self) -> Iterator[User]:
        return iter(self._users.values())

    def named(self, name: str) -> User | None:
        """The user of a name as clients give it; None where there is none.

        Parameters
        ----------
        name:
            Alone, or with any domain as in ``HOST\\name`` and ``name@host``: all
            users are users of this host.
        """
        alone = name.rpartition("\\")[2].casefold()
        return self._users.get(alone) or self._users.get(alone.partition("@")[0])

    def with_password(self, name: str, password: str) -> User | None:
        """The user of a name where the password is right; None otherwise.

        How long it takes tells nothing about either.
        """
        found = self.named(name)
        expected = (found or self._nobody).password
        is_right = hmac.compare_digest(_digest(password), _digest(expected))
        return found if is_right else None


def read_users(
    path: Path, user: str | None = None, *, limited: Iterable[str] = ()
) -> Users:
    """The users of a file of passwords.

    Parameters
    ----------
    path:
        With ``user`` it holds that user's password on its only line; without, one
        line ``name:password`` for each user. Empty lines don't count.
    user:
        The only user.
    limited:
        The names of those who are no administrators.

    Raises
    ------
    PasswordFileError
        Where it holds anything else.
    OSError
        Where it can't be read.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise PasswordFileError(f"{path}: this is no text in UTF-8") from None
    written = [(number, line) for number, line in enumerate(lines, 1) if line]
    if not written:
        raise PasswordFileError(f"{path}: there is no password in it")
    if user is not None:
        if len(written) > 1:
            raise PasswordFileError(
                f"{path}: there is more than one line, but only {user} to sign in"
            )
        pairs = [(user, written[0][1])]
    else:
        pairs = [_pair(path, number, line) for number, line in written]
    folded = {each.casefold() for each in limited}
    return Users(
        User(name, password, name.casefold() not in folded) for name, password in pairs
    )


def _pair(path: Path, number: int, line: str) -> tuple[str, str]:
    name, colon, password = line.partition(":")
    if not (name and colon and password):
        raise PasswordFileError(f"{path}:{number}: this is not name:password")
    return name, password


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
