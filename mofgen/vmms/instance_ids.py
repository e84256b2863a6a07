r"""The instance IDs of Hyper-V, whose form clients take apart.

``Microsoft:<machine>`` for system settings, ``Microsoft:<machine>\<device>\<n>``
for the settings of what belongs to it, ``Microsoft:Definition\<pool>\Default`` for
what a host offers. GUIDs are upper case.
"""

from __future__ import annotations

from random import Random
from uuid import UUID, uuid4

PREFIX = "Microsoft:"


class Guids:
    """Makes GUIDs, the same ones again where a seed is given.

    Parameters
    ----------
    seed:
        For tests that want to see the same IDs in every run; None for random ones.
    """

    def __init__(self, seed: int | None = None) -> None:
        self._random = None if seed is None else Random(seed)

    def new(self) -> str:
        """A new GUID in upper case, without braces."""
        if self._random is None:
            return str(uuid4()).upper()
        return str(UUID(int=self._random.getrandbits(128), version=4)).upper()


def system_id(guid: str) -> str:
    """The ID of the settings of a machine or checkpoint."""
    return f"{PREFIX}{guid}"


def device_id(guid: str, *parts: str | int) -> str:
    r"""The ID of the settings of a device: ``Microsoft:<guid>\<part>\<part>``."""
    return "\\".join([system_id(guid), *map(str, parts)])


def machine_of(instance_id: str) -> str | None:
    """The GUID at the front of an ID; None where there is none."""
    if not instance_id.startswith(PREFIX):
        return None
    guid = instance_id[len(PREFIX) :].partition("\\")[0]
    try:
        return str(UUID(guid)).upper()
    except ValueError:
        return None
