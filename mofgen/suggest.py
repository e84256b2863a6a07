"""Which known name a user may have meant by one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like ``name`` (case does not count), None if none is.

    Parameters
    ----------
    name:
        What was written.
    known:
        What could have been written, in the spelling to be shown.
    """
    # Imported here because most runs have nothing to suggest.
    from difflib import get_close_matches

    spelling = {k.lower(): k for k in known}
    found = get_close_matches(name.lower(), spelling, n=1, cutoff=0.7)
    return spelling[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``; did you mean "X"?`` to stand at the end of a message, or nothing."""
    found = closest(name, known)
    return f'; did you mean "{found}"?' if found else ""
