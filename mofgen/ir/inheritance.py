"""From the members that a class declares to those that it has.

The resolver and the reader of the JSON form both end here, so that a schema is
the same whichever way it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mofgen.ir.model import (
    AssociationEnd,
    Class,
    Instance,
    Method,
    Parameter,
    Property,
    Qualifier,
    Qualifiers,
    QualifierType,
    Schema,
)


class Inheritance:
    """Hands members down from superclasses to subclasses, each made once.

    An inherited member keeps the qualifiers that propagate (flavor ToSubclass),
    marked as propagated; the others stay behind with the declaration. Every class
    that inherits a member from the same declaration shares one object for it.
    """

    def __init__(self) -> None:
        self._properties: dict[str, dict[str, Property]] = {}
        self._methods: dict[str, dict[str, Method]] = {}
        # By identity: equal qualifiers need not be found, only shared ones. The
        # qualifier stands in the value too, so that its id is not used anew.
        self._propagated: dict[int, tuple[Qualifier, Qualifier]] = {}
        self._handed_down: dict[int, tuple[object, object]] = {}

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
            self._properties[key] = {
                name: self._property(p) for name, p in superclass.properties.items()
            }
        return self._properties[key] | own

    def methods(
        self, superclass: Class | None, own: Mapping[str, Method]
    ) -> dict[str, Method]:
        """The same for methods."""
        if superclass is None:
            return dict(own)
        key = superclass.name.lower()
        if key not in self._methods:
            self._methods[key] = {
                name: self._method(m) for name, m in superclass.methods.items()
            }
        return self._methods[key] | own

    def qualifiers(self, above: Qualifiers) -> Qualifiers:
        """What an element inherits of the qualifiers of the element above."""
        if all(q.propagated and q.to_subclass for q in above.values()):
            return above
        return {
            key: q if q.propagated else self._qualifier(q)
            for key, q in above.items()
            if q.to_subclass
        }

    def _qualifier(self, above: Qualifier) -> Qualifier:
        found = self._propagated.get(id(above))
        if found is None:
            found = (above, replace(above, propagated=True))
            self._propagated[id(above)] = found
        return found[1]

    def _property(self, above: Property) -> Property:
        found = self._handed_down.get(id(above))
        if found is None:
            found = (above, self._with_inherited_qualifiers(above))
            self._handed_down[id(above)] = found
        assert isinstance(found[1], Property)
        return found[1]

    def _method(self, above: Method) -> Method:
        found = self._handed_down.get(id(above))
        if found is None:
            found = (above, self._inherited_method(above))
            self._handed_down[id(above)] = found
        assert isinstance(found[1], Method)
        return found[1]

    def _with_inherited_qualifiers(self, above: Property) -> Property:
        qualifiers = self.qualifiers(above.qualifiers)
        if qualifiers is above.qualifiers:
            return above
        return replace(above, qualifiers=qualifiers)

    def _inherited_method(self, above: Method) -> Method:
        qualifiers = self.qualifiers(above.qualifiers)
        parameters = {key: self._parameter(p) for key, p in above.parameters.items()}
        same = all(p is above.parameters[key] for key, p in parameters.items())
        if qualifiers is above.qualifiers and same:
            return above
        return replace(above, qualifiers=qualifiers, parameters=parameters)

    def _parameter(self, above: Parameter) -> Parameter:
        qualifiers = self.qualifiers(above.qualifiers)
        if qualifiers is above.qualifiers:
            return above
        return replace(above, qualifiers=qualifiers)


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
