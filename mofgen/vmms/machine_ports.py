"""The switch ports that the adapters of a machine have while it runs.

The settings of a connection name the switch at all times. The port, and the LAN
endpoints that lead from the adapter to it, are there while both devices are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyperv_v2 import (
    CIM_EthernetPort,
    CIM_ResourceAllocationSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms.lan_endpoints import create_endpoint, endpoint_of
from mofgen.vmms.machine_access import components
from mofgen.vmms.pool_allocations import switch_paths
from mofgen.vmms.refusals import FAILED, RefusedError
from mofgen.vmms.switch_access import (
    PortSettings,
    adapters_of,
    ports_of_settings,
    require,
)
from mofgen.vmms.switch_ports import connect_machine, disconnect_port

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

_DISABLED = Msvm_EthernetPortAllocationSettingData.EnabledStateValues.DISABLED


def connect_ports(
    host: Vmms,
    transaction: Transaction,
    settings: Msvm_VirtualSystemSettingData,
) -> None:
    """Give every adapter of a machine that has its devices the port it is to have.

    Parameters
    ----------
    settings:
        The realized settings of the machine.

    Raises
    ------
    RefusedError
        FAILED where there is no such switch any more.
    """
    for each in components(
        transaction, settings, Msvm_EthernetPortAllocationSettingData
    ):
        connect_port(host, transaction, each)


def connect_port(
    host: Vmms,
    transaction: Transaction,
    connection: PortSettings,
) -> None:
    """Give one adapter its port, if it has none and the connection names a switch.

    Raises
    ------
    RefusedError
        As for :func:`connect_ports`.
    """
    paths = switch_paths(transaction, connection)
    if not paths or connection.EnabledState == _DISABLED:
        return
    if ports_of_settings(transaction, connection):
        return
    try:
        switch = require(transaction, paths[0], Msvm_VirtualEthernetSwitch)
    except RefusedError:
        name = connection.LastKnownSwitchName
        raise RefusedError(FAILED, f"the switch {name!r} is not there") from None
    adapter_settings = require(
        transaction, connection.Parent, CIM_ResourceAllocationSettingData
    )
    for adapter in transaction.associators(
        adapter_settings, CIM_EthernetPort, association=Msvm_SettingsDefineState
    ):
        create_endpoint(transaction, adapter)
        connect_machine(transaction, host.guids.new(), switch, adapter, connection)


def disconnect_ports(
    transaction: Transaction, settings: Msvm_VirtualSystemSettingData
) -> None:
    """Take the ports of a machine away, before its devices go."""
    for each in components(
        transaction, settings, Msvm_EthernetPortAllocationSettingData
    ):
        remove_machine_port(transaction, each)


def remove_machine_port(transaction: Transaction, connection: PortSettings) -> None:
    """Take the port of one connection away, if it has one, with both endpoints."""
    for port in ports_of_settings(transaction, connection):
        adapters = adapters_of(transaction, port)
        disconnect_port(transaction, port)
        for adapter in adapters:
            transaction.delete(endpoint_of(transaction, adapter))
