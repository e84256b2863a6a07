"""Configuring and destroying virtual machines."""

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
    Msvm_SettingsDefineState,
    Msvm_SystemDevice,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)
from machine_requests import (
    GENERATION_2,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    define,
    machine_names,
    parts,
    service,
    settings_of,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimNotFoundError
from mofgen.vmms.host import Vmms
from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import machine_ref


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
