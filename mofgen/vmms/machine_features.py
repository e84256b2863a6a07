"""Adding, changing and removing the features of the connections of machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from hyperv_v2 import (
    Msvm_ConcreteJob,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPortFeatureSettingData,
    Msvm_FeatureSettingData,
    Msvm_VirtualEthernetSwitchSettingData,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms.configuration_jobs import rehearse, start_change
from mofgen.vmms.configurations import Configuration, Phase
from mofgen.vmms.machine_access import require_idle
from mofgen.vmms.network_adapters import switch_of
from mofgen.vmms.network_feature_rules import check
from mofgen.vmms.network_features import (
    attach_feature,
    change_feature,
    changed,
    feature_of,
    new_feature,
    owner_of,
    remove_feature,
)
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    RefusedError,
    answering,
    some,
)
from mofgen.vmms.resource_changes import one_configuration
from mofgen.vmms.switch_access import require, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service: TypeAlias = Msvm_VirtualSystemManagementService
Connection: TypeAlias = Msvm_EthernetPortAllocationSettingData
Feature: TypeAlias = Msvm_EthernetSwitchPortFeatureSettingData
JobTypes: TypeAlias = Msvm_ConcreteJob.JobTypeValues


def install(host: Vmms) -> None:
    """Let a host answer these methods."""
    serve(host.manager.methods, Service, MachineFeatures(host))


class MachineFeatures(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Answers AddFeatureSettings, ModifyFeatureSettings, RemoveFeatureSettings.

    A connection has its features in every state of the machine; the port that it has
    while the machine runs has the same.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.AddFeatureSettingsResult)
    def AddFeatureSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedConfiguration: Ref[Connection] | None,
        FeatureSettings: tuple[Feature, ...] | None,
    ) -> Service.AddFeatureSettingsResult:
        connection = require(transaction, AffectedConfiguration, Connection)
        requests = some(FeatureSettings, "FeatureSettings")
        for each in requests:
            feature_of(each)
        configuration = self._configuration(transaction, [connection])
        features = [new_feature(self._host, connection, each) for each in requests]

        def add(own: Configuration) -> None:
            for each in features:
                check(each, _switch_settings(own, connection))
                attach_feature(own.transaction, connection, each)

        rehearse(configuration, add)
        job = start_change(
            configuration,
            add,
            "Adding Virtual System Features",
            JobTypes.ADD_VIRTUAL_MACHINE_RESOURCES,
        )
        return Service.AddFeatureSettingsResult(
            ReturnValue=Service.AddFeatureSettingsReturnValues(JOB_STARTED),
            ResultingFeatureSettings=tuple(_ref(each) for each in features),
            Job=job,
        )

    @answering(Service.ModifyFeatureSettingsResult)
    def ModifyFeatureSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        FeatureSettings: tuple[Feature, ...] | None,
    ) -> Service.ModifyFeatureSettingsResult:
        requests = some(FeatureSettings, "FeatureSettings")
        refs = [_ref(each) for each in requests]
        stored = [require(transaction, each, Feature) for each in refs]
        connections = [_connection_of(transaction, each) for each in stored]
        configuration = self._configuration(transaction, connections)

        def change(own: Configuration) -> None:
            for request, connection in zip(requests, connections, strict=True):
                after = changed(own.transaction.get(_ref(request)), request)
                check(after, _switch_settings(own, connection))
                change_feature(own.transaction, request)

        rehearse(configuration, change)
        job = start_change(
            configuration,
            change,
            "Modifying Virtual System Features",
            JobTypes.MODIFY_VIRTUAL_MACHINE_RESOURCES,
        )
        return Service.ModifyFeatureSettingsResult(
            ReturnValue=Service.ModifyFeatureSettingsReturnValues(JOB_STARTED),
            ResultingFeatureSettings=tuple(refs),
            Job=job,
        )

    @answering(Service.RemoveFeatureSettingsResult)
    def RemoveFeatureSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        FeatureSettings: tuple[Ref[Feature], ...] | None,
    ) -> Service.RemoveFeatureSettingsResult:
        given = [
            require(transaction, each, Feature)
            for each in some(FeatureSettings, "FeatureSettings")
        ]
        stored = list({each.InstanceID: each for each in given}.values())
        connections = [_connection_of(transaction, each) for each in stored]
        configuration = self._configuration(transaction, connections)

        def remove(own: Configuration) -> None:
            for each in stored:
                remove_feature(own.transaction, each)

        job = start_change(
            configuration,
            remove,
            "Removing Virtual System Features",
            JobTypes.REMOVE_VIRTUAL_MACHINE_RESOURCES,
        )
        return Service.RemoveFeatureSettingsResult(
            ReturnValue=Service.RemoveFeatureSettingsReturnValues(JOB_STARTED),
            Job=job,
        )

    def _configuration(
        self, transaction: Transaction, connections: Iterable[Connection]
    ) -> Configuration:
        """The configuration that has these connections and can be changed now.

        Raises
        ------
        RefusedError
            Invalid parameter where they are of several machines or of a switch;
            invalid state where the configuration can't be changed.
        """
        found = one_configuration(self._host, transaction, connections)
        require_idle(self._host, found.element)
        if found.phase is Phase.CHANGING:
            raise RefusedError(INVALID_STATE, "the machine is between two states")
        return found


def _connection_of(transaction: Transaction, feature: Feature) -> Connection:
    """The connection that has a feature.

    Raises
    ------
    RefusedError
        Invalid parameter where a switch has it, or nothing.
    """
    owner = owner_of(transaction, feature)
    if not isinstance(owner, Connection):
        raise RefusedError(INVALID_PARAMETER, f"a switch has {feature.InstanceID}")
    return owner


def _switch_settings(
    configuration: Configuration, connection: Connection
) -> Msvm_VirtualEthernetSwitchSettingData | None:
    """The settings of the switch that a connection names; None where there is none."""
    try:
        switch = switch_of(configuration, configuration.transaction.get(connection))
    except RefusedError:  # it is gone
        return None
    return None if switch is None else settings_of(configuration.transaction, switch)


def _ref(feature: Msvm_FeatureSettingData) -> Ref[Any]:
    return Ref(type(feature), {"InstanceID": feature.InstanceID or ""})
