"""WMI's events of objects: that one was made, changed or removed.

WMI has these classes in every namespace without any schema declaring them, so that
every package can be used with them::

    query = "SELECT * FROM __InstanceCreationEvent WHERE TargetInstance ISA 'X_Lamp'"
    with connection.subscribe(query, InstanceCreationEvent) as created:
        event = created.next(timeout=5)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mofgen.runtime.instance import Copying, Instance, InstanceValues
from mofgen.runtime.properties import Embedded, Integer, IntegerArray
from mofgen.runtime.wire import ClassRow, PropertyRows, class_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack


class Event(Instance):
    """Anything that a host tells without being asked (``__Event``)."""

    SECURITY_DESCRIPTOR = IntegerArray()
    """Who may be told of it."""

    TIME_CREATED = Integer()
    """When it came to be: hundreds of nanoseconds since the year 1601, in UTC."""

    _wire_class: ClassRow = ("__Event", "", "abstract indication")
    _wire_properties: PropertyRows = (
        ("SECURITY_DESCRIPTOR", "uint8", "array"),
        ("TIME_CREATED", "uint64"),
    )

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[EventValues]) -> None: ...

        copy = Copying(__init__)


class InstanceOperationEvent(Event):
    """Something became of an object (``__InstanceOperationEvent``)."""

    TargetInstance = Embedded["Instance"]()
    """The object as it is, or was at last."""

    _wire_class: ClassRow = ("__InstanceOperationEvent", "", "indication")
    _wire_properties: PropertyRows = (("TargetInstance", "object"),)

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[InstanceOperationEventValues]) -> None: ...

        copy = Copying(__init__)


class InstanceCreationEvent(InstanceOperationEvent):
    """An object was made (``__InstanceCreationEvent``)."""

    _wire_class: ClassRow = ("__InstanceCreationEvent", "", "indication")
    _wire_properties: PropertyRows = ()


class InstanceDeletionEvent(InstanceOperationEvent):
    """An object was removed (``__InstanceDeletionEvent``)."""

    _wire_class: ClassRow = ("__InstanceDeletionEvent", "", "indication")
    _wire_properties: PropertyRows = ()


class InstanceModificationEvent(InstanceOperationEvent):
    """An object was changed (``__InstanceModificationEvent``)."""

    PreviousInstance = Embedded["Instance"]()
    """The object as it was before."""

    _wire_class: ClassRow = ("__InstanceModificationEvent", "", "indication")
    _wire_properties: PropertyRows = (("PreviousInstance", "object"),)

    if TYPE_CHECKING:

        def __init__(
            self, **values: Unpack[InstanceModificationEventValues]
        ) -> None: ...

        copy = Copying(__init__)


INTRINSIC: Final = {
    class_name(each).lower(): each
    for each in (
        Event,
        InstanceOperationEvent,
        InstanceCreationEvent,
        InstanceModificationEvent,
        InstanceDeletionEvent,
    )
}
"""These classes by their CIM names in lower case."""


if TYPE_CHECKING:

    class EventValues(InstanceValues, total=False):
        """What constructing an Event takes."""

        SECURITY_DESCRIPTOR: Sequence[int] | None
        TIME_CREATED: int | None

    class InstanceOperationEventValues(EventValues, total=False):
        """What constructing an InstanceOperationEvent takes."""

        TargetInstance: Instance | None

    class InstanceModificationEventValues(InstanceOperationEventValues, total=False):
        """What constructing an InstanceModificationEvent takes."""

        PreviousInstance: Instance | None
