"""The disks of checkpoints: a layer for each, which goes when nothing needs it.

A checkpoint keeps the files that its machine had, and the machine writes from then on
into differencing disks on top of them.
"""

from __future__ import annotations

import ntpath
import re
from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ResourceAllocationSettingData,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_StorageAllocationSettingData,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms.disk_chains import connect, merge
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.disk_uses import By, require_unused
from mofgen.vmms.drives import PHYSICAL_DISK_DRIVE
from mofgen.vmms.files import extension, identity
from mofgen.vmms.machine_access import components, settings_of
from mofgen.vmms.media import VIRTUAL_HARD_DISK
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import FAILED, RefusedError

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import RefLike
    from mofgen.vmms.host import Vmms

Setting = Msvm_StorageAllocationSettingData

_LAYERS: Final = {"vhd": "avhd", "avhd": "avhd", "vhdx": "avhdx", "avhdx": "avhdx"}
_GUID_AT_END: Final = re.compile(r"_[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$")


def disk_paths(
    transaction: Transaction, settings: RefLike[Msvm_VirtualSystemSettingData]
) -> list[str]:
    """The files of the virtual hard disks that a machine or checkpoint has."""
    return [path_of(each) for each in hard_disks(transaction, settings)]


def require_snapshottable(
    transaction: Transaction, settings: RefLike[Msvm_VirtualSystemSettingData]
) -> None:
    """Refuse a checkpoint of disks that can't have a layer.

    Raises
    ------
    RefusedError
        Failed, for a disk of the host and for one that several machines share.
    """
    for drive in components(transaction, settings, Msvm_ResourceAllocationSettingData):
        if drive.ResourceSubType == PHYSICAL_DISK_DRIVE and drive.HostResource:
            raise RefusedError(FAILED, "a disk of the host can have no checkpoint")
    for each in hard_disks(transaction, settings):
        if each.PersistentReservationsSupported:
            raise RefusedError(FAILED, f"'{path_of(each)}' is shared: no checkpoint")


def add_layers(
    host: Vmms,
    transaction: Transaction,
    settings: RefLike[Msvm_VirtualSystemSettingData],
) -> None:
    """Let a machine write into new differencing disks on top of its disks.

    Parameters
    ----------
    settings:
        The realized settings of the machine.

    Raises
    ------
    RefusedError
        File not found for a disk that is missing; invalid parameter for one that can
        have no layer; failed where there is not enough space.
    """
    for each in hard_disks(transaction, settings):
        if each.PersistentReservationsSupported:
            continue  # the other machines would go on with the file below
        below = path_of(each)
        layer = _layer_path(below, host.guids.new())
        create(
            host.files, NewDisk(layer, Types.DIFFERENCING, parent=below), transaction
        )
        transaction.change(each, HostResource=[layer])


def tidy(
    host: Vmms, transaction: Transaction, machine: Msvm_ComputerSystem, path: str
) -> None:
    """Remove a file that neither the machine nor a checkpoint has any more.

    A layer on which nothing is based is deleted. A disk with one layer on it takes in
    the data of that layer, and its place. One with more stays, for all need it.

    Raises
    ------
    RefusedError
        System is in use, where the host has mounted a layer or a job works on it.
    """
    file = host.files.find(path)
    if file is None or file.disk is None or _owners(host, transaction, machine, path):
        return
    above = host.files.children(path)
    if not above and _is_layer(path):
        _require_not_mounted(host, transaction, path)
        below = file.disk.parent_path
        host.files.delete(path, transaction)
        if below is not None:
            tidy(host, transaction, machine, below)
    elif len(above) == 1 and _is_layer(above[0].path):
        _take_in(host, transaction, machine, above[0].path, path)


def _take_in(
    host: Vmms,
    transaction: Transaction,
    machine: Msvm_ComputerSystem,
    layer: str,
    path: str,
) -> None:
    _require_not_mounted(host, transaction, layer)
    above = host.files.children(layer)
    merge(host.files, layer, path, transaction)
    for each in above:
        connect(host.files, each.path, path, transaction)
    for owner in _owners(host, transaction, machine, layer):
        transaction.change(owner, HostResource=[path])
    host.files.delete(layer, transaction)


def _require_not_mounted(host: Vmms, transaction: Transaction, path: str) -> None:
    require_unused(host, transaction, path, but=lambda use: use.by is By.MACHINE)


def _owners(
    host: Vmms, transaction: Transaction, machine: Msvm_ComputerSystem, path: str
) -> list[Setting]:
    """The settings that name a file.

    The index of the host does not know yet what this transaction itself changed, which
    can only be settings of the machine and its checkpoints.
    """
    trees = [
        settings_of(transaction, machine),
        *transaction.associators(
            machine,
            Msvm_VirtualSystemSettingData,
            association=Msvm_SnapshotOfVirtualSystem,
        ),
    ]
    own = [each for tree in trees for each in hard_disks(transaction, tree)]
    named = [each for each in own if identity(path_of(each)) == identity(path)]
    known = {each.InstanceID for each in named}
    indexed = host.disk_claims.of(transaction, path)
    return named + [each for each in indexed if each.InstanceID not in known]


def hard_disks(
    transaction: Transaction, settings: RefLike[Msvm_VirtualSystemSettingData]
) -> list[Setting]:
    """The settings of the virtual hard disks that a machine or checkpoint has."""
    found = components(transaction, settings, Setting)
    return [
        each
        for each in found
        if each.ResourceSubType == VIRTUAL_HARD_DISK and path_of(each)
    ]


def path_of(setting: Setting) -> str:
    """The file that such settings name; empty for none."""
    return (setting.HostResource or ("",))[0] or ""


def _is_layer(path: str) -> bool:
    return extension(path) in ("avhd", "avhdx")


def _layer_path(below: str, guid: str) -> str:
    stem = _GUID_AT_END.sub("", ntpath.splitext(below)[0])
    kind = _LAYERS.get(extension(below), "avhdx")
    return f"{stem}_{guid}.{kind}"
