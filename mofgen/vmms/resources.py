"""The methods that add, change and remove the resources of machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_VirtualSystemSettingData,
    Msvm_ConcreteJob,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms import resource_changes
from mofgen.vmms.configuration_jobs import rehearse, start_change
from mofgen.vmms.configurations import Configuration, configuration_of
from mofgen.vmms.machine_access import require_idle
from mofgen.vmms.refusals import (
    JOB_STARTED,
    answering,
    some,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service: TypeAlias = Msvm_VirtualSystemManagementService
JobTypes: TypeAlias = Msvm_ConcreteJob.JobTypeValues
Setting: TypeAlias = CIM_ResourceAllocationSettingData


def install(host: Vmms) -> None:
    """Let a host answer these methods."""
    serve(host.manager.methods, Service, Resources(host))


class Resources(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Answers AddResourceSettings, ModifyResourceSettings, RemoveResourceSettings.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.AddResourceSettingsResult)
    def AddResourceSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedConfiguration: Ref[CIM_VirtualSystemSettingData] | None,
        ResourceSettings: tuple[CIM_ResourceAllocationSettingData, ...] | None,
    ) -> Service.AddResourceSettingsResult:
        given = some(ResourceSettings, "ResourceSettings")
        configuration = configuration_of(self._host, transaction, AffectedConfiguration)
        require_idle(self._host, configuration.element)
        settings: list[Setting] = []

        def rehearsed(own: Configuration) -> None:
            for each in given:
                settings.append(resource_changes.completed(own, each))
                resource_changes.add(own, settings[-1], claiming=False)

        def done(own: Configuration) -> None:
            for each in settings:
                resource_changes.add(own, each)

        rehearse(configuration, rehearsed)
        job = start_change(
            configuration,
            done,
            "Adding Virtual System Resources",
            JobTypes.ADD_VIRTUAL_MACHINE_RESOURCES,
        )
        return Service.AddResourceSettingsResult(
            ReturnValue=Service.AddResourceSettingsReturnValues(JOB_STARTED),
            ResultingResourceSettings=_refs(settings),
            Job=job,
        )

    @answering(Service.ModifyResourceSettingsResult)
    def ModifyResourceSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        ResourceSettings: tuple[CIM_ResourceAllocationSettingData, ...] | None,
    ) -> Service.ModifyResourceSettingsResult:
        given = some(ResourceSettings, "ResourceSettings")
        configuration = resource_changes.one_configuration(
            self._host, transaction, given
        )
        require_idle(self._host, configuration.element)
        resulting: list[Ref[Setting]] = []

        def rehearsed(own: Configuration) -> None:
            for each in given:
                resulting.append(resource_changes.modify(own, each, claiming=False))

        def done(own: Configuration) -> None:
            for each in given:
                resource_changes.modify(own, each)

        rehearse(configuration, rehearsed)
        job = start_change(
            configuration,
            done,
            "Modifying Virtual System Resources",
            JobTypes.MODIFY_VIRTUAL_MACHINE_RESOURCES,
        )
        return Service.ModifyResourceSettingsResult(
            ReturnValue=Service.ModifyResourceSettingsReturnValues(JOB_STARTED),
            ResultingResourceSettings=tuple(resulting),
            Job=job,
        )

    @answering(Service.RemoveResourceSettingsResult)
    def RemoveResourceSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        ResourceSettings: tuple[Ref[CIM_ResourceAllocationSettingData], ...] | None,
    ) -> Service.RemoveResourceSettingsResult:
        targets = some(ResourceSettings, "ResourceSettings")
        configuration = resource_changes.one_configuration(
            self._host, transaction, targets
        )
        require_idle(self._host, configuration.element)

        def removed(own: Configuration) -> None:
            for each in targets:
                # What hung on an earlier one is gone already.
                if own.transaction.find(each) is not None:
                    resource_changes.remove(own, each)

        rehearse(configuration, removed)
        job = start_change(
            configuration,
            removed,
            "Removing Virtual System Resources",
            JobTypes.REMOVE_VIRTUAL_MACHINE_RESOURCES,
        )
        return Service.RemoveResourceSettingsResult(
            ReturnValue=Service.RemoveResourceSettingsReturnValues(JOB_STARTED),
            Job=job,
        )


def _refs(settings: Sequence[Setting]) -> tuple[Ref[Setting], ...]:
    return tuple(
        Ref(type(each), {"InstanceID": each.InstanceID or ""}) for each in settings
    )
