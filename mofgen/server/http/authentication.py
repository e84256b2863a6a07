"""Who a client is, as the header Authorization and its connection tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from mofgen.server.http import basic
from mofgen.server.http.negotiate import NegotiationError, SecurityContext
from mofgen.server.http.users import User, Users
from mofgen.server.namespaces import Session

_NEGOTIATE: Final = ("Negotiate", "NTLM")


@dataclass(slots=True, eq=False)
class Channel:
    """What is known of a connection over which requests come.

    Attributes
    ----------
    context:
        The security context that its client and this host share, or are about to.
    user:
        Who set it up; None before that.
    """

    context: SecurityContext | None = None
    user: User | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """A client who may ask.

    Parameters
    ----------
    session:
        Who it is.
    header:
        What ``WWW-Authenticate`` says in the answer; empty for nothing.
    is_bound:
        Whether it is the connection that says so, and messages may be encrypted.
    """

    session: Session
    header: str = ""
    is_bound: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A client who has to say who it is, or to go on with saying so.

    Parameters
    ----------
    headers:
        What ``WWW-Authenticate`` says, a header each.
    is_wrong:
        Whether what it said was wrong, and it has to wait for the answer.
    """

    headers: tuple[str, ...] = field(default=())
    is_wrong: bool = False


Verdict: TypeAlias = "Admitted | Refused"


class Gate:
    """Decides who may ask.

    Parameters
    ----------
    users:
        Who may sign in; None where everybody may ask everything.
    offers_basic:
        Whether Basic is good enough: it is where nobody can listen.
    """

    def __init__(self, users: Users | None, *, offers_basic: bool = True) -> None:
        self._users = users
        self._offers_basic = offers_basic
        self._challenges = (
            *_NEGOTIATE[:1],
            *((basic.CHALLENGE,) if offers_basic else ()),
        )

    def admit(self, authorization: str, channel: Channel) -> Verdict:
        """Whether a request may be answered.

        Parameters
        ----------
        authorization:
            The header; empty where there is none.
        channel:
            The connection over which the request came.
        """
        if self._users is None:
            return Admitted(Session())
        if not authorization:
            if channel.user is not None:
                return Admitted(channel.user.session, is_bound=True)
            return Refused(self._challenges)
        scheme, _, credentials = authorization.strip().partition(" ")
        for each in _NEGOTIATE:
            if scheme.lower() == each.lower():
                return self._negotiate(each, credentials.strip(), channel, self._users)
        if scheme.lower() == "basic" and self._offers_basic:
            user = basic.basic_user(credentials.strip(), self._users)
            if user is not None:
                return Admitted(user.session)
        return Refused(self._challenges, is_wrong=True)

    def _negotiate(
        self, scheme: str, token: str, channel: Channel, users: Users
    ) -> Verdict:
        if channel.context is None or channel.context.is_complete:
            channel.context, channel.user = SecurityContext(users), None
        try:
            answer = channel.context.step(token)
        except NegotiationError:
            channel.context = None
            return Refused(self._challenges, is_wrong=True)
        header = f"{scheme} {answer}" if answer else ""
        if not channel.context.is_complete:
            return Refused((header or scheme,))
        channel.user = channel.context.user
        assert channel.user is not None
        return Admitted(channel.user.session, header, is_bound=True)
