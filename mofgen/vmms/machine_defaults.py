"""What a machine is like that nobody said more about: its settings and their parts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_GuestServiceInterfaceComponentSettingData,
    Msvm_HeartbeatComponentSettingData,
    Msvm_KvpExchangeComponentSettingData,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_SerialPortSettingData,
    Msvm_ShutdownComponentSettingData,
    Msvm_SyntheticDisplayControllerSettingData,
    Msvm_TimeSyncComponentSettingData,
    Msvm_VirtualSystemSettingData,
    Msvm_VssComponentSettingData,
)

from mofgen.vmms.instance_ids import device_id, system_id
from mofgen.vmms.machine_access import (
    GENERATION_1,
    GENERATION_2,
    REALIZED,
    path,
)

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

VERSIONS: Final = ("8.0", "9.0", "10.0", "11.0")
"""The configuration versions that the host can run, the newest last."""
DATA_ROOT: Final = r"C:\ProgramData\Microsoft\Windows\Hyper-V"
"""Where the files of a machine are that is not put anywhere else."""
WINDOWS_TEMPLATE: Final = "1734c6e8-3154-4dda-ba5f-a874cc483422"
"""The Secure Boot template for Windows."""

PROCESSOR: Final = "b637f346-6a0e-4dec-af52-bd70cb80a21d"
MEMORY: Final = "4764334d-e001-4176-82ee-5594ec9b530e"
IDE: Final = "83F8638B-8DCA-4152-9EDA-2CA8B33039B4"
SERIAL: Final = "8E3A359F-559A-4B6A-98A9-1690A6100ED7"
DISKETTE: Final = "8F0D2762-0B00-4E04-AF4F-19010527CB93"
DISPLAY: Final = "DA0A7802-E377-4AAC-8E77-0558EB1073F8"
S3_DISPLAY: Final = "6C9FD58F-6FC1-45D1-9A3B-6C3F3F8BF0C1"
KEYBOARD: Final = "F912AD6D-2B17-48EA-BD65-F927A61C7684"
MOUSE: Final = "CFA8B69E-5B4A-4CC0-B98B-8BA1A1F3F95A"
"""The device part of the InstanceIDs of what every machine has."""

INTEGRATION_COMPONENTS: Final[tuple[tuple[type[Any], str], ...]] = (
    (Msvm_ShutdownComponentSettingData, "9F8233AC-BE49-4C79-8EE3-E7E1985B2077"),
    (Msvm_TimeSyncComponentSettingData, "2497F4DE-E9FA-4204-80E4-4B75C46419C0"),
    (Msvm_HeartbeatComponentSettingData, "84EAAE65-2F2E-45F5-9BB5-0E857DC8EB47"),
    (Msvm_KvpExchangeComponentSettingData, "2A34B1C2-FD73-4043-8A5B-DD2159BC743F"),
    (Msvm_VssComponentSettingData, "5CED1297-4598-4915-A5FC-AD21BB4D02A4"),
    (
        Msvm_GuestServiceInterfaceComponentSettingData,
        "6C09BB55-D683-4DA0-8931-C9BF705F6480",
    ),
)

_PREFIX = "Microsoft:Hyper-V:"


def default_settings(
    host: Vmms, guid: str, generation: int, root: str = DATA_ROOT
) -> Msvm_VirtualSystemSettingData:
    """The system settings of a new machine.

    Parameters
    ----------
    guid:
        The machine's.
    generation:
        1 or 2.
    root:
        The folder in which its files lie.
    """
    settings = Msvm_VirtualSystemSettingData(
        InstanceID=system_id(guid),
        ElementName="New Virtual Machine",
        VirtualSystemIdentifier=guid,
        VirtualSystemType=REALIZED,
        VirtualSystemSubType=GENERATION_2 if generation == 2 else GENERATION_1,
        Architecture="x64",
        Version=VERSIONS[-1],
        Notes=[],
        CreationTime=host.clock.now(),
        ConfigurationID=guid,
        ConfigurationDataRoot=root,
        ConfigurationFile=rf"Virtual Machines\{guid}.vmcx",
        GuestStateDataRoot=root,
        GuestStateFile=rf"Virtual Machines\{guid}.vmgs",
        SnapshotDataRoot=root,
        SuspendDataRoot=root,
        SwapFileDataRoot=root,
        LogDataRoot=root,
        AutomaticStartupAction=3,
        AutomaticStartupActionDelay=timedelta(0),
        AutomaticStartupActionSequenceNumber=0,
        AutomaticShutdownAction=3,
        AutomaticRecoveryAction=3,
        AutomaticCriticalErrorAction=1,
        AutomaticCriticalErrorActionTimeout=timedelta(minutes=30),
        AutomaticSnapshotsEnabled=False,
        IsAutomaticSnapshot=False,
        IsSaved=False,
        UserSnapshotType=3,
        IncrementalBackupEnabled=False,
        AllowFullSCSICommandSet=False,
        AllowReducedFcRedundancy=False,
        VirtualNumaEnabled=True,
        GuestControlledCacheTypes=False,
        LockOnDisconnect=False,
        EnhancedSessionTransportType=0,
        ConsoleMode=0,
        DebugPortEnabled=0,
        DebugPort=0,
        DebugChannelId=0,
        LowMmioGapSize=128,
        HighMmioGapSize=512,
        TurnOffOnGuestRestart=False,
        EnableHibernation=False,
    )
    _set_identity(host, settings)
    _set_firmware(settings, generation)
    return settings


def _set_identity(host: Vmms, settings: Msvm_VirtualSystemSettingData) -> None:
    """What the firmware shows the guest of the machine's identity."""
    settings.BIOSGUID = f"{{{host.guids.new()}}}"
    digits = f"{int(host.guids.new().replace('-', ''), 16) % 10**26:026}"
    groups = [digits[i : i + 4] for i in range(0, 26, 4)]
    serial = "-".join(groups)
    settings.BIOSSerialNumber = serial
    settings.BaseBoardSerialNumber = serial
    settings.ChassisSerialNumber = serial
    settings.ChassisAssetTag = serial


