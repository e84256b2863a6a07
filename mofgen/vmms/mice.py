"""The mice of running machines, by which clients point and click.

Every machine has a synthetic mouse, which says where it is; one of generation 1 has a
PS/2 mouse too, which only goes so far from where it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_Ps2Mouse, Msvm_SyntheticMouse
from hyperv_v2.providers.Msvm_Ps2Mouse import Msvm_Ps2MouseProvider
from hyperv_v2.providers.Msvm_SyntheticMouse import Msvm_SyntheticMouseProvider

from mofgen.provider.stubs import serve
from mofgen.vmms.guest_state import GuestInput
from mofgen.vmms.keyboards import input_of
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    NOT_AVAILABLE,
    RefusedError,
    answering,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Synthetic = Msvm_SyntheticMouse
Ps2 = Msvm_Ps2Mouse
Mouse = Msvm_SyntheticMouse | Msvm_Ps2Mouse

_BUTTONS: Final = 5
_DISABLED: Final = 3


def install(host: Vmms) -> None:
    """Let mice be moved and clicked."""
    serve(host.manager.methods, Synthetic, SyntheticMice(host))
    serve(host.manager.methods, Ps2, Ps2Mice(host))


class _Buttons:
    """The buttons of the mice of a host."""

    def __init__(self, host: Vmms) -> None:
        self._host = host

    def is_down(
        self, transaction: Transaction, mouse: Mouse, index: int | None
    ) -> bool:
        """Whether a button is down."""
        return _button(mouse, index) in self.input_of(transaction, mouse).buttons

    def set(
        self,
        transaction: Transaction,
        mouse: Mouse,
        index: int | None,
        down: bool | None,
    ) -> None:
        """Let a button go down or up; a click is when it comes up again."""
        if down is None:
            raise RefusedError(INVALID_PARAMETER, "down or up?")
        button = _button(mouse, index)
        before = self.input_of(transaction, mouse)
        if down:
            after = replace(before, buttons=before.buttons | {button})
        else:
            clicks = (button[1],) if button in before.buttons else ()
            after = replace(
                before,
                buttons=before.buttons - {button},
                clicks=before.clicks + clicks,
            )
        self.put(transaction, mouse, after)

    def click(self, transaction: Transaction, mouse: Mouse, index: int | None) -> None:
        """Press and release a button."""
        self.set(transaction, mouse, index, True)
        self.set(transaction, mouse, index, False)

    def input_of(self, transaction: Transaction, mouse: Mouse) -> GuestInput:
        """What the guest has got, if it has a driver for the mouse."""
        if mouse.EnabledState == _DISABLED:
            raise RefusedError(NOT_AVAILABLE, "the guest does not support this mouse")
        return input_of(self._host, transaction, mouse)

    def put(self, transaction: Transaction, mouse: Mouse, state: GuestInput) -> None:
        """Let the guest have got this."""
        self._host.guests.change(transaction, mouse.SystemName or "", input=state)


class SyntheticMice(Msvm_SyntheticMouseProvider[Synthetic]):
    """Passes on to guests what is done with their synthetic mice.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._buttons = _Buttons(host)

    @answering(Synthetic.GetButtonStateResult)
    def GetButtonState(
        self, transaction: Transaction, obj: Synthetic, /, *, ButtonIndex: int | None
    ) -> Synthetic.GetButtonStateResult:
        """Tell whether a button is down."""
        return Synthetic.GetButtonStateResult(
            ReturnValue=Synthetic.GetButtonStateReturnValues(COMPLETED),
            IsDown=self._buttons.is_down(transaction, obj, ButtonIndex),
        )

    @answering(Synthetic.SetButtonStateResult)
    def SetButtonState(
        self,
        transaction: Transaction,
        obj: Synthetic,
        /,
        *,
        ButtonIndex: int | None,
        IsDown: bool | None,
    ) -> Synthetic.SetButtonStateResult:
        """Press or release a button."""
        self._buttons.set(transaction, obj, ButtonIndex, IsDown)
        return Synthetic.SetButtonStateResult(
            ReturnValue=Synthetic.SetButtonStateReturnValues(COMPLETED)
        )

    @answering(Synthetic.ClickButtonResult)
    def ClickButton(
        self, transaction: Transaction, obj: Synthetic, /, *, ButtonIndex: int | None
    ) -> Synthetic.ClickButtonResult:
        """Press and release a button."""
        self._buttons.click(transaction, obj, ButtonIndex)
        return Synthetic.ClickButtonResult(
            ReturnValue=Synthetic.ClickButtonReturnValues(COMPLETED)
        )

    @answering(Synthetic.SetAbsolutePositionResult)
    def SetAbsolutePosition(
        self,
        transaction: Transaction,
        obj: Synthetic,
        /,
        *,
        HorizontalPosition: int | None,
        VerticalPosition: int | None,
    ) -> Synthetic.SetAbsolutePositionResult:
        """Put the pointer somewhere on the screen."""
        across, down = HorizontalPosition, VerticalPosition
        if across is None or down is None or across < 0 or down < 0:
            raise RefusedError(INVALID_PARAMETER, "this is nowhere on the screen")
        self._buttons.input_of(transaction, obj)
        transaction.change(obj, HorizontalPosition=across, VerticalPosition=down)
        return Synthetic.SetAbsolutePositionResult(
            ReturnValue=Synthetic.SetAbsolutePositionReturnValues(COMPLETED)
        )

    @answering(Synthetic.SetScrollPositionResult)
    def SetScrollPosition(
        self,
        transaction: Transaction,
        obj: Synthetic,
        /,
        *,
        ScrollPositionDelta: int | None,
    ) -> Synthetic.SetScrollPositionResult:
        """Turn the wheel by so much."""
        if ScrollPositionDelta is None:
            raise RefusedError(INVALID_PARAMETER, "by how much?")
        self._buttons.input_of(transaction, obj)
        position = (obj.ScrollPosition or 0) + ScrollPositionDelta
        transaction.change(obj, ScrollPosition=position)
        return Synthetic.SetScrollPositionResult(
            ReturnValue=Synthetic.SetScrollPositionReturnValues(COMPLETED)
        )


