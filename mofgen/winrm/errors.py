"""What goes wrong between a client and its host."""

from __future__ import annotations

from mofgen.runtime.connecting import ConnectError
from mofgen.runtime.errors import CimError


class AnswerLostError(CimError):
    """A request was sent, but its answer did not come.

    Whether the host has done what was asked nobody knows: look before asking again.
    """


class NotSignedInError(ConnectError):
    """The host did not take a request, since it does not know who sent it.

    The user may not come in; or came in on a connection that the host has closed.
    """
