"""The ports of a switch: what there is for each, and how they are connected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    CIM_EthernetPort,
    Msvm_ActiveConnection,
    Msvm_ComputerSystem,
    Msvm_ElementSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPort,
    Msvm_ExternalEthernetPort,
    Msvm_InternalEthernetPort,
    Msvm_SystemDevice,
    Msvm_VirtualSystemSettingDataComponent,
)

from mofgen.runtime.references import Ref, RefLike
from mofgen.vmms.feature_effects import apply_bandwidth
from mofgen.vmms.host_adapters import (
    GIGABIT,
    create_internal_adapter,
    remove_adapter,
)
from mofgen.vmms.instance_ids import device_id, system_id
from mofgen.vmms.lan_endpoints import create_endpoint, endpoint_of
from mofgen.vmms.learned_addresses import forget, learn
from mofgen.vmms.machine_access import path
from mofgen.vmms.network_features import remove_features
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError
from mofgen.vmms.switch_access import (
    PortSettings,
    Switch,
    adapters_of,
    host_resources,
    ports,
    ports_of_settings,
    settings_of,
    switch_of_port,
)
from mofgen.vmms.switch_status import (
    create_port_status,
    remove_port_status,
    tell_capacity,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

DYNAMIC_PORT: Final = "Dynamic Ethernet Switch Port"
"""The name of the port that a machine's adapter has while the machine runs."""
SUBTYPE: Final = "Microsoft:Hyper-V:Ethernet Connection"

_MOST_IN_TEAM: Final = 8  # of an embedded team
_ADDRESS: Final = re.compile("[0-9A-Fa-f]{12}")
_REQUESTED: Final = (
    "Address",
    "CompartmentGuid",
    "ElementName",
    "RequiredFeatures",
    "TestReplicaPoolID",
    "TestReplicaSwitchName",
)
"""What clients decide of a port, besides what it is connected to."""


def add_port(
    host: Vmms, transaction: Transaction, switch: Switch, request: PortSettings
) -> Ref[PortSettings]:
    """Give a switch a port, connected to what the request names.

    Parameters
    ----------
    request:
        ``HostResource`` names one external adapter, those of a team, or the host:
        its operating system then gets an internal adapter.

    Returns
    -------
    The reference to the settings of the port.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where the request breaks a rule.
    """
    resources = host_resources(transaction, request)
    _check_address(request, resources)
    if not isinstance(resources, Msvm_ComputerSystem):
        _check_external(transaction, switch, resources)
    guid = host.guids.new()
    settings = _settings(switch, guid, request)
    settings.HostResource = _paths(host, resources)
    made = transaction.create(settings)
    transaction.create(
        Msvm_VirtualSystemSettingDataComponent(
            GroupComponent=settings_of(transaction, switch), PartComponent=made
        )
    )
    port = _create_port(transaction, switch, guid, settings.ElementName or "", made)
    _connect_to(host, transaction, port, resources, settings)
    return made


def change_port(
    host: Vmms, transaction: Transaction, settings: PortSettings, request: PortSettings
) -> None:
    """Change what a request has of a port: its values, or its external adapters.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where the request breaks a rule.
    """
    (port,) = ports_of_settings(transaction, settings)
    old = host_resources(transaction, transaction.get(settings))
    new = old if request.HostResource is None else host_resources(transaction, request)
    _check_address(request, new)
    if isinstance(old, Msvm_ComputerSystem) or isinstance(new, Msvm_ComputerSystem):
        if type(old) is not type(new):
            raise RefusedError(
                INVALID_PARAMETER, "a port stays internal, or external: add another"
            )
    elif _paths(host, old) != _paths(host, new):
        _disconnect(transaction, port)
        switch = switch_of_port(transaction, settings)
        _check_external(transaction, switch, new, besides=settings)
        _connect_to(host, transaction, port, new, settings)
        transaction.change(settings, HostResource=_paths(host, new))
    values = _requested(request)
    transaction.change(settings, **values)
    _rename(transaction, port, values)


