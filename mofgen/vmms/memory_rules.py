"""What memory a machine may have: amounts, order, and what can change while it runs."""

from __future__ import annotations

from typing import Final

from hyperv_v2 import Msvm_MemorySettingData

from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    OUT_OF_MEMORY,
    RefusedError,
)

SMALLEST: Final = 32
"""The least memory of a machine, in MB."""
LARGEST: Final = {1: 1 << 20, 2: 12 << 20}
"""The most memory of a machine by its generation, in MB: 1 TB and 12 TB."""
GRAIN: Final = 2
"""Amounts are multiples of this many MB."""
BUFFER: Final = range(5, 2001)
"""The head room of dynamic memory, in percent."""
WEIGHT: Final = range(10001)
"""The share of a machine where memory is short; 5000 is the default."""

_FIXED_WHILE_LIVE: Final = (
    "DynamicMemoryEnabled",
    "HugePagesEnabled",
    "MaxMemoryBlocksPerNumaNode",
    "SgxEnabled",
    "SgxSize",
    "MemoryEncryptionPolicy",
)


def check_memory(
    memory: Msvm_MemorySettingData,
    generation: int,
    before: Msvm_MemorySettingData | None = None,
) -> None:
    """Check settings that a machine that is off would have.

    The minimum and the maximum are those of dynamic memory. A fixed amount may lie
    outside of what they were before, for clients that set nothing but the amount.

    Parameters
    ----------
    memory:
        All of them, not only what changes.
    generation:
        Of the machine, 1 or 2.
    before:
        The settings as they are; None for new ones.

    Raises
    ------
    RefusedError
        Invalid parameter, naming the rule.
    """
    _check_amounts(memory, generation)
    _check_order(memory, before)
    buffer = memory.TargetMemoryBuffer
    if buffer is not None and buffer not in BUFFER:
        _refuse(f"the memory buffer is {buffer} %, not 5 to 2000 %")
    if memory.Weight is not None and memory.Weight not in WEIGHT:
        _refuse(f"the memory weight is {memory.Weight}, not 0 to 10000")
    if memory.DynamicMemoryEnabled and memory.HugePagesEnabled:
        _refuse("dynamic memory cannot be backed by huge pages")


def check_live_memory(
    memory: Msvm_MemorySettingData, before: Msvm_MemorySettingData, available: int
) -> None:
    """Check what changes for a machine that runs.

    A fixed amount can change, which adds or takes memory at once. Dynamic memory
    keeps its startup amount; its minimum can only fall and its maximum only rise.

    Parameters
    ----------
    memory, before:
        The settings as they would be, and as they are.
    available:
        What the machine has and what of the host no machine has, in MB.

    Raises
    ------
    RefusedError
        Invalid state for what can't change now, out of memory for more than the
        host can give.
    """
    for name in _FIXED_WHILE_LIVE:
        if (getattr(memory, name) or 0) != (getattr(before, name) or 0):
            _refuse_now(f"{name} cannot change while the machine runs")
    if not memory.DynamicMemoryEnabled:
        if (memory.VirtualQuantity or 0) > available:
            raise RefusedError(
                OUT_OF_MEMORY,
                f"{available} MB are available, not {memory.VirtualQuantity} MB",
            )
        return
    if memory.VirtualQuantity != before.VirtualQuantity:
        _refuse_now("the startup memory cannot change while the machine runs")
    if (memory.Reservation or 0) > (before.Reservation or 0):
        _refuse_now("the minimum memory cannot rise while the machine runs")
    if (memory.Limit or 0) < (before.Limit or 0):
        _refuse_now("the maximum memory cannot fall while the machine runs")


def _check_amounts(memory: Msvm_MemorySettingData, generation: int) -> None:
    if memory.VirtualQuantity is None:
        _refuse("the amount of memory is missing")
    largest = LARGEST[generation]
    for name in ("VirtualQuantity", "Reservation", "Limit"):
        amount: int | None = getattr(memory, name)
        if amount is None:
            continue
        if not SMALLEST <= amount <= largest:
            _refuse(f"{name} is {amount} MB, not {SMALLEST} to {largest} MB")
        if amount % GRAIN:
            _refuse(f"{name} is {amount} MB, no multiple of {GRAIN} MB")


def _check_order(
    memory: Msvm_MemorySettingData, before: Msvm_MemorySettingData | None
) -> None:
    quantity, low, high = memory.VirtualQuantity or 0, memory.Reservation, memory.Limit
    if before is not None and not memory.DynamicMemoryEnabled:
        # What the request leaves as it was says nothing about a fixed amount.
        low = None if low == before.Reservation else low
        high = None if high == before.Limit else high
    if low is not None and low > quantity:
        _refuse(f"the minimum, {low} MB, is above {quantity} MB")
    if high is not None and quantity > high:
        _refuse(f"the maximum, {high} MB, is below {quantity} MB")


def _refuse(text: str) -> None:
    raise RefusedError(INVALID_PARAMETER, text)


def _refuse_now(text: str) -> None:
    raise RefusedError(INVALID_STATE, text)
