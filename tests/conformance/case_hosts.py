"""The hosts that cases run on, and the transports by which clients reach them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

import hyperv_v2
from case_model import HostOptions, NewFile, WhenJobsEnd
from com_stand_in import StandIn

from mofgen.com.connection import ComConnection
from mofgen.runtime.connection import Connection
from mofgen.server.in_process import InProcess
from mofgen.server.namespaces import Namespace, Namespaces, Session
from mofgen.server.service import WsmanService
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import FileKind, VirtualFile
from mofgen.vmms.job_policies import AfterPolls, AtOnce, InTime, JobPolicy, Never
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.winrm.connection import WinRmConnection
from mofgen.winrm.exchange import Exchange


class Transport(Protocol):
    """Opens a client's connection to a host, as an administrator or without rights."""

    def __call__(
        self, host: Vmms, *, administrator: bool
    ) -> AbstractContextManager[Connection]: ...


def _memory(host: Vmms, *, administrator: bool) -> AbstractContextManager[Connection]:
    return host.connect(administrator=administrator)


def _wsman(host: Vmms, *, administrator: bool) -> AbstractContextManager[Connection]:
    """A client of WS-Management and its server, without a socket between them."""
    namespace = Namespace(
        hyperv_v2.NAMESPACE or "",
        hyperv_v2,
        lambda session: host.connect(administrator=session.is_administrator),
    )
    service = WsmanService(Namespaces([namespace]), host_name=host.name)
    user = "Administrator" if administrator else "Guest"
    transport = InProcess(service, Session(user, is_administrator=administrator))
    return WinRmConnection(Exchange(transport, "http://localhost/wsman"), hyperv_v2)


def _com(host: Vmms, *, administrator: bool) -> AbstractContextManager[Connection]:
    """A client of COM on the host itself; COM is a stand-in."""
    scripting = StandIn(host.connect(administrator=administrator), host.name)
    return ComConnection(scripting, hyperv_v2, hyperv_v2.NAMESPACE or "")


TRANSPORTS: Final[dict[str, Transport]] = {
    "memory": _memory,
    "wsman": _wsman,
    "com": _com,
}
"""The ways to a host; every case runs over each."""

_FILE_KINDS: Final = {
    "iso": FileKind.ISO,
    "floppy": FileKind.FLOPPY,
    "other": FileKind.OTHER,
}
_DISK_TYPES: Final = {
    "fixed": Types.FIXED,
    "dynamic": Types.DYNAMIC,
    "differencing": Types.DIFFERENCING,
}
_POLICIES: Final[dict[str, Callable[[float], JobPolicy]]] = {
    "after polls": lambda polls: AfterPolls(int(polls)),
    "in time": InTime,
}


def new_host(options: HostOptions) -> Vmms:
    """A host as a case wants it; its clock stands still, its GUIDs are always the same."""
    return Vmms(
        cores=options.cores,
        memory=options.memory,
        name=options.name,
        clock=SimulatedClock(),
        seed=0,
        jobs=job_policy(options.jobs),
    )


def job_policy(when: WhenJobsEnd) -> JobPolicy:
    """When the jobs of a host complete.

    Raises
    ------
    ValueError
        Where that is said twice.
    """
    if isinstance(when, str):
        return AtOnce() if when == "at once" else Never()
    [(kind, value)] = when.items()
    return _POLICIES[kind](value)


def add_file(host: Vmms, new: NewFile) -> None:
    """Put a file on a host."""
    if new.kind == "disk":
        capacity = None if new.parent else new.size
        disk = NewDisk(new.path, _DISK_TYPES[new.type], capacity, new.parent)
        create(host.files, disk)
    else:
        host.files.add(VirtualFile(new.path, new.size, _FILE_KINDS[new.kind]))


def stored(host: Vmms) -> dict[Any, Any]:
    """All that there is on a host but its jobs: objects by key, files by path.

    Two of them are equal where nothing changed in between.
    """
    host.jobs.settle()
    found: dict[Any, Any] = host.manager.store.ask(
        lambda view: {
            key: row
            for layout in list(view.layouts())
            if not _is_of_jobs(layout.name)
            for key, row in view.rows_of(layout)
        }
    )
    found.update((file.path, file) for file in host.files)
    return found


def _is_of_jobs(class_name: str) -> bool:
    return "Job" in class_name
