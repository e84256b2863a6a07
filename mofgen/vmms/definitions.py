"""The definition of a machine or checkpoint: its settings by value.

It is what a definition file holds, and what is copied where a system gets the settings
of another. All IDs in it have the GUID of its system.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    CIM_SettingData,
    Msvm_BootSourceComponent,
    Msvm_EthernetPortSettingDataComponent,
    Msvm_GuestServiceInterfaceSettingDataComponent,
    Msvm_LogicalIdentity,
    Msvm_SettingDataComponent,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)

from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref, RefLike
from mofgen.vmms.instance_ids import PREFIX, machine_of, system_id
from mofgen.vmms.pool_allocations import allocate

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction

I = TypeVar("I", bound=Instance)  # noqa: E741
Settings = Msvm_VirtualSystemSettingData

_LINKS: Final[tuple[type[Instance], ...]] = (
    Msvm_VirtualSystemSettingDataComponent,
    Msvm_EthernetPortSettingDataComponent,
    Msvm_SettingDataComponent,
    Msvm_GuestServiceInterfaceSettingDataComponent,
    Msvm_BootSourceComponent,
    Msvm_LogicalIdentity,
)
"""The associations by which settings hang together."""


@dataclass(frozen=True, slots=True)
class Definition:
    """The settings of a system, by value.

    Parameters
    ----------
    settings:
        Those of the whole system.
    parts:
        The settings of what it has: resources, features, boot sources.
    links:
        The associations between all of these.
    snapshots:
        The GUIDs of the checkpoints of the machine, of which only this is known.
    """

    settings: Settings
    parts: tuple[CIM_SettingData, ...]
    links: tuple[Instance, ...]
    snapshots: tuple[str, ...] = ()

    @property
    def guid(self) -> str:
        """That of the machine or checkpoint."""
        return machine_of(self.settings.InstanceID or "") or ""

    def moved(self, guid: str, **changes: Any) -> Definition:
        """The definition of another system that has the same.

        Parameters
        ----------
        guid:
            The other's.
        changes:
            By property of the settings of the whole system, what is different there.
        """
        old = self.guid
        return replace(
            self,
            settings=_moved(self.settings, old, guid).copy(**changes),
            parts=tuple(_moved(each, old, guid) for each in self.parts),
            links=tuple(_moved(each, old, guid) for each in self.links),
        )


def definition_of(transaction: Transaction, settings: RefLike[Settings]) -> Definition:
    """The definition of the system that has these settings."""
    whole = transaction.get(settings)
    guid = machine_of(whole.InstanceID or "") or ""
    found: dict[str, CIM_SettingData] = {whole.InstanceID or "": whole}
    links: dict[str, Instance] = {}
    waiting: list[CIM_SettingData] = [whole]
    while waiting:
        each = waiting.pop()
        for link in _links_of(transaction, each):
            links[link._reference().path] = link
            for end in _ends(link):
                name = str(end.keys.get("InstanceID"))
                if guid in name and name not in found:
                    found[name] = transaction.get(end)
                    waiting.append(found[name])
    _, *parts = found.values()
    return Definition(whole, tuple(parts), tuple(links.values()))


def store_definition(transaction: Transaction, definition: Definition) -> Ref[Settings]:
    """Let there be the settings of a definition.

    Returns
    -------
    The reference to those of the whole system.
    """
    ref = transaction.create(definition.settings)
    for each in (*definition.parts, *definition.links):
        transaction.create(each)
    for part in definition.parts:
        if isinstance(part, CIM_ResourceAllocationSettingData) and part.PoolID:
            allocate(transaction, ref, part)
    return ref


def _links_of(transaction: Transaction, settings: CIM_SettingData) -> list[Instance]:
    return [link for cls in _LINKS for link in transaction.references(settings, cls)]


def _ends(link: Instance) -> list[Ref[Any]]:
    return [each for each in vars(link).values() if isinstance(each, Ref)]


def _moved(obj: I, old: str, new: str) -> I:
    """A copy in which every ID of the system ``old`` is one of ``new``."""
    copied = obj.copy()
    for name, value in vars(obj).items():
        # Not through the properties: some links have ends of undeclared classes.
        vars(copied)[name] = _moved_value(value, old, new)
    return copied


def _moved_value(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return _moved_id(value, old, new)
    if isinstance(value, tuple):
        return tuple(_moved_value(each, old, new) for each in value)
    if isinstance(value, Ref):
        keys = {name: _moved_value(key, old, new) for name, key in value.keys.items()}
        return Ref(value.kind or value.class_name, keys)
    return value


def _moved_id(text: str, old: str, new: str) -> str:
    """An ID, or a path with one, of another system; other texts as they are.

    A folder, for instance, may have the GUID of a machine in its name.
    """
    if text.startswith(PREFIX):
        return text.replace(old, new, 1)
    return text.replace(system_id(old), system_id(new), 1)
