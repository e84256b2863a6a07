"""The error of a text that is no message of WS-Management."""

from __future__ import annotations

from typing import Final

from mofgen.runtime.errors import CimValueError

UNREADABLE: Final = "w:SchemaValidationError"
"""The subcode of a fault that says no more than that a message can't be read."""


class MessageError(CimValueError):
    """A text is not well-formed XML, is beyond the limits, or is no such message.

    Parameters
    ----------
    text:
        What is wrong with it, for people.
    subcode, detail:
        How a service says that in a fault; see :class:`mofgen.wsman.faults.Fault`.
    """

    def __init__(
        self, text: str, *, subcode: str = UNREADABLE, detail: str | None = None
    ) -> None:
        super().__init__(text)
        self.subcode = subcode
        self.detail = detail
