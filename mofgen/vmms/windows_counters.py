"""The performance counters of virtual processors, as ``root/cimv2`` shows them.

A machine has them while a worker process holds it; they begin at 0 when it starts. Its
guest is idle: it halts, and wakes up with every tick of its clock.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hyperv_v2 import Msvm_ComputerSystem
from windows_cimv2 import (
    Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor,
)

from mofgen.provider import reading
from mofgen.provider.computed import Computed
from mofgen.provider.rows import thawed
from mofgen.vmms.machine_access import has_worker, is_machine, on_time

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

Counters: TypeAlias = Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor

_NAME: Final = re.compile(r"(.*):Hv VP (\d{1,4})(?:#(\d{1,6}))?", re.IGNORECASE)
_A_SECOND: Final = 10_000_000
"""Ticks of 100 nanoseconds: those of all clocks here."""
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_GUEST: Final = 256
_HYPERVISOR: Final = 1024
"""One part of so many of the time is spent there."""
_WAKING: Final = 64
"""Ticks of the clock of an idle Windows in a second."""
_WOKEN: Final = (
    "HLTInstructionsPersec",
    "TotalInterceptsPersec",
    "LogicalProcessorDispatchesPersec",
    "SyntheticInterruptsPersec",
    "VirtualInterruptsPersec",
)
"""What is counted whenever an idle guest wakes up."""
_RUN_TIMES: Final = tuple(
    f"Percent{each}RunTime" for each in ("Guest", "Hypervisor", "Remote", "Total")
)
_ZEROS: Final = {
    name: 0
    for name, each in vars(Counters).items()
    if getattr(each, "type", None) == "uint64"
}


def processor_counters(host: Vmms) -> Computed:
    """The counters of every virtual processor of a host."""
    return Computed(Counters, lambda: _all(host), lambda name: _named(host, name))


def _all(host: Vmms) -> Iterator[Counters]:
    by_name: dict[str, list[Msvm_ComputerSystem]] = defaultdict(list)
    for each in _running(host):
        by_name[(each.ElementName or "").lower()].append(each)
    for namesakes in by_name.values():
        for position, machine in enumerate(namesakes):
            for number in range(host.usage.processors(machine.Name or "")):
                yield _counters(host, machine, number, position)


def _named(host: Vmms, name: str) -> Counters | None:
    said = _NAME.fullmatch(name)
    if said is None:
        return None
    position, number = int(said[3] or 0), int(said[2])
    for at, machine in enumerate(_running(host, ElementName=said[1])):
        if at == position and number < host.usage.processors(machine.Name or ""):
            return _counters(host, machine, number, position)
    return None


def _running(host: Vmms, **values: object) -> Iterable[Msvm_ComputerSystem]:
    """The machines with these values that have processors, oldest first."""
    schema = host.manager.schema
    found = host.manager.store.ask(
        lambda view: reading.with_values(schema, view, Msvm_ComputerSystem, values)
    )
    for key, row in found:
        machine: Any = thawed(key, row)
        if is_machine(machine) and has_worker(machine):
            yield machine


def _counters(
    host: Vmms, machine: Msvm_ComputerSystem, number: int, position: int
) -> Counters:
    """The counters of one processor.

    Parameters
    ----------
    position:
        That of its machine among those of the same name: Windows numbers the names of
        counters that would be the same otherwise.
    """
    now = host.clock.now()
    ran = _ticks(on_time(machine, now))
    guest, hypervisor = ran // _GUEST, ran // _HYPERVISOR
    filetime = _ticks(now - _EPOCH)
    suffix = f"#{position}" if position else ""
    values: dict[str, Any] = dict(
        _ZEROS,
        PercentGuestRunTime=guest,
        PercentHypervisorRunTime=hypervisor,
        PercentTotalRunTime=guest + hypervisor,
        **dict.fromkeys(_WOKEN, ran * _WAKING // _A_SECOND),
        **{f"{each}_Base": filetime for each in _RUN_TIMES},
        Frequency_Object=_A_SECOND,
        Frequency_PerfTime=_A_SECOND,
        Frequency_Sys100NS=_A_SECOND,
        Timestamp_Object=filetime,
        Timestamp_PerfTime=_ticks(now - host.booted),
        Timestamp_Sys100NS=filetime,
    )
    return Counters(Name=f"{machine.ElementName}:Hv VP {number}{suffix}", **values)


def _ticks(time: timedelta) -> int:
    return time // timedelta(microseconds=1) * 10
