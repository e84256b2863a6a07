"""The kinds of resources that a host offers, and how much of each a machine can get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid5

from hyperv_v2 import (
    Msvm_EmulatedEthernetPortSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_GpuPartitionSettingData,
    Msvm_MemorySettingData,
    Msvm_ProcessorPool,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_SerialPortSettingData,
    Msvm_StorageAllocationSettingData,
    Msvm_Synth3dVideoPool,
    Msvm_Synthetic3DDisplayControllerSettingData,
    Msvm_SyntheticDisplayControllerSettingData,
    Msvm_SyntheticEthernetPortSettingData,
)

from mofgen.vmms import memory_rules, processor_rules

PROCESSOR_POOL: Final = "B637F346-6A0E-4DEC-AF52-BD70CB80A21D"
MEMORY_POOL: Final = "4764334D-E001-4176-82EE-5594EC9B530E"
PHYSICAL_DISK_POOL: Final = "353B3BE8-310C-4CF4-839E-4E1B14616136"
"""The GUIDs of pools in the IDs of what belongs to them."""

_PREFIX: Final = "Microsoft:Hyper-V:"


class Role(StrEnum):
    """What settings of a pool's capabilities say, as their IDs name it."""

    DEFAULT = "Default"
    MINIMUM = "Minimum"
    MAXIMUM = "Maximum"
    INCREMENT = "Increment"


