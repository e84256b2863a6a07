r"""The files in which a machine or checkpoint is kept, beside its disks.

The configuration lies in a ``.vmcx``, what the machine was doing in a ``.vmrs``, and
what the firmware of generation 2 remembers in a ``.vmgs``. A machine has its files in
the folder ``Virtual Machines`` of its data root, a checkpoint in ``Snapshots`` of its
own one, each named by its GUID. While a system is known to the host, its settings are
what its configuration file says.
"""

from __future__ import annotations

import ntpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_MemorySettingData, Msvm_VirtualSystemSettingData

from mofgen.vmms.files import KIB, MIB, VirtualFile
from mofgen.vmms.machine_access import components, generation, is_snapshot

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.definitions import Definition
    from mofgen.vmms.host import Vmms

Settings = Msvm_VirtualSystemSettingData

CONFIGURATION: Final = "vmcx"
"""How the names of definition files end."""

_CONFIGURATION_SIZE: Final = 48 * KIB
_EMPTY_STATE_SIZE: Final = 48 * KIB
_GUEST_STATE_SIZE: Final = 4 * MIB + 512


@dataclass(frozen=True, slots=True)
class SystemFiles:
    """Where the files of one system lie.

    Parameters
    ----------
    configuration, state:
        The paths of the ``.vmcx`` and the ``.vmrs``.
    guest_state:
        That of the ``.vmgs``; None for a machine with a BIOS.
    """

    configuration: str
    state: str
    guest_state: str | None

    @property
    def all(self) -> tuple[str, ...]:
        """Their paths."""
        last = () if self.guest_state is None else (self.guest_state,)
        return self.configuration, self.state, *last


def files_of(settings: Settings) -> SystemFiles:
    """Where the files of the system with these settings lie."""
    roots = (
        settings.ConfigurationDataRoot,
        settings.SuspendDataRoot,
        settings.GuestStateDataRoot,
    )
    if is_snapshot(settings):
        roots = (settings.SnapshotDataRoot,) * 3
    home, suspend, guest = (each or "" for each in roots)
    name = settings.ConfigurationFile or ""
    state = ntpath.splitext(name)[0] + ".vmrs"
    guest_state = ntpath.join(guest, settings.GuestStateFile or "")
    return SystemFiles(
        ntpath.join(home, name),
        ntpath.join(suspend, state),
        guest_state if generation(settings) == 2 else None,
    )


def make_files(host: Vmms, transaction: Transaction, settings: Settings) -> None:
    """Make the files of a new system, or take over those that lie there.

    Raises
    ------
    RefusedError
        Invalid parameter where a data root is no full path; failed where there is no
        such volume, or not enough space.
    """
    amount = _memory(transaction, settings) if settings.IsSaved else 0
    write_files(host, transaction, settings, state=amount)


def write_files(
    host: Vmms,
    transaction: Transaction,
    settings: Settings,
    *,
    state: int,
    definition: Definition | None = None,
) -> None:
    """Write the files of a system.

    Parameters
    ----------
    state:
        How many megabytes of memory its saved state has; 0 for none.
    definition:
        What the configuration file holds; None for a system that the host knows.

    Raises
    ------
    RefusedError
        As for :func:`make_files`.
    """
    files = files_of(settings)
    new = [
        VirtualFile(files.configuration, _CONFIGURATION_SIZE, definition=definition),
        VirtualFile(files.state, _EMPTY_STATE_SIZE + state * MIB),
    ]
    if files.guest_state is not None:
        new.append(VirtualFile(files.guest_state, _GUEST_STATE_SIZE))
    for each in new:
        write = host.files.add if each.path not in host.files else host.files.update
        write(each, transaction)


def remove_files(host: Vmms, transaction: Transaction, settings: Settings) -> None:
    """Delete those files of a system that are there."""
    for path in files_of(settings).all:
        if path in host.files:
            host.files.delete(path, transaction)


def keep_state(
    host: Vmms, transaction: Transaction, settings: Settings, *, saved: bool
) -> None:
    """Keep in the files of a system what its machine is doing, or forget it.

    Raises
    ------
    RefusedError
        Failed where there is not enough space.
    """
    if bool(settings.IsSaved) == saved:
        return
    transaction.change(settings, IsSaved=saved)
    path = files_of(settings).state
    amount = _memory(transaction, settings) if saved else 0
    file = VirtualFile(path, _EMPTY_STATE_SIZE + amount * MIB)
    write = host.files.update if path in host.files else host.files.add
    write(file, transaction)


def size_of_files(host: Vmms, settings: Settings) -> int:
    """How many bytes those files of a system take that are there."""
    found = map(host.files.find, files_of(settings).all)
    return sum(each.size for each in found if each is not None)


def _memory(transaction: Transaction, settings: Settings) -> int:
    found = components(transaction, settings, Msvm_MemorySettingData)
    return sum(each.VirtualQuantity or 0 for each in found)
