"""The host-wide settings: where files go, which MAC addresses machines get."""

from __future__ import annotations

import ntpath
import re
from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    Msvm_ConcreteJob,
    Msvm_ElementSettingData,
    Msvm_MetricService,
    Msvm_MetricServiceSettingData,
    Msvm_ReplicationService,
    Msvm_ReplicationServiceSettingData,
    Msvm_Synthetic3DService,
    Msvm_Synthetic3DServiceSettingData,
    Msvm_TerminalService,
    Msvm_TerminalServiceSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemManagementServiceSettingData,
    Msvm_VirtualSystemMigrationService,
    Msvm_VirtualSystemMigrationServiceSettingData,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.machine_defaults import DATA_ROOT
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    JOB_STARTED,
    RefusedError,
    answering,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService
Settings = Msvm_VirtualSystemManagementServiceSettingData

DISK_FOLDER: Final = r"C:\Users\Public\Documents\Hyper-V\Virtual Hard Disks"

_MAC: Final = re.compile("[0-9A-F]{12}", re.IGNORECASE)
_WORLD_WIDE_NAME: Final = re.compile("[0-9A-F]{16}", re.IGNORECASE)
_RANGES: Final = (
    ("MinimumMacAddress", "MaximumMacAddress", _MAC),
    ("MinimumWWPNAddress", "MaximumWWPNAddress", _WORLD_WIDE_NAME),
)
_FOLDERS: Final = ("DefaultExternalDataRoot", "DefaultVirtualHardDiskPath")
_FIXED: Final = frozenset(
    {
        "InstanceID",
        "BiosLockString",
        "HypervisorRootSchedulerEnabled",
        "HypervisorSnpStatus",
        "HypervisorTdxStatus",
    }
)
"""What the hardware or the hypervisor decides."""

_IS: Final = 1
"""IsCurrent and IsDefault of Msvm_ElementSettingData: they apply."""


def install(host: Vmms) -> None:
    """Make the settings of a host's services, and let clients modify them."""
    with host.manager.transaction() as transaction:
        for service, settings in _all_settings():
            (element,) = transaction.objects(service, SystemName=host.name)
            made: Ref[Any] = transaction.create(settings)
            transaction.create(
                Msvm_ElementSettingData(
                    ManagedElement=element,
                    SettingData=made,
                    IsDefault=_IS,
                    IsCurrent=_IS,
                )
            )
    serve(host.manager.methods, Service, ServiceSettings(host))


def service_settings(transaction: Transaction) -> Settings:
    """The host-wide settings of virtual machines, as they are now."""
    (found,) = transaction.objects(Settings)
    return found


def _all_settings() -> list[tuple[type[Any], Any]]:
    """The classes of services, each with the settings of a fresh host."""
    return [
        (Service, _host_settings()),
        (
            Msvm_MetricService,
            Msvm_MetricServiceSettingData(
                InstanceID="Microsoft:metricsvc",
                MetricsFlushInterval="00000000010000.000000:000",
            ),
        ),
        (
            Msvm_ReplicationService,
            Msvm_ReplicationServiceSettingData(InstanceID="Microsoft:replicasvc"),
        ),
        (
            Msvm_Synthetic3DService,
            Msvm_Synthetic3DServiceSettingData(InstanceID="Microsoft:synth3d"),
        ),
        (
            Msvm_TerminalService,
            Msvm_TerminalServiceSettingData(
                InstanceID="Microsoft:termsvc",
                ListenerPort=2179,
                DisableSelfSignedCertificateGeneration=False,
            ),
        ),
        (
            Msvm_VirtualSystemMigrationService,
            Msvm_VirtualSystemMigrationServiceSettingData(
                InstanceID="Microsoft:migrationwmi",
                ElementName="Hyper-V Migration Service Settings",
                EnableVirtualSystemMigration=False,
                MaximumActiveVirtualSystemMigration=2,
                MaximumActiveStorageMigration=2,
                AuthenticationType=0,
            ),
        ),
    ]


def _host_settings() -> Settings:
    return Settings(
        InstanceID="Microsoft:host",
        DefaultExternalDataRoot=DATA_ROOT,
        DefaultVirtualHardDiskPath=DISK_FOLDER,
        MinimumMacAddress="00155D010A00",
        MaximumMacAddress="00155D010AFF",
        MinimumWWPNAddress="C003FF0000FFFF00",
        MaximumWWPNAddress="C003FF0000FFFFFF",
        CurrentWWNNAddress="C003FF0000FFFF00",
        NumaSpanningEnabled=True,
        HbaLunTimeout=15,
        DefaultVirtualHardDiskCachingMode=0,
        HypervisorRootSchedulerEnabled=False,
        EnhancedSessionModeEnabled=False,
        HypervisorSnpStatus=0,
        HypervisorTdxStatus=0,
    )


class ServiceSettings(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Modifies the host-wide settings of virtual machines.

    Parameters
    ----------
    host:
        Whose they are.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.ModifyServiceSettingsResult)
    def ModifyServiceSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SettingData: Settings | None,
    ) -> Service.ModifyServiceSettingsResult:
        """Change what differs from the settings as they are."""
        if SettingData is None:
            raise RefusedError(INVALID_PARAMETER, "there are no settings")
        self._host.jobs.require_idle(obj)
        before = service_settings(transaction)
        changed = _changes(before, SettingData)
        _check(before.copy(**changed))
        job = self._host.jobs.start(
            transaction,
            caption="Modifying Management Service Settings",
            job_type=Msvm_ConcreteJob.JobTypeValues.MODIFY_MANAGEMENT_SERVICE_SETTINGS,
            affected=[obj],
            work=lambda own: own.change(before, **changed),
        )
        return Service.ModifyServiceSettingsResult(
            ReturnValue=Service.ModifyServiceSettingsReturnValues(JOB_STARTED),
            Job=job,
        )


def _changes(before: Settings, given: Settings) -> dict[str, Any]:
    """What a client gave that is another value than before; NULL says nothing.

    Raises
    ------
    RefusedError
        Where that can't be changed.
    """
    changed = {
        name: value
        for name, value in vars(given).items()
        if value is not None and value != getattr(before, name)
    }
    fixed = _FIXED & changed.keys()
    if fixed:
        raise RefusedError(INVALID_PARAMETER, f"{min(fixed)} cannot change")
    return changed


def _check(settings: Settings) -> None:
    """Refuse settings that a host can't have.

    Raises
    ------
    RefusedError
        Naming the property.
    """
    for low, high, form in _RANGES:
        least, most = getattr(settings, low), getattr(settings, high)
        for name, value in ((low, least), (high, most)):
            if not form.fullmatch(value):
                raise RefusedError(INVALID_PARAMETER, f"{name}: {value!r} is none")
        if int(least, 16) > int(most, 16):
            raise RefusedError(INVALID_PARAMETER, f"{low} is above {high}")
    for name in _FOLDERS:
        folder = getattr(settings, name)
        drive, rest = ntpath.splitdrive(folder)
        if not (drive and rest.startswith("\\")):
            raise RefusedError(INVALID_PARAMETER, f"{name}: {folder!r} is no full path")
