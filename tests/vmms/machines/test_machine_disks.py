"""The disks of a machine, from the definition to the running guest, as clients see it."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_ImageManagementService,
    Msvm_ResourceAllocationSettingData,
    Msvm_StorageAllocationSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import GIB, MIB
from mofgen.vmms.machine_access import OFF, RUNNING
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    IN_USE,
    JOB_STARTED,
)

BASE = r"C:\Disks\base.vhdx"
SET = r"C:\Disks\base.vhds"
DISK = r"C:\Disks\machine.vhdx"
ISO = r"C:\Images\setup.iso"
PREFIX = "Microsoft:Hyper-V:"


def path_to(setting: Any) -> str:
    return str(Ref(type(setting), {"InstanceID": setting.InstanceID}))


class Machine:
    """A machine of generation 2 with one SCSI controller, and what a client does."""

    def __init__(self, host: Vmms, name: str) -> None:
        self.client = host.connect()
        (self.service,) = self.client.enumerate(Msvm_VirtualSystemManagementService)
        defined = self.service.DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(
                ElementName=name, VirtualSystemSubType=f"{PREFIX}SubType:2"
            )
        )
        assert defined.ResultingSystem is not None
        guid = str(defined.ResultingSystem.keys["Name"])
        self.ref = Ref(
            Msvm_ComputerSystem,
            {"CreationClassName": "Msvm_ComputerSystem", "Name": guid},
        )
        self.settings = self.client.get(
            Ref(Msvm_VirtualSystemSettingData, {"InstanceID": f"Microsoft:{guid}"})
        )
        self.controller = self.add(
            Msvm_ResourceAllocationSettingData(
                ResourceType=6, ResourceSubType=f"{PREFIX}Synthetic SCSI Controller"
            )
        )

    def add(self, setting: Any) -> Any:
        result = self.service.AddResourceSettings(
            AffectedConfiguration=self.settings, ResourceSettings=[setting]
        )
        result.job.wait()
        assert result.ResultingResourceSettings is not None
        return self.client.get(result.ResultingResourceSettings[0])

    def insert(
        self,
        path: str,
        kind: str = "Disk",
        medium: str = "Hard Disk",
        *,
        shared: bool = False,
    ) -> None:
        """Put a file into a new drive."""
        drive = self.add(
            Msvm_ResourceAllocationSettingData(
                ResourceSubType=f"{PREFIX}Synthetic {kind} Drive",
                Parent=path_to(self.controller),
            )
        )
        self.add(
            Msvm_StorageAllocationSettingData(
                ResourceSubType=f"{PREFIX}Virtual {medium}",
                Parent=path_to(drive),
                HostResource=[path],
                PersistentReservationsSupported=shared,
            )
        )

    def request(self, state: int) -> tuple[int, int | None]:
        """The return value of a state change, and the error of its job."""
        system = self.client.get(self.ref)
        result = system.RequestStateChange(RequestedState=state, check=False)
        if result.Job is None:
            return int(result.ReturnValue), None
        job = self.client.get(result.Job)
        assert isinstance(job, Msvm_ConcreteJob)
        return int(result.ReturnValue), job.ErrorCode

    @property
    def state(self) -> int | None:
        return self.client.get(self.ref).EnabledState


@pytest.fixture
def host() -> Vmms:
    made = Vmms(seed=1)
    create(made.files, NewDisk(BASE, capacity=10 * GIB))
    create(made.files, NewDisk(DISK, Types.DIFFERENCING, parent=BASE))
    made.files.add_iso(ISO)
    return made


@pytest.fixture
def service(host: Vmms) -> Msvm_ImageManagementService:
    return host.connect().enumerate(Msvm_ImageManagementService)[0]


def in_use(service: Msvm_ImageManagementService, path: str) -> bool | None:
    found = service.GetVirtualHardDiskState(Path=path).State
    assert found is not None
    return found.InUse


def test_a_running_machine_uses_its_disk_and_what_that_is_based_on(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    machine = Machine(host, "one")
    machine.insert(DISK.upper())
    assert in_use(service, DISK) is False
    assert machine.request(RUNNING) == (JOB_STARTED, 0)
    assert [in_use(service, path) for path in (DISK, BASE)] == [True, True]
    merged = service.MergeVirtualHardDisk(
        SourcePath=DISK, DestinationPath=BASE, check=False
    )
    assert merged.ReturnValue == IN_USE
    machine.request(OFF)
    assert [in_use(service, path) for path in (DISK, BASE)] == [False, False]


def test_its_disk_on_scsi_can_grow_meanwhile(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    machine = Machine(host, "one")
    machine.insert(DISK)
    machine.request(RUNNING)
    service.ResizeVirtualHardDisk(Path=DISK, MaxInternalSize=20 * GIB).job.wait()
    found = service.GetVirtualHardDiskSettingData(Path=DISK).SettingData
    assert found is not None
    assert found.MaxInternalSize == 20 * GIB


@pytest.mark.parametrize("missing", [DISK, BASE])
def test_a_machine_whose_disk_is_missing_does_not_start(
    host: Vmms, missing: str
) -> None:
    machine = Machine(host, "one")
    machine.insert(DISK)
    host.files.delete(missing)
    assert machine.request(RUNNING) == (JOB_STARTED, FILE_NOT_FOUND)
    assert machine.state == OFF


def test_nor_does_one_whose_parent_disk_was_changed(host: Vmms) -> None:
    machine = Machine(host, "one")
    machine.insert(DISK)
    write_data(host.files, BASE, MIB)
    assert machine.request(RUNNING) == (JOB_STARTED, FAILED)
    assert machine.state == OFF


def test_two_machines_can_not_run_with_one_disk(host: Vmms) -> None:
    one, two = Machine(host, "one"), Machine(host, "two")
    one.insert(DISK)
    two.insert(DISK)
    one.request(RUNNING)
    assert two.request(RUNNING) == (JOB_STARTED, IN_USE)
    assert two.state == OFF
    one.request(OFF)
    assert two.request(RUNNING) == (JOB_STARTED, 0)


def test_but_with_two_disks_on_one_parent(host: Vmms) -> None:
    create(host.files, NewDisk(r"C:\b.vhdx", Types.DIFFERENCING, parent=BASE))
    for name, path in (("one", DISK), ("two", r"C:\b.vhdx")):
        machine = Machine(host, name)
        machine.insert(path)
        assert machine.request(RUNNING) == (JOB_STARTED, 0)


def test_and_with_one_iso_image(host: Vmms) -> None:
    for name in ("one", "two"):
        machine = Machine(host, name)
        machine.insert(ISO, "DVD", "CD/DVD Disk")
        assert machine.request(RUNNING) == (JOB_STARTED, 0)


def test_and_with_one_vhd_set_that_both_share(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    service.ConvertVirtualHardDiskToVHDSet(VirtualHardDiskPath=BASE).job.wait()
    for name in ("one", "two"):
        machine = Machine(host, name)
        machine.insert(SET, shared=True)
        assert machine.request(RUNNING) == (JOB_STARTED, 0)
    assert in_use(service, BASE) is True


def test_a_vhd_set_without_its_disk_keeps_its_machine_from_starting(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    service.ConvertVirtualHardDiskToVHDSet(VirtualHardDiskPath=BASE).job.wait()
    machine = Machine(host, "one")
    machine.insert(SET)
    host.files.delete(BASE)
    assert machine.request(RUNNING) == (JOB_STARTED, FILE_NOT_FOUND)
    assert machine.state == OFF


def test_a_mounted_disk_keeps_its_machine_from_starting(
    host: Vmms, service: Msvm_ImageManagementService
) -> None:
    machine = Machine(host, "one")
    machine.insert(DISK)
    service.AttachVirtualHardDisk(Path=DISK).job.wait()
    assert machine.request(RUNNING) == (JOB_STARTED, IN_USE)
    assert machine.state == OFF
