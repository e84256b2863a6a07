"""A comparison as text, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from mofgen.diff.model import Change, Comparison, Kind, by_class
from mofgen.diff.phrases import element, phrase, sign
from mofgen.visible import visible

JSON_VERSION = 1

_WHOLE = frozenset({Kind.CLASS_ADDED, Kind.CLASS_REMOVED})


def as_text(comparison: Comparison, *, everything: bool = False) -> str:
    """The changes for a terminal: a summary, then what has changed in each class.

    Parameters
    ----------
    everything:
        Whether minor changes are listed as well.
    """
    lines = list(_head(comparison))
    for title, changes in _sections(comparison, everything):
        lines += ["", title]
        for change in changes:
            mark = "!" if change.breaking else " "
            reason = f"  [breaking: {change.reason}]" if change.breaking else ""
            lines.append(f"{mark} {sign(change)} {_sentence(change)}{reason}")
    return visible("\n".join(lines)) + "\n"


def as_markdown(comparison: Comparison, *, everything: bool = False) -> str:
    """The same as Markdown, for a release note or a pull request."""
    lines = list(_head(comparison))
    for title, changes in _sections(comparison, everything):
        lines += ["", f"### {title}", ""]
        for change in changes:
            reason = f" **Breaking**: {change.reason}." if change.breaking else ""
            lines.append(f"- {_sentence(change, _code, _escaped)}.{reason}")
    return visible("\n".join(lines)) + "\n"


def as_json(comparison: Comparison, *, everything: bool = False) -> str:
    """The same as JSON; docs/diff.md describes it."""
    data: dict[str, Any] = {
        "mofgen-diff": JSON_VERSION,
        "summary": comparison.summary(),
        "breaking": sum(change.breaking for change in comparison.changes),
        "changes": [c.as_json() for c in comparison.listed(everything=everything)],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _head(comparison: Comparison) -> Iterator[str]:
    yield comparison.summary()
    breaking = sum(change.breaking for change in comparison.changes)
    if breaking:
        yield f"{breaking} breaking change{'' if breaking == 1 else 's'}"


def _sections(
    comparison: Comparison, everything: bool
) -> Iterator[tuple[str, list[Change]]]:
    """Whole classes first, then each class with its changes, then the rest."""
    listed = comparison.listed(everything=everything)
    whole = [change for change in listed if change.kind in _WHOLE]
    if whole:
        yield "Classes", whole
    groups = by_class(change for change in listed if change.kind not in _WHOLE)
    rest = groups.pop(None, [])
    for class_name, changes in groups.items():
        yield class_name or "", changes
    if rest:
        yield "Qualifier declarations", rest


def _sentence(
    change: Change,
    code: Callable[[str], str] = str,
    plain: Callable[[str], str] = str,
) -> str:
    """What has changed and how; names go through ``code``, the rest ``plain``."""
    name = change.class_name if change.kind in _WHOLE else element(change)
    text = plain(phrase(change))
    return f"{code(name)}: {text}" if name else text


def _code(text: str) -> str:
    return f"`{text}`"


def _escaped(text: str) -> str:
    """Text in which Markdown finds no markup of its own."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in text)
