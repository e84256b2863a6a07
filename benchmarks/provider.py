"""The object manager in memory, with 100 machines and with 10,000.

Each machine is 40 objects: the system with its settings, seven devices with theirs,
and the associations between all of them. What is measured goes the way of a client,
over a connection, with another object each time. The peer is pywbem's mock server
with a system, its settings and their association for each of far fewer machines: it
looks at all objects for every walk, so that 10,000 would take minutes.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from time import perf_counter
from typing import Any

from benchmarks.fresh import REPOSITORY, call
from benchmarks.results import Bar, Row, Settings

_MACHINES = 10_000
_FEW_MACHINES = 100
_PEER_MACHINES = 1_000
_TIMES = 2_000
_ROUNDS = 5
_PEER_MOF = """
Qualifier Association : boolean = false, Scope(association), Flavor(DisableOverride);
Qualifier Key : boolean = false, Scope(property, reference), Flavor(DisableOverride);
class P_System { [Key] string Name; string ElementName; uint16 EnabledState; };
class P_Settings { [Key] string InstanceID; string ElementName; };
[Association] class P_Defines { [Key] P_System REF System; [Key] P_Settings REF Data; };
"""


def rows(settings: Settings) -> Iterator[Row]:
    """Building, memory, and what clients ask for most."""
    many = call("provider", "measure", str(_MACHINES))
    few = call("provider", "measure", str(_FEW_MACHINES))
    peer = call("provider", "peer") if settings.peer else {}
    size = f"{many['objects']:,} objects"
    beside = f"pywbem: {_PEER_MACHINES:,} machines" if peer else ""
    yield Row("making an object", many["build"], "us", note="40 in a transaction")
    yield Row("an object in memory", many["bytes"], "bytes", note="with its indexes")
    yield Row("the host in memory", many["megabytes"], "MB", bar=Bar(2000), note=size)
    for what, name, limit in (
        ("get by key", "get", 5),
        ("one association walk", "walk", 50),
        ("WQL by GUID", "by_guid", 100),
        ("WQL by name", "by_name", 100),
    ):
        notes = [f"{few[name]:.1f} us with {_FEW_MACHINES} machines", beside]
        yield Row(
            what,
            many[name],
            "us",
            peer=peer.get(name),
            bar=Bar(limit),
            note="; ".join(filter(None, notes)),
        )


# --- measured, each in a process of its own ---


def measure(machines: str) -> dict[str, float]:
    """Microseconds of everything, bytes and megabytes, for so many machines."""
    sys.path.insert(0, str(REPOSITORY / "generated"))
    from mofgen.provider.manager import ObjectManager
    from mofgen.provider.memory_connection import MemoryConnection

    count = int(machines)
    manager = ObjectManager(_package())
    connection = MemoryConnection(manager)
    _build(manager, range(1))  # what is loaded and worked out once
    gc.collect()
    before, start = resident_bytes(), perf_counter()
    _build(manager, range(1, count))
    seconds = perf_counter() - start
    gc.collect()
    after = resident_bytes()
    objects = len(manager.store)
    return {
        "objects": objects,
        "build": seconds / objects * 1e6,
        "bytes": (after - before) / objects,
        "megabytes": after / 1e6,
        **_asked(connection, count),
    }


def _asked(connection: Any, count: int) -> dict[str, float]:
    package = _package()
    system, settings = (
        package.Msvm_ComputerSystem,
        package.Msvm_VirtualSystemSettingData,
    )
    by = package.Msvm_SettingsDefineState
    numbers = random.Random(1).choices(range(count), k=_TIMES)
    refs = [system(**_names(number))._reference() for number in numbers]
    select = "SELECT * FROM Msvm_ComputerSystem WHERE "
    by_guid = [f"{select}Name = '{_guid(number)}'" for number in numbers]
    by_name = [f"{select}ElementName = 'machine {number}'" for number in numbers]
    return {
        "get": _each(connection.get, refs),
        "walk": _each(
            lambda ref: connection.associators(
                ref, result_class=settings, association=by
            ),
            refs,
        ),
        "by_guid": _each(lambda query: connection.query(query, system), by_guid),
        "by_name": _each(lambda query: connection.query(query, system), by_name),
    }


def _each(ask: Callable[[Any], Any], asked: list[Any]) -> float:
    """Microseconds for one, in the quickest of several rounds over all of them."""
    seconds = []
    for _ in range(_ROUNDS):
        start = perf_counter()
        for each in asked:
            ask(each)
        seconds.append(perf_counter() - start)
    return min(seconds) / len(asked) * 1e6


def _package() -> Any:
    import hyperv_v2

    return hyperv_v2


def _guid(number: int) -> str:
    return f"{number:08X}-4764-4C1D-9F0A-5A5A5A5A5A5A"


def _names(number: int) -> dict[str, str]:
    return {"CreationClassName": "Msvm_ComputerSystem", "Name": _guid(number)}


def _build(manager: Any, numbers: range) -> None:
    of = _package()
    for number in numbers:
        with manager.transaction() as transaction:
            _machine(of, transaction, number)


def _machine(of: Any, transaction: Any, number: int) -> None:
    """40 objects."""
    create, guid = transaction.create, _guid(number)
    system = create(
        of.Msvm_ComputerSystem(
            Caption="Virtual Machine",
            ElementName=f"machine {number}",
            EnabledState=2,
            HealthState=5,
            NumberOfNumaNodes=1,
            OnTimeInMilliseconds=number,
            OperationalStatus=(2,),
            ProcessID=number,
            Status="OK",
            **_names(number),
        )
    )
    settings = create(
        of.Msvm_VirtualSystemSettingData(
            InstanceID=f"Microsoft:{guid}",
            ElementName=f"machine {number}",
            ConfigurationDataRoot=rf"C:\machines\{number}",
            ConfigurationFile=rf"Virtual Machines\{guid}.vmcx",
            CreationTime="20261123114733.000000-000",
            Notes=(f"number {number}",),
            VirtualSystemIdentifier=guid,
            VirtualSystemSubType="Microsoft:Hyper-V:SubType:2",
            VirtualSystemType="Microsoft:Hyper-V:System:Realized",
        )
    )
    create(of.Msvm_SettingsDefineState(ManagedElement=system, SettingData=settings))
    create(
        of.Msvm_ShutdownComponent(
            DeviceID=f"Microsoft:{guid}\\shutdown",
            ElementName="Shutdown",
            SystemCreationClassName="Msvm_ComputerSystem",
            SystemName=guid,
        )
    )
    create(of.Msvm_MostCurrentSnapshotInBranch(Antecedent=system, Dependent=settings))
    for device in range(7):
        _device(of, transaction, system, settings, f"Microsoft:{guid}\\{device}")


def _device(of: Any, transaction: Any, system: Any, settings: Any, name: str) -> None:
    """A device with its settings, and what connects both with all others."""
    create = transaction.create
    device = create(
        of.Msvm_Memory(
            Caption="Memory",
            DeviceID=name,
            ElementName="Memory",
            EnabledState=2,
            NumberOfBlocks=4096,
            SystemCreationClassName="Msvm_ComputerSystem",
            SystemName=system.keys["Name"],
        )
    )
    data = create(
        of.Msvm_MemorySettingData(
            AllocationUnits="byte * 2^20",
            DynamicMemoryEnabled=True,
            ElementName="Memory",
            InstanceID=name,
            Limit=1_048_576,
            Reservation=512,
            ResourceType=4,
            VirtualQuantity=4096,
            Weight=5000,
        )
    )
    create(of.Msvm_SystemDevice(GroupComponent=system, PartComponent=device))
    create(of.Msvm_SettingsDefineState(ManagedElement=device, SettingData=data))
    create(
        of.Msvm_VirtualSystemSettingDataComponent(
            GroupComponent=settings, PartComponent=data
        )
    )


def resident_bytes() -> float:
    """Bytes of this process that lie in memory: now on Linux, at the peak elsewhere."""
    if sys.platform == "linux":
        from os import sysconf
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return float(pages * sysconf("SC_PAGE_SIZE"))
    from benchmarks.memory import peak_megabytes

    return peak_megabytes() * 1_000_000


def peer() -> dict[str, float]:
    """Microseconds of what pywbem's mock server can do of it."""
    import pywbem
    import pywbem_mock

    host: Any = pywbem_mock.FakedWBEMConnection()
    host.compile_mof_string(_PEER_MOF)
    paths = []
    for number in range(_PEER_MACHINES):
        system = _peer_object("P_System", Name=_guid(number), ElementName="machine")
        data = _peer_object("P_Settings", InstanceID=f"Microsoft:{_guid(number)}")
        ties = _peer_object("P_Defines", System=system.path, Data=data.path)
        host.add_cimobjects([system, data, ties])
        paths.append(system.path)
    chosen = cycle(random.Random(1).choices(paths, k=7))
    assert isinstance(host, pywbem.WBEMConnection)
    return {
        "get": _peer_each(lambda: host.GetInstance(next(chosen)), 50),
        "walk": _peer_each(
            lambda: host.Associators(next(chosen), AssocClass="P_Defines"), 3
        ),
    }


def _peer_object(of: str, **values: Any) -> Any:
    import pywbem

    made: Any = pywbem.CIMInstance(of, values)
    key_names = {"P_System": ["Name"], "P_Settings": ["InstanceID"]}
    keys = key_names.get(of, list(values))
    made.path = pywbem.CIMInstanceName(
        of, {key: values[key] for key in keys}, namespace="root/cimv2"
    )
    return made


def _peer_each(ask: Callable[[], Any], times: int) -> float:
    start = perf_counter()
    for _ in range(times):
        ask()
    return (perf_counter() - start) / times * 1e6
