"""Network adapters, their addresses and their connections."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    Msvm_EmulatedEthernetPortSettingData,
    Msvm_EthernetSwitchPort,
    Msvm_SyntheticEthernetPort,
    Msvm_SystemDevice,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemManagementServiceSettingData,
)
from machine_client import (
    EXCEPTION,
    RUNNING,
    Machine,
    Nic,
    connection,
    nic,
    refused,
)

from mofgen.runtime import Ref
from mofgen.vmms.network_addresses import give_addresses
from mofgen.vmms.refusals import (
    FAILED,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
)


def test_an_adapter_has_no_address_at_first(new: Machine) -> None:
    adapter = new.added(nic())
    assert adapter.InstanceID.count("\\") == 1
    assert adapter.Address == "000000000000"


def test_adapters_get_the_addresses_of_the_host_that_nobody_has(new: Machine) -> None:
    new.added(nic(StaticMacAddress=True, Address="00155D010A01"))
    for _ in range(2):
        new.added(nic())
    with new.host.manager.transaction() as transaction:
        give_addresses(transaction, new.settings)
    addresses = {each.Address for each in new.parts(Nic)}
    assert addresses == {"00155D010A00", "00155D010A01", "00155D010A02"}


def test_a_copy_of_a_machine_gets_addresses_of_its_own(new: Machine) -> None:
    static = new.added(nic(StaticMacAddress=True, Address="00155D010A01"))
    given = new.added(nic())
    new.enter(RUNNING)
    made = new.service.DefineSystem(ReferenceConfiguration=new.settings)
    assert made.ResultingSystem is not None
    guid = made.ResultingSystem.keys["Name"]
    copies = {
        each.InstanceID.partition("\\")[2]: each.Address
        for each in new.client.enumerate(Nic)
        if str(each.InstanceID).startswith(f"Microsoft:{guid}")
    }
    assert copies[static.InstanceID.partition("\\")[2]] == "00155D010A01"
    assert copies[given.InstanceID.partition("\\")[2]] == "000000000000"


def test_an_adapter_added_to_a_running_machine_has_an_address(new: Machine) -> None:
    new.enter(RUNNING)
    addresses = [new.added(nic()).Address for _ in range(2)]
    assert addresses == ["00155D010A00", "00155D010A01"]


def test_a_job_fails_where_the_host_has_no_more_addresses(new: Machine) -> None:
    with new.host.manager.transaction() as transaction:
        (settings,) = transaction.objects(
            Msvm_VirtualSystemManagementServiceSettingData
        )
        transaction.change(settings, MaximumMacAddress=settings.MinimumMacAddress)
    new.enter(RUNNING)
    new.added(nic())
    job = new.job(new.add(nic()))
    assert (job.JobState, job.ErrorCode) == (EXCEPTION, FAILED)
    assert len(new.parts(Nic)) == 1


@pytest.mark.parametrize(
    "address", ["", "00155D", "000000000000", "01155D000001", "00155D00000G"]
)
def test_a_static_address_is_that_of_one_adapter(new: Machine, address: str) -> None:
    refused(new, INVALID_PARAMETER, "add", nic(StaticMacAddress=True, Address=address))


def test_a_static_address_is_kept_as_twelve_digits(new: Machine) -> None:
    adapter = new.added(nic(StaticMacAddress=True, Address="00-15-5d-00-00-01"))
    assert adapter.Address == "00155D000001"


def test_an_address_is_kept_as_twelve_digits_when_it_changes(new: Machine) -> None:
    adapter = new.added(nic())
    new.modify(adapter.copy(StaticMacAddress=True, Address="00:15:5d:00:00:02"))
    assert new.client.get(adapter._reference()).Address == "00155D000002"


def test_the_address_of_an_adapter_stays_while_its_machine_runs(new: Machine) -> None:
    adapter = new.added(nic())
    new.enter(RUNNING)
    other = adapter.copy(StaticMacAddress=True, Address="00155D000002")
    refused(new, INVALID_STATE, "modify", other)


def test_a_machine_has_eight_adapters_and_four_legacy_ones(old: Machine) -> None:
    assert old.add(*[nic()] * 8).ReturnValue == JOB_STARTED
    refused(old, INVALID_PARAMETER, "add", nic())
    legacy = Msvm_EmulatedEthernetPortSettingData(StaticMacAddress=False)
    assert old.add(*[legacy] * 4).ReturnValue == JOB_STARTED
    refused(old, INVALID_PARAMETER, "add", legacy)


def test_generation_2_has_no_legacy_adapters(new: Machine) -> None:
    legacy = Msvm_EmulatedEthernetPortSettingData(StaticMacAddress=False)
    refused(new, NOT_SUPPORTED, "add", legacy)


def test_only_generation_2_gets_adapters_while_it_runs(
    old: Machine, new: Machine
) -> None:
    old.enter(RUNNING)
    refused(old, INVALID_STATE, "add", nic())
    new.enter(RUNNING)
    new.added(nic())
    assert len(new.devices(Msvm_SyntheticEthernetPort)) == 1


def test_a_connection_names_its_switch(new: Machine) -> None:
    (switch,) = new.client.enumerate(Msvm_VirtualEthernetSwitch)
    keys = {"CreationClassName": type(switch).__name__, "Name": str(switch.Name)}
    adapter = new.added(nic())
    made = new.added(connection(adapter, str(Ref(Msvm_VirtualEthernetSwitch, keys))))
    assert made.InstanceID == f"{adapter.InstanceID}\\C"
    assert made.LastKnownSwitchName == switch.ElementName
    assert made.EnabledState == 2
    refused(new, INVALID_PARAMETER, "add", connection(adapter))


def test_a_connection_is_with_a_switch_or_with_nothing(new: Machine) -> None:
    adapter = new.added(nic())
    gone = Ref(Msvm_VirtualEthernetSwitch, {"CreationClassName": "x", "Name": "gone"})
    refused(new, INVALID_PARAMETER, "add", connection(adapter, str(gone)))
    refused(new, INVALID_PARAMETER, "add", connection(adapter, "switch"))
    assert new.added(connection(adapter)).LastKnownSwitchName is None


def test_an_adapter_takes_its_connection_along(new: Machine) -> None:
    before = new.state()
    adapter = new.added(nic())
    new.added(connection(adapter))
    assert new.remove(adapter).ReturnValue == JOB_STARTED
    assert new.state() == before


def test_a_running_machine_has_the_ports_of_its_connections(new: Machine) -> None:
    (switch,) = new.client.enumerate(Msvm_VirtualEthernetSwitch)
    keys = {"CreationClassName": type(switch).__name__, "Name": str(switch.Name)}
    ref = Ref(Msvm_VirtualEthernetSwitch, keys)

    def ports() -> int:
        association = Msvm_SystemDevice
        return len(
            new.client.associators(
                ref, result_class=Msvm_EthernetSwitchPort, association=association
            )
        )

    others = ports()
    new.enter(RUNNING)
    adapter = new.added(nic())
    made = new.added(connection(adapter, str(ref)))
    assert ports() == others + 1
    new.modify(adapter.copy(ElementName="Outside"))
    assert ports() == others + 1
    new.modify(made.copy(HostResource=[]))
    assert ports() == others
    new.modify(made.copy(HostResource=[str(ref)]))
    assert ports() == others + 1
    new.remove(adapter)
    assert ports() == others
