"""What machines take from pools: by the ``PoolID`` of their resource settings.

Those of the host have the empty ``PoolID``; nearly every setting names them, so that
only what comes from a child pool is tied to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_LogicalElement,
    CIM_ResourceAllocationSettingData,
    CIM_ResourcePool,
    Msvm_ElementAllocatedFromPool,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationFromPool,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms.instance_ids import machine_of
from mofgen.vmms.machine_access import components, has_worker, is_snapshot, machine_ref
from mofgen.vmms.pool_access import (
    Allocation,
    Pool,
    allocations,
    host_resources_of,
    kind_of,
    pool_named,
)
from mofgen.vmms.refusals import FAILED, INVALID_PARAMETER, OUT_OF_MEMORY, RefusedError

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import RefLike

_MEMORY: Final = 4  # ResourceType


def check_pool(transaction: Transaction, setting: Allocation) -> None:
    """Check that the pool of a resource setting is there and has what it names.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where not.
    """
    if not setting.PoolID:
        return
    pool = pool_named(transaction, kind_of(setting), setting.PoolID)
    if pool is None:
        raise RefusedError(INVALID_PARAMETER, f"there is no pool {setting.PoolID!r}")
    available = host_resources_of(transaction, pool)
    for path in setting.HostResource or ():
        if path and available and not lies_within(path, available):
            raise RefusedError(INVALID_PARAMETER, f"the pool has no {path}")


def allocate(
    transaction: Transaction,
    settings: RefLike[Msvm_VirtualSystemSettingData],
    part: Allocation,
) -> None:
    """Tie a stored resource setting to the child pool that it names, if to any.

    Parameters
    ----------
    settings:
        The system settings that it is a part of; those of a snapshot take nothing.
    part:
        New, or changed just now.

    Raises
    ------
    RefusedError
        As for :func:`reserve`, where the machine runs.
    """
    before = transaction.associators(
        part, CIM_ResourcePool, association=Msvm_ResourceAllocationFromPool
    )
    for link in transaction.references(part, Msvm_ResourceAllocationFromPool):
        transaction.delete(link)
    for old in before:
        tell_reserved(transaction, old)
    pool = _child_pool(transaction, part)
    if pool is None or is_snapshot(transaction.get(settings)):
        return
    _tie(transaction, pool, part)
    tell_reserved(transaction, pool)


def allocate_device(
    transaction: Transaction,
    setting: Allocation,
    device: RefLike[CIM_LogicalElement],
) -> None:
    """Tie a device of a running machine to the child pool of its settings."""
    pool = _child_pool(transaction, setting)
    if pool is not None:
        transaction.create(
            Msvm_ElementAllocatedFromPool(Antecedent=pool, Dependent=device)
        )


def reserve(transaction: Transaction, parts: Iterable[Allocation]) -> None:
    """Take the memory and processors of a machine that starts from its pools.

    Parameters
    ----------
    parts:
        The resource settings of the machine.

    Raises
    ------
    RefusedError
        OUT_OF_MEMORY, or FAILED for processors, where a pool has not so much left;
        FAILED too where a pool is gone, which a checkpoint may still name.
    """
    for each in parts:
        pool = _child_pool(transaction, each)
        if pool is None:
            if each.PoolID:
                raise RefusedError(FAILED, f"the pool {each.PoolID!r} is not there")
            continue
        if not transaction.references(each, Msvm_ResourceAllocationFromPool):
            _tie(transaction, pool, each)  # made again after it was gone
        if pool.Capacity is not None:
            others = _reserved(transaction, pool, besides=each.InstanceID)
            _tell(transaction, pool, others + _amount(each))


def release(transaction: Transaction, settings: Msvm_VirtualSystemSettingData) -> None:
    """Give what :func:`reserve` took back, when the machine with settings stops."""
    for cls in (Msvm_MemorySettingData, Msvm_ProcessorSettingData):
        for each in components(transaction, settings, cls):
            pool = _child_pool(transaction, each)
            if pool is not None:
                _tell(transaction, pool, _reserved(transaction, pool, each.InstanceID))


def tell_reserved(transaction: Transaction, pool: Pool) -> None:
    """Tell how much of a child pool is reserved, by other pools and running machines.

    Raises
    ------
    RefusedError
        As for :func:`reserve`, where that is more than it has.
    """
    if not pool.Primordial and pool.Capacity is not None:
        _tell(transaction, pool, _reserved(transaction, pool))


def left_for_pools(transaction: Transaction, pool: Pool) -> int:
    """How much a pool can still give to child pools."""
    return (pool.Capacity or 0) - _reserved(transaction, pool)


def switch_paths(transaction: Transaction, connection: Allocation) -> list[str]:
    """The switches to which a connection may lead: its own, or those of its pool."""
    own = [path for path in connection.HostResource or () if path]
    pool = None if own else _child_pool(transaction, connection)
    return own if pool is None else host_resources_of(transaction, pool)


def lies_within(path: str, available: Sequence[str]) -> bool:
    """Whether a host resource is one of those available, or a file below one."""
    folded = path.casefold()
    return any(
        folded == each.casefold()
        or folded.startswith(each.casefold().rstrip("\\") + "\\")
        for each in available
    )


def _child_pool(transaction: Transaction, setting: Allocation) -> Pool | None:
    if not setting.PoolID:
        return None
    return pool_named(transaction, kind_of(setting), setting.PoolID)


def _tie(transaction: Transaction, pool: Pool, part: Allocation) -> None:
    transaction.create(Msvm_ResourceAllocationFromPool(Antecedent=pool, Dependent=part))


def _tell(transaction: Transaction, pool: Pool, amount: int) -> None:
    if amount > (pool.Capacity or 0):
        code = OUT_OF_MEMORY if pool.ResourceType == _MEMORY else FAILED
        raise RefusedError(code, f"the pool {pool.PoolID!r} has not enough left")
    transaction.change(pool, Reserved=amount)


def _reserved(transaction: Transaction, pool: Pool, besides: str | None = None) -> int:
    return sum(
        _amount(each)
        for each in allocations(transaction, pool)
        if each.InstanceID != besides and _is_active(transaction, each)
    )


def _is_active(transaction: Transaction, setting: Allocation) -> bool:
    """Whether a setting takes something now: of a child pool always, or it runs."""
    guid = machine_of(setting.InstanceID or "")
    if guid is None:
        return True
    machine = transaction.find(machine_ref(guid))
    return machine is not None and has_worker(machine)


def _amount(setting: CIM_ResourceAllocationSettingData) -> int:
    """How much of a pool a setting takes: that of processors is for each of them."""
    each = setting.Reservation or 0
    if isinstance(setting, Msvm_ProcessorSettingData):
        return each * (setting.VirtualQuantity or 1)
    if isinstance(setting, Msvm_MemorySettingData):
        return setting.VirtualQuantity or 0
    return each
