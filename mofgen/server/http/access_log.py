"""One line for each request, for people or for machines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from mofgen.visible import visible

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a request.

    Parameters
    ----------
    address:
        From where it came.
    user:
        Who sent it; empty where nobody knows.
    operation:
        What was asked for, and how it ended.
    status:
        That of HTTP.
    milliseconds:
        From the end of the request to the answer.
    bytes:
        How long the answer is.
    """

    address: str
    user: str
    operation: str
    status: int
    milliseconds: float
    bytes: int


_NAMES = tuple(each.name for each in fields(Entry))


class AccessLog:
    """Writes the lines.

    Parameters
    ----------
    write:
        Is given each line, with its end.
    as_json:
        Whether a line is a JSON object.
    now:
        Tells the time; for tests.
    """

    def __init__(
        self,
        write: Callable[[str], object],
        *,
        as_json: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._write = write
        self._as_json = as_json
        self._now = now

    def add(self, entry: Entry) -> None:
        """Write the line of a request."""
        if self._as_json:
            time = self._now().isoformat(timespec="milliseconds")
            said = {name: getattr(entry, name) for name in _NAMES}
            line = {"event": "request", "time": time, **said}
            self._write(json.dumps(line) + "\n")
            return
        operation = visible(entry.operation[:_LONGEST]).replace("\n", " ")
        self._write(
            f"{self._now().astimezone():%H:%M:%S} {entry.address}"
            f" {visible(entry.user) or '-'}: {operation}"
            f" ({entry.status}, {entry.milliseconds:.1f} ms, {entry.bytes} bytes)\n"
        )
