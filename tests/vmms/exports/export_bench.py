"""A machine that is exported, and what is imported of it, as a client sees both."""

from __future__ import annotations

from typing import Any

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_AffectedJobElement,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_PlannedComputerSystem,
    Msvm_ResourceAllocationSettingData,
    Msvm_StorageAllocationSettingData,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemExportSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
    Msvm_VirtualSystemSnapshotService,
)

from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.files import GIB
from mofgen.vmms.machine_access import machine_ref, planned_ref, settings_ref
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import JOB_STARTED

PREFIX = "Microsoft:Hyper-V:"
DISK = r"D:\Disks\web.vhdx"
FOLDER = r"D:\Exports"
START, TURN_OFF, SAVE, PAUSE = 2, 3, 6, 9
RUNNING, OFF, SAVED = 2, 3, 6
ALL, NONE, ONE, BACKUP = 0, 1, 2, 3
Settings = Msvm_VirtualSystemSettingData


class Bench:
    """A host with one machine, and a client."""

    def __init__(self, host: Vmms | None = None) -> None:
        self.host = host or Vmms(seed=1)
        self.client = self.host.connect()
        [self.service] = self.client.enumerate(Msvm_VirtualSystemManagementService)
        [self.checkpoints] = self.client.enumerate(Msvm_VirtualSystemSnapshotService)
        self.ref = self.define(ElementName="web")
        self.guid = str(self.ref.keys["Name"])

    # --- machines ---

    def define(self, **settings: Any) -> Ref[Any]:
        made = self.service.DefineSystem(
            SystemSettings=Settings(
                **{"VirtualSystemSubType": f"{PREFIX}SubType:2", **settings}
            )
        )
        assert made.ResultingSystem is not None
        return made.ResultingSystem

    @property
    def machine(self) -> Msvm_ComputerSystem:
        return self.client.get(machine_ref(self.guid))

    @property
    def settings(self) -> Settings:
        return self.settings_of(self.guid)

    def settings_of(self, guid: str) -> Settings:
        return self.client.get(settings_ref(guid))

    def enter(self, state: int) -> None:
        result = self.machine.RequestStateChange(RequestedState=state)
        assert self.job(result).ErrorCode == 0

    def destroy(self) -> None:
        assert self.job(self.service.DestroySystem(AffectedSystem=self.ref))

    def take_checkpoint(self) -> Settings:
        """Take one that keeps the memory, too, if there is something in it."""
        known = {each.InstanceID for each in self.client.enumerate(Settings)}
        result = self.checkpoints.CreateSnapshot(
            AffectedSystem=self.ref, SnapshotType=2
        )
        assert self.job(result).ErrorCode == 0
        [new] = [
            each
            for each in self.client.enumerate(Settings)
            if each.InstanceID not in known
        ]
        return new

    # --- resources ---

    def parts(self, guid: str, cls: type[Any]) -> list[Any]:
        return self.client.associators(
            settings_ref(guid),
            result_class=cls,
            association=Msvm_VirtualSystemSettingDataComponent,
        )

    def add(self, setting: CIM_ResourceAllocationSettingData) -> Any:
        result = self.service.AddResourceSettings(
            AffectedConfiguration=self.settings, ResourceSettings=[setting]
        )
        assert self.job(result).ErrorCode == 0
        assert result.ResultingResourceSettings is not None
        return self.client.get(result.ResultingResourceSettings[0])

    def add_disk(self, path: str = DISK) -> Any:
        create(self.host.files, NewDisk(path, capacity=10 * GIB))
        controller = self.add(
            Msvm_ResourceAllocationSettingData(
                ResourceType=6, ResourceSubType=f"{PREFIX}Synthetic SCSI Controller"
            )
        )
        drive = self.add(
            Msvm_ResourceAllocationSettingData(
                ResourceSubType=f"{PREFIX}Synthetic Disk Drive",
                Parent=controller._reference().path,
            )
        )
        return self.add(
            Msvm_StorageAllocationSettingData(
                ResourceSubType=f"{PREFIX}Virtual Hard Disk",
                Parent=drive._reference().path,
                HostResource=[path],
            )
        )

    def add_adapter(self, switch: Msvm_VirtualEthernetSwitch) -> None:
        adapter = self.add(Msvm_SyntheticEthernetPortSettingData(ElementName="net"))
        self.add(
            Msvm_EthernetPortAllocationSettingData(
                Parent=adapter._reference().path,
                HostResource=[switch._reference().path],
            )
        )

    def disks(self, guid: str) -> list[str]:
        """The files that a machine, planned machine or checkpoint has in its drives."""
        found = self.parts(guid, Msvm_StorageAllocationSettingData)
        return sorted(path for each in found for path in each.HostResource)

    # --- exporting and importing ---

    def export(self, folder: str = FOLDER, **settings: Any) -> Any:
        """Call the method, with settings that say nothing else."""
        return self.service.ExportSystemDefinition(
            ComputerSystem=self.ref,
            ExportDirectory=folder,
            check=False,
            ExportSettingData=Msvm_VirtualSystemExportSettingData(
                **{"CreateVmExportSubdirectory": False, **settings}
            ),
        )

    def exported(self, **settings: Any) -> str:
        """Export the machine, and give the path of its definition."""
        job = self.job(self.export(**settings))
        assert job.ErrorCode == 0, job.ErrorDescription
        [file] = [each for each in self.paths(FOLDER) if "Machines" in each][:1]
        return file

    def paths(self, folder: str) -> list[str]:
        return [
            each.path.removeprefix(folder + "\\")
            for each in self.host.files.under(folder)
        ]

    def load(self, file: str | None = None, folder: str | None = None) -> Any:
        """Call the method that imports, with a new identifier for the machine."""
        return self.service.ImportSystemDefinition(
            SystemDefinitionFile=file or rf"{FOLDER}\{self.exported()}",
            SnapshotFolder=folder,
            GenerateNewSystemIdentifier=True,
            check=False,
        )

    def imported(self, file: str | None = None, folder: str | None = None) -> str:
        """Import a file, and give the GUID of the planned machine."""
        [made] = self.made(self.load(file, folder), Msvm_PlannedComputerSystem)
        return str(made.Name)

    def planned(self, guid: str) -> Msvm_PlannedComputerSystem:
        return self.client.get(planned_ref(guid))

    def validate(self, guid: str) -> Msvm_ConcreteJob:
        result = self.service.ValidatePlannedSystem(PlannedSystem=planned_ref(guid))
        return self.job(result)

    def realize(self, guid: str) -> Msvm_ConcreteJob:
        result = self.service.RealizePlannedSystem(PlannedSystem=planned_ref(guid))
        return self.job(result)

    def realized(self, guid: str) -> Msvm_ComputerSystem:
        job = self.realize(guid)
        assert job.ErrorCode == 0, job.ErrorDescription
        return self.client.get(machine_ref(guid))

    # --- jobs ---

    def job(self, result: Any) -> Msvm_ConcreteJob:
        assert result.ReturnValue == JOB_STARTED, result.ReturnValue
        found: Msvm_ConcreteJob = self.client.get(result.Job)
        return found

    def made(self, result: Any, cls: type[Any]) -> list[Any]:
        """What the job of a method leads to."""
        job = self.job(result)
        assert job.ErrorCode == 0, job.ErrorDescription
        return self.client.associators(
            job._reference(), result_class=cls, association=Msvm_AffectedJobElement
        )
