"""References as WQL compares them, be they references or the text of their paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from mofgen.runtime.errors import PathError
from mofgen.runtime.names import folded_namespace
from mofgen.runtime.path_text import PathParts, read_path
from mofgen.runtime.references import Ref

Reference: TypeAlias = "Ref[Any] | PathParts"


def reference(value: object) -> Reference | None:
    """A reference, or what the text of a path says; None where it is no path."""
    if isinstance(value, (Ref, PathParts)):
        return value
    try:
        return read_path(str(value))
    except PathError:
        return None


def same_object(left: Reference | None, right: Reference | None) -> bool:
    """Whether both name the same object; None names none.

    Host and namespace count where both say them; names and text compare without
    regard to case, as all text does in WQL.
    """
    if left is None or right is None:
        return False
    return (
        left.class_name.lower() == right.class_name.lower()
        and left.is_singleton == right.is_singleton
        and _same_place(left, right)
        and _same_keys(left.keys, right.keys)
    )


def _same_place(left: Reference, right: Reference) -> bool:
    namespaces = {folded_namespace(n) for n in (left.namespace, right.namespace) if n}
    hosts = {h.lower() for h in (left.host, right.host) if h and h != "."}
    return len(namespaces) < 2 and len(hosts) < 2


def _same_keys(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    if len(left) != len(right):
        return False
    others = {name.lower(): value for name, value in right.items()}
    if len(left) == 1 and ("" in left or "" in others):
        # A path may leave out the name of an only key.
        return _same_key(*left.values(), *others.values())
    return all(
        name.lower() in others and _same_key(value, others[name.lower()])
        for name, value in left.items()
    )


def _same_key(left: object, right: object) -> bool:
    if isinstance(left, (Ref, PathParts)) or isinstance(right, (Ref, PathParts)):
        return same_object(reference(left), reference(right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return left == right
    # Datetimes are text in paths, and some providers put numbers in quotes.
    return str(left).lower() == str(right).lower()
