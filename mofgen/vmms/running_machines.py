"""What a machine takes of its host while it runs, and what it has then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_StorageAllocationSettingData,
    Msvm_VirtualSystemSettingData,
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
from mofgen.vmms.refusals import INVALID_PARAMETER, OUT_OF_MEMORY, RefusedError

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

_PROCESSES: Final = range(1024, 65536, 4)
"""The numbers of worker processes: those of Windows are multiples of 4."""
_HARD_DISK: Final = "Virtual Hard Disk"


class AssignedMemory:
    """How much of a host's memory its running machines have.

    Parameters
    ----------
    whole:
        What the host has, in MB.
    """

    def __init__(self, whole: int) -> None:
        self._whole = whole
        self._of: dict[str, int] = {}
        self._used = 0

    @property
    def available(self) -> int:
        """What no machine has, in MB."""
        return self._whole - self._used

    def assigned(self, guid: str) -> int:
        """What a machine has, in MB."""
        return self._of.get(guid, 0)

    def assign(self, transaction: Transaction, guid: str, amount: int) -> None:
        """Give a machine so much in place of what it has; 0 takes it back.

        Parameters
        ----------
        transaction:
            When it is undone, this is too.

        Raises
        ------
        RefusedError
            Out of memory.
        """
        before = self.assigned(guid)
        if amount - before > self.available:
            raise RefusedError(
                OUT_OF_MEMORY,
                f"not enough memory in the system: {amount} MB asked for,"
                f" {self.available + before} MB available",
            )
        self._set(guid, amount)
        transaction.undo_by(lambda: self._set(guid, before))

    def _set(self, guid: str, amount: int) -> None:
        self._used += amount - self.assigned(guid)
        if amount:
            self._of[guid] = amount
        else:
            self._of.pop(guid, None)


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
    _check_processors(host, transaction, settings)
    _check_media(host, transaction, settings)
    memory = components(transaction, settings, Msvm_MemorySettingData)
    amount = sum(each.VirtualQuantity or 0 for each in memory)
    host.assigned_memory.assign(transaction, machine.Name or "", amount)
    give_addresses(transaction, settings)
    connect_devices(host, transaction, machine, settings)
    connect_security(host, transaction, machine, settings)
    connect_ports(host, transaction, machine, settings)
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
    host.assigned_memory.assign(transaction, machine.Name or "", 0)
    disconnect_ports(transaction, settings)
    disconnect_security(transaction, machine)
    disconnect_devices(transaction, machine)
    transaction.change(machine, ProcessID=0, OnTimeInMilliseconds=0)
    keep_state(host, transaction, settings, saved=saved)


def _check_processors(
    host: Vmms, transaction: Transaction, settings: Msvm_VirtualSystemSettingData
) -> None:
    for each in components(transaction, settings, Msvm_ProcessorSettingData):
        if (each.VirtualQuantity or 1) > host.cores:
            raise RefusedError(
                INVALID_PARAMETER,
                f"it has {each.VirtualQuantity} processors, and the host {host.cores}",
            )


def _check_media(
    host: Vmms, transaction: Transaction, settings: Msvm_VirtualSystemSettingData
) -> None:
    for each in components(transaction, settings, Msvm_StorageAllocationSettingData):
        is_disk = (each.ResourceSubType or "").endswith(_HARD_DISK)
        for file in each.HostResource or ():
            if host.files.get(file).disk is not None:
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
