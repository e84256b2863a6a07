"""Subscriptions: who is told of what happens to the objects.

Events are of what transactions have committed, in that order, one for each object
that is different afterwards; what a transaction makes and removes again was never
there. Whoever commits puts them into the queues of those who asked for them, and
never waits for anybody to take them out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, TypeVar

from mofgen.provider.embedding import detached
from mofgen.provider.event_queues import EventQueue
from mofgen.provider.layouts import Layout, Row
from mofgen.provider.overlays import Change
from mofgen.provider.store import Store
from mofgen.provider.wql import EventSelect, WqlError, parse_event_query
from mofgen.provider.wql.analysis import isa_classes
from mofgen.provider.wql.checking import check, selected
from mofgen.provider.wql.evaluation import compile_condition
from mofgen.provider.wql.instances import InstanceReading
from mofgen.runtime.errors import CimTypeError
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.instance_events import (
    INTRINSIC,
    InstanceCreationEvent,
    InstanceDeletionEvent,
    InstanceModificationEvent,
    InstanceOperationEvent,
)
from mofgen.runtime.wire import CimObject, class_name, is_kind

O = TypeVar("O", bound=CimObject)  # noqa: E741

QUEUED: Final = 10_000
"""How many events wait for a subscriber at most, if nothing else is said."""

_EPOCH: Final = 11_644_473_600
"""Seconds from 1601, where WMI's time begins, to 1970."""


@dataclass(frozen=True, slots=True)
class _Subscriber:
    """Somebody who asked for events.

    Parameters
    ----------
    class_name:
        The class of the events.
    targets:
        Classes of which the object of an intrinsic event must be, all of them.
    wants:
        Whether an event fulfils the condition.
    attributes:
        The properties to deliver, None for all.
    """

    class_name: str
    targets: tuple[str, ...]
    wants: Callable[[Instance], bool]
    attributes: frozenset[str] | None
    queue: EventQueue[Any]

    def may_want(self, kind: type[Instance], target: type[Instance]) -> bool:
        """Whether it could want an event of a class, about an object of a class."""
        return is_kind(kind, self.class_name) and all(
            is_kind(target, name) for name in self.targets
        )

    def tell(self, event: Instance) -> None:
        """Give it a copy of the event, if it wants it."""
        if not self.wants(event):
            return
        copy: Instance = detached(event)
        if self.attributes is not None:
            for name in copy.__dict__.keys() - self.attributes:
                del copy.__dict__[name]
        self.queue.put(copy)


class Events:
    """The subscribers of a store.

    Parameters
    ----------
    store:
        The objects.
    host:
        The name of the host that they are on, ``__SERVER``; None for no name.
    clock:
        Gives the time in seconds since 1970, for the events' TIME_CREATED.
    """

    def __init__(
        self,
        store: Store,
        host: str | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._host = host
        self._clock = clock
        self._subscribers: tuple[_Subscriber, ...] = ()
        self._changing = Lock()
        store.watch(self._committed)

    def subscribe(
        self, wql: str, cls: type[O], *, capacity: int = QUEUED
    ) -> EventQueue[O]:
        """Ask for events from now on.

        Parameters
        ----------
        wql:
            An event query. ``WITHIN`` is taken and means nothing here: nothing is
            polled.
        cls:
            The class of the events, or a superclass of it: one of
            :mod:`mofgen.runtime.instance_events`, or of the package.
        capacity:
            How many events may wait.

        Raises
        ------
        WqlError
            Where the query is wrong.
        CimInvalidClassError
            Where it asks for events of a class that there is not.
        CimTypeError
            Where its events are not of class ``cls``.
        """
        query = parse_event_query(wql)
        kind = self._kind(query)
        # By name: a package may have classes of its own for WMI's events.
        if class_name(cls) and not is_kind(kind, class_name(cls)):
            raise CimTypeError(
                f"the query asks for {class_name(kind)}, which is no {class_name(cls)}"
            )
        table = class_table(kind)
        check(query, table)
        reading = InstanceReading(self._store.schema.namespace, self._host)
        paths = selected(query, table)
        names = None if paths is None else [table.find(path[0]) for path in paths]
        subscriber = _Subscriber(
            class_name(kind),
            isa_classes(query.where),
            compile_condition(query, table, reading),
            None if names is None else frozenset(n.attribute for n in names if n),
            EventQueue(wql, capacity, self._forget),
        )
        with self._changing:
            self._subscribers += (subscriber,)
        return subscriber.queue

    def _kind(self, query: EventSelect) -> type[Instance]:
        """The class of a query's events."""
        intrinsic = INTRINSIC.get(query.class_name.lower())
        if intrinsic is not None:
            return intrinsic
        layout = self._store.schema.named(query.class_name)
        if not layout.is_indication:
            reason = f"{layout.name} is no class of events"
            hint = "for what becomes of its objects ask for __InstanceCreationEvent"
            raise WqlError(reason, query.text, query.span, hint=hint)
        return layout.cls

    def _forget(self, queue: EventQueue[Any]) -> None:
        with self._changing:
            self._subscribers = tuple(
                each for each in self._subscribers if each.queue is not queue
            )

    # --- what happens ---

    def _committed(
        self, changes: Sequence[Change], published: Sequence[Instance]
    ) -> None:
        subscribers = self._subscribers
        if not subscribers:
            return
        now = int((self._clock() + _EPOCH) * 10_000_000)
        for change in changes:
            self._tell_change(subscribers, change, now)
        for event in published:
            for each in subscribers:
                if is_kind(type(event), each.class_name):
                    each.tell(event)

    def _tell_change(
        self, subscribers: Sequence[_Subscriber], change: Change, now: int
    ) -> None:
        layout: Layout = change.key[0]
        kind = _kind_of(change)
        interested = [each for each in subscribers if each.may_want(kind, layout.cls)]
        if not interested:
            return
        event = _event(layout, change, now)
        for each in interested:
            each.tell(event)


def _kind_of(change: Change) -> type[InstanceOperationEvent]:
    if change.before is None:
        return InstanceCreationEvent
    return InstanceDeletionEvent if change.after is None else InstanceModificationEvent


def _event(layout: Layout, change: Change, now: int) -> InstanceOperationEvent:
    """The event of a change, with objects of its own."""

    def thaw(row: Row | None) -> Instance | None:
        return None if row is None else layout.whole.thaw(row)

    if change.before is None:
        return InstanceCreationEvent(
            TargetInstance=thaw(change.after), TIME_CREATED=now
        )
    if change.after is None:
        return InstanceDeletionEvent(
            TargetInstance=thaw(change.before), TIME_CREATED=now
        )
    return InstanceModificationEvent(
        TargetInstance=thaw(change.after),
        PreviousInstance=thaw(change.before),
        TIME_CREATED=now,
    )
