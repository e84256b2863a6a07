"""What queries know of the host that they ask: its name, and whose keys are whose."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.instance import Instance
from mofgen.runtime.statuses import CimInvalidParameterError
from mofgen.vmms import Vmms

NAMES = ("web", "database")


@pytest.fixture
def client() -> MemoryConnection:
    """A host HYPERV01 that has two machines."""
    host = Vmms(seed=1)
    connection = host.connect()
    service = Msvm_VirtualSystemManagementService.objects(connection).one()
    for name in NAMES:
        service.DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(ElementName=name)
        )
    return connection


def test_the_host_is_told_from_its_machines_by_its_name(
    client: MemoryConnection,
) -> None:
    of = "SELECT * FROM Msvm_ComputerSystem WHERE Name"
    machines = client.query(f"{of} != __SERVER ", Msvm_ComputerSystem)
    assert tuple(each.ElementName for each in machines) == NAMES
    hosts = client.query(f"{of} = __server", Msvm_ComputerSystem)
    assert [each.Name for each in hosts] == ["HYPERV01"]


def test_events_know_the_name_too(client: MemoryConnection) -> None:
    query = (
        "SELECT * FROM __InstanceDeletionEvent WITHIN 1 WHERE TargetInstance ISA"
        " 'Msvm_ComputerSystem' AND TargetInstance.__SERVER = 'HYPERV01'"
    )
    service = Msvm_VirtualSystemManagementService.objects(client).one()
    machine = Msvm_ComputerSystem.objects(client).filter(ElementName="web").one()
    with client.subscribe(query, Instance) as events:
        service.DestroySystem(AffectedSystem=machine)
        assert events.next(0) is not None


def test_a_key_that_says_nothing_may_be_left_out_of_a_path(
    client: MemoryConnection,
) -> None:
    machine = Msvm_ComputerSystem.objects(client).filter(ElementName="web").one()
    found = client.query(
        f"ASSOCIATORS OF {{Msvm_ComputerSystem.Name='{machine.Name}'}}"
        " WHERE ResultClass = Msvm_VirtualSystemSettingData",
        Msvm_VirtualSystemSettingData,
    )
    assert [each.ElementName for each in found] == ["web"]


def test_a_path_that_fits_several_objects_is_refused(client: MemoryConnection) -> None:
    with pytest.raises(CimInvalidParameterError, match="the keys of"):
        client.query(
            "ASSOCIATORS OF {Msvm_ComputerSystem.CreationClassName="
            "'Msvm_ComputerSystem'}",
            Msvm_ComputerSystem,
        )
