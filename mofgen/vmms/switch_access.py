"""Looking up the switches of a host, and what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from hyperv_v2 import (
    CIM_EthernetPort,
    CIM_ManagedElement,
    Msvm_ActiveConnection,
    Msvm_ComputerSystem,
    Msvm_ElementSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetSwitchPort,
    Msvm_ExternalEthernetPort,
    Msvm_LANEndpoint,
    Msvm_SettingsDefineState,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchSettingData,
)

from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref, RefLike
from mofgen.runtime.statuses import CimStatusError
from mofgen.vmms.instance_ids import machine_of
from mofgen.vmms.lan_endpoints import endpoint_of
from mofgen.vmms.machine_access import is_machine
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction

I = TypeVar("I", bound=Instance)  # noqa: E741
Switch: TypeAlias = Msvm_VirtualEthernetSwitch
SwitchSettings: TypeAlias = Msvm_VirtualEthernetSwitchSettingData
PortSettings: TypeAlias = Msvm_EthernetPortAllocationSettingData

DEFAULT_SWITCH: Final = "C08CB7B8-9B3C-408E-8E30-5E16A3AEB444"
"""The ``Name`` that the default switch has on every host."""


def require(
    transaction: Transaction, target: RefLike[Instance] | None, cls: type[I]
) -> I:
    """The object that a parameter refers to.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where there is none, or none of class ``cls``.
    """
    try:
        found = None if target is None else transaction.find(target)
    except CimStatusError:
        found = None
    if not isinstance(found, cls):
        name = cls._wire_class[0]
        raise RefusedError(INVALID_PARAMETER, f"there is no such {name}: {target}")
    return found


def switch_ref(guid: str) -> Ref[Switch]:
    """What refers to the switch with a GUID."""
    keys = {"CreationClassName": "Msvm_VirtualEthernetSwitch", "Name": guid}
    return Ref(Msvm_VirtualEthernetSwitch, keys)


def settings_of(transaction: Transaction, switch: RefLike[Switch]) -> SwitchSettings:
    """The settings of a switch."""
    (found,) = transaction.associators(
        switch,
        Msvm_VirtualEthernetSwitchSettingData,
        association=Msvm_SettingsDefineState,
    )
    return found


def switch_of(transaction: Transaction, settings: RefLike[SwitchSettings]) -> Switch:
    """The switch that has these settings."""
    (found,) = transaction.associators(
        settings, Msvm_VirtualEthernetSwitch, association=Msvm_SettingsDefineState
    )
    return found


def switch_of_port(transaction: Transaction, settings: PortSettings) -> Switch:
    """The switch that a port belongs to, by the port's settings.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where they are those of a machine's connection.
    """
    for port in ports_of_settings(transaction, settings):
        if port.SystemName == machine_of(settings.InstanceID or ""):
            (found,) = transaction.objects(
                Msvm_VirtualEthernetSwitch, Name=port.SystemName
            )
            return found
    raise RefusedError(
        INVALID_PARAMETER, f"{settings.InstanceID} is not a port of a switch"
    )


def ports(transaction: Transaction, switch: RefLike[Switch]) -> list[PortSettings]:
    """The settings of the ports that a switch itself has, oldest first."""
    settings = settings_of(transaction, switch)
    return transaction.associators(settings, Msvm_EthernetPortAllocationSettingData)


def ports_of_settings(
    transaction: Transaction, settings: RefLike[PortSettings]
) -> list[Msvm_EthernetSwitchPort]:
    """The port that was made from these settings: one, or none while it is not."""
    return transaction.associators(
        settings, Msvm_EthernetSwitchPort, association=Msvm_ElementSettingData
    )


def adapters_of(
    transaction: Transaction, port: RefLike[Msvm_EthernetSwitchPort]
) -> list[CIM_EthernetPort]:
    """The adapters that are connected to a port: one, more where they are a team."""
    ends = transaction.associators(
        endpoint_of(transaction, port),
        Msvm_LANEndpoint,
        association=Msvm_ActiveConnection,
        result_role="Dependent",
    )
    return [
        adapter
        for end in ends
        for adapter in transaction.associators(end, CIM_EthernetPort)
    ]


def host_resources(
    transaction: Transaction, settings: PortSettings
) -> Msvm_ComputerSystem | list[Msvm_ExternalEthernetPort]:
    """What a port is to be connected to: the host itself, or external adapters.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where ``HostResource`` names nothing, or something else.
    """
    paths = settings.HostResource or ()
    found = [require(transaction, path, CIM_ManagedElement) for path in paths]
    match found:
        case [Msvm_ComputerSystem() as system] if not is_machine(system):
            return system
        case [_, *_]:
            return [
                require(transaction, each, Msvm_ExternalEthernetPort) for each in found
            ]
    raise RefusedError(INVALID_PARAMETER, "HostResource names nothing to connect")


def connections(
    transaction: Transaction, switch: Switch
) -> list[tuple[str, PortSettings]]:
    """The connections of machines to a switch, with each machine's GUID."""
    found = []
    for each in transaction.objects(Msvm_EthernetPortAllocationSettingData):
        owner = machine_of(each.InstanceID or "")
        paths = [path or "" for path in each.HostResource or ()]
        if owner not in (None, switch.Name) and any(
            "Msvm_VirtualEthernetSwitch" in path and (switch.Name or "") in path.upper()
            for path in paths
        ):
            found.append((owner or "", each))
    return found
