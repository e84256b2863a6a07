"""The security of a machine: its settings, and what it has of them while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_SecurityElement,
    Msvm_SecuritySettingData,
    Msvm_SettingsDefineState,
    Msvm_SystemComponent,
    Msvm_SystemDevice,
    Msvm_TPM,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms.instance_ids import device_id, local_id
from mofgen.vmms.machine_access import machine_ref
from mofgen.vmms.machine_secrets import Secret
from mofgen.vmms.refusals import (
    FAILED,
    INVALID_PARAMETER,
    INVALID_STATE,
    RefusedError,
)
from mofgen.vmms.system_parts import parts

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Security: TypeAlias = Msvm_SecuritySettingData

SECURITY: Final = "F1C3E2A4-6C5B-4E0D-9A7F-3B1D8E5C2A60"
"""The device part of the InstanceIDs of the security settings."""
SETTINGS: Final = (
    "TpmEnabled",
    "KsdEnabled",
    "ShieldingRequested",
    "DataProtectionRequested",
    "EncryptStateAndVmMigrationTraffic",
    "VirtualizationBasedSecurityOptOut",
    "AppContainerLaunchOptOut",
    "BindToHostTpm",
)
"""What of them a client decides; a new machine has none of it."""

_PROTECTED: Final = ("TpmEnabled", "KsdEnabled", "EncryptStateAndVmMigrationTraffic")
"""What is encrypted with a key that the key protector protects."""
_RUNNING: Final = {
    "EnabledState": 2,
    "HealthState": 5,
    "OperationalStatus": [2],
    "StatusDescriptions": ["OK"],
}
_ENABLED_ACTIVE_OWNED: Final = 2


def default_security(guid: str) -> Security:
    """The security settings of a new machine."""
    off: dict[str, Any] = dict.fromkeys(SETTINGS, False)
    return Security(
        InstanceID=device_id(guid, SECURITY), ElementName="Security Settings", **off
    )


def check(host: Vmms, guid: str, generation: int, after: Security) -> None:
    """Check security settings as they are to be stored.

    Parameters
    ----------
    guid, generation:
        Those of the machine.

    Raises
    ------
    RefusedError
        Invalid parameter, for what machines of its generation can't have, or for
        something without what it needs; invalid state, where a key protector is
        missing.
    """
    if generation == 1 and (after.TpmEnabled or after.ShieldingRequested):
        raise RefusedError(INVALID_PARAMETER, "only generation 2 has a TPM")
    if generation == 2 and after.KsdEnabled:
        raise RefusedError(
            INVALID_PARAMETER, "only generation 1 has a key storage drive"
        )
    if after.BindToHostTpm and not after.TpmEnabled:
        raise RefusedError(INVALID_PARAMETER, "there is no TPM to bind")
    is_encrypted = after.TpmEnabled and after.EncryptStateAndVmMigrationTraffic
    if after.ShieldingRequested and not is_encrypted:
        raise RefusedError(
            INVALID_PARAMETER, "a shielded machine has a TPM and encrypts its state"
        )
    if _needs_protector(after) and not host.secrets.get(guid, Secret.KEY_PROTECTOR):
        raise RefusedError(INVALID_STATE, "the machine has no key protector")


def needs_protector(
    transaction: Transaction, settings: Msvm_VirtualSystemSettingData
) -> bool:
    """Whether a machine with these system settings can't be without a key protector."""
    return any(map(_needs_protector, parts(transaction, settings, Security)))


def connect_security(
    host: Vmms,
    transaction: Transaction,
    machine: Msvm_ComputerSystem,
    settings: Msvm_VirtualSystemSettingData,
) -> None:
    """Give a machine that starts what its security settings ask for.

    That is a TPM, and the element that says how it is protected; a machine without
    protection has neither.

    Raises
    ------
    RefusedError
        Failed, where its key protector is missing.
    """
    for security in parts(transaction, settings, Security):
        if not _needs_protector(security):
            continue
        if not host.secrets.get(machine.Name or "", Secret.KEY_PROTECTOR):
            raise RefusedError(FAILED, "the key protector is missing")
        _create_element(transaction, machine, security)
        if security.TpmEnabled:
            _create_tpm(transaction, machine, security)


def disconnect_security(transaction: Transaction, machine: Msvm_ComputerSystem) -> None:
    """Take away what is no device; the TPM goes with the devices."""
    for each in transaction.associators(
        machine, Msvm_SecurityElement, association=Msvm_SystemComponent
    ):
        transaction.delete(each)


def _needs_protector(security: Security) -> bool:
    return any(getattr(security, name) for name in _PROTECTED)


def _create_element(
    transaction: Transaction, machine: Msvm_ComputerSystem, security: Security
) -> None:
    element = transaction.create(
        Msvm_SecurityElement(
            **_scope(machine, Msvm_SecurityElement),
            ElementName="Security",
            Shielded=security.ShieldingRequested,
            EncryptStateAndVmMigrationTrafficEnabled=(
                security.EncryptStateAndVmMigrationTraffic
            ),
        )
    )
    transaction.create(
        Msvm_SystemComponent(
            GroupComponent=machine_ref(machine.Name or ""), PartComponent=element
        )
    )
    transaction.create(
        Msvm_SettingsDefineState(ManagedElement=element, SettingData=security)
    )


def _create_tpm(
    transaction: Transaction, machine: Msvm_ComputerSystem, security: Security
) -> None:
    tpm = transaction.create(
        Msvm_TPM(
            **_scope(machine, Msvm_TPM),
            DeviceID=local_id(security.InstanceID or ""),
            ElementName="Trusted Platform Module",
            TPMSpecMajorVersion=2,
            TPMSpecMinorVersion=0,
            TPMState=_ENABLED_ACTIVE_OWNED,
        )
    )
    transaction.create(
        Msvm_SystemDevice(
            GroupComponent=machine_ref(machine.Name or ""), PartComponent=tpm
        )
    )
    transaction.create(
        Msvm_SettingsDefineState(ManagedElement=tpm, SettingData=security)
    )


def _scope(machine: Msvm_ComputerSystem, cls: type[Any]) -> dict[str, Any]:
    return {
        "SystemCreationClassName": "Msvm_ComputerSystem",
        "SystemName": machine.Name,
        "CreationClassName": cls.__name__,
        **_RUNNING,
    }
