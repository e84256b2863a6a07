"""Adding, changing and removing the resources of one configuration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import Msvm_EthernetPortAllocationSettingData

from mofgen.runtime.references import Ref, RefLike
from mofgen.vmms import (
    boot_sources,
    built_in_resources,
    controllers,
    drives,
    fibre_channel_ports,
    gpu_partitions,
    media,
    network_adapters,
)
from mofgen.vmms.built_in_resources import Memory, Processors
from mofgen.vmms.configurations import Configuration, configuration_with
from mofgen.vmms.guest_network import add_configuration
from mofgen.vmms.machine_access import has_worker
from mofgen.vmms.machine_devices import (
    connect_device,
    disconnect_device,
    refresh_device,
)
from mofgen.vmms.machine_ports import connect_port, remove_machine_port
from mofgen.vmms.network_addresses import ADAPTERS
from mofgen.vmms.pool_allocations import allocate, check_pool
from mofgen.vmms.refusals import INVALID_PARAMETER, NOT_SUPPORTED, RefusedError
from mofgen.vmms.resource_kinds import (
    ResourceKind,
    Setting,
    default_subtype,
    folded,
    given_values,
    merged,
)
from mofgen.vmms.settings_tree import add_component, remove_component

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

KINDS: Final[tuple[ResourceKind, ...]] = (
    *built_in_resources.KINDS,
    *controllers.KINDS,
    *drives.KINDS,
    *media.KINDS,
    *network_adapters.KINDS,
    *fibre_channel_ports.KINDS,
    *gpu_partitions.KINDS,
)


def kind_of(setting: Setting) -> ResourceKind:
    """What knows about resources such as this one.

    Raises
    ------
    RefusedError
        Not supported, where nothing does.
    """
    for each in KINDS:
        if each.is_kind_of(setting):
            return each
    subtype = setting.ResourceSubType or type(setting).__name__
    raise RefusedError(NOT_SUPPORTED, f"there are no resources such as {subtype!r}")


def completed(configuration: Configuration, given: Setting) -> Setting:
    """The settings that a resource would have if it were added, with its InstanceID.

    Raises
    ------
    RefusedError
        Where no such resource can be added.
    """
    known = _recast(given)
    return kind_of(known).new(configuration, known)


def add(
    configuration: Configuration, setting: Setting, *, claiming: bool = True
) -> None:
    """Add a resource, by its :func:`completed` settings.

    Parameters
    ----------
    claiming:
        Whether to take from the host what it needs; otherwise only the rules count.

    Raises
    ------
    RefusedError
        Where a rule forbids it.
    """
    kind = kind_of(setting)
    kind.check(configuration, setting, None)
    check_pool(configuration.transaction, setting)
    if configuration.transaction.find(setting) is not None:
        raise RefusedError(INVALID_PARAMETER, "the machine has this resource already")
    if claiming:
        kind.claim(configuration, setting, None)
    add_component(configuration.transaction, configuration.settings, setting)
    add_configuration(configuration.transaction, setting)
    boot_sources.add_of_device(configuration, setting)
    _plug(configuration, setting)


def modify(
    configuration: Configuration, given: Setting, *, claiming: bool = True
) -> Ref[Setting]:
    """Change a resource to what a client gave.

    Parameters
    ----------
    given:
        Its InstanceID, and what is to change.
    claiming:
        As for :func:`add`.

    Returns
    -------
    The reference to it, which is another where the resource has moved.

    Raises
    ------
    RefusedError
        Where a rule forbids it.
    """
    transaction = configuration.transaction
    before: Any = transaction.get(given)
    kind = kind_of(before)
    after = merged(before, given, is_movable=kind.is_movable)
    kind.check(configuration, after, before)
    check_pool(transaction, after)
    if claiming:
        kind.claim(configuration, after, before)
    after = kind.finished(configuration, after)
    if after.InstanceID != before.InstanceID:
        return _move(configuration, before, after)
    if isinstance(after, Msvm_EthernetPortAllocationSettingData):
        _unplug(configuration, before)
        transaction.modify(after)
        _plug(configuration, after)
    else:
        transaction.modify(after)
        _refresh(configuration, after)
    if after.PoolID or before.PoolID:
        allocate(transaction, configuration.settings, after)
    return Ref(type(after), {"InstanceID": after.InstanceID or ""})


def remove(configuration: Configuration, target: RefLike[Setting]) -> None:
    """Remove a resource, and what hangs on it.

    Raises
    ------
    RefusedError
        Where a rule forbids it, for it or for what hangs on it.
    """
    setting = configuration.transaction.get(target)
    children = configuration.children(setting)
    kind_of(setting).check_removal(configuration, setting)
    for each in children:
        remove(configuration, each)
    _unplug(configuration, setting)
    boot_sources.remove_of_device(configuration, setting)
    remove_component(configuration.transaction, setting)


def _move(
    configuration: Configuration, before: Setting, after: Setting
) -> Ref[Setting]:
    """Let a resource of a machine that is off hang elsewhere, with what hangs on it."""
    transaction = configuration.transaction
    children = configuration.children(before)
    boot_sources.remove_of_device(configuration, before)
    remove_component(transaction, before)
    ref = add_component(transaction, configuration.settings, after)
    boot_sources.add_of_device(configuration, after)
    for each in children:
        moved = each.copy(Parent=configuration.path(after))
        _move(configuration, each, kind_of(each).finished(configuration, moved))
    return ref


def equip(configuration: Configuration, given: Setting) -> None:
    """Give a machine that is being defined what its definition asks for.

    Parameters
    ----------
    given:
        A resource to add; or the memory or the processors, which it has already and
        which are changed.

    Raises
    ------
    RefusedError
        Where a rule forbids it.
    """
    known = _recast(given)
    kind = kind_of(known)
    own = configuration.parts(kind.setting_class)
    if isinstance(kind, (Memory, Processors)) and own:
        modify(configuration, known.copy(InstanceID=own[0].InstanceID))
    else:
        add(configuration, kind.new(configuration, known))


def one_configuration(
    host: Vmms, transaction: Transaction, settings: Iterable[RefLike[Setting]]
) -> Configuration:
    """The configuration to which all of these settings belong.

    Raises
    ------
    RefusedError
        Invalid parameter where there are none, or they belong to several.
    """
    found: Configuration | None = None
    for each in settings:
        own = configuration_with(host, transaction, each)
        if found is not None and own.guid != found.guid:
            raise RefusedError(INVALID_PARAMETER, "the settings are of two machines")
        found = own
    if found is None:
        raise RefusedError(INVALID_PARAMETER, "no resource settings are given")
    return found


def _recast(given: Setting) -> Setting:
    """Settings as instances of the class that resources such as these have.

    Clients give all kinds as instances of a general class, and say by
    ``ResourceSubType`` what they mean.
    """
    for each in KINDS:
        subtype = each.subtype or default_subtype(each.setting_class)
        if subtype and folded(given.ResourceSubType) == folded(subtype):
            if isinstance(given, each.setting_class):
                break
            values = given_values(given).items()
            known = {k: v for k, v in values if hasattr(each.setting_class, k)}
            return each.setting_class(**known)
    return given


def _plug(configuration: Configuration, setting: Setting) -> None:
    """Give a machine that has a worker process what a setting describes.

    That is a device, or the port of a connection; a device that has a connection has
    its port too.
    """
    system = configuration.system
    if system is None or not has_worker(system):
        return
    transaction = configuration.transaction
    connect_device(configuration.host, transaction, system, setting)
    for each in _connections(configuration, setting):
        connect_port(configuration.host, transaction, each)


def _unplug(configuration: Configuration, setting: Setting) -> None:
    """Take it away again."""
    system = configuration.system
    if system is None or not has_worker(system):
        return
    for each in _connections(configuration, setting):
        remove_machine_port(configuration.transaction, each)
    disconnect_device(configuration.transaction, setting)


def _refresh(configuration: Configuration, setting: Setting) -> None:
    """Let the device of a machine that has a worker process be as its settings say."""
    system = configuration.system
    if system is not None and has_worker(system):
        refresh_device(configuration.host, configuration.transaction, system, setting)


def _connections(
    configuration: Configuration, setting: Setting
) -> list[Msvm_EthernetPortAllocationSettingData]:
    """The connection that a setting is, or that an adapter has."""
    found = [setting]
    if isinstance(setting, ADAPTERS):
        found = configuration.children(setting)
    return [
        each
        for each in found
        if isinstance(each, Msvm_EthernetPortAllocationSettingData)
    ]
