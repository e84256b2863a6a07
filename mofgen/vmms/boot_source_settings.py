"""The methods that add and remove boot sources of machines with UEFI firmware."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hyperv_v2 import (
    CIM_SettingData,
    CIM_VirtualSystemSettingData,
    Msvm_BootSourceSettingData,
    Msvm_ConcreteJob,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms import boot_sources
from mofgen.vmms.configuration_jobs import rehearse, start_change
from mofgen.vmms.configurations import Configuration, Phase, configuration_of
from mofgen.vmms.machine_access import require_idle
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
    RefusedError,
    answering,
    some,
)
from mofgen.vmms.system_parts import one_owner

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service: TypeAlias = Msvm_VirtualSystemManagementService
BootSource: TypeAlias = Msvm_BootSourceSettingData
JobTypes: TypeAlias = Msvm_ConcreteJob.JobTypeValues


def install(host: Vmms) -> None:
    """Let a host answer these methods."""
    serve(host.manager.methods, Service, BootSources(host))


class BootSources(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Answers AddBootSourceSettings and RemoveBootSourceSettings.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.AddBootSourceSettingsResult)
    def AddBootSourceSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedConfiguration: Ref[CIM_VirtualSystemSettingData] | None,
        BootSourceSettings: tuple[CIM_SettingData, ...] | None,
    ) -> Service.AddBootSourceSettingsResult:
        """Add what the firmware is to find on the disks of a machine."""
        given = some(BootSourceSettings, "BootSourceSettings")
        configuration = configuration_of(self._host, transaction, AffectedConfiguration)
        self._require_possible(configuration)
        entries = [
            each.copy(InstanceID=boot_sources.new_id(configuration))
            for each in map(_boot_source, given)
        ]

        def add(own: Configuration) -> None:
            for each in entries:
                boot_sources.add_entry(own, each)

        rehearse(configuration, add)
        job = start_change(
            configuration,
            add,
            "Adding Virtual System Boot Sources",
            JobTypes.MODIFY_VIRTUAL_MACHINE,
        )
        return Service.AddBootSourceSettingsResult(
            ReturnValue=Service.AddBootSourceSettingsReturnValues(JOB_STARTED),
            ResultingBootSourceSettings=tuple(
                Ref(BootSource, {"InstanceID": each.InstanceID or ""})
                for each in entries
            ),
            Job=job,
        )

    @answering(Service.RemoveBootSourceSettingsResult)
    def RemoveBootSourceSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        BootSourceSettings: tuple[Ref[CIM_SettingData], ...] | None,
    ) -> Service.RemoveBootSourceSettingsResult:
        """Remove what the firmware found; devices stay in the order until they go."""
        targets = some(BootSourceSettings, "BootSourceSettings")
        owner = one_owner(transaction, targets, BootSource)
        configuration = configuration_of(self._host, transaction, owner)
        self._require_possible(configuration)
        sources = {each.InstanceID: each for each in map(transaction.get, targets)}
        for each in sources.values():
            if boot_sources.is_of_device(configuration, _boot_source(each)):
                raise RefusedError(INVALID_PARAMETER, "remove the device itself")

        def remove(own: Configuration) -> None:
            for each in sources.values():
                boot_sources.remove(own, _boot_source(each))

        job = start_change(
            configuration,
            remove,
            "Removing Virtual System Boot Sources",
            JobTypes.MODIFY_VIRTUAL_MACHINE,
        )
        return Service.RemoveBootSourceSettingsResult(
            ReturnValue=Service.RemoveBootSourceSettingsReturnValues(JOB_STARTED),
            Job=job,
        )

    def _require_possible(self, configuration: Configuration) -> None:
        if configuration.generation != 2:
            raise RefusedError(NOT_SUPPORTED, "the machine has a BIOS, and no UEFI")
        require_idle(self._host, configuration.element)
        if configuration.phase is not Phase.OFF:
            raise RefusedError(INVALID_STATE, "the machine is not off")


def _boot_source(given: CIM_SettingData) -> BootSource:
    if not isinstance(given, BootSource):
        raise RefusedError(INVALID_PARAMETER, "these are no boot source settings")
    return given
