"""The addresses that a host gives to network adapters without one of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from hyperv_v2 import (
    Msvm_EmulatedEthernetPortSettingData,
    Msvm_InternalEthernetPort,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualSystemManagementServiceSettingData,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms.machine_access import components
from mofgen.vmms.refusals import FAILED, RefusedError

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction

Adapter: TypeAlias = (
    Msvm_SyntheticEthernetPortSettingData | Msvm_EmulatedEthernetPortSettingData
)

NO_ADDRESS: Final = "000000000000"
"""The address of an adapter that gets one when its machine starts first."""
ADAPTERS: Final = (
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_EmulatedEthernetPortSettingData,
)
"""The classes of the settings of adapters."""


def give_addresses(
    transaction: Transaction, settings: Msvm_VirtualSystemSettingData
) -> None:
    """Give each adapter of a machine that starts an address, which it then keeps.

    Parameters
    ----------
    settings:
        Those of the machine.

    Raises
    ------
    RefusedError
        Failed, where the host has no more addresses.
    """
    for each in _adapters(transaction, settings):
        if lacks_address(each):
            transaction.change(each, Address=new_address(transaction))


def forget_addresses(
    transaction: Transaction, settings: Msvm_VirtualSystemSettingData
) -> None:
    """Leave the addresses that the host gave to the machine of which this is a copy."""
    for each in _adapters(transaction, settings):
        if not each.StaticMacAddress:
            transaction.change(each, Address=NO_ADDRESS)


def lacks_address(adapter: Adapter) -> bool:
    """Whether the host has to give an adapter its address."""
    is_given = bool(adapter.Address) and adapter.Address != NO_ADDRESS
    return not is_given and not adapter.StaticMacAddress


def new_address(transaction: Transaction) -> str:
    """The lowest address that no adapter has, of those that the host may give.

    Raises
    ------
    RefusedError
        Failed, where there is none.
    """
    (host,) = transaction.objects(Msvm_VirtualSystemManagementServiceSettingData)
    low, high = (
        int(each or NO_ADDRESS, 16)
        for each in (host.MinimumMacAddress, host.MaximumMacAddress)
    )
    for number in range(low, high + 1):
        address = f"{number:012X}"
        if not _is_taken(transaction, address):
            return address
    raise RefusedError(FAILED, "the host has no more MAC addresses to give")


def _adapters(
    transaction: Transaction, settings: Msvm_VirtualSystemSettingData
) -> list[Adapter]:
    return [
        *components(transaction, settings, Msvm_SyntheticEthernetPortSettingData),
        *components(transaction, settings, Msvm_EmulatedEthernetPortSettingData),
    ]


def _is_taken(transaction: Transaction, address: str) -> bool:
    """Whether an adapter of a machine, a checkpoint or the host has an address."""
    return any(transaction.objects(cls, Address=address) for cls in ADAPTERS) or bool(
        transaction.objects(Msvm_InternalEthernetPort, PermanentAddress=address)
    )
