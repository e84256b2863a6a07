r"""What a machine with UEFI firmware can start from, and in which order it tries.

Each drive and each network adapter is a boot source, whose ID is that of the device
with ``\B`` behind it; ``Msvm_LogicalIdentity`` connects the two. What the firmware
found on a disk, such as a boot manager, is one as well. ``BootSourceOrder`` of the
system settings has their paths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias
from uuid import UUID

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_BootSourceComponent,
    Msvm_BootSourceSettingData,
    Msvm_LogicalIdentity,
    Msvm_SyntheticEthernetPortSettingData,
)

from mofgen.vmms.configurations import Configuration, named_id
from mofgen.vmms.drives import DISK_DRIVE, DVD_DRIVE, PHYSICAL_DISK_DRIVE
from mofgen.vmms.instance_ids import device_id
from mofgen.vmms.machine_access import path
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError
from mofgen.vmms.resource_kinds import folded
from mofgen.vmms.system_parts import add_part, connect, parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mofgen.runtime.references import Ref

Setting: TypeAlias = CIM_ResourceAllocationSettingData
BootSource: TypeAlias = Msvm_BootSourceSettingData
Types: TypeAlias = Msvm_BootSourceSettingData.BootSourceTypeValues

_DRIVES: Final = frozenset(map(folded, (DISK_DRIVE, PHYSICAL_DISK_DRIVE, DVD_DRIVE)))
_VMBUS: Final = "9B17E5A2-0891-42DD-B653-80B5C22809BA"
"""The vendor of the devices on the VMBus in the device paths of UEFI."""
_SCSI: Final = UUID("ba6163d9-04a1-4d29-b605-72e2ffb1dc7f")
_NETWORK: Final = UUID("f8615163-df3e-46c5-913f-f2d2f965ed0e")
"""The classes of the channels of the VMBus."""


def add_of_device(configuration: Configuration, device: Setting) -> None:
    """Let a machine start from a device that it has been given, after all others.

    Parameters
    ----------
    device:
        Settings of any resource; what nothing starts from makes no difference.
    """
    if configuration.generation != 2:
        return
    source = _source_of(configuration, device)
    if source is not None:
        ref = _add(configuration, source)
        connect(
            configuration.transaction,
            Msvm_LogicalIdentity,
            SystemElement=device,
            SameElement=ref,
        )


def remove_of_device(configuration: Configuration, device: Setting) -> None:
    """Take the boot source away that a device is, if it is one."""
    for source in configuration.transaction.associators(
        device, BootSource, association=Msvm_LogicalIdentity
    ):
        remove(configuration, source)


def add_entry(configuration: Configuration, given: BootSource) -> Ref[BootSource]:
    """Add what the firmware has found on a disk, after all others.

    Parameters
    ----------
    given:
        The file, by the device path of its disk and its location there, under
        its :func:`new_id`.

    Raises
    ------
    RefusedError
        Invalid parameter, for what comes by itself with a device, or has no path.
    """
    if given.BootSourceType not in (Types.UNKNOWN, Types.FILE):
        raise RefusedError(
            INVALID_PARAMETER, "the boot sources of devices come with the devices"
        )
    if not given.FirmwareDevicePath:
        raise RefusedError(INVALID_PARAMETER, "FirmwareDevicePath is missing")
    return _add(configuration, given)


def remove(configuration: Configuration, source: BootSource) -> None:
    """Take a boot source away, and out of the order."""
    transaction = configuration.transaction
    wanted = (source.InstanceID or "").casefold()
    left = [each for each in _order(configuration) if named_id(each) != wanted]
    transaction.change(configuration.settings, BootSourceOrder=left)
    transaction.delete(source)


def is_of_device(configuration: Configuration, source: BootSource) -> bool:
    """Whether a boot source is a device, with which it stays and goes."""
    return bool(
        configuration.transaction.associators(
            source, Setting, association=Msvm_LogicalIdentity
        )
    )


def new_id(configuration: Configuration) -> str:
    """The ID of a boot source that is no device."""
    return device_id(configuration.guid, configuration.host.guids.new(), "B")


def ordered(configuration: Configuration, paths: Iterable[str | None]) -> list[str]:
    """The order in which a machine tries its boot sources, as it is to be stored.

    Parameters
    ----------
    paths:
        What a client gave, in any case of letters; what it leaves out stays behind
        what it names.

    Raises
    ------
    RefusedError
        Invalid parameter, for a path that names none of the machine's boot sources,
        or for one that is there twice.
    """
    own = {
        (each.InstanceID or "").casefold(): path(configuration.host, each)
        for each in parts(configuration.transaction, configuration.settings, BootSource)
    }
    wanted = [named_id(each) or "" for each in paths]
    for each, given in zip(wanted, paths, strict=True):
        if each not in own:
            raise RefusedError(INVALID_PARAMETER, f"no boot source: {given}")
    if len(set(wanted)) < len(wanted):
        raise RefusedError(INVALID_PARAMETER, "a boot source is there twice")
    left = [key for key in map(named_id, _order(configuration)) if key not in wanted]
    return [own[key] for key in (*wanted, *left) if key in own]


def _add(configuration: Configuration, source: BootSource) -> Ref[BootSource]:
    transaction = configuration.transaction
    ref = add_part(
        transaction, configuration.settings, source, Msvm_BootSourceComponent
    )
    order = [*_order(configuration), path(configuration.host, ref)]
    transaction.change(configuration.settings, BootSourceOrder=order)
    return ref


def _order(configuration: Configuration) -> list[str]:
    now = configuration.transaction.get(configuration.settings)
    return [each for each in now.BootSourceOrder or () if each]


def _source_of(configuration: Configuration, device: Setting) -> BootSource | None:
    """The boot source that a device is; None for one that nothing starts from."""
    if isinstance(device, Msvm_SyntheticEthernetPortSettingData):
        kind, text = Types.NETWORK, "EFI Network"
        place = _channel(_NETWORK, device) + r"\MAC(000000000000)"
    elif folded(device.ResourceSubType) in _DRIVES:
        controller = configuration.part(device.Parent)
        kind, text = Types.DRIVE, "EFI SCSI Device"
        unit = int(device.AddressOnParent or 0)
        place = _channel(_SCSI, controller or device) + rf"\Scsi(0x0,{unit:#x})"
    else:
        return None
    return BootSource(
        InstanceID=rf"{device.InstanceID}\B",
        ElementName=text,
        BootSourceType=kind,
        BootSourceDescription=text,
        FirmwareDevicePath=place,
        OtherLocation="",
    )


def _channel(of: UUID, device: Setting) -> str:
    """The device path of a channel: its class and its instance, which the ID names."""
    instance = UUID((device.InstanceID or "").split("\\")[1])
    data = (of.bytes_le + instance.bytes_le).hex().upper()
    return rf"\AcpiEx(VMBus,0,0)\VenHw({_VMBUS},{data})"
