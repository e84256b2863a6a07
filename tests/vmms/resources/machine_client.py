"""A virtual machine as a client sees it, and the settings that it is given."""

from __future__ import annotations

from typing import Any

from hyperv_v2 import (
    CIM_LogicalDevice,
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_StorageAllocationSettingData,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_SystemDevice,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.refusals import (
    JOB_STARTED,
)

Resource = Msvm_ResourceAllocationSettingData
Storage = Msvm_StorageAllocationSettingData
Nic = Msvm_SyntheticEthernetPortSettingData
Setting = CIM_ResourceAllocationSettingData

RUNNING, SAVED, PAUSED = 2, 6, 9
COMPLETED, EXCEPTION = 7, 10
PREFIX = "Microsoft:Hyper-V:"
DISK, OTHER_DISK = DISKS = (r"C:\disks\data.vhdx", r"C:\disks\more.vhdx")
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