def remove_port(transaction: Transaction, settings: PortSettings) -> None:
    """Take a port away from its switch, with the internal adapter that it is for."""
    (port,) = ports_of_settings(transaction, settings)
    switch = switch_of_port(transaction, settings)
    disconnect_port(transaction, port)
    remove_features(transaction, settings)
    transaction.delete(settings)
    tell_capacity(transaction, switch)


def connect_machine(
    transaction: Transaction,
    guid: str,
    switch: Switch,
    adapter: RefLike[CIM_EthernetPort],
    connection: RefLike[PortSettings],
) -> Ref[Msvm_EthernetSwitchPort]:
    """Give an adapter of a running machine its port.

    Parameters
    ----------
    guid:
        For the port's ``Name``.
    adapter:
        The machine's adapter, which has a LAN endpoint.
    connection:
        The settings of the machine that connect it to the switch.
    """
    port = _create_port(transaction, switch, guid, DYNAMIC_PORT, connection)
    apply_bandwidth(transaction, port, is_there=True)
    _connect(transaction, port, adapter)
    return port


def disconnect_port(
    transaction: Transaction, port: RefLike[Msvm_EthernetSwitchPort]
) -> None:
    """Take a port away; what was connected to it is free, or gone where internal."""
    _disconnect(transaction, port)
    apply_bandwidth(transaction, port, is_there=False)
    remove_port_status(transaction, port)
    transaction.delete(endpoint_of(transaction, port))
    transaction.delete(port)


# --- rules ---


def _check_external(
    transaction: Transaction,
    switch: Switch,
    adapters: list[Msvm_ExternalEthernetPort],
    besides: PortSettings | None = None,
) -> None:
    is_team = bool(settings_of(transaction, switch).TeamingEnabled)
    if len(adapters) > (_MOST_IN_TEAM if is_team else 1):
        raise RefusedError(
            INVALID_PARAMETER, "the switch can't have so many external adapters"
        )
    for each in ports(transaction, switch):
        if besides is not None and each.InstanceID == besides.InstanceID:
            continue
        if isinstance(host_resources(transaction, each), list):
            raise RefusedError(
                INVALID_PARAMETER, "the switch has an external connection already"
            )
    for adapter in adapters:
        current = transaction.get(adapter)
        if current.IsBound:
            raise RefusedError(
                INVALID_PARAMETER, f"a switch uses {current.ElementName!r} already"
            )


def _check_address(request: PortSettings, resources: object) -> None:
    address = request.Address
    if not address:
        return
    if not isinstance(resources, Msvm_ComputerSystem):
        raise RefusedError(
            INVALID_PARAMETER, "an external adapter keeps the address that it has"
        )
    if not _ADDRESS.fullmatch(address):
        raise RefusedError(INVALID_PARAMETER, f"{address!r} is not a MAC address")


# --- what there is for a port ---


def _settings(switch: Switch, guid: str, request: PortSettings) -> PortSettings:
    values = {"ElementName": switch.ElementName, **_requested(request)}
    return Msvm_EthernetPortAllocationSettingData(
        InstanceID=device_id(switch.Name or "", guid),
        Description="Ethernet Switch Port Settings",
        ResourceSubType=SUBTYPE,
        PoolID="",
        AllocationUnits="count",
        VirtualQuantity=1,
        Reservation=1,
        Limit=1,
        AutomaticAllocation=True,
        AutomaticDeallocation=True,
        EnabledState=Msvm_EthernetPortAllocationSettingData.EnabledStateValues.ENABLED,
        **values,
    )


def _requested(request: PortSettings) -> dict[str, Any]:
    values = {name: getattr(request, name) for name in _REQUESTED}
    return {name: value for name, value in values.items() if value is not None}


