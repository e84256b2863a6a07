"""The settings of a machine as one thing: system settings and all that hangs on them.

A machine has such a tree, and each of its checkpoints has one. The IDs of all parts
begin with the GUID of the machine or checkpoint.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_SettingData,
    Msvm_EmulatedEthernetPortSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetPortSettingDataComponent,
    Msvm_EthernetSwitchPortFeatureSettingData,
    Msvm_GuestNetworkAdapterConfiguration,
    Msvm_GuestServiceInterfaceComponentSettingData,
    Msvm_GuestServiceInterfaceSettingDataComponent,
    Msvm_SettingDataComponent,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)

from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref, RefLike
from mofgen.vmms.definitions import definition_of, store_definition
from mofgen.vmms.machine_access import components
from mofgen.vmms.pool_allocations import allocate
from mofgen.vmms.system_parts import delete_parts

R = TypeVar("R", bound=CIM_ResourceAllocationSettingData)


def add_component(
    transaction: Transaction,
    settings: RefLike[Msvm_VirtualSystemSettingData],
    part: R,
) -> Ref[R]:
    """Store a resource setting as a part of system settings.

    Parameters
    ----------
    part:
        Its InstanceID begins with that of the settings.
    """
    ref = transaction.create(part)
    transaction.create(
        Msvm_VirtualSystemSettingDataComponent(
            GroupComponent=settings, PartComponent=ref
        )
    )
    if part.PoolID:
        allocate(transaction, settings, part)
    return ref


def remove_component(
    transaction: Transaction, part: RefLike[CIM_ResourceAllocationSettingData]
) -> None:
    """Delete a resource setting with what belongs to it."""
    for each in _belongings(transaction, part):
        transaction.delete(each)
    transaction.delete(part)


def copy_tree(
    transaction: Transaction,
    source: Msvm_VirtualSystemSettingData,
    guid: str,
    **changes: Any,
) -> Ref[Msvm_VirtualSystemSettingData]:
    """Store a copy of the settings and of every part.

    Parameters
    ----------
    source:
        What is copied.
    guid:
        Of the machine or checkpoint that gets them.
    changes:
        By property of the system settings, what is to be different there.

    Returns
    -------
    The reference to the copied system settings.
    """
    definition = definition_of(transaction, source)
    return store_definition(transaction, definition.moved(guid, **changes))


def delete_tree(
    transaction: Transaction, settings: RefLike[Msvm_VirtualSystemSettingData]
) -> None:
    """Delete the settings with every part."""
    for part in components(transaction, settings, CIM_ResourceAllocationSettingData):
        remove_component(transaction, part)
    delete_parts(transaction, settings)
    transaction.delete(settings)


_BELONGINGS: Final[dict[type[Any], tuple[type[Any], type[Any]]]] = {
    Msvm_EthernetPortAllocationSettingData: (
        Msvm_EthernetPortSettingDataComponent,
        Msvm_EthernetSwitchPortFeatureSettingData,
    ),
    Msvm_SyntheticEthernetPortSettingData: (
        Msvm_SettingDataComponent,
        Msvm_GuestNetworkAdapterConfiguration,
    ),
    Msvm_EmulatedEthernetPortSettingData: (
        Msvm_SettingDataComponent,
        Msvm_GuestNetworkAdapterConfiguration,
    ),
    Msvm_GuestServiceInterfaceComponentSettingData: (
        Msvm_GuestServiceInterfaceSettingDataComponent,
        CIM_SettingData,
    ),
}
"""By the class of a resource setting, what leads to what belongs to it alone."""


def _belongings(transaction: Transaction, part: RefLike[Any]) -> list[CIM_SettingData]:
    """What belongs to a resource setting alone."""
    found = _BELONGINGS.get(type(part))
    if found is None:
        return []
    association, cls = found
    return transaction.associators(part, cls, association=association)
