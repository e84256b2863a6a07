"""``LIKE`` patterns, made ready to match many texts.

``%`` stands for any characters, ``_`` for one, ``[a-f]`` (or, as the Windows SDK
writes it, ``[a=f]``) for one of a set and ``[^a-f]`` for one that is not in it. A
set of one character takes its special meaning away: ``[%]``. A ``[`` without its
``]`` stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator


def like_test(pattern: str) -> Callable[[str], bool]:
    """What tells whether a text matches ``pattern``; case does not matter.

    The time that it takes grows with the text's length times the pattern's, at
    most, whatever the pattern.
    """
    first, *others = _runs(pattern)
    if not others:
        expression = first
    else:
        # The nearest place for a run leaves most to the runs after it, so that no
        # other place need ever be tried: (?>...) gives nothing back. Only the last
        # run is tied to the end.
        *middle, last = others
        nearest = "".join(f"(?>.*?{run})" for run in middle if run)
        expression = f"{first}{nearest}.*{last}"
    compiled = re.compile(rf"{expression}\Z", re.IGNORECASE | re.DOTALL)
    return lambda text: compiled.match(text) is not None


def _runs(pattern: str) -> list[str]:
    """Regular expressions for what stands between the ``%`` of a pattern."""
    runs = [""]
    for each in _elements(pattern):
        if each == "%":
            runs.append("")
        else:
            runs[-1] += "." if each == "_" else _element(each)
    return runs


def _elements(pattern: str) -> Iterator[str]:
    """Characters, and sets with their brackets."""
    at = 0
    while at < len(pattern):
        # The first member of a set may be a "]".
        end = pattern.find("]", at + 2) if pattern[at] == "[" else -1
        end = at if end < 0 else end
        yield pattern[at : end + 1]
        at = end + 1


def _element(each: str) -> str:
    if len(each) == 1:
        return re.escape(each)
    inside = each[1:-1]
    is_negated = inside.startswith("^") and len(inside) > 1
    members = "".join(_members(inside[1:] if is_negated else inside))
    if not members:
        return "." if is_negated else "(?!)"
    return f"[{'^' if is_negated else ''}{members}]"


def _members(inside: str) -> Iterator[str]:
    """The members of a set as regular expressions have them."""
    at = 0
    while at < len(inside):
        low, high = inside[at], inside[at + 2 : at + 3]
        if high and inside[at + 1] in "-=":
            if low <= high:  # else the range is empty
                yield f"{re.escape(low)}-{re.escape(high)}"
            at += 3
        else:
            yield re.escape(low)
            at += 1
