"""What a switch and its ports tell of how they work: modes, bandwidth, offloads.

These objects are there for as long as the switch or the port is. Nothing is offloaded,
as no adapter here has the hardware; bandwidth is told as it is reserved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    Msvm_EthernetPortData,
    Msvm_EthernetPortInfo,
    Msvm_EthernetSwitchBandwidthData,
    Msvm_EthernetSwitchData,
    Msvm_EthernetSwitchHardwareOffloadData,
    Msvm_EthernetSwitchInfo,
    Msvm_EthernetSwitchOperationalData,
    Msvm_EthernetSwitchPort,
    Msvm_EthernetSwitchPortBandwidthData,
    Msvm_EthernetSwitchPortBandwidthSettingData,
    Msvm_EthernetSwitchPortOffloadData,
    Msvm_ExternalEthernetPort,
    Msvm_VirtualEthernetSwitchBandwidthSettingData,
)

from mofgen.vmms.host_adapters import GIGABIT
from mofgen.vmms.switch_access import (
    Switch,
    adapters_of,
    ports,
    ports_of_settings,
    switch_ref,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import RefLike

PortBandwidth = Msvm_EthernetSwitchPortBandwidthSettingData
SwitchBandwidth = Msvm_VirtualEthernetSwitchBandwidthSettingData

WITHOUT_ADAPTER: Final = 10 * GIGABIT
"""The capacity of a switch without external adapters, in bits per second."""

_OF_SWITCHES: Final[tuple[type[Any], ...]] = (
    Msvm_EthernetSwitchOperationalData,
    Msvm_EthernetSwitchBandwidthData,
    Msvm_EthernetSwitchHardwareOffloadData,
)
_OF_PORTS: Final[tuple[type[Any], ...]] = (
    Msvm_EthernetSwitchPortBandwidthData,
    Msvm_EthernetSwitchPortOffloadData,
)
_INITIAL: Final[dict[type[Any], dict[str, int]]] = {
    Msvm_EthernetSwitchBandwidthData: {
        "Capacity": WITHOUT_ADAPTER,
        "Reservation": 0,
        "DefaultFlowReservation": 0,
        "DefaultFlowReservationPercentage": 0,
        "DefaultFlowWeight": 0,
    }
}
"""Where the defaults of the schema are not how a switch begins."""


def create_switch_status(transaction: Transaction, switch: Switch) -> None:
    """Let a new switch tell how it works."""
    for cls in _OF_SWITCHES:
        data: Any = cls(
            SystemCreationClassName="Msvm_VirtualEthernetSwitch",
            SystemName=switch.Name,
            CreationClassName=cls.__name__,
            Name=switch.Name,
            **_INITIAL.get(cls, {}),
        )
        made: Any = transaction.create(data)
        transaction.create(Msvm_EthernetSwitchInfo(Antecedent=switch, Dependent=made))


def remove_switch_status(transaction: Transaction, switch: Switch) -> None:
    """Take away what a switch tells that goes."""
    for each in transaction.associators(switch, Msvm_EthernetSwitchData):
        transaction.delete(each)


def create_port_status(
    transaction: Transaction, port: RefLike[Msvm_EthernetSwitchPort]
) -> None:
    """Let a new port tell how it works; it has reserved nothing yet."""
    of = transaction.get(port)
    for cls in _OF_PORTS:
        data: Any = cls(
            SystemCreationClassName="Msvm_VirtualEthernetSwitch",
            SystemName=of.SystemName,
            DeviceCreationClassName="Msvm_EthernetSwitchPort",
            DeviceID=of.DeviceID,
            CreationClassName=cls.__name__,
            Name=of.Name,
        )
        made: Any = transaction.create(data)
        transaction.create(Msvm_EthernetPortInfo(Antecedent=port, Dependent=made))


def remove_port_status(
    transaction: Transaction, port: RefLike[Msvm_EthernetSwitchPort]
) -> None:
    """Take away what a port tells that goes."""
    for each in transaction.associators(port, Msvm_EthernetPortData):
        transaction.delete(each)


def tell_capacity(transaction: Transaction, switch: Switch) -> None:
    """Tell how much bandwidth a switch has, with the external adapters of now."""
    speeds = [
        adapter.Speed or 0
        for settings in ports(transaction, switch)
        for port in ports_of_settings(transaction, settings)
        for adapter in adapters_of(transaction, port)
        if isinstance(adapter, Msvm_ExternalEthernetPort)
    ]
    data = _bandwidth_of(transaction, switch)
    transaction.change(data, Capacity=sum(speeds) or WITHOUT_ADAPTER)


def tell_reservation(
    transaction: Transaction,
    port: RefLike[Msvm_EthernetSwitchPort],
    before: PortBandwidth | None,
    after: PortBandwidth | None,
) -> None:
    """Tell what a port reserves of the bandwidth of its switch.

    Parameters
    ----------
    before, after:
        What it reserved until now and from now on; None for nothing.
    """
    if before is None and after is None:
        return
    switch = switch_ref(transaction.get(port).SystemName or "")
    data = _bandwidth_of(transaction, switch)
    more = _reserved(after) - _reserved(before)
    transaction.change(data, Reservation=(data.Reservation or 0) + more)
    share = _share(_reserved(after), after.Weight if after else 0, data.Capacity)
    for each in transaction.associators(port, Msvm_EthernetSwitchPortBandwidthData):
        transaction.change(each, CurrentBandwidthReservationPercentage=share)


def tell_default_flow(
    transaction: Transaction, switch: Switch, after: SwitchBandwidth | None
) -> None:
    """Tell what a switch reserves for the ports that reserve nothing themselves."""
    data = _bandwidth_of(transaction, switch)
    reservation = (after.DefaultFlowReservation if after else 0) or 0
    weight = (after.DefaultFlowWeight if after else 0) or 0
    transaction.change(
        data,
        DefaultFlowReservation=reservation,
        DefaultFlowWeight=weight,
        DefaultFlowReservationPercentage=_share(reservation, weight, data.Capacity),
    )


def _bandwidth_of(
    transaction: Transaction, switch: RefLike[Switch]
) -> Msvm_EthernetSwitchBandwidthData:
    (found,) = transaction.associators(switch, Msvm_EthernetSwitchBandwidthData)
    return found


def _reserved(settings: PortBandwidth | None) -> int:
    return (settings.Reservation or 0) if settings else 0


def _share(reservation: int, weight: int | None, capacity: int | None) -> int:
    """The percentage that is reserved; weights are taken as parts of a hundred."""
    return weight or (100 * reservation // (capacity or WITHOUT_ADAPTER))
