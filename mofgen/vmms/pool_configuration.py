"""The methods of resource pools: made, changed and deleted by the pool service.

They are done at once and start no job.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_ResourcePool,
    Msvm_ProcessorPool,
    Msvm_ResourcePoolConfigurationCapabilities,
    Msvm_ResourcePoolConfigurationService,
    Msvm_ResourcePoolSettingData,
)
from hyperv_v2 import Msvm_ElementCapabilities as ElementCapabilities
from hyperv_v2.providers.Msvm_ProcessorPool import Msvm_ProcessorPoolProvider
from hyperv_v2.providers.Msvm_ResourcePoolConfigurationService import (
    Msvm_ResourcePoolConfigurationServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms import processor_rules
from mofgen.vmms.child_pools import (
    add_pool_settings,
    change_resources,
    change_settings,
    create_pool,
    delete_pool,
)
from mofgen.vmms.pool_access import (
    EXISTS,
    WRONG_KIND,
    Allocation,
    Pool,
    PoolSettings,
    allocations,
    children,
    kind_of,
    pool_named,
    require_pool,
    shares,
)
from mofgen.vmms.refusals import (
    COMPLETED,
    IN_USE,
    INVALID_PARAMETER,
    RefusedError,
    answering,
    some,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service: TypeAlias = Msvm_ResourcePoolConfigurationService
_Capabilities: TypeAlias = Msvm_ResourcePoolConfigurationCapabilities


def install(host: Vmms) -> None:
    """Give the pools of a host their settings, and let it answer these methods."""
    methods = _Capabilities.SynchronousMethodsSupportedValues
    with host.manager.transaction() as transaction:
        for pool in transaction.objects(CIM_ResourcePool):
            add_pool_settings(transaction, pool)
        (service,) = transaction.objects(Service, SystemName=host.name)
        capabilities = transaction.create(
            _Capabilities(
                InstanceID="Microsoft:ResourcePoolConfigurationCapabilities",
                SynchronousMethodsSupported=[
                    methods.CREATE_POOL_IS_SUPPORTED,
                    methods.CHANGE_POOL_RESOURCES_IS_SUPPORTED,
                    methods.CHANGE_POOL_SETTINGS_IS_SUPPORTED,
                    methods.DELETE_POOL_IS_SUPPORTED,
                ],
                AsynchronousMethodsSupported=[],
            )
        )
        transaction.create(
            ElementCapabilities(ManagedElement=service, Capabilities=capabilities)
        )
    serve(host.manager.methods, Service, PoolConfiguration(host))
    serve(host.manager.methods, Msvm_ProcessorPool, ProcessorPools(host))


class PoolConfiguration(Msvm_ResourcePoolConfigurationServiceProvider[Service]):
    """Answers CreatePool, ModifyPoolResources, ModifyPoolSettings and DeletePool.

    Parameters
    ----------
    host:
        The host of the pools.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.CreatePoolResult)
    def CreatePool(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        PoolSettings: Msvm_ResourcePoolSettingData | None,
        ParentPools: tuple[Ref[CIM_ResourcePool], ...] | None,
        AllocationSettings: tuple[CIM_ResourceAllocationSettingData, ...] | None,
    ) -> Service.CreatePoolResult:
        request = _pool_settings(PoolSettings)
        origins = _parents(transaction, ParentPools)
        requests = some(AllocationSettings, "AllocationSettings")
        _check_number(origins, requests)
        pool = create_pool(self._host, transaction, request, origins, requests)
        return Service.CreatePoolResult(
            ReturnValue=Service.CreatePoolReturnValues(COMPLETED), Pool=pool
        )

    @answering(Service.ModifyPoolResourcesResult)
    def ModifyPoolResources(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        ChildPool: Ref[CIM_ResourcePool] | None,
        ParentPools: tuple[Ref[CIM_ResourcePool], ...] | None,
        AllocationSettings: tuple[CIM_ResourceAllocationSettingData, ...] | None,
    ) -> Service.ModifyPoolResourcesResult:
        pool = _child_pool(transaction, ChildPool)
        origins = _parents(transaction, ParentPools)
        requests = AllocationSettings or tuple(shares(transaction, pool))
        _check_number(origins, requests)
        change_resources(transaction, pool, origins, requests)
        return Service.ModifyPoolResourcesResult(
            ReturnValue=Service.ModifyPoolResourcesReturnValues(COMPLETED)
        )

    @answering(Service.ModifyPoolSettingsResult)
    def ModifyPoolSettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        ChildPool: Ref[CIM_ResourcePool] | None,
        PoolSettings: Msvm_ResourcePoolSettingData | None,
    ) -> Service.ModifyPoolSettingsResult:
        pool = _child_pool(transaction, ChildPool)
        request = _pool_settings(PoolSettings)
        if request.ResourceType is not None and kind_of(request) != kind_of(pool):
            raise RefusedError(WRONG_KIND, "a pool keeps the kind of its resources")
        if request.PoolID and request.PoolID != pool.PoolID:
            _check_new_id(transaction, pool, request.PoolID)
        change_settings(transaction, pool, request)
        return Service.ModifyPoolSettingsResult(
            ReturnValue=Service.ModifyPoolSettingsReturnValues(COMPLETED)
        )

    @answering(Service.DeletePoolResult)
    def DeletePool(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        Pool: Ref[CIM_ResourcePool] | None,
    ) -> Service.DeletePoolResult:
        pool = _child_pool(transaction, Pool)
        _require_unused(transaction, pool)
        delete_pool(transaction, pool)
        return Service.DeletePoolResult(
            ReturnValue=Service.DeletePoolReturnValues(COMPLETED)
        )


