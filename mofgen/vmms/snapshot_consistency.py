"""How consistent a checkpoint is: what of a running machine it holds.

A standard checkpoint holds the memory of the machine, so that the guest goes on where
it was. A production checkpoint holds the disks only; the guest writes to them
beforehand what it has to, if its backup component takes part. Where it can't, a
standard one takes its place, unless the machine or the client insists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_SettingData,
    Msvm_ComputerSystem,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSnapshotSettingData,
    Msvm_VssComponent,
)

from mofgen.vmms.guest_components import working
from mofgen.vmms.machine_access import has_worker, is_running, settings_of
from mofgen.vmms.refusals import FAILED, INVALID_PARAMETER, RefusedError

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction

Levels: Final = Msvm_VirtualSystemSnapshotSettingData.ConsistencyLevelValues
UserTypes: Final = Msvm_VirtualSystemSettingData.UserSnapshotTypeValues

_PRODUCTION: Final = frozenset(
    map(int, (UserTypes.PRODUCTION_FALLBACK_TO_TEST, UserTypes.PRODUCTION_NO_FALLBACK))
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client wants of a checkpoint.

    Parameters
    ----------
    level:
        A value of ``ConsistencyLevel``; unknown leaves it to the machine's settings.
    ignores_disks:
        Whether disks that can have no checkpoint are simply left out.
    """

    level: int = int(Levels.UNKNOWN)
    ignores_disks: bool = False


def wish_of(settings: CIM_SettingData | None) -> Wish:
    """What the settings that a client gives for a checkpoint say.

    Raises
    ------
    RefusedError
        Invalid parameter, for the settings of something else.
    """
    if settings is None:
        return Wish()
    if not isinstance(settings, Msvm_VirtualSystemSnapshotSettingData):
        raise RefusedError(INVALID_PARAMETER, "not the settings of a checkpoint")
    return Wish(
        checked_level(settings.ConsistencyLevel),
        bool(settings.IgnoreNonSnapshottableDisks),
    )


def checked_level(value: int | None) -> int:
    """A value of ``ConsistencyLevel``; unknown for None.

    Raises
    ------
    RefusedError
        Invalid parameter, where there is no such level.
    """
    level = int(value or Levels.UNKNOWN)
    if level not in set(Levels):
        raise RefusedError(INVALID_PARAMETER, f"there is no consistency level {level}")
    return level


def keeps_state(
    transaction: Transaction, owner: Msvm_ComputerSystem, level: int
) -> bool:
    """Whether a checkpoint that a user takes holds what the machine is doing.

    Raises
    ------
    RefusedError
        Failed, where it has to be a production checkpoint and the guest can't take
        part.
    """
    if not _has_state(transaction, owner):
        return False
    if level == Levels.UNKNOWN:
        chosen = settings_of(transaction, owner).UserSnapshotType
        wanted = chosen in _PRODUCTION
        needed = chosen == UserTypes.PRODUCTION_NO_FALLBACK
    else:
        wanted = needed = level == Levels.APPLICATION_CONSISTENT
    can = _guest_takes_part(transaction, owner)
    if needed and not can:
        raise _inconsistent()
    return not (wanted and can)


def reached_level(
    transaction: Transaction, owner: Msvm_ComputerSystem, level: int
) -> int:
    """How consistent the disks of a machine are for a backup that wants ``level``.

    Those of a machine that is off are as its guest left them, and so consistent.

    Raises
    ------
    RefusedError
        Failed, where the client insists and the guest can't take part.
    """
    if level == Levels.CRASH_CONSISTENT:
        return int(level)
    can = not _has_state(transaction, owner) or _guest_takes_part(transaction, owner)
    if level == Levels.APPLICATION_CONSISTENT and not can:
        raise _inconsistent()
    return int(Levels.APPLICATION_CONSISTENT if can else Levels.CRASH_CONSISTENT)


def _has_state(transaction: Transaction, owner: Msvm_ComputerSystem) -> bool:
    """Whether the machine does something, or has saved what it did."""
    is_saved = bool(settings_of(transaction, owner).IsSaved)
    return is_saved or has_worker(transaction.get(owner))


def _guest_takes_part(transaction: Transaction, owner: Msvm_ComputerSystem) -> bool:
    now = transaction.get(owner)
    return is_running(now) and working(transaction, now, Msvm_VssComponent) is not None


def _inconsistent() -> RefusedError:
    return RefusedError(FAILED, "the guest can't make its disks consistent")
