"""The commands of virsh that define machines and change what they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from libvirt_driver import MANAGEMENT, Object, quoted
from libvirt_replies import LibvirtError
from openwsman_messages import Embedded, EndpointReference
from virsh import MACHINES, SETTINGS, Virsh

RESOURCE: Final = "Msvm_ResourceAllocationSettingData"
STORAGE: Final = "Msvm_StorageAllocationSettingData"
SERIAL: Final = "Msvm_SerialPortSettingData"
ADAPTER: Final = "Msvm_SyntheticEthernetPortSettingData"
CONNECTION: Final = "Msvm_EthernetPortAllocationSettingData"
SWITCH: Final = "Msvm_VirtualEthernetSwitch"

IDE, SCSI, ETHERNET, FLOPPY_DRIVE, DVD_DRIVE, DISK_DRIVE = 5, 6, 10, 14, 16, 17
SERIAL_PORT, MEDIUM, ETHERNET_CONNECTION = 21, 31, 33
_SUBTYPE: Final = "Microsoft:Hyper-V:"
_MEDIA: Final = {
    DISK_DRIVE: ("Synthetic Disk Drive", "Virtual Hard Disk"),
    DVD_DRIVE: ("Synthetic DVD Drive", "Virtual CD/DVD Disk"),
}


@dataclass(frozen=True)
class Disk:
    """A disk of a domain's XML: a file, or the number of a disk of the host."""

    source: str | int
    controller: int = SCSI
    unit: int = 0
    drive: int = DISK_DRIVE


@dataclass
class DomainXml:
    """What stands in the XML of a domain."""

    name: str
    memory: int = 512
    processors: int = 1
    description: str = ""
    uuid: str = "6c2d0ae4-2e6a-4a0a-9e2c-0d7d2e3c9f51"
    disks: list[Disk] = field(default_factory=list)
    networks: list[tuple[str, str]] = field(default_factory=list)
    """MAC address and switch."""
    serials: dict[int, str] = field(default_factory=dict)
    """Pipes by number of the port, the first being 0."""


