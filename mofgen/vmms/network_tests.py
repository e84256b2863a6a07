"""Tests of the connections of machines: does one reach another through its switch?

What is answered follows from the ports that are connected to the switch and from
their VLANs or virtual subnets. What lies behind an external adapter does not answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final, TypeAlias

from hyperv_v2 import (
    Msvm_ElementSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPort,
    Msvm_EthernetSwitchPortSecuritySettingData,
    Msvm_EthernetSwitchPortVlanSettingData,
    Msvm_NetworkConnectionDiagnosticInformation,
    Msvm_NetworkConnectionDiagnosticSettingData,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.configurations import configuration_with
from mofgen.vmms.machine_access import is_running
from mofgen.vmms.network_adapters import plain_address
from mofgen.vmms.network_features import features
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    INVALID_STATE,
    TIMEOUT,
    RefusedError,
    answering,
)
from mofgen.vmms.switch_access import adapters_of, ports_of_settings, require

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

Service: TypeAlias = Msvm_VirtualSystemManagementService
Connection: TypeAlias = Msvm_EthernetPortAllocationSettingData
Port: TypeAlias = Msvm_EthernetSwitchPort
Information: TypeAlias = Msvm_NetworkConnectionDiagnosticInformation

_ROUND_TRIP: Final = 1
"""Milliseconds to another port of the same switch and back."""


def install(host: Vmms) -> None:
    """Let a host answer these methods."""
    serve(host.manager.methods, Service, NetworkTests(host))


@dataclass(frozen=True, slots=True)
class _Probe:
    """What is to be sent: from where and to where, and in which virtual network."""

    is_sender: bool | None
    sender: str | None
    receiver: str | None
    receiver_address: str | None
    isolation: int | None


class NetworkTests(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Answers TestNetworkConnection and DiagnoseNetworkConnection.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.TestNetworkConnectionResult)
    def TestNetworkConnection(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        TargetNetworkAdapter: Ref[Connection] | None,
        IsSender: bool | None,
        SenderIP: str | None,
        ReceiverIP: str | None,
        ReceiverMac: str | None,
        IsolationId: int | None,
        SequenceNumber: int | None,
    ) -> Service.TestNetworkConnectionResult:
        """Tell how long it takes to the receiver and back; it is done at once."""
        probe = _Probe(IsSender, SenderIP, ReceiverIP, ReceiverMac, IsolationId)
        time = self._round_trip(transaction, TargetNetworkAdapter, probe)
        return Service.TestNetworkConnectionResult(
            ReturnValue=Service.TestNetworkConnectionReturnValues(COMPLETED),
            RoundTripTime=time,
        )

    @answering(Service.DiagnoseNetworkConnectionResult)
    def DiagnoseNetworkConnection(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        TargetNetworkAdapter: Ref[Connection] | None,
        DiagnosticSettings: Msvm_NetworkConnectionDiagnosticSettingData | None,
    ) -> Service.DiagnoseNetworkConnectionResult:
        """The same, with what is to be sent as settings."""
        given = DiagnosticSettings
        if given is None:
            raise RefusedError(INVALID_PARAMETER, "there are no settings")
        probe = _Probe(
            given.IsSender,
            given.SenderIP,
            given.ReceiverIP,
            given.ReceiverMac,
            given.IsolationId,
        )
        time = self._round_trip(transaction, TargetNetworkAdapter, probe)
        return Service.DiagnoseNetworkConnectionResult(
            ReturnValue=Service.DiagnoseNetworkConnectionReturnValues(COMPLETED),
            DiagnosticInformation=Information(RoundTripTime=time),
        )

    def _round_trip(
        self, transaction: Transaction, target: Ref[Connection] | None, probe: _Probe
    ) -> int:
        connection = require(transaction, target, Connection)
        system = configuration_with(self._host, transaction, connection).system
        _check_addresses(probe)
        ports = ports_of_settings(transaction, connection)
        if system is None or not is_running(system) or not ports:
            raise RefusedError(INVALID_STATE, "the adapter is not connected now")
        own, wanted = ports[0], plain_address(probe.receiver_address or "")
        if not probe.is_sender:
            if wanted not in _addresses(transaction, own):
                raise RefusedError(INVALID_PARAMETER, "the receiver is another adapter")
            return 0
        network = probe.isolation or _isolation(transaction, own)
        for port in transaction.objects(Port, SystemName=own.SystemName):
            if wanted in _addresses(transaction, port):
                if _isolation(transaction, port) == network:
                    return _ROUND_TRIP
                break
        raise RefusedError(TIMEOUT, f"{probe.receiver} does not answer")


def _check_addresses(probe: _Probe) -> None:
    if probe.is_sender is None:
        raise RefusedError(INVALID_PARAMETER, "is it the sender?")
    try:
        versions = {
            ip_address(each or "").version for each in (probe.sender, probe.receiver)
        }
    except ValueError as error:
        raise RefusedError(INVALID_PARAMETER, str(error)) from None
    if len(versions) > 1:
        raise RefusedError(INVALID_PARAMETER, "the addresses are of two protocols")
    if not probe.receiver_address:
        raise RefusedError(INVALID_PARAMETER, "ReceiverMac is missing")


def _addresses(transaction: Transaction, port: Port) -> set[str]:
    """The MAC addresses of what is connected to a port."""
    return {
        plain_address(each.PermanentAddress or "")
        for each in adapters_of(transaction, port)
    }


def _isolation(transaction: Transaction, port: Port) -> int:
    """The VLAN or virtual subnet that a port belongs to; 0 for none."""
    for settings in transaction.associators(
        port, Connection, association=Msvm_ElementSettingData
    ):
        for each in features(transaction, settings):
            if isinstance(each, Msvm_EthernetSwitchPortVlanSettingData):
                found = each.AccessVlanId
            elif isinstance(each, Msvm_EthernetSwitchPortSecuritySettingData):
                found = each.VirtualSubnetId
            else:
                continue
            if found:
                return found
    return 0
