"""A served host with 10,000 machines, over HTTP on this computer.

The server is ``mofgen serve`` with Basic authentication and its log, in a process of
its own. The clients of :mod:`benchmarks.wire_load` do next to nothing, so that what
they wait for is the server; rows of "our client" are mofgen's own, which makes typed
objects of all that comes. A row with several clients is the time from one answer to
the next, whoever gets it, and its note tells how long one client waits.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from math import isnan
from time import perf_counter
from typing import Any, Final

from benchmarks import wire_load
from benchmarks.fresh import REPOSITORY
from benchmarks.results import Bar, Row, Settings
from benchmarks.wire_load import Load
from benchmarks.wire_server import NAMESPACE, PASSWORD, USER, WireServer

_MACHINES: Final = 10_000
_CLIENTS: Final = (1, 8, 32)
_TIMES: Final = 3_000
_MANY_TIMES: Final = 100_000
_SOME_TIMES: Final = 10_000
_GET_BAR: Final = Bar(667)  # 1,500 a second
_SELECT: Final = "SELECT * FROM Msvm_ComputerSystem"
_NEEDED: Final = ("aiohttp", "spnego", "pypsrp")


def rows(settings: Settings) -> Iterator[Row]:
    """Requests of every kind with few and many clients, memory, our own client."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        row = Row("a served host", None, "us")
        yield row.without_value(f"{', '.join(missing)} is not installed")
        return
    sys.path.insert(0, str(REPOSITORY / "generated"))
    with WireServer(_MACHINES) as server:
        names, connection = _names(server)
        requests = _Requests(names)
        for what, operations, bar in (
            ("Get", requests.gets(_TIMES), _GET_BAR),
            ("WQL, 1 of 10,000", requests.by_name(_TIMES), None),
            ("WQL, 100 of 10,000", requests.hundreds(_TIMES // 20), None),
            ("Invoke", requests.summaries(_TIMES), None),
        ):
            for clients in _CLIENTS:
                load = wire_load.run(server.port, operations, clients)
                name = f"{what}, {_clients(clients)}"
                yield Row(name, _each(load), "us", bar=bar, note=_waits(load))
        for clients in (1, 8):
            load = wire_load.run(server.port, requests.all(2 * clients), clients)
            name = f"WQL, all 10,000, {_clients(clients)}"
            yield Row(name, _each(load) / 1e6, "s", note=_waits(load))
        yield from _own_client(connection, names)
        yield _memory(server, requests)


def _own_client(connection: Any, names: list[str]) -> Iterator[Row]:
    from hyperv_v2 import Msvm_ComputerSystem as System

    refs = [_ref(System, name) for name in names[:1000]]
    start = perf_counter()
    for each in refs:
        connection.get(each)
    yield Row("Get, our client", (perf_counter() - start) / len(refs) * 1e6, "us")
    start = perf_counter()
    found = len(list(connection.enumerate(System)))
    seconds = perf_counter() - start
    assert found == _MACHINES + 1  # the host is one of them
    yield Row("all 10,000 as objects, our client", seconds, "s", bar=Bar(3))


def _memory(server: WireServer, requests: _Requests) -> Row:
    """How much more memory the server has after many requests than after some."""
    row = Row("memory after 100,000 requests more", None, "MB", bar=Bar(5))
    wire_load.run(server.port, requests.mixed(_SOME_TIMES), 8)
    before = server.memory()
    wire_load.run(server.port, requests.mixed(_MANY_TIMES), 8)
    grown = (server.memory() - before) / 1e6
    if isnan(grown):
        return row.without_value("only Linux tells of another process")
    return row.with_values(grown)


def _names(server: WireServer) -> tuple[list[str], Any]:
    """The names of the machines, and our client that has asked for them."""
    from hyperv_v2 import Msvm_ComputerSystem as System

    from mofgen.runtime import connect

    connection = connect(
        f"winrm://{USER}@127.0.0.1:{server.port}"
        "?transport=basic&ssl=false&allow_unencrypted=true",
        password=PASSWORD,
    )
    found = connection.query(
        "SELECT Name, CreationClassName FROM Msvm_ComputerSystem"
        " WHERE Name <> __SERVER",
        System,
    )
    return [each.Name for each in found if each.Name is not None], connection


def _ref(cls: Any, name: str) -> Any:
    return cls(CreationClassName="Msvm_ComputerSystem", Name=name)._reference()


class _Requests:
    """Requests about machines chosen at random, the same in every run."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._random = random.Random(1)

    def gets(self, count: int) -> list[bytes]:
        return [self._get(name) for name in self._chosen(count)]

    def by_name(self, count: int) -> list[bytes]:
        return [self._by_name(name) for name in self._chosen(count)]

    def hundreds(self, count: int) -> list[bytes]:
        starts = (f"vm-{number % 100:03}" for number in range(count))
        return [
            wire_load.query(f"{_SELECT} WHERE ElementName LIKE '{each}%'")
            for each in starts
        ]

    def all(self, count: int) -> list[bytes]:
        return [wire_load.query(_SELECT)] * count

    def summaries(self, count: int) -> list[bytes]:
        return [self._summary(name) for name in self._chosen(count)]

    def mixed(self, count: int) -> list[bytes]:
        """Of everything that concerns one machine, some; each many times over."""
        chosen = self._chosen(1000)
        kinds = (self._get, self._by_name, self._summary)
        made = [kinds[n % len(kinds)](name) for n, name in enumerate(chosen)]
        return (made * (count // len(made) + 1))[:count]

    def _chosen(self, count: int) -> list[str]:
        return self._random.choices(self._names, k=count)

    def _get(self, name: str) -> bytes:
        kind = "Msvm_ComputerSystem"
        return wire_load.get(kind, CreationClassName=kind, Name=name)

    def _by_name(self, name: str) -> bytes:
        return wire_load.query(f"{_SELECT} WHERE Name = '{name}'")

    def _summary(self, name: str) -> bytes:
        import hyperv_v2
        from hyperv_v2 import Msvm_VirtualSystemManagementService as Service
        from hyperv_v2 import Msvm_VirtualSystemSettingData as Data

        from mofgen.wsman.parameters import method_messages

        method = "GetSummaryInformation"
        messages = method_messages(Service, method, NAMESPACE, hyperv_v2)
        settings = Data(InstanceID=f"Microsoft:{name}")._reference()
        body = messages.input_xml(
            {"SettingData": (settings,), "RequestedInformation": (0, 1, 100, 103)}
        )
        kind = "Msvm_VirtualSystemManagementService"
        return wire_load.invoke(kind, method, body, CreationClassName=kind)


def _clients(count: int) -> str:
    return "1 client" if count == 1 else f"{count} clients"


def _each(load: Load) -> float:
    return 1e6 / load.per_second


def _waits(load: Load) -> str:
    of = "/".join(f"{load.percentile(p) * 1e3:.1f}" for p in (50, 95, 99))
    return f"{load.per_second:,.0f} a second; p50/p95/p99 {of} ms"
