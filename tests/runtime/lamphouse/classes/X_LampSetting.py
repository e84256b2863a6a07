"""X_LampSetting: a plain subclass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mofgen import runtime as cim

from .X_Element import X_Element

if TYPE_CHECKING:
    from typing import Unpack

    from .X_Element import X_ElementValues


class X_LampSetting(X_Element):
    """Adds one property."""

    Size = cim.Real()
    """A size."""

    _wire_class = ("X_LampSetting", "root/lamphouse", "")
    _wire_properties: cim.PropertyRows = (("Size", "real32"),)

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[X_LampSettingValues]) -> None: ...

        copy = cim.Copying(__init__)


if TYPE_CHECKING:

    class X_LampSettingValues(X_ElementValues, total=False):
        """What constructing an X_LampSetting takes."""

        Size: float | None
