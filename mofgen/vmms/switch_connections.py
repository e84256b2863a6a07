"""Adding, changing and removing the ports of switches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_VirtualSystemSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_VirtualEthernetSwitchSettingData,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    JOB_STARTED,
    RefusedError,
    answering,
    some,
)
from mofgen.vmms.switch_access import (
    PortSettings,
    Switch,
    require,
    switch_of,
    switch_of_port,
)
from mofgen.vmms.switch_jobs import (
    JobTypes,
    Service,
    SwitchProvider,
    refuse_default,
)
from mofgen.vmms.switch_ports import add_port, change_port, remove_port
from mofgen.vmms.switches import port_requests

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms


def install(host: Vmms) -> None:
    """Let a host answer these methods."""
    serve(host.manager.methods, Service, SwitchConnections(host))


class SwitchConnections(SwitchProvider):
    """Answers AddResourceSettings, ModifyResourceSettings, RemoveResourceSettings."""

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
        settings = require(
            transaction, AffectedConfiguration, Msvm_VirtualEthernetSwitchSettingData
        )
        requests = port_requests(
            transaction, some(ResourceSettings, "ResourceSettings")
        )
        switch = switch_of(transaction, settings)
        self.host.jobs.require_idle(switch)

        def work(own: Transaction) -> list[Ref[PortSettings]]:
            refuse_default(switch)
            return [add_port(self.host, own, switch, each) for each in requests]

        job, made = self.start(
            transaction,
            obj,
            caption="Adding Virtual Switch Ports",
            job_type=JobTypes.ADD_ETHERNET_SWITCH_RESOURCES,
            affected=[switch],
            work=work,
        )
        return Service.AddResourceSettingsResult(
            ReturnValue=Service.AddResourceSettingsReturnValues(JOB_STARTED),
            Job=job,
            ResultingResourceSettings=tuple(made),
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
        changes: list[tuple[PortSettings, PortSettings]] = []
        for request in some(ResourceSettings, "ResourceSettings"):
            keys = {"InstanceID": request.InstanceID or ""}
            target = Ref(Msvm_EthernetPortAllocationSettingData, keys)
            changes.append((_port(transaction, target), _port_settings(request)))
        ports = [port for port, _ in changes]
        switches = self._switches(transaction, ports)

        def work(own: Transaction) -> list[Ref[Any]]:
            for switch in switches:
                refuse_default(switch)
            for port, request in changes:
                change_port(self.host, own, port, request)
            return []

        job, _ = self.start(
            transaction,
            obj,
            caption="Modifying Virtual Switch Ports",
            job_type=JobTypes.MODIFY_ETHERNET_SWITCH_RESOURCES,
            affected=[*switches, *ports],
            work=work,
        )
        changed = tuple(
            Ref(type(port), {"InstanceID": port.InstanceID or ""}) for port in ports
        )
        return Service.ModifyResourceSettingsResult(
            ReturnValue=Service.ModifyResourceSettingsReturnValues(JOB_STARTED),
            Job=job,
            ResultingResourceSettings=changed,
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
        given = [
            _port(transaction, each)
            for each in some(ResourceSettings, "ResourceSettings")
        ]
        ports = {each.InstanceID: each for each in given}.values()
        switches = self._switches(transaction, ports)

        def work(own: Transaction) -> list[Ref[Any]]:
            for switch in switches:
                refuse_default(switch)
            for port in ports:
                remove_port(own, port)
            return []

        job, _ = self.start(
            transaction,
            obj,
            caption="Removing Virtual Switch Ports",
            job_type=JobTypes.REMOVE_ETHERNET_SWITCH_RESOURCES,
            affected=switches,
            work=work,
        )
        return Service.RemoveResourceSettingsResult(
            ReturnValue=Service.RemoveResourceSettingsReturnValues(JOB_STARTED),
            Job=job,
        )

    def _switches(
        self, transaction: Transaction, ports: Iterable[PortSettings]
    ) -> list[Switch]:
        """The switches of these ports, each once, on which no job works."""
        found = {
            switch.Name: switch
            for switch in (switch_of_port(transaction, port) for port in ports)
        }
        for each in found.values():
            self.host.jobs.require_idle(each)
        return list(found.values())


def _port(
    transaction: Transaction, target: Ref[CIM_ResourceAllocationSettingData]
) -> PortSettings:
    return require(transaction, target, Msvm_EthernetPortAllocationSettingData)


def _port_settings(given: CIM_ResourceAllocationSettingData) -> PortSettings:
    if not isinstance(given, Msvm_EthernetPortAllocationSettingData):
        raise RefusedError(INVALID_PARAMETER, "a switch has ports, nothing else")
    return given
