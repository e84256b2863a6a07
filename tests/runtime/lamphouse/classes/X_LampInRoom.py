# ruff: noqa: F401 - names in strings, as generated code has them
"""X_LampInRoom: an association with two ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mofgen import runtime as cim

if TYPE_CHECKING:
    from typing import Unpack

    from .X_Lamp import X_Lamp
    from .X_Room import X_Room


class X_LampInRoom(cim.Instance):
    """Which lamp is in which room."""

    Lamp = cim.Reference["X_Lamp"]()
    """Key."""

    Room = cim.Reference["X_Room"]()
    """Key."""

    _wire_class = ("X_LampInRoom", "root/lamphouse", "association")
    _wire_properties: cim.PropertyRows = (
        ("Lamp", "reference", "key", "X_Lamp"),
        ("Room", "reference", "key", "X_Room"),
    )

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[X_LampInRoomValues]) -> None: ...

        copy = cim.Copying(__init__)


class X_LampInRoomEnds(cim.Ends):
    """Ends of X_LampInRoom."""

    Lamp = cim.End["X_Lamp"]()
    Room = cim.End["X_Room"]()

    if TYPE_CHECKING:

        def objects(self) -> cim.Objects[X_LampInRoom]: ...


if TYPE_CHECKING:

    class X_LampInRoomValues(cim.InstanceValues, total=False):
        """What constructing an X_LampInRoom takes."""

        Lamp: cim.RefLike[cim.Instance] | None
        Room: cim.RefLike[cim.Instance] | None
