"""Making, changing and deleting pools that take their resources from other pools.

A child pool has settings of its own, and one allocation setting for each parent. Of
memory and processors these say how much the pool has (``Limit``) and how much of it no
other pool can have (``Reservation``); of switches and disks, which (``HostResource``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    CIM_ResourcePool,
    Msvm_AllocationCapabilities,
    Msvm_ElementAllocatedFromPool,
    Msvm_ElementCapabilities,
    Msvm_HostedResourcePool,
    Msvm_ResourceAllocationFromPool,
    Msvm_ResourcePoolSettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualEthernetSwitch,
)

from mofgen.vmms.host_adapters import host_system
from mofgen.vmms.instance_ids import system_id
from mofgen.vmms.pool_access import (
    EXISTS,
    INSUFFICIENT,
    WRONG_KIND,
    Allocation,
    Pool,
    PoolSettings,
    allocations,
    guid_of,
    host_resources_of,
    kind_of,
    parents,
    pool_named,
    pool_settings_id,
    settings_of_pool,
    shares,
)
from mofgen.vmms.pool_allocations import left_for_pools, lies_within, tell_reserved
from mofgen.vmms.refusals import (
    IN_USE,
    INVALID_PARAMETER,
    NOT_SUPPORTED,
    RefusedError,
)
from mofgen.vmms.switch_access import require

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

_CONNECTION: Final = 33  # ResourceType
_SETTABLE: Final = (
    "ElementName",
    "LoadBalancingBehavior",
    "MappingBehavior",
    "MappingOrder",
    "Notes",
)


def create_pool(
    host: Vmms,
    transaction: Transaction,
    request: PoolSettings,
    origins: Sequence[Pool],
    requests: Sequence[Allocation],
) -> Ref[Pool]:
    """Make a child pool.

    Parameters
    ----------
    request:
        Its settings, with the ``PoolID`` by which machines will name it.
    origins, requests:
        Its parents, and what it takes from each; one request for several parents is
        for any of them.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where it has no ``PoolID``, EXISTS where another pool of its
        kind has it, and as for :func:`_share_out`.
    """
    kind = kind_of(request)
    if not request.PoolID:
        raise RefusedError(INVALID_PARAMETER, "a pool needs a PoolID")
    if pool_named(transaction, kind, request.PoolID) is not None:
        raise RefusedError(EXISTS, f"there is a pool {request.PoolID!r} already")
    if any(kind_of(each) != kind for each in origins):
        raise RefusedError(WRONG_KIND, "the parents have other resources")
    guid = host.guids.new()
    pool = transaction.create(_pool(guid, request, origins[0]))
    transaction.create(
        Msvm_HostedResourcePool(GroupComponent=host_system(host), PartComponent=pool)
    )
    for capabilities in transaction.associators(
        origins[0], Msvm_AllocationCapabilities, association=Msvm_ElementCapabilities
    ):
        transaction.create(
            Msvm_ElementCapabilities(ManagedElement=pool, Capabilities=capabilities)
        )
    add_pool_settings(transaction, transaction.get(pool), request)
    _share_out(transaction, transaction.get(pool), origins, requests)
    return pool


def add_pool_settings(
    transaction: Transaction, pool: Pool, request: PoolSettings | None = None
) -> None:
    """Give a new pool the settings that are not about allocation."""
    values = _given(request) if request else {}
    made = transaction.create(
        Msvm_ResourcePoolSettingData(
            InstanceID=pool_settings_id(guid_of(pool)),
            PoolID=pool.PoolID,
            ResourceType=pool.ResourceType,
            OtherResourceType=pool.OtherResourceType,
            ResourceSubType=pool.ResourceSubType,
            **{"ElementName": pool.ElementName, **values},
        )
    )
    transaction.create(Msvm_SettingsDefineState(ManagedElement=pool, SettingData=made))


def change_resources(
    transaction: Transaction,
    pool: Pool,
    origins: Sequence[Pool],
    requests: Sequence[Allocation],
) -> None:
    """Let a child pool take its resources from other parents, or others of them.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER for a parent that is the pool itself or a descendant,
        WRONG_KIND for one of another kind, IN_USE where something was allocated that
        the pool would have no more, and as for :func:`_share_out`.
    """
    if any(kind_of(each) != kind_of(pool) for each in origins):
        raise RefusedError(WRONG_KIND, "the parents have other resources")
    if any(_descends(transaction, each, pool) for each in origins):
        raise RefusedError(INVALID_PARAMETER, "a pool can't be its own parent")
    _give_back(transaction, pool)
    _share_out(transaction, pool, origins, requests)
    _check_uses(transaction, transaction.get(pool))


def change_settings(
    transaction: Transaction, pool: Pool, request: PoolSettings
) -> None:
    """Change the settings of a pool that are not about allocation."""
    settings = settings_of_pool(transaction, pool)
    values = _given(request)
    if request.PoolID:
        values["PoolID"] = request.PoolID
    transaction.change(settings, **values)
    shown = {n: v for n, v in values.items() if n in ("ElementName", "PoolID")}
    transaction.change(pool, **shown)


def delete_pool(transaction: Transaction, pool: Pool) -> None:
    """Take a pool away; what it had is its parents' again."""
    _give_back(transaction, pool)
    transaction.delete(settings_of_pool(transaction, pool))
    transaction.delete(pool)


# --- parts ---


