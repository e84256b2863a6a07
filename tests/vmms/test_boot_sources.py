"""Boot sources of machines with UEFI firmware, where they are copied and reordered."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    Msvm_BootSourceComponent,
    Msvm_BootSourceSettingData,
    Msvm_LogicalIdentity,
    Msvm_ResourceAllocationSettingData,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms.host import Vmms
from mofgen.vmms.machine_access import GENERATION_2, settings_ref

Settings = Msvm_VirtualSystemSettingData
Adapter = Msvm_SyntheticEthernetPortSettingData
BootSource = Msvm_BootSourceSettingData

DRIVE, NETWORK = 1, 2
SUBTYPE = "Microsoft:Hyper-V:Synthetic "


@pytest.fixture
def client() -> MemoryConnection:
    return Vmms(seed=1).connect()


@pytest.fixture
def guid(client: MemoryConnection) -> str:
    """A machine with a disk drive and a network adapter."""
    guid = define(client)
    service = service_of(client)
    added = service.AddResourceSettings(
        AffectedConfiguration=settings_ref(guid),
        ResourceSettings=[
            Msvm_ResourceAllocationSettingData(
                ResourceSubType=f"{SUBTYPE}SCSI Controller"
            )
        ],
    )
    assert added.ResultingResourceSettings is not None
    service.AddResourceSettings(
        AffectedConfiguration=settings_ref(guid),
        ResourceSettings=[
            Msvm_ResourceAllocationSettingData(
                ResourceSubType=f"{SUBTYPE}Disk Drive",
                Parent=added.ResultingResourceSettings[0].path,
                AddressOnParent="3",
            ),
            Adapter(ElementName="Network Adapter"),
        ],
    )
    return guid


def service_of(client: MemoryConnection) -> Msvm_VirtualSystemManagementService:
    (found,) = client.enumerate(Msvm_VirtualSystemManagementService)
    return found


def define(client: MemoryConnection, reference: str | None = None) -> str:
    made = service_of(client).DefineSystem(
        SystemSettings=Settings(VirtualSystemSubType=GENERATION_2),
        ReferenceConfiguration=None if reference is None else settings_ref(reference),
    )
    assert made.ResultingSystem is not None
    return str(made.ResultingSystem.keys["Name"])


def sources(client: MemoryConnection, guid: str) -> dict[int, BootSource]:
    found = client.associators(
        settings_ref(guid),
        result_class=BootSource,
        association=Msvm_BootSourceComponent,
    )
    return {int(each.BootSourceType or 0): each for each in found}


def order(client: MemoryConnection, guid: str) -> list[str]:
    return [each or "" for each in client.get(settings_ref(guid)).BootSourceOrder or ()]


def reorder(client: MemoryConnection, guid: str, paths: list[str]) -> None:
    service_of(client).ModifySystemSettings(
        SystemSettings=Settings(InstanceID=f"Microsoft:{guid}", BootSourceOrder=paths)
    )


def test_firmware_knows_a_drive_by_its_place_on_the_controller(
    client: MemoryConnection, guid: str
) -> None:
    path = sources(client, guid)[DRIVE].FirmwareDevicePath or ""
    assert path.startswith(r"\AcpiEx(VMBus,0,0)\VenHw(")
    assert path.endswith(r"\Scsi(0x0,0x3)")


def test_firmware_knows_an_adapter_by_its_guid(
    client: MemoryConnection, guid: str
) -> None:
    (adapter,) = client.associators(settings_ref(guid), result_class=Adapter)
    first = (adapter.InstanceID or "").rpartition("\\")[2][:8]
    in_memory = bytes.fromhex(first)[::-1].hex().upper()
    assert in_memory in (sources(client, guid)[NETWORK].FirmwareDevicePath or "")


def test_new_devices_come_last(client: MemoryConnection, guid: str) -> None:
    ids = [sources(client, guid)[kind].InstanceID or "" for kind in (DRIVE, NETWORK)]
    paths = [each.replace("\\\\", "\\") for each in order(client, guid)]
    assert all(own in path for own, path in zip(ids, paths, strict=True))


def test_a_client_may_change_the_case_of_paths(
    client: MemoryConnection, guid: str
) -> None:
    before = order(client, guid)
    reorder(client, guid, [each.upper() for each in reversed(before)])
    assert order(client, guid) == before[::-1]


def test_what_an_order_leaves_out_stays_behind_the_rest(
    client: MemoryConnection, guid: str
) -> None:
    before = order(client, guid)
    reorder(client, guid, before[1:])
    assert order(client, guid) == before[::-1]


def test_a_machine_defined_after_another_has_boot_sources_of_its_own(
    client: MemoryConnection, guid: str
) -> None:
    copy = define(client, reference=guid)
    assert set(sources(client, copy)) == {DRIVE, NETWORK}
    assert order(client, copy) == [
        each.replace(guid, copy) for each in order(client, guid)
    ]
    (adapter,) = client.associators(settings_ref(copy), result_class=Adapter)
    (own,) = client.associators(
        adapter._reference(), result_class=BootSource, association=Msvm_LogicalIdentity
    )
    assert own.InstanceID == rf"{adapter.InstanceID}\B"


def test_a_drive_that_moves_is_a_boot_source_where_it_is(
    client: MemoryConnection, guid: str
) -> None:
    drive = next(
        each
        for each in client.associators(
            settings_ref(guid), result_class=Msvm_ResourceAllocationSettingData
        )
        if each.ResourceSubType == f"{SUBTYPE}Disk Drive"
    )
    service_of(client).ModifyResourceSettings(
        ResourceSettings=[drive.copy(AddressOnParent="5")]
    )
    path = sources(client, guid)[DRIVE].FirmwareDevicePath or ""
    assert path.endswith(r"\Scsi(0x0,0x5)")
    assert len(order(client, guid)) == 2
