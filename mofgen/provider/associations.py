"""Walks over associations, and what keeps them whole.

An association is an object like any other. It exists as long as all objects that it
refers to: none can be made that refers to nothing, and when an object goes, those
that refer to it go too, and what refers to them in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mofgen.provider.layouts import End, Key, Layout, Row, reference_to
from mofgen.provider.overlays import Overlay
from mofgen.provider.views import View
from mofgen.runtime.statuses import CimInvalidParameterError


class Walk:
    """Which associations to follow, and to what (DSP0200, Associators).

    Parameters
    ----------
    association, result_class:
        Only associations, and only results, of this class.
    role, result_role:
        The references in which the source and the results stand, in any spelling;
        None for any.
    association_qualifier, result_qualifier:
        Only associations, and only results, whose class has this qualifier; in any
        spelling (WQL's RequiredAssocQualifier and RequiredQualifier).
    """

    __slots__ = (
        "association",
        "association_qualifier",
        "result_class",
        "result_qualifier",
        "result_role",
        "role",
    )

    def __init__(
        self,
        association: type | None = None,
        result_class: type | None = None,
        role: str | None = None,
        result_role: str | None = None,
        association_qualifier: str | None = None,
        result_qualifier: str | None = None,
    ) -> None:
        self.association = association
        self.result_class = result_class
        self.role = _folded(role)
        self.result_role = _folded(result_role)
        self.association_qualifier = _folded(association_qualifier)
        self.result_qualifier = _folded(result_qualifier)

    def follows(self, end: End) -> bool:
        """Whether to follow the associations that have the source in this reference."""
        of = end.layout
        return (
            (self.role is None or self.role == end.role)
            and (self.association is None or issubclass(of.cls, self.association))
            and _has(of, self.association_qualifier)
        )

    def opposite(self, end: End) -> list[End]:
        """The references in which results stand where the source stands in ``end``."""
        return [
            other
            for other in end.layout.ends
            if other is not end and self.result_role in (None, other.role)
        ]

    def wants(self, of: Layout) -> bool:
        """Whether objects of a class are among the results."""
        kind = self.result_class
        return (kind is None or issubclass(of.cls, kind)) and _has(
            of, self.result_qualifier
        )

    def referring(self, view: View, source: Key) -> Iterator[tuple[End, Iterable[Key]]]:
        """The associations that refer to ``source``, by the reference that does."""
        for end, keys in view.ends_at(source):
            if self.follows(end):
                yield end, keys

    def results(self, view: View, source: Key) -> dict[Key, Row]:
        """The objects at the other ends, each once, in the order of the associations.

        An association has the source at one end and a result at another: one with
        the source at both ends connects it with itself. Objects of other namespaces
        are not here to be given.
        """
        found: dict[Key, Row] = {}
        for end, keys in self.referring(view, source):
            others = self.opposite(end)
            for key in keys:
                row = view.row(key)
                assert row is not None  # an index has none that is not there
                for other in others:
                    target = row.get(other.attribute)
                    if (
                        type(target) is tuple
                        and target not in found
                        and self.wants(target[0])
                    ):
                        values = view.row(target)
                        if values is not None:
                            found[target] = values
        return found

    def associations(self, view: View, source: Key) -> dict[Key, Row]:
        """The associations that refer to ``source``, each once (DSP0200, References)."""
        found: dict[Key, Row] = {}
        for _, keys in self.referring(view, source):
            for key in keys:
                row = view.row(key)
                assert row is not None  # an index has none that is not there
                found[key] = row
        return found


def _has(of: Layout, qualifier: str | None) -> bool:
    return qualifier is None or qualifier in of.qualifiers


def _folded(name: str | None) -> str | None:
    return name.lower() if name else None


def check_ends(view: View, layout: Layout, row: Row) -> None:
    """Refuse an association that refers to what is not there.

    A reference that is not a key may be NULL, and what is in another namespace is
    not ours to check.

    Raises
    ------
    CimInvalidParameterError
        Saying which reference refers to what.
    """
    for end in layout.ends:
        target: Any = row.get(end.attribute)
        if type(target) is tuple and view.row(target) is None:
            name = layout.properties[end.attribute].name
            raise CimInvalidParameterError(
                layout.name,
                f"{name} refers to {reference_to(target)}, and there is no such object",
            )


def remove(overlay: Overlay, key: Key) -> None:
    """Remove an object with all associations that refer to it, directly or not."""
    doomed = [key]
    while doomed:
        going = doomed.pop()
        if overlay.row(going) is None:
            continue
        doomed += [each for _, keys in overlay.ends_at(going) for each in keys]
        overlay.remove(going)