def _paths(
    host: Vmms, resources: Msvm_ComputerSystem | list[Msvm_ExternalEthernetPort]
) -> list[str]:
    objects = resources if isinstance(resources, list) else [resources]
    return [path(host, each) for each in objects]


def _create_port(
    transaction: Transaction,
    switch: Switch,
    guid: str,
    name: str,
    settings: RefLike[PortSettings],
) -> Ref[Msvm_EthernetSwitchPort]:
    made = Msvm_EthernetSwitchPort(
        SystemCreationClassName="Msvm_VirtualEthernetSwitch",
        SystemName=switch.Name,
        CreationClassName="Msvm_EthernetSwitchPort",
        DeviceID=system_id(guid),
        Name=guid,
        ElementName=name,
        Description="Microsoft Virtual Ethernet Switch Port",
        FullDuplex=True,
        Speed=10 * GIGABIT,
        VMQOffloadUsage=0,
        IOVOffloadUsage=0,
    )
    port = transaction.create(made)
    transaction.create(Msvm_SystemDevice(GroupComponent=switch, PartComponent=port))
    create_endpoint(transaction, made)
    transaction.create(
        Msvm_ElementSettingData(ManagedElement=port, SettingData=settings)
    )
    create_port_status(transaction, port)
    return port


# --- connections ---


def _connect_to(
    host: Vmms,
    transaction: Transaction,
    port: RefLike[Msvm_EthernetSwitchPort],
    resources: Msvm_ComputerSystem | list[Msvm_ExternalEthernetPort],
    settings: PortSettings,
) -> None:
    if isinstance(resources, Msvm_ComputerSystem):
        name, address = settings.ElementName or "", settings.Address or None
        internal = create_internal_adapter(
            host, transaction, name, address and address.upper()
        )
        _connect(transaction, port, internal)
        return
    for adapter in resources:
        transaction.change(adapter, IsBound=True)
        _connect(transaction, port, adapter)
    tell_capacity(transaction, switch_of_port(transaction, settings))


def _connect(
    transaction: Transaction,
    port: RefLike[Msvm_EthernetSwitchPort],
    adapter: RefLike[CIM_EthernetPort],
) -> None:
    ours = endpoint_of(transaction, port)
    theirs = endpoint_of(transaction, adapter)
    transaction.create(Msvm_ActiveConnection(Antecedent=ours, Dependent=theirs))
    for each in (ours, theirs):
        transaction.change(each, Connected=True)
    learn(transaction, port, adapter)


def _disconnect(
    transaction: Transaction, port: RefLike[Msvm_EthernetSwitchPort]
) -> None:
    for adapter in adapters_of(transaction, port):
        if isinstance(adapter, Msvm_InternalEthernetPort):
            remove_adapter(transaction, adapter)
            continue
        if isinstance(adapter, Msvm_ExternalEthernetPort):
            transaction.change(adapter, IsBound=False)
        transaction.change(endpoint_of(transaction, adapter), Connected=False)
    forget(transaction, port)
    ours = endpoint_of(transaction, port)
    for connection in transaction.references(ours, Msvm_ActiveConnection):
        transaction.delete(connection)
    transaction.change(ours, Connected=False)


def _rename(
    transaction: Transaction, port: Msvm_EthernetSwitchPort, values: dict[str, Any]
) -> None:
    """Let the port and its internal adapter have the new name and address."""
    name, address = values.get("ElementName"), values.get("Address")
    if name is not None:
        transaction.change(port, ElementName=name)
    for adapter in adapters_of(transaction, port):
        if not isinstance(adapter, Msvm_InternalEthernetPort):
            continue
        endpoint = endpoint_of(transaction, adapter)
        if name is not None:
            transaction.change(adapter, ElementName=name, Name=name)
            transaction.change(endpoint, ElementName=name)
        if address:
            transaction.change(adapter, PermanentAddress=address.upper())
            transaction.change(endpoint, MACAddress=address.upper())
            forget(transaction, port)
            learn(transaction, port, adapter)
