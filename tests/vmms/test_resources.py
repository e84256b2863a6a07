"""Adding, changing and removing the resources of machines, as a client does it."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    CIM_LogicalDevice,
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_DiskDrive,
    Msvm_DVDDrive,
    Msvm_EmulatedEthernetPortSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_KvpExchangeComponent,
    Msvm_KvpExchangeComponentSettingData,
    Msvm_LogicalDisk,
    Msvm_Memory,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_SerialPortSettingData,
    Msvm_StorageAllocationSettingData,
    Msvm_SyntheticEthernetPort,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_SystemDevice,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemManagementServiceSettingData,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.configurations import configuration_of
from mofgen.vmms.files import FileKind, VirtualFile
from mofgen.vmms.job_policies import Never
from mofgen.vmms.network_addresses import give_addresses
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    IN_USE,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
    OUT_OF_MEMORY,
)
from mofgen.vmms.resource_changes import equip

Resource = Msvm_ResourceAllocationSettingData
Storage = Msvm_StorageAllocationSettingData
Nic = Msvm_SyntheticEthernetPortSettingData
Setting = CIM_ResourceAllocationSettingData

RUNNING, SAVED, PAUSED = 2, 6, 9
COMPLETED, EXCEPTION = 7, 10
PREFIX = "Microsoft:Hyper-V:"
DISK = r"C:\disks\data.vhdx"
ISO = r"C:\images\setup.iso"


class Machine:
    """A virtual machine and what a client does with its resources."""

    def __init__(self, host: Vmms, generation: int) -> None:
        self.host = host
        self.client: MemoryConnection = host.connect()
        (self.service,) = self.client.enumerate(Msvm_VirtualSystemManagementService)
        defined = self.service.DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(
                ElementName="m",
                VirtualSystemSubType=f"Microsoft:Hyper-V:SubType:{generation}",
            )
        )
        assert defined.ResultingSystem is not None
        self.guid = str(defined.ResultingSystem.keys["Name"])
        keys = {"CreationClassName": "Msvm_ComputerSystem", "Name": self.guid}
        self.ref = Ref(Msvm_ComputerSystem, keys)

    @property
    def settings(self) -> Msvm_VirtualSystemSettingData:
        keys = {"InstanceID": f"Microsoft:{self.guid}"}
        return self.client.get(Ref(Msvm_VirtualSystemSettingData, keys))

    def parts(self, cls: type[Any], subtype: str | None = None) -> list[Any]:
        """Its resource settings of a class, in the order of their IDs."""
        found = [
            each
            for each in self.client.enumerate(cls)
            if each.InstanceID.startswith(f"Microsoft:{self.guid}\\")
            and (subtype is None or each.ResourceSubType == PREFIX + subtype)
        ]
        return sorted(found, key=lambda each: str(each.InstanceID))

    def devices(self, cls: type[Any] = CIM_LogicalDevice) -> list[Any]:
        """What works in it as its settings say."""
        return self.client.associators(
            self.ref, result_class=cls, association=Msvm_SystemDevice
        )

    def enter(self, *states: int) -> None:
        """Bring it into a state, one step after another."""
        for state in states:
            self.client.get(self.ref).RequestStateChange(RequestedState=state)
            assert self.client.get(self.ref).EnabledState == state

    def add(self, *settings: Setting) -> Any:
        return self.service.AddResourceSettings(
            AffectedConfiguration=self.settings, ResourceSettings=settings, check=False
        )

    def added(self, setting: Any) -> Any:
        """What is there after adding a resource that can be added."""
        result = self.add(setting)
        assert result.ReturnValue == JOB_STARTED
        assert self.job(result).JobState == COMPLETED
        (ref,) = result.ResultingResourceSettings
        return self.client.get(ref)

    def modify(self, *settings: Setting) -> Any:
        return self.service.ModifyResourceSettings(
            ResourceSettings=settings, check=False
        )

    def remove(self, *settings: Setting) -> Any:
        return self.service.RemoveResourceSettings(
            ResourceSettings=settings, check=False
        )

    def job(self, result: Any) -> Msvm_ConcreteJob:
        found = self.client.get(result.Job)
        assert isinstance(found, Msvm_ConcreteJob)
        return found

    def state(self) -> list[Any]:
        """All that a client can read of it, to see that nothing has changed."""
        return [*self.parts(Setting), *self.devices()]


@pytest.fixture
def host() -> Vmms:
    made = Vmms(cores=8, memory=65536, clock=SimulatedClock(), seed=1)
    for number in range(3):
        path = DISK.replace("data", f"data{number}") if number else DISK
        made.files.add(VirtualFile(path, 1 << 22, FileKind.HARD_DISK))
    made.files.add_iso(ISO)
    return made


@pytest.fixture
def old(host: Vmms) -> Machine:
    """A machine of generation 1."""
    return Machine(host, 1)


@pytest.fixture
def new(host: Vmms) -> Machine:
    """A machine of generation 2."""
    return Machine(host, 2)


def controller() -> Resource:
    return Resource(
        ElementName="SCSI Controller",
        ResourceType=6,
        ResourceSubType=PREFIX + "Synthetic SCSI Controller",
    )


def drive(parent: Any, address: int | str | None, kind: str = "Disk") -> Resource:
    return Resource(
        ElementName=f"{kind} Drive",
        ResourceSubType=f"{PREFIX}Synthetic {kind} Drive",
        Parent=path(parent),
        AddressOnParent=None if address is None else str(address),
    )


def medium(parent: Any, file: str = DISK, kind: str = "Hard Disk") -> Storage:
    return Storage(
        ElementName=kind,
        ResourceSubType=f"{PREFIX}Virtual {kind}",
        Parent=path(parent),
        HostResource=[file],
    )


def nic(**values: Any) -> Nic:
    return Nic(ElementName="Network Adapter", **values)


def connection(parent: Any, *switches: str) -> Msvm_EthernetPortAllocationSettingData:
    return Msvm_EthernetPortAllocationSettingData(
        ElementName="Connection", Parent=path(parent), HostResource=switches
    )


def path(setting: Any) -> str:
    return str(Ref(type(setting), {"InstanceID": setting.InstanceID}))


def refused(machine: Machine, code: int, method: str, *settings: Any) -> None:
    """See that a request is refused with ``code``, and that nothing has changed."""
    before = machine.state()
    result = getattr(machine, method)(*settings)
    assert (result.ReturnValue, result.Job) == (code, None)
    assert machine.state() == before


# --- memory and processors ---


def test_memory_changes_to_what_is_given_and_keeps_the_rest(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    result = new.modify(
        Msvm_MemorySettingData(
            InstanceID=memory.InstanceID, ElementName="Memory", VirtualQuantity=4096
        )
    )
    assert result.ReturnValue == JOB_STARTED
    assert new.job(result).JobState == COMPLETED
    (after,) = new.parts(Msvm_MemorySettingData)
    assert (after.VirtualQuantity, after.Limit) == (4096, memory.Limit)
    (resulting,) = result.ResultingResourceSettings
    assert new.client.get(resulting) == after


def test_memory_out_of_range_is_an_invalid_parameter(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    refused(new, INVALID_PARAMETER, "modify", memory.copy(VirtualQuantity=1025))
    refused(new, INVALID_PARAMETER, "modify", memory.copy(Reservation=2048))
    refused(new, INVALID_PARAMETER, "modify", memory.copy(TargetMemoryBuffer=2001))


def test_a_running_or_paused_machine_gets_memory_at_once(new: Machine) -> None:
    new.enter(RUNNING, PAUSED)
    (memory,) = new.parts(Msvm_MemorySettingData)
    assert new.modify(memory.copy(VirtualQuantity=2048)).ReturnValue == JOB_STARTED
    (device,) = new.devices(Msvm_Memory)
    assert device.NumberOfBlocks == 2048


def test_a_running_machine_keeps_its_processors(new: Machine) -> None:
    (processors,) = new.parts(Msvm_ProcessorSettingData)
    new.modify(processors.copy(VirtualQuantity=4))
    new.enter(RUNNING)
    (processors,) = new.parts(Msvm_ProcessorSettingData)
    assert processors.VirtualQuantity == 4
    refused(new, INVALID_STATE, "modify", processors.copy(VirtualQuantity=2))
    assert new.modify(processors.copy(Limit=50000)).ReturnValue == JOB_STARTED


def test_a_machine_has_no_more_processors_than_the_host(new: Machine) -> None:
    (processors,) = new.parts(Msvm_ProcessorSettingData)
    refused(new, INVALID_PARAMETER, "modify", processors.copy(VirtualQuantity=9))


def test_a_saved_machine_keeps_its_memory(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    new.enter(RUNNING, SAVED)
    refused(new, INVALID_STATE, "modify", memory.copy(VirtualQuantity=2048))


def test_a_running_machine_gets_what_the_host_has_left(
    old: Machine, new: Machine
) -> None:
    old.enter(RUNNING)
    new.enter(RUNNING)
    (memory,) = new.parts(Msvm_MemorySettingData)
    rest = new.host.memory - 1024
    refused(new, OUT_OF_MEMORY, "modify", memory.copy(VirtualQuantity=rest + 2))
    assert new.modify(memory.copy(VirtualQuantity=rest)).ReturnValue == JOB_STARTED
    assert new.host.assigned_memory.available == 0
    assert new.modify(memory.copy(VirtualQuantity=2048)).ReturnValue == JOB_STARTED
    assert new.host.assigned_memory.available == rest - 2048


def test_memory_is_neither_added_nor_removed(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    refused(new, NOT_SUPPORTED, "remove", memory)
    more = Msvm_MemorySettingData(ElementName="More", VirtualQuantity=512)
    refused(new, NOT_SUPPORTED, "add", more)


# --- controllers and drives ---


def test_a_controller_gets_an_id_and_an_identifier_of_its_own(new: Machine) -> None:
    added = new.added(controller())
    guid = added.InstanceID.split("\\")[1]
    assert added.InstanceID == f"Microsoft:{new.guid}\\{guid}\\0"
    assert added.VirtualSystemIdentifiers == (f"{{{guid}}}",)


def test_a_machine_has_at_most_four_scsi_controllers(new: Machine) -> None:
    result = new.add(*[controller()] * 4)
    assert len(result.ResultingResourceSettings) == 4
    refused(new, INVALID_PARAMETER, "add", controller())


def test_a_request_is_done_as_a_whole_or_not_at_all(new: Machine) -> None:
    refused(new, INVALID_PARAMETER, "add", *[controller()] * 5)


def test_ide_controllers_come_with_generation_1_and_stay(old: Machine) -> None:
    ide = old.parts(Resource, "Emulated IDE Controller")
    assert len(ide) == 2
    refused(old, NOT_SUPPORTED, "remove", ide[0])
    refused(old, NOT_SUPPORTED, "add", ide[0].copy(InstanceID=None))


def test_a_drive_is_named_by_its_controller_and_place(new: Machine) -> None:
    scsi = new.added(controller())
    added = new.added(drive(scsi, 5))
    assert added.InstanceID == f"{scsi.InstanceID}\\5\\D"
    assert added.AddressOnParent == "5"
    assert added.Parent.startswith(rf"\\{new.host.name}\root\virtualization\v2:Msvm_")


def test_a_drive_without_an_address_gets_the_first_free_place(new: Machine) -> None:
    scsi = new.added(controller())
    assert new.added(drive(scsi, None)).AddressOnParent == "0"
    assert new.added(drive(scsi, None)).AddressOnParent == "1"


def test_a_place_is_taken_once_and_has_to_be_there(new: Machine) -> None:
    scsi = new.added(controller())
    new.added(drive(scsi, 0))
    refused(new, INVALID_PARAMETER, "add", drive(scsi, 0))
    refused(new, INVALID_PARAMETER, "add", drive(scsi, 64))
    refused(new, INVALID_PARAMETER, "add", drive(scsi, "first"))
    refused(new, INVALID_PARAMETER, "add", drive(scsi, 1), drive(scsi, 1))


def test_an_ide_controller_has_two_places(old: Machine) -> None:
    ide, _ = old.parts(Resource, "Emulated IDE Controller")
    old.added(drive(ide, 0))
    old.added(drive(ide, 1, "DVD"))
    refused(old, INVALID_PARAMETER, "add", drive(ide, None))
    refused(old, INVALID_PARAMETER, "add", drive(ide, 2))


def test_dvd_drives_hang_on_ide_in_generation_1_and_on_scsi_in_2(
    old: Machine, new: Machine
) -> None:
    refused(old, INVALID_PARAMETER, "add", drive(old.added(controller()), 0, "DVD"))
    assert new.added(drive(new.added(controller()), 0, "DVD")).ResourceType == 16


def test_a_drive_hangs_on_a_controller_of_its_own_machine(
    old: Machine, new: Machine
) -> None:
    refused(new, INVALID_PARAMETER, "add", drive(old.added(controller()), 0))
    (memory,) = new.parts(Msvm_MemorySettingData)
    refused(new, INVALID_PARAMETER, "add", drive(memory, 0))


def test_a_running_machine_gets_drives_on_scsi_but_not_on_ide(old: Machine) -> None:
    scsi = old.added(controller())
    ide, _ = old.parts(Resource, "Emulated IDE Controller")
    old.enter(RUNNING)
    refused(old, INVALID_STATE, "add", drive(ide, 0))
    refused(old, INVALID_STATE, "add", controller())
    added = old.added(drive(scsi, 0))
    assert len(old.devices(Msvm_DiskDrive)) == 1
    old.remove(added)
    assert old.devices(Msvm_DiskDrive) == []


def test_a_drive_stays_where_it_was_added(new: Machine) -> None:
    scsi = new.added(controller())
    added = new.added(drive(scsi, 0))
    refused(new, NOT_SUPPORTED, "modify", added.copy(AddressOnParent="1"))
    other = new.added(controller())
    refused(new, INVALID_PARAMETER, "modify", added.copy(Parent=path(other)))


def test_a_physical_drive_gives_a_disk_of_the_host(new: Machine) -> None:
    scsi = new.added(controller())
    keys: dict[str, Any] = {
        "SystemCreationClassName": "Msvm_ComputerSystem",
        "SystemName": new.host.name,
        "CreationClassName": "Msvm_DiskDrive",
        "DeviceID": "Microsoft:353B3BE8-310C-4CF4-839E-4E1B14616136\\1",
    }
    disk = Ref(Msvm_DiskDrive, keys)
    physical = drive(scsi, 0).copy(
        ResourceSubType=PREFIX + "Physical Disk Drive", HostResource=[str(disk)]
    )
    refused(new, INVALID_PARAMETER, "add", physical)
    with new.host.manager.transaction() as transaction:
        transaction.create(Msvm_DiskDrive(**keys))
    assert new.added(physical).HostResource == (str(disk),)


# --- disks ---


def test_a_disk_lies_in_a_drive(new: Machine) -> None:
    hard_drive = new.added(drive(new.added(controller()), 0))
    disk = new.added(medium(hard_drive))
    assert disk.InstanceID == hard_drive.InstanceID[:-1] + "L"
    assert (disk.ResourceType, disk.HostResource) == (31, (DISK,))
    refused(
        new, INVALID_PARAMETER, "add", medium(hard_drive, DISK.replace("a.", "a1."))
    )


@pytest.mark.parametrize("file", ["C:\\disks\\data.iso", "", "data"])
def test_what_lies_in_a_drive_has_to_be_a_disk(new: Machine, file: str) -> None:
    hard_drive = new.added(drive(new.added(controller()), 0))
    refused(new, INVALID_PARAMETER, "add", medium(hard_drive, file))


def test_a_disk_goes_into_a_hard_drive_only(new: Machine) -> None:
    scsi = new.added(controller())
    dvd_drive = new.added(drive(scsi, 0, "DVD"))
    refused(new, INVALID_PARAMETER, "add", medium(dvd_drive))
    refused(new, INVALID_PARAMETER, "add", medium(scsi))


def test_the_job_fails_where_the_file_is_missing(new: Machine) -> None:
    hard_drive = new.added(drive(new.added(controller()), 0))
    before = new.state()
    result = new.add(medium(hard_drive, r"C:\disks\gone.vhdx"))
    assert result.ReturnValue == JOB_STARTED
    job = new.job(result)
    assert (job.JobState, job.ErrorCode) == (EXCEPTION, FILE_NOT_FOUND)
    assert "gone.vhdx" in (job.ErrorDescription or "")
    assert new.state() == before


def test_a_machine_has_a_disk_once(new: Machine) -> None:
    scsi = new.added(controller())
    new.added(medium(new.added(drive(scsi, 0))))
    refused(new, IN_USE, "add", medium(new.added(drive(scsi, 1)), DISK.upper()))


def test_a_running_machine_gets_no_disk_that_another_uses(
    old: Machine, new: Machine
) -> None:
    old.added(medium(old.added(drive(old.added(controller()), 0))))
    hard_drive = new.added(drive(new.added(controller()), 0))
    old.enter(RUNNING)
    new.enter(RUNNING)
    job = new.job(new.add(medium(hard_drive)))
    assert (job.JobState, job.ErrorCode) == (EXCEPTION, IN_USE)
    assert new.parts(Storage) == []


def test_iops_are_not_reserved_beyond_their_limit(new: Machine) -> None:
    disk = new.added(medium(new.added(drive(new.added(controller()), 0))))
    refused(new, INVALID_PARAMETER, "modify", disk.copy(IOPSReservation=9, IOPSLimit=8))
    new.enter(RUNNING)
    assert new.modify(disk.copy(IOPSReservation=8, IOPSLimit=9)).ReturnValue == 4096
    (after,) = new.parts(Storage)
    assert (after.IOPSReservation, after.IOPSLimit) == (8, 9)


def test_a_dvd_changes_while_the_machine_runs(old: Machine) -> None:
    ide, _ = old.parts(Resource, "Emulated IDE Controller")
    dvd_drive = old.added(drive(ide, 0, "DVD"))
    old.enter(RUNNING)
    assert len(old.devices(Msvm_DVDDrive)) == 1
    dvd = old.added(medium(dvd_drive, ISO, "CD/DVD Disk"))
    assert len(old.devices(Msvm_LogicalDisk)) == 1
    assert old.remove(dvd).ReturnValue == JOB_STARTED
    assert old.devices(Msvm_LogicalDisk) == []


def test_a_disk_on_ide_stays_while_the_machine_runs(old: Machine) -> None:
    ide, _ = old.parts(Resource, "Emulated IDE Controller")
    disk = old.added(medium(old.added(drive(ide, 0))))
    old.enter(RUNNING)
    refused(old, INVALID_STATE, "remove", disk)


def test_what_hangs_on_a_controller_goes_with_it(new: Machine) -> None:
    before = new.state()
    scsi = new.added(controller())
    new.added(medium(new.added(drive(scsi, 0))))
    assert new.remove(scsi).ReturnValue == JOB_STARTED
    assert new.state() == before


# --- network adapters ---


def test_an_adapter_has_no_address_at_first(new: Machine) -> None:
    adapter = new.added(nic())
    assert adapter.InstanceID.count("\\") == 1
    assert adapter.Address == "000000000000"


def test_adapters_get_the_addresses_of_the_host_that_nobody_has(new: Machine) -> None:
    new.added(nic(StaticMacAddress=True, Address="00155D010A01"))
    for _ in range(2):
        new.added(nic())
    with new.host.manager.transaction() as transaction:
        give_addresses(transaction, new.settings)
    addresses = {each.Address for each in new.parts(Nic)}
    assert addresses == {"00155D010A00", "00155D010A01", "00155D010A02"}


def test_an_adapter_added_to_a_running_machine_has_an_address(new: Machine) -> None:
    new.enter(RUNNING)
    addresses = [new.added(nic()).Address for _ in range(2)]
    assert addresses == ["00155D010A00", "00155D010A01"]


def test_a_job_fails_where_the_host_has_no_more_addresses(new: Machine) -> None:
    with new.host.manager.transaction() as transaction:
        (settings,) = transaction.objects(
            Msvm_VirtualSystemManagementServiceSettingData
        )
        transaction.change(settings, MaximumMacAddress=settings.MinimumMacAddress)
    new.enter(RUNNING)
    new.added(nic())
    job = new.job(new.add(nic()))
    assert (job.JobState, job.ErrorCode) == (EXCEPTION, FAILED)
    assert len(new.parts(Nic)) == 1


@pytest.mark.parametrize(
    "address", ["", "00155D", "000000000000", "01155D000001", "00155D00000G"]
)
def test_a_static_address_is_that_of_one_adapter(new: Machine, address: str) -> None:
    refused(new, INVALID_PARAMETER, "add", nic(StaticMacAddress=True, Address=address))


def test_a_static_address_is_kept_as_twelve_digits(new: Machine) -> None:
    adapter = new.added(nic(StaticMacAddress=True, Address="00-15-5d-00-00-01"))
    assert adapter.Address == "00155D000001"


def test_a_machine_has_eight_adapters_and_four_legacy_ones(old: Machine) -> None:
    assert old.add(*[nic()] * 8).ReturnValue == JOB_STARTED
    refused(old, INVALID_PARAMETER, "add", nic())
    legacy = Msvm_EmulatedEthernetPortSettingData(StaticMacAddress=False)
    assert old.add(*[legacy] * 4).ReturnValue == JOB_STARTED
    refused(old, INVALID_PARAMETER, "add", legacy)


def test_generation_2_has_no_legacy_adapters(new: Machine) -> None:
    legacy = Msvm_EmulatedEthernetPortSettingData(StaticMacAddress=False)
    refused(new, NOT_SUPPORTED, "add", legacy)


def test_only_generation_2_gets_adapters_while_it_runs(
    old: Machine, new: Machine
) -> None:
    old.enter(RUNNING)
    refused(old, INVALID_STATE, "add", nic())
    new.enter(RUNNING)
    new.added(nic())
    assert len(new.devices(Msvm_SyntheticEthernetPort)) == 1


def test_a_connection_names_its_switch(new: Machine) -> None:
    (switch,) = new.client.enumerate(Msvm_VirtualEthernetSwitch)
    keys = {"CreationClassName": type(switch).__name__, "Name": str(switch.Name)}
    adapter = new.added(nic())
    made = new.added(connection(adapter, str(Ref(Msvm_VirtualEthernetSwitch, keys))))
    assert made.InstanceID == f"{adapter.InstanceID}\\C"
    assert made.LastKnownSwitchName == switch.ElementName
    assert made.EnabledState == 2
    refused(new, INVALID_PARAMETER, "add", connection(adapter))


def test_a_connection_is_with_a_switch_or_with_nothing(new: Machine) -> None:
    adapter = new.added(nic())
    gone = Ref(Msvm_VirtualEthernetSwitch, {"CreationClassName": "x", "Name": "gone"})
    refused(new, INVALID_PARAMETER, "add", connection(adapter, str(gone)))
    refused(new, INVALID_PARAMETER, "add", connection(adapter, "switch"))
    assert new.added(connection(adapter)).LastKnownSwitchName is None


def test_an_adapter_takes_its_connection_along(new: Machine) -> None:
    before = new.state()
    adapter = new.added(nic())
    new.added(connection(adapter))
    assert new.remove(adapter).ReturnValue == JOB_STARTED
    assert new.state() == before


# --- what every machine has ---


def test_a_com_port_ends_in_a_named_pipe(new: Machine) -> None:
    first, _ = new.parts(Msvm_SerialPortSettingData)
    refused(new, INVALID_PARAMETER, "modify", first.copy(Connection=["C:\\pipe"]))
    pipe = r"\\.\pipe\console"
    assert new.modify(first.copy(Connection=[pipe])).ReturnValue == JOB_STARTED
    first, _ = new.parts(Msvm_SerialPortSettingData)
    assert first.Connection == (pipe,)


def test_integration_services_are_switched_on_and_off_at_any_time(new: Machine) -> None:
    new.enter(RUNNING)
    (kvp,) = new.parts(Msvm_KvpExchangeComponentSettingData)
    assert len(new.devices(Msvm_KvpExchangeComponent)) == 1
    assert new.modify(kvp.copy(EnabledState=3)).ReturnValue == JOB_STARTED
    (kvp,) = new.parts(Msvm_KvpExchangeComponentSettingData)
    assert kvp.EnabledState == 3
    assert new.devices(Msvm_KvpExchangeComponent) == []


# --- every request ---


def test_what_a_host_offers_can_be_added(new: Machine) -> None:
    def offered(cls: type[Any], subtype: str) -> Any:
        (found,) = (
            each
            for each in new.client.enumerate(cls)
            if each.InstanceID.endswith("\\Default")
            and each.ResourceSubType == PREFIX + subtype
        )
        return found

    scsi = new.added(offered(Resource, "Synthetic SCSI Controller"))
    template = offered(Resource, "Synthetic Disk Drive")
    added = new.added(template.copy(Parent=path(scsi), AddressOnParent="0"))
    template = offered(Storage, "Virtual Hard Disk")
    new.added(template.copy(Parent=path(added), HostResource=[DISK]))
    adapter = new.added(offered(Nic, "Synthetic Ethernet Port"))
    template = offered(Msvm_EthernetPortAllocationSettingData, "Ethernet Connection")
    new.added(template.copy(Parent=path(adapter)))


def test_a_definition_can_ask_for_resources(new: Machine) -> None:
    with new.host.manager.transaction() as transaction:
        configuration = configuration_of(new.host, transaction, new.settings)
        equip(configuration, Msvm_ProcessorSettingData(VirtualQuantity=4))
        equip(configuration, controller())
    (processors,) = new.parts(Msvm_ProcessorSettingData)
    assert (processors.VirtualQuantity, processors.Limit) == (4, 100000)
    assert len(new.parts(Resource, "Synthetic SCSI Controller")) == 1


def test_what_a_host_offers_does_not_change_itself(new: Machine) -> None:
    offers = new.client.enumerate(Msvm_MemorySettingData)
    (offer,) = (each for each in offers if str(each.InstanceID).endswith("Default"))
    refused(new, INVALID_PARAMETER, "modify", offer)
    refused(new, INVALID_PARAMETER, "remove", offer)


def test_a_change_is_noted_in_the_machine(new: Machine) -> None:
    clock = new.host.clock
    assert isinstance(clock, SimulatedClock)
    clock.advance(60)
    new.added(controller())
    changed = new.client.get(new.ref).TimeOfLastConfigurationChange
    assert changed is not None
    assert changed.to_datetime() == clock.now()


def test_a_request_needs_settings_and_a_machine(new: Machine) -> None:
    refused(new, INVALID_PARAMETER, "add")
    refused(new, INVALID_PARAMETER, "modify")
    refused(new, INVALID_PARAMETER, "remove")
    result = new.service.AddResourceSettings(
        ResourceSettings=[controller()], check=False
    )
    assert result.ReturnValue == INVALID_PARAMETER


def test_one_request_is_for_one_machine(old: Machine, new: Machine) -> None:
    memories = [m.parts(Msvm_MemorySettingData)[0] for m in (old, new)]
    refused(new, INVALID_PARAMETER, "modify", *memories)


def test_settings_that_are_not_there_cannot_change(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    gone = memory.copy(InstanceID="Microsoft:gone")
    refused(new, INVALID_PARAMETER, "modify", gone)
    refused(new, INVALID_PARAMETER, "remove", gone)


def test_what_nobody_knows_is_not_supported(new: Machine) -> None:
    odd = Resource(ElementName="odd", ResourceSubType="Odd")
    refused(new, NOT_SUPPORTED, "add", odd)


def test_the_kind_of_a_resource_never_changes(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    refused(new, INVALID_PARAMETER, "modify", memory.copy(ResourceSubType="Other"))


def test_a_machine_is_changed_by_one_job_at_a_time(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    new.host.jobs.policy = Never()
    result = new.modify(memory.copy(VirtualQuantity=2048))
    (unchanged,) = new.parts(Msvm_MemorySettingData)
    assert unchanged.VirtualQuantity == 1024
    refused(new, INVALID_STATE, "modify", memory.copy(VirtualQuantity=4096))
    new.host.jobs.finish()
    assert new.job(result).JobState == COMPLETED
    (changed,) = new.parts(Msvm_MemorySettingData)
    assert changed.VirtualQuantity == 2048


def test_what_a_job_will_add_is_named_before_it_is_there(new: Machine) -> None:
    new.host.jobs.policy = Never()
    (ref,) = new.add(controller()).ResultingResourceSettings
    assert new.parts(Resource, "Synthetic SCSI Controller") == []
    new.host.jobs.finish()
    (added,) = new.parts(Resource, "Synthetic SCSI Controller")
    assert new.client.get(ref) == added
