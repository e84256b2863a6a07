"""The commands of virsh that read, and that work with a machine as it is.

Each is the requests that virsh sends for it; a machine is named by its domain, as
``virsh start web`` does it.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from libvirt_driver import Carrier, LibvirtDriver, Object, quoted
from libvirt_replies import LibvirtError

SETTINGS: Final = "Msvm_VirtualSystemSettingData"
MACHINES: Final = "SELECT * FROM Msvm_ComputerSystem WHERE Name != __SERVER "
ACTIVE: Final = "(EnabledState != 0 and EnabledState != 3 and EnabledState != 32769) "
INACTIVE: Final = "(EnabledState = 0 or EnabledState = 3 or EnabledState = 32769) "
_STATES: Final = {2: "running", 3: "shut off", 32768: "paused", 32769: "shut off"}

RUN, TURN_OFF, SAVE, PAUSE, REBOOT, RESET = 2, 3, 6, 9, 10, 11


@dataclass(frozen=True)
class Node:
    """What ``virsh nodeinfo`` and ``virsh hostname`` tell."""

    hostname: str
    model: str
    sockets: int
    cpus: int
    megahertz: int
    memory: int


@dataclass(frozen=True)
class DomainInfo:
    """What ``virsh dominfo`` tells; memory in KiB."""

    uuid: str
    state: str
    processors: int
    maximum: int
    memory: int
    autostart: bool


class Virsh:
    """virsh with an open connection.

    Parameters
    ----------
    carrier:
        What carries its messages to the host.
    """

    def __init__(self, carrier: Carrier) -> None:
        self.driver = LibvirtDriver(carrier)
        product = self.driver.one(
            "Win32_ComputerSystemProduct", "SELECT * FROM Win32_ComputerSystemProduct "
        )
        system = self._operating_system()
        self.uuid = str(product["UUID"])
        self.version = tuple(map(int, system["Version"].split(".")))

    # --- the host ---

    def nodeinfo(self) -> Node:
        """The computer and its processors."""
        computer = self.computer()
        processors = self.driver.associated(
            f"Win32_ComputerSystem.Name='{computer['Name']}'",
            "Win32_Processor",
            "Win32_ComputerSystemProcessor",
        )
        return Node(
            hostname=computer["DNSHostName"],
            model=processors[0]["Name"],
            sockets=len(processors),
            cpus=sum(each["NumberOfLogicalProcessors"] for each in processors),
            megahertz=processors[0]["MaxClockSpeed"],
            memory=computer["TotalPhysicalMemory"] >> 10,
        )

    def freecell(self) -> int:
        """The memory in KiB that is free."""
        return int(self._operating_system()["FreePhysicalMemory"])

    def computer(self) -> Object:
        """The host's own object."""
        return self.driver.one(
            "Win32_ComputerSystem", "SELECT * FROM Win32_ComputerSystem "
        )

    def net_list(self) -> dict[str, str]:
        """The switches: UUIDs by name."""
        found = self.driver.query(
            "Msvm_VirtualEthernetSwitch",
            "SELECT * FROM Msvm_VirtualEthernetSwitch WHERE HealthState = 5",
        )
        return {each["ElementName"]: each["Name"] for each in found}

    # --- machines ---

    def list_domains(self, condition: str = "") -> dict[str, str]:
        """The states of the machines by name; a second request for each of them."""
        wql = MACHINES + (f"AND {condition}" if condition else "")
        found = self.driver.query("Msvm_ComputerSystem", wql)
        return {
            each["ElementName"]: _state(self.by_uuid(each["Name"])) for each in found
        }

    def domain(self, name: str) -> Object:
        """The machine of a name."""
        return self.driver.one(
            "Msvm_ComputerSystem", f"{MACHINES}AND ElementName = '{quoted(name)}'"
        )

    def by_uuid(self, uuid: str) -> Object:
        """The machine of a UUID, which libvirt writes in small letters."""
        return self.driver.one(
            "Msvm_ComputerSystem", f"{MACHINES}AND Name = '{uuid.lower()}'"
        )

    def by_id(self, number: int) -> Object:
        """The machine whose worker process has this number: its domain ID."""
        return self.driver.one(
            "Msvm_ComputerSystem", f"{MACHINES}AND ProcessID = {number}"
        )

    def settings(self, name: str) -> Object:
        """The settings of a machine."""
        (found,) = self.driver.associated(
            source_of(self.domain(name)),
            "Msvm_VirtualSystemSettingData",
            "Msvm_SettingsDefineState",
        )
        return found

    def parts(self, settings: Object, class_name: str) -> list[Object]:
        """The resources of a class that settings have."""
        return self.driver.associated(
            f"Msvm_VirtualSystemSettingData.InstanceID='{settings['InstanceID']}'",
            class_name,
            "Msvm_VirtualSystemSettingDataComponent",
        )

    def dominfo(self, name: str) -> DomainInfo:
        """What a machine is and has."""
        machine = self.by_uuid(self.domain(name)["Name"])
        settings = self.settings(name)
        (processor,) = self.parts(settings, "Msvm_ProcessorSettingData")
        (memory,) = self.parts(settings, "Msvm_MemorySettingData")
        return DomainInfo(
            uuid=machine["Name"],
            state=_state(machine),
            processors=processor["VirtualQuantity"],
            maximum=memory["Limit"] << 10,
            memory=memory["VirtualQuantity"] << 10,
            autostart=settings["AutomaticStartupAction"] == 4,
        )

    # --- states ---

    def start(self, name: str) -> None:
        """Start a machine that is off or saved."""
        self.request(name, RUN)

    def destroy(self, name: str) -> None:
        """Turn a machine off."""
        self.request(name, TURN_OFF)

    def suspend(self, name: str) -> None:
        """Pause a machine that runs."""
        self.request(name, PAUSE)

    def resume(self, name: str) -> None:
        """Let a paused machine go on; the driver wants to see it in state 9."""
        if self.domain(name)["EnabledState"] != PAUSE:
            raise LibvirtError("the domain is not paused")
        self.request(name, RUN)

    def reboot(self, name: str) -> None:
        """Restart the guest."""
        self.request(name, REBOOT)

    def reset(self, name: str) -> None:
        """Restart the machine at once."""
        self.request(name, RESET)

    def managedsave(self, name: str) -> None:
        """Save the state of a machine, which stops it."""
        self.request(name, SAVE)

    def managedsave_remove(self, name: str) -> None:
        """Give up the saved state."""
        self.request(name, TURN_OFF)

    def shutdown(self, name: str) -> None:
        """Ask the guest to shut down."""
        machine = self.by_uuid(self.domain(name)["Name"])
        component = self.driver.one(
            "Msvm_ShutdownComponent",
            "SELECT * FROM Msvm_ShutdownComponent"
            f" WHERE SystemName = '{machine['Name']}'",
        )
        self.driver.call(
            "Msvm_ShutdownComponent",
            device_selectors(component, "Msvm_ShutdownComponent"),
            "InitiateShutdown",
            {"Force": False, "Reason": "Planned shutdown via libvirt"},
        )

    def request(self, name: str, state: int) -> None:
        """Ask for a state of a machine."""
        machine = self.by_uuid(self.domain(name)["Name"])
        self.driver.call(
            "Msvm_ComputerSystem",
            {
                "Name": str(machine["Name"]).lower(),
                "CreationClassName": "Msvm_ComputerSystem",
            },
            "RequestStateChange",
            {"RequestedState": state},
        )

    # --- the guest ---

    def vcpuinfo(self, name: str) -> list[int]:
        """The time in nanoseconds for which each processor has run."""
        count = self.dominfo(name).processors
        counters = "Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor"
        found = [
            self.driver.one(
                counters,
                f"SELECT * FROM {counters} WHERE Name = '{quoted(name)}:Hv VP {n}'",
            )
            for n in range(count)
        ]
        return [each["PercentTotalRunTime"] * 100 for each in found]

    def send_key(self, name: str, codes: Sequence[int]) -> None:
        """Press keys one after another, then let go of all."""
        found = self.driver.associated(source_of(self.domain(name)), "Msvm_Keyboard")
        if not found:
            raise LibvirtError("the domain has no keyboard now")
        selectors = device_selectors(found[0], "Msvm_Keyboard")
        for method in ("PressKey", "ReleaseKey"):
            for code in codes:
                self.driver.call("Msvm_Keyboard", selectors, method, {"keyCode": code})

    def screenshot(self, name: str) -> tuple[int, int, bytes]:
        """Width, height, and the pixels in RGB565."""
        machine = self.domain(name)
        display = "Msvm_SyntheticDisplayController"
        (controller,) = self.driver.query(
            display, f"SELECT * FROM {display} WHERE SystemName = '{machine['Name']}'"
        )
        keys = device_selectors(controller, display)
        source = ",".join(f"{key}='{quoted(keys[key])}'" for key in sorted(keys))
        (head,) = self.driver.associated(
            f"{display}.{source}", "Msvm_VideoHead", "Msvm_VideoHeadOnController"
        )
        width = head["CurrentHorizontalResolution"]
        height = head["CurrentVerticalResolution"]
        settings, *_ = self.driver.references(
            SETTINGS,
            f"ASSOCIATORS OF {{{source_of(machine)}}} WHERE ResultClass = {SETTINGS}",
        )
        answer = self.driver.manage(
            "GetVirtualSystemThumbnailImage",
            TargetSystem=settings,
            WidthPixels=width,
            HeightPixels=height,
        )
        image = answer.output("GetVirtualSystemThumbnailImage", "ImageData")
        return width, height, base64.b64decode(image or "", validate=True)

    def _operating_system(self) -> Object:
        return self.driver.one(
            "Win32_OperatingSystem", "SELECT * FROM Win32_OperatingSystem "
        )


def source_of(machine: Object) -> str:
    """How a query names a machine that its associators are asked of."""
    return (
        "Msvm_ComputerSystem.CreationClassName='Msvm_ComputerSystem',"
        f"Name='{str(machine['Name']).lower()}'"
    )


def device_selectors(device: Object, class_name: str) -> dict[str, str]:
    """The four keys of a device of a machine."""
    return {
        "DeviceID": device["DeviceID"],
        "SystemName": device["SystemName"],
        "SystemCreationClassName": "Msvm_ComputerSystem",
        "CreationClassName": class_name,
    }


def _state(machine: Object) -> str:
    return _STATES.get(machine["EnabledState"], "no state")
