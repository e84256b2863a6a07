"""The keyboards of running machines, on which clients type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_Keyboard
from hyperv_v2.providers.Msvm_Keyboard import Msvm_KeyboardProvider

from mofgen.provider.stubs import serve
from mofgen.vmms import key_codes
from mofgen.vmms.guest_state import GuestInput
from mofgen.vmms.machine_access import is_running, machine, machine_ref
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    INVALID_STATE,
    RefusedError,
    answering,
    some,
)

if TYPE_CHECKING:
    from hyperv_v2 import CIM_UserDevice

    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Keyboard = Msvm_Keyboard

LONGEST_TEXT: Final = 512
"""How long a text may be, in units of UTF-16."""
NOT_TRANSLATABLE: Final = 1
"""The return value for a text with characters that there are not."""


def install(host: Vmms) -> None:
    """Let keyboards be typed on."""
    serve(host.manager.methods, Keyboard, Keyboards(host))


def input_of(
    host: Vmms, transaction: Transaction, device: CIM_UserDevice
) -> GuestInput:
    """What the guest has got by the devices of the machine to which one belongs.

    Raises
    ------
    RefusedError
        Invalid state, where it does not run: nothing reaches a paused guest.
    """
    owner = machine(transaction, machine_ref(device.SystemName or ""))
    if not is_running(owner):
        raise RefusedError(INVALID_STATE, "the machine does not run")
    return host.guests.state(owner.Name or "").input


class Keyboards(Msvm_KeyboardProvider[Keyboard]):
    """Passes on to the guest what is pressed and released.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Keyboard.PressKeyResult)
    def PressKey(
        self, transaction: Transaction, obj: Keyboard, /, *, KeyCode: int | None
    ) -> Keyboard.PressKeyResult:
        """Press a key, which then is down."""
        self._act(transaction, obj, [(_real(KeyCode), True)])
        return Keyboard.PressKeyResult(
            ReturnValue=Keyboard.PressKeyReturnValues(COMPLETED)
        )

    @answering(Keyboard.ReleaseKeyResult)
    def ReleaseKey(
        self, transaction: Transaction, obj: Keyboard, /, *, KeyCode: int | None
    ) -> Keyboard.ReleaseKeyResult:
        """Release a key, which then is up."""
        self._act(transaction, obj, [(_real(KeyCode), False)])
        return Keyboard.ReleaseKeyResult(
            ReturnValue=Keyboard.ReleaseKeyReturnValues(COMPLETED)
        )

    @answering(Keyboard.TypeKeyResult)
    def TypeKey(
        self, transaction: Transaction, obj: Keyboard, /, *, KeyCode: int | None
    ) -> Keyboard.TypeKeyResult:
        """Press and release a key."""
        key = _real(KeyCode)
        self._act(transaction, obj, [(key, True), (key, False)])
        return Keyboard.TypeKeyResult(
            ReturnValue=Keyboard.TypeKeyReturnValues(COMPLETED)
        )

    @answering(Keyboard.IsKeyPressedResult)
    def IsKeyPressed(
        self, transaction: Transaction, obj: Keyboard, /, *, KeyCode: int | None
    ) -> Keyboard.IsKeyPressedResult:
        """Tell whether a key is down; one that stands for two others never is."""
        key = _checked(KeyCode)
        down = input_of(self._host, transaction, obj).keys
        return Keyboard.IsKeyPressedResult(
            ReturnValue=Keyboard.IsKeyPressedReturnValues(COMPLETED),
            KeyState=key in down,
        )

    @answering(Keyboard.TypeTextResult)
    def TypeText(
        self, transaction: Transaction, obj: Keyboard, /, *, AsciiText: str | None
    ) -> Keyboard.TypeTextResult:
        """Type the characters of a text."""
        if not AsciiText:
            raise RefusedError(INVALID_PARAMETER, "there is no text")
        try:
            length = len(AsciiText.encode("utf-16-le")) // 2
        except UnicodeEncodeError:
            raise RefusedError(NOT_TRANSLATABLE, "half a character") from None
        if length > LONGEST_TEXT:
            raise RefusedError(
                INVALID_PARAMETER, f"a text has at most {LONGEST_TEXT} characters"
            )
        before = input_of(self._host, transaction, obj)
        self._put(transaction, obj, replace(before, typed=before.typed + AsciiText))
        return Keyboard.TypeTextResult(
            ReturnValue=Keyboard.TypeTextReturnValues(COMPLETED)
        )

    @answering(Keyboard.TypeCtrlAltDelResult)
    def TypeCtrlAltDel(
        self, transaction: Transaction, obj: Keyboard, /
    ) -> Keyboard.TypeCtrlAltDelResult:
        """Press these three keys together, and release them."""
        keys = (key_codes.CONTROL, key_codes.ALT, key_codes.DELETE)
        pressed = [(key, True) for key in keys]
        released = [(key, False) for key in reversed(keys)]
        self._act(transaction, obj, pressed + released)
        return Keyboard.TypeCtrlAltDelResult(
            ReturnValue=Keyboard.TypeCtrlAltDelReturnValues(COMPLETED)
        )

    @answering(Keyboard.TypeScancodesResult)
    def TypeScancodes(
        self,
        transaction: Transaction,
        obj: Keyboard,
        /,
        *,
        Scancodes: tuple[int, ...] | None,
    ) -> Keyboard.TypeScancodesResult:
        """Do what the scan codes of a keyboard say."""
        given = some(Scancodes, "Scancodes")
        try:
            events = list(key_codes.events(given))
        except ValueError as error:
            raise RefusedError(INVALID_PARAMETER, str(error)) from None
        self._act(transaction, obj, events)
        return Keyboard.TypeScancodesResult(
            ReturnValue=Keyboard.TypeScancodesReturnValues(COMPLETED)
        )

    def _act(
        self,
        transaction: Transaction,
        keyboard: Keyboard,
        events: Iterable[tuple[int, bool]],
    ) -> None:
        """Let keys go down and up, one after the other."""
        state = input_of(self._host, transaction, keyboard)
        for key, goes_down in events:
            state = _after(state, key) if goes_down else _without(state, key)
        self._put(transaction, keyboard, state)

    def _put(
        self, transaction: Transaction, keyboard: Keyboard, state: GuestInput
    ) -> None:
        self._host.guests.change(transaction, keyboard.SystemName or "", input=state)


def _after(state: GuestInput, key: int) -> GuestInput:
    """What a guest has got when a key has been pressed too."""
    attention = key_codes.is_attention(key, state.keys)
    return replace(
        state,
        typed=state.typed + key_codes.character(key, state.keys),
        keys=state.keys | {key},
        attentions=state.attentions + attention,
    )


def _without(state: GuestInput, key: int) -> GuestInput:
    return replace(state, keys=state.keys - {key})


def _real(code: int | None) -> int:
    """The key that is meant, where a code stands for either of two."""
    checked = _checked(code)
    return key_codes.REAL.get(checked, checked)


def _checked(code: int | None) -> int:
    if code is None or code not in key_codes.CODES:
        raise RefusedError(INVALID_PARAMETER, f"no key has the code {code}")
    return code
