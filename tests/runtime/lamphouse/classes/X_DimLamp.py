"""X_DimLamp: overrides that narrow what is inherited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mofgen import runtime as cim

from .X_Lamp import X_Lamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from .X_Lamp import X_LampValues
    from .X_LampSetting import X_LampSetting
    from .X_Room import X_Room


class X_DimLamp(X_Lamp):
    """A lamp that can be dimmed."""

    class KindValues(cim.IntValues):
        """Values of Kind."""

        LED = cim.Value(1, "LED")

    Kind = cim.Enumerated(KindValues)
    """An integer above, explained here."""

    class StateValues(X_Lamp.StateValues):
        """Values of State."""

        UNKNOWN = cim.Value(0, "Unknown")
        ON = cim.Value(2, "Switched On")
        DIMMED = cim.Value(32768, "Dimmed")
        OTHERS = cim.ValueRange(None, None, "Not Known Here")

    State = cim.Enumerated(StateValues)
    """What it does."""

    class SwitchReturnValues(X_Lamp.SwitchReturnValues):
        """Values of Switch()."""

        DONE = cim.Value(0, "Done")
        TOO_DARK = cim.Value(32769, "Too Dark")

    class SwitchResult(X_Lamp.SwitchResult):
        """What Switch() gives back."""

        ReturnValue: X_DimLamp.SwitchReturnValues

    def Switch(
        self,
        *,
        State: int,
        Setting: X_LampSetting | None = None,
        Rooms: Sequence[cim.RefLike[X_Room]] | None = None,
        check: bool = True,
    ) -> SwitchResult:
        """Switches the lamp."""
        return self._invoke(
            "Switch",
            X_DimLamp.SwitchResult,
            check,
            State=State,
            Setting=Setting,
            Rooms=Rooms,
        )

    _wire_class = ("X_DimLamp", "root/lamphouse", "")
    _wire_properties: cim.PropertyRows = (
        ("Kind", "uint8"),
        ("State", "uint16"),
    )
    _wire_methods: cim.MethodRows = (
        (
            "Switch",
            "uint32",
            (
                ("State", "uint16", "required in"),
                ("Was", "uint16", "out"),
            ),
        ),
    )

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[X_DimLampValues]) -> None: ...

        copy = cim.Copying(__init__)


if TYPE_CHECKING:

    class X_DimLampValues(X_LampValues, total=False):
        """What constructing an X_DimLamp takes."""
