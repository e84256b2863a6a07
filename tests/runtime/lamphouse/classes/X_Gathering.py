# ruff: noqa: F401 - names in strings, as generated code has them
"""X_Gathering: an association with three ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mofgen import runtime as cim

if TYPE_CHECKING:
    from .X_Element import X_Element
    from .X_Lamp import X_Lamp
    from .X_Room import X_Room


class X_Gathering(cim.Instance):
    """Three things that are together."""

    First = cim.Reference["X_Element"]()
    """Key."""

    Second = cim.Reference["X_Lamp"]()
    """Key."""

    Place = cim.Reference["X_Room"]()
    """Key."""

    _wire_class = ("X_Gathering", "root/lamphouse", "association")
    _wire_properties: cim.PropertyRows = (
        ("First", "reference", "key", "X_Element"),
        ("Second", "reference", "key", "X_Lamp"),
        ("Place", "reference", "key", "X_Room"),
    )


class X_GatheringEnds(cim.Ends):
    """Ends of X_Gathering."""

    First = cim.End["X_Element"]()
    Second = cim.End["X_Lamp"]()
    Place = cim.End["X_Room"]()

    if TYPE_CHECKING:

        def objects(self) -> cim.Objects[X_Gathering]: ...