def _share_out(
    transaction: Transaction,
    pool: Pool,
    origins: Sequence[Pool],
    requests: Sequence[Allocation],
) -> None:
    """Tie a pool to its parents, and take from them what the requests say.

    Raises
    ------
    RefusedError
        INSUFFICIENT where a parent has not so much; NOT_SUPPORTED where one request
        is for several parents of resources that are not amounts; INVALID_PARAMETER
        where a request contradicts itself or names no resources of the parent.
    """
    is_shared = len(origins) > len(requests)
    if is_shared and origins[0].Capacity is None:
        raise RefusedError(NOT_SUPPORTED, "such resources are of one parent each")
    sources = [list(origins)] if is_shared else [[each] for each in origins]
    for parent in origins:
        transaction.create(
            Msvm_ElementAllocatedFromPool(Antecedent=parent, Dependent=pool)
        )
    capacity = 0
    for number, (request, source) in enumerate(zip(requests, sources, strict=True)):
        if kind_of(request) != kind_of(pool):
            raise RefusedError(WRONG_KIND, "AllocationSettings are of another kind")
        capacity += _amount(request, source)
        _check_host_resources(transaction, request, source)
        share = _share(pool, number, request, source[0])
        source_of = _able(transaction, source, request)
        made: Any = transaction.create(share)
        transaction.create(
            Msvm_SettingsDefineState(ManagedElement=pool, SettingData=made)
        )
        transaction.create(
            Msvm_ResourceAllocationFromPool(Antecedent=source_of, Dependent=made)
        )
    for parent in origins:
        tell_reserved(transaction, parent)
    if origins[0].Capacity is not None:
        transaction.change(pool, Capacity=capacity)


def _give_back(transaction: Transaction, pool: Pool) -> None:
    """Untie a pool from its parents."""
    origins = parents(transaction, pool)
    for share in shares(transaction, pool):
        transaction.delete(share)
    for link in transaction.references(
        pool, Msvm_ElementAllocatedFromPool, role="Dependent"
    ):
        transaction.delete(link)
    for parent in origins:
        tell_reserved(transaction, parent)


def _check_uses(transaction: Transaction, pool: Pool) -> None:
    """Refuse to take away what machines or child pools have of a pool."""
    if pool.Capacity is not None and left_for_pools(transaction, pool) < 0:
        raise RefusedError(IN_USE, f"more of {pool.PoolID!r} is reserved")
    available = host_resources_of(transaction, pool)
    for each in allocations(transaction, pool):
        for path in each.HostResource or ():
            if path and available and not lies_within(path, available):
                raise RefusedError(IN_USE, f"{each.InstanceID} uses {path}")


def _amount(request: Allocation, source: Sequence[Pool]) -> int:
    """How much a request gives the pool; 0 for what is not counted."""
    if source[0].Capacity is None:
        return 0
    whole = sum(each.Capacity or 0 for each in source)
    limit = whole if request.Limit is None else request.Limit
    if (request.Reservation or 0) > limit:
        raise RefusedError(INVALID_PARAMETER, "the reservation is above the limit")
    if limit > whole:
        raise RefusedError(INSUFFICIENT, f"the parents have {whole}, not {limit}")
    return limit


def _able(
    transaction: Transaction, source: Sequence[Pool], request: Allocation
) -> Pool:
    """The first parent that can still reserve what a request asks for."""
    if source[0].Capacity is None:
        return source[0]
    for each in source:
        if (request.Reservation or 0) <= left_for_pools(transaction, each):
            return each
    raise RefusedError(INSUFFICIENT, f"no parent has {request.Reservation} left")


def _check_host_resources(
    transaction: Transaction, request: Allocation, source: Sequence[Pool]
) -> None:
    wanted = [each for each in request.HostResource or () if each]
    if kind_of(request)[0] == _CONNECTION:
        for path in wanted:
            require(transaction, path, Msvm_VirtualEthernetSwitch)
    for parent in source:
        if parent.Primordial:
            continue
        available = host_resources_of(transaction, parent)
        for path in wanted:
            if not lies_within(path, available):
                raise RefusedError(INVALID_PARAMETER, f"the parent has no {path}")


def _descends(transaction: Transaction, pool: Pool, ancestor: Pool) -> bool:
    """Whether a pool is another one or takes its resources from it, however far."""
    return pool.InstanceID == ancestor.InstanceID or any(
        _descends(transaction, each, ancestor) for each in parents(transaction, pool)
    )


def _pool(guid: str, request: PoolSettings, model: Pool) -> CIM_ResourcePool:
    return type(model)(
        InstanceID=system_id(guid),
        PoolID=request.PoolID,
        Caption=model.Caption,
        ElementName=request.ElementName or request.PoolID,
        Primordial=False,
        ResourceType=model.ResourceType,
        ResourceSubType=model.ResourceSubType,
        OtherResourceType=model.OtherResourceType,
        AllocationUnits=model.AllocationUnits,
        Reserved=0,
        OperationalStatus=[2],
        HealthState=5,
    )


def _share(pool: Pool, number: int, request: Allocation, parent: Pool) -> Allocation:
    share = request.copy(
        InstanceID=f"{pool_settings_id(guid_of(pool))}\\{number}",
        PoolID=parent.PoolID,
    )
    if not share.ElementName:
        share.ElementName = pool.ElementName
    return share


def _given(request: PoolSettings) -> dict[str, Any]:
    values = {name: getattr(request, name) for name in _SETTABLE}
    return {name: value for name, value in values.items() if value is not None}
