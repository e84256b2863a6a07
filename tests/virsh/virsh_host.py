"""The host on which the tests of virsh work."""

from __future__ import annotations

from typing import Final

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
