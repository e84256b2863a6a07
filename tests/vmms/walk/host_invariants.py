"""What holds on a host whatever was done to it, each in a function of its own.

They read the objects themselves: a client that reads moves jobs on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from host_walk import PREFIX, Setting, Settings, all_rows
from hyperv_v2 import (
    CIM_ConcreteJob,
    CIM_LogicalDevice,
    Msvm_ComputerSystem,
    Msvm_EmulatedEthernetPortSettingData,
    Msvm_MemorySettingData,
    Msvm_MountedStorageImage,
    Msvm_NumaNode,
    Msvm_PlannedComputerSystem,
    Msvm_ProcessorSettingData,
    Msvm_Ps2Mouse,
    Msvm_ResourcePool,
    Msvm_SettingsDefineState,
    Msvm_StorageAllocationSettingData,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_SystemDevice,
)

from mofgen.provider.transactions import Transaction
from mofgen.provider.validation import Validation
from mofgen.runtime import parse_path
from mofgen.vmms import Vmms
from mofgen.vmms.disk_chains import known_chain
from mofgen.vmms.disk_uses import uses_of
from mofgen.vmms.files import extension, identity
from mofgen.vmms.machine_access import (
    OFF,
    PAUSED,
    PLANNED,
    REALIZED,
    RUNNING,
    SAVED,
    components,
    generation,
    has_worker,
    machines,
    settings_of,
)
from mofgen.vmms.machine_devices import device_class
from mofgen.vmms.network_addresses import NO_ADDRESS

Check = Callable[[Vmms, Transaction], None]
ALWAYS: list[Check] = []
"""What holds after every step."""
WHEN_IDLE: list[Check] = []
"""What holds while no job is on its way from one state of a machine to another."""

EXPORTS = "c:\\exports\\"
ADAPTERS: tuple[type[Any], ...] = (
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_EmulatedEthernetPortSettingData,
)


def always(check: Check) -> Check:
    ALWAYS.append(check)
    return check


def when_idle(check: Check) -> Check:
    WHEN_IDLE.append(check)
    return check


def check_all(host: Vmms) -> None:
    """Check a host after a step."""
    with host.manager.transaction() as transaction:
        jobs = transaction.objects(CIM_ConcreteJob)
        is_idle = not any(host.jobs.is_running(each.InstanceID) for each in jobs)
        for check in [*ALWAYS, *(WHEN_IDLE if is_idle else ())]:
            check(host, transaction)


# --- objects ---


@always
def no_association_dangles(host: Vmms, transaction: Transaction) -> None:
    """Both ends of every association are there."""
    rows = all_rows(transaction.view)
    for key, row in rows.items():
        for end in key[0].ends:
            target = row.get(end.attribute)
            assert type(target) is not tuple or target in rows, (key, end)


@always
def paths_in_settings_lead_somewhere(host: Vmms, transaction: Transaction) -> None:
    """What a resource setting names as its parent is a setting of the same system."""
    for system in systems(transaction):
        parts = components(transaction, system, Setting)
        ids = {(each.InstanceID or "").casefold() for each in parts}
        for each in parts:
            if each.Parent:
                parent = str(parse_path(each.Parent).keys["InstanceID"])
                assert parent.casefold() in ids, (each.InstanceID, each.Parent)


@always
def a_machine_has_settings_of_its_own(host: Vmms, transaction: Transaction) -> None:
    """Each machine has one realized setting, each planned one a planned setting."""
    planned = transaction.objects(Msvm_PlannedComputerSystem)
    owners: list[tuple[Any, str]] = [
        *((each, REALIZED) for each in machines(transaction)),
        *((each, PLANNED) for each in planned),
    ]
    for owner, kind in owners:
        [own] = transaction.associators(
            owner, Settings, association=Msvm_SettingsDefineState
        )
        assert own.VirtualSystemType == kind
        assert own.VirtualSystemIdentifier == owner.Name
        assert own.ElementName == owner.ElementName
    kinds = Counter(each.VirtualSystemType for each in systems(transaction))
    assert kinds[REALIZED] == len(owners) - len(planned)
    assert kinds[PLANNED] == len(planned)


@always
def settings_belong_to_a_system(host: Vmms, transaction: Transaction) -> None:
    """No machine or checkpoint left settings behind."""
    known = {(each.InstanceID or "").casefold() for each in systems(transaction)}
    owners = {
        (each.Name or "").casefold()
        for cls in (Msvm_ComputerSystem, Msvm_PlannedComputerSystem)
        for each in transaction.objects(cls)
    }
    for each in systems(transaction):
        assert (each.VirtualSystemIdentifier or "").casefold() in owners
    for part in transaction.objects(Msvm_MemorySettingData):
        front = (part.InstanceID or "").partition("\\")[0].casefold()
        if len(front) == len(PREFIX) - len("Hyper-V:") + 36:  # with a GUID
            assert front in known, part.InstanceID


class ValuesFit:
    """Every value is one that the schema allows for its property.

    Associations are left out: for some, the schema declares narrower ends than those
    that Hyper-V connects.
    """

    def __init__(self) -> None:
        self._seen: dict[Any, Any] = {}

    def __call__(self, host: Vmms, transaction: Transaction) -> None:
        validation = Validation(host.manager.store.schema)
        rows = all_rows(transaction.view)
        for key, row in rows.items():
            if self._seen.get(key) is not row and not key[0].is_association:
                validation.new_object(set_values(key, row))
        self._seen = rows


def set_values(key: Any, row: Any) -> Any:
    """An object without its defaults: the schema has some beyond its own limits."""
    found = key[0].whole.thaw(row)
    for name, value in key[0].defaults.items():
        if row.get(name) == value:
            del found.__dict__[name]
    return found


@always
def jobs_fail_for_a_reason(host: Vmms, transaction: Transaction) -> None:
    """No job ends because something went wrong in the host itself."""
    for job in transaction.objects(CIM_ConcreteJob):
        text = getattr(job, "ErrorDescription", None) or ""
        assert "the provider failed" not in text, text


# --- addresses ---


@always
def slots_are_taken_once(host: Vmms, transaction: Transaction) -> None:
    """No two drives of a machine are at one address of a controller."""
    for system in systems(transaction):
        taken = Counter(
            (each.Parent, each.AddressOnParent)
            for each in components(transaction, system, Setting)
            if each.Parent and (each.ResourceSubType or "").endswith("Drive")
        )
        assert set(taken.values()) <= {1}, taken


@always
def addresses_of_adapters_are_unique(host: Vmms, transaction: Transaction) -> None:
    """No two adapters of machines got the same address from the host."""
    given = Counter(
        each.Address
        for machine in machines(transaction)
        for cls in ADAPTERS
        for each in components(transaction, settings_of(transaction, machine), cls)
        if not each.StaticMacAddress and each.Address not in (None, "", NO_ADDRESS)
    )
    assert set(given.values()) <= {1}, given


# --- machines ---


@when_idle
def machines_are_settled(host: Vmms, transaction: Transaction) -> None:
    """A machine is between two states only while a job brings it there."""
    for machine in machines(transaction):
        assert machine.EnabledState in (RUNNING, OFF, SAVED, PAUSED)
        assert list(machine.OperationalStatus or ()) == [2]
        settings = settings_of(transaction, machine)
        assert bool(settings.IsSaved) == (machine.EnabledState == SAVED)
        assert bool(machine.ProcessID) == has_worker(machine)


@when_idle
def devices_are_those_of_the_settings(host: Vmms, transaction: Transaction) -> None:
    """A running machine has the devices that its settings describe, others none."""
    for machine in machines(transaction):
        devices = transaction.associators(
            machine, CIM_LogicalDevice, association=Msvm_SystemDevice
        )
        described = Counter(
            type(each)
            for each in devices
            if transaction.references(each, Msvm_SettingsDefineState)
        )
        expected: Counter[Any] = Counter()
        if has_worker(machine):
            expected.update(described_by(transaction, machine))
        else:
            assert devices == []
        assert described == expected


def described_by(
    transaction: Transaction, machine: Msvm_ComputerSystem
) -> Iterator[type[Any]]:
    """The class of every device that the settings of a machine describe."""
    settings = settings_of(transaction, machine)
    if generation(settings) == 1:
        yield Msvm_Ps2Mouse
    for each in components(transaction, settings, Setting):
        cls = device_class(each)
        if cls is not None:
            is_processor = isinstance(each, Msvm_ProcessorSettingData)
            yield from [cls] * ((each.VirtualQuantity or 1) if is_processor else 1)


@when_idle
def reservations_are_those_of_what_runs(host: Vmms, transaction: Transaction) -> None:
    """Pools and nodes tell exactly the memory and processors that machines have."""
    running = [
        settings_of(transaction, each)
        for each in machines(transaction)
        if has_worker(each)
    ]
    memory = [
        part
        for each in running
        for part in components(transaction, each, Msvm_MemorySettingData)
    ]
    processors = [
        part
        for each in running
        for part in components(transaction, each, Msvm_ProcessorSettingData)
    ]
    used = sum(each.VirtualQuantity or 0 for each in memory)
    nodes = transaction.objects(Msvm_NumaNode)
    left = sum(each.CurrentlyConsumableMemoryBlocks or 0 for each in nodes)
    assert left == host.memory - used
    assigned = sum(each.CurrentlyAssignedVirtualProcessors or 0 for each in nodes)
    assert assigned == sum(each.VirtualQuantity or 0 for each in processors)
    [pool] = [
        each
        for each in transaction.objects(Msvm_ResourcePool)
        if each.Primordial and each.ResourceSubType == f"{PREFIX}Memory"
    ]
    assert pool.Reserved == used


# --- files ---


@when_idle
def files_are_used_by_what_runs(host: Vmms, transaction: Transaction) -> None:
    """A file is in use if and only if a running machine or a mount has it open."""
    opened = {each.Name or "" for each in transaction.objects(Msvm_MountedStorageImage)}
    for machine in machines(transaction):
        if has_worker(machine):
            opened |= files_of(transaction, settings_of(transaction, machine))
    used = {
        identity(file.path) for path in opened for file in known_chain(host.files, path)
    }
    for file in host.files:
        is_used = bool(uses_of(host, transaction, file.path))
        assert is_used == (identity(file.path) in used), file.path


@when_idle
def no_layer_lies_about(host: Vmms, transaction: Transaction) -> None:
    """Every layer that checkpoints made is one of a disk that some system names."""
    needed = {
        identity(file.path)
        for system in systems(transaction)
        for path in files_of(transaction, system)
        for file in known_chain(host.files, path)
    }
    for file in host.files:
        name = identity(file.path)
        is_layer = extension(file.path) in (".avhdx", ".avhd")
        assert not is_layer or name.startswith(EXPORTS) or name in needed, file.path


def systems(transaction: Transaction) -> list[Settings]:
    """The settings of all machines, planned or not, and checkpoints."""
    found = transaction.objects(Settings)
    return [each for each in found if each.VirtualSystemIdentifier]


def files_of(transaction: Transaction, system: Settings) -> set[str]:
    """What a system names in its drives."""
    found = components(transaction, system, Msvm_StorageAllocationSettingData)
    return {path for each in found for path in each.HostResource or () if path}
