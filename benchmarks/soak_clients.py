"""The clients of the soak: they change, read, subscribe, break off, and disturb."""

from __future__ import annotations

import random
import socket
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from threading import Event, Lock
from typing import Any, Final

import hyperv_v2
from history_steps import SNAPSHOT_METHODS, CheckpointSteps, SwitchSteps
from hypothesis.stateful import RuleBasedStateMachine
from machine_steps import MachineSteps
from resource_steps import PATHS, ResourceSteps
from running_servers import PASSWORD, Running

from mofgen.runtime import CimStatusError, connect
from mofgen.runtime.connection import Connection
from mofgen.runtime.instance_events import InstanceOperationEvent
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.job_policies import AfterPolls, AtOnce, InTime

_WHICH: Final = range(6)
_MEMORY: Final = (512, 32, 1024, 2048, 5000)
_KINDS: Final = (
    hyperv_v2.Msvm_SyntheticEthernetPortSettingData,
    hyperv_v2.Msvm_EmulatedEthernetPortSettingData,
)
STEPS: Final[Mapping[str, Mapping[str, Sequence[Any]]]] = {
    "define": {"generation": (1, 2), "name": ("web", "db"), "memory": _MEMORY},
    "plan": {"generation": (1, 2), "name": ("web", "db"), "memory": _MEMORY},
    "copy": {"which": _WHICH, "method": ("DefineSystem", "DefinePlannedSystem")},
    "request": {"which": _WHICH, "state": (2, 3, 6, 9, 2, 3, 11, 4)},
    "ask_guest": {"which": _WHICH, "method": ("InitiateShutdown", "InitiateReboot")},
    "configure": {
        "which": _WHICH,
        "name": ("web", "db", "Web"),
        "kind": (2, 3, 4, 5),
        "stop": (2, 3, 4),
        "automatic": (True, False),
    },
    "resize_memory": {"which": _WHICH, "amount": _MEMORY, "dynamic": (True, False)},
    "resize_processors": {
        "which": _WHICH,
        "count": (1, 2, 32),
        "reservation": (0, 50000),
    },
    "tell_guest": {
        "which": _WHICH,
        "method": ("AddKvpItems", "ModifyKvpItems", "RemoveKvpItems"),
        "name": ("a", "b"),
    },
    "destroy": {"which": _WHICH},
    "realize": {
        "which": _WHICH,
        "method": ("ValidatePlannedSystem", "RealizePlannedSystem"),
    },
    "take": {"which": _WHICH, "kind": (2, 2, 3, 32768), "level": (0, 1, 2)},
    "use_snapshot": {"which": _WHICH, "method": sorted(SNAPSHOT_METHODS)},
    "destroy_point": {"which": _WHICH},
    "define_switch": {"ports": ([], [0], [1, 3])},
    "destroy_switch": {"which": _WHICH},
    "add_disk": {"which": _WHICH, "file": PATHS},
    "add_controller": {"which": _WHICH},
    "change_medium": {"which": _WHICH, "at": _WHICH, "file": PATHS},
    "move_drive": {"which": _WHICH, "at": _WHICH, "to": _WHICH, "place": (None, "1")},
    "remove": {"which": _WHICH, "at": range(30)},
    "add_adapter": {"which": _WHICH, "kind": _KINDS, "address": (None, "00155D0A0B0C")},
    "connect": {"which": _WHICH, "at": _WHICH, "kind": _KINDS, "switch": _WHICH},
    "reconnect": {
        "which": _WHICH,
        "at": _WHICH,
        "switch": _WHICH,
        "enabled": (True, False),
    },
    "tag": {"which": _WHICH, "at": _WHICH, "vlan": (1, 4094, 4095)},
    "create_disk": {"file": PATHS, "kind": (2, 3, 4), "parent": PATHS, "size": (1, 2)},
    "resize_disk": {"file": PATHS, "size": (1, 2, 3)},
    "merge_disk": {"source": PATHS, "destination": PATHS},
    "attach_disk": {"file": PATHS, "read_only": (True, False)},
    "detach_disk": {"which": _WHICH},
}
"""The steps of the walk that clients take, each with what may be chosen for it."""
_CLASSES: Final = (
    hyperv_v2.Msvm_ComputerSystem,
    hyperv_v2.Msvm_VirtualSystemSettingData,
    hyperv_v2.CIM_ResourceAllocationSettingData,
    hyperv_v2.Msvm_ConcreteJob,
    hyperv_v2.CIM_LogicalDevice,
)
_EVENTS: Final = "SELECT * FROM __InstanceOperationEvent WITHIN 1"
_FAILING: Final = ("DefineSystem", "RequestStateChange", "AddResourceSettings")
_NO_MESSAGES: Final = (
    b"",
    b"\0" * 100,
    b"POST /wsman HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n<half",
    b"POST /wsman HTTP/1.1\r\nHost: a\r\nAuthorization: NTLM AAAA\r\n"
    b"Content-Length: 0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
)


