"""The key-value pairs that a host gives the guests of its machines.

They are kept with the settings of a machine's key-value pair exchange, whatever the
machine does: ``HostExchangeItems`` reach the guest, ``HostOnlyItems`` do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from hyperv_v2 import (
    CIM_ComputerSystem,
    CIM_ConcreteJob,
    Msvm_ConcreteJob,
    Msvm_KvpExchangeComponentSettingData,
    Msvm_KvpExchangeDataItem,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms.configuration_jobs import rehearse, start_change
from mofgen.vmms.configurations import Configuration, configuration_of
from mofgen.vmms.machine_access import machine, require_idle, settings_of
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    JOB_STARTED,
    RefusedError,
    answering,
    some,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService
Item = Msvm_KvpExchangeDataItem
ExchangeSettings = Msvm_KvpExchangeComponentSettingData
Pairs: TypeAlias = dict[str, str]
Change: TypeAlias = Callable[[Pairs, str, str], None]
"""Changes the pairs by the key and the data of one item."""

MOST_ITEMS: Final = 128
"""How many items one call may have."""
LONGEST_KEY: Final = 511
"""The most characters of a key."""

_PROPERTIES: Final = {
    int(Item.SourceValues.HOST_EXCHANGE_ITEMS): "HostExchangeItems",
    int(Item.SourceValues.HOST_ONLY_ITEMS): "HostOnlyItems",
}
"""Where the items of a ``Source`` are kept."""


def install(host: Vmms) -> None:
    """Let a host answer these methods."""
    serve(host.manager.methods, Service, GuestData(host))


class GuestData(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Answers AddKvpItems, ModifyKvpItems and RemoveKvpItems.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.AddKvpItemsResult)
    def AddKvpItems(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        TargetSystem: Ref[CIM_ComputerSystem] | None,
        DataItems: tuple[Item, ...] | None,
    ) -> Service.AddKvpItemsResult:
        """Keep new pairs, of whose keys there is none yet."""
        job = self._start(transaction, TargetSystem, DataItems, _add, "Adding")
        return Service.AddKvpItemsResult(
            ReturnValue=Service.AddKvpItemsReturnValues(JOB_STARTED), Job=job
        )

    @answering(Service.ModifyKvpItemsResult)
    def ModifyKvpItems(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        TargetSystem: Ref[CIM_ComputerSystem] | None,
        DataItems: tuple[Item, ...] | None,
    ) -> Service.ModifyKvpItemsResult:
        """Replace the data of pairs that there are."""
        job = self._start(transaction, TargetSystem, DataItems, _modify, "Modifying")
        return Service.ModifyKvpItemsResult(
            ReturnValue=Service.ModifyKvpItemsReturnValues(JOB_STARTED), Job=job
        )

    @answering(Service.RemoveKvpItemsResult)
    def RemoveKvpItems(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        TargetSystem: Ref[CIM_ComputerSystem] | None,
        DataItems: tuple[Item, ...] | None,
    ) -> Service.RemoveKvpItemsResult:
        """Remove pairs by their keys; the data of the items does not count."""
        job = self._start(transaction, TargetSystem, DataItems, _remove, "Removing")
        return Service.RemoveKvpItemsResult(
            ReturnValue=Service.RemoveKvpItemsReturnValues(JOB_STARTED), Job=job
        )

    def _start(
        self,
        transaction: Transaction,
        target: Ref[CIM_ComputerSystem] | None,
        given: tuple[Item, ...] | None,
        change: Change,
        doing: str,
    ) -> Ref[CIM_ConcreteJob]:
        """Start the job that changes the pairs, where that can be done."""
        items = _checked(some(given, "DataItems"))
        owner = machine(transaction, target)
        require_idle(self._host, owner)
        configuration = configuration_of(
            self._host, transaction, settings_of(transaction, owner)
        )

        def done(own: Configuration) -> None:
            for source in _PROPERTIES:
                _change_pairs(own, source, items, change)

        rehearse(configuration, done)
        return start_change(
            configuration,
            done,
            f"{doing} Key-Value Pairs",
            Msvm_ConcreteJob.JobTypeValues.MODIFY_VIRTUAL_MACHINE,
        )


def _checked(items: Sequence[Item]) -> Sequence[Item]:
    if len(items) > MOST_ITEMS:
        raise RefusedError(INVALID_PARAMETER, f"more than {MOST_ITEMS} items")
    for each in items:
        if not 0 < len(each.Name or "") <= LONGEST_KEY:
            raise RefusedError(
                INVALID_PARAMETER, f"a key has 1 to {LONGEST_KEY} characters"
            )
        if _source(each) not in _PROPERTIES:
            raise RefusedError(
                INVALID_PARAMETER, f"{each.Name!r}: the host gives no such items"
            )
    keys = {(_source(each), each.Name) for each in items}
    if len(keys) < len(items):
        raise RefusedError(INVALID_PARAMETER, "two items have the same key")
    return items


def _change_pairs(
    configuration: Configuration, source: int, items: Sequence[Item], change: Change
) -> None:
    """Change the pairs of one source, by those of the items that have this source."""
    chosen = [each for each in items if _source(each) == source]
    exchange = configuration.parts(ExchangeSettings)
    if not chosen:
        return
    if not exchange:
        raise RefusedError(INVALID_PARAMETER, "the machine exchanges no pairs")
    name = _PROPERTIES[source]
    before: Sequence[Item] = getattr(exchange[0], name) or ()
    pairs = {each.Name or "": each.Data or "" for each in before}
    for each in chosen:
        change(pairs, each.Name or "", each.Data or "")
    kept = [Item(Name=key, Data=data, Source=source) for key, data in pairs.items()]
    configuration.transaction.change(exchange[0], **{name: kept})


def _source(item: Item) -> int:
    """Whose an item is: without a source it goes from the host to the guest."""
    return int(item.Source or 0)


def _add(pairs: Pairs, key: str, data: str) -> None:
    if key in pairs:
        raise RefusedError(INVALID_PARAMETER, f"there is a pair {key!r} already")
    pairs[key] = data


def _modify(pairs: Pairs, key: str, data: str) -> None:
    _require(pairs, key)
    pairs[key] = data


def _remove(pairs: Pairs, key: str, data: str) -> None:
    _require(pairs, key)
    del pairs[key]


def _require(pairs: Pairs, key: str) -> None:
    if key not in pairs:
        raise RefusedError(INVALID_PARAMETER, f"there is no pair {key!r}")
