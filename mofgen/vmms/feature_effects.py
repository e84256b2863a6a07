"""What the features of switches and ports change besides their own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyperv_v2 import (
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetPortSettingDataComponent,
    Msvm_EthernetSwitchPort,
    Msvm_EthernetSwitchPortBandwidthSettingData,
    Msvm_EthernetSwitchPortVlanSettingData,
    Msvm_FeatureSettingData,
    Msvm_VirtualEthernetSwitchBandwidthSettingData,
    Msvm_VirtualEthernetSwitchSettingData,
)

from mofgen.vmms.learned_addresses import retag
from mofgen.vmms.switch_access import (
    PortSettings,
    SwitchSettings,
    ports_of_settings,
    switch_of,
)
from mofgen.vmms.switch_status import tell_default_flow, tell_reservation

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import RefLike

_Feature = Msvm_FeatureSettingData
_Bandwidth = Msvm_EthernetSwitchPortBandwidthSettingData
_Flow = Msvm_VirtualEthernetSwitchBandwidthSettingData
_Vlan = Msvm_EthernetSwitchPortVlanSettingData


def apply_feature(
    transaction: Transaction,
    owner: PortSettings | SwitchSettings,
    before: _Feature | None,
    after: _Feature | None,
) -> None:
    """Let a switch, or the port that was made from settings, follow a feature.

    Parameters
    ----------
    owner:
        The settings of the switch or of the port. There is no port yet where these
        are the settings of a machine that is off.
    before, after:
        The feature as it was and as it is stored now; None where it was not, or is
        no more.
    """
    if isinstance(owner, Msvm_VirtualEthernetSwitchSettingData):
        if isinstance(after or before, _Flow):
            switch = switch_of(transaction, owner)
            tell_default_flow(
                transaction, switch, after if isinstance(after, _Flow) else None
            )
        return
    for port in ports_of_settings(transaction, owner):
        if isinstance(after or before, _Vlan):
            retag(transaction, port)
        tell_reservation(transaction, port, _bandwidth(before), _bandwidth(after))


def apply_bandwidth(
    transaction: Transaction,
    port: RefLike[Msvm_EthernetSwitchPort],
    *,
    is_there: bool,
) -> None:
    """Let a port begin to reserve what its settings say, or end it.

    Parameters
    ----------
    is_there:
        Whether the port was made just now; otherwise it goes.
    """
    for settings in transaction.associators(
        port, Msvm_EthernetPortAllocationSettingData
    ):
        for each in transaction.associators(
            settings, _Bandwidth, association=Msvm_EthernetPortSettingDataComponent
        ):
            before, after = (None, each) if is_there else (each, None)
            tell_reservation(transaction, port, before, after)


def _bandwidth(feature: _Feature | None) -> _Bandwidth | None:
    return feature if isinstance(feature, _Bandwidth) else None
