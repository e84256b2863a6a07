"""The host on which the tests of virsh work, reached without a socket."""

from __future__ import annotations

from typing import Final

from mofgen.runtime import Connection
from mofgen.server.answers import Answer
from mofgen.server.namespaces import Namespace, Namespaces, Session
from mofgen.server.service import WsmanService
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.files import GIB, FileKind, VirtualFile
from mofgen.vmms.new_disks import NewDisk, create

DISK: Final = r"C:\disks\web.vhdx"
ISO: Final = r"C:\images\setup.iso"
FLOPPY: Final = r"C:\images\boot.vfd"


def new_host() -> Vmms:
    """A host of 4 cores and 16 GB, whose clock stands, with a disk and two images."""
    host = Vmms(cores=4, memory=16384, name="HVHOST", clock=SimulatedClock(), seed=3)
    create(host.files, NewDisk(DISK, capacity=GIB))
    host.files.add_iso(ISO)
    host.files.add(VirtualFile(FLOPPY, 1440 << 10, FileKind.FLOPPY))
    return host


class InThisProcess:
    """Carries messages to the service that answers for a host."""

    def __init__(self, host: Vmms) -> None:
        namespaces = Namespaces([_namespace(host, name) for name in host.namespaces])
        self._service = WsmanService(namespaces, host_name=host.name)

    def post(self, message: bytes) -> bytes:
        answer = self._service.answer(message, Session("Administrator"))
        assert isinstance(answer, Answer)
        return answer.body


def _namespace(host: Vmms, name: str) -> Namespace:
    def connect(session: Session) -> Connection:
        return host.connect(name, administrator=session.is_administrator)

    return Namespace(name, host.namespaces[name].schema.package, connect)
