"""One change in words, for every form in which changes are written."""

from __future__ import annotations

from mofgen.diff.model import Change, Kind
from mofgen.ir.model import Value

_ADDED = frozenset(k for k in Kind if k.endswith("-added"))
_REMOVED = frozenset(k for k in Kind if k.endswith("-removed"))
_OF_ELEMENTS = frozenset(
    k for k in Kind if k.startswith(("class-", "property-", "method-", "parameter-"))
) & (_ADDED | _REMOVED)
_OF_SCHEMAS = frozenset(
    k for k in _ADDED | _REMOVED if k.startswith(("qualifier-type-", "instance-"))
)
# Values of these are shown as literals: text between quotes.
_LITERAL = frozenset(
    {
        Kind.DEFAULT_CHANGED,
        Kind.QUALIFIER_ADDED,
        Kind.QUALIFIER_REMOVED,
        Kind.QUALIFIER_CHANGED,
        Kind.TEXT_CHANGED,
        Kind.UNITS_CHANGED,
        Kind.VALUE_ADDED,
        Kind.VALUE_REMOVED,
        Kind.VALUE_RELABELLED,
    }
)
_MAX_LENGTH = 60


def sign(change: Change) -> str:
    """``+`` or ``-`` where the element itself comes or goes, ``~`` where it stays."""
    if change.kind not in _OF_ELEMENTS | _OF_SCHEMAS:
        return "~"
    return "+" if change.kind in _ADDED else "-"


def element(change: Change) -> str:
    """What has changed, below its class: ``Member`` or ``Method(Parameter)``."""
    if change.parameter is not None:
        return f"{change.member}({change.parameter})"
    return change.member or ""


def phrase(change: Change) -> str:
    """What has happened to the element, e.g. ``default changed from 1 to 2``."""
    kind, subject = change.kind, change.subject or ""
    old, new = _shown(change.old, kind), _shown(change.new, kind)
    if kind in _OF_ELEMENTS:
        return _existence(change)
    match kind:
        case Kind.VALUE_ADDED:
            return f"value {subject} ({new}) added"
        case Kind.VALUE_REMOVED:
            return f"value {subject} ({old}) removed"
        case Kind.VALUE_RELABELLED:
            return f"label of value {subject} changed from {old} to {new}"
        case Kind.VALUE_MAP_ADDED:
            return f"names of values added: {new}"
        case Kind.VALUE_MAP_REMOVED:
            return f"names of values removed: {old}"
        case Kind.OVERRIDE_ADDED:
            return f"overridden, was inherited from {old}"
        case Kind.OVERRIDE_REMOVED:
            return f"no longer declared here, but inherited from {new}"
        case Kind.QUALIFIER_ADDED:
            return f"qualifier {subject} added: {new}"
        case Kind.QUALIFIER_REMOVED:
            return f"qualifier {subject} removed: {old}"
        case Kind.QUALIFIER_TYPE_ADDED:
            return f"declaration of qualifier {subject} added: {new}"
        case Kind.QUALIFIER_TYPE_REMOVED:
            return f"declaration of qualifier {subject} removed: {old}"
        case Kind.QUALIFIER_TYPE_CHANGED:
            return f"declaration of qualifier {subject} changed from {old} to {new}"
        case Kind.QUALIFIER_CHANGED:
            return f"qualifier {subject} changed from {old} to {new}"
        case Kind.INSTANCE_ADDED:
            return f"instance added: {_short(subject)}"
        case Kind.INSTANCE_REMOVED:
            return f"instance removed: {_short(subject)}"
    what = kind.removesuffix("-changed").replace("-", " ")
    if kind in (Kind.LIMIT_CHANGED, Kind.UNITS_CHANGED, Kind.TEXT_CHANGED):
        what = subject
    elif kind is Kind.CLASS_KIND_CHANGED:
        what = subject.lower()
    return f"{what} changed from {old} to {new}"


def _existence(change: Change) -> str:
    """The phrase for an element that is added or removed."""
    what, _, verb = change.kind.partition("-")
    detail = change.new if verb == "added" else change.old
    if detail is not None and what == "class":
        detail = f"below {detail}"
    text = f"{what} {verb}" + (f" ({detail})" if detail is not None else "")
    if change.renamed_to is not None:
        text += f", renamed to {change.renamed_to}"
    return text


def _shown(value: Value, kind: Kind) -> str:
    if value is None:
        return "NULL" if kind is Kind.DEFAULT_CHANGED else "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return _short(", ".join(_shown(item, kind) for item in value))
    if isinstance(value, str) and kind in _LITERAL:
        return f'"{_short(value)}"'
    return str(value)


def _short(text: str) -> str:
    """``text`` on one line, cut where it is too long for that."""
    line = " ".join(text.split())
    return line if len(line) <= _MAX_LENGTH else line[: _MAX_LENGTH - 3] + "..."
