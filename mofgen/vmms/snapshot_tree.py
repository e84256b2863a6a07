"""The tree of a machine's checkpoints, and the machine's place in it.

``Parent`` of a checkpoint's settings is the path of the checkpoint from which it
descends, and that of the machine's own settings is the one from which the machine
does. ``Msvm_MostCurrentSnapshotInBranch`` says the latter too.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_LastAppliedSnapshot,
    Msvm_MostCurrentSnapshotInBranch,
    Msvm_SettingsDefineState,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms.configurations import named_id
from mofgen.vmms.machine_access import (
    OFF,
    RECOVERY,
    SAVED,
    SNAPSHOT,
    is_recovery,
    is_snapshot,
    machine_with,
    path,
    require_idle,
    settings_of,
    system_settings,
)
from mofgen.vmms.machine_files import make_files, remove_files
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError
from mofgen.vmms.settings_tree import copy_tree, delete_tree
from mofgen.vmms.snapshot_disks import add_layers, disk_paths, tidy

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref, RefLike
    from mofgen.vmms.host import Vmms

Machine = Msvm_ComputerSystem
Settings = Msvm_VirtualSystemSettingData

_KEPT = (
    "ElementName",
    "VirtualSystemIdentifier",
    "VirtualSystemType",
    "ConfigurationID",
    "ConfigurationFile",
    "GuestStateFile",
    "CreationTime",
    "IsAutomaticSnapshot",
)
"""What a machine keeps of its own settings when a checkpoint is applied."""


def snapshots_of(transaction: Transaction, machine: Machine) -> list[Settings]:
    """The checkpoints of a machine, the oldest first."""
    found = transaction.associators(
        machine, Settings, association=Msvm_SnapshotOfVirtualSystem
    )
    return sorted(found, key=lambda each: (str(each.CreationTime), each.InstanceID))


def snapshot_of(
    host: Vmms, transaction: Transaction, ref: RefLike[Any] | None
) -> tuple[Settings, Machine]:
    """The checkpoint that a client names, and its machine, which no job is changing.

    Raises
    ------
    RefusedError
        Invalid parameter, where it names none; invalid state.
    """
    found = system_settings(transaction, ref)
    owner = machine_with(transaction, found)
    if not is_snapshot(found) or owner is None:
        raise RefusedError(INVALID_PARAMETER, "these settings are no checkpoint")
    require_idle(host, owner)
    return found, owner


def take(
    host: Vmms,
    transaction: Transaction,
    machine: Machine,
    guid: str,
    *,
    has_state: bool,
    kind: str = SNAPSHOT,
    is_automatic: bool = False,
) -> Ref[Settings]:
    """Keep the settings and disks of a machine as a checkpoint.

    Parameters
    ----------
    guid:
        The new checkpoint's.
    has_state:
        Whether it also keeps what the machine is doing.
    kind:
        Its ``VirtualSystemType``. The machine does not descend from the checkpoint
        of a backup, which has no place in its tree.
    is_automatic:
        Whether nobody asked for it.

    Raises
    ------
    RefusedError
        As for :func:`~mofgen.vmms.snapshot_disks.add_layers`.
    """
    settings = settings_of(transaction, machine)
    now = host.clock.now()
    snapshot = copy_tree(
        transaction,
        settings,
        guid,
        ElementName=_name(settings, kind, now, is_automatic=is_automatic),
        VirtualSystemType=kind,
        ConfigurationID=guid,
        ConfigurationFile=rf"Snapshots\{guid}.vmcx",
        GuestStateFile=rf"Snapshots\{guid}.vmgs",
        CreationTime=now,
        IsSaved=has_state,
        IsAutomaticSnapshot=is_automatic,
    )
    make_files(host, transaction, transaction.get(snapshot))
    transaction.create(
        Msvm_SnapshotOfVirtualSystem(Antecedent=machine, Dependent=snapshot)
    )
    add_layers(host, transaction, settings)
    if kind != RECOVERY:
        _descend(transaction, machine, path(host, snapshot))
    return snapshot


def apply(
    host: Vmms, transaction: Transaction, machine: Machine, snapshot: Settings
) -> None:
    """Give a machine the settings and disks that a checkpoint keeps.

    It is saved then where the checkpoint has what it was doing, and off otherwise. What
    was written since its last checkpoint is lost.

    Raises
    ------
    RefusedError
        As for :func:`take` and :func:`~mofgen.vmms.snapshot_disks.tidy`.
    """
    settings = settings_of(transaction, machine)
    left = disk_paths(transaction, settings)
    kept = {name: getattr(settings, name) for name in _KEPT}
    delete_tree(transaction, settings)
    source = transaction.get(snapshot)
    restored = copy_tree(transaction, source, machine.Name or "", **kept)
    transaction.create(
        Msvm_SettingsDefineState(ManagedElement=machine, SettingData=restored)
    )
    make_files(host, transaction, transaction.get(restored))
    add_layers(host, transaction, restored)
    _descend(
        transaction,
        machine,
        source.Parent if is_recovery(source) else path(host, source),
    )
    for old in transaction.references(
        machine, Msvm_LastAppliedSnapshot, role="Dependent"
    ):
        transaction.delete(old)
    transaction.create(Msvm_LastAppliedSnapshot(Antecedent=snapshot, Dependent=machine))
    now = host.clock.now()
    transaction.change(
        machine,
        EnabledState=SAVED if source.IsSaved else OFF,
        TimeOfLastStateChange=now,
        TimeOfLastConfigurationChange=now,
    )
    for each in left:
        tidy(host, transaction, machine, each)


def delete(
    host: Vmms, transaction: Transaction, machine: Machine, snapshot: Settings
) -> None:
    """Remove a checkpoint; what descends from it then descends from its parent.

    Raises
    ------
    RefusedError
        As for :func:`~mofgen.vmms.snapshot_disks.tidy`.
    """
    found = transaction.get(snapshot)
    disks = disk_paths(transaction, found)
    wanted = (found.InstanceID or "").casefold()
    for child in snapshots_of(transaction, machine):
        if named_id(child.Parent) == wanted:
            transaction.change(child, Parent=found.Parent)
    is_current = named_id(settings_of(transaction, machine).Parent) == wanted
    remove_files(host, transaction, found)
    delete_tree(transaction, found)
    if is_current:
        _descend(transaction, machine, found.Parent)
    for each in disks:
        tidy(host, transaction, machine, each)


def delete_branch(
    host: Vmms, transaction: Transaction, machine: Machine, snapshot: Settings
) -> None:
    """Remove a checkpoint and all that descend from it, but no backup's.

    Raises
    ------
    RefusedError
        As for :func:`delete`.
    """
    wanted = (snapshot.InstanceID or "").casefold()
    for child in snapshots_of(transaction, machine):
        if named_id(child.Parent) == wanted and not is_recovery(child):
            delete_branch(host, transaction, machine, child)
    delete(host, transaction, machine, snapshot)


def delete_all(host: Vmms, transaction: Transaction, machine: Machine) -> None:
    """Remove every checkpoint of a machine, which then has its disks without layers.

    Raises
    ------
    RefusedError
        As for :func:`delete`.
    """
    for each in reversed(snapshots_of(transaction, machine)):
        delete(host, transaction, machine, each)


def _descend(transaction: Transaction, machine: Machine, parent: str | None) -> None:
    """Let a machine descend from the checkpoint that a path names, or from none."""
    for old in transaction.references(
        machine, Msvm_MostCurrentSnapshotInBranch, role="Antecedent"
    ):
        transaction.delete(old)
    transaction.change(settings_of(transaction, machine), Parent=parent)
    wanted = named_id(parent)
    for each in snapshots_of(transaction, machine):
        if (each.InstanceID or "").casefold() == wanted:
            transaction.create(
                Msvm_MostCurrentSnapshotInBranch(Antecedent=machine, Dependent=each)
            )


def _name(settings: Settings, kind: str, now: datetime, *, is_automatic: bool) -> str:
    """What Hyper-V calls a checkpoint: the machine, and when it was taken."""
    parts = [settings.ElementName or ""]
    if is_automatic:
        parts.insert(0, "Automatic Checkpoint")
    if kind == RECOVERY:
        parts.append("Backup")
    time = f"{now:%I:%M:%S %p}".removeprefix("0")
    parts.append(f"({now.month}/{now.day}/{now.year} - {time})")
    return " - ".join(parts)
