"""Who uses a file of the host now.

Nobody keeps a list: what uses a file follows from the machines that run, the images
that are mounted and the jobs that work, so that it can't be wrong. Whoever uses a
differencing disk reads its parents too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_MountedStorageImage

from mofgen.vmms.files import FileKind, identity
from mofgen.vmms.instance_ids import machine_of
from mofgen.vmms.machine_access import has_worker, machine_ref
from mofgen.vmms.machine_defaults import IDE
from mofgen.vmms.refusals import IN_USE, RefusedError

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

_READABLE: Final = 1  # CIM_StorageAllocationSettingData.Access
_READ_WRITE: Final = Msvm_MountedStorageImage.AccessValues.READ_WRITE


class By(Enum):
    """What uses a file."""

    MACHINE = "a virtual machine"
    MOUNT = "the host, as a mounted image"
    JOB = "a job"


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a file.

    Parameters
    ----------
    by:
        Who uses it.
    path:
        The file that is opened: this one, or one based on it.
    is_writing:
        Whether this file is written, and not only read.
    is_on_ide:
        Whether the machine has it on an IDE controller.
    machine:
        The GUID of the machine.
    """

    by: By
    path: str
    is_writing: bool
    is_on_ide: bool = False
    machine: str | None = None


def uses_of(host: Vmms, transaction: Transaction, path: str) -> list[Use]:
    """All uses of a file, those through disks based on it among them.

    Those of a VHD set are those of the disk to which it leads.
    """
    file = host.files.find(path)
    if file is not None:
        path = file.vhd_set.active if file.vhd_set else file.path
    found = list(_direct(host, transaction, path))
    seen = {identity(path)}
    above = host.files.children(path)
    while above:
        each = above.pop()
        if identity(each.path) in seen:
            continue
        seen.add(identity(each.path))
        above += host.files.children(each.path)
        writes = each.vhd_set is not None and identity(each.vhd_set.active) == identity(
            path
        )
        found += [
            replace(use, is_writing=use.is_writing and writes)
            for use in _direct(host, transaction, each.path)
        ]
    return found


def require_unused(
    host: Vmms,
    transaction: Transaction,
    path: str,
    *,
    but: Callable[[Use], bool] = lambda use: False,
) -> None:
    """Refuse to change a file that is in use.

    Parameters
    ----------
    but:
        Which uses do not matter.

    Raises
    ------
    RefusedError
        System is in use.
    """
    for use in uses_of(host, transaction, path):
        if not but(use):
            raise RefusedError(
                IN_USE, f"'{path}' is used by {use.by.value} (0x80070020)"
            )


def require_readable(host: Vmms, transaction: Transaction, path: str) -> None:
    """Refuse to read a file that somebody writes.

    Raises
    ------
    RefusedError
        System is in use.
    """
    require_unused(host, transaction, path, but=lambda use: not use.is_writing)


def _direct(host: Vmms, transaction: Transaction, path: str) -> Iterator[Use]:
    for setting in host.disk_claims.of(transaction, path):
        instance_id = setting.InstanceID or ""
        guid = machine_of(instance_id)  # that of a checkpoint is no machine's
        if guid is not None and _runs(transaction, guid):
            writes = setting.Access != _READABLE and not _is_iso(host, path)
            yield Use(By.MACHINE, path, writes, IDE in instance_id.upper(), guid)
    for image in transaction.objects(Msvm_MountedStorageImage, Name=path):
        yield Use(By.MOUNT, path, image.Access == _READ_WRITE)
    if host.files.is_worked_on(path, host.jobs.is_running):
        yield Use(By.JOB, path, is_writing=True)


def _runs(transaction: Transaction, guid: str) -> bool:
    machine = transaction.find(machine_ref(guid))
    return machine is not None and has_worker(machine)


def _is_iso(host: Vmms, path: str) -> bool:
    file = host.files.find(path)
    return file is not None and file.kind is FileKind.ISO
