"""What the integration components of a machine say while a worker process holds it.

A component is there whether its settings switch it on or off, which its
``EnabledState`` follows; what its ``OperationalStatus`` says is how the guest's part
of it can be reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hyperv_v2 import (
    CIM_LogicalDevice,
    Msvm_ComputerSystem,
    Msvm_GuestServiceInterfaceComponent,
    Msvm_HeartbeatComponent,
    Msvm_KvpExchangeComponent,
    Msvm_KvpExchangeDataItem,
    Msvm_ShutdownComponent,
    Msvm_SyntheticMouse,
    Msvm_SystemDevice,
    Msvm_TimeSyncComponent,
    Msvm_VssComponent,
)

from mofgen.vmms import guest_network
from mofgen.vmms.guest_state import (
    DEGRADED,
    LOST,
    NO_CONTACT,
    NON_RECOVERABLE,
    OK,
    usual_facts,
)
from mofgen.vmms.machine_access import OFF, PAUSED, RUNNING, has_worker

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.guest_state import GuestState
    from mofgen.vmms.host import Vmms

D = TypeVar("D", bound=CIM_LogicalDevice)

COMPONENTS: Final = (
    Msvm_GuestServiceInterfaceComponent,
    Msvm_HeartbeatComponent,
    Msvm_KvpExchangeComponent,
    Msvm_ShutdownComponent,
    Msvm_TimeSyncComponent,
    Msvm_VssComponent,
)
"""The classes of integration components."""

_ENABLED: Final = 2
_DISABLED: Final = 3
_PAUSED_MACHINE: Final = 15
_MISMATCH: Final = 32775
_CRITICAL: Final = 32782
_DESCRIPTIONS: Final[Mapping[int, str]] = {
    OK: "OK",
    DEGRADED: "Degraded",
    NON_RECOVERABLE: "Non-Recoverable Error",
    NO_CONTACT: "No Contact",
    LOST: "Lost Communication",
    _PAUSED_MACHINE: "Paused",
    _MISMATCH: "Protocol Mismatch",
    _CRITICAL: "Application Critical State",
}
_BY_GUEST: Final = 1
_INTRINSIC: Final = 2
"""``Msvm_KvpExchangeDataItem.Source``."""


def working(
    transaction: Transaction, machine: Msvm_ComputerSystem, component: type[D]
) -> D | None:
    """A component of a running machine by which the guest can be reached.

    Returns
    -------
    None where there is none, it is switched off, or the guest does not answer.
    """
    for each in transaction.associators(
        machine, component, association=Msvm_SystemDevice
    ):
        status = each.OperationalStatus or (NO_CONTACT,)
        if each.EnabledState == _ENABLED and status[0] in (OK, DEGRADED):
            return each
    return None


def component_values(
    host: Vmms,
    transaction: Transaction,
    machine: Msvm_ComputerSystem,
    component: type[CIM_LogicalDevice],
    enabled: int,
) -> dict[str, Any]:
    """What one component says.

    Parameters
    ----------
    machine:
        The machine that has it.
    component:
        Its class.
    enabled:
        The ``EnabledState`` of its settings.

    Returns
    -------
    By property, what tells of the guest.
    """
    guid = machine.Name or ""
    guest = host.guests.state(guid)
    status = _status(guest, component, enabled, machine.EnabledState == PAUSED)
    values: dict[str, Any] = {
        "EnabledState": enabled,
        "OperationalStatus": status,
        "StatusDescriptions": [_DESCRIPTIONS[each] for each in status],
    }
    if component is Msvm_KvpExchangeComponent:
        talks = enabled == _ENABLED and guest.services in (OK, DEGRADED)
        says = _facts(transaction, guid, guest) if talks else {}
        values["GuestIntrinsicExchangeItems"] = _items(says, _INTRINSIC)
        values["GuestExchangeItems"] = _items(guest.items if talks else {}, _BY_GUEST)
    return values


def driver_state(host: Vmms, machine: Msvm_ComputerSystem) -> int:
    """The ``EnabledState`` of a device that needs a driver in the guest."""
    services = host.guests.state(machine.Name or "").services
    return _ENABLED if services in (OK, DEGRADED) else _DISABLED


def refresh(host: Vmms, transaction: Transaction, machine: Msvm_ComputerSystem) -> None:
    """Let the components of a machine say what is so now."""
    for device in transaction.associators(
        machine, CIM_LogicalDevice, association=Msvm_SystemDevice
    ):
        if isinstance(device, Msvm_SyntheticMouse):
            transaction.change(device, EnabledState=driver_state(host, machine))
        elif isinstance(device, COMPONENTS):
            enabled = int(device.EnabledState or _ENABLED)
            values = component_values(host, transaction, machine, type(device), enabled)
            transaction.change(device, **values)


def follow(
    host: Vmms, transaction: Transaction, machine: Msvm_ComputerSystem, before: int
) -> None:
    """Let the guest of a machine do what the machine has just done.

    Parameters
    ----------
    machine:
        In the state that it came to.
    before:
        The state in which it was: the same one for a machine that was reset.
    """
    guid = machine.Name or ""
    state = machine.EnabledState
    if state in (OFF, before):
        host.guests.restart(transaction, guid)
    leases = host.guests.state(guid).leases
    if state == RUNNING and before == OFF and leases:
        guest_network.show_leases(transaction, leases)
    elif state == OFF and leases:
        guest_network.show_leases(transaction, dict.fromkeys(leases, ()))
    if has_worker(machine) and (leases or before != OFF):
        refresh(host, transaction, machine)


def _status(
    guest: GuestState, component: type[CIM_LogicalDevice], enabled: int, paused: bool
) -> list[int]:
    is_heartbeat = component is Msvm_HeartbeatComponent
    if enabled != _ENABLED:
        # Nothing is wrong with what is switched off, but nobody hears its heartbeat.
        return [NO_CONTACT if is_heartbeat else OK]
    if guest.services in (DEGRADED, NON_RECOVERABLE):
        return [guest.services, _MISMATCH]
    if guest.services != OK or not is_heartbeat:
        return [guest.services]
    if paused:
        return [_PAUSED_MACHINE]
    if guest.heartbeat_lost:
        return [LOST]
    return [OK, _CRITICAL if guest.critical else OK]


def _facts(transaction: Transaction, guid: str, guest: GuestState) -> dict[str, str]:
    addresses = guest_network.addresses(transaction, guid)
    fourth = ";".join(each for each in addresses if ":" not in each)
    sixth = ";".join(each for each in addresses if ":" in each)
    own = {
        "NetworkAddressIPv4": fourth,
        "NetworkAddressIPv6": sixth,
        "RDPAddressIPv4": fourth,
        "RDPAddressIPv6": sixth,
    }
    return {**usual_facts(guid), **own, **guest.says}


def _items(pairs: Mapping[str, str], source: int) -> list[Msvm_KvpExchangeDataItem]:
    return [
        Msvm_KvpExchangeDataItem(Name=name, Data=data, Source=source)
        for name, data in pairs.items()
    ]
