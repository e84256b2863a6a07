"""Which settings of machines and checkpoints name a file.

No index of the objects tells, for the property is an array; so this is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hyperv_v2 import Msvm_StorageAllocationSettingData

from mofgen.provider.rows import thawed
from mofgen.runtime.references import Ref
from mofgen.vmms.files import identity

if TYPE_CHECKING:
    from mofgen.provider.layouts import Key, Row
    from mofgen.provider.overlays import Change
    from mofgen.provider.store import Store
    from mofgen.provider.transactions import Transaction

Setting = Msvm_StorageAllocationSettingData


class DiskClaims:
    """Finds the settings that name a file, without looking at all of them.

    Parameters
    ----------
    store:
        Where the settings are; it is watched from now on.
    """

    def __init__(self, store: Store) -> None:
        self._ids: dict[str, set[str]] = {}
        store.watch(self._committed)

    def of(self, transaction: Transaction, path: str) -> list[Setting]:
        """The settings that name a file, by InstanceID.

        What the transaction itself has added is not among them yet.
        """
        found = []
        for instance_id in sorted(self._ids.get(identity(path), ())):
            setting = transaction.find(Ref(Setting, {"InstanceID": instance_id}))
            if setting is not None and identity(path) in _files(setting):
                found.append(setting)
        return found

    def _committed(self, changes: Sequence[Change], published: Sequence[Any]) -> None:
        for change in changes:
            if change.key[0].cls is Setting:
                self._count(change.key, change.before, change.after)

    def _count(self, key: Key, before: Row | None, after: Row | None) -> None:
        if before is not None:
            old: Any = thawed(key, before)
            for path in _files(old):
                self._ids.get(path, set()).discard(old.InstanceID)
        if after is not None:
            new: Any = thawed(key, after)
            for path in _files(new):
                self._ids.setdefault(path, set()).add(new.InstanceID)


def _files(setting: Setting) -> set[str]:
    return {identity(path) for path in setting.HostResource or () if path}
