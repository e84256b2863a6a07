"""What goes wrong between a client and its host."""

from __future__ import annotations

from mofgen.runtime.errors import CimError


class AnswerLostError(CimError):
    """A request was sent, but its answer did not come.

    Whether the host has done what was asked nobody knows: look before asking again.
    """
