"""The network adapters of a host: external ones, and internal ones to its switches.

Each has a LAN endpoint, from which an ``Msvm_ActiveConnection`` leads to the endpoint
of the switch port that it is connected to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from hyperv_v2 import (
    CIM_EthernetPort,
    Msvm_ComputerSystem,
    Msvm_ExternalEthernetPort,
    Msvm_InternalEthernetPort,
    Msvm_SystemDevice,
)

from mofgen.runtime.references import Ref, RefLike
from mofgen.vmms.lan_endpoints import create_endpoint, endpoint_of

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

A = TypeVar("A", bound=CIM_EthernetPort)

EXTERNAL_ADAPTERS: Final = ("Ethernet Adapter", "Ethernet Adapter #2")
"""The names of the adapters that a host has."""
GIGABIT: Final = 1_000_000_000

_MAXIMUM_TRANSMISSION_UNIT: Final = 1500  # bytes
_ENABLED: Final = 2
_THOUSAND_BASE_T: Final = 53
_ETHERNET: Final = 2
_NOT_RESTRICTED: Final = 4
_EXTERNAL_ADDRESSES: Final = 0x02000A000001  # locally administered (IEEE 802)
_INTERNAL_ADDRESSES: Final = 0x00155DFF0001  # Microsoft's, above those of machines


def install(host: Vmms) -> None:
    """Put the external adapters into a host."""
    with host.manager.transaction() as transaction:
        for number, name in enumerate(EXTERNAL_ADAPTERS):
            _create_external(host, transaction, name, external_address(number))


def external_address(number: int) -> str:
    """The MAC address of an external adapter, twelve hexadecimal digits."""
    return f"{_EXTERNAL_ADDRESSES + number:012X}"


def host_system(host: Vmms) -> Ref[Msvm_ComputerSystem]:
    """The computer that hosts everything."""
    keys = {"CreationClassName": "Msvm_ComputerSystem", "Name": host.name}
    return Ref(Msvm_ComputerSystem, keys)


def create_internal_adapter(
    host: Vmms, transaction: Transaction, name: str, address: str | None
) -> Ref[Msvm_InternalEthernetPort]:
    """Give the host's operating system an adapter of its own to a switch.

    Parameters
    ----------
    name:
        Its ``ElementName``.
    address:
        Its MAC address, twelve hexadecimal digits; None for the next free one.
    """
    made = Msvm_InternalEthernetPort(
        SystemCreationClassName="Msvm_ComputerSystem",
        SystemName=host.name,
        CreationClassName="Msvm_InternalEthernetPort",
        DeviceID=_adapter_id(host),
        ElementName=name,
        Name=name,
        Description="Microsoft Internal Ethernet Port",
        EnabledState=_ENABLED,
        Speed=GIGABIT,
        PermanentAddress=address or _free_address(transaction),
    )
    return _add(host, transaction, made)


def remove_adapter(
    transaction: Transaction, adapter: RefLike[Msvm_InternalEthernetPort]
) -> None:
    """Take an internal adapter away, with its endpoint."""
    transaction.delete(endpoint_of(transaction, adapter))
    transaction.delete(adapter)


def _create_external(
    host: Vmms, transaction: Transaction, name: str, address: str
) -> None:
    made = Msvm_ExternalEthernetPort(
        SystemCreationClassName="Msvm_ComputerSystem",
        SystemName=host.name,
        CreationClassName="Msvm_ExternalEthernetPort",
        DeviceID=_adapter_id(host),
        ElementName=name,
        Name=name,
        Description="Microsoft External Ethernet Port",
        EnabledState=_ENABLED,
        IsBound=False,
        Speed=GIGABIT,
        MaxSpeed=GIGABIT,
        RequestedSpeed=GIGABIT,
        PortType=_THOUSAND_BASE_T,
        LinkTechnology=_ETHERNET,
        UsageRestriction=_NOT_RESTRICTED,
        PermanentAddress=address,
        FullDuplex=True,
        AutoSense=True,
        SupportedMaximumTransmissionUnit=_MAXIMUM_TRANSMISSION_UNIT,
        ActiveMaximumTransmissionUnit=_MAXIMUM_TRANSMISSION_UNIT,
        MaxDataSize=_MAXIMUM_TRANSMISSION_UNIT,
    )
    _add(host, transaction, made)


def _add(host: Vmms, transaction: Transaction, adapter: A) -> Ref[A]:
    ref = transaction.create(adapter)
    transaction.create(
        Msvm_SystemDevice(GroupComponent=host_system(host), PartComponent=ref)
    )
    create_endpoint(transaction, adapter)
    return ref


def _adapter_id(host: Vmms) -> str:
    # Hyper-V has braces in the IDs of the host's adapters, and in no others.
    return f"Microsoft:{{{host.guids.new()}}}"


def _free_address(transaction: Transaction) -> str:
    internal = transaction.objects(Msvm_InternalEthernetPort)
    taken = {each.PermanentAddress for each in internal}
    number = _INTERNAL_ADDRESSES
    while (address := f"{number:012X}") in taken:
        number += 1
    return address
