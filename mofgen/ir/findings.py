"""The errors that one run of the resolver finds, gathered until its end."""

from __future__ import annotations

from collections.abc import Sequence

from mofgen.mof.diagnostics import Diagnostic, MofError, Note, Place
from mofgen.mof.source import Source


class Findings:
    """Collects diagnostics, so that one run reports all of them.

    Parameters
    ----------
    sources:
        The sources in the order in which they were read; diagnostics come out in
        this order, and by place within a source.
    """

    def __init__(self, sources: Sequence[Source] = ()) -> None:
        self._rank = {id(source): n for n, source in enumerate(sources)}
        self._found: list[Diagnostic] = []

    def error(self, code: str, message: str, place: Place | None, *notes: Note) -> None:
        """Keep one error; arguments as in :class:`Diagnostic`."""
        self._found.append(Diagnostic(code, message, place, notes=notes))

    def raise_any(self) -> None:
        """Raise :class:`MofError` with everything found, if anything was."""
        if self._found:
            raise MofError(sorted(self._found, key=self._order))

    def _order(self, diagnostic: Diagnostic) -> tuple[int, int, str]:
        place = diagnostic.place
        if place is None:
            return (-1, 0, diagnostic.message)
        last = len(self._rank)
        rank = self._rank.get(id(place.source), last)
        return (rank, place.pos, diagnostic.message)


def name_place(source: Source, pos: int, name: str) -> Place:
    """The place of ``name``, which stands at ``pos``."""
    return Place(source, pos, len(name))
