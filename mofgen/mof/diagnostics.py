"""What is wrong with a MOF text, where, and what was expected instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mofgen.mof.source import Source

# A line is shown as long as this at most, with the place in the middle of it.
_LINE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a source, ``length`` characters from ``pos``."""

    source: Source
    pos: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Note:
    """A second place that explains an error, e.g. the first of two declarations."""

    message: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error.

    Parameters
    ----------
    code:
        Stable kebab-case name of the kind of error, e.g. ``unknown-superclass``.
    message:
        One sentence without a full stop at its end.
    place:
        Where it is; None for what has no place, e.g. a file that is not there.
    expected:
        What could have stood there, in words, most likely first.
    notes:
        Other places and hints.
    """

    code: str
    message: str
    place: Place | None = None
    expected: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def __str__(self) -> str:
        return render(self)

    def as_json(self) -> dict[str, Any]:
        """The diagnostic as plain data for ``--json`` (see docs/errors.md)."""
        data: dict[str, Any] = {"code": self.code, "message": self.message}
        data.update(_place_json(self.place))
        if self.expected:
            data["expected"] = list(self.expected)
        if self.notes:
            data["notes"] = [
                {"message": n.message, **_place_json(n.place)} for n in self.notes
            ]
        return data


class MofError(Exception):
    """Raised with all diagnostics of one run when a MOF text can't be used."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(render(d) for d in self.diagnostics))


def render(diagnostic: Diagnostic) -> str:
    """The diagnostic as compilers write it.

    ``file:line:column: error: message``, the source line, a caret below the
    place, then what was expected and the notes.
    """
    lines = [f"{_where(diagnostic.place)}error: {diagnostic.message}"]
    lines += excerpt(diagnostic.place)
    if diagnostic.expected:
        lines.append(f"  expected {any_of(diagnostic.expected)}")
    for note in diagnostic.notes:
        lines.append(f"{_where(note.place) or '  '}note: {note.message}")
        lines += excerpt(note.place)
    return "\n".join(lines)


def any_of(words: tuple[str, ...]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _where(place: Place | None) -> str:
    if place is None:
        return ""
    line, column = place.source.position(place.pos)
    return f"{place.source.name}:{line}:{column}: "


def excerpt(place: Place | None) -> list[str]:
    """The line of ``place`` with a caret below it, in two lines; none for no place."""
    if place is None:
        return []
    number, column = place.source.position(place.pos)
    whole = place.source.line(number)
    first = max(0, column - 1 - _LINE_LENGTH // 2) if len(whole) > _LINE_LENGTH else 0
    text = _printable(whole[first : first + _LINE_LENGTH])
    at = column - 1 - first
    # A tab stays a tab below the text too, so that the caret stands right.
    margin = "".join("\t" if c == "\t" else " " for c in text[:at])
    width = max(1, min(place.length, len(text) - at))
    gutter = f"{number:>5} | "
    return [gutter + text, " " * 5 + " | " + margin + "^" * width]


def _printable(text: str) -> str:
    """``text`` with nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in text)


def _place_json(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    start = place.source.position(place.pos)
    end = place.source.position(min(place.pos + place.length, len(place.source.text)))
    return {
        "file": place.source.name,
        "line": start.line,
        "column": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
