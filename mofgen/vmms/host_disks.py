"""Physical disks of a host that machines can have for themselves.

Those are the disks that are offline: the one with the host's volumes is not among
them, and has number 0. A drive of a machine that runs says by its ``DriveNumber``
which of them it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_DiskDrive, Msvm_SystemDevice

from mofgen.vmms.configurations import object_named
from mofgen.vmms.machine_access import host_ref
from mofgen.vmms.pool_offers import PHYSICAL_DISK_POOL
from mofgen.vmms.refusals import FILE_NOT_FOUND, IN_USE, INVALID_PARAMETER, RefusedError

if TYPE_CHECKING:
    from hyperv_v2 import CIM_ResourceAllocationSettingData

    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

_SIZE_IN_KB: Final = 1 << 30
_OK: Final = 2


def install(host: Vmms) -> None:
    """Give a host its disks."""
    with host.manager.transaction() as transaction:
        for number in range(1, host.disks + 1):
            disk = transaction.create(
                Msvm_DiskDrive(
                    SystemCreationClassName="Msvm_ComputerSystem",
                    SystemName=host.name,
                    CreationClassName="Msvm_DiskDrive",
                    DeviceID=f"Microsoft:{PHYSICAL_DISK_POOL}\\{number}",
                    ElementName=f"Disk {number} {_SIZE_IN_KB >> 20} GB",
                    DriveNumber=number,
                    MaxMediaSize=_SIZE_IN_KB,
                    OperationalStatus=[_OK],
                )
            )
            transaction.create(
                Msvm_SystemDevice(GroupComponent=host_ref(host), PartComponent=disk)
            )


def disk_of(
    host: Vmms, transaction: Transaction, setting: CIM_ResourceAllocationSettingData
) -> Msvm_DiskDrive:
    """The disk of the host that the settings of a drive name by ``HostResource``.

    Raises
    ------
    RefusedError
        Invalid parameter where they name none, or several.
    """
    paths = [each for each in setting.HostResource or () if each]
    found = object_named(transaction, paths[0], Msvm_DiskDrive) if paths else None
    if len(paths) != 1 or found is None or found.SystemName != host.name:
        raise RefusedError(
            INVALID_PARAMETER, "HostResource has to name one offline disk of the host"
        )
    return found


def take_disk(
    host: Vmms,
    transaction: Transaction,
    machine: str,
    setting: CIM_ResourceAllocationSettingData,
) -> int:
    """The number of the disk that a drive of a machine that runs gets.

    Parameters
    ----------
    machine:
        The GUID of the machine.

    Raises
    ------
    RefusedError
        File not found where the disk is gone; in use where another machine has it.
    """
    try:
        disk = disk_of(host, transaction, setting)
    except RefusedError as error:
        raise RefusedError(FILE_NOT_FOUND, error.text) from None
    for each in transaction.objects(Msvm_DiskDrive, DriveNumber=disk.DriveNumber):
        if each.SystemName not in (host.name, machine):
            raise RefusedError(IN_USE, f"another machine has disk {disk.DriveNumber}")
    return disk.DriveNumber or 0
