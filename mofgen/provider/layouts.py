"""How the objects of a class are kept, and how they are given out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mofgen.provider.embedding import detached
from mofgen.runtime.checking import converter
from mofgen.runtime.errors import suggestion
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.references import Ref, known_reference
from mofgen.runtime.statuses import CimNoSuchPropertyError
from mofgen.runtime.wire import class_name, qualifier_names

if TYPE_CHECKING:
    from mofgen.runtime.properties import Property

Key: TypeAlias = "tuple[Any, ...]"
"""What names a stored object: its :class:`Layout`, then its key values in order.

Objects of different classes are different objects, whatever their keys (DSP0004
7.7). A key that refers to an object holds that object's own ``Key``.
"""
Row: TypeAlias = "Mapping[str, Any]"
"""The values of an object by Python name; what is not there is NULL.

What is stored has no unset properties: DSP0200 (CreateInstance) gives each its
default, or NULL. References are held as a ``Key``, or as a ``Ref`` where the object
is in another namespace. A row never changes, and neither does what it holds.
"""

_MOST_SELECTIONS: Final = 64
"""Kinds of property lists that a class remembers; clients could send any number."""


class End:
    """A reference of an association: where one object of it stands.

    Attributes
    ----------
    layout:
        The association.
    attribute:
        The reference, by its Python name.
    role:
        Its CIM name in lower case.
    """

    __slots__ = ("attribute", "layout", "role")

    def __init__(self, layout: Layout, attribute: str, role: str) -> None:
        self.layout = layout
        self.attribute = attribute
        self.role = role

    def __repr__(self) -> str:
        return f"<End {self.layout.name}.{self.attribute}>"


class Selection:
    """Some of a class's properties, to be taken out of its rows.

    Parameters
    ----------
    layout:
        The class.
    attributes:
        Python names of the properties; None for all.
    """

    __slots__ = ("_blank", "_cls", "_converted", "_some")

    def __init__(self, layout: Layout, attributes: Iterable[str] | None = None) -> None:
        chosen = set(layout.properties if attributes is None else attributes)
        self._cls = layout.cls
        # In the order of the schema, as objects that were read have them.
        self._blank: dict[str, Any] = {
            each: None for each in layout.properties if each in chosen
        }
        self._some = attributes is not None
        self._converted = tuple(
            (each, convert) for each, convert in layout.thaws.items() if each in chosen
        )

    def thaw(self, row: Row) -> Instance:
        """An object of its own with these values of ``row``."""
        values = self._blank.copy()
        if self._some:
            for attribute in values:
                values[attribute] = row.get(attribute)
        else:
            values.update(row)
        for attribute, convert in self._converted:
            value = values[attribute]
            if value is not None:
                values[attribute] = convert(value)
        made = object.__new__(self._cls)
        object.__setattr__(made, "__dict__", values)
        return made


class Layout:
    """A class as the store sees it.

    Attributes
    ----------
    cls, name:
        The generated class, and its CIM name.
    qualifiers:
        The names of its qualifiers in lower case.
    properties:
        All its properties by Python name.
    attributes:
        Python names by CIM name in lower case.
    keys:
        Python names of the keys; none for a class of which there is one object at
        most.
    key_names:
        CIM names of the keys, each with whether its values are plain text.
    has_real_keys:
        Whether there are keys of type ``real32`` or ``real64``.
    indexed:
        Python names of the properties by whose values objects are to be found.
    ends:
        The references of an association; empty for all other classes.
    defaults:
        The row of an object to which nothing was given.
    thaws:
        By Python name what makes of a stored value the one that is given out, for
        those that are not given out as they are.
    """

    __slots__ = (
        "_selections",
        "attributes",
        "cls",
        "defaults",
        "ends",
        "has_real_keys",
        "indexed",
        "is_abstract",
        "is_association",
        "is_indication",
        "key_names",
        "keys",
        "name",
        "properties",
        "qualifiers",
        "thaws",
        "whole",
    )

    def __init__(self, cls: type[Instance], indexed: frozenset[str]) -> None:
        table = class_table(cls)
        marks = cls._wire_class[2].split()
        self.cls = cls
        self.name = class_name(cls)
        self.is_abstract = "abstract" in marks
        self.is_association = "association" in marks
        self.is_indication = "indication" in marks
        self.qualifiers = frozenset(each.lower() for each in qualifier_names(cls))
        self.properties: Mapping[str, Property[Any, Any]] = table.properties
        self.attributes = {
            p.name.lower(): p.attribute for p in self.properties.values()
        }
        self.keys = tuple(key.attribute for key in table.keys)
        self.key_names = tuple((key.name, key.type == "string") for key in table.keys)
        self.has_real_keys = any(key.type in ("real32", "real64") for key in table.keys)
        self.indexed = tuple(
            name
            for name, each in self.properties.items()
            if each.name.lower() in indexed and not (each.is_array or each.is_embedded)
        )
        self.ends = tuple(
            End(self, name, each.name.lower())
            for name, each in self.properties.items()
            if self.is_association and each.type == "reference" and not each.is_array
        )
        self.defaults: Row = {
            name: _default(cls, each)
            for name, each in self.properties.items()
            if each.default is not None
        }
        self.thaws = _thaws(self.properties)
        self.whole = Selection(self)
        self._selections: dict[tuple[str, ...], Selection] = {}

    def attribute(self, name: str) -> str:
        """The Python name of the property with this CIM name, in any spelling.

        Raises
        ------
        CimNoSuchPropertyError
            Where the class has no such property.
        """
        found = self.attributes.get(name.lower())
        if found is None:
            near = suggestion(name, [each.name for each in self.properties.values()])
            raise CimNoSuchPropertyError(
                self.name, f"it has no property {name!r}{near}"
            )
        return found

    def key_of(self, row: Row) -> Key:
        """The key of the object that ``row`` has the values of."""
        return (self, *[row[each] for each in self.keys])

    def selection(self, properties: Iterable[str] | None) -> Selection:
        """The named properties and the keys; names that the class has not don't count.

        Parameters
        ----------
        properties:
            CIM names in any spelling, None for all.
        """
        if properties is None:
            return self.whole
        names = tuple(properties)
        found = self._selections.get(names)
        if found is None:
            chosen = [self.attributes.get(name.lower()) for name in names]
            known = [each for each in chosen if each is not None]
            found = Selection(self, [*self.keys, *known])
            if len(self._selections) < _MOST_SELECTIONS:
                self._selections[names] = found
        return found

    def __repr__(self) -> str:
        return f"<Layout {self.name}>"


def reference_to(key: Key | Ref[Any]) -> Ref[Any]:
    """The reference to a stored object."""
    if isinstance(key, Ref):
        return key
    layout: Layout = key[0]
    keys = {
        name: reference_to(value) if type(value) is tuple else value
        for (name, _), value in zip(layout.key_names, key[1:], strict=True)
    }
    if layout.has_real_keys:
        return Ref(layout.cls, keys)  # which may be no number
    return known_reference(layout.cls, layout.name, keys)


def _default(cls: type[Instance], of: Property[Any, Any]) -> Any:
    """The default in its stored form; schemas have some beyond their own limits."""
    field = copy(of.field)
    field.limits = None
    where = f"{class_name(cls)}.{of.name}"
    return converter(where, field, of.values, cls)(of.default)


def _thaws(
    properties: Mapping[str, Property[Any, Any]],
) -> dict[str, Callable[[Any], Any]]:
    thaws: dict[str, Callable[[Any], Any]] = {}
    for name, each in properties.items():
        if each.is_embedded:
            thaws[name] = detached
        elif each.type == "reference":
            thaws[name] = _references_to if each.is_array else reference_to
    return thaws


def _references_to(keys: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(None if each is None else reference_to(each) for each in keys)
