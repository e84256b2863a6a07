"""The Hyper-V host in memory: a machine's life, with 100 machines beside it and 10,000.

A life is DefineSystem, two RequestStateChange, which start the machine and turn it
off, and DestroySystem, called as a client calls them. It makes and removes some 120
objects, jobs among them. The peer has no machines, no jobs and no methods of
Hyper-V: pywbem's mock server makes as many instances and associations, walks from the
system to its devices and from each of those to its settings, which starting and
stopping do here too, and deletes all of them. Checking, states, files and jobs are
what it leaves out. It has far fewer machines beside it.

The time is that of the processor, for all of it happens in one thread in memory: what
else a computer does moves it less than the time on the wall.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable, Iterator
from statistics import median
from time import process_time
from typing import Any

from benchmarks.fresh import REPOSITORY, call
from benchmarks.provider import resident_bytes
from benchmarks.results import Bar, Row, Settings

_MACHINES = 10_000
_FEW_MACHINES = 100
_PEER_MACHINES = 20
_LIVES = 200
_PEER_LIVES = 2
_QUESTIONS = 2_000
_DEVICES = 20
"""How many devices, each with its settings, a machine has that runs."""

_PEER_MOF = """
Qualifier Association : boolean = false, Scope(association), Flavor(DisableOverride);
Qualifier Key : boolean = false, Scope(property, reference), Flavor(DisableOverride);
class P_Object { [Key] string Name; string ElementName; uint16 EnabledState; };
class P_System : P_Object {};
class P_Device : P_Object {};
class P_Settings : P_Object {};
[Association] class P_Defines { [Key] P_Object REF System; [Key] P_Settings REF Data; };
[Association] class P_Part { [Key] P_Object REF Group; [Key] P_Object REF Part; };
"""


def rows(settings: Settings) -> Iterator[Row]:
    """A machine's life, and what clients ask a full host for most."""
    many = call("machines", "measure", str(_MACHINES))
    few = call("machines", "measure", str(_FEW_MACHINES))
    peer = call("machines", "peer") if settings.peer else {}
    beside = f"pywbem: {_PEER_MACHINES} machines" if peer else ""
    size = f"{_MACHINES:,} machines, {many['objects']:,.0f} objects"
    yield Row("a host with machines", many["megabytes"], "MB", bar=Bar(2000), note=size)
    yield Row("defining a machine", many["define"], "us")
    for what, name, limit in (
        ("define, start, stop, destroy", "life", 10_000),
        ("get a machine by key", "get", 5),
        ("from a machine to its settings", "walk", 50),
        ("WQL for a machine by GUID", "by_guid", 100),
        ("WQL for a machine by name", "by_name", 100),
    ):
        notes = [f"{few[name]:,.1f} us with {_FEW_MACHINES} machines"]
        yield Row(
            what,
            many[name],
            "us",
            peer=peer.get(name),
            bar=Bar(limit),
            note="; ".join([*notes, beside] if name in peer else notes),
        )


# --- measured, each in a process of its own ---


def measure(machines: str) -> dict[str, float]:
    """Microseconds of everything, and megabytes, with so many machines."""
    sys.path.insert(0, str(REPOSITORY / "generated"))
    from mofgen.vmms import Vmms

    host = Vmms(seed=1)
    client = Client(host.connect())
    client.define("first")  # what is loaded and worked out once
    start = process_time()
    guids = [client.define(f"machine {each}") for each in range(int(machines))]
    seconds = process_time() - start
    gc.collect()
    return {
        "objects": len(host.manager.store),
        "megabytes": resident_bytes() / 1e6,
        "define": seconds / len(guids) * 1e6,
        **client.asked(guids),
        "life": median(_timed(lambda: client.live("another"), _LIVES)),
    }


