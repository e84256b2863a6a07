"""Looking up resource pools: kinds, parents, what is allocated from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_ResourcePool,
    Msvm_AbstractResourcePoolSettingData,
    Msvm_ElementAllocatedFromPool,
    Msvm_ResourceAllocationFromPool,
    Msvm_ResourcePoolSettingData,
    Msvm_SettingsDefineState,
)

from mofgen.vmms.instance_ids import PREFIX
from mofgen.vmms.refusals import RefusedError

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import RefLike

Pool: TypeAlias = CIM_ResourcePool
PoolSettings: TypeAlias = Msvm_ResourcePoolSettingData
Allocation: TypeAlias = CIM_ResourceAllocationSettingData
Kind: TypeAlias = tuple[int, str]

WRONG_KIND: Final = 32776
INSUFFICIENT: Final = 32780
NOT_FOUND: Final = 32781
EXISTS: Final = 32788
"""What the service of pools answers besides the codes that all services share."""

_OTHER: Final = 1  # ResourceType


def kind_of(
    described: Pool | Allocation | Msvm_AbstractResourcePoolSettingData,
) -> Kind:
    """The kind of resources that a pool, or a setting of any sort, is about."""
    number = int(described.ResourceType or 0)
    name = described.ResourceSubType
    if number == _OTHER:
        name = name or described.OtherResourceType
    return number, (name or "").casefold()


def pool_named(
    transaction: Transaction, kind: Kind, pool_id: str | None
) -> Pool | None:
    """The pool of a kind with a ``PoolID``; the host's own has an empty one."""
    wanted = (pool_id or "").casefold()
    for each in transaction.objects(CIM_ResourcePool):
        if kind_of(each) == kind and (each.PoolID or "").casefold() == wanted:
            return each
    return None


def require_pool(transaction: Transaction, target: RefLike[Pool] | None) -> Pool:
    """The pool that a parameter refers to.

    Raises
    ------
    RefusedError
        NOT_FOUND where there is none.
    """
    found = None if target is None else transaction.find(target)
    if not isinstance(found, CIM_ResourcePool):
        raise RefusedError(NOT_FOUND, f"there is no such resource pool: {target}")
    return found


def parents(transaction: Transaction, pool: RefLike[Pool]) -> list[Pool]:
    """The pools from which a pool takes its resources; none for one of the host."""
    return transaction.associators(
        pool,
        CIM_ResourcePool,
        association=Msvm_ElementAllocatedFromPool,
        result_role="Antecedent",
    )


def children(transaction: Transaction, pool: RefLike[Pool]) -> list[Pool]:
    """The pools that take their resources from a pool."""
    return transaction.associators(
        pool,
        CIM_ResourcePool,
        association=Msvm_ElementAllocatedFromPool,
        result_role="Dependent",
    )


def allocations(transaction: Transaction, pool: RefLike[Pool]) -> list[Allocation]:
    """What is allocated from a pool: settings of machines and of child pools."""
    return transaction.associators(
        pool,
        CIM_ResourceAllocationSettingData,
        association=Msvm_ResourceAllocationFromPool,
    )


def shares(transaction: Transaction, pool: RefLike[Pool]) -> list[Allocation]:
    """The settings by which a child pool takes resources from its parents."""
    found = transaction.associators(
        pool,
        CIM_ResourceAllocationSettingData,
        association=Msvm_SettingsDefineState,
    )
    return sorted(found, key=lambda each: each.InstanceID or "")


def settings_of_pool(transaction: Transaction, pool: RefLike[Pool]) -> PoolSettings:
    """The settings of a pool that are not about allocation."""
    (found,) = transaction.associators(
        pool, Msvm_ResourcePoolSettingData, association=Msvm_SettingsDefineState
    )
    return found


def host_resources_of(transaction: Transaction, pool: RefLike[Pool]) -> list[str]:
    """The host resources of a child pool: switches, folders; of most kinds none."""
    return [
        each
        for share in shares(transaction, pool)
        for each in share.HostResource or ()
        if each
    ]


def pool_settings_id(guid: str) -> str:
    r"""The ID of the settings of a pool: ``Microsoft:Pool\<GUID>``."""
    return f"{PREFIX}Pool\\{guid}"


def guid_of(pool: Pool) -> str:
    """The GUID in the ID of a pool."""
    return (pool.InstanceID or "").removeprefix(PREFIX)
