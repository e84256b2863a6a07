"""A machine's configuration while its resources change: what hangs where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

import hyperv_v2
from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_VirtualSystemSettingData,
)

from mofgen.runtime.errors import CimError
from mofgen.runtime.instance import Instance
from mofgen.runtime.paths import parse_path
from mofgen.runtime.references import Ref, RefLike
from mofgen.vmms import machine_access
from mofgen.vmms.machine_access import OFF, PAUSED, RUNNING, SAVED
from mofgen.vmms.refusals import INVALID_PARAMETER, INVALID_STATE, RefusedError

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

I = TypeVar("I", bound=Instance)  # noqa: E741
S = TypeVar("S", bound=CIM_ResourceAllocationSettingData)


class Phase(Enum):
    """What a machine does, as far as its resources are concerned."""

    OFF = "off"
    LIVE = "running"
    SAVED = "saved"
    CHANGING = "between two states"


_PHASES: Final[dict[int, Phase]] = {
    RUNNING: Phase.LIVE,
    PAUSED: Phase.LIVE,
    OFF: Phase.OFF,
    SAVED: Phase.SAVED,
}


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a machine or planned machine, as a transaction sees them.

    Parameters
    ----------
    host, transaction:
        Where it is, and what sees and changes it.
    settings:
        Those of the whole machine.
    system:
        The machine; None for one that is only planned.
    """

    host: Vmms
    transaction: Transaction
    settings: Msvm_VirtualSystemSettingData
    system: Msvm_ComputerSystem | None

    @property
    def guid(self) -> str:
        """What the IDs of its settings have behind ``Microsoft:``."""
        return (self.settings.InstanceID or "").partition(":")[2]

    @property
    def generation(self) -> int:
        """1 with a BIOS, 2 with UEFI."""
        return machine_access.generation(self.settings)

    @property
    def phase(self) -> Phase:
        """What the machine does now."""
        if self.system is None:
            return Phase.OFF
        return _PHASES.get(int(self.system.EnabledState or 0), Phase.CHANGING)

    @property
    def element(self) -> RefLike[Any]:
        """What a job that changes it affects."""
        return self.system or machine_access.planned_ref(self.guid)

    def parts(self, cls: type[S]) -> list[S]:
        """The settings of a class and its subclasses that belong to it."""
        return machine_access.components(self.transaction, self.settings, cls)

    def part(self, path: str | None) -> CIM_ResourceAllocationSettingData | None:
        """The settings among :meth:`parts` that a path names; None for any other."""
        wanted = named_id(path)
        for each in self.parts(CIM_ResourceAllocationSettingData):
            if (each.InstanceID or "").casefold() == wanted:
                return each
        return None

    def children(
        self, parent: CIM_ResourceAllocationSettingData
    ) -> list[CIM_ResourceAllocationSettingData]:
        """What hangs right on ``parent``: drives on a controller, a disk in a drive."""
        wanted = (parent.InstanceID or "").casefold()
        parts = self.parts(CIM_ResourceAllocationSettingData)
        return [each for each in parts if named_id(each.Parent) == wanted]

    def path(self, part: CIM_ResourceAllocationSettingData) -> str:
        """The full path by which other settings name this one."""
        return machine_access.path(self.host, part)


def configuration_of(
    host: Vmms, transaction: Transaction, settings: RefLike[Any] | None
) -> Configuration:
    """The configuration whose settings of the whole machine these are.

    Raises
    ------
    RefusedError
        Invalid parameter where there are no such settings; invalid state for those
        of a snapshot, whose resources stay as they were.
    """
    found = machine_access.system_settings(transaction, settings)
    if machine_access.is_snapshot(found):
        raise RefusedError(INVALID_STATE, "the resources of a snapshot do not change")
    system = machine_access.machine_with(transaction, found)
    return Configuration(host, transaction, found, system)


def configuration_with(
    host: Vmms, transaction: Transaction, part: RefLike[Any]
) -> Configuration:
    """The configuration to which settings of a resource belong.

    Raises
    ------
    RefusedError
        As for :func:`configuration_of`; invalid parameter where there are no such
        settings, or they belong to no machine, as what a host offers does not.
    """
    found = transaction.find(part)
    if not isinstance(found, CIM_ResourceAllocationSettingData):
        raise RefusedError(INVALID_PARAMETER, "there are no such resource settings")
    owner = machine_access.owner_of(transaction, found)
    return configuration_of(host, transaction, owner)


def named_id(path: str | None) -> str | None:
    """The InstanceID in a path, in lower case; None where there is none."""
    if not path:
        return None
    try:
        found = parse_path(path.casefold()).keys.get("instanceid")
    except CimError:
        return None
    return found if isinstance(found, str) else None


def object_named(transaction: Transaction, path: str, cls: type[I]) -> I | None:
    """The object of the host that a path names; None where it names none of ``cls``."""
    try:
        ref = parse_path(path, cls, package=hyperv_v2)
    except CimError:
        return None
    if not ref.keys:  # a class, no object
        return None
    return transaction.find(Ref(ref.kind or cls, ref.keys))
