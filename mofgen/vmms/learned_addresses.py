"""What a switch has learned: which MAC address is at which of its ports, in which VLAN.

Each switch has a bridging service with an entry for each address. Here it learns the
address of an internal adapter, or of one of a running machine, when that is connected,
and forgets it when that is disconnected. Who is behind an external adapter is unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_EthernetPort,
    Msvm_DynamicForwardingEntry,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetPortSettingDataComponent,
    Msvm_EthernetSwitchPort,
    Msvm_EthernetSwitchPortVlanSettingData,
    Msvm_ExternalEthernetPort,
    Msvm_HostedSwitchService,
    Msvm_SwitchPortDynamicForwarding,
    Msvm_TransparentBridgingDynamicForwarding,
    Msvm_TransparentBridgingService,
)

from mofgen.vmms.network_addresses import NO_ADDRESS
from mofgen.vmms.switch_access import PortSettings, Switch, switch_ref

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import RefLike
    from mofgen.vmms.host import Vmms

Entry = Msvm_DynamicForwardingEntry
Vlan = Msvm_EthernetSwitchPortVlanSettingData

_LEARNED: Final = Entry.DynamicStatusValues.LEARNED


def create_bridge(host: Vmms, transaction: Transaction, switch: Switch) -> None:
    """Give a new switch its bridging service, which has learned nothing yet."""
    service = transaction.create(
        Msvm_TransparentBridgingService(
            SystemCreationClassName="Msvm_ComputerSystem",
            SystemName=host.name,
            CreationClassName="Msvm_TransparentBridgingService",
            Name=switch.Name,
            ElementName=switch.ElementName,
            Description="Microsoft Virtual Switch Transparent Bridging Service",
        )
    )
    transaction.create(Msvm_HostedSwitchService(Antecedent=switch, Dependent=service))


def remove_bridge(transaction: Transaction, switch: Switch) -> None:
    """Take the bridging service away from a switch that goes, with its entries."""
    service = _bridge(transaction, switch)
    for entry in transaction.associators(
        service, Entry, association=Msvm_TransparentBridgingDynamicForwarding
    ):
        transaction.delete(entry)
    transaction.delete(service)


def rename_bridge(transaction: Transaction, switch: Switch, name: str) -> None:
    """Let the bridging service have the new name of its switch."""
    transaction.change(_bridge(transaction, switch), ElementName=name)


def learn(
    transaction: Transaction,
    port: RefLike[Msvm_EthernetSwitchPort],
    adapter: RefLike[CIM_EthernetPort],
) -> None:
    """Let a switch know which address is at a port, to which an adapter is connected.

    An address that was at another port is at this one from now on.
    """
    connected = transaction.get(adapter)
    address = (connected.PermanentAddress or NO_ADDRESS).upper()
    if isinstance(connected, Msvm_ExternalEthernetPort) or address == NO_ADDRESS:
        return
    switch = switch_ref(transaction.get(port).SystemName or "")
    service = _bridge(transaction, switch)
    entry = Entry(
        SystemCreationClassName=service.SystemCreationClassName,
        SystemName=service.SystemName,
        ServiceCreationClassName=service.CreationClassName,
        ServiceName=service.Name,
        CreationClassName="Msvm_DynamicForwardingEntry",
        MACAddress=address,
        DynamicStatus=_LEARNED,
        VlanId=_vlan_at(transaction, port),
        HealthState=5,
    )
    if transaction.find(entry) is not None:
        transaction.delete(entry)
    made = transaction.create(entry)
    transaction.create(
        Msvm_TransparentBridgingDynamicForwarding(Antecedent=service, Dependent=made)
    )
    transaction.create(
        Msvm_SwitchPortDynamicForwarding(Antecedent=port, Dependent=made)
    )


def forget(transaction: Transaction, port: RefLike[Msvm_EthernetSwitchPort]) -> None:
    """Forget what was learned at a port."""
    for entry in _learned_at(transaction, port):
        transaction.delete(entry)


def retag(transaction: Transaction, port: RefLike[Msvm_EthernetSwitchPort]) -> None:
    """Tell the VLAN of what was learned at a port as the port is set up now."""
    vlan = _vlan_at(transaction, port)
    for entry in _learned_at(transaction, port):
        transaction.change(entry, VlanId=vlan)


def _bridge(
    transaction: Transaction, switch: RefLike[Switch]
) -> Msvm_TransparentBridgingService:
    (found,) = transaction.associators(
        switch, Msvm_TransparentBridgingService, association=Msvm_HostedSwitchService
    )
    return found


def _learned_at(
    transaction: Transaction, port: RefLike[Msvm_EthernetSwitchPort]
) -> list[Entry]:
    return transaction.associators(
        port, Entry, association=Msvm_SwitchPortDynamicForwarding
    )


def _vlan_at(transaction: Transaction, port: RefLike[Msvm_EthernetSwitchPort]) -> int:
    """The VLAN of packets without a tag at a port; 0 for none."""
    for settings in transaction.associators(
        port, Msvm_EthernetPortAllocationSettingData
    ):
        return _vlan_of(transaction, settings)
    return 0


def _vlan_of(transaction: Transaction, settings: PortSettings) -> int:
    modes = Vlan.OperationModeValues
    for vlan in transaction.associators(
        settings, Vlan, association=Msvm_EthernetPortSettingDataComponent
    ):
        if vlan.OperationMode == modes.TRUNK:
            return vlan.NativeVlanId or 0
        if vlan.OperationMode == modes.PRIVATE:
            return vlan.PrimaryVlanId or 0
        return vlan.AccessVlanId or 0
    return 0
