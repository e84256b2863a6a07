"""What processors a machine may have, and what of them can change while it runs."""

from __future__ import annotations

from typing import Final

from hyperv_v2 import Msvm_ProcessorSettingData

from mofgen.vmms.refusals import INVALID_PARAMETER, INVALID_STATE, RefusedError

MOST: Final = {1: 64, 2: 240}
"""The most virtual processors of a machine by its generation."""
WHOLE: Final = 100_000
"""All of a processor, in thousandths of a percent."""
WEIGHT: Final = range(10001)
"""The share of a machine where processors are busy; 100 is the default."""

_CHANGES_WHILE_LIVE: Final = frozenset({"Reservation", "Limit", "Weight"})


def check_processors(
    processors: Msvm_ProcessorSettingData, generation: int, cores: int
) -> None:
    """Check settings that a machine that is off would have.

    Parameters
    ----------
    processors:
        All of them, not only what changes.
    generation:
        Of the machine, 1 or 2.
    cores:
        Logical processors of the host: a machine can't have more than it has.

    Raises
    ------
    RefusedError
        Invalid parameter, naming the rule.
    """
    count = processors.VirtualQuantity
    most = min(MOST[generation], cores)
    if count is None or not 1 <= count <= most:
        _refuse(f"a machine has 1 to {most} processors here, not {count}")
    reservation, limit = processors.Reservation or 0, processors.Limit
    if reservation > WHOLE:
        _refuse(f"the processor reservation is {reservation}, more than {WHOLE}")
    if limit is not None and limit > WHOLE:
        _refuse(f"the processor limit is {limit}, more than {WHOLE}")
    if limit is not None and reservation > limit:
        _refuse(f"the processor reservation, {reservation}, is above {limit}")
    if processors.Weight is not None and processors.Weight not in WEIGHT:
        _refuse(f"the processor weight is {processors.Weight}, not 0 to 10000")


def check_live_processors(
    processors: Msvm_ProcessorSettingData, before: Msvm_ProcessorSettingData
) -> None:
    """Check what changes for a machine that runs: reservation, limit and weight can.

    Parameters
    ----------
    processors, before:
        The settings as they would be, and as they are.

    Raises
    ------
    RefusedError
        Invalid state for anything else.
    """
    for name in {*vars(processors), *vars(before)} - _CHANGES_WHILE_LIVE:
        if getattr(processors, name) != getattr(before, name):
            raise RefusedError(
                INVALID_STATE, f"{name} cannot change while the machine runs"
            )


def _refuse(text: str) -> None:
    raise RefusedError(INVALID_PARAMETER, text)
