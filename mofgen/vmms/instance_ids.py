r"""The instance IDs of Hyper-V, whose form clients take apart.

``Microsoft:<machine>`` for system settings, ``Microsoft:<machine>\<device>\<n>``
for the settings of what belongs to it, ``Microsoft:Definition\<pool>\Default`` for
what a host offers. GUIDs are upper case. A device of a running machine has the ID of
its settings without the machine.
"""

from __future__ import annotations

from random import Random
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

PREFIX = "Microsoft:"


class Guids:
    """Makes GUIDs, the same ones again where a seed is given.

    Parameters
    ----------
    seed:
        For tests that want to see the same IDs in every run; None for random ones.
    """

    def __init__(self, seed: int | None = None) -> None:
        self._seed = seed
        self._random = None if seed is None else Random(seed)

    def new(self) -> str:
        """A new GUID in upper case, without braces."""
        if self._random is None:
            return str(uuid4()).upper()
        return str(UUID(int=self._random.getrandbits(128), version=4)).upper()

    def named(self, name: str) -> str:
        """A GUID as of :meth:`new`; with a seed it is the same whenever it is asked for."""
        if self._seed is None:
            return self.new()
        return str(uuid5(NAMESPACE_OID, f"{self._seed} {name}")).upper()


def system_id(guid: str) -> str:
    """The ID of the settings of a machine or checkpoint."""
    return f"{PREFIX}{guid}"


def device_id(guid: str, *parts: str | int) -> str:
    r"""The ID of the settings of a device: ``Microsoft:<guid>\<part>\<part>``."""
    return "\\".join([system_id(guid), *map(str, parts)])


def local_id(instance_id: str) -> str:
    r"""The ID that a device has within its machine: ``Microsoft:<device>\<n>``.

    Parameters
    ----------
    instance_id:
        The ID of its settings, which has the machine's GUID in front.
    """
    return PREFIX + instance_id.partition("\\")[2]


def machine_of(instance_id: str) -> str | None:
    """The GUID at the front of an ID; None where there is none."""
    if not instance_id.startswith(PREFIX):
        return None
    return guid_in(instance_id[len(PREFIX) :].partition("\\")[0])


def guid_in(text: str | None) -> str | None:
    """The GUID that a text is, in upper case and without braces; None where it is none."""
    try:
        return str(UUID(text)).upper()
    except (TypeError, ValueError):
        return None
