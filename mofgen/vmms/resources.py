"""The methods that add, change and remove the resources of machines.

All of a request is done or nothing: it is rehearsed first, so that what breaks a rule
is answered with a return code, and then done by a job, which may still fail for want
of something on the host.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from hyperv_v2 import (
    CIM_ConcreteJob,
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

        self._rehearse(configuration, rehearsed)
        job = self._start(
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

        def rehearsed(own: Configuration) -> None:
            for each in given:
                resource_changes.modify(own, each, claiming=False)

        def done(own: Configuration) -> None:
            for each in given:
                resource_changes.modify(own, each)

        self._rehearse(configuration, rehearsed)
        job = self._start(
            configuration,
            done,
            "Modifying Virtual System Resources",
            JobTypes.MODIFY_VIRTUAL_MACHINE_RESOURCES,
        )
        return Service.ModifyResourceSettingsResult(
            ReturnValue=Service.ModifyResourceSettingsReturnValues(JOB_STARTED),
            ResultingResourceSettings=_refs(given),
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

        self._rehearse(configuration, removed)
        job = self._start(
            configuration,
            removed,
            "Removing Virtual System Resources",
            JobTypes.REMOVE_VIRTUAL_MACHINE_RESOURCES,
        )
        return Service.RemoveResourceSettingsResult(
            ReturnValue=Service.RemoveResourceSettingsReturnValues(JOB_STARTED),
            Job=job,
        )

    def _rehearse(
        self, configuration: Configuration, change: Callable[[Configuration], None]
    ) -> None:
        """Do a change and undo it, to see whether it can be done."""
        try:
            with self._host.manager.transaction() as trial:
                change(configuration_of(self._host, trial, configuration.settings))
                raise _Rehearsed
        except _Rehearsed:
            pass

    def _start(
        self,
        configuration: Configuration,
        change: Callable[[Configuration], None],
        caption: str,
        job_type: int,
    ) -> Ref[CIM_ConcreteJob]:
        """Start the job that does a change."""

        def work(own: Transaction) -> None:
            current = configuration_of(self._host, own, configuration.settings)
            change(current)
            if current.system is not None:
                now = self._host.clock.now()
                own.change(current.system, TimeOfLastConfigurationChange=now)

        return self._host.jobs.start(
            configuration.transaction,
            caption=caption,
            affected=[configuration.element],
            work=work,
            job_type=job_type,
        )


class _Rehearsed(Exception):  # no error: it undoes the rehearsal
    """The change can be done."""


def _refs(settings: Sequence[Setting]) -> tuple[Ref[Setting], ...]:
    return tuple(
        Ref(type(each), {"InstanceID": each.InstanceID or ""}) for each in settings
    )
