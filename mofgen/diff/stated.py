"""Qualifiers of an element in two schemas, less those that only come from above.

A qualifier that both elements inherit has changed where it is written, and is
told of there.
"""

from __future__ import annotations

from mofgen.diff.model import Kind
from mofgen.diff.scope import Scope
from mofgen.ir.model import Class, Method, Parameter, Property, Qualifier, Value

Element = Class | Property | Method | Parameter

JUDGED = frozenset(
    [
        "abstract",
        "association",
        "indication",
        "key",
        "override",
        "embeddedinstance",
        "maxlen",
        "minlen",
        "maxvalue",
        "minvalue",
        "valuemap",
        "values",
        "bitmap",
        "bitvalues",
        "units",
        "punit",
        "read",
        "write",
        "required",
        "in",
        "out",
        "optional",
        "static",
    ]
)
"""Qualifiers that have rules of their own, in lower case."""

_TEXTS = frozenset({"description", "displayname", "caption"})


def stated_value(old: Element, new: Element, name: str) -> tuple[Value, Value] | None:
    """Old and new value of the qualifier ``name``; None where nothing has changed."""
    before = old.qualifiers.get(name.lower())
    after = new.qualifiers.get(name.lower())
    if _comes_from_above(before) and _comes_from_above(after):
        return None
    pair = _value(before), _value(after)
    return pair if pair[0] != pair[1] else None


def stated_flag(
    old: Element, new: Element, name: str, *, default: bool = False
) -> tuple[bool, bool] | None:
    """The same for a boolean qualifier, where none counts as ``default``."""
    pair = stated_value(old, new, name)
    if pair is None:
        return None
    before, after = (default if v is None else v is True for v in pair)
    return (before, after) if before != after else None


def compare_qualifiers(scope: Scope, old: Element, new: Element) -> None:
    """All qualifiers without rules of their own."""
    for key in {**old.qualifiers, **new.qualifiers}:
        if key in JUDGED:
            continue
        pair = stated_value(old, new, key)
        if pair is None:
            continue
        before, after = old.qualifiers.get(key), new.qualifiers.get(key)
        known = after or before
        assert known is not None
        if key in _TEXTS or known.translatable:
            kind, reason = Kind.TEXT_CHANGED, "text is for people"
        else:
            kind, reason = _kind(before, after), "no rule says that it breaks a client"
        scope.note(kind, reason, old=pair[0], new=pair[1], subject=known.name)


def _kind(old: Qualifier | None, new: Qualifier | None) -> Kind:
    if old is None:
        return Kind.QUALIFIER_ADDED
    return Kind.QUALIFIER_REMOVED if new is None else Kind.QUALIFIER_CHANGED


def _comes_from_above(qualifier: Qualifier | None) -> bool:
    return qualifier is None or qualifier.propagated


def _value(qualifier: Qualifier | None) -> Value:
    return None if qualifier is None else qualifier.value
