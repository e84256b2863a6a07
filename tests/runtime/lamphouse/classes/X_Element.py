# ruff: noqa: F401 - names in strings, as generated code has them
"""X_Element: the root, with a key and an override's target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mofgen import runtime as cim

if TYPE_CHECKING:
    from typing import Unpack

    from .X_Gathering import X_GatheringEnds


class X_Element(cim.Instance):
    """Anything in the house."""

    Name = cim.Text()
    """Key."""

    Notes = cim.TextArray()
    """Free text."""

    Kind = cim.Integer()
    """Given values by X_DimLamp only."""

    class Related(cim.Instance.Related):
        """Associations of an element."""

        X_Gathering = cim.Via["X_GatheringEnds"]("X_Gathering")

    @property
    def related(self) -> Related:
        """Walks to others."""
        return X_Element.Related(self)

    _wire_class = ("X_Element", "root/lamphouse", "abstract")
    _wire_properties: cim.PropertyRows = (
        ("Name", "string", "key"),
        ("Notes", "string", "array write"),
        ("Kind", "uint8"),
    )

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[X_ElementValues]) -> None: ...

        copy = cim.Copying(__init__)


if TYPE_CHECKING:

    class X_ElementValues(cim.InstanceValues, total=False):
        """What constructing an X_Element takes."""

        Name: str | None
        Notes: cim.TextSequence | None
        Kind: int | None
