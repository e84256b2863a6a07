"""Which system settings a client may give a machine, and when."""

from __future__ import annotations

from typing import Any, Final

from hyperv_v2 import Msvm_VirtualSystemSettingData

from mofgen.vmms.machine_access import generation, is_planned
from mofgen.vmms.machine_defaults import VERSIONS
from mofgen.vmms.refusals import INVALID_PARAMETER, INVALID_STATE, RefusedError

ALWAYS: Final = frozenset(
    {
        "AdditionalRecoveryInformation",
        "AutomaticCriticalErrorAction",
        "AutomaticCriticalErrorActionTimeout",
        "AutomaticRecoveryAction",
        "AutomaticShutdownAction",
        "AutomaticSnapshotsEnabled",
        "AutomaticStartupAction",
        "AutomaticStartupActionDelay",
        "AutomaticStartupActionSequenceNumber",
        "ElementName",
        "IncrementalBackupEnabled",
        "LockOnDisconnect",
        "Notes",
        "SnapshotDataRoot",
        "UserSnapshotType",
    }
)
"""What can change in any state."""
WHILE_OFF: Final = frozenset(
    {
        "AllowFullSCSICommandSet",
        "AllowReducedFcRedundancy",
        "BIOSGUID",
        "BIOSNumLock",
        "BIOSSerialNumber",
        "BaseBoardSerialNumber",
        "BootOrder",
        "BootSourceOrder",
        "ChassisAssetTag",
        "ChassisSerialNumber",
        "ConsoleMode",
        "DebugChannelId",
        "DebugPort",
        "DebugPortEnabled",
        "EnableHibernation",
        "EnhancedSessionTransportType",
        "GuestControlledCacheTypes",
        "HighMmioGapSize",
        "LowMmioGapSize",
        "NetworkBootPreferredProtocol",
        "PauseAfterBootFailure",
        "SecureBootEnabled",
        "SecureBootTemplateId",
        "SwapFileDataRoot",
        "TurnOffOnGuestRestart",
        "VirtualNumaEnabled",
    }
)
"""What only a machine that is off can have changed."""
OF_PLANNED: Final = frozenset(
    {"ConfigurationDataRoot", "GuestStateDataRoot", "SuspendDataRoot"}
)
"""What of that a machine that is only planned can still get."""
OF_SNAPSHOT: Final = frozenset({"ElementName", "Notes"})
"""What can change of a checkpoint."""
AT_FIRST: Final = frozenset(
    {
        "ConfigurationDataRoot",
        "GuestStateDataRoot",
        "SuspendDataRoot",
        "Version",
        "VirtualSystemSubType",
    }
)
"""What a machine gets when it is defined, and keeps."""
LONGEST_NAME: Final = 100

_CHOICES: Final[dict[str, frozenset[int]]] = {
    "AutomaticStartupAction": frozenset({2, 3, 4}),
    "AutomaticShutdownAction": frozenset({2, 3, 4}),
    "AutomaticRecoveryAction": frozenset({2, 3, 4}),
    "AutomaticCriticalErrorAction": frozenset({0, 1}),
    "UserSnapshotType": frozenset({2, 3, 4, 5}),
    "ConsoleMode": frozenset({0, 1, 2, 3}),
    "DebugPortEnabled": frozenset({0, 1, 2}),
    "EnhancedSessionTransportType": frozenset({0, 1}),
    "NetworkBootPreferredProtocol": frozenset({4096, 4097}),
}
_BOOT_DEVICES: Final = frozenset(range(4))


def given(settings: Msvm_VirtualSystemSettingData) -> dict[str, Any]:
    """What a client's settings say; NULL says to leave it as it is."""
    names = ALWAYS | WHILE_OFF | AT_FIRST
    return {
        name: value
        for name, value in vars(settings).items()
        if name in names and value is not None
    }


def changes(
    before: Msvm_VirtualSystemSettingData, asked: Msvm_VirtualSystemSettingData
) -> dict[str, Any]:
    """What of a client's settings differs from what there is.

    Clients send whole objects back with one value changed, so that what is as it was
    asks for nothing.

    Raises
    ------
    RefusedError
        Invalid parameter, for another generation or version.
    """
    found = {
        name: value
        for name, value in given(asked).items()
        if value != getattr(before, name)
    }
    fixed = AT_FIRST - OF_PLANNED if is_planned(before) else AT_FIRST
    for name in fixed & found.keys():
        raise RefusedError(INVALID_PARAMETER, f"{name} does not change")
    return found


def check_values(
    changed: dict[str, Any], settings: Msvm_VirtualSystemSettingData
) -> None:
    """Check values that a machine is to get.

    Parameters
    ----------
    changed:
        The values, by property.
    settings:
        Those of the machine, for its generation.

    Raises
    ------
    RefusedError
        Invalid parameter.
    """
    for name, allowed in _CHOICES.items():
        if name in changed and int(changed[name]) not in allowed:
            _refuse(f"{name} can't be {int(changed[name])}")
    called = changed.get("ElementName")
    if called is not None and not 0 < len(called.strip()) <= LONGEST_NAME:
        _refuse(f"a name has 1 to {LONGEST_NAME} characters")
    if changed.get("Version", VERSIONS[-1]) not in VERSIONS:
        _refuse(f"the host does not support version {changed['Version']}")
    _check_firmware(changed, generation(settings))


def _check_firmware(changed: dict[str, Any], machine_generation: int) -> None:
    if machine_generation == 2:
        if changed.get("BIOSNumLock") or changed.get("BootOrder"):
            _refuse("a machine of generation 2 has no BIOS")
        return
    if changed.get("SecureBootEnabled") or changed.get("BootSourceOrder"):
        _refuse("a machine of generation 1 has no UEFI firmware")
    order = changed.get("BootOrder")
    if order is None:
        return
    devices = [int(each) for each in order]
    if not _BOOT_DEVICES.issuperset(devices) or len(set(devices)) < len(devices):
        _refuse("BootOrder names devices 0 to 3, each at most once")


def require_possible(changed: dict[str, Any], *, off: bool, snapshot: bool) -> None:
    """Refuse changes that can't be made in the state in which the machine is.

    Parameters
    ----------
    off:
        Whether the machine is off.
    snapshot:
        Whether the settings are those that a checkpoint keeps.

    Raises
    ------
    RefusedError
        Invalid state.
    """
    if snapshot:
        fixed = changed.keys() - OF_SNAPSHOT
        why = "a checkpoint keeps it"
    else:
        fixed = set() if off else changed.keys() & WHILE_OFF
        why = "it only changes while the machine is off"
    for name in sorted(fixed):
        raise RefusedError(INVALID_STATE, f"{name}: {why}")


def _refuse(text: str) -> None:
    raise RefusedError(INVALID_PARAMETER, text)
