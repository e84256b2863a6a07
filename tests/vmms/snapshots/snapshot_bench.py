"""A machine of which checkpoints are taken, as a client sees it."""

from __future__ import annotations

from typing import Any

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_MemorySettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_SettingsDefineState,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_StorageAllocationSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
    Msvm_VirtualSystemSnapshotService,
    Msvm_VirtualSystemSnapshotSettingData,
)

from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.files import GIB
from mofgen.vmms.machine_access import machine_ref, settings_ref
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import JOB_STARTED

PREFIX = "Microsoft:Hyper-V:"
DISK = r"C:\Disks\web.vhdx"
START, TURN_OFF, SAVE, PAUSE = 2, 3, 6, 9
FULL, DISKS, RECOVERY = 2, 3, 32768
Settings = Msvm_VirtualSystemSettingData


class Bench:
    """A host with one machine, and a client that takes checkpoints of it."""

    def __init__(self) -> None:
        self.host = Vmms(seed=1)
        self.client = self.host.connect()
        [self.management] = self.client.enumerate(Msvm_VirtualSystemManagementService)
        [self.service] = self.client.enumerate(Msvm_VirtualSystemSnapshotService)
        made = self.management.DefineSystem(
            SystemSettings=Settings(
                ElementName="web", VirtualSystemSubType=f"{PREFIX}SubType:2"
            )
        )
        assert made.ResultingSystem is not None
        self.guid = str(made.ResultingSystem.keys["Name"])
        self.ref = machine_ref(self.guid)

    @property
    def machine(self) -> Msvm_ComputerSystem:
        return self.client.get(self.ref)

    @property
    def status(self) -> list[int]:
        return [int(each) for each in self.machine.OperationalStatus or ()]

    @property
    def settings(self) -> Settings:
        [found] = self.client.associators(
            self.ref, result_class=Settings, association=Msvm_SettingsDefineState
        )
        return found

    def through(self, association: Any) -> list[Settings]:
        found = self.client.associators(
            self.ref, result_class=Settings, association=association
        )
        return sorted(found, key=lambda each: each.InstanceID or "")

    @property
    def snapshots(self) -> list[Settings]:
        return self.through(Msvm_SnapshotOfVirtualSystem)

    def take(self, kind: int = FULL, level: int | None = None) -> Settings:
        result = self.create(kind, ConsistencyLevel=level)
        assert result.ReturnValue == JOB_STARTED
        assert result.ResultingSnapshot is not None
        return self.client.get(settings_ref(guid_of_ref(result.ResultingSnapshot)))

    def create(self, kind: int | None = FULL, **settings: Any) -> Any:
        """Ask for a checkpoint, without insisting."""
        return self.service.CreateSnapshot(
            AffectedSystem=self.ref,
            SnapshotType=kind,
            SnapshotSettings=Msvm_VirtualSystemSnapshotSettingData(**settings),
            check=False,
        )

    def job(self, result: Any) -> Msvm_ConcreteJob:
        found = self.client.get(result.Job)
        assert isinstance(found, Msvm_ConcreteJob)
        return found

    def apply(self, snapshot: Any) -> int:
        return int(
            self.service.ApplySnapshot(Snapshot=snapshot, check=False).ReturnValue
        )

    def destroy(self, snapshot: Any) -> int:
        result = self.service.DestroySnapshot(AffectedSnapshot=snapshot, check=False)
        return int(result.ReturnValue)

    def clear(self, snapshot: Any) -> int:
        result = self.service.ClearSnapshotState(
            SnapshotSettingData=snapshot, check=False
        )
        return int(result.ReturnValue)

    def destroy_tree(self, snapshot: Any) -> int:
        result = self.service.DestroySnapshotTree(
            SnapshotSettingData=snapshot, check=False
        )
        return int(result.ReturnValue)

    def request(self, state: int) -> None:
        self.machine.RequestStateChange(RequestedState=state)

    def memory(self, settings: Settings) -> Msvm_MemorySettingData:
        [found] = self.parts(settings, Msvm_MemorySettingData)
        assert isinstance(found, Msvm_MemorySettingData)
        return found

    def parts(self, settings: Settings, cls: type[Any]) -> list[Any]:
        return self.client.associators(
            settings_ref(guid_of(settings)),
            result_class=cls,
            association=Msvm_VirtualSystemSettingDataComponent,
        )

    def set_memory(self, amount: int) -> None:
        memory = self.memory(self.settings)
        memory.VirtualQuantity = memory.Limit = memory.Reservation = amount
        self.management.ModifyResourceSettings(ResourceSettings=[memory])

    def change(self, **values: Any) -> None:
        """Change system settings of the machine."""
        changed = self.settings.copy(**values)
        self.management.ModifySystemSettings(SystemSettings=changed)

    def set_snapshot_type(self, value: int) -> None:
        self.change(UserSnapshotType=value)

    def destroy_machine(self) -> Msvm_ConcreteJob:
        return self.job(self.management.DestroySystem(AffectedSystem=self.ref))

    # --- disks ---

    def add_disk(self, path: str = DISK, **values: Any) -> Any:
        """Make a disk, and put it into a drive at a controller of its own."""
        create(self.host.files, NewDisk(path, capacity=10 * GIB))
        drive = self.add_drive("Synthetic Disk Drive")
        return self.add(
            Msvm_StorageAllocationSettingData(
                ResourceSubType=f"{PREFIX}Virtual Hard Disk",
                Parent=path_to(drive),
                HostResource=[path],
                **values,
            )
        )

    def add_drive(self, kind: str, **values: Any) -> Any:
        controller = self.add(
            Msvm_ResourceAllocationSettingData(
                ResourceType=6, ResourceSubType=f"{PREFIX}Synthetic SCSI Controller"
            )
        )
        return self.add(
            Msvm_ResourceAllocationSettingData(
                ResourceSubType=PREFIX + kind, Parent=path_to(controller), **values
            )
        )

    def add(self, setting: Any) -> Any:
        result = self.management.AddResourceSettings(
            AffectedConfiguration=self.settings, ResourceSettings=[setting]
        )
        assert result.ResultingResourceSettings is not None
        return self.client.get(result.ResultingResourceSettings[0])

    def disks(self, settings: Settings) -> list[str]:
        """The files that a machine or checkpoint has in its drives."""
        found = self.parts(settings, Msvm_StorageAllocationSettingData)
        return sorted(path for each in found for path in each.HostResource)

    def disk(self, settings: Settings) -> str:
        [found] = self.disks(settings)
        return found

    def parent(self, path: str) -> str | None:
        disk = self.host.files.get(path).disk
        assert disk is not None
        return disk.parent_path

    @property
    def files(self) -> list[str]:
        """The disks that lie on the host."""
        return [each.path for each in self.host.files if each.disk is not None]


def guid_of_ref(ref: Ref[Any]) -> str:
    return str(ref.keys["InstanceID"]).removeprefix("Microsoft:")


def path_to(setting: Any) -> str:
    return str(Ref(type(setting), {"InstanceID": setting.InstanceID}))


def is_path_of(path: str | None, settings: Settings) -> bool:
    return str(settings.InstanceID) in (path or "")


def guid_of(settings: Settings) -> str:
    return (settings.InstanceID or "").removeprefix("Microsoft:")
