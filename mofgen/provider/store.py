"""The committed state, and how threads share it.

Two locks guard it, always taken in this order:

- One transaction is open at a time; a thread that begins another waits until it has
  ended, and a thread that has one open gets a nested one. What it does lies in an
  overlay that nobody else sees.
- The committed state is locked while it is looked at and while the changes of a
  transaction are made in it, and no longer. So readers never wait for a transaction
  that is at work, and see either all of its changes or none. Objects are made of what
  was found after the lock is given back: rows never change.

Observers are called when the changes are committed and visible, in the order of the
commits, by the thread that committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from threading import Lock, RLock, local
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from mofgen.provider.layers import Layer
from mofgen.provider.layouts import Key, Row
from mofgen.provider.overlays import Change, Overlay, apply
from mofgen.provider.schema import Schema
from mofgen.provider.views import View

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.instance import Instance

T = TypeVar("T")

Observer: TypeAlias = "Callable[[Sequence[Change], Sequence[Instance]], None]"
"""Is told the changes of a transaction, and the indications that it published."""


class Store:
    """All objects of a namespace.

    Parameters
    ----------
    schema:
        Their classes.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._layer = Layer()
        self._state = Lock()
        self._writing = RLock()
        self._thread = local()
        self._observers: tuple[Observer, ...] = ()
        self._observing = Lock()

    def __len__(self) -> int:
        """How many objects there are."""
        with self._state:
            return len(self._layer)

    def ask(self, question: Callable[[View], T]) -> T:
        """Look something up.

        Parameters
        ----------
        question:
            Is given the state: that of the transaction that the calling thread has
            open, else the committed one. It must be quick, must keep nothing lazy,
            and may not ask again.
        """
        current: Transaction | None = getattr(self._thread, "current", None)
        if current is not None:
            return question(current.view)
        with self._state:
            return question(self._layer)

    def row(self, key: Key) -> Row | None:
        """The values of one object as :meth:`ask` sees them; None where there is none."""
        current: Transaction | None = getattr(self._thread, "current", None)
        if current is not None:
            return current.view.row(key)
        with self._state:
            return self._layer.row(key)

    def transaction(self) -> Transaction:
        """A transaction, to be used in a ``with`` statement.

        It commits at the end of the block, and leaves nothing behind where the block
        raises. In a thread that has one open already, it becomes part of that one.
        """
        from mofgen.provider.transactions import Transaction

        return Transaction(self)

    def watch(self, observer: Observer) -> Callable[[], None]:
        """Call ``observer`` after every commit; what is returned ends that."""
        with self._observing:
            self._observers = (*self._observers, observer)

        def end() -> None:
            with self._observing:
                self._observers = tuple(
                    each for each in self._observers if each is not observer
                )

        return end

    # --- for transactions ---

    def _begin(self, transaction: Transaction) -> tuple[View, Transaction | None]:
        """Wait for one's turn; the committed state, and the transaction around."""
        self._writing.acquire()
        outer: Transaction | None = getattr(self._thread, "current", None)
        self._thread.current = transaction
        # Nobody else writes before we are through, so it can be read as it is.
        return self._layer, outer

    def _commit(self, overlay: Overlay, published: Sequence[Any]) -> None:
        changes = overlay.changes()
        with self._state:
            if self._layer.is_empty:
                self._layer = overlay.own  # with all its indexes
            else:
                apply(changes, self._layer)
        self._tell(self._observers, changes, published)

    def _end(self, outer: Transaction | None) -> None:
        self._thread.current = outer
        self._writing.release()

    @staticmethod
    def _tell(
        observers: Iterable[Observer],
        changes: Sequence[Change],
        published: Sequence[Any],
    ) -> None:
        if changes or published:
            for observer in observers:
                observer(changes, published)