class ProcessorPools(Msvm_ProcessorPoolProvider[Msvm_ProcessorPool]):
    """Answers CalculatePossibleReserve.

    Parameters
    ----------
    host:
        The host with the processors.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    def CalculatePossibleReserve(
        self,
        transaction: Transaction,
        obj: Msvm_ProcessorPool,
        /,
        *,
        ProcessorCount: int | None,
    ) -> Msvm_ProcessorPool.CalculatePossibleReserveResult:
        """What a machine with so many processors can reserve, in thousandths of 1 %.

        The value that is returned is the amount, and no code: 0 where the host has
        not so many processors.
        """
        count = ProcessorCount or 0
        left = (obj.Capacity or 0) - (obj.Reserved or 0)
        most = count * processor_rules.WHOLE if count <= self._host.cores else 0
        return Msvm_ProcessorPool.CalculatePossibleReserveResult(
            ReturnValue=max(0, min(left, most))
        )


def _pool_settings(given: PoolSettings | None) -> PoolSettings:
    if given is None:
        raise RefusedError(INVALID_PARAMETER, "PoolSettings are missing")
    return given


def _child_pool(transaction: Transaction, target: Ref[Pool] | None) -> Pool:
    """The pool to change, which is none of the host's own."""
    if target is None:
        raise RefusedError(INVALID_PARAMETER, "the pool is missing")
    pool = require_pool(transaction, target)
    if pool.Primordial:
        raise RefusedError(INVALID_PARAMETER, "the host's own pools do not change")
    return pool


def _parents(
    transaction: Transaction, given: tuple[Ref[Pool], ...] | None
) -> list[Pool]:
    found = [require_pool(transaction, each) for each in some(given, "ParentPools")]
    if len({each.InstanceID for each in found}) < len(found):
        raise RefusedError(INVALID_PARAMETER, "a parent is named twice")
    return found


def _check_number(origins: list[Pool], requests: tuple[Allocation, ...]) -> None:
    if len(requests) not in (1, len(origins)):
        raise RefusedError(
            INVALID_PARAMETER, "AllocationSettings are one, or one for each parent"
        )


def _require_unused(transaction: Transaction, pool: Pool) -> None:
    if children(transaction, pool) or allocations(transaction, pool):
        raise RefusedError(IN_USE, f"the pool {pool.PoolID!r} is in use")


def _check_new_id(transaction: Transaction, pool: Pool, pool_id: str) -> None:
    """Machines and child pools name a pool by its ID, which stays while they do."""
    _require_unused(transaction, pool)
    other = pool_named(transaction, kind_of(pool), pool_id)
    if other is not None and other.InstanceID != pool.InstanceID:
        raise RefusedError(EXISTS, f"there is a pool {pool_id!r} already")