def _set_firmware(settings: Msvm_VirtualSystemSettingData, generation: int) -> None:
    settings.BIOSNumLock = False
    settings.BootSourceOrder = []
    settings.PauseAfterBootFailure = False
    settings.NetworkBootPreferredProtocol = 4096
    settings.SecureBootEnabled = generation == 2
    if generation == 2:
        settings.SecureBootTemplateId = WINDOWS_TEMPLATE
        settings.BootOrder = []
    else:
        settings.BootOrder = [1, 2, 3, 0]


def default_parts(
    host: Vmms, guid: str, generation: int
) -> list[CIM_ResourceAllocationSettingData]:
    """The resource settings that a new machine has by itself, parents first."""
    parts: list[CIM_ResourceAllocationSettingData] = [
        _processor(guid),
        _memory(guid),
        *_serial_ports(host, guid),
        _display(guid),
        *_input_devices(guid),
    ]
    if generation == 1:
        parts += [*_ide_controllers(guid), *_diskette(host, guid), _s3_display(guid)]
    return [*parts, *_integration_components(guid)]


def _processor(guid: str) -> Msvm_ProcessorSettingData:
    return Msvm_ProcessorSettingData(
        InstanceID=device_id(guid, PROCESSOR, 0),
        ElementName="Processor",
        PoolID="",
        VirtualQuantity=1,
        VirtualQuantityUnits="count",
        Reservation=0,
        Limit=100000,
        Weight=100,
        LimitCPUID=False,
        LimitProcessorFeatures=False,
        HwThreadsPerCore=0,
        ExposeVirtualizationExtensions=False,
        HideHypervisorPresent=False,
        EnableHostResourceProtection=False,
    )


