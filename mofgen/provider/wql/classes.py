"""What a query needs to know of a class, and the classes that it knows itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol


class PropertyInfo(Protocol):
    """A property, as :class:`mofgen.runtime.Property` tells it."""

    @property
    def name(self) -> str:
        """The CIM name."""
        ...

    @property
    def type(self) -> str:
        """The CIM type, ``reference`` for a reference."""
        ...

    @property
    def is_array(self) -> bool:
        """Whether it holds several values."""
        ...

    @property
    def is_embedded(self) -> bool:
        """Whether it holds an object."""
        ...


class ClassInfo(Protocol):
    """A class, as :class:`mofgen.runtime.tables.ClassTable` tells it."""

    @property
    def name(self) -> str:
        """The CIM name."""
        ...

    @property
    def properties(self) -> Mapping[str, PropertyInfo]:
        """All properties, inherited ones too."""
        ...

    def find(self, cim_name: str, /) -> PropertyInfo | None:
        """The property of this name, in any spelling."""
        ...


@dataclass(frozen=True, slots=True)
class KnownProperty:
    """A property that needs no schema."""

    name: str
    type: str
    is_array: bool = False

    @property
    def is_embedded(self) -> bool:
        """Whether it holds an object."""
        return self.type == "object"


class KnownClass:
    """A class that needs no schema.

    Parameters
    ----------
    name:
        Its name.
    properties:
        Its properties, the inherited ones too.
    """

    def __init__(self, name: str, *properties: KnownProperty) -> None:
        self.name = name
        self.properties = {each.name: each for each in properties}
        self._by_lower_name = {each.name.lower(): each for each in properties}

    def find(self, cim_name: str, /) -> KnownProperty | None:
        """The property of this name, in any spelling."""
        return self._by_lower_name.get(cim_name.lower())


SYSTEM_PROPERTIES: Final[Mapping[str, KnownProperty]] = {
    each.name.lower(): each
    for each in (
        KnownProperty("__CLASS", "string"),
        KnownProperty("__DERIVATION", "string", is_array=True),
        KnownProperty("__DYNASTY", "string"),
        KnownProperty("__GENUS", "sint32"),
        KnownProperty("__NAMESPACE", "string"),
        KnownProperty("__PATH", "reference"),
        KnownProperty("__PROPERTY_COUNT", "sint32"),
        KnownProperty("__RELPATH", "reference"),
        KnownProperty("__SERVER", "string"),
        KnownProperty("__SUPERCLASS", "string"),
        KnownProperty("__this", "object"),
    )
}
"""What every object has (WMI System Properties), by name in lower case.

``__this`` is the object itself. Paths are text in WMI; here they compare as the
references that they are, so that the order of keys and the quotes make no difference.
"""

_EVENT: Final = (
    KnownProperty("SECURITY_DESCRIPTOR", "uint8", is_array=True),
    KnownProperty("TIME_CREATED", "uint64"),
)


def _events(kind: str) -> list[KnownClass]:
    """The intrinsic events of instances, classes or namespaces."""
    target = (KnownProperty(f"Target{kind}", "object"), *_EVENT)
    previous = (KnownProperty(f"Previous{kind}", "object"), *target)
    return [
        KnownClass(f"__{kind}OperationEvent", *target),
        KnownClass(f"__{kind}CreationEvent", *target),
        KnownClass(f"__{kind}ModificationEvent", *previous),
        KnownClass(f"__{kind}DeletionEvent", *target),
    ]


_KNOWN_CLASSES: Final = {
    each.name.lower(): each
    for each in (
        KnownClass("meta_class"),
        *_events("Instance"),
        *_events("Class"),
        *_events("Namespace"),
    )
}


def known_class(name: str) -> KnownClass | None:
    """``meta_class`` or the class of an intrinsic event, None for any other."""
    return _KNOWN_CLASSES.get(name.lower())


def is_intrinsic_event(name: str) -> bool:
    """Whether this is the class of an intrinsic event, ``__InstanceCreationEvent``."""
    found = known_class(name)
    return found is not None and bool(found.properties)
