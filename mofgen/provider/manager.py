"""The CIM object manager: a namespace in memory with all that can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType
from typing import Final

from mofgen.provider.events import Events
from mofgen.provider.methods import Methods
from mofgen.provider.operations import Guard, Operations
from mofgen.provider.queries import Queries
from mofgen.provider.schema import shared_schema
from mofgen.provider.store import Store
from mofgen.provider.transactions import Transaction

INDEXED: Final = ("ElementName", "InstanceID", "Name", "SystemName")
"""The properties of the CIM Schema by which clients look for objects most often."""


class ObjectManager:
    """A namespace: its objects, its operations, its methods, its events.

    Parameters
    ----------
    package:
        The generated package with the classes.
    indexed:
        CIM names of the properties by whose values objects are found at once.
    guard:
        What clients may make, modify and delete by themselves, see
        :data:`~mofgen.provider.operations.Guard`.
    store:
        Its objects where they are kept already; they are indexed as they are.
    host:
        The name of the host that it is on, for queries; None for no name.

    Attributes
    ----------
    host:
        The name of its host.
    store:
        The objects.
    operations:
        The intrinsic operations, for clients.
    methods:
        The extrinsic methods, and where handlers are registered.
    queries:
        WQL.
    events:
        Who is told what happens.
    """

    def __init__(
        self,
        package: ModuleType,
        *,
        indexed: Iterable[str] = INDEXED,
        guard: Guard | None = None,
        store: Store | None = None,
        host: str | None = None,
    ) -> None:
        self.host = host
        if store is None:
            store = Store(shared_schema(package, tuple(indexed)))
        self.store = store
        self.schema = self.store.schema
        self.operations = Operations(self.store, guard)
        self.methods = Methods(self.store)
        self.queries = Queries(self.store, host)
        self.events = Events(self.store, host)

    def transaction(self) -> Transaction:
        """What a provider changes; see :meth:`mofgen.provider.store.Store.transaction`."""
        return self.store.transaction()