class VirshAdmin(Virsh):
    """virsh with all commands."""

    # --- machines ---

    def define(self, xml: DomainXml) -> None:
        """Define a machine; what was made is destroyed where something fails."""
        self.computer()
        if self.driver.query("Msvm_ComputerSystem", _named(xml.uuid)):
            raise LibvirtError("the domain is there already")
        self.driver.manage(
            "DefineSystem",
            SystemSettings=Embedded(SETTINGS, {"ElementName": ("string", xml.name)}),
        )
        try:
            self.setvcpus(xml.name, xml.processors)
            self.setmem(xml.name, xml.memory)
            if any(each.controller == SCSI for each in xml.disks):
                self._add(xml.name, controller())
            for disk in xml.disks:
                self.attach_disk(xml.name, disk)
            for number, pipe in xml.serials.items():
                self._connect_serial(xml.name, number, pipe)
            for address, switch in xml.networks:
                self.attach_interface(xml.name, address, switch)
        except LibvirtError:
            self.undefine(xml.name)
            raise

    def undefine(self, name: str) -> None:
        """Destroy a machine."""
        machine = self.by_uuid(self.domain(name)["Name"])
        (reference,) = self.driver.references(
            "Msvm_ComputerSystem",
            "SELECT * FROM Msvm_ComputerSystem"
            f" WHERE Name = '{str(machine['Name']).lower()}'",
        )
        self.driver.manage("DestroySystem", AffectedSystem=reference)

    def autostart(self, name: str, *, disable: bool = False) -> None:
        """Let a machine start with its host, or not."""
        settings = self.settings(name)
        changed = Embedded(
            SETTINGS,
            {
                "AutomaticStartupAction": ("uint16", 2 if disable else 4),
                "InstanceID": ("string", settings["InstanceID"]),
            },
        )
        self.driver.manage("ModifySystemSettings", SystemSettings=changed)

    def setvcpus(self, name: str, count: int) -> None:
        """Give a machine processors."""
        self._change(name, "Msvm_ProcessorSettingData", "VirtualQuantity", count)

    def setmem(self, name: str, megabytes: int) -> None:
        """Give a machine memory, an even number of megabytes."""
        amount = megabytes + megabytes % 2
        self._change(name, "Msvm_MemorySettingData", "VirtualQuantity", amount)

    def setmaxmem(self, name: str, megabytes: int) -> None:
        """Limit the memory of a machine."""
        self._change(name, "Msvm_MemorySettingData", "Limit", megabytes)

    def max_vcpus(self) -> int:
        """How many processors a machine can have."""
        found = self.driver.one(
            "Msvm_ProcessorSettingData",
            "SELECT * FROM Msvm_ProcessorSettingData"
            " WHERE InstanceID LIKE 'Microsoft:Definition%Maximum'",
        )
        return int(found["VirtualQuantity"])

    # --- devices ---

    def attach_disk(self, name: str, disk: Disk) -> str:
        """Attach a drive with its medium; the InstanceID of the drive."""
        host = self.computer()["Name"]
        settings = self.settings(name)
        places = self._of_type(settings, disk.controller)
        parent = _path(host, RESOURCE, places[0]["InstanceID"])
        if isinstance(disk.source, int):
            return self._add(name, self._pass_through(host, parent, disk))
        kind, medium = _MEDIA[disk.drive]
        drive = self._add(
            name,
            _resource(disk.drive, kind, Parent=parent, AddressOnParent=str(disk.unit)),
        )
        self._add(
            name,
            _resource(
                MEDIUM,
                medium,
                Parent=_path(host, RESOURCE, drive),
                HostResource=[disk.source],
            ),
        )
        return drive

    def insert_floppy(self, name: str, file: str) -> None:
        """Put a floppy disk into the drive that a machine has."""
        (drive,) = self._of_type(self.settings(name), FLOPPY_DRIVE)
        parent = _path(self.computer()["Name"], RESOURCE, drive["InstanceID"])
        medium = "Virtual Floppy Disk"
        self._add(name, _resource(MEDIUM, medium, Parent=parent, HostResource=[file]))

    def attach_interface(self, name: str, address: str, switch: str) -> None:
        """Attach an adapter, connected with a switch."""
        host = self.computer()["Name"]
        adapter = self._add(
            name,
            _resource(
                ETHERNET,
                "Synthetic Ethernet Port",
                class_name=ADAPTER,
                VirtualSystemIdentifiers=["{4f0e1c2a-98d3-4f11-a1b7-3b1e8f1c9d20}"],
                Address=address.replace(":", "").lower(),
                StaticMacAddress=True,
            ),
        )
        found = self.driver.one(
            SWITCH, f"SELECT * FROM {SWITCH} WHERE ElementName = '{quoted(switch)}'"
        )
        path = (
            rf"\\{host}\root\virtualization\v2:{SWITCH}"
            f'.CreationClassName="{SWITCH}",Name="{found["Name"]}"'
        )
        self._add(
            name,
            _resource(
                ETHERNET_CONNECTION,
                "Ethernet Connection",
                class_name=CONNECTION,
                EnabledState=2,
                HostResource=[path],
                Parent=_path(host, ADAPTER, adapter),
            ),
        )

    # --- the XML ---

    def dumpxml(self, name: str) -> DomainXml:
        """What a machine has, put together again from its settings."""
        settings = self.settings(name)
        info = self.dominfo(name)
        return DomainXml(
            name=name,
            memory=info.memory >> 10,
            processors=info.processors,
            description="\n".join(settings["Notes"]),
            uuid=info.uuid,
            disks=self._disks(settings),
            networks=[self._network(each) for each in self.parts(settings, CONNECTION)],
            serials={
                int(each["ElementName"][4]) - 1: each["Connection"][0]
                for each in self.parts(settings, SERIAL)
                if each["Connection"] and each["Connection"][0]
            },
        )

    def _disks(self, settings: Object) -> list[Disk]:
        found = []
        drives = self.parts(settings, RESOURCE)
        for medium in self.parts(settings, STORAGE):
            drive = _ending(drives, medium["Parent"])
            controller = _ending(drives, drive["Parent"])
            found.append(
                Disk(
                    medium["HostResource"][0],
                    controller["ResourceType"],
                    int(drive["AddressOnParent"]),
                    drive["ResourceType"],
                )
            )
        for drive in drives:
            if drive["ResourceType"] == DISK_DRIVE and drive["HostResource"]:
                path = quoted(drive["HostResource"][0])
                disk = self.driver.one(
                    "Msvm_DiskDrive",
                    f"SELECT * FROM Msvm_DiskDrive WHERE __PATH='{path}'",
                )
                unit = int(drive["AddressOnParent"])
                found.append(Disk(disk["DriveNumber"], unit=unit))
        return found

    def _network(self, connection: Object) -> tuple[str, str]:
        """MAC address and switch, both found by the paths that were stored."""
        adapter, switch = (
            self.driver.one(
                class_name,
                f"SELECT * FROM {class_name} WHERE __PATH = '{quoted(path)}'",
            )
            for class_name, path in (
                (ADAPTER, connection["Parent"]),
                (SWITCH, connection["HostResource"][0]),
            )
        )
        return _with_colons(adapter["Address"]), switch["ElementName"]

    # --- parts ---

    def _change(self, name: str, class_name: str, what: str, value: int) -> None:
        (found,) = self.parts(self.settings(name), class_name)
        changed = {
            what: ("uint64", value),
            "InstanceID": ("string", found["InstanceID"]),
        }
        self.driver.manage(
            "ModifyResourceSettings", ResourceSettings=Embedded(class_name, changed)
        )

    def _connect_serial(self, name: str, number: int, pipe: str) -> None:
        ports = self.parts(self.settings(name), SERIAL)
        (port,) = [e for e in ports if e["ElementName"] == f"COM {number + 1}"]
        changed = _resource(
            SERIAL_PORT,
            "Serial Port",
            class_name=SERIAL,
            Connection=[pipe],
            InstanceID=port["InstanceID"],
        )
        self.driver.manage("ModifyResourceSettings", ResourceSettings=changed)

    def _add(self, name: str, resource: Embedded) -> str:
        """Add a resource; its InstanceID."""
        settings = self.settings(name)
        (reference,) = self._reference_to(settings)
        answer = self.driver.manage(
            "AddResourceSettings",
            AffectedConfiguration=reference,
            ResourceSettings=resource,
        )
        return answer.first_instance_id()

    def _reference_to(self, settings: Object) -> list[EndpointReference]:
        return self.driver.references(
            MANAGEMENT,
            f"SELECT * FROM {SETTINGS} WHERE InstanceID='{settings['InstanceID']}'",
        )

    def _of_type(self, settings: Object, kind: int) -> list[Object]:
        return [
            each
            for each in self.parts(settings, RESOURCE)
            if each["ResourceType"] == kind
        ]

    def _pass_through(self, host: str, parent: str, disk: Disk) -> Embedded:
        kind = _SUBTYPE + "Physical Disk Drive"
        (default,) = self.driver.query(
            RESOURCE,
            f"SELECT * FROM {RESOURCE} WHERE ResourceSubType = '{kind}'"
            " AND InstanceID LIKE '%%Default%%'",
        )
        guid = default["InstanceID"].split("\\")[1]
        path = (
            rf"\\{host}\Root\Virtualization\V2:Msvm_DiskDrive"
            rf'.CreationClassName="Msvm_DiskDrive",DeviceID="Microsoft:{guid}\\'
            f'{disk.source}",SystemCreationClassName="Msvm_ComputerSystem",'
            f'SystemName="{host}"'
        )
        return _resource(
            DISK_DRIVE,
            "Physical Disk Drive",
            Parent=parent,
            AddressOnParent=str(disk.unit),
            HostResource=[path],
        )


