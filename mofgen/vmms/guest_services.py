r"""The services of guests to which the host may connect, over the guest's own sockets.

Each is known by a GUID. Its settings hang on those of the machine's guest service
interface; while that is switched on and the machine runs, there is the service itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_SettingData,
    CIM_VirtualSystemSettingData,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_GuestCommunicationService,
    Msvm_GuestCommunicationServiceSettingData,
    Msvm_GuestServiceInterfaceComponent,
    Msvm_GuestServiceInterfaceComponentSettingData,
    Msvm_GuestServiceInterfaceSettingDataComponent,
    Msvm_RegisteredGuestService,
    Msvm_SettingsDefineState,
    Msvm_SystemDevice,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref, RefLike
from mofgen.vmms.configuration_jobs import Change, rehearse, start_change
from mofgen.vmms.configurations import Configuration, configuration_of
from mofgen.vmms.instance_ids import guid_in, machine_of
from mofgen.vmms.machine_access import require_idle, settings_ref
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    JOB_STARTED,
    NOT_SUPPORTED,
    RefusedError,
    answering,
    some,
)

if TYPE_CHECKING:
    from hyperv_v2 import CIM_ConcreteJob

    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService
ServiceSettings = Msvm_GuestCommunicationServiceSettingData
InterfaceSettings = Msvm_GuestServiceInterfaceComponentSettingData
Policies: Final = ServiceSettings.EnabledStatePolicyValues

_ENABLED: Final = 2
_DISABLED: Final = 3


def install(host: Vmms) -> None:
    """Let a host answer these methods."""
    serve(host.manager.methods, Service, GuestServices(host))


def refresh_services(
    transaction: Transaction,
    machine: Msvm_ComputerSystem,
    interface: InterfaceSettings,
) -> None:
    """Let a running machine have the guest services that its settings ask for.

    Parameters
    ----------
    interface:
        The settings of its guest service interface, as they are now.
    """
    remove_services(transaction, machine)
    if interface.EnabledState == _DISABLED:
        return
    wanted = service_settings(transaction, interface)
    for component in _interfaces(transaction, machine) if wanted else ():
        for each in wanted:
            service = transaction.create(_new_service(machine, interface, each))
            transaction.create(
                Msvm_RegisteredGuestService(Antecedent=component, Dependent=service)
            )
            transaction.create(
                Msvm_SettingsDefineState(ManagedElement=service, SettingData=each)
            )


def remove_services(transaction: Transaction, machine: Msvm_ComputerSystem) -> None:
    """Take the guest services of a machine away: it stops, or they change."""
    for component in _interfaces(transaction, machine):
        for each in transaction.associators(
            component,
            Msvm_GuestCommunicationService,
            association=Msvm_RegisteredGuestService,
        ):
            transaction.delete(each)


def service_settings(
    transaction: Transaction, interface: RefLike[InterfaceSettings]
) -> list[ServiceSettings]:
    """The settings of the guest services of a machine, by InstanceID."""
    found = transaction.associators(
        interface,
        ServiceSettings,
        association=Msvm_GuestServiceInterfaceSettingDataComponent,
    )
    return sorted(found, key=lambda each: each.InstanceID or "")


class GuestServices(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Answers AddGuestServiceSettings, ModifyGuestServiceSettings and their removal.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.AddGuestServiceSettingsResult)
    def AddGuestServiceSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedConfiguration: Ref[CIM_VirtualSystemSettingData] | None,
        GuestServiceSettings: tuple[CIM_SettingData, ...] | None,
    ) -> Service.AddGuestServiceSettingsResult:
        given = [_checked(e) for e in some(GuestServiceSettings, "settings")]
        configuration = configuration_of(self._host, transaction, AffectedConfiguration)
        front = _interface(configuration).InstanceID
        made = []
        for each in given:
            guid = guid_in(each.Name)
            if guid is None:
                raise RefusedError(INVALID_PARAMETER, f"{each.Name!r} is no GUID")
            made.append(
                each.copy(
                    InstanceID=f"{front}\\{guid}",
                    Name=guid,
                    EnabledStatePolicy=each.EnabledStatePolicy or Policies.DEFERRED,
                )
            )

        def added(own: Configuration) -> None:
            for each in made:
                _add(own, each)

        job = _start(configuration, added, "Adding Guest Service Settings")
        return Service.AddGuestServiceSettingsResult(
            ReturnValue=Service.AddGuestServiceSettingsReturnValues(JOB_STARTED),
            ResultingGuestServiceSettings=_refs(made),
            Job=job,
        )

    @answering(Service.ModifyGuestServiceSettingsResult)
    def ModifyGuestServiceSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        GuestServiceSettings: tuple[CIM_SettingData, ...] | None,
    ) -> Service.ModifyGuestServiceSettingsResult:
        given = [_checked(e) for e in some(GuestServiceSettings, "settings")]
        configuration = self._configuration(transaction, given)
        for each in given:
            name = transaction.get(each).Name
            if each.Name is not None and guid_in(each.Name) != name:
                raise RefusedError(INVALID_PARAMETER, "Name cannot change")

        def modified(own: Configuration) -> None:
            for each in given:
                if each.EnabledStatePolicy is not None:
                    policy = each.EnabledStatePolicy
                    own.transaction.change(each, EnabledStatePolicy=policy)

        job = _start(configuration, modified, "Modifying Guest Service Settings")
        return Service.ModifyGuestServiceSettingsResult(
            ReturnValue=Service.ModifyGuestServiceSettingsReturnValues(JOB_STARTED),
            ResultingGuestServiceSettings=_refs(given),
            Job=job,
        )

    @answering(Service.RemoveGuestServiceSettingsResult)
    def RemoveGuestServiceSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        GuestServiceSettings: tuple[Ref[CIM_SettingData], ...] | None,
    ) -> Service.RemoveGuestServiceSettingsResult:
        targets = some(GuestServiceSettings, "settings")
        configuration = self._configuration(transaction, targets)

        def removed(own: Configuration) -> None:
            for each in targets:
                if own.transaction.find(each) is not None:  # named twice
                    own.transaction.delete(each)

        job = _start(configuration, removed, "Removing Guest Service Settings")
        return Service.RemoveGuestServiceSettingsResult(
            ReturnValue=Service.RemoveGuestServiceSettingsReturnValues(JOB_STARTED),
            Job=job,
        )

    def _configuration(
        self, transaction: Transaction, settings: Sequence[RefLike[CIM_SettingData]]
    ) -> Configuration:
        """The configuration to which all of these settings of services belong."""
        owners = set()
        for each in settings:
            found = transaction.find(each)
            if not isinstance(found, ServiceSettings):
                raise RefusedError(INVALID_PARAMETER, "there are no such settings")
            owners.add(machine_of(found.InstanceID or "") or "")
        if len(owners) > 1:
            raise RefusedError(INVALID_PARAMETER, "the settings are of two machines")
        return configuration_of(self._host, transaction, settings_ref(owners.pop()))


def _start(
    configuration: Configuration, change: Change, caption: str
) -> Ref[CIM_ConcreteJob]:
    """Start the job that changes settings, and with them the services that run."""
    require_idle(configuration.host, configuration.element)

    def done(own: Configuration) -> None:
        change(own)
        if own.system is not None:
            refresh_services(own.transaction, own.system, _interface(own))

    rehearse(configuration, done)
    job_type = Msvm_ConcreteJob.JobTypeValues.GUEST_SERVICE_INTERFACE
    return start_change(configuration, done, caption, job_type)


def _add(configuration: Configuration, settings: ServiceSettings) -> None:
    transaction = configuration.transaction
    if transaction.find(settings) is not None:
        raise RefusedError(INVALID_PARAMETER, "the machine has this service already")
    transaction.create(
        Msvm_GuestServiceInterfaceSettingDataComponent(
            GroupComponent=_interface(configuration),
            PartComponent=transaction.create(settings),
        )
    )


def _checked(settings: CIM_SettingData) -> ServiceSettings:
    if not isinstance(settings, ServiceSettings):
        raise RefusedError(NOT_SUPPORTED, "no guest service has such settings")
    return settings


def _interface(configuration: Configuration) -> InterfaceSettings:
    found = configuration.parts(InterfaceSettings)
    if not found:
        raise RefusedError(
            NOT_SUPPORTED, "the machine has no interface of guest services"
        )
    return found[0]


def _interfaces(
    transaction: Transaction, machine: Msvm_ComputerSystem
) -> list[Msvm_GuestServiceInterfaceComponent]:
    """The interface of a machine, as long as a worker process holds it."""
    return transaction.associators(
        machine, Msvm_GuestServiceInterfaceComponent, association=Msvm_SystemDevice
    )


def _new_service(
    machine: Msvm_ComputerSystem,
    interface: InterfaceSettings,
    settings: ServiceSettings,
) -> Msvm_GuestCommunicationService:
    policy = settings.EnabledStatePolicy
    if policy == Policies.DEFERRED:
        enabled = interface.DefaultEnabledStatePolicy == _ENABLED
    else:
        enabled = policy == Policies.ENABLED
    return Msvm_GuestCommunicationService(
        SystemCreationClassName="Msvm_ComputerSystem",
        SystemName=machine.Name,
        CreationClassName="Msvm_GuestCommunicationService",
        Name=settings.Name,
        ElementName=settings.ElementName,
        EnabledState=_ENABLED if enabled else _DISABLED,
        Started=enabled,
    )


def _refs(settings: Sequence[ServiceSettings]) -> tuple[Ref[CIM_SettingData], ...]:
    return tuple(
        Ref(ServiceSettings, {"InstanceID": each.InstanceID or ""}) for each in settings
    )
