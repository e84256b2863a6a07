"""Defining, configuring and destroying virtual machines."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    CIM_LogicalDevice,
    CIM_ResourceAllocationSettingData,
    CIM_SettingData,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_HostedDependency,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_SerialPortSettingData,
    Msvm_SettingsDefineState,
    Msvm_ShutdownComponentSettingData,
    Msvm_SystemDevice,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimNotFoundError
from mofgen.vmms.host import Vmms
from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import machine_ref, settings_ref

GENERATION_2 = "Microsoft:Hyper-V:SubType:2"
COMPLETED, JOB_STARTED, INVALID_PARAMETER, INVALID_STATE = 0, 4096, 32773, 32775


@pytest.fixture
def host() -> Vmms:
    return Vmms(seed=1)


@pytest.fixture
def conn(host: Vmms) -> MemoryConnection:
    return host.connect()


def service(conn: MemoryConnection) -> Msvm_VirtualSystemManagementService:
    [found] = conn.enumerate(Msvm_VirtualSystemManagementService)
    return found


def define(conn: MemoryConnection, **settings: Any) -> Msvm_ComputerSystem:
    result = service(conn).DefineSystem(
        SystemSettings=Msvm_VirtualSystemSettingData(**settings)
    )
    return defined(conn, result)


def defined(
    conn: MemoryConnection,
    result: Msvm_VirtualSystemManagementService.DefineSystemResult,
) -> Msvm_ComputerSystem:
    assert result.ResultingSystem is not None
    found = conn.get(result.ResultingSystem)
    assert isinstance(found, Msvm_ComputerSystem)
    return found


def settings_of(
    conn: MemoryConnection, machine: Msvm_ComputerSystem
) -> Msvm_VirtualSystemSettingData:
    [found] = conn.associators(
        machine_ref(machine.Name or ""),
        result_class=Msvm_VirtualSystemSettingData,
        association=Msvm_SettingsDefineState,
    )
    return found


def parts(conn: MemoryConnection, machine: Msvm_ComputerSystem, cls: Any) -> list[Any]:
    return conn.associators(
        settings_ref(machine.Name or ""),
        result_class=cls,
        association=Msvm_VirtualSystemSettingDataComponent,
    )


def machine_names(conn: MemoryConnection) -> list[str]:
    found = conn.query(
        "SELECT * FROM Msvm_ComputerSystem WHERE Caption = 'Virtual Machine'",
        Msvm_ComputerSystem,
    )
    return sorted(each.ElementName or "" for each in found)


class TestDefiningAMachine:
    def test_it_is_there_and_off_when_the_call_returns(
        self, conn: MemoryConnection
    ) -> None:
        machine = define(conn, ElementName="web")
        assert (machine.ElementName, machine.EnabledState) == ("web", 3)
        assert machine.ProcessID == machine.OnTimeInMilliseconds == 0

    def test_its_settings_have_its_guid_in_their_ids(
        self, conn: MemoryConnection
    ) -> None:
        machine = define(conn, ElementName="web")
        settings = settings_of(conn, machine)
        assert settings.InstanceID == f"Microsoft:{machine.Name}"
        assert settings.VirtualSystemIdentifier == machine.Name
        assert settings.VirtualSystemType == "Microsoft:Hyper-V:System:Realized"
        for part in parts(conn, machine, CIM_ResourceAllocationSettingData):
            assert part.InstanceID.startswith(f"Microsoft:{machine.Name}\\")

    def test_without_settings_it_is_a_new_machine_of_generation_1(
        self, conn: MemoryConnection
    ) -> None:
        result = service(conn).DefineSystem()
        machine = defined(conn, result)
        assert machine.ElementName == "New Virtual Machine"
        [settings] = conn.enumerate(Msvm_VirtualSystemSettingData)
        assert settings.VirtualSystemSubType == "Microsoft:Hyper-V:SubType:1"

    def test_it_has_one_processor_and_a_gigabyte(self, conn: MemoryConnection) -> None:
        machine = define(conn)
        [processor] = parts(conn, machine, Msvm_ProcessorSettingData)
        [memory] = parts(conn, machine, Msvm_MemorySettingData)
        assert processor.VirtualQuantity == 1
        assert memory.VirtualQuantity == 1024
        assert memory.Reservation <= memory.VirtualQuantity <= memory.Limit

    def test_generation_1_has_ide_controllers_com_ports_and_a_diskette_drive(
        self, conn: MemoryConnection
    ) -> None:
        resources = parts(conn, define(conn), Msvm_ResourceAllocationSettingData)
        controllers = [each for each in resources if each.ResourceType == 5]
        assert sorted(each.Address for each in controllers) == ["0", "1"]
        assert [each.ElementName for each in resources if each.ResourceType == 14]
        ports = parts(conn, define(conn), Msvm_SerialPortSettingData)
        assert sorted(each.ElementName for each in ports) == ["COM 1", "COM 2"]

    def test_generation_2_has_no_emulated_devices(self, conn: MemoryConnection) -> None:
        machine = define(conn, VirtualSystemSubType=GENERATION_2)
        resources = parts(conn, machine, Msvm_ResourceAllocationSettingData)
        assert not [each for each in resources if each.ResourceType in (5, 14)]
        assert settings_of(conn, machine).SecureBootEnabled

    def test_what_was_asked_for_shows_in_the_settings(
        self, conn: MemoryConnection
    ) -> None:
        machine = define(conn, Notes=["for tests"], AutomaticStartupAction=4)
        settings = settings_of(conn, machine)
        assert list(settings.Notes or ()) == ["for tests"]
        assert settings.AutomaticStartupAction == 4

    def test_names_need_not_be_unique(self, conn: MemoryConnection) -> None:
        first, second = define(conn, ElementName="a"), define(conn, ElementName="a")
        assert first.Name != second.Name

    def test_it_is_hosted_by_the_computer(
        self, conn: MemoryConnection, host: Vmms
    ) -> None:
        [computer] = conn.associators(
            machine_ref(define(conn).Name or ""),
            result_class=Msvm_ComputerSystem,
            association=Msvm_HostedDependency,
        )
        assert computer.Name == host.name

    @pytest.mark.parametrize(
        "settings",
        [
            {"VirtualSystemType": "Microsoft:Hyper-V:Snapshot:Realized"},
            {"Version": "99.0"},
            {"ElementName": ""},
            {"ElementName": "n" * 101},
            {"AutomaticShutdownAction": 9},
            {"SecureBootEnabled": True},
            {"BootOrder": [0, 0]},
            {"BootOrder": [7]},
            {"VirtualSystemSubType": GENERATION_2, "BootOrder": [1]},
        ],
        ids=str,
    )
    def test_wrong_settings_are_an_invalid_parameter_and_make_nothing(
        self, conn: MemoryConnection, settings: dict[str, Any]
    ) -> None:
        result = service(conn).DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(**settings), check=False
        )
        assert result.ReturnValue == INVALID_PARAMETER
        assert conn.enumerate(Msvm_VirtualSystemSettingData) == []
        assert machine_names(conn) == []


class TestResourcesOfADefinition:
    def test_are_added_to_those_that_come_by_themselves(
        self, conn: MemoryConnection
    ) -> None:
        wanted = Msvm_ResourceAllocationSettingData(
            ResourceType=6,
            ResourceSubType="Microsoft:Hyper-V:Synthetic SCSI Controller",
        )
        result = service(conn).DefineSystem(ResourceSettings=[wanted, wanted])
        found = parts(conn, defined(conn, result), Msvm_ResourceAllocationSettingData)
        controllers = [each for each in found if each.ResourceType == 6]
        assert len({each.InstanceID for each in controllers}) == 2

    def test_that_a_machine_cannot_have_make_none(self, conn: MemoryConnection) -> None:
        homeless = Msvm_ResourceAllocationSettingData(
            ResourceType=17,
            ResourceSubType="Microsoft:Hyper-V:Synthetic Disk Drive",
            Parent="nowhere",
        )
        result = service(conn).DefineSystem(ResourceSettings=[homeless], check=False)
        assert result.ReturnValue == INVALID_PARAMETER
        assert machine_names(conn) == []


class TestAReferenceConfiguration:
    def test_gives_its_settings_but_not_its_identity(
        self, conn: MemoryConnection
    ) -> None:
        source = settings_of(conn, define(conn, ElementName="first", Notes=["n"]))
        result = service(conn).DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(ElementName="second"),
            ReferenceConfiguration=source,
        )
        machine = defined(conn, result)
        settings = settings_of(conn, machine)
        assert list(settings.Notes or ()) == ["n"]
        assert settings.ElementName == machine.ElementName == "second"
        assert settings.BIOSGUID != source.BIOSGUID
        assert len(parts(conn, machine, CIM_ResourceAllocationSettingData)) == len(
            conn.associators(
                settings_ref(source.VirtualSystemIdentifier or ""),
                result_class=CIM_ResourceAllocationSettingData,
                association=Msvm_VirtualSystemSettingDataComponent,
            )
        )

    def test_its_parts_refer_to_their_own_parents(self, conn: MemoryConnection) -> None:
        source = define(conn)
        result = service(conn).DefineSystem(
            ReferenceConfiguration=settings_of(conn, source)
        )
        machine = defined(conn, result)
        for port in parts(conn, machine, Msvm_SerialPortSettingData):
            assert machine.Name in port.Parent
            assert source.Name not in port.Parent

    def test_of_the_other_generation_is_an_invalid_parameter(
        self, conn: MemoryConnection
    ) -> None:
        result = service(conn).DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(
                VirtualSystemSubType=GENERATION_2
            ),
            ReferenceConfiguration=settings_of(conn, define(conn)),
            check=False,
        )
        assert result.ReturnValue == INVALID_PARAMETER
        assert len(machine_names(conn)) == 1

    def test_that_is_not_there_is_an_invalid_parameter(
        self, conn: MemoryConnection
    ) -> None:
        nowhere = Ref(Msvm_VirtualSystemSettingData, {"InstanceID": "Microsoft:none"})
        result = service(conn).DefineSystem(ReferenceConfiguration=nowhere, check=False)
        assert result.ReturnValue == INVALID_PARAMETER


class TestModifyingSystemSettings:
    def modify(self, conn: MemoryConnection, **values: Any) -> int:
        settings = Msvm_VirtualSystemSettingData(**values)
        result = service(conn).ModifySystemSettings(
            SystemSettings=settings, check=False
        )
        return int(result.ReturnValue)

    def test_changes_what_was_given_and_leaves_the_rest(
        self, conn: MemoryConnection
    ) -> None:
        machine = define(conn, ElementName="web", Notes=["n"])
        before = settings_of(conn, machine)
        code = self.modify(conn, InstanceID=before.InstanceID, AutomaticStartupAction=4)
        after = settings_of(conn, machine)
        assert code == JOB_STARTED
        assert after.AutomaticStartupAction == 4
        assert (after.ElementName, after.Notes) == ("web", before.Notes)

    def test_a_new_name_is_the_machines_name(self, conn: MemoryConnection) -> None:
        machine = define(conn, ElementName="old")
        self.modify(conn, InstanceID=f"Microsoft:{machine.Name}", ElementName="new")
        assert conn.get(machine_ref(machine.Name or "")).ElementName == "new"

    def test_the_whole_object_with_one_value_changed_will_do(
        self, conn: MemoryConnection
    ) -> None:
        machine = define(conn)
        settings = settings_of(conn, machine)
        settings.AutomaticShutdownAction = 2
        service(conn).ModifySystemSettings(SystemSettings=settings)
        assert settings_of(conn, machine).AutomaticShutdownAction == 2

    def test_the_firmware_only_changes_while_the_machine_is_off(
        self, conn: MemoryConnection
    ) -> None:
        machine = define(conn)
        instance_id = f"Microsoft:{machine.Name}"
        machine.RequestStateChange(RequestedState=2)
        before = settings_of(conn, machine)
        code = self.modify(conn, InstanceID=instance_id, BootOrder=[3, 2, 1, 0])
        assert code == INVALID_STATE
        assert settings_of(conn, machine) == before
        assert self.modify(conn, InstanceID=instance_id, Notes=["x"]) == JOB_STARTED

    @pytest.mark.parametrize(
        "values",
        [
            {"VirtualSystemSubType": GENERATION_2},
            {"Version": "8.0"},
            {"ElementName": " "},
            {"AutomaticRecoveryAction": 1},
            {"BootSourceOrder": ["x"]},
        ],
        ids=str,
    )
    def test_wrong_values_are_an_invalid_parameter_and_change_nothing(
        self, conn: MemoryConnection, values: dict[str, Any]
    ) -> None:
        machine = define(conn)
        before = settings_of(conn, machine)
        code = self.modify(conn, InstanceID=before.InstanceID, **values)
        assert code == INVALID_PARAMETER
        assert settings_of(conn, machine) == before

    @pytest.mark.parametrize("values", [{}, {"InstanceID": "Microsoft:none"}], ids=str)
    def test_settings_that_are_not_there_are_an_invalid_parameter(
        self, conn: MemoryConnection, values: dict[str, Any]
    ) -> None:
        assert self.modify(conn, **values) == INVALID_PARAMETER


class TestDestroyingAMachine:
    def destroy(self, conn: MemoryConnection, machine: Any) -> int:
        result = service(conn).DestroySystem(AffectedSystem=machine, check=False)
        return int(result.ReturnValue)

    def test_removes_it_and_its_settings(self, conn: MemoryConnection) -> None:
        kept, machine = define(conn, ElementName="kept"), define(conn)
        count = len(conn.enumerate(CIM_ResourceAllocationSettingData))
        gone = len(parts(conn, machine, CIM_ResourceAllocationSettingData))
        assert self.destroy(conn, machine) == JOB_STARTED
        with pytest.raises(CimNotFoundError):
            conn.get(machine_ref(machine.Name or ""))
        assert len(conn.enumerate(CIM_ResourceAllocationSettingData)) == count - gone
        assert settings_of(conn, kept).ElementName == "kept"

    def test_leaves_nothing_of_it_behind(self, conn: MemoryConnection) -> None:
        kinds: tuple[type[Any], ...] = (
            CIM_SettingData,
            CIM_LogicalDevice,
            Msvm_HostedDependency,
            Msvm_SettingsDefineState,
            Msvm_SystemDevice,
            Msvm_VirtualSystemSettingDataComponent,
        )
        before = [conn.enumerate(kind) for kind in kinds]
        machine = define(conn)
        machine.RequestStateChange(RequestedState=2)
        machine.RequestStateChange(RequestedState=6)
        self.destroy(conn, machine)
        assert [conn.enumerate(kind) for kind in kinds] == before

    def test_leaves_its_job_to_tell_of_it(self, conn: MemoryConnection) -> None:
        result = service(conn).DestroySystem(AffectedSystem=define(conn))
        assert result.Job is not None
        job = conn.get(result.Job)
        assert isinstance(job, Msvm_ConcreteJob)
        assert (job.JobState, job.JobType) == (7, 3)

    def test_is_refused_while_it_runs(self, conn: MemoryConnection) -> None:
        machine = define(conn)
        machine.RequestStateChange(RequestedState=2)
        assert self.destroy(conn, machine) == INVALID_STATE
        assert conn.get(machine_ref(machine.Name or "")).EnabledState == 2

    def test_is_refused_while_a_job_changes_it(
        self, host: Vmms, conn: MemoryConnection
    ) -> None:
        machine = define(conn)
        host.jobs.policy = Never()
        assert self.destroy(conn, machine) == JOB_STARTED
        assert self.destroy(conn, machine) == INVALID_STATE
        host.jobs.finish()
        assert machine_names(conn) == []

    def test_of_the_host_or_of_nothing_is_an_invalid_parameter(
        self, host: Vmms, conn: MemoryConnection
    ) -> None:
        for name in (host.name, "00000000-0000-0000-0000-000000000000"):
            keys = {"CreationClassName": "Msvm_ComputerSystem", "Name": name}
            ref = Ref(Msvm_ComputerSystem, keys)
            assert self.destroy(conn, ref) == INVALID_PARAMETER


def test_every_machine_has_the_integration_components(conn: MemoryConnection) -> None:
    [shutdown] = parts(conn, define(conn), Msvm_ShutdownComponentSettingData)
    assert shutdown.EnabledState == 2
