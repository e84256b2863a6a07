"""What belongs to the settings of a system beside its resources.

That is its security, its boot sources, and the settings of its components. An
association leads to each; the schema declares narrower ends for some of these than
what Hyper-V connects with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_SettingData,
    Msvm_BootSourceComponent,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)

from mofgen.runtime.references import Ref
from mofgen.vmms.instance_ids import machine_of
from mofgen.vmms.machine_access import settings_ref
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.instance import Instance
    from mofgen.runtime.references import RefLike

S = TypeVar("S", bound=CIM_SettingData)

_COMPONENTS: Final[tuple[type[Instance], ...]] = (
    Msvm_VirtualSystemSettingDataComponent,
    Msvm_BootSourceComponent,
)


def connect(
    transaction: Transaction, association: type[Instance], **ends: Ref[Any] | Instance
) -> None:
    """Make an association, also with ends of another class than the schema declares.

    Parameters
    ----------
    ends:
        By reference property.
    """
    made = association()
    for name, end in ends.items():
        # Not through the property, which checks the class.
        vars(made)[name] = end if isinstance(end, Ref) else end._reference()
    transaction.create(made)


def add_part(
    transaction: Transaction,
    settings: Ref[Msvm_VirtualSystemSettingData] | Msvm_VirtualSystemSettingData,
    part: S,
    association: type[Instance] = Msvm_VirtualSystemSettingDataComponent,
) -> Ref[S]:
    """Store something as a part of system settings.

    Parameters
    ----------
    part:
        Its InstanceID begins with that of the settings.
    """
    ref = transaction.create(part)
    connect(transaction, association, GroupComponent=settings, PartComponent=ref)
    return ref


def parts(
    transaction: Transaction,
    settings: RefLike[Msvm_VirtualSystemSettingData],
    cls: type[S],
) -> list[S]:
    """The parts of a class that system settings have, by InstanceID."""
    found = {
        each.InstanceID or "": each
        for association in _COMPONENTS
        for each in transaction.associators(settings, cls, association=association)
    }
    return [found[key] for key in sorted(found)]


def delete_parts(
    transaction: Transaction, settings: RefLike[Msvm_VirtualSystemSettingData]
) -> None:
    """Delete what system settings have beside their resources."""
    for association in _COMPONENTS:
        for part in _others(transaction, settings, association):
            transaction.delete(part)


def one_owner(
    transaction: Transaction,
    targets: Iterable[RefLike[Any]],
    cls: type[CIM_SettingData],
) -> Ref[Msvm_VirtualSystemSettingData]:
    """The system settings of which all of these objects of a class are parts.

    Raises
    ------
    RefusedError
        Invalid parameter where there is no such object, or they are of several.
    """
    owners = set()
    for each in targets:
        found = transaction.find(each)
        guid = machine_of(getattr(found, "InstanceID", None) or "")
        if not isinstance(found, cls) or guid is None:
            raise RefusedError(INVALID_PARAMETER, f"there are no such settings: {each}")
        owners.add(guid)
    if len(owners) != 1:
        raise RefusedError(INVALID_PARAMETER, "the settings are of two machines")
    return settings_ref(owners.pop())


def _others(
    transaction: Transaction,
    settings: RefLike[Msvm_VirtualSystemSettingData],
    association: type[Instance],
) -> list[CIM_SettingData]:
    found = transaction.associators(settings, CIM_SettingData, association=association)
    return [
        each
        for each in found
        if not isinstance(each, CIM_ResourceAllocationSettingData)
    ]
