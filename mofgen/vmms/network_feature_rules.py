"""What the values of a feature must keep to, on the switch that it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from hyperv_v2 import (
    Msvm_EthernetSwitchPortBandwidthSettingData,
    Msvm_EthernetSwitchPortVlanSettingData,
    Msvm_FeatureSettingData,
    Msvm_VirtualEthernetSwitchBandwidthSettingData,
    Msvm_VirtualEthernetSwitchSettingData,
)

from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError

_HIGHEST_VLAN: Final = 4094  # IEEE 802.1Q; 0 is untagged
_HIGHEST_WEIGHT: Final = 100

_Vlan = Msvm_EthernetSwitchPortVlanSettingData
_Bandwidth = Msvm_EthernetSwitchPortBandwidthSettingData
_FlowBandwidth = Msvm_VirtualEthernetSwitchBandwidthSettingData
_Switch = Msvm_VirtualEthernetSwitchSettingData
_Modes = Msvm_VirtualEthernetSwitchSettingData.BandwidthReservationModeValues


def check(settings: Msvm_FeatureSettingData, switch: _Switch | None) -> None:
    """Check settings as they are to be stored.

    Parameters
    ----------
    settings:
        Of any feature; only VLANs and bandwidth have rules.
    switch:
        The settings of the switch that they are for; None for a connection that leads
        to none, where only what holds on every switch counts.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where they break a rule.
    """
    rule = _RULES.get(type(settings))
    if rule is not None:
        rule(settings, switch)


def _check_vlan(vlan: _Vlan, switch: _Switch | None) -> None:
    modes = _Vlan.OperationModeValues
    if vlan.OperationMode == modes.TRUNK:
        _check_ids([vlan.NativeVlanId or 0])
        _check_ids(vlan.TrunkVlanIdArray or (), lowest=1)
    elif vlan.OperationMode == modes.PRIVATE:
        _check_private(vlan)
    else:
        _check_ids([vlan.AccessVlanId or 0])


def _check_private(vlan: _Vlan) -> None:
    modes = _Vlan.PvlanModeValues
    _check_ids([vlan.PrimaryVlanId or 0], lowest=1)
    if vlan.PvlanMode == modes.PROMISCUOUS:
        others = list(vlan.SecondaryVlanIdArray or ())
    elif vlan.PvlanMode in (modes.ISOLATED, modes.COMMUNITY):
        others = [vlan.SecondaryVlanId or 0]
    else:
        raise RefusedError(INVALID_PARAMETER, "a private VLAN needs its mode")
    _check_ids(others, lowest=1)
    if not others or vlan.PrimaryVlanId in others:
        raise RefusedError(
            INVALID_PARAMETER, "a private VLAN needs secondary IDs besides the primary"
        )


def _check_ids(ids: Iterable[int | None], lowest: int = 0) -> None:
    for each in ids:
        if not lowest <= (each or 0) <= _HIGHEST_VLAN:
            raise RefusedError(
                INVALID_PARAMETER, f"a VLAN has an ID up to {_HIGHEST_VLAN}, not {each}"
            )


def _check_bandwidth(bandwidth: _Bandwidth, switch: _Switch | None) -> None:
    _check_minimum(bandwidth.Weight or 0, bandwidth.Reservation or 0, switch)
    limit = bandwidth.Limit or 0
    if limit and limit < (bandwidth.Reservation or 0):
        raise RefusedError(INVALID_PARAMETER, "the limit is below the reservation")


def _check_flow(flow: _FlowBandwidth, switch: _Switch | None) -> None:
    _check_minimum(
        flow.DefaultFlowWeight or 0, flow.DefaultFlowReservation or 0, switch
    )


def _check_minimum(weight: int, reservation: int, switch: _Switch | None) -> None:
    if weight > _HIGHEST_WEIGHT:
        raise RefusedError(INVALID_PARAMETER, f"a weight is at most {_HIGHEST_WEIGHT}")
    if switch is None:
        return
    mode = switch.BandwidthReservationMode
    if weight and mode != _Modes.WEIGHT:
        raise RefusedError(
            INVALID_PARAMETER, "the switch reserves no bandwidth by weight"
        )
    if reservation and mode != _Modes.ABSOLUTE:
        raise RefusedError(
            INVALID_PARAMETER, "the switch reserves no absolute bandwidth"
        )


_RULES: Final[dict[type[Any], Callable[[Any, _Switch | None], None]]] = {
    _Vlan: _check_vlan,
    _Bandwidth: _check_bandwidth,
    _FlowBandwidth: _check_flow,
}
