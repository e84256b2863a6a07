"""Changes of what the values of an element mean."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from mofgen.diff.model import Kind
from mofgen.diff.scope import Scope
from mofgen.diff.stated import stated_value
from mofgen.ir.model import Method, Parameter, Property
from mofgen.ir.value_map import ValueEntry, ValueMap, bit_map, value_map

Element = Property | Parameter | Method


def compare_value_maps(scope: Scope, old: Element, new: Element) -> None:
    """ValueMap with Values, and BitMap with BitValues."""
    for names, read in (
        (("ValueMap", "Values"), value_map),
        (("BitMap", "BitValues"), bit_map),
    ):
        if any(stated_value(old, new, name) is not None for name in names):
            _compare(scope, old, new, read)


def _compare(
    scope: Scope, old: Element, new: Element, read: Callable[[Element], ValueMap | None]
) -> None:
    before, after = read(old), read(new)
    if before is None and after is not None:
        scope.note(Kind.VALUE_MAP_ADDED, "values only get names", new=_codes(after))
    elif before is not None and after is None:
        scope.breaking(
            Kind.VALUE_MAP_REMOVED, "values lose their names", old=_codes(before)
        )
    elif before is not None and after is not None:
        _compare_entries(scope, before, after)


def _compare_entries(scope: Scope, old: ValueMap, new: ValueMap) -> None:
    before = {_identity(entry): entry for entry in old.entries}
    after = {_identity(entry): entry for entry in new.entries}
    for identity, entry in before.items():
        found = after.get(identity)
        code = entry.code_text
        if found is None and entry.is_range:
            scope.note(
                Kind.VALUE_REMOVED,
                "a range only names values that others define",
                old=entry.label,
                subject=code,
            )
        elif found is None:
            scope.breaking(
                Kind.VALUE_REMOVED,
                "a client may use the value",
                old=entry.label,
                subject=code,
            )
        elif found.label != entry.label:
            scope.note(
                Kind.VALUE_RELABELLED,
                (
                    "a range only names values that others define"
                    if entry.is_range
                    else "generated code names the value by its label"
                ),
                old=entry.label,
                new=found.label,
                subject=code,
                breaking=not entry.is_range,
            )
    for identity, entry in after.items():
        if identity not in before:
            scope.note(
                Kind.VALUE_ADDED,
                "values that a client does not know are allowed",
                new=entry.label,
                subject=entry.code_text,
            )


def _identity(entry: ValueEntry) -> Hashable:
    return (entry.is_range, entry.code, entry.low, entry.high)


def _codes(map_: ValueMap) -> tuple[str, ...]:
    return tuple(entry.code_text for entry in map_.entries)
