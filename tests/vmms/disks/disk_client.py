"""What a client makes of virtual disks, and reads of them."""

from __future__ import annotations

from typing import Any

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ImageManagementService,
    Msvm_StorageAllocationSettingData,
    Msvm_VirtualHardDiskSettingData,
    Msvm_VirtualHardDiskState,
)

from mofgen.runtime import MethodResult
from mofgen.vmms import Vmms
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import GIB
from mofgen.vmms.instance_ids import device_id
from mofgen.vmms.machine_access import RUNNING

Disk = Msvm_VirtualHardDiskSettingData
Formats = Disk.FormatValues

VHDX = r"C:\Disks\disk.vhdx"
BASE = r"C:\Disks\base.vhdx"
MIDDLE = r"C:\Disks\middle.avhdx"
LEAF = r"C:\Disks\leaf.avhdx"
SCSI = "5B1F3C5A-0F3E-4B25-9B43-0D9D3B2E4A11"
MACHINE = "9F1D2A63-2A0D-4C2E-8F3B-6A1C2D3E4F50"


def wanted(path: str = VHDX, **changes: Any) -> Disk:
    """What a client says of a dynamic disk of 40 GiB, with changes."""
    usual: dict[str, Any] = {"Type": Types.DYNAMIC, "MaxInternalSize": 40 * GIB}
    return Disk(Path=path, **{**usual, **changes})


def child_of(parent: str, path: str, **changes: Any) -> Disk:
    return Disk(Path=path, Type=Types.DIFFERENCING, ParentPath=parent, **changes)


def make(service: Msvm_ImageManagementService, disk: Disk) -> Disk:
    """Make a disk, and read it."""
    service.CreateVirtualHardDisk(VirtualDiskSettingData=disk).job.wait()
    return settings(service, disk.Path or "")


def settings(service: Msvm_ImageManagementService, path: str) -> Disk:
    found = service.GetVirtualHardDiskSettingData(Path=path).SettingData
    assert found is not None
    return found


def state(service: Msvm_ImageManagementService, path: str) -> Msvm_VirtualHardDiskState:
    found = service.GetVirtualHardDiskState(Path=path).State
    assert found is not None
    return found


def machine_with(
    host: Vmms, path: str, *, state: int = RUNNING, controller: str = SCSI
) -> None:
    """A machine that has a file in one of its drives."""
    with host.manager.transaction() as transaction:
        transaction.create(
            Msvm_ComputerSystem(
                CreationClassName="Msvm_ComputerSystem",
                Name=MACHINE,
                EnabledState=state,
            )
        )
        transaction.create(
            Msvm_StorageAllocationSettingData(
                InstanceID=device_id(MACHINE, controller, 0, 0, "L"),
                ResourceSubType="Microsoft:Hyper-V:Virtual Hard Disk",
                HostResource=[path],
            )
        )


def file_size(service: Msvm_ImageManagementService, path: str) -> int:
    return state(service, path).FileSize or 0


def code(result: Any) -> int:
    """What a method answered, after its job if it has one."""
    assert isinstance(result, MethodResult)
    return int(result.ReturnValue)  # type: ignore[attr-defined]
