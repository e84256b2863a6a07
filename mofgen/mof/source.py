"""A MOF text with a name, and the way from an offset in it to line and column."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple


class Position(NamedTuple):
    """A place in a source; both numbers count from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, eq=False)
class Source:
    """Text that was read, under the name by which the user knows it.

    Parameters
    ----------
    name:
        Path as the user gave it (or as an include resolved it), or a label such
        as ``<string>``; only shown, never opened again.
    text:
        Decoded text with every line end as ``\\n``.
    """

    name: str
    text: str
    _starts: list[int] = field(default_factory=list, repr=False)

    def position(self, offset: int) -> Position:
        """Line and column of ``offset``."""
        if not self._starts:
            self._starts.append(0)
            at = self.text.find("\n")
            while at >= 0:
                self._starts.append(at + 1)
                at = self.text.find("\n", at + 1)
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of line ``number`` (from 1), without its line end."""
        self.position(0)
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]
