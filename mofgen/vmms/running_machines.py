"""What a machine takes of its host while it runs, and what it has then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_StorageAllocationSettingData,
)

from mofgen.provider.transactions import Transaction
from mofgen.vmms.disk_chains import require_sound
from mofgen.vmms.disk_uses import require_unused
from mofgen.vmms.machine_access import components, settings_of
from mofgen.vmms.machine_devices import connect_devices, disconnect_devices
from mofgen.vmms.machine_files import keep_state
from mofgen.vmms.machine_ports import connect_ports, disconnect_ports
from mofgen.vmms.machine_security import connect_security, disconnect_security
from mofgen.vmms.network_addresses import give_addresses
from mofgen.vmms.pool_allocations import release, reserve
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

Parts: TypeAlias = Sequence[CIM_ResourceAllocationSettingData]

_PROCESSES: Final = range(1024, 65536, 4)
"""The numbers of worker processes: those of Windows are multiples of 4."""
_HARD_DISK: Final = "Virtual Hard Disk"


def power_on(
    host: Vmms, transaction: Transaction, machine: Msvm_ComputerSystem
) -> None:
    """Give a machine a worker process, memory, its devices and its switch ports.

    Parameters
    ----------
    machine:
        In the state OFF or SAVED, in which it uses no files yet.

    Raises
    ------
    RefusedError
        Out of memory; invalid parameter, for more processors than the host has; file
        not found or in use, for a medium; failed, for a switch that is gone, or where
        the host has no more addresses for adapters.
    """
    settings = settings_of(transaction, machine)
    parts = components(transaction, settings, CIM_ResourceAllocationSettingData)
    _check_media(host, transaction, parts)
    _take_memory(host, transaction, machine, parts)
    _take_processors(host, transaction, machine, parts)
    reserve(transaction, parts)
    give_addresses(transaction, settings)
    connect_devices(host, transaction, machine, settings)
    connect_security(host, transaction, machine, settings)
    connect_ports(host, transaction, settings)
    transaction.change(machine, ProcessID=_process_id(host, transaction))
    keep_state(host, transaction, settings, saved=False)


def power_off(
    host: Vmms, transaction: Transaction, machine: Msvm_ComputerSystem, *, saved: bool
) -> None:
    """Take all of it back.

    Parameters
    ----------
    saved:
        Whether what it was doing is kept.
    """
    settings = settings_of(transaction, machine)
    host.usage.assign(transaction, machine.Name or "", 0)
    release(transaction, settings)
    disconnect_ports(transaction, settings)
    disconnect_security(transaction, machine)
    disconnect_devices(transaction, machine)
    transaction.change(machine, ProcessID=0, OnTimeInMilliseconds=0)
    keep_state(host, transaction, settings, saved=saved)


def _take_memory(
    host: Vmms, transaction: Transaction, machine: Msvm_ComputerSystem, parts: Parts
) -> None:
    amount = 0
    for each in parts:
        if isinstance(each, Msvm_MemorySettingData):
            amount += each.VirtualQuantity or 0
    host.usage.assign(transaction, machine.Name or "", amount)


def _take_processors(
    host: Vmms, transaction: Transaction, machine: Msvm_ComputerSystem, parts: Parts
) -> None:
    for each in parts:
        if not isinstance(each, Msvm_ProcessorSettingData):
            continue
        count = each.VirtualQuantity or 1
        if count > host.cores:
            raise RefusedError(
                INVALID_PARAMETER,
                f"it has {count} processors, and the host {host.cores}",
            )
        reserved = count * (each.Reservation or 0)
        host.usage.give(transaction, machine.Name or "", count, reserved)


def _check_media(host: Vmms, transaction: Transaction, parts: Parts) -> None:
    for each in parts:
        if not isinstance(each, Msvm_StorageAllocationSettingData):
            continue
        is_disk = (each.ResourceSubType or "").endswith(_HARD_DISK)
        for file in each.HostResource or ():
            found = host.files.get(file)
            if found.disk is not None or found.vhd_set is not None:
                require_sound(host.files, file)
            if is_disk and not each.PersistentReservationsSupported:
                require_unused(host, transaction, file)


def _process_id(host: Vmms, transaction: Transaction) -> int:
    """A number for a worker process that no other has.

    Should so many machines run that there is none, larger numbers follow.
    """
    wanted = _PROCESSES[int(host.guids.new()[:8], 16) % len(_PROCESSES)]
    while transaction.objects(Msvm_ComputerSystem, ProcessID=wanted):
        wanted += _PROCESSES.step
    return wanted
