"""What a host keeps for its machines that no property shows."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction


class Secret(Enum):
    """What it is that a machine has."""

    KEY_PROTECTOR = "the key protector of its TPM and of its encrypted state"
    LAST_KEY_PROTECTOR = "the key protector that it had before"
    SECURITY_POLICY = "what may be done with it while it is shielded"
    INITIAL_CONFIGURATION = "what its guest reads when it starts first"


class MachineSecrets:
    """The secrets of the machines of a host, by the GUIDs of the machines."""

    def __init__(self) -> None:
        self._of: dict[str, dict[Secret, bytes]] = {}

    def get(self, guid: str, secret: Secret) -> bytes:
        """What a machine has of a kind; nothing where it has none."""
        return self._of.get(guid, {}).get(secret, b"")

    def put(
        self, transaction: Transaction, guid: str, secret: Secret, data: bytes
    ) -> None:
        """Give a machine a secret in place of what it has; nothing takes it away.

        Parameters
        ----------
        transaction:
            When it is undone, this is too.
        """
        own = dict(self._of.get(guid, {}))
        if data:
            own[secret] = data
        else:
            own.pop(secret, None)
        self._set(transaction, guid, own)

    def forget(self, transaction: Transaction, guid: str) -> None:
        """Take away all that a machine has, because it goes."""
        self._set(transaction, guid, {})

    def _set(
        self, transaction: Transaction, guid: str, own: dict[Secret, bytes]
    ) -> None:
        before = self._of.pop(guid, {})
        if own:
            self._of[guid] = own
        if own or before:
            transaction.undo_by(lambda: self._restore(guid, before))

    def _restore(self, guid: str, before: dict[Secret, bytes]) -> None:
        self._of.pop(guid, None)
        if before:
            self._of[guid] = before
