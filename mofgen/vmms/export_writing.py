r"""What an export writes: files from which a machine can be imported.

The definition of the machine lies in ``Virtual Machines`` of the folder, those of its
checkpoints in ``Snapshots``, and copies of its disks in ``Virtual Hard Disks``. What
they say of paths is true of these files.
"""

from __future__ import annotations

import ntpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_MemorySettingData

from mofgen.vmms.export_disks import DiskCopies, disks_of, with_disks
from mofgen.vmms.machine_files import write_files
from mofgen.vmms.refusals import FAILED, RefusedError

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.definitions import Definition
    from mofgen.vmms.host import Vmms

DISKS: Final = "Virtual Hard Disks"


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be exported.

    Parameters
    ----------
    folder:
        Into which.
    machine, snapshots:
        The definitions of the machine and of its checkpoints, as they are here.
    keeps_states:
        Whether saved states go with them.
    copies_disks, merges_disks:
        Whether their disks do, and whether each becomes one file.
    excluded:
        The InstanceIDs of the settings of disks that do not.
    """

    folder: str
    machine: Definition
    snapshots: tuple[Definition, ...] = ()
    keeps_states: bool = True
    copies_disks: bool = True
    merges_disks: bool = False
    excluded: frozenset[str] = frozenset()


def write_export(host: Vmms, transaction: Transaction, export: Export) -> None:
    """Write the files of an export.

    Raises
    ------
    RefusedError
        Failed where the folder holds such files already, or there is not enough space;
        and as for :meth:`~mofgen.vmms.export_disks.DiskCopies.of`.
    """
    _require_new(host, export)
    guids = tuple(each.guid for each in export.snapshots)
    machine = replace(export.machine, snapshots=guids)
    definitions = [machine, *export.snapshots]
    if export.copies_disks:
        copies = _copied(host, transaction, export, definitions)
        definitions = [with_disks(each, copies) for each in definitions]
    for each in definitions:
        _write(host, transaction, export, each, is_machine=each.guid == machine.guid)


def _require_new(host: Vmms, export: Export) -> None:
    folder = ntpath.join(export.folder, "Virtual Machines")
    for file in host.files.under(folder):
        raise RefusedError(
            FAILED, f"a machine was exported there: '{file.path}' (0x80070050)"
        )


def _copied(
    host: Vmms,
    transaction: Transaction,
    export: Export,
    definitions: list[Definition],
) -> dict[str, str]:
    """The paths of the copied disks, by the InstanceID of their settings."""
    copies = DiskCopies(
        host,
        transaction,
        ntpath.join(export.folder, DISKS),
        merged=export.merges_disks,
    )
    return {
        setting.InstanceID or "": copies.of(path)
        for setting, path in disks_of(definitions)
        if setting.InstanceID not in export.excluded
    }


def _write(
    host: Vmms,
    transaction: Transaction,
    export: Export,
    definition: Definition,
    *,
    is_machine: bool,
) -> None:
    has_state = bool(definition.settings.IsSaved)
    if not is_machine:
        has_state = has_state and export.keeps_states
    moved = definition.moved(
        definition.guid,
        ConfigurationDataRoot=export.folder,
        GuestStateDataRoot=export.folder,
        SnapshotDataRoot=export.folder,
        SuspendDataRoot=export.folder,
        SwapFileDataRoot=export.folder,
        LogDataRoot=export.folder,
        IsSaved=has_state,
    )
    memory = [each for each in moved.parts if isinstance(each, Msvm_MemorySettingData)]
    amount = sum(each.VirtualQuantity or 0 for each in memory)
    write_files(
        host,
        transaction,
        moved.settings,
        state=amount if has_state else 0,
        definition=moved,
    )
