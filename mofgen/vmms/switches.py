"""Defining, changing and destroying switches; the default switch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from hyperv_v2 import (
    CIM_ComputerSystem,
    CIM_ResourceAllocationSettingData,
    CIM_VirtualSystemSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPort,
    Msvm_SettingsDefineState,
    Msvm_SystemDevice,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchSettingData,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms.host_adapters import host_system
from mofgen.vmms.instance_ids import system_id
from mofgen.vmms.learned_addresses import create_bridge, remove_bridge, rename_bridge
from mofgen.vmms.machine_access import machine_ref
from mofgen.vmms.network_features import remove_features
from mofgen.vmms.refusals import (
    IN_USE,
    INVALID_PARAMETER,
    JOB_STARTED,
    RefusedError,
    answering,
)
from mofgen.vmms.switch_access import (
    DEFAULT_SWITCH,
    PortSettings,
    Switch,
    SwitchSettings,
    connections,
    host_resources,
    ports,
    require,
    settings_of,
    switch_of,
)
from mofgen.vmms.switch_extensions import (
    bind_extensions,
    order_extensions,
    unbind_extensions,
)
from mofgen.vmms.switch_jobs import (
    JobTypes,
    Service,
    SwitchProvider,
    refuse_default,
)
from mofgen.vmms.switch_ports import add_port, remove_port
from mofgen.vmms.switch_status import create_switch_status, remove_switch_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

DEFAULT_NAME: Final = "New Virtual Switch"
"""The name of a switch that was defined without one."""

_NOT_APPLICABLE: Final = 5
_OK: Final = 2
_AT_CREATION: Final = (
    "BandwidthReservationMode",
    "IOVPreferred",
    "PacketDirectEnabled",
    "TeamingEnabled",
)
"""What is decided when a switch is defined, and never again."""
_CHANGEABLE: Final = ("ElementName", "Notes")
_Modes = Msvm_VirtualEthernetSwitchSettingData.BandwidthReservationModeValues


def install(host: Vmms) -> None:
    """Put the default switch into a host, and let it answer these methods."""
    with host.manager.transaction() as transaction:
        request = Msvm_VirtualEthernetSwitchSettingData(
            ElementName="Default Switch", VirtualSystemIdentifier=DEFAULT_SWITCH
        )
        path = str(host_system(host))
        port = Msvm_EthernetPortAllocationSettingData(HostResource=[path])
        create_switch(host, transaction, request, [port])
    serve(host.manager.methods, Service, SwitchDefinition(host))


def create_switch(
    host: Vmms,
    transaction: Transaction,
    request: SwitchSettings,
    port_requests: Sequence[PortSettings] = (),
) -> Ref[Switch]:
    """Make a switch with its settings and ports.

    Parameters
    ----------
    request:
        What is set in it counts; ``VirtualSystemIdentifier`` becomes the ``Name``.
    port_requests:
        None makes it a private switch, one to the host an internal one, one to an
        adapter of the host an external one.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where a request breaks a rule.
    """
    guid = _identifier(host, transaction, request)
    now = host.clock.now()
    name = request.ElementName or DEFAULT_NAME
    made = transaction.create(
        Msvm_VirtualEthernetSwitch(
            CreationClassName="Msvm_VirtualEthernetSwitch",
            Name=guid,
            ElementName=name,
            Description="Microsoft Virtual Switch",
            EnabledState=_NOT_APPLICABLE,
            OperationalStatus=[_OK],
            StatusDescriptions=["OK"],
            Status="OK",
            InstallDate=now,
        )
    )
    settings = Msvm_VirtualEthernetSwitchSettingData(
        InstanceID=system_id(guid),
        ElementName=name,
        Description="Active settings for the virtual Ethernet switch",
        VirtualSystemIdentifier=guid,
        CreationTime=now,
        Notes=request.Notes or (),
        IOVPreferred=bool(request.IOVPreferred),
        BandwidthReservationMode=_mode(request),
        TeamingEnabled=bool(request.TeamingEnabled),
        PacketDirectEnabled=bool(request.PacketDirectEnabled),
    )
    stored = transaction.create(settings)
    transaction.create(
        Msvm_SettingsDefineState(ManagedElement=made, SettingData=stored)
    )
    switch = transaction.get(made)
    bind_extensions(host, transaction, switch)
    create_bridge(host, transaction, switch)
    create_switch_status(transaction, switch)
    for each in port_requests:
        add_port(host, transaction, switch, each)
    return made


def destroy_switch(transaction: Transaction, switch: Switch) -> None:
    """Take a switch away with its ports; what they used is free again.

    The connections of machines keep its path: they are connected to nothing.

    Raises
    ------
    RefusedError
        IN_USE where a running machine is connected to it.
    """
    own = ports(transaction, switch)
    present = transaction.associators(
        switch, Msvm_EthernetSwitchPort, association=Msvm_SystemDevice
    )
    if len(present) > len(own):
        raise RefusedError(
            IN_USE,
            f"the switch {switch.ElementName!r} can't be removed:"
            " running machines use it",
        )
    for port in own:
        remove_port(transaction, port)
    unbind_extensions(transaction, switch)
    remove_bridge(transaction, switch)
    remove_switch_status(transaction, switch)
    settings = settings_of(transaction, switch)
    remove_features(transaction, settings)
    transaction.delete(settings)
    transaction.delete(switch)


class SwitchDefinition(SwitchProvider):
    """Answers DefineSystem, ModifySystemSettings and DestroySystem."""

    @answering(Service.DefineSystemResult)
    def DefineSystem(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SystemSettings: CIM_VirtualSystemSettingData | None,
        ResourceSettings: tuple[CIM_ResourceAllocationSettingData, ...] | None,
        ReferenceConfiguration: Ref[CIM_VirtualSystemSettingData] | None,
    ) -> Service.DefineSystemResult:
        request = _switch_settings(SystemSettings)
        if request.ExtensionOrder:
            raise RefusedError(INVALID_PARAMETER, "a new switch has no extensions yet")
        requests = port_requests(transaction, ResourceSettings or ())

        def work(own: Transaction) -> list[Ref[Switch]]:
            return [create_switch(self.host, own, request, requests)]

        job, made = self.start(
            transaction,
            obj,
            caption="Creating Virtual Switch",
            job_type=JobTypes.DEFINE_ETHERNET_SWITCH,
            affected=(),
            work=work,
        )
        return Service.DefineSystemResult(
            ReturnValue=Service.DefineSystemReturnValues(JOB_STARTED),
            Job=job,
            ResultingSystem=made[0] if made else None,
        )

    @answering(Service.ModifySystemSettingsResult)
    def ModifySystemSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SystemSettings: CIM_VirtualSystemSettingData | None,
    ) -> Service.ModifySystemSettingsResult:
        request = _switch_settings(SystemSettings)
        target = Ref(
            Msvm_VirtualEthernetSwitchSettingData,
            {"InstanceID": request.InstanceID or ""},
        )
        settings = require(transaction, target, Msvm_VirtualEthernetSwitchSettingData)
        switch = switch_of(transaction, settings)
        self.host.jobs.require_idle(switch)

        def work(own: Transaction) -> list[Ref[Any]]:
            refuse_default(switch)
            _modify(own, switch, request)
            return []

        job, _ = self.start(
            transaction,
            obj,
            caption="Modifying Virtual Switch Settings",
            job_type=JobTypes.MODIFY_ETHERNET_SWITCH_SETTINGS,
            affected=[switch],
            work=work,
        )
        return Service.ModifySystemSettingsResult(
            ReturnValue=Service.ModifySystemSettingsReturnValues(JOB_STARTED),
            Job=job,
        )

    @answering(Service.DestroySystemResult)
    def DestroySystem(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        AffectedSystem: Ref[CIM_ComputerSystem] | None,
    ) -> Service.DestroySystemResult:
        switch = require(transaction, AffectedSystem, Msvm_VirtualEthernetSwitch)
        self.host.jobs.require_idle(switch)

        def work(own: Transaction) -> list[Ref[Any]]:
            refuse_default(switch)
            destroy_switch(own, switch)
            return []

        job, _ = self.start(
            transaction,
            obj,
            caption="Removing Virtual Switch",
            job_type=JobTypes.DESTROY_ETHERNET_SWITCH,
            affected=[switch],
            work=work,
        )
        return Service.DestroySystemResult(
            ReturnValue=Service.DestroySystemReturnValues(JOB_STARTED),
            Job=job,
        )


def port_requests(
    transaction: Transaction, given: Sequence[CIM_ResourceAllocationSettingData]
) -> list[PortSettings]:
    """The resource settings of a call, which must be those of ports.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where one is not, or is to be connected to nothing.
    """
    requests: list[PortSettings] = []
    for each in given:
        if not isinstance(each, Msvm_EthernetPortAllocationSettingData):
            raise RefusedError(INVALID_PARAMETER, "a switch has ports, nothing else")
        host_resources(transaction, each)
        requests.append(each)
    return requests


def _switch_settings(given: CIM_VirtualSystemSettingData | None) -> SwitchSettings:
    if not isinstance(given, Msvm_VirtualEthernetSwitchSettingData):
        raise RefusedError(INVALID_PARAMETER, "SystemSettings are not a switch's")
    return given


def _identifier(host: Vmms, transaction: Transaction, request: SwitchSettings) -> str:
    wanted = request.VirtualSystemIdentifier
    if not wanted:
        return host.guids.new()
    try:
        guid = str(UUID(wanted)).upper()
    except ValueError:
        raise RefusedError(INVALID_PARAMETER, f"{wanted!r} is not a GUID") from None
    if transaction.objects(Msvm_VirtualEthernetSwitch, Name=guid):
        raise RefusedError(INVALID_PARAMETER, f"there is a switch {guid} already")
    return guid


def _mode(request: SwitchSettings) -> int:
    """How bandwidth is reserved; the default depends on SR-IOV."""
    if request.BandwidthReservationMode:
        return request.BandwidthReservationMode
    return _Modes.NONE if request.IOVPreferred else _Modes.ABSOLUTE


def _modify(transaction: Transaction, switch: Switch, request: SwitchSettings) -> None:
    settings = settings_of(transaction, switch)
    for name in _AT_CREATION:
        wanted = getattr(request, name)
        # A request that says nothing of it holds the default of the schema.
        if name in request.__dict__ and wanted not in (None, getattr(settings, name)):
            raise RefusedError(
                INVALID_PARAMETER, f"{name} is decided when a switch is defined"
            )
    values = {name: getattr(request, name) for name in _CHANGEABLE}
    given = {name: value for name, value in values.items() if value is not None}
    transaction.change(settings, **given)
    if request.ExtensionOrder:
        order_extensions(transaction, switch, request.ExtensionOrder)
    if "ElementName" in given:
        _rename(transaction, switch, given["ElementName"])


def _rename(transaction: Transaction, switch: Switch, name: str) -> None:
    """Rename a switch; what machines remember of it follows, not their checkpoints."""
    transaction.change(switch, ElementName=name)
    rename_bridge(transaction, switch, name)
    for guid, connection in connections(transaction, switch):
        if transaction.find(machine_ref(guid)) is not None:
            transaction.change(connection, LastKnownSwitchName=name)
