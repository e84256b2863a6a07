"""A host that has just been set up, and how to get one."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import pytest
from hyperv_v2 import (
    CIM_Service,
    Msvm_ComputerSystem,
    Msvm_HostedService,
    Msvm_TransparentBridgingService,
    Msvm_VirtualSystemManagementService,
)

import mofgen.vmms
from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.connecting import ConnectError, connect
from mofgen.runtime.statuses import CimNotSupportedError
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.memory_scheme import open_memory


@pytest.fixture
def client() -> MemoryConnection:
    return Vmms(name="NODE7", seed=1).connect()


def test_memory_is_a_fresh_host() -> None:
    with connect("memory:", name="NODE1", cores=4) as one, connect("memory:") as two:
        assert [each.Name for each in one.enumerate(Msvm_ComputerSystem)] == ["NODE1"]
        assert [each.Name for each in two.enumerate(Msvm_ComputerSystem)] != ["NODE1"]


def test_connections_to_one_host_see_the_same() -> None:
    host = Vmms(name="NODE2")
    with open_memory("memory:", host=host) as connection:
        assert connection.manager is host.manager


def test_a_package_behind_memory_has_no_objects() -> None:
    with connect("memory:hyperv_v2") as connection:
        assert connection.enumerate(Msvm_ComputerSystem) == []


@pytest.mark.parametrize(
    ("url", "options", "message"),
    [
        ("memory:", {"cores": 0}, "at least one core"),
        ("memory:", {"coers": 2}, "coers"),
        ("memory:hyperv_v2", {"host": Vmms()}, "takes no options"),
    ],
)
def test_wrong_options_are_refused(
    url: str, options: dict[str, object], message: str
) -> None:
    with pytest.raises(ConnectError, match=message):
        open_memory(url, **options)  # type: ignore[arg-type]


def test_installing_the_package_gives_the_fixture() -> None:
    values = [each.value for each in entry_points(group="pytest11")]
    assert "mofgen.vmms.pytest_plugin" in values


def test_test_runs_without_the_fixture_load_no_host() -> None:
    code = (
        "import sys, mofgen.vmms.pytest_plugin;"
        "print({'hyperv_v2', 'mofgen.vmms.host'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stdout.strip() == b"set()"


def test_the_package_has_the_host_and_nothing_else() -> None:
    assert mofgen.vmms.Vmms is Vmms
    with pytest.raises(AttributeError, match="no attribute 'Vms'"):
        _ = mofgen.vmms.Vms


def test_the_fixture_is_a_host_whose_clock_stands(hyperv: Vmms) -> None:
    assert isinstance(hyperv.clock, SimulatedClock)
    assert len(hyperv.connect().enumerate(Msvm_ComputerSystem)) == 1


def test_a_seed_gives_the_same_guids_again() -> None:
    assert Vmms(seed=3).guids.new() == Vmms(seed=3).guids.new()


def test_the_host_itself_is_a_computer_system(client: MemoryConnection) -> None:
    (computer,) = client.enumerate(Msvm_ComputerSystem)
    assert computer.Name == computer.ElementName == "NODE7"
    assert computer.Caption == "Hosting Computer System"
    assert computer.EnabledState == computer.EnabledStateValues.ENABLED


def test_services_are_hosted_by_the_computer(client: MemoryConnection) -> None:
    (computer,) = client.enumerate(Msvm_ComputerSystem)
    hosted = client.associators(
        computer._reference(), result_class=CIM_Service, association=Msvm_HostedService
    )
    everywhere = client.enumerate(CIM_Service)
    assert {each._reference() for each in hosted} == {
        each._reference()
        for each in everywhere
        if not isinstance(each, Msvm_TransparentBridgingService)  # of a switch
    }
    assert {each.SystemName for each in hosted} == {"NODE7"}
    names = {each.CreationClassName: each.Name for each in hosted}
    assert names["Msvm_VirtualSystemManagementService"] == "vmms"
    assert names["Msvm_ImageManagementService"] == "vhdsvc"


def test_clients_change_nothing_but_by_methods(client: MemoryConnection) -> None:
    (service,) = client.enumerate(Msvm_VirtualSystemManagementService)
    with pytest.raises(CimNotSupportedError, match="by methods only"):
        client.delete(service._reference())
    with pytest.raises(CimNotSupportedError, match="by methods only"):
        client.modify(service, ["PrimaryOwnerName"])
    with pytest.raises(CimNotSupportedError, match="by methods only"):
        client.create(Msvm_ComputerSystem(Name="x", CreationClassName="y"))
    assert client.enumerate(Msvm_VirtualSystemManagementService) == [service]
