"""What a comparison of two schemas gives: changes, and whether they break a client.

A client is a program written for the old schema that meets a provider of the new
one. docs/diff.md has every kind of change and the rule by which it is judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mofgen.ir.model import Value


class Kind(StrEnum):
    """Kinds of change; the values are stable names."""

    CLASS_ADDED = "class-added"
    CLASS_REMOVED = "class-removed"
    SUPERCLASS_CHANGED = "superclass-changed"
    CLASS_KIND_CHANGED = "class-kind-changed"
    ABSTRACT_CHANGED = "abstract-changed"

    PROPERTY_ADDED = "property-added"
    PROPERTY_REMOVED = "property-removed"
    METHOD_ADDED = "method-added"
    METHOD_REMOVED = "method-removed"
    PARAMETER_ADDED = "parameter-added"
    PARAMETER_REMOVED = "parameter-removed"
    PARAMETER_ORDER_CHANGED = "parameter-order-changed"
    OVERRIDE_ADDED = "override-added"
    OVERRIDE_REMOVED = "override-removed"
    SPELLING_CHANGED = "spelling-changed"

    TYPE_CHANGED = "type-changed"
    ARRAY_CHANGED = "array-changed"
    REFERENCE_CLASS_CHANGED = "reference-class-changed"
    EMBEDDED_CLASS_CHANGED = "embedded-class-changed"
    DEFAULT_CHANGED = "default-changed"
    KEY_CHANGED = "key-changed"
    READ_CHANGED = "read-changed"
    WRITE_CHANGED = "write-changed"
    REQUIRED_CHANGED = "required-changed"
    OPTIONAL_CHANGED = "optional-changed"
    DIRECTION_CHANGED = "direction-changed"
    STATIC_CHANGED = "static-changed"
    LIMIT_CHANGED = "limit-changed"
    UNITS_CHANGED = "units-changed"

    VALUE_MAP_ADDED = "value-map-added"
    VALUE_MAP_REMOVED = "value-map-removed"
    VALUE_ADDED = "value-added"
    VALUE_REMOVED = "value-removed"
    VALUE_RELABELLED = "value-relabelled"

    QUALIFIER_ADDED = "qualifier-added"
    QUALIFIER_REMOVED = "qualifier-removed"
    QUALIFIER_CHANGED = "qualifier-changed"
    TEXT_CHANGED = "text-changed"
    QUALIFIER_TYPE_ADDED = "qualifier-type-added"
    QUALIFIER_TYPE_REMOVED = "qualifier-type-removed"
    QUALIFIER_TYPE_CHANGED = "qualifier-type-changed"
    INSTANCE_ADDED = "instance-added"
    INSTANCE_REMOVED = "instance-removed"


MINOR_KINDS = frozenset({Kind.TEXT_CHANGED, Kind.INSTANCE_ADDED, Kind.INSTANCE_REMOVED})
"""Kinds that are listed only where all changes are asked for."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, at the class that declares what has changed.

    Parameters
    ----------
    kind:
        What has happened.
    class_name:
        The class; None for qualifier declarations.
    member, parameter:
        The property or method, and the method's parameter, that is concerned.
    subject:
        What of it: a qualifier's name, or the code of a value.
    old, new:
        What it was and what it is, None where there is nothing.
    breaking:
        Whether a client of the old schema can fail because of it.
    reason:
        Why it is breaking, or why it is not.
    renamed_to:
        The new name of what was removed, where that is certain.
    """

    kind: Kind
    class_name: str | None = None
    member: str | None = None
    parameter: str | None = None
    subject: str | None = None
    old: Value = None
    new: Value = None
    breaking: bool = False
    reason: str = ""
    renamed_to: str | None = None

    @property
    def is_minor(self) -> bool:
        """Whether it is listed only where all changes are asked for."""
        return self.kind in MINOR_KINDS

    def as_json(self) -> dict[str, Any]:
        """The change as plain data, without what is None (see docs/diff.md)."""
        data: dict[str, Any] = {"kind": str(self.kind), "breaking": self.breaking}
        fields = {
            "class": self.class_name,
            "member": self.member,
            "parameter": self.parameter,
            "subject": self.subject,
            "old": _plain(self.old),
            "new": _plain(self.new),
            "reason": self.reason or None,
            "renamed_to": self.renamed_to,
        }
        return data | {name: v for name, v in fields.items() if v is not None}


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes from one schema to another, in the order of the new schema."""

    changes: tuple[Change, ...]

    @property
    def is_breaking(self) -> bool:
        return any(change.breaking for change in self.changes)

    def listed(self, *, everything: bool = False) -> tuple[Change, ...]:
        """The changes to be shown: all, or all but the minor ones."""
        return tuple(c for c in self.changes if everything or not c.is_minor)

    def summary(self) -> str:
        """One line that counts the changes.

        Members count where the class is in both schemas; those of a class that is
        added or removed are part of that class.
        """
        counts = Counter(change.kind for change in self.changes)
        parts = [
            _removed_and_added(
                ("class", "classes"),
                counts.pop(Kind.CLASS_REMOVED, 0),
                counts.pop(Kind.CLASS_ADDED, 0),
            )
        ]
        for verb, of_properties, of_methods in (
            ("removed", Kind.PROPERTY_REMOVED, Kind.METHOD_REMOVED),
            ("added", Kind.PROPERTY_ADDED, Kind.METHOD_ADDED),
        ):
            found = [
                _counted(counts.pop(of_properties, 0), "property", "properties"),
                _counted(counts.pop(of_methods, 0), "method", "methods"),
            ]
            text = " and ".join(filter(None, found))
            parts.append(f"{text} {verb}" if text else "")
        others = sum(n for kind, n in counts.items() if kind not in MINOR_KINDS)
        parts.append(_counted(others, "other change", "other changes"))
        minor = sum(n for kind, n in counts.items() if kind in MINOR_KINDS)
        parts.append(_counted(minor, "minor change", "minor changes"))
        return "; ".join(filter(None, parts)) or "no changes"


def _removed_and_added(words: tuple[str, str], removed: int, added: int) -> str:
    if removed and added:
        return f"{_counted(removed, *words)} removed, {added} added"
    if removed:
        return f"{_counted(removed, *words)} removed"
    return f"{_counted(added, *words)} added" if added else ""


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""


def _plain(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def by_class(changes: Iterable[Change]) -> dict[str | None, list[Change]]:
    """The changes by class, classes in the order in which they come up."""
    groups: dict[str | None, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.class_name, []).append(change)
    return groups