class Ps2Mice(Msvm_Ps2MouseProvider[Ps2]):
    """Passes on to guests what is done with their PS/2 mice.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._buttons = _Buttons(host)

    @answering(Ps2.GetButtonStateResult)
    def GetButtonState(
        self, transaction: Transaction, obj: Ps2, /, *, ButtonIndex: int | None
    ) -> Ps2.GetButtonStateResult:
        """Tell whether a button is down."""
        return Ps2.GetButtonStateResult(
            ReturnValue=Ps2.GetButtonStateReturnValues(COMPLETED),
            ButtonState=self._buttons.is_down(transaction, obj, ButtonIndex),
        )

    @answering(Ps2.SetButtonStateResult)
    def SetButtonState(
        self,
        transaction: Transaction,
        obj: Ps2,
        /,
        *,
        ButtonIndex: int | None,
        ButtonState: bool | None,
    ) -> Ps2.SetButtonStateResult:
        """Press or release a button."""
        self._buttons.set(transaction, obj, ButtonIndex, ButtonState)
        return Ps2.SetButtonStateResult(
            ReturnValue=Ps2.SetButtonStateReturnValues(COMPLETED)
        )

    @answering(Ps2.ClickButtonResult)
    def ClickButton(
        self, transaction: Transaction, obj: Ps2, /, *, ButtonIndex: int | None
    ) -> Ps2.ClickButtonResult:
        """Press and release a button."""
        self._buttons.click(transaction, obj, ButtonIndex)
        return Ps2.ClickButtonResult(ReturnValue=Ps2.ClickButtonReturnValues(COMPLETED))

    @answering(Ps2.SetRelativePositionResult)
    def SetRelativePosition(
        self,
        transaction: Transaction,
        obj: Ps2,
        /,
        *,
        HorizontalDelta: int | None,
        VerticalDelta: int | None,
    ) -> Ps2.SetRelativePositionResult:
        """Move by so much; the guest alone knows where the pointer then is."""
        if HorizontalDelta is None or VerticalDelta is None:
            raise RefusedError(INVALID_PARAMETER, "by how much?")
        before = self._buttons.input_of(transaction, obj)
        across, down = before.moved
        moved = (across + HorizontalDelta, down + VerticalDelta)
        self._buttons.put(transaction, obj, replace(before, moved=moved))
        return Ps2.SetRelativePositionResult(
            ReturnValue=Ps2.SetRelativePositionReturnValues(COMPLETED)
        )

    @answering(Ps2.SetScrollPositionResult)
    def SetScrollPosition(
        self, transaction: Transaction, obj: Ps2, /, *, ScrollPositionDelta: int | None
    ) -> Ps2.SetScrollPositionResult:
        """Turn the wheel by so much."""
        if ScrollPositionDelta is None:
            raise RefusedError(INVALID_PARAMETER, "by how much?")
        before = self._buttons.input_of(transaction, obj)
        scrolled = before.scrolled + ScrollPositionDelta
        self._buttons.put(transaction, obj, replace(before, scrolled=scrolled))
        return Ps2.SetScrollPositionResult(
            ReturnValue=Ps2.SetScrollPositionReturnValues(COMPLETED)
        )


def _button(mouse: Mouse, index: int | None) -> tuple[str, int]:
    """A button among those that are down: of which mouse, and which one.

    Raises
    ------
    RefusedError
        Invalid parameter, where the mouse has no such button.
    """
    if index is None or not 1 <= index <= (mouse.NumberOfButtons or _BUTTONS):
        raise RefusedError(INVALID_PARAMETER, f"there is no button {index}")
    return type(mouse).__name__, index
