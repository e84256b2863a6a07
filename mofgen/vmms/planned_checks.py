"""What keeps a planned machine from becoming one of this host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_ProcessorSettingData,
    Msvm_StorageAllocationSettingData,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms.configurations import object_named
from mofgen.vmms.disk_chains import require_sound
from mofgen.vmms.files import full_path
from mofgen.vmms.instance_ids import machine_of
from mofgen.vmms.machine_access import (
    MISSING_SNAPSHOT,
    components,
    planned_snapshots,
    settings_of,
)
from mofgen.vmms.machine_defaults import VERSIONS
from mofgen.vmms.machine_files import files_of
from mofgen.vmms.pool_allocations import check_pool
from mofgen.vmms.refusals import FAILED, RefusedError

if TYPE_CHECKING:
    from hyperv_v2 import Msvm_PlannedComputerSystem

    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Settings = Msvm_VirtualSystemSettingData


def require_fitting(
    host: Vmms, transaction: Transaction, planned: Msvm_PlannedComputerSystem
) -> None:
    """Refuse a planned machine that this host could not run.

    Raises
    ------
    RefusedError
        With a line of text for each thing that does not fit: with the code of the
        one, failed for several.
    """
    found = list(_obstacles(host, transaction, planned))
    if found:
        text = "\n".join(dict.fromkeys(each.text for each in found))
        raise RefusedError(found[0].code if len(found) == 1 else FAILED, text)


def _obstacles(
    host: Vmms, transaction: Transaction, planned: Msvm_PlannedComputerSystem
) -> Iterator[RefusedError]:
    guid = planned.Name or ""
    own = settings_of(transaction, planned)
    if own.Version not in VERSIONS:
        yield RefusedError(FAILED, f"the host does not support version {own.Version}")
    yield from _of_files(host, own)
    for each in [own, *planned_snapshots(transaction, guid)]:
        if each.VirtualSystemType == MISSING_SNAPSHOT:
            yield RefusedError(FAILED, f"the checkpoint {each.InstanceID} is missing")
            continue
        yield from _of_pools(transaction, each)
        yield from _of_processors(host, transaction, each)
        yield from _of_media(host, transaction, each)
        yield from _of_networks(transaction, each)
        yield from _of_state(host, guid, each)


def _of_files(host: Vmms, settings: Settings) -> Iterator[RefusedError]:
    for path in files_of(settings).all:
        yield from _caught(_free, host, path)


def _of_pools(transaction: Transaction, settings: Settings) -> Iterator[RefusedError]:
    for each in components(transaction, settings, CIM_ResourceAllocationSettingData):
        yield from _caught(check_pool, transaction, each)


def _of_processors(
    host: Vmms, transaction: Transaction, settings: Settings
) -> Iterator[RefusedError]:
    for each in components(transaction, settings, Msvm_ProcessorSettingData):
        if (each.VirtualQuantity or 1) > host.cores:
            yield RefusedError(
                FAILED,
                f"it has {each.VirtualQuantity} processors, and the host {host.cores}",
            )


def _of_media(
    host: Vmms, transaction: Transaction, settings: Settings
) -> Iterator[RefusedError]:
    for each in components(transaction, settings, Msvm_StorageAllocationSettingData):
        for path in each.HostResource or ():
            file = host.files.find(path)
            if file is None or file.disk is not None:
                # A disk that is missing is not sound, either.
                yield from _caught(require_sound, host.files, path)


def _of_networks(
    transaction: Transaction, settings: Settings
) -> Iterator[RefusedError]:
    for each in components(
        transaction, settings, Msvm_EthernetPortAllocationSettingData
    ):
        for path in filter(None, each.HostResource or ()):
            if object_named(transaction, path, Msvm_VirtualEthernetSwitch) is None:
                name = each.LastKnownSwitchName or path
                yield RefusedError(FAILED, f"there is no switch '{name}'")


def _of_state(host: Vmms, guid: str, settings: Settings) -> Iterator[RefusedError]:
    """The saved state, which is still where it was imported from."""
    made = host.imports.of(guid)
    if not settings.IsSaved or made is None:
        return
    path = made.states.get(machine_of(settings.InstanceID or "") or "")
    if path is not None:
        yield from _caught(host.files.get, path)


def _free(host: Vmms, path: str) -> int:
    return host.files.free(full_path(path))


def _caught(check: Callable[..., object], *given: object) -> Iterator[RefusedError]:
    """What a check raises."""
    try:
        check(*given)
    except RefusedError as error:
        yield error
