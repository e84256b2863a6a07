"""Every query that the driver sends is answered, in the form in which it reads lists."""

from __future__ import annotations

import pytest
from libvirt_driver import quoted
from libvirt_replies import Answer, LibvirtError, context_of, only_item
from openwsman_messages import ENUMERATION, enumerate_message, pull_message
from virsh import ACTIVE, INACTIVE, MACHINES, source_of
from virsh_changes import DomainXml, VirshAdmin

SWITCH = "Msvm_VirtualEthernetSwitch"
RESOURCE = "Msvm_ResourceAllocationSettingData"
PASS_THROUGH = "Microsoft:Hyper-V:Physical Disk Drive"
_NO_DISK = r'\\HVHOST\root\virtualization\v2:Msvm_DiskDrive.DeviceID="none"'
EVERY_QUERY = {
    "the computer as a product": "SELECT * FROM Win32_ComputerSystemProduct ",
    "Windows": "SELECT * FROM Win32_OperatingSystem ",
    "the computer": "SELECT * FROM Win32_ComputerSystem ",
    "its processors": (
        "ASSOCIATORS OF {Win32_ComputerSystem.Name='HVHOST'} WHERE AssocClass ="
        " Win32_ComputerSystemProcessor ResultClass = Win32_Processor"
    ),
    "all machines": MACHINES,
    "those that run": f"{MACHINES}AND {ACTIVE}",
    "a machine by the number of its process": f"{MACHINES}AND ProcessID = $process",
    "a machine by name": f"{MACHINES}AND ElementName = 'web'",
    "a machine by UUID": f"{MACHINES}AND Name = '$uuid'",
    "a machine alone": "SELECT * FROM Msvm_ComputerSystem WHERE Name = '$uuid'",
    "its settings": (
        "ASSOCIATORS OF {$machine} WHERE AssocClass = Msvm_SettingsDefineState"
        " ResultClass = Msvm_VirtualSystemSettingData"
    ),
    "settings by whatever association": (
        "ASSOCIATORS OF {$machine} WHERE ResultClass = Msvm_VirtualSystemSettingData"
    ),
    "its keyboard": "ASSOCIATORS OF {$machine} WHERE ResultClass = Msvm_Keyboard",
    **{
        f"what it has of {kind}": (
            "ASSOCIATORS OF {Msvm_VirtualSystemSettingData.InstanceID='$settings'}"
            " WHERE AssocClass = Msvm_VirtualSystemSettingDataComponent"
            f" ResultClass = Msvm_{kind}SettingData"
        )
        for kind in (
            "Processor",
            "Memory",
            "ResourceAllocation",
            "StorageAllocation",
            "SerialPort",
        )
    },
    "settings by ID": (
        "SELECT * FROM Msvm_VirtualSystemSettingData WHERE InstanceID='$settings'"
    ),
    "most processors": (
        "SELECT * FROM Msvm_ProcessorSettingData"
        " WHERE InstanceID LIKE 'Microsoft:Definition%Maximum'"
    ),
    "the default of drives": (
        f"SELECT * FROM {RESOURCE} WHERE ResourceSubType = '{PASS_THROUGH}'"
        " AND InstanceID LIKE '%%Default%%'"
    ),
    "a switch by path": f"SELECT * FROM {SWITCH} WHERE __PATH = '$switch_path'",
    "switches in good health": f"SELECT * FROM {SWITCH} WHERE HealthState = 5",
    "a switch by UUID": f"SELECT * FROM {SWITCH} WHERE Name = '$switch'",
    "the same without blanks": f"SELECT * FROM {SWITCH} WHERE Name='$switch'",
    "a switch by name": f"SELECT * FROM {SWITCH} WHERE ElementName = 'Default Switch'",
    "what shuts the guest down": (
        "SELECT * FROM Msvm_ShutdownComponent WHERE SystemName = '$uuid'"
    ),
    "its display": (
        "SELECT * FROM Msvm_SyntheticDisplayController WHERE SystemName = '$uuid'"
    ),
    "the counters of a processor": (
        "SELECT * FROM Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor"
        " WHERE Name = 'web:Hv VP 0'"
    ),
}
WITHOUT_RESULT = {
    "those that are off": ("Msvm_ComputerSystem", f"{MACHINES}AND {INACTIVE}"),
    "a name with a quote": (
        "Msvm_ComputerSystem",
        rf"{MACHINES}AND ElementName = 'it\'s'",
    ),
    "a job that is gone": (
        "Msvm_ConcreteJob",
        "SELECT * FROM Msvm_ConcreteJob WHERE InstanceID = 'none'",
    ),
    "the other kind of display": (
        "Msvm_S3DisplayController",
        "SELECT * FROM Msvm_S3DisplayController WHERE SystemName = 'none'",
    ),
    "a disk that is not there": (
        "Msvm_DiskDrive",
        f"SELECT * FROM Msvm_DiskDrive WHERE __PATH='{quoted(_NO_DISK)}'",
    ),
}


