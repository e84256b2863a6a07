"""A client who is no administrator: an empty host whose methods deny access."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    CIM_ManagedElement,
    CIM_Service,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_HostedService,
    Msvm_ShutdownComponent,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.instance import Instance
from mofgen.runtime.statuses import CimMethodNotFoundError, CimNotFoundError
from mofgen.runtime.wmi_errors import WmiAccessDeniedError
from mofgen.vmms import Vmms
from mofgen.vmms.machine_access import machine_ref, settings_ref
from mofgen.vmms.refusals import ACCESS_DENIED

Service = Msvm_VirtualSystemManagementService


@pytest.fixture
def host() -> Vmms:
    return Vmms(seed=1)


@pytest.fixture
def guest(host: Vmms) -> MemoryConnection:
    return host.connect(administrator=False)


@pytest.fixture
def guid(host: Vmms) -> str:
    """The name of a machine that there is."""
    [service] = host.connect().enumerate(Service)
    made = service.DefineSystem(
        SystemSettings=Msvm_VirtualSystemSettingData(ElementName="web")
    )
    assert made.ResultingSystem is not None
    return str(made.ResultingSystem.keys["Name"])


class TestWhatAClientWithoutRightsSees:
    @pytest.mark.parametrize(
        "cls",
        [
            Msvm_ComputerSystem,
            Msvm_VirtualSystemSettingData,
            Msvm_VirtualEthernetSwitch,
            Msvm_ConcreteJob,
        ],
    )
    def test_enumerations_are_answered_and_empty(
        self, guest: MemoryConnection, guid: str, cls: type[Instance]
    ) -> None:
        assert guest.enumerate(cls) == []

    def test_queries_are_answered_and_empty(
        self, guest: MemoryConnection, guid: str
    ) -> None:
        for condition in ("ElementName = 'web'", f"Name = '{guid}'", "Name LIKE '%'"):
            wql = f"SELECT * FROM Msvm_ComputerSystem WHERE {condition}"
            assert guest.query(wql, Msvm_ComputerSystem) == []

    def test_a_machine_is_not_found_by_its_path(
        self, guest: MemoryConnection, guid: str
    ) -> None:
        for ref in (machine_ref(guid), settings_ref(guid)):
            with pytest.raises(CimNotFoundError):
                guest.get(ref)
            with pytest.raises(CimNotFoundError):
                guest.associators(ref, result_class=CIM_ManagedElement)

    def test_the_services_are_all_there_is(
        self, host: Vmms, guest: MemoryConnection, guid: str
    ) -> None:
        seen = guest.enumerate(CIM_ManagedElement)
        assert seen == host.connect().enumerate(CIM_Service) != []
        assert len(guest.manager.store) == len(seen)

    def test_nothing_leads_from_a_service_to_the_host(
        self, guest: MemoryConnection
    ) -> None:
        [service] = guest.enumerate(Service)
        ref = service._reference()
        assert guest.associators(ref, result_class=CIM_ManagedElement) == []
        assert guest.references(ref, result_class=Msvm_HostedService) == []

    def test_no_event_tells_of_a_machine(
        self, host: Vmms, guest: MemoryConnection, guid: str
    ) -> None:
        wql = (
            "SELECT * FROM __InstanceModificationEvent WITHIN 1"
            " WHERE TargetInstance ISA 'Msvm_ComputerSystem'"
        )
        with guest.subscribe(wql, Instance) as events:
            machine = host.connect().get(machine_ref(guid))
            machine.RequestStateChange(RequestedState=2)
            assert events.next(timeout=0) is None


class TestWhatItMayDo:
    def test_a_method_denies_access_and_does_nothing(
        self, host: Vmms, guest: MemoryConnection, guid: str
    ) -> None:
        [service] = guest.enumerate(Service)
        made = service.DefineSystem(check=False)
        gone = service.DestroySystem(AffectedSystem=machine_ref(guid), check=False)
        assert (made.ReturnValue, gone.ReturnValue) == (ACCESS_DENIED, ACCESS_DENIED)
        assert len(host.connect().enumerate(Msvm_VirtualSystemSettingData)) == 1

    def test_a_method_of_a_machine_denies_it_whether_there_is_one_or_not(
        self, host: Vmms, guest: MemoryConnection, guid: str
    ) -> None:
        for name in (guid, "00000000-0000-0000-0000-000000000000"):
            answer = guest.invoke(
                machine_ref(name), "RequestStateChange", {"RequestedState": 2}
            )
            assert answer == {"ReturnValue": ACCESS_DENIED}
        assert host.connect().get(machine_ref(guid)).EnabledState == 3

    def test_a_method_without_a_code_for_it_raises_the_error_of_wmi(
        self, host: Vmms, guest: MemoryConnection, guid: str
    ) -> None:
        machine = host.connect().get(machine_ref(guid))
        machine.RequestStateChange(RequestedState=2)
        [component] = host.connect().enumerate(Msvm_ShutdownComponent)
        with pytest.raises(WmiAccessDeniedError, match="InitiateHibernate"):
            guest.invoke(component._reference(), "InitiateHibernate", {})

    def test_a_method_that_there_is_not_is_said_not_to_be_there(
        self, guest: MemoryConnection, guid: str
    ) -> None:
        with pytest.raises(CimMethodNotFoundError):
            guest.invoke(machine_ref(guid), "Explode", {})

    def test_objects_can_neither_be_made_nor_changed_nor_deleted(
        self, guest: MemoryConnection, guid: str
    ) -> None:
        [service] = guest.enumerate(Service)
        service.ElementName = "mine"
        with pytest.raises(WmiAccessDeniedError):
            guest.create(Msvm_VirtualSystemSettingData(InstanceID="mine"))
        with pytest.raises(WmiAccessDeniedError):
            guest.modify(service, ["ElementName"])
        with pytest.raises(WmiAccessDeniedError):
            guest.delete(machine_ref(guid))


def test_an_administrator_is_not_limited(host: Vmms, guid: str) -> None:
    client = host.connect(administrator=True)
    assert client.get(machine_ref(guid)).ElementName == "web"
