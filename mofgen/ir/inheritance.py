"""Inheritance: the members that a class has, and the schema as one whole.

An inherited member that a class does not override is its superclass's very member;
all that changes is that its qualifiers count as propagated (DSP0201 3.2.7). That
holds for restricted qualifiers too: they do not come down to a member that is
declared anew, but here nothing is declared anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from mofgen.ir.model import (
    AssociationEnd,
    Class,
    Instance,
    Method,
    Property,
    Qualifier,
    QualifierType,
    Schema,
)

Member = TypeVar("Member", Property, Method)


class Inheritance:
    """Works out inherited members, one object per declaration for all subclasses."""

    def __init__(self) -> None:
        # By identity, with the original kept alive: comparing members by value
        # would cost more than all the rest.
        self._members: dict[int, tuple[object, Property | Method]] = {}
        self._qualifiers: dict[int, tuple[Qualifier, Qualifier]] = {}

    def effective(
        self, above: Mapping[str, Member], own: Mapping[str, Member]
    ) -> Mapping[str, Member]:
        """The members of a class.

        Parameters
        ----------
        above:
            The effective members of the superclass.
        own:
            What the class declares itself, by lower-case name.

        Returns
        -------
        The superclass's members in its order, each replaced in place where the
        class overrides it, then those that the class adds.
        """
        result = {}
        for key, member in above.items():
            overriding = own.get(key)
            result[key] = self._inherited(member) if overriding is None else overriding
        for key, member in own.items():
            result.setdefault(key, member)
        return result

    def propagated(self, qualifier: Qualifier) -> Qualifier:
        """The qualifier as it is on an element that inherits it."""
        if qualifier.propagated:
            return qualifier
        found = self._qualifiers.get(id(qualifier))
        if found is None:
            found = (qualifier, replace(qualifier, propagated=True))
            self._qualifiers[id(qualifier)] = found
        return found[1]

    def _inherited(self, member: Member) -> Member:
        found = self._members.get(id(member))
        if found is not None:
            return found[1]  # type: ignore[return-value]
        if all(q.propagated for q in member.qualifiers.values()):
            inherited = member
        else:
            down = {k: self.propagated(q) for k, q in member.qualifiers.items()}
            inherited = replace(member, qualifiers=down)
        self._members[id(member)] = (member, inherited)
        self._members[id(inherited)] = (inherited, inherited)
        return inherited


def link_schema(
    namespace: str | None,
    classes: Mapping[str, Class],
    qualifier_types: Mapping[str, QualifierType],
    instances: Iterable[Instance] = (),
) -> Schema:
    """The schema of these classes, with its indexes.

    Ends are listed for each association with all the references that it has,
    inherited ones too: also an association that adds nothing to its superclass has
    instances of its own.
    """
    subclasses: dict[str, list[str]] = {}
    ends: dict[str, list[AssociationEnd]] = {}
    for one in classes.values():
        if one.superclass is not None:
            subclasses.setdefault(one.superclass.lower(), []).append(one.name)
        if one.is_association:
            for end in one.references:
                if end.class_name is not None:
                    place = AssociationEnd(one.name, end.name, end.class_name)
                    ends.setdefault(end.class_name.lower(), []).append(place)
    return Schema(
        namespace,
        classes,
        qualifier_types,
        tuple(instances),
        {key: tuple(names) for key, names in subclasses.items()},
        {key: tuple(found) for key, found in ends.items()},
    )
