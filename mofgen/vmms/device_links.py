"""What hangs on what among the devices of a running machine, and what is on screen.

The settings say it by ``Parent``; the devices by an association that depends on what
the parent is: a controller and its drives, a drive and its medium, a serial controller
and its ports. A display controller has a video head, which no settings describe.
"""

from __future__ import annotations

from typing import Any, Final

from hyperv_v2 import (
    CIM_Controller,
    CIM_DisplayController,
    CIM_LogicalDevice,
    CIM_MediaAccessDevice,
    CIM_ProtocolController,
    CIM_ResourceAllocationSettingData,
    CIM_SerialController,
    Msvm_ControlledBy,
    Msvm_DiskDrive,
    Msvm_MediaPresent,
    Msvm_ProtocolControllerForUnit,
    Msvm_SerialPortOnSerialController,
    Msvm_SettingsDefineState,
    Msvm_SyntheticDisplayController,
    Msvm_SystemDevice,
    Msvm_VideoHead,
    Msvm_VideoHeadOnController,
)

from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms.configurations import object_named
from mofgen.vmms.machine_access import machine_ref

SCREEN: Final = (1024, 768)
"""The pixels of a guest that has set no resolution of its own."""

_ENABLED: Final = 2
_DISABLED: Final = 3
_ACTIVE: Final = 2
_READ_WRITE: Final = 2


def link_device(
    transaction: Transaction,
    setting: CIM_ResourceAllocationSettingData,
    device: Ref[Any],
) -> None:
    """Connect a new device with that of the settings that are its ``Parent``.

    Parameters
    ----------
    setting:
        Its settings; the device of their parent is there already.
    """
    if issubclass(device.kind or object, CIM_DisplayController):
        _create_head(transaction, device)
    if not setting.Parent:
        return
    parent = object_named(
        transaction, setting.Parent, CIM_ResourceAllocationSettingData
    )
    if parent is None:
        return
    for each in transaction.associators(
        parent, CIM_LogicalDevice, association=Msvm_SettingsDefineState
    ):
        link = _link(each, device, setting.AddressOnParent or "")
        if link is not None:
            transaction.create(link)


def _link(parent: CIM_LogicalDevice, device: Ref[Any], address: str) -> Any:
    """What connects a device with one on which it hangs; None for those that don't."""
    if isinstance(parent, CIM_ProtocolController):
        return Msvm_ProtocolControllerForUnit(
            Antecedent=parent,
            Dependent=device,
            DeviceNumber=address,
            AccessState=_ACTIVE,
            DeviceAccess=_READ_WRITE,
        )
    if isinstance(parent, CIM_SerialController):
        return Msvm_SerialPortOnSerialController(Antecedent=parent, Dependent=device)
    if isinstance(parent, CIM_Controller):
        return Msvm_ControlledBy(
            Antecedent=parent,
            Dependent=device,
            DeviceNumber=address,
            AccessState=_ACTIVE,
        )
    if isinstance(parent, CIM_MediaAccessDevice):
        is_fixed = isinstance(parent, Msvm_DiskDrive)
        return Msvm_MediaPresent(
            Antecedent=parent, Dependent=device, FixedMedia=is_fixed
        )
    return None


def _create_head(transaction: Transaction, controller: Ref[Any]) -> None:
    """Make the video head of a display controller.

    The synthetic one draws; the emulated one has had its turn when the guest is up.
    """
    machine = str(controller.keys["SystemName"])
    is_drawing = controller.kind is Msvm_SyntheticDisplayController
    width, height = SCREEN
    head = transaction.create(
        Msvm_VideoHead(
            SystemCreationClassName="Msvm_ComputerSystem",
            SystemName=machine,
            CreationClassName="Msvm_VideoHead",
            DeviceID=f"{controller.keys['DeviceID']}\\0",
            EnabledState=_ENABLED if is_drawing else _DISABLED,
            CurrentBitsPerPixel=32 if is_drawing else 0,
            CurrentHorizontalResolution=width if is_drawing else 0,
            CurrentVerticalResolution=height if is_drawing else 0,
        )
    )
    transaction.create(
        Msvm_SystemDevice(GroupComponent=machine_ref(machine), PartComponent=head)
    )
    transaction.create(
        Msvm_VideoHeadOnController(Antecedent=controller, Dependent=head)
    )
