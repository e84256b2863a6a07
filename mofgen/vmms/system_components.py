"""Adding, changing and removing the component settings of machines.

The schema knows one class of them, ``Msvm_StorageSettingData``: how the storage of a
machine uses its channels. A machine has it once, or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hyperv_v2 import (
    Msvm_ConcreteJob,
    Msvm_StorageSettingData,
    Msvm_SystemComponentSettingData,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms.configuration_jobs import start_change
from mofgen.vmms.configurations import Configuration, Phase, configuration_of
from mofgen.vmms.instance_ids import device_id
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
from mofgen.vmms.system_parts import add_part, one_owner, parts

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service: TypeAlias = Msvm_VirtualSystemManagementService
Component: TypeAlias = Msvm_SystemComponentSettingData
Storage: TypeAlias = Msvm_StorageSettingData
JobTypes: TypeAlias = Msvm_ConcreteJob.JobTypeValues

STORAGE: Final = "2C5E9A1D-7B64-4F0E-8D3A-91C4F6B2E7D8"
"""The device part of the InstanceIDs of storage settings."""


def install(host: Vmms) -> None:
    """Let a host answer these methods."""
    serve(host.manager.methods, Service, SystemComponents(host))


class SystemComponents(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Answers Add-, Modify- and RemoveSystemComponentSettings.

    All of them need a machine that is off.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.AddSystemComponentSettingsResult)
    def AddSystemComponentSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedConfiguration: Ref[Msvm_VirtualSystemSettingData] | None,
        ComponentSettings: tuple[Component, ...] | None,
    ) -> Service.AddSystemComponentSettingsResult:
        given = list(map(_storage, some(ComponentSettings, "ComponentSettings")))
        configuration = configuration_of(self._host, transaction, AffectedConfiguration)
        self._require_possible(configuration)
        if len(given) > 1 or parts(transaction, configuration.settings, Storage):
            raise RefusedError(INVALID_PARAMETER, "a machine has these settings once")
        made = given[0].copy(InstanceID=device_id(configuration.guid, STORAGE))

        def add(own: Configuration) -> None:
            add_part(own.transaction, own.settings, made)

        job = start_change(
            configuration,
            add,
            "Adding Virtual System Components",
            JobTypes.ADD_VIRTUAL_MACHINE_RESOURCES,
        )
        return Service.AddSystemComponentSettingsResult(
            ReturnValue=Service.AddSystemComponentSettingsReturnValues(JOB_STARTED),
            ResultingComponentSettings=(_ref(made),),
            Job=job,
        )

    @answering(Service.ModifySystemComponentSettingsResult)
    def ModifySystemComponentSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        ComponentSettings: tuple[Component, ...] | None,
    ) -> Service.ModifySystemComponentSettingsResult:
        given = list(map(_storage, some(ComponentSettings, "ComponentSettings")))
        configuration = self._owner(transaction, [_ref(each) for each in given])

        def change(own: Configuration) -> None:
            for each in given:
                own.transaction.change(_ref(each), **_values(each))

        job = start_change(
            configuration,
            change,
            "Modifying Virtual System Components",
            JobTypes.MODIFY_VIRTUAL_MACHINE_RESOURCES,
        )
        return Service.ModifySystemComponentSettingsResult(
            ReturnValue=Service.ModifySystemComponentSettingsReturnValues(JOB_STARTED),
            ResultingComponentSettings=tuple(map(_ref, given)),
            Job=job,
        )

    @answering(Service.RemoveSystemComponentSettingsResult)
    def RemoveSystemComponentSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        ComponentSettings: tuple[Ref[Component], ...] | None,
    ) -> Service.RemoveSystemComponentSettingsResult:
        targets = some(ComponentSettings, "ComponentSettings")
        configuration = self._owner(transaction, targets)

        def remove(own: Configuration) -> None:
            for each in parts(own.transaction, own.settings, Storage):
                own.transaction.delete(each)

        job = start_change(
            configuration,
            remove,
            "Removing Virtual System Components",
            JobTypes.REMOVE_VIRTUAL_MACHINE_RESOURCES,
        )
        return Service.RemoveSystemComponentSettingsResult(
            ReturnValue=Service.RemoveSystemComponentSettingsReturnValues(JOB_STARTED),
            Job=job,
        )

    def _owner(
        self, transaction: Transaction, targets: tuple[Ref[Any], ...] | list[Ref[Any]]
    ) -> Configuration:
        """The configuration that has these settings and can be changed now."""
        owner = one_owner(transaction, targets, Component)
        found = configuration_of(self._host, transaction, owner)
        self._require_possible(found)
        return found

    def _require_possible(self, configuration: Configuration) -> None:
        require_idle(self._host, configuration.element)
        if configuration.phase is not Phase.OFF:
            raise RefusedError(INVALID_STATE, "the machine is not off")


def _storage(given: Component) -> Storage:
    if not isinstance(given, Storage):
        raise RefusedError(NOT_SUPPORTED, "only storage has component settings")
    return given


def _values(given: Storage) -> dict[str, Any]:
    """What a client gave, without what identifies the object; NULL says nothing."""
    return {
        name: value
        for name, value in vars(given).items()
        if value is not None and name != "InstanceID" and not name.startswith("_")
    }


def _ref(settings: Storage) -> Ref[Storage]:
    return Ref(Storage, {"InstanceID": settings.InstanceID or ""})
