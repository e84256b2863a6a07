"""What an import makes of definitions: settings that are those of a planned machine."""

from __future__ import annotations

import ntpath
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_SettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_PlannedComputerSystem,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms.configurations import named_id, object_named
from mofgen.vmms.definitions import Definition, store_definition
from mofgen.vmms.imports import Import
from mofgen.vmms.instance_ids import machine_of, system_id
from mofgen.vmms.machine_access import (
    MISSING_SNAPSHOT,
    PLANNED,
    PLANNED_SNAPSHOT,
    is_snapshot,
    path,
    settings_ref,
)
from mofgen.vmms.network_addresses import forget_addresses
from mofgen.vmms.new_machines import new_planned_machine
from mofgen.vmms.planned_snapshots import connect_current
from mofgen.vmms.settings_tree import delete_tree

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

Settings = Msvm_VirtualSystemSettingData


def plan(
    host: Vmms,
    transaction: Transaction,
    definition: Definition,
    guid: str,
    file: str,
    folder: str | None,
    *,
    is_new: bool,
) -> Ref[Msvm_PlannedComputerSystem]:
    """Plan the machine that a file defines, with its checkpoints.

    Its files stay where they are, unless its data roots are changed before it is
    realized.

    Parameters
    ----------
    guid:
        That it gets.
    file:
        The path of the definition.
    folder:
        Where the definitions of its checkpoints are looked for; None for where an
        export puts them.
    is_new:
        Whether its checkpoints get other GUIDs, too.
    """
    root, name = _place(file)
    snapshots = {
        each: host.guids.new() if is_new else each for each in definition.snapshots
    }
    made = definition.moved(
        guid,
        **_roots(root),
        ConfigurationFile=rf"Virtual Machines\{guid}.vmcx" if is_new else name,
        GuestStateFile=rf"Virtual Machines\{guid}.vmgs",
        ConfigurationID=guid,
        VirtualSystemIdentifier=guid,
        VirtualSystemType=PLANNED,
        Parent=_parent(host, definition, snapshots),
    )
    settings = transaction.get(
        store_definition(transaction, _adapted(host, transaction, made))
    )
    if is_new:
        forget_addresses(transaction, settings)
    ref = new_planned_machine(host, transaction, settings)
    states = {guid: ntpath.splitext(file)[0] + ".vmrs"}
    note = Import(file, definition.guid, snapshots, states)
    host.imports.note(transaction, guid, note)
    for each in snapshots.values():
        _add_missing(transaction, guid, each)
    add_snapshots(host, transaction, guid, folder or ntpath.join(root, "Snapshots"))
    return ref


def add_snapshots(
    host: Vmms, transaction: Transaction, guid: str, folder: str
) -> list[Ref[Settings]]:
    """Give a planned machine the checkpoints that a folder holds of it.

    Returns
    -------
    The references to those that it did not have.
    """
    source = host.imports.of(guid) or Import("", guid, {}, {})
    made = []
    for file in host.files.under(folder):
        found = file.definition
        if found is None or not is_snapshot(found.settings):
            continue
        if (found.settings.VirtualSystemIdentifier or "") != source.origin:
            continue
        own = source.snapshots.get(found.guid, found.guid)
        if _make_way(transaction, own):
            ref = _add(host, transaction, guid, source, found, own)
            states = {**source.states, own: ntpath.splitext(file.path)[0] + ".vmrs"}
            source = replace(source, states=states)
            made.append(ref)
    host.imports.note(transaction, guid, source)
    connect_current(transaction, guid)
    return made


def _add(
    host: Vmms,
    transaction: Transaction,
    guid: str,
    source: Import,
    found: Definition,
    own: str,
) -> Ref[Settings]:
    machine = transaction.get(settings_ref(guid))
    moved = found.moved(
        own,
        **_roots(machine.SnapshotDataRoot or ""),
        ConfigurationFile=rf"Snapshots\{own}.vmcx",
        GuestStateFile=rf"Snapshots\{own}.vmgs",
        ConfigurationID=own,
        VirtualSystemIdentifier=guid,
        VirtualSystemType=PLANNED_SNAPSHOT,
        Parent=_parent(host, found, source.snapshots),
    )
    return store_definition(transaction, _adapted(host, transaction, moved))


def _add_missing(transaction: Transaction, guid: str, own: str) -> None:
    """Let clients see that a machine had a checkpoint that has not been found."""
    transaction.create(
        Settings(
            InstanceID=system_id(own),
            ElementName=own,
            VirtualSystemIdentifier=guid,
            VirtualSystemType=MISSING_SNAPSHOT,
        )
    )


def _make_way(transaction: Transaction, own: str) -> bool:
    """Make way for a checkpoint; whether there was none but a missing one."""
    there = transaction.find(settings_ref(own))
    if there is None:
        return True
    if there.VirtualSystemType != MISSING_SNAPSHOT:
        return False
    delete_tree(transaction, there)
    return True


# --- what is different on this host ---


def _place(file: str) -> tuple[str, str]:
    """The data root of the machine that a file defines, and the path from there."""
    folder, name = ntpath.split(file)
    root, last = ntpath.split(folder)
    if last.casefold() == "virtual machines":
        return root, ntpath.join(last, name)
    return folder, name


def _roots(folder: str) -> dict[str, str]:
    names = ("Configuration", "GuestState", "Snapshot", "Suspend", "SwapFile", "Log")
    return {f"{name}DataRoot": folder for name in names}


def _parent(
    host: Vmms, definition: Definition, snapshots: Mapping[str, str]
) -> str | None:
    """The path of the checkpoint from which a system descends, by its GUID here."""
    wanted = machine_of(_id_in(definition.settings.Parent)) or ""
    own = snapshots.get(wanted, wanted)
    return path(host, settings_ref(own)) if own else None


def _id_in(text: str | None) -> str:
    found = named_id(text) or ""
    return found.replace("microsoft:", "Microsoft:", 1)


def _adapted(
    host: Vmms, transaction: Transaction, definition: Definition
) -> Definition:
    """The same with the name of this host in its paths, and with its switches."""
    by_id = {(each.InstanceID or "").casefold(): each for each in definition.parts}
    parts = tuple(
        _adapted_part(host, transaction, each, by_id) for each in by_id.values()
    )
    return replace(definition, parts=parts)


def _adapted_part(
    host: Vmms,
    transaction: Transaction,
    part: CIM_SettingData,
    by_id: Mapping[str, CIM_SettingData],
) -> CIM_SettingData:
    if not isinstance(part, CIM_ResourceAllocationSettingData):
        return part
    changes: dict[str, Any] = {}
    parent = by_id.get(named_id(part.Parent) or "")
    if parent is not None:
        changes["Parent"] = path(host, parent)
    if isinstance(part, Msvm_EthernetPortAllocationSettingData):
        switch = _switch(transaction, part)
        if switch is not None:
            changes["HostResource"] = [path(host, switch)]
    return part.copy(**changes) if changes else part


def _switch(
    transaction: Transaction, part: Msvm_EthernetPortAllocationSettingData
) -> Msvm_VirtualEthernetSwitch | None:
    """The switch that a connection means, by its identifier or else by its name."""
    for each in filter(None, part.HostResource or ()):
        found = object_named(transaction, each, Msvm_VirtualEthernetSwitch)
        name = part.LastKnownSwitchName
        if found is None and name:
            named = transaction.objects(Msvm_VirtualEthernetSwitch, ElementName=name)
            found = named[0] if named else None
        return found
    return None
