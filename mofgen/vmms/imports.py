"""From where the planned machines of a host were imported, until they are realized."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mofgen.vmms.files import identity

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Import:
    """From where one planned machine was imported.

    Parameters
    ----------
    file:
        The path of its definition file.
    origin:
        The GUID that it has in that file.
    snapshots:
        By the GUIDs that its checkpoints have in their files those that they have now.
    states:
        By the GUIDs of the machine and of its checkpoints the files of their saved
        states.
    """

    file: str
    origin: str
    snapshots: Mapping[str, str]
    states: Mapping[str, str] = field(default_factory=dict)


class Imports:
    """The imports of a host.

    They are beside its objects, for no property tells of them.
    """

    def __init__(self) -> None:
        self._of: dict[str, Import] = {}

    def of(self, guid: str) -> Import | None:
        """From where a planned machine was imported; None if it was defined here."""
        return self._of.get(guid)

    def note(self, transaction: Transaction, guid: str, made: Import | None) -> None:
        """Note from where a planned machine was imported; None forgets it.

        Parameters
        ----------
        transaction:
            When it is undone, this is too.
        """
        before = self._of.get(guid)
        self._put(guid, made)
        transaction.undo_by(lambda: self._put(guid, before))

    def uses(self, path: str) -> bool:
        """Whether a planned machine was imported from a file."""
        wanted = identity(path)
        return any(identity(each.file) == wanted for each in self._of.values())

    def _put(self, guid: str, made: Import | None) -> None:
        if made is None:
            self._of.pop(guid, None)
        else:
            self._of[guid] = made
