"""Resilient change tracking: what was written to a disk since its contents were sealed.

A seal has an identifier, by which a backup asks later what it has to copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from mofgen.vmms.refusals import FAILED, INVALID_PARAMETER, RefusedError

Range: TypeAlias = "tuple[int, int]"
"""Where bytes begin, and where those behind them do."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The contents of a disk at some time.

    Parameters
    ----------
    id:
        The change tracking identifier.
    changed:
        What was written from then on until the next seal, in order and apart.
    """

    id: str
    changed: tuple[Range, ...] = ()


def sealed(seals: tuple[Seal, ...], data_id: str) -> tuple[Seal, ...]:
    """The seals of a disk when its present contents are sealed, once and no more.

    Parameters
    ----------
    data_id:
        What identifies those contents, and gives them their identifier here.
    """
    name = f"rctX:{data_id.lower().replace('-', ':')}:00000001"
    if seals and seals[-1].id == name:
        return seals
    return (*seals, Seal(name))


def with_change(seals: tuple[Seal, ...], changed: Range) -> tuple[Seal, ...]:
    """The seals of a disk when something was written; none where there were none."""
    if not seals or changed[0] >= changed[1]:
        return seals
    last = seals[-1]
    return (*seals[:-1], replace(last, changed=_joined([*last.changed, changed])))


def changes_between(
    seals: tuple[Seal, ...], since: str, until: str | None
) -> tuple[Range, ...]:
    """What was written from one seal on until another, or until now.

    Raises
    ------
    RefusedError
        Failed where the disk has no such seal; invalid parameter where the second is
        older than the first.
    """
    first = _place(seals, since)
    last = len(seals) if until is None else _place(seals, until)
    if last < first:
        raise RefusedError(INVALID_PARAMETER, f"'{until}' is older than '{since}'")
    return _joined([each for seal in seals[first:last] for each in seal.changed])


def within(ranges: Iterable[Range], begin: int, end: int) -> list[Range]:
    """The parts of ranges that lie in a region."""
    cut = [(max(first, begin), min(last, end)) for first, last in ranges]
    return [(first, last) for first, last in cut if first < last]


def _place(seals: tuple[Seal, ...], wanted: str) -> int:
    for place, seal in enumerate(seals):
        if seal.id.casefold() == wanted.casefold():
            return place
    raise RefusedError(
        FAILED, f"the disk has no change tracking identifier '{wanted}' (0xC03A0029)"
    )


def _joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Ranges in order, those that touch as one."""
    found: list[Range] = []
    for begin, end in sorted(ranges):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return tuple(found)
