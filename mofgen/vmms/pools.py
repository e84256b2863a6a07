r"""What a host offers to machines: its resource pools and what they can allocate.

Each pool has one ``Msvm_AllocationCapabilities``; four settings are tied to that by
``Msvm_SettingsDefineCapabilities``: the default, the least, the most and the step of
what a machine can get. Their IDs are ``Microsoft:Definition\<GUID>\<role>``, and they
are objects of the same classes as the settings of machines.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_ResourcePool,
    CIM_SettingsDefineCapabilities,
    Msvm_AllocationCapabilities,
    Msvm_ComputerSystem,
    Msvm_ElementCapabilities,
    Msvm_HostedResourcePool,
    Msvm_ResourcePool,
    Msvm_SettingsDefineCapabilities,
)

from mofgen.provider.store import Store
from mofgen.vmms.pool_offers import Offer, Role, offers

if TYPE_CHECKING:
    from mofgen.provider.schema import Schema
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

ValueRole: Final = CIM_SettingsDefineCapabilities.ValueRoleValues
ValueRange: Final = CIM_SettingsDefineCapabilities.ValueRangeValues

_MEANINGS: Final = {
    Role.DEFAULT: (ValueRole.DEFAULT, ValueRange.POINT),
    Role.MINIMUM: (ValueRole.SUPPORTED, ValueRange.MINIMUMS),
    Role.MAXIMUM: (ValueRole.SUPPORTED, ValueRange.MAXIMUMS),
    Role.INCREMENT: (ValueRole.SUPPORTED, ValueRange.INCREMENTS),
}
_ENABLED: Final = 2
_BOTH_KINDS: Final = Msvm_AllocationCapabilities.RequestTypesSupportedValues.BOTH
_DEDICATED: Final = Msvm_AllocationCapabilities.SharingModeValues.DEDICATED


def install(host: Vmms) -> None:
    """Make the pools of a host, one for each kind of resource."""
    with host.manager.transaction() as transaction:
        transaction.adopt(_pools(host.manager.schema, host.cores, host.memory))
        (computer,) = transaction.objects(Msvm_ComputerSystem, Name=host.name)
        for pool in transaction.objects(CIM_ResourcePool):
            transaction.create(
                Msvm_HostedResourcePool(GroupComponent=computer, PartComponent=pool)
            )


def definition_id(guid: str, role: Role) -> str:
    """The ID of settings that say what a pool can allocate."""
    return f"Microsoft:Definition\\{guid}\\{role}"


@lru_cache(maxsize=16)
def _pools(schema: Schema, cores: int, memory: int) -> Store:
    """The pools, the same on every host of this size: half of what a fresh one has."""
    store = Store(schema)
    with store.transaction() as transaction:
        for offer in offers(cores, memory):
            _define(transaction, transaction.create(_pool(offer)), offer)
    return store


def _define(transaction: Transaction, pool: Ref[Any], offer: Offer) -> None:
    """Say what can be allocated from ``pool``."""
    capabilities = transaction.create(_capabilities(offer))
    transaction.create(
        Msvm_ElementCapabilities(ManagedElement=pool, Capabilities=capabilities)
    )
    for role, (value_role, value_range) in _MEANINGS.items():
        settings: Ref[Any] = transaction.create(_settings(offer, role))
        transaction.create(
            Msvm_SettingsDefineCapabilities(
                GroupComponent=capabilities,
                PartComponent=settings,
                PropertyPolicy=0,
                ValueRole=value_role,
                ValueRange=value_range,
                SupportStatement=0,
            )
        )


def _pool(offer: Offer) -> Any:
    cls = offer.pool_class or Msvm_ResourcePool
    return cls(
        InstanceID=f"Microsoft:{offer.guid}",
        PoolID="",
        Caption=f"{offer.name} Resource Pool"[:64],
        ElementName=f"{offer.name} Primordial Pool",
        Primordial=True,
        ResourceType=offer.resource_type,
        ResourceSubType=offer.subtype,
        AllocationUnits=offer.units,
        Capacity=offer.capacity,
        Reserved=0,
        OperationalStatus=[_ENABLED],
        HealthState=5,
    )


def _capabilities(offer: Offer) -> Msvm_AllocationCapabilities:
    return Msvm_AllocationCapabilities(
        InstanceID=f"Microsoft:{offer.guid}",
        Caption="Allocation Capabilities",
        ElementName=f"{offer.name} Allocation Capabilities",
        ResourceType=offer.resource_type,
        ResourceSubType=offer.subtype,
        RequestTypesSupported=_BOTH_KINDS,
        SharingMode=_DEDICATED,
    )


def _settings(offer: Offer, role: Role) -> CIM_ResourceAllocationSettingData:
    made: CIM_ResourceAllocationSettingData = offer.setting_class(
        InstanceID=definition_id(offer.guid, role),
        ElementName=offer.name,
        ResourceType=offer.resource_type,
        ResourceSubType=offer.subtype,
        AllocationUnits=offer.units,
        PoolID="",
        AutomaticAllocation=True,
        AutomaticDeallocation=True,
        **offer.values[role],
    )
    return made