class Tally:
    """What the clients have done, counted from several threads."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def count(self, what: str) -> None:
        """Count something."""
        with self._lock:
            self._counts[what] += 1

    def __getitem__(self, what: str) -> int:
        return self._counts[what]

    def as_json(self) -> dict[str, int]:
        """All counts, the largest first."""
        return dict(self._counts.most_common())


def client_of(server: Running) -> Connection:
    """Our own client, as the administrator."""
    found: Connection = connect(
        f"winrm://Administrator@127.0.0.1:{server.port}"
        "?transport=basic&ssl=false&allow_unencrypted=true",
        password=PASSWORD,
    )
    return found


class _Lists:
    """A connection whose results are lists, as those of a host in memory are."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.get = connection.get

    def enumerate(self, cls: type[Any]) -> list[Any]:
        return list(self._connection.enumerate(cls))

    def associators(self, source: Any, **how: Any) -> list[Any]:
        return list(self._connection.associators(source, **how))


class Changing(MachineSteps, ResourceSteps, CheckpointSteps, SwitchSteps):
    """A client that takes the steps of the walk, over HTTP and among others."""

    def __init__(self, host: Vmms, server: Running, tally: Tally, seed: int) -> None:
        # Not that of the walk, which makes a host of its own.
        RuleBasedStateMachine.__init__(self)
        self.host = host
        self.client: Any = _Lists(client_of(server))
        [self.management] = self._all("Msvm_VirtualSystemManagementService")
        [self.checkpoints] = self._all("Msvm_VirtualSystemSnapshotService")
        [self.points] = self._all("Msvm_VirtualSystemReferencePointService")
        [self.images] = self._all("Msvm_ImageManagementService")
        [self.switching] = self._all("Msvm_VirtualEthernetSwitchManagementService")
        self._tally = tally
        self._random = random.Random(seed)

    def step(self) -> None:
        """Take some step."""
        name, choices = self._random.choice(list(STEPS.items()))
        chosen = {key: self._random.choice(of) for key, of in choices.items()}
        self._tally.count(name)
        try:
            getattr(self, name)(**chosen)
        except CimStatusError as error:  # another client was quicker
            self._refused(error)

    def ask(self, target: Any, method: str, **arguments: Any) -> Any:
        """Call a method; others change the host meanwhile, so nothing is compared."""
        if target is None:  # another client has removed it
            return None
        answer = getattr(target, method)(**arguments, check=False)
        done = "answered" if answer.ReturnValue in (0, 4096) else "refused"
        self._tally.count(done)
        return answer

    def _refused(self, error: CimStatusError) -> None:
        if "failed" in str(error):
            raise error
        self._tally.count("too late")

    def _all(self, name: str) -> list[Any]:
        return list(self.client.enumerate(getattr(hyperv_v2, name)))


class Reading:
    """A client that reads, subscribes, leaves things behind and talks nonsense."""

    def __init__(self, server: Running, tally: Tally, seed: int) -> None:
        self._server = server
        self._client = client_of(server)
        self._tally = tally
        self._random = random.Random(seed)
        self._acts: tuple[Callable[[], None], ...] = (
            *(self._read, self._read, self._read, self._walk, self._walk),
            *(self._subscribe, self._abandon, self._break_off),
        )

    def step(self) -> None:
        """Do something."""
        act = self._random.choice(self._acts)
        self._tally.count(act.__name__.strip("_"))
        with suppress(CimStatusError):  # what it has seen is gone
            act()

    def _read(self) -> None:
        for each in self._client.enumerate(self._random.choice(_CLASSES)):
            if self._random.random() < 0.1:
                self._client.get(each._reference())

    def _walk(self) -> None:
        for each in islice(self._client.enumerate(_CLASSES[0]), 3):
            ref = each._reference()
            list(self._client.associators(ref, result_class=_CLASSES[1]))

    def _subscribe(self) -> None:
        with self._client.subscribe(_EVENTS, InstanceOperationEvent) as events:
            while events.next(timeout=0.05) is not None:
                self._tally.count("events")

    def _abandon(self) -> None:
        if self._random.random() < 0.5:
            self._client.subscribe(_EVENTS, InstanceOperationEvent)
        next(iter(self._client.enumerate(_CLASSES[2])), None)

    def _break_off(self) -> None:
        where = ("127.0.0.1", self._server.port)
        with socket.create_connection(where, timeout=10) as other:
            other.sendall(self._random.choice(_NO_MESSAGES))


class Disturbing:
    """Whoever is at the host: things fail, time passes, machines crash."""

    def __init__(self, host: Vmms, clock: SimulatedClock, tally: Tally) -> None:
        self._host = host
        self._clock = clock
        self._tally = tally
        self._random = random.Random(0)
        self._pause = Event()

    def step(self) -> None:
        """Disturb, now and then."""
        self._pause.wait(0.02)
        self._tally.count("disturbances")
        faults = self._host.faults
        match self._random.randrange(6):
            case 0:
                faults.fail_job(percent=self._random.choice((0, 40)), times=1)
            case 1:
                faults.fail_method(self._random.choice(_FAILING), 32769, times=1)
            case 2:
                faults.clear()
            case 3:
                self._clock.advance(self._random.choice((1, 9, 400)))
            case 4:
                policies = (AtOnce(), AtOnce(), AfterPolls(2), InTime(5))
                self._host.jobs.policy = self._random.choice(policies)
            case _:
                self._host.jobs.finish()