def _memory(guid: str) -> Msvm_MemorySettingData:
    return Msvm_MemorySettingData(
        InstanceID=device_id(guid, MEMORY),
        ElementName="Memory",
        PoolID="",
        VirtualQuantity=1024,
        Reservation=512,
        Limit=1048576,
        Weight=5000,
        DynamicMemoryEnabled=False,
        TargetMemoryBuffer=20,
        HugePagesEnabled=False,
        SwapFilesInUse=False,
    )


def _resource(
    guid: str, device: tuple[str | int, ...], kind: int, subtype: str, name: str
) -> Msvm_ResourceAllocationSettingData:
    return Msvm_ResourceAllocationSettingData(
        InstanceID=device_id(guid, *device),
        ElementName=name,
        ResourceType=kind,
        ResourceSubType=_PREFIX + subtype,
        PoolID="",
        VirtualQuantity=1,
        AutomaticAllocation=True,
        AutomaticDeallocation=True,
    )


def _ide_controllers(guid: str) -> list[CIM_ResourceAllocationSettingData]:
    found: list[CIM_ResourceAllocationSettingData] = []
    for number in (0, 1):
        name = f"IDE Controller {number}"
        part = _resource(guid, (IDE, number), 5, "Emulated IDE Controller", name)
        part.Address = str(number)
        found.append(part)
    return found


def _serial_ports(host: Vmms, guid: str) -> list[CIM_ResourceAllocationSettingData]:
    controller = _resource(guid, (SERIAL,), 1, "Serial Controller", "Serial Controller")
    parent = path(host, controller)
    ports = [
        Msvm_SerialPortSettingData(
            InstanceID=device_id(guid, SERIAL, number),
            ElementName=f"COM {number + 1}",
            Caption="COM Port",
            ResourceType=21,
            ResourceSubType=_PREFIX + "Serial Port",
            PoolID="",
            VirtualQuantity=1,
            Connection=[""],
            Parent=parent,
            AddressOnParent=str(number),
        )
        for number in (0, 1)
    ]
    return [controller, *ports]


def _diskette(host: Vmms, guid: str) -> list[CIM_ResourceAllocationSettingData]:
    controller = _resource(
        guid, (DISKETTE,), 1, "Virtual Diskette Controller", "Diskette Controller"
    )
    drive = _resource(
        guid, (DISKETTE, 0, 0, "D"), 14, "Synthetic Diskette Drive", "Diskette Drive"
    )
    drive.Parent = path(host, controller)
    drive.AddressOnParent = "0"
    return [controller, drive]


def _display(guid: str) -> Msvm_SyntheticDisplayControllerSettingData:
    return Msvm_SyntheticDisplayControllerSettingData(
        InstanceID=device_id(guid, DISPLAY),
        ElementName="Display Controller",
        ResourceType=24,
        ResourceSubType=_PREFIX + "Synthetic Display Controller",
        PoolID="",
        VirtualQuantity=1,
        ResolutionType=3,
        HorizontalResolution=1920,
        VerticalResolution=1080,
    )


def _s3_display(guid: str) -> Msvm_ResourceAllocationSettingData:
    return _resource(
        guid, (S3_DISPLAY,), 24, "S3 Display Controller", "S3 Display Controller"
    )


def _input_devices(guid: str) -> list[CIM_ResourceAllocationSettingData]:
    return [
        _resource(guid, (KEYBOARD,), 13, "Synthetic Keyboard", "Keyboard"),
        _resource(guid, (MOUSE,), 13, "Synthetic Mouse", "Mouse"),
    ]


def _integration_components(guid: str) -> list[CIM_ResourceAllocationSettingData]:
    parts: list[CIM_ResourceAllocationSettingData] = [
        cls(InstanceID=device_id(guid, device))
        for cls, device in INTEGRATION_COMPONENTS
    ]
    for each in parts:
        if isinstance(each, Msvm_GuestServiceInterfaceComponentSettingData):
            # The schema says it of the others, and requires it of all.
            each.Caption = each.ElementName = "Guest Service Interface"
    return parts
