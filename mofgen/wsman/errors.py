"""The error of a text that is no message of WS-Management."""

from __future__ import annotations

from mofgen.runtime.errors import CimValueError


class MessageError(CimValueError):
    """A text is not well-formed XML, is beyond the limits, or is no such message."""
