"""Key protectors, and machines that need one."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    Msvm_ConcreteJob,
    Msvm_SecurityService,
    Msvm_SecuritySettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms.host import Vmms
from mofgen.vmms.machine_access import GENERATION_2, machine_ref, settings_ref
from mofgen.vmms.machine_secrets import Secret

Security = Msvm_SecuritySettingData

PROTECTOR = b"\x01\x02\x03"
COMPLETED, EXCEPTION = 7, 10


@pytest.fixture
def host() -> Vmms:
    return Vmms(seed=1)


def define(client: MemoryConnection, reference: str | None = None) -> str:
    (service,) = client.enumerate(Msvm_VirtualSystemManagementService)
    made = service.DefineSystem(
        SystemSettings=Msvm_VirtualSystemSettingData(VirtualSystemSubType=GENERATION_2),
        ReferenceConfiguration=None if reference is None else settings_ref(reference),
    )
    assert made.ResultingSystem is not None
    return str(made.ResultingSystem.keys["Name"])


def with_tpm(client: MemoryConnection) -> str:
    guid = define(client)
    (service,) = client.enumerate(Msvm_SecurityService)
    (security,) = client.associators(settings_ref(guid), result_class=Security)
    service.SetKeyProtector(SecuritySettingData=security, KeyProtector=PROTECTOR)
    service.ModifySecuritySettings(SecuritySettingData=security.copy(TpmEnabled=True))
    return guid


def start(client: MemoryConnection, guid: str) -> Msvm_ConcreteJob:
    result = client.get(machine_ref(guid)).RequestStateChange(
        RequestedState=2, check=False
    )
    assert result.Job is not None
    job = client.get(result.Job)
    assert isinstance(job, Msvm_ConcreteJob)
    return job


def test_a_machine_with_a_tpm_starts_with_its_key_protector(host: Vmms) -> None:
    client = host.connect()
    assert start(client, with_tpm(client)).JobState == COMPLETED


def test_a_copy_of_it_has_none_and_does_not_start(host: Vmms) -> None:
    client = host.connect()
    copy = define(client, reference=with_tpm(client))
    (security,) = client.associators(settings_ref(copy), result_class=Security)
    assert security.TpmEnabled
    job = start(client, copy)
    assert job.JobState == EXCEPTION
    assert job.ErrorDescription == "the key protector is missing"


def test_the_secrets_of_a_machine_go_with_it(host: Vmms) -> None:
    client = host.connect()
    guid = with_tpm(client)
    assert host.secrets.get(guid, Secret.KEY_PROTECTOR) == PROTECTOR
    (service,) = client.enumerate(Msvm_VirtualSystemManagementService)
    service.DestroySystem(AffectedSystem=machine_ref(guid))
    assert host.secrets.get(guid, Secret.KEY_PROTECTOR) == b""


def test_the_security_policy_is_kept(host: Vmms) -> None:
    client = host.connect()
    guid = define(client)
    (service,) = client.enumerate(Msvm_SecurityService)
    (security,) = client.associators(settings_ref(guid), result_class=Security)
    service.SetSecurityPolicy(SecuritySettingData=security, SecurityPolicy=b"policy")
    assert host.secrets.get(guid, Secret.SECURITY_POLICY) == b"policy"


def test_the_guest_is_handed_its_first_configuration(host: Vmms) -> None:
    client = host.connect()
    guid = define(client)
    (service,) = client.enumerate(Msvm_VirtualSystemManagementService)
    data = b"\x00\x00\x00\x06hi"
    service.SetInitialMachineConfigurationData(
        TargetSystem=machine_ref(guid), ImcData=data
    )
    assert host.guest(machine_ref(guid)).initial_configuration == data


def test_secrets_are_undone_with_their_transaction(host: Vmms) -> None:
    def put(secret: Secret, data: bytes) -> None:
        with host.manager.transaction() as transaction:
            host.secrets.put(transaction, "G", secret, data)
            if data != PROTECTOR:
                raise LookupError

    put(Secret.KEY_PROTECTOR, PROTECTOR)
    for secret in (Secret.KEY_PROTECTOR, Secret.SECURITY_POLICY):
        with pytest.raises(LookupError):
            put(secret, b"other")
    assert host.secrets.get("G", Secret.KEY_PROTECTOR) == PROTECTOR
    assert host.secrets.get("G", Secret.SECURITY_POLICY) == b""
