"""Adding, changing and removing the features of switches and of their ports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hyperv_v2 import (
    CIM_SettingData,
    Msvm_FeatureSettingData,
    Msvm_VirtualEthernetSwitchSettingData,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms.network_feature_rules import check
from mofgen.vmms.network_features import (
    add_feature,
    change_feature,
    changed,
    feature_of,
    owner_of,
    remove_feature,
    require_owner,
)
from mofgen.vmms.refusals import (
    JOB_STARTED,
    answering,
    some,
)
from mofgen.vmms.switch_access import (
    PortSettings,
    Switch,
    SwitchSettings,
    require,
    settings_of,
    switch_of,
    switch_of_port,
)
from mofgen.vmms.switch_jobs import (
    JobTypes,
    Service,
    SwitchProvider,
    refuse_default,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms


def install(host: Vmms) -> None:
    """Let a host answer these methods."""
    serve(host.manager.methods, Service, SwitchFeatures(host))


class SwitchFeatures(SwitchProvider):
    """Answers AddFeatureSettings, ModifyFeatureSettings, RemoveFeatureSettings."""

    @answering(Service.AddFeatureSettingsResult)
    def AddFeatureSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedConfiguration: Ref[CIM_SettingData] | None,
        FeatureSettings: tuple[Msvm_FeatureSettingData, ...] | None,
    ) -> Service.AddFeatureSettingsResult:
        found = require(transaction, AffectedConfiguration, CIM_SettingData)
        owner = require_owner(found)
        requests = some(FeatureSettings, "FeatureSettings")
        for request in requests:
            feature_of(request)
        (switch,) = self._switches(transaction, [owner])

        def work(own: Transaction) -> list[Ref[Msvm_FeatureSettingData]]:
            refuse_default(switch)
            for request in requests:
                check(request, settings_of(own, switch))
            return [add_feature(self.host, own, owner, each) for each in requests]

        job, made = self.start(
            transaction,
            obj,
            caption="Adding Virtual Switch Features",
            job_type=JobTypes.ADD_ETHERNET_SWITCH_RESOURCES,
            affected=[switch],
            work=work,
        )
        return Service.AddFeatureSettingsResult(
            ReturnValue=Service.AddFeatureSettingsReturnValues(JOB_STARTED),
            Job=job,
            ResultingFeatureSettings=tuple(made),
        )

    @answering(Service.ModifyFeatureSettingsResult)
    def ModifyFeatureSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        FeatureSettings: tuple[Msvm_FeatureSettingData, ...] | None,
    ) -> Service.ModifyFeatureSettingsResult:
        requests = some(FeatureSettings, "FeatureSettings")
        refs = [Ref(type(r), {"InstanceID": r.InstanceID or ""}) for r in requests]
        stored = [require(transaction, ref, Msvm_FeatureSettingData) for ref in refs]
        owners = [owner_of(transaction, each) for each in stored]
        switches = self._switches(transaction, owners)

        def work(own: Transaction) -> list[Ref[Any]]:
            for old, request, owner in zip(stored, requests, owners, strict=True):
                switch = _switch(own, owner)
                refuse_default(switch)
                check(changed(own.get(old), request), settings_of(own, switch))
                change_feature(own, request)
            return []

        job, _ = self.start(
            transaction,
            obj,
            caption="Modifying Virtual Switch Features",
            job_type=JobTypes.MODIFY_ETHERNET_SWITCH_RESOURCES,
            affected=[*switches, *stored],
            work=work,
        )
        return Service.ModifyFeatureSettingsResult(
            ReturnValue=Service.ModifyFeatureSettingsReturnValues(JOB_STARTED),
            Job=job,
            ResultingFeatureSettings=tuple(refs),
        )

    @answering(Service.RemoveFeatureSettingsResult)
    def RemoveFeatureSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        FeatureSettings: tuple[Ref[Msvm_FeatureSettingData], ...] | None,
    ) -> Service.RemoveFeatureSettingsResult:
        given = [
            require(transaction, ref, Msvm_FeatureSettingData)
            for ref in some(FeatureSettings, "FeatureSettings")
        ]
        stored = {each.InstanceID: each for each in given}.values()
        owners = [owner_of(transaction, each) for each in stored]
        switches = self._switches(transaction, owners)

        def work(own: Transaction) -> list[Ref[Any]]:
            for switch in switches:
                refuse_default(switch)
            for each in stored:
                remove_feature(own, each)
            return []

        job, _ = self.start(
            transaction,
            obj,
            caption="Removing Virtual Switch Features",
            job_type=JobTypes.REMOVE_ETHERNET_SWITCH_RESOURCES,
            affected=switches,
            work=work,
        )
        return Service.RemoveFeatureSettingsResult(
            ReturnValue=Service.RemoveFeatureSettingsReturnValues(JOB_STARTED),
            Job=job,
        )

    def _switches(
        self, transaction: Transaction, owners: Iterable[PortSettings | SwitchSettings]
    ) -> list[Switch]:
        """The switches of these, each once, on which no job works."""
        found = {
            switch.Name: switch
            for switch in (_switch(transaction, owner) for owner in owners)
        }
        for each in found.values():
            self.host.jobs.require_idle(each)
        return list(found.values())


def _switch(transaction: Transaction, owner: PortSettings | SwitchSettings) -> Switch:
    if isinstance(owner, Msvm_VirtualEthernetSwitchSettingData):
        return switch_of(transaction, owner)
    return switch_of_port(transaction, owner)