Values = Mapping[Role, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of resource.

    Attributes
    ----------
    name, guid:
        What it is called, and the GUID in the IDs of its pool and settings.
    resource_type, subtype, units:
        As in its settings.
    setting_class:
        The class of its settings.
    values:
        What they say besides.
    pool_class:
        The class of the pool; None for the general one.
    capacity:
        How much of it the host has, in ``units``; None where it does not run out.
    """

    name: str
    guid: str
    resource_type: int
    subtype: str
    units: str
    setting_class: type[Any]
    values: Values
    pool_class: type[Any] | None = None
    capacity: int | None = None


def offers(cores: int, memory: int) -> Iterator[Offer]:
    """What a host offers that has so many logical processors and MB of memory."""
    yield Offer(
        name="Processor",
        guid=PROCESSOR_POOL,
        resource_type=3,
        subtype=_PREFIX + "Processor",
        units="percent / 1000",
        setting_class=Msvm_ProcessorSettingData,
        values=_processor_values(cores),
        pool_class=Msvm_ProcessorPool,
        capacity=cores * processor_rules.WHOLE,
    )
    yield Offer(
        name="Memory",
        guid=MEMORY_POOL,
        resource_type=4,
        subtype=_PREFIX + "Memory",
        units="byte * 2^20",
        setting_class=Msvm_MemorySettingData,
        values=_memory_values(),
        capacity=memory,
    )
    for each in _DEVICES:
        yield each.offer()


def _processor_values(cores: int) -> Values:
    most = min(cores, max(processor_rules.MOST.values()))
    whole, weight = processor_rules.WHOLE, processor_rules.WEIGHT
    return _table(
        VirtualQuantity=(1, 1, most, 1),
        Reservation=(0, 0, whole, 1),
        Limit=(whole, 0, whole, 1),
        Weight=(100, weight.start, weight.stop - 1, 1),
    )


def _memory_values() -> Values:
    least, most = memory_rules.SMALLEST, max(memory_rules.LARGEST.values())
    grain, weight, buffer = (
        memory_rules.GRAIN,
        memory_rules.WEIGHT,
        memory_rules.BUFFER,
    )
    return _table(
        VirtualQuantity=(1024, least, most, grain),
        Reservation=(512, least, most, grain),
        Limit=(1 << 20, least, most, grain),
        Weight=(5000, weight.start, weight.stop - 1, 1),
        TargetMemoryBuffer=(20, buffer.start, buffer.stop - 1, 1),
    )


def _table(**properties: tuple[int, int, int, int]) -> Values:
    """Values by role, of default, minimum, maximum and increment by property."""
    return {
        role: {name: values[at] for name, values in properties.items()}
        for at, role in enumerate(Role)
    }


@dataclass(frozen=True, slots=True)
class _Device:
    """A kind of device, of which a machine can have ``most``."""

    name: str
    resource_type: int
    most: int
    setting_class: type[Any]
    guid: str | None = None
    pool_class: type[Any] | None = None

    def offer(self) -> Offer:
        subtype = _PREFIX + self.name
        return Offer(
            name=self.name,
            guid=self.guid or _guid_of(subtype),
            resource_type=self.resource_type,
            subtype=subtype,
            units="count",
            setting_class=self.setting_class,
            values=_table(
                VirtualQuantity=(1, 0, self.most, 1),
                Reservation=(1, 0, self.most, 1),
                Limit=(1, 0, self.most, 1),
            ),
            pool_class=self.pool_class,
        )


_SPACE: Final = UUID("6d19f3a1-55d0-4d6b-9f0c-2c1a54b07f11")


def _guid_of(subtype: str) -> str:
    """A GUID that is the same on every host, where Hyper-V's own is not known."""
    return str(uuid5(_SPACE, subtype)).upper()


_General = Msvm_ResourceAllocationSettingData
_Storage = Msvm_StorageAllocationSettingData

_DEVICES: Final = (
    _Device("Emulated IDE Controller", 5, 2, _General),
    _Device(
        "Synthetic SCSI Controller",
        6,
        4,
        _General,
        guid="BDE5D4D6-E450-46D2-B925-976CA3E989B4",
    ),
    _Device(
        "Synthetic Disk Drive",
        17,
        256,
        _General,
        guid="118C3BE5-0D31-4804-85F0-5C6074ABEA8F",
    ),
    _Device("Physical Disk Drive", 17, 256, _General, guid=PHYSICAL_DISK_POOL),
    _Device(
        "Synthetic DVD Drive",
        16,
        256,
        _General,
        guid="7951A5ED-8DC5-42D7-AA8C-9F14C54CEB84",
    ),
    _Device(
        "Synthetic Diskette Drive",
        14,
        1,
        _General,
        guid="DACDCF3F-6F67-4EB8-A4D0-5D93B48A2468",
    ),
    _Device(
        "Virtual Hard Disk",
        31,
        256,
        _Storage,
        guid="70BB60D2-A9D3-46AA-B654-3DE53004B4F8",
    ),
    _Device(
        "Virtual CD/DVD Disk",
        31,
        256,
        _Storage,
        guid="D92D268E-9AA8-49DD-8C7D-821CEFB5F597",
    ),
    _Device("Virtual Floppy Disk", 31, 1, _Storage),
    _Device("Emulated Ethernet Port", 10, 4, Msvm_EmulatedEthernetPortSettingData),
    _Device(
        "Synthetic Ethernet Port",
        10,
        8,
        Msvm_SyntheticEthernetPortSettingData,
        guid="6A45335D-4C3A-44B7-B61F-C9808BBDF8ED",
    ),
    _Device(
        "Ethernet Connection",
        33,
        12,
        Msvm_EthernetPortAllocationSettingData,
        guid="72027ECE-E44A-446E-AF2B-8D8C4B8A2279",
    ),
    _Device("GPU Partition", 32770, 32, Msvm_GpuPartitionSettingData),
    _Device("Serial Port", 21, 2, Msvm_SerialPortSettingData),
    _Device(
        "Synthetic Display Controller",
        24,
        1,
        Msvm_SyntheticDisplayControllerSettingData,
        guid="D45268DA-37C5-44DA-B827-B0C55CCB3BDC",
    ),
    _Device(
        "Synthetic 3D Display Controller",
        24,
        1,
        Msvm_Synthetic3DDisplayControllerSettingData,
        guid="06FF76FA-2D58-4BAF-9F8D-455773824F37",
        pool_class=Msvm_Synth3dVideoPool,
    ),
)
