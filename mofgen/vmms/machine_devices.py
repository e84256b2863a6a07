"""The devices that a machine has while a worker process holds it.

A client sees a machine's settings at all times, and its devices only while there is
something that works as they say. Each device has the ID of its settings, without the
machine in it, and ``Msvm_SettingsDefineState`` connects the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    CIM_LogicalDevice,
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_DiskDrive,
    Msvm_DisketteController,
    Msvm_DisketteDrive,
    Msvm_DVDDrive,
    Msvm_EmulatedEthernetPort,
    Msvm_EmulatedEthernetPortSettingData,
    Msvm_GpuPartition,
    Msvm_GpuPartitionSettingData,
    Msvm_GuestServiceInterfaceComponent,
    Msvm_GuestServiceInterfaceComponentSettingData,
    Msvm_HeartbeatComponent,
    Msvm_HeartbeatComponentSettingData,
    Msvm_IDEController,
    Msvm_Keyboard,
    Msvm_KvpExchangeComponent,
    Msvm_KvpExchangeComponentSettingData,
    Msvm_LogicalDisk,
    Msvm_Memory,
    Msvm_MemorySettingData,
    Msvm_Processor,
    Msvm_ProcessorSettingData,
    Msvm_Ps2Mouse,
    Msvm_S3DisplayController,
    Msvm_SCSIProtocolController,
    Msvm_SerialController,
    Msvm_SerialPort,
    Msvm_SerialPortSettingData,
    Msvm_SettingsDefineState,
    Msvm_ShutdownComponent,
    Msvm_ShutdownComponentSettingData,
    Msvm_StorageAllocationSettingData,
    Msvm_SyntheticDisplayController,
    Msvm_SyntheticDisplayControllerSettingData,
    Msvm_SyntheticEthernetPort,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_SyntheticFcPort,
    Msvm_SyntheticFcPortSettingData,
    Msvm_SyntheticMouse,
    Msvm_SystemDevice,
    Msvm_TimeSyncComponent,
    Msvm_TimeSyncComponentSettingData,
    Msvm_VirtualSystemSettingData,
    Msvm_VssComponent,
    Msvm_VssComponentSettingData,
)

from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref, RefLike
from mofgen.vmms.device_links import link_device
from mofgen.vmms.gpu_partitions import give_back, take_partition
from mofgen.vmms.guest_components import COMPONENTS, component_values, driver_state
from mofgen.vmms.guest_services import refresh_services, remove_services
from mofgen.vmms.host_disks import take_disk
from mofgen.vmms.instance_ids import local_id
from mofgen.vmms.machine_access import components, generation, machine_ref
from mofgen.vmms.pool_allocations import allocate_device

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

_BY_CLASS: Final[dict[type[Any], type[Any]]] = {
    Msvm_ProcessorSettingData: Msvm_Processor,
    Msvm_MemorySettingData: Msvm_Memory,
    Msvm_SerialPortSettingData: Msvm_SerialPort,
    Msvm_SyntheticDisplayControllerSettingData: Msvm_SyntheticDisplayController,
    Msvm_SyntheticEthernetPortSettingData: Msvm_SyntheticEthernetPort,
    Msvm_EmulatedEthernetPortSettingData: Msvm_EmulatedEthernetPort,
    Msvm_SyntheticFcPortSettingData: Msvm_SyntheticFcPort,
    Msvm_GpuPartitionSettingData: Msvm_GpuPartition,
    Msvm_StorageAllocationSettingData: Msvm_LogicalDisk,
    Msvm_ShutdownComponentSettingData: Msvm_ShutdownComponent,
    Msvm_TimeSyncComponentSettingData: Msvm_TimeSyncComponent,
    Msvm_HeartbeatComponentSettingData: Msvm_HeartbeatComponent,
    Msvm_KvpExchangeComponentSettingData: Msvm_KvpExchangeComponent,
    Msvm_VssComponentSettingData: Msvm_VssComponent,
    Msvm_GuestServiceInterfaceComponentSettingData: Msvm_GuestServiceInterfaceComponent,
}
_BY_SUBTYPE: Final[dict[str, type[Any]]] = {
    "Emulated IDE Controller": Msvm_IDEController,
    "Synthetic SCSI Controller": Msvm_SCSIProtocolController,
    "Serial Controller": Msvm_SerialController,
    "Virtual Diskette Controller": Msvm_DisketteController,
    "Synthetic Diskette Drive": Msvm_DisketteDrive,
    "Synthetic Disk Drive": Msvm_DiskDrive,
    "Physical Disk Drive": Msvm_DiskDrive,
    "Synthetic DVD Drive": Msvm_DVDDrive,
    "S3 Display Controller": Msvm_S3DisplayController,
    "Synthetic Keyboard": Msvm_Keyboard,
    "Synthetic Mouse": Msvm_SyntheticMouse,
}
_ENABLED: Final = 2
_DISABLED: Final = 3
_WORKING: Final[Mapping[str, Any]] = {
    "EnabledState": _ENABLED,
    "HealthState": 5,
    "OperationalStatus": [2],
    "StatusDescriptions": ["OK"],
}
"""What a device says of itself that works."""


def connect_devices(
    host: Vmms,
    transaction: Transaction,
    machine: Msvm_ComputerSystem,
    settings: Msvm_VirtualSystemSettingData,
) -> None:
    """Make every device that the settings of a machine describe."""
    for part in components(transaction, settings, CIM_ResourceAllocationSettingData):
        connect_device(host, transaction, machine, part)
        is_mouse = device_class(part) is Msvm_SyntheticMouse
        if is_mouse and generation(settings) == 1:  # it has an emulated one as well
            [own_id] = _device_ids(part)
            _create(transaction, machine, part, Msvm_Ps2Mouse, own_id, _WORKING)


def connect_device(
    host: Vmms,
    transaction: Transaction,
    machine: Msvm_ComputerSystem,
    setting: CIM_ResourceAllocationSettingData,
) -> None:
    """Make what one resource setting describes.

    Processors are one device each. What has no device of its own, such as the
    connection of a network adapter, makes none.
    """
    cls = device_class(setting)
    if cls is None or _is_absent(setting):
        return
    state = _state(host, transaction, machine, setting)
    for device_id in _device_ids(setting):
        device = _create(transaction, machine, setting, cls, device_id, state)
        link_device(transaction, setting, device)
        if setting.PoolID:
            allocate_device(transaction, setting, device)
    if isinstance(setting, Msvm_GuestServiceInterfaceComponentSettingData):
        refresh_services(transaction, machine, setting)


def refresh_device(
    host: Vmms,
    transaction: Transaction,
    machine: Msvm_ComputerSystem,
    setting: CIM_ResourceAllocationSettingData,
) -> None:
    """Let the devices that a changed setting describes be as it says now.

    They stay the same devices; only one that is disabled goes, and one that is
    enabled comes. Integration components stay in any case, and say which they are.
    """
    devices = _devices_of(transaction, setting)
    if _is_absent(setting):
        disconnect_device(transaction, setting)
    elif not devices:
        connect_device(host, transaction, machine, setting)
    else:
        state = _state(host, transaction, machine, setting)
        for device in devices:
            transaction.change(device, **state)
    if isinstance(setting, Msvm_GuestServiceInterfaceComponentSettingData):
        refresh_services(transaction, machine, setting)


def disconnect_devices(transaction: Transaction, machine: Msvm_ComputerSystem) -> None:
    """Remove every device of a machine, and its guest services."""
    remove_services(transaction, machine)
    for device in transaction.associators(
        machine, CIM_LogicalDevice, association=Msvm_SystemDevice
    ):
        if isinstance(device, Msvm_GpuPartition):
            give_back(transaction, device)
        transaction.delete(device)


def disconnect_device(
    transaction: Transaction, setting: RefLike[CIM_ResourceAllocationSettingData]
) -> None:
    """Remove what one resource setting describes."""
    for device in _devices_of(transaction, setting):
        transaction.delete(device)


def device_class(setting: CIM_ResourceAllocationSettingData) -> type[Any] | None:
    """The class of the devices that a setting describes; None for those that none do."""
    found = _BY_CLASS.get(type(setting))
    if found is not None:
        return found
    subtype = setting.ResourceSubType or ""
    return _BY_SUBTYPE.get(subtype.removeprefix("Microsoft:Hyper-V:"))


def _devices_of(
    transaction: Transaction, setting: RefLike[CIM_ResourceAllocationSettingData]
) -> list[CIM_LogicalDevice]:
    return transaction.associators(
        setting, CIM_LogicalDevice, association=Msvm_SettingsDefineState
    )


def _device_ids(setting: CIM_ResourceAllocationSettingData) -> list[str]:
    own = local_id(setting.InstanceID or "")
    if not isinstance(setting, Msvm_ProcessorSettingData):
        return [own]
    front = own.rpartition("\\")[0]
    return [f"{front}\\{number}" for number in range(setting.VirtualQuantity or 1)]


def _create(
    transaction: Transaction,
    machine: Msvm_ComputerSystem,
    setting: CIM_ResourceAllocationSettingData,
    cls: type[Any],
    device_id: str,
    state: Mapping[str, Any],
) -> Ref[Any]:
    device: Ref[Any] = transaction.create(
        cls(
            SystemCreationClassName="Msvm_ComputerSystem",
            SystemName=machine.Name,
            CreationClassName=cls.__name__,
            DeviceID=device_id,
            **state,
        )
    )
    transaction.create(
        Msvm_SystemDevice(
            GroupComponent=machine_ref(machine.Name or ""), PartComponent=device
        )
    )
    transaction.create(
        Msvm_SettingsDefineState(ManagedElement=device, SettingData=setting)
    )
    return device


def _is_absent(setting: CIM_ResourceAllocationSettingData) -> bool:
    """Whether a setting describes a device that is not to be there now."""
    disabled = getattr(setting, "EnabledState", None) == _DISABLED
    return disabled and device_class(setting) not in COMPONENTS


def _state(
    host: Vmms,
    transaction: Transaction,
    machine: Msvm_ComputerSystem,
    setting: CIM_ResourceAllocationSettingData,
) -> dict[str, Any]:
    """What a device says of itself that works."""
    component = device_class(setting)
    if component in COMPONENTS:
        enabled = int(getattr(setting, "EnabledState", None) or _ENABLED)
        return component_values(host, transaction, machine, component, enabled)
    values: dict[str, Any] = dict(_WORKING)
    if component is Msvm_SyntheticMouse:
        values |= {"EnabledState": driver_state(host, machine)}
    elif component is Msvm_DiskDrive and setting.HostResource:
        guid = machine.Name or ""
        values["DriveNumber"] = take_disk(host, transaction, guid, setting)
    elif isinstance(setting, Msvm_GpuPartitionSettingData):
        values |= take_partition(transaction, setting)
    elif isinstance(setting, Msvm_MemorySettingData):
        values |= {
            "BlockSize": 1 << 20,
            "NumberOfBlocks": setting.VirtualQuantity,
            "ConsumableBlocks": setting.VirtualQuantity,
        }
    elif isinstance(
        setting,
        (Msvm_SyntheticEthernetPortSettingData, Msvm_EmulatedEthernetPortSettingData),
    ):
        values |= {"ElementName": setting.ElementName}
        if setting.Address:
            values["PermanentAddress"] = setting.Address
    elif setting.ElementName and isinstance(setting, Msvm_SerialPortSettingData):
        values |= {"ElementName": setting.ElementName}
    return values
