"""Reference points: where the disks of a machine stood when a backup was made.

They keep no data of the disks, only what tells their contents apart: the next backup
asks what was written since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ReferencePointOfVirtualSystem,
    Msvm_VirtualSystemReferencePoint,
    Msvm_VirtualSystemReferencePointSettingData,
    Msvm_VirtualSystemSettingData,
)

from mofgen.runtime import from_cimxml, from_mof
from mofgen.runtime.errors import CimError
from mofgen.runtime.references import Ref
from mofgen.vmms.disk_contents import disk_in, seal
from mofgen.vmms.disk_layouts import Formats
from mofgen.vmms.instance_ids import machine_of, system_id
from mofgen.vmms.machine_access import machine, machine_ref
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError
from mofgen.vmms.snapshot_consistency import checked_level
from mofgen.vmms.snapshot_disks import hard_disks, path_of
from mofgen.vmms.vhd_sets import disk_file

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import RefLike
    from mofgen.vmms.host import Vmms

Point = Msvm_VirtualSystemReferencePoint
Machine = Msvm_ComputerSystem
Types: Final = Point.ReferencePointTypeValues
_Given = Msvm_VirtualSystemReferencePointSettingData


def make(
    host: Vmms,
    transaction: Transaction,
    owner: Machine,
    guid: str,
    *,
    level: int,
    settings: Msvm_VirtualSystemSettingData,
    type: int = Types.RCT_BASED,
) -> Ref[Point]:
    """Keep where the disks of a machine stand.

    Parameters
    ----------
    owner:
        The machine.
    guid:
        The new reference point's.
    level:
        A value of ``ConsistencyLevel``.
    settings:
        Those of the machine, or of the checkpoint whose disks count. Of these, the
        changes of VHDX files are tracked.
    type:
        A value of ``ReferencePointType``.

    Raises
    ------
    RefusedError
        File not found, failed for what is no disk.
    """
    tracked = {}
    for each in hard_disks(transaction, settings):
        path = path_of(each)
        if disk_in(disk_file(host.files, path)).format == Formats.VHDX:
            tracking_id = seal(host.files, path, transaction)
            tracked[_of_machine(each.InstanceID or "", owner)] = tracking_id
    is_log = type == Types.LOG_BASED
    point = transaction.create(
        Point(
            InstanceID=system_id(guid),
            VirtualSystemIdentifier=owner.Name,
            ElementName=f"{owner.ElementName} - Reference Point",
            Caption="Reference Point",
            Description="Microsoft Virtual System Reference Point",
            ReferencePointType=type,
            ConsistencyLevel=level,
            HasAssociatedData=is_log,
            VirtualDiskIdentifiers=list(tracked),
            ResilientChangeTrackingIdentifiers=[] if is_log else [*tracked.values()],
        )
    )
    transaction.create(
        Msvm_ReferencePointOfVirtualSystem(Antecedent=owner, Dependent=point)
    )
    return point


def point_and_owner(
    transaction: Transaction, ref: RefLike[Point] | None
) -> tuple[Point, Machine]:
    """The reference point that a client names, and its machine.

    Raises
    ------
    RefusedError
        Invalid parameter, where there is none.
    """
    found = None if ref is None else transaction.find(ref)
    if not isinstance(found, Point):
        raise RefusedError(INVALID_PARAMETER, "there is no such reference point")
    return found, machine(transaction, machine_ref(found.VirtualSystemIdentifier or ""))


def existing(transaction: Transaction, owner: Machine, guid: str) -> Ref[Point] | None:
    """What refers to a reference point; None as long as it is not made."""
    keys = {"InstanceID": system_id(guid), "VirtualSystemIdentifier": owner.Name or ""}
    ref = Ref(Point, keys)
    return None if transaction.find(ref) is None else ref


def delete_all(transaction: Transaction, owner: Machine) -> None:
    """Remove the reference points of a machine."""
    for each in transaction.associators(
        owner, Point, association=Msvm_ReferencePointOfVirtualSystem
    ):
        transaction.delete(each)


def level_in(settings: str | None) -> int:
    """The consistency level that the settings for a reference point ask for.

    Parameters
    ----------
    settings:
        An embedded instance as text, in either notation; the schema declares no more
        than a string.

    Raises
    ------
    RefusedError
        Invalid parameter, for anything else.
    """
    text = (settings or "").strip()
    if not text:
        return checked_level(None)
    read = from_cimxml if text.startswith("<") else from_mof
    try:
        given = read(text, _Given)
    except CimError as error:
        raise RefusedError(
            INVALID_PARAMETER, f"not the settings of a reference point: {error}"
        ) from error
    return checked_level(given.ConsistencyLevel)


def _of_machine(instance_id: str, owner: Machine) -> str:
    """The ID that a disk has in the machine, whichever checkpoint keeps it."""
    kept = system_id(machine_of(instance_id) or "")
    return instance_id.replace(kept, system_id(owner.Name or ""), 1)
