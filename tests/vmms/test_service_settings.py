"""The settings of the host as a whole, and how they are modified."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    CIM_Service,
    CIM_SettingData,
    Msvm_ConcreteJob,
    Msvm_ElementSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemManagementServiceSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms import Vmms
from mofgen.vmms.job_policies import AfterPolls
from mofgen.vmms.refusals import INVALID_PARAMETER, INVALID_STATE, JOB_STARTED

Settings = Msvm_VirtualSystemManagementServiceSettingData


@pytest.fixture
def client(hyperv: Vmms) -> MemoryConnection:
    return hyperv.connect()


def service(client: MemoryConnection) -> Msvm_VirtualSystemManagementService:
    (found,) = client.enumerate(Msvm_VirtualSystemManagementService)
    return found


def settings(client: MemoryConnection) -> Settings:
    (found,) = client.associators(
        service(client)._reference(),
        result_class=Settings,
        association=Msvm_ElementSettingData,
    )
    return found


def test_services_have_their_settings(client: MemoryConnection) -> None:
    found = {}
    for each in client.enumerate(CIM_Service):
        parts = client.associators(
            each._reference(),
            result_class=CIM_SettingData,
            association=Msvm_ElementSettingData,
        )
        found[each.Name] = [type(part).__name__ for part in parts]
    assert found["vmms"] == ["Msvm_VirtualSystemManagementServiceSettingData"]
    assert found["replicasvc"] == ["Msvm_ReplicationServiceSettingData"]
    assert found["termsvc"] == ["Msvm_TerminalServiceSettingData"]


def test_a_change_shows_when_its_job_has_completed(
    hyperv: Vmms, client: MemoryConnection
) -> None:
    hyperv.jobs.policy = AfterPolls(1)
    result = service(client).ModifyServiceSettings(
        SettingData=Settings(DefaultVirtualHardDiskPath="D:\\Disks")
    )
    assert result.ReturnValue == JOB_STARTED
    assert settings(client).DefaultVirtualHardDiskPath != "D:\\Disks"
    assert result.Job is not None
    job = client.get(result.Job)
    assert isinstance(job, Msvm_ConcreteJob)
    assert job.JobType == job.JobTypeValues.MODIFY_MANAGEMENT_SERVICE_SETTINGS
    assert settings(client).DefaultVirtualHardDiskPath == "D:\\Disks"


def test_the_whole_object_with_one_value_changed_will_do(
    client: MemoryConnection,
) -> None:
    changed = settings(client).copy(NumaSpanningEnabled=False)
    service(client).ModifyServiceSettings(SettingData=changed)
    assert settings(client) == changed


def test_a_second_change_waits_for_the_first(
    hyperv: Vmms, client: MemoryConnection
) -> None:
    hyperv.jobs.policy = AfterPolls(1)
    given = Settings(HbaLunTimeout=30)
    service(client).ModifyServiceSettings(SettingData=given)
    second = service(client).ModifyServiceSettings(SettingData=given, check=False)
    assert second.ReturnValue == INVALID_STATE
    assert second.Job is None


@pytest.mark.parametrize(
    "values",
    [
        {"MinimumMacAddress": "00155D010A0"},
        {"MinimumMacAddress": "00155D010B00"},
        {"MaximumMacAddress": "00-15-5D-01-0A-FF"},
        {"MinimumWWPNAddress": "none"},
        {"DefaultExternalDataRoot": "Hyper-V"},
        {"DefaultVirtualHardDiskPath": "\\Disks"},
        {"HypervisorRootSchedulerEnabled": True},
        {"InstanceID": "Microsoft:guest"},
    ],
)
def test_what_a_host_cannot_have_is_an_invalid_parameter_and_changes_nothing(
    client: MemoryConnection, values: dict[str, Any]
) -> None:
    before = settings(client)
    result = service(client).ModifyServiceSettings(
        SettingData=Settings(**values), check=False
    )
    assert result.ReturnValue == INVALID_PARAMETER
    assert settings(client) == before
    assert client.enumerate(Msvm_ConcreteJob) == []


def test_no_settings_are_an_invalid_parameter(client: MemoryConnection) -> None:
    result = service(client).ModifyServiceSettings(check=False)
    assert result.ReturnValue == INVALID_PARAMETER
