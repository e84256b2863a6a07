r"""How guests have configured their network adapters.

Each network adapter of a machine has a ``Msvm_GuestNetworkAdapterConfiguration``, to
which ``Msvm_SettingDataComponent`` leads from its settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_GuestNetworkAdapterConfiguration,
    Msvm_SettingDataComponent,
    Msvm_VirtualSystemSettingData,
)

from mofgen.runtime.references import Ref, RefLike
from mofgen.vmms.instance_ids import PREFIX
from mofgen.vmms.machine_access import components, settings_ref
from mofgen.vmms.network_addresses import ADAPTERS
from mofgen.vmms.system_parts import connect

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction

Configuration = Msvm_GuestNetworkAdapterConfiguration

MASKS: Final = ("255.255.255.0", "64")
"""The subnet of an address that came by DHCP: for IPv4, and for IPv6."""


def add_configuration(
    transaction: Transaction, adapter: CIM_ResourceAllocationSettingData
) -> None:
    """Let a new network adapter have its configuration: by DHCP, without addresses.

    Parameters
    ----------
    adapter:
        The settings that were added; nothing happens for those of anything else.
    """
    if not isinstance(adapter, ADAPTERS):
        return
    configuration = transaction.create(
        Configuration(
            InstanceID=configuration_id(adapter.InstanceID or ""),
            ProtocolIFType=Configuration.ProtocolIFTypeValues.IPV4,
            DHCPEnabled=True,
            IPAddresses=[],
            Subnets=[],
            DefaultGateways=[],
            DNSServers=[],
            IPAddressOrigins=[],
        )
    )
    connect(
        transaction,
        Msvm_SettingDataComponent,
        GroupComponent=adapter,
        PartComponent=configuration,
    )


def configuration_id(adapter: str) -> str:
    """The InstanceID of the configuration of the adapter with this InstanceID."""
    return adapter.replace(PREFIX, f"{PREFIX}GuestNetwork\\", 1)


def configurations(
    transaction: Transaction, settings: RefLike[Msvm_VirtualSystemSettingData]
) -> list[Configuration]:
    """What the adapters of a machine have, by their InstanceIDs.

    Parameters
    ----------
    settings:
        The system settings of the machine.
    """
    found = []
    for kind in ADAPTERS:
        for adapter in components(transaction, settings, kind):
            found += transaction.associators(
                adapter, Configuration, association=Msvm_SettingDataComponent
            )
    return sorted(found, key=lambda each: each.InstanceID or "")


def addresses(transaction: Transaction, guid: str) -> list[str]:
    """All IP addresses that the guest of a machine has."""
    found = configurations(transaction, settings_ref(guid))
    return [address for each in found for address in each.IPAddresses or ()]


def show_leases(
    transaction: Transaction, leases: Mapping[str, tuple[str, ...]]
) -> None:
    """Let adapters have what they got by DHCP.

    Parameters
    ----------
    leases:
        The addresses, by the InstanceID of the adapter's settings. Adapters that are
        gone, or whose addresses are fixed, do not count.
    """
    for adapter, given in leases.items():
        ref = Ref(Configuration, {"InstanceID": configuration_id(adapter)})
        found = transaction.find(ref)
        if found is None or not found.DHCPEnabled:
            continue
        transaction.change(
            found,
            IPAddresses=given,
            Subnets=[MASKS[":" in each] for each in given],
            IPAddressOrigins=[Configuration.IPAddressOriginsValues.OTHER] * len(given),
        )