@pytest.fixture
def values(virsh: VirshAdmin, web: str) -> dict[str, str]:
    """What stands in the queries for what only the host knows."""
    virsh.start(web)
    machine = virsh.domain(web)
    (switch,) = virsh.net_list().values()
    path = (
        rf"\\HVHOST\root\virtualization\v2:{SWITCH}"
        f'.CreationClassName="{SWITCH}",Name="{switch}"'
    )
    return {
        "$switch_path": quoted(path),
        "$switch": switch,
        "$machine": source_of(machine),
        "$settings": virsh.settings(web)["InstanceID"],
        "$process": str(machine["ProcessID"]),
        "$uuid": str(machine["Name"]).lower(),
    }


@pytest.mark.parametrize("what", EVERY_QUERY)
def test_the_query_finds_something(
    virsh: VirshAdmin, values: dict[str, str], what: str
) -> None:
    wql = EVERY_QUERY[what]
    for name, value in values.items():
        wql = wql.replace(name, value)
    in_walk = "ResultClass = "
    after = wql.partition(in_walk if in_walk in wql else "FROM ")[2]
    assert virsh.driver.query(after.split()[0], wql)


@pytest.mark.parametrize("what", WITHOUT_RESULT)
def test_the_query_finds_nothing_without_failing(
    virsh: VirshAdmin, values: dict[str, str], what: str
) -> None:
    class_name, wql = WITHOUT_RESULT[what]
    assert virsh.driver.query(class_name, wql) == []


def test_a_query_that_is_wrong_is_a_fault(virsh: VirshAdmin) -> None:
    with pytest.raises(LibvirtError, match="Nonsense"):
        virsh.driver.query("Msvm_ComputerSystem", "SELECT * FROM Nonsense")


class TestTheFormOfLists:
    def test_nothing_is_an_empty_list_of_items(self, virsh: VirshAdmin) -> None:
        first = virsh.driver.send(enumerate_message("Msvm_ComputerSystem", MACHINES))
        answer = pulled(virsh, context_of(first))
        assert only_item(answer) is None
        assert answer.body[0].find(f"{{{ENUMERATION}}}EndOfSequence") is not None
        assert context_of(answer) is None

    def test_a_pull_gives_one_item_and_where_to_go_on(self, virsh: VirshAdmin) -> None:
        for name in ("one", "two"):
            virsh.define(DomainXml(name))
        first = virsh.driver.send(enumerate_message("Msvm_ComputerSystem", MACHINES))
        one = pulled(virsh, context_of(first))
        assert only_item(one) is not None
        two = pulled(virsh, context_of(one))
        assert only_item(two) is not None
        assert context_of(two) is None

    def test_a_list_that_nobody_pulls_to_its_end_hinders_no_other(
        self, virsh: VirshAdmin, web: str
    ) -> None:
        for _ in range(3):
            virsh.driver.send(enumerate_message("Msvm_ComputerSystem", MACHINES))
        assert virsh.list_domains() == {web: "shut off"}


def pulled(virsh: VirshAdmin, context: str | None) -> Answer:
    return virsh.driver.send(pull_message("Msvm_ComputerSystem", context or ""))