def controller() -> Embedded:
    """A SCSI controller to be added."""
    return _resource(SCSI, "Synthetic SCSI Controller")


def _resource(
    kind: int, subtype: str, *, class_name: str = RESOURCE, **properties: Any
) -> Embedded:
    types = {bool: "boolean", int: "uint16"}
    given: dict[str, Any] = {
        name: (types.get(type(value), "string"), value)
        for name, value in properties.items()
    }
    given["ResourceType"] = ("uint16", kind)
    given["ResourceSubType"] = ("string", _SUBTYPE + subtype)
    return Embedded(class_name, given)


def _path(host: str, class_name: str, instance_id: str) -> str:
    """The path of a resource, with the namespace in the driver's own letters."""
    escaped = instance_id.replace("\\", "\\\\")
    return rf'\\{host}\Root\Virtualization\V2:{class_name}.InstanceID="{escaped}"'


def _ending(resources: Sequence[Object], path: str) -> Object:
    """The resource that a path leads to: the driver compares the ends of the texts."""
    for each in resources:
        if path.endswith(each["InstanceID"].replace("\\", "\\\\") + '"'):
            return each
    raise LibvirtError(f"there is nothing at {path}")


def _named(uuid: str) -> str:
    return f"{MACHINES}AND Name = '{uuid.lower()}'"


def _with_colons(address: str) -> str:
    return ":".join(address[at : at + 2] for at in range(0, 12, 2)).lower()
