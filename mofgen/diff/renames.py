"""Classes and properties that only have another name than before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from mofgen.diff.model import Change, Kind
from mofgen.ir.model import Class, Property, Qualifiers, Schema


def with_renames(
    changes: Sequence[Change], old: Schema, new: Schema
) -> tuple[Change, ...]:
    """The changes, with the new name at what was only renamed.

    That is certain only where everything but the name is the same, a description
    included, and nothing else that was removed or added is the same as well.
    """
    new_names: dict[tuple[Kind, str | None, str | None], str] = {}
    for removed_kind, added_kind in (
        (Kind.CLASS_REMOVED, Kind.CLASS_ADDED),
        (Kind.PROPERTY_REMOVED, Kind.PROPERTY_ADDED),
    ):
        removed = _by_shape((c for c in changes if c.kind is removed_kind), old)
        added = _by_shape((c for c in changes if c.kind is added_kind), new)
        for shape, before in removed.items():
            after = added.get(shape, [])
            if len(before) == len(after) == 1:
                name = after[0].member or after[0].class_name
                new_names[_key(before[0])] = name or ""
    return tuple(
        replace(change, renamed_to=new_names.get(_key(change))) for change in changes
    )


def _key(change: Change) -> tuple[Kind, str | None, str | None]:
    """What tells one added or removed element from the others."""
    return change.kind, change.class_name, change.member


def _by_shape(
    changes: Iterable[Change], schema: Schema
) -> dict[Hashable, list[Change]]:
    """The changes by all that their elements are, names left out."""
    found = defaultdict(list)
    for change in changes:
        assert change.class_name is not None
        class_ = schema[change.class_name]
        if change.member is None:
            shape = _class_shape(class_)
        else:
            of_property = _property_shape(class_.properties[change.member.lower()])
            shape = of_property and (class_.name.lower(), of_property)
        if shape is not None:
            found[shape].append(change)
    return dict(found)


def _class_shape(class_: Class) -> Hashable | None:
    if "description" not in class_.qualifiers:
        return None
    return (
        class_.superclass and class_.superclass.lower(),
        _qualifiers(class_.qualifiers),
        frozenset(p.name.lower() for p in class_.properties.values()),
        frozenset(m.name.lower() for m in class_.methods.values()),
    )


def _property_shape(member: Property) -> Hashable | None:
    if "description" not in member.qualifiers:
        return None
    return (
        member.type,
        member.class_name,
        member.is_array,
        member.array_size,
        repr(member.default),
        _qualifiers(member.qualifiers),
    )


def _qualifiers(qualifiers: Qualifiers) -> Hashable:
    return frozenset((key, repr(q.value)) for key, q in qualifiers.items())
