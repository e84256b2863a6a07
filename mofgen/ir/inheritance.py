"""From the members that a class declares to those that it has.

The resolver and the reader of the JSON form both end here, so that a schema is
the same whichever way it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from mofgen.ir.model import (
    AssociationEnd,
    Class,
    Instance,
    Method,
    Property,
    Qualifier,
    Qualifiers,
    QualifierType,
    Schema,
)

Member = TypeVar("Member", Property, Method)


class Inheritance:
    """Hands members down from superclasses to subclasses, each made once.

    An inherited member is the superclass's very member, so it keeps all its
    qualifiers, marked as propagated (DSP0201). A restricted one too: it stays
    behind only where the member is declared anew. Every class that inherits a
    member from the same declaration shares one object for it.
    """

    def __init__(self) -> None:
        self._properties: dict[str, dict[str, Property]] = {}
        self._methods: dict[str, dict[str, Method]] = {}
        # By identity: equal qualifiers need not be found, only shared ones. The
        # qualifier stands in the value too, so that its id is not used anew.
        self._propagated: dict[int, tuple[Qualifier, Qualifier]] = {}
        self._members: dict[int, tuple[object, Property | Method]] = {}

    def properties(
        self, superclass: Class | None, own: Mapping[str, Property]
    ) -> dict[str, Property]:
        """The superclass's properties in its order, overrides in place, then new ones.

        Parameters
        ----------
        superclass:
            The resolved superclass; None for a root class.
        own:
            What the class declares, with all qualifiers that it has there.
        """
        if superclass is None:
            return dict(own)
        key = superclass.name.lower()
        if key not in self._properties:
            self._properties[key] = self._handed_down(superclass.properties)
        inherited = self._properties[key]
        return {**inherited, **own} if own else inherited

    def methods(
        self, superclass: Class | None, own: Mapping[str, Method]
    ) -> dict[str, Method]:
        """The same for methods."""
        if superclass is None:
            return dict(own)
        key = superclass.name.lower()
        if key not in self._methods:
            self._methods[key] = self._handed_down(superclass.methods)
        inherited = self._methods[key]
        return {**inherited, **own} if own else inherited

    def propagated(self, above: Qualifier) -> Qualifier:
        """The qualifier as it is on an element that inherits it."""
        if above.propagated:
            return above
        found = self._propagated.get(id(above))
        if found is None:
            # Written out: dataclasses.replace takes three times as long, and this
            # is most of what linking a schema from the cache takes.
            below = Qualifier(
                above.name,
                above.type,
                above.value,
                above.to_subclass,
                above.overridable,
                above.translatable,
                above.to_instance,
                propagated=True,
            )
            found = (above, below)
            self._propagated[id(above)] = found
        return found[1]

    def _all_propagated(self, above: Qualifiers) -> Qualifiers:
        if all(q.propagated for q in above.values()):
            return above
        return {key: self.propagated(q) for key, q in above.items()}

    def _handed_down(self, above: Mapping[str, Member]) -> dict[str, Member]:
        return {name: self._inherited(member) for name, member in above.items()}

    def _inherited(self, above: Member) -> Member:
        found = self._members.get(id(above))
        if found is None:
            # The parameters of an inherited method are part of it, not inherited.
            qualifiers = self._all_propagated(above.qualifiers)
            same = qualifiers is above.qualifiers
            found = (above, above if same else replace(above, qualifiers=qualifiers))
            self._members[id(above)] = found
        return found[1]  # type: ignore[return-value]


def indexed_schema(
    namespace: str | None,
    classes: Mapping[str, Class],
    qualifier_types: Mapping[str, QualifierType],
    instances: tuple[Instance, ...] = (),
) -> Schema:
    """The schema of these parts, with its indexes by superclass and association end.

    The ends of an association are those that it declares and those it inherits.
    """
    subclasses: dict[str, list[str]] = {}
    ends: dict[str, list[AssociationEnd]] = {}
    for class_ in classes.values():
        if class_.superclass is not None:
            subclasses.setdefault(class_.superclass.lower(), []).append(class_.name)
        if not class_.is_association:
            continue
        for reference in class_.references:
            if reference.class_name is not None:
                end = AssociationEnd(class_.name, reference.name, reference.class_name)
                ends.setdefault(reference.class_name.lower(), []).append(end)
    return Schema(
        namespace,
        classes,
        qualifier_types,
        instances,
        {name: tuple(names) for name, names in subclasses.items()},
        {name: tuple(found) for name, found in ends.items()},
    )
