"""The computer and the Windows that a host is, as ``root/cimv2`` shows them.

What clients of Hyper-V read when they connect: which computer this is, with what
version of Windows, how much memory and which processors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from windows_cimv2 import (
    Win32_ComputerSystem,
    Win32_ComputerSystemProcessor,
    Win32_ComputerSystemProduct,
    Win32_LogicalDisk,
    Win32_NetworkAdapter,
    Win32_OperatingSystem,
    Win32_Processor,
    Win32_ServerFeature,
    Win32_Service,
)

from mofgen.provider.computed import Computed
from mofgen.vmms.hardware import memory_of_nodes
from mofgen.vmms.host_adapters import EXTERNAL_ADAPTERS, GIGABIT, external_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

VERSION: Final = "10.0.17763"
"""That of Windows Server 2019."""

_MAKER: Final = "mofgen"
_MODEL: Final = "Virtual Host"
_SYSTEM_CLASS: Final = "Win32_ComputerSystem"
_KIB_IN_MIB: Final = 1024
_PROCESSOR: Final = "Intel Xeon Processor"  # libvirt takes names below 32 characters
_MEGAHERTZ: Final = 2400
_SERVICES: Final = (
    ("vmms", "Hyper-V Virtual Machine Management", "vmms.exe", "LocalSystem"),
    ("vmcompute", "Hyper-V Host Compute Service", "vmcompute.exe", "LocalSystem"),
    (
        "WinRM",
        "Windows Remote Management (WS-Management)",
        "svchost.exe -k NetworkService -p",
        r"NT AUTHORITY\NetworkService",
    ),
)

_FEATURES: Final = {6: "File and Storage Services", 20: "Hyper-V"}


def create_system(host: Vmms, transaction: Transaction) -> None:
    """Make the objects of a host that stay as they are."""
    computer = transaction.create(_computer(host))
    transaction.create(_product(host))
    nodes = len(memory_of_nodes(host.cores, host.memory))
    for number in range(nodes):
        cores = len(range(host.cores)[number::nodes])
        processor = transaction.create(_processor(host, number, cores))
        transaction.create(
            Win32_ComputerSystemProcessor(
                GroupComponent=computer, PartComponent=processor
            )
        )
    for number, service in enumerate(_SERVICES):
        transaction.create(_service(host, number, *service))
    for number, name in _FEATURES.items():
        transaction.create(Win32_ServerFeature(ID=number, ParentID=0, Name=name))
    for number, name in enumerate(EXTERNAL_ADAPTERS):
        transaction.create(_adapter(host, number, name))


def changing_system(host: Vmms) -> list[Computed]:
    """What is different each time that it is read: memory, clocks, free space."""
    return [
        Computed(Win32_OperatingSystem, lambda: [_operating_system(host)]),
        Computed(Win32_LogicalDisk, lambda: _disks(host)),
    ]


def _computer(host: Vmms) -> Win32_ComputerSystem:
    return Win32_ComputerSystem(
        Name=host.name,
        CreationClassName=_SYSTEM_CLASS,
        Caption=host.name,
        Description="AT/AT COMPATIBLE",
        Status="OK",
        BootupState="Normal boot",
        CurrentTimeZone=0,
        DNSHostName=host.name,
        Domain="WORKGROUP",
        Workgroup="WORKGROUP",
        DomainRole=Win32_ComputerSystem.DomainRoleValues.STANDALONE_SERVER,
        PartOfDomain=False,
        HypervisorPresent=True,
        Manufacturer=_MAKER,
        Model=_MODEL,
        NumberOfProcessors=len(memory_of_nodes(host.cores, host.memory)),
        NumberOfLogicalProcessors=host.cores,
        PCSystemType=Win32_ComputerSystem.PCSystemTypeValues.ENTERPRISE_SERVER,
        PowerState=Win32_ComputerSystem.PowerStateValues.UNKNOWN,
        Roles=["LM_Workstation", "LM_Server", "NT", "Server_NT"],
        SystemType="x64-based PC",
        TotalPhysicalMemory=host.memory << 20,
    )


def _product(host: Vmms) -> Win32_ComputerSystemProduct:
    guid = host.guids.named(f"computer {host.name}")
    return Win32_ComputerSystemProduct(
        IdentifyingNumber=guid.replace("-", "")[:16],
        Name=_MODEL,
        Version="1",
        Caption="Computer System Product",
        Description="Computer System Product",
        UUID=guid,
        Vendor=_MAKER,
    )


def _processor(host: Vmms, number: int, cores: int) -> Win32_Processor:
    of = Win32_Processor
    return of(
        **_device(host, of, f"CPU{number}"),
        Name=_PROCESSOR,
        Caption="Intel64 Family 6 Model 85 Stepping 4",
        Description="Intel64 Family 6 Model 85 Stepping 4",
        Manufacturer="GenuineIntel",
        Availability=of.AvailabilityValues.RUNNING_FULL_POWER,
        StatusInfo=of.StatusInfoValues.ENABLED,
        CpuStatus=of.CpuStatusValues.CPU_ENABLED,
        ProcessorType=of.ProcessorTypeValues.CENTRAL_PROCESSOR,
        Architecture=of.ArchitectureValues.X64,
        AddressWidth=64,
        DataWidth=64,
        MaxClockSpeed=_MEGAHERTZ,
        CurrentClockSpeed=_MEGAHERTZ,
        LoadPercentage=0,
        NumberOfCores=cores,
        NumberOfEnabledCore=cores,
        NumberOfLogicalProcessors=cores,
        ThreadCount=cores,
        Role="CPU",
        SocketDesignation=f"CPU {number}",
        # As on every host: the hypervisor has taken these for itself.
        SecondLevelAddressTranslationExtensions=False,
        VirtualizationFirmwareEnabled=False,
        VMMonitorModeExtensions=False,
    )


def _service(
    host: Vmms, number: int, name: str, shown: str, program: str, account: str
) -> Win32_Service:
    return Win32_Service(
        Name=name,
        CreationClassName="Win32_Service",
        SystemCreationClassName=_SYSTEM_CLASS,
        SystemName=host.name,
        DisplayName=shown,
        Caption=shown,
        PathName=rf"C:\Windows\system32\{program}",
        StartName=account,
        StartMode="Auto",
        DelayedAutoStart=False,
        State="Running",
        Status="OK",
        Started=True,
        AcceptStop=True,
        AcceptPause=False,
        DesktopInteract=False,
        ErrorControl="Normal",
        ExitCode=0,
        ServiceSpecificExitCode=0,
        ProcessId=1000 + 4 * number,
        ServiceType="Share Process" if "svchost" in program else "Own Process",
        CheckPoint=0,
        TagId=0,
        WaitHint=0,
    )


def _adapter(host: Vmms, number: int, name: str) -> Win32_NetworkAdapter:
    address = external_address(number)
    return Win32_NetworkAdapter(
        **_device(host, Win32_NetworkAdapter, str(number)),
        Name=name,
        Caption=f"[{number:08}] {name}",
        Description=name,
        AdapterType="Ethernet 802.3",
        Index=number,
        InterfaceIndex=number + 1,
        MACAddress=":".join(address[at : at + 2] for at in range(0, 12, 2)),
        NetConnectionID=name,
        NetConnectionStatus=Win32_NetworkAdapter.NetConnectionStatusValues.CONNECTED,
        NetEnabled=True,
        PhysicalAdapter=True,
        ProductName=name,
        Speed=GIGABIT,
    )


def _operating_system(host: Vmms) -> Win32_OperatingSystem:
    of = Win32_OperatingSystem
    now = host.clock.now()
    total, free = (each * _KIB_IN_MIB for each in (host.memory, host.usage.available))
    return of(
        CreationClassName="Win32_OperatingSystem",
        CSCreationClassName=_SYSTEM_CLASS,
        CSName=host.name,
        Name=r"Microsoft Windows Server 2019 Datacenter|C:\Windows|",
        Caption="Microsoft Windows Server 2019 Datacenter",
        Manufacturer="Microsoft Corporation",
        Status="OK",
        Version=VERSION,
        BuildNumber=VERSION.rpartition(".")[2],
        BuildType="Multiprocessor Free",
        ServicePackMajorVersion=0,
        ServicePackMinorVersion=0,
        OSArchitecture="64-bit",
        OSType=of.OSTypeValues.WINNT,
        ProductType=of.ProductTypeValues.SERVER,
        OperatingSystemSKU=8,  # Datacenter
        OSLanguage=1033,
        Locale="0409",
        MUILanguages=["en-US"],
        Primary=True,
        Distributed=False,
        BootDevice=r"\Device\HarddiskVolume1",
        SystemDrive="C:",
        SystemDirectory=r"C:\Windows\system32",
        WindowsDirectory=r"C:\Windows",
        CurrentTimeZone=0,
        InstallDate=host.booted,
        LastBootUpTime=host.booted,
        LocalDateTime=now,
        TotalVisibleMemorySize=total,
        FreePhysicalMemory=free,
        TotalVirtualMemorySize=total,
        FreeVirtualMemory=free,
        SizeStoredInPagingFiles=0,
        FreeSpaceInPagingFiles=0,
    )


def _disks(host: Vmms) -> Iterator[Win32_LogicalDisk]:
    """The volumes of the host that have a drive letter."""
    for volume in host.files.volumes:
        if not volume.root.endswith(":"):
            continue
        yield Win32_LogicalDisk(
            **_device(host, Win32_LogicalDisk, volume.root),
            Name=volume.root,
            Caption=volume.root,
            Description="Local Fixed Disk",
            Access=Win32_LogicalDisk.AccessValues.UNKNOWN,
            DriveType=Win32_LogicalDisk.DriveTypeValues.LOCAL_DISK,
            MediaType=12,  # fixed
            FileSystem="NTFS",
            Size=volume.size,
            FreeSpace=host.files.free(f"{volume.root}\\"),
            VolumeName="",
        )


def _device(host: Vmms, cls: type[Any], device_id: str) -> dict[str, Any]:
    return {
        "CreationClassName": cls.__name__,
        "SystemCreationClassName": _SYSTEM_CLASS,
        "SystemName": host.name,
        "DeviceID": device_id,
        "Status": "OK",
    }
