# ruff: noqa: F401, RUF012 - names in strings, as generated code has them
"""X_Lamp: values, limits, an embedded setting, a method and associations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mofgen import runtime as cim

from .X_Element import X_Element

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from .X_Element import X_ElementValues
    from .X_LampInRoom import X_LampInRoomEnds
    from .X_LampSetting import X_LampSetting
    from .X_Room import X_Room


class X_Lamp(X_Element):
    """A lamp."""

    class StateValues(cim.IntValues):
        """Values of State."""

        UNKNOWN = cim.Value(0, "Unknown")
        ON = cim.Value(2, "Switched On")
        OFF = cim.Value(3, "Switched Off")
        DMTF_RESERVED = cim.ValueRange(11, 32767, "DMTF Reserved")
        OTHERS = cim.ValueRange(None, None, "Not Known Here")

    State = cim.Enumerated(StateValues)
    """What it does."""

    History = cim.EnumeratedArray(StateValues)
    """What it did."""

    Watts = cim.Integer()
    """Power, at most 10000."""

    Room = cim.Reference["X_Room"]()
    """Where it is."""

    Setting = cim.Embedded["X_LampSetting"]()
    """How it is set."""

    class_ = cim.Text(name="class")
    """Energy class: a keyword in Python."""

    class SwitchReturnValues(cim.IntValues):
        """Values of Switch()."""

        DONE = cim.Value(0, "Done")
        JOB_STARTED = cim.Value(4096, "Job Started")

    class SwitchResult(cim.MethodResult):
        """What Switch() gives back."""

        _wire_names = {"class_": "class"}

        ReturnValue: X_Lamp.SwitchReturnValues
        Was: X_Lamp.StateValues | None = None
        Trace: tuple[X_Lamp.StateValues, ...] | None = None
        Applied: X_LampSetting | None = None
        class_: str | None = None

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
            X_Lamp.SwitchResult,
            check,
            State=State,
            Setting=Setting,
            Rooms=Rooms,
        )

    class ForgetResult(cim.MethodResult):
        """What Forget() gives back."""

        ReturnValue: None

    def Forget(self, *, check: bool = True) -> ForgetResult:
        """Forgets the history."""
        return self._invoke("Forget", X_Lamp.ForgetResult, check)

    class Related(X_Element.Related):
        """Associations of a lamp."""

        X_LampInRoom = cim.Via["X_LampInRoomEnds"]("X_LampInRoom", "Lamp")

    @property
    def related(self) -> Related:
        """Walks to others."""
        return X_Lamp.Related(self)

    _wire_class = ("X_Lamp", "root/lamphouse", "")
    _wire_properties: cim.PropertyRows = (
        ("State", "uint16"),
        ("History", "uint16", "array"),
        ("Watts", "uint32", "write", None, 60, (1, 10000)),
        ("Room", "reference", "", "X_Room"),
        ("Setting", "string", "embedded", "X_LampSetting"),
        ("class", "string", "", None, None, (1, 4)),
    )
    _wire_methods: cim.MethodRows = (
        (
            "Switch",
            "uint32",
            (
                ("State", "uint16", "required in"),
                ("Setting", "string", "embedded in", "X_LampSetting"),
                ("Rooms", "reference", "array in", "X_Room"),
                ("Was", "uint16", "out"),
                ("Trace", "uint16", "array out"),
                ("Applied", "string", "embedded out", "X_LampSetting"),
                ("class", "string", "out"),
            ),
        ),
        ("Forget", "void", ()),
    )

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[X_LampValues]) -> None: ...

        copy = cim.Copying(__init__)


if TYPE_CHECKING:

    class X_LampValues(X_ElementValues, total=False):
        """What constructing an X_Lamp takes."""

        State: int | None
        History: Sequence[int] | None
        Watts: int | None
        Room: cim.RefLike[cim.Instance] | None
        Setting: cim.Instance | None
        class_: str | None