class Client:
    """What a client of a host does.

    Parameters
    ----------
    connection:
        The way to the host.
    """

    def __init__(self, connection: Any) -> None:
        import hyperv_v2

        self._of = hyperv_v2
        self._connection = connection
        [self._service] = connection.enumerate(
            hyperv_v2.Msvm_VirtualSystemManagementService
        )

    def define(self, name: str) -> str:
        """Define a machine; returns its GUID."""
        settings = self._of.Msvm_VirtualSystemSettingData(ElementName=name)
        made = self._service.DefineSystem(SystemSettings=settings)
        return str(made.ResultingSystem.keys["Name"])

    def live(self, name: str) -> None:
        """Define a machine, start it, turn it off and destroy it."""
        machine = self._connection.get(self._ref(self.define(name)))
        for state in (2, 3):
            machine.RequestStateChange(RequestedState=state)
        self._service.DestroySystem(AffectedSystem=machine)

    def asked(self, guids: list[str]) -> dict[str, float]:
        """Microseconds for one question of each kind, about another machine each."""
        connection, of = self._connection, self._of
        numbers = random.Random(1).choices(range(len(guids)), k=_QUESTIONS)
        refs = iter([self._ref(guids[each]) for each in numbers] * 2)
        select = "SELECT * FROM Msvm_ComputerSystem WHERE "
        by_guid = iter([f"{select}Name = '{guids[each]}'" for each in numbers])
        by_name = iter([f"{select}ElementName = 'machine {n}'" for n in numbers])
        return {
            "get": _least(lambda: connection.get(next(refs))),
            "walk": _least(
                lambda: connection.associators(
                    next(refs),
                    result_class=of.Msvm_VirtualSystemSettingData,
                    association=of.Msvm_SettingsDefineState,
                )
            ),
            "by_guid": _least(
                lambda: connection.query(next(by_guid), of.Msvm_ComputerSystem)
            ),
            "by_name": _least(
                lambda: connection.query(next(by_name), of.Msvm_ComputerSystem)
            ),
        }

    def _ref(self, guid: str) -> Any:
        return self._of.Msvm_ComputerSystem(
            CreationClassName="Msvm_ComputerSystem", Name=guid
        )._reference()


def _least(ask: Callable[[], Any]) -> float:
    """Microseconds for one of many, in the quickest of several rounds."""
    count = _QUESTIONS // 5
    return min(_timed(lambda: [ask() for _ in range(count)], 5)) / count


def _timed(do: Callable[[], Any], times: int) -> list[float]:
    """Microseconds of each time."""
    found = []
    for _ in range(times):
        start = process_time()
        do()
        found.append((process_time() - start) * 1e6)
    return found


def peer() -> dict[str, float]:
    """Microseconds of what pywbem's mock server can do of it."""
    import pywbem_mock

    host: Any = pywbem_mock.FakedWBEMConnection()
    host.compile_mof_string(_PEER_MOF)
    for number in range(_PEER_MACHINES):
        _peer_define(host, str(number))

    def live() -> None:
        system, made = _peer_define(host, "another")
        for _ in ("start", "stop"):
            for device in host.AssociatorNames(system, AssocClass="P_Part"):
                host.AssociatorNames(device, AssocClass="P_Defines")
        for each in reversed(made):
            host.DeleteInstance(each)

    return {"life": median(_timed(live, _PEER_LIVES))}


def _peer_define(host: Any, name: str) -> tuple[Any, list[Any]]:
    """A system with devices, their settings and what connects all of them."""
    made: list[Any] = []

    def create(of: str, **values: Any) -> Any:
        import pywbem

        made.append(host.CreateInstance(pywbem.CIMInstance(of, values)))
        return made[-1]

    system = create("P_System", Name=name, ElementName=name)
    whole = create("P_Settings", Name=name)
    create("P_Defines", System=system, Data=whole)
    for number in range(_DEVICES):
        device = create("P_Device", Name=f"{name}\\{number}")
        data = create("P_Settings", Name=f"{name}\\{number}")
        create("P_Part", Group=system, Part=device)
        create("P_Part", Group=whole, Part=data)
        create("P_Defines", System=device, Data=data)
    return system, made
