"""LAN endpoints: where network adapters and switch ports are connected.

An adapter or a port implements one endpoint. An ``Msvm_ActiveConnection`` leads from
that of an adapter to that of its port.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyperv_v2 import (
    CIM_EthernetPort,
    Msvm_EthernetDeviceSAPImplementation,
    Msvm_LANEndpoint,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import RefLike


def create_endpoint(transaction: Transaction, port: CIM_EthernetPort) -> None:
    """Give a new adapter or switch port its endpoint, connected with nothing yet."""
    endpoint = transaction.create(
        Msvm_LANEndpoint(
            SystemCreationClassName=port.SystemCreationClassName,
            SystemName=port.SystemName,
            CreationClassName="Msvm_LANEndpoint",
            Name=port.DeviceID,
            ElementName=port.ElementName,
            Description="Microsoft Virtual LAN Endpoint",
            MACAddress=port.PermanentAddress,
            Connected=False,
        )
    )
    transaction.create(
        Msvm_EthernetDeviceSAPImplementation(Antecedent=port, Dependent=endpoint)
    )


def endpoint_of(
    transaction: Transaction, port: RefLike[CIM_EthernetPort]
) -> Msvm_LANEndpoint:
    """The endpoint that an adapter or a switch port implements."""
    (found,) = transaction.associators(
        port, Msvm_LANEndpoint, association=Msvm_EthernetDeviceSAPImplementation
    )
    return found
