"""Subscriptions: who is told of what happens to the objects."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Any

import pytest

from mofgen.provider.events import Events
from mofgen.provider.manager import ObjectManager
from mofgen.provider.memory_connection import MemoryConnection
from mofgen.provider.wql import WqlError
from mofgen.runtime import CimTypeError
from mofgen.runtime.instance import Instance
from mofgen.runtime.instance_events import (
    Event,
    InstanceCreationEvent,
    InstanceDeletionEvent,
    InstanceModificationEvent,
    InstanceOperationEvent,
)
from mofgen.runtime.statuses import CimInvalidClassError
from mofgen.runtime.wmi_errors import WmiServerLimitsExceededError

CREATED = "SELECT * FROM __InstanceCreationEvent WITHIN 1"
MODIFIED = "SELECT * FROM __InstanceModificationEvent WITHIN 1"
ANY = "SELECT * FROM __InstanceOperationEvent WITHIN 1"


def told(subscription: Any) -> list[Any]:
    """What has come by now."""
    events = []
    while (event := subscription.next(timeout=0)) is not None:
        events.append(event)
    return events


class TestEventsOfObjects:
    def test_tell_what_was_made_changed_and_removed(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        events = manager.events.subscribe(ANY, InstanceOperationEvent)
        ref = manager.operations.create(harbour.H_Vessel(Id="v", Load=1))
        manager.operations.modify(harbour.H_Vessel(Id="v", Load=2), ["Load"])
        manager.operations.delete(ref)
        created, modified, deleted = happened = told(events)
        assert [type(each) for each in happened] == [
            InstanceCreationEvent,
            InstanceModificationEvent,
            InstanceDeletionEvent,
        ]
        assert (created.TargetInstance.Id, created.TargetInstance.Load) == ("v", 1)
        assert modified.PreviousInstance.Load == 1
        assert modified.TargetInstance.Load == 2
        assert deleted.TargetInstance.Load == 2

    def test_come_when_the_transaction_has_committed(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        events = manager.events.subscribe(CREATED, InstanceCreationEvent)
        with manager.transaction() as transaction:
            transaction.create(harbour.H_Vessel(Id="v"))
            assert told(events) == []
        assert len(told(events)) == 1

    def test_never_come_of_what_was_undone(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        events = manager.events.subscribe(ANY, InstanceOperationEvent)
        with pytest.raises(KeyError), manager.transaction() as transaction:
            transaction.create(harbour.H_Vessel(Id="v"))
            raise KeyError
        assert told(events) == []

    def test_tell_the_difference_that_a_transaction_made(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        ref = manager.operations.create(harbour.H_Vessel(Id="v", Load=1))
        same = manager.operations.create(harbour.H_Vessel(Id="w", Load=1))
        events = manager.events.subscribe(ANY, InstanceOperationEvent)
        with manager.transaction() as transaction:
            transaction.change(ref, Load=2)
            transaction.change(ref, Load=3)
            transaction.change(same, Load=2)
            transaction.change(same, Load=1)
            passing = transaction.create(harbour.H_Vessel(Id="passing"))
            transaction.delete(passing)
        (event,) = told(events)
        assert (event.PreviousInstance.Load, event.TargetInstance.Load) == (1, 3)

    def test_tell_of_associations_that_went_with_an_object(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.transaction() as transaction:
            vessel = transaction.create(harbour.H_Vessel(Id="v"))
            berth = transaction.create(harbour.H_Berth(Id="b"))
            transaction.create(harbour.H_Mooring(Vessel=vessel, Berth=berth))
        query = "SELECT * FROM __InstanceDeletionEvent WITHIN 1"
        events = manager.events.subscribe(query, InstanceDeletionEvent)
        manager.operations.delete(vessel)
        kinds = {type(each.TargetInstance).__name__ for each in told(events)}
        assert kinds == {"H_Vessel", "H_Mooring"}

    def test_have_the_time(self, harbour: Any, manager: ObjectManager) -> None:
        events = Events(manager.store, clock=lambda: 0.0)
        created = events.subscribe(CREATED, InstanceCreationEvent)
        manager.operations.create(harbour.H_Vessel(Id="v"))
        assert told(created)[0].TIME_CREATED == 116_444_736_000_000_000


class TestConditions:
    @pytest.mark.parametrize(
        ("condition", "ids"),
        [
            ("TargetInstance ISA 'H_Vessel'", ["v", "t"]),
            ("TargetInstance ISA 'H_Tug'", ["t"]),
            ("TargetInstance ISA 'H_Thing'", ["v", "b", "t"]),
            ("TargetInstance ISA 'H_Vessel' AND TargetInstance.Load > 5", ["t"]),
            ("TargetInstance.__CLASS = 'H_Berth'", ["b"]),
            ("NOT TargetInstance ISA 'H_Vessel'", ["b"]),
            ("TargetInstance.Name LIKE 'A%'", ["b"]),
        ],
    )
    def test_are_about_the_object(
        self, harbour: Any, manager: ObjectManager, condition: str, ids: list[str]
    ) -> None:
        events = manager.events.subscribe(f"{CREATED} WHERE {condition}", Event)
        manager.operations.create(harbour.H_Vessel(Id="v", Load=1))
        manager.operations.create(harbour.H_Berth(Id="b", Name="Anna"))
        manager.operations.create(harbour.H_Tug(Id="t", Load=6))
        assert [each.TargetInstance.Id for each in told(events)] == ids

    def test_can_compare_it_with_what_it_was(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        query = (
            f"{MODIFIED} WHERE TargetInstance ISA 'H_Vessel'"
            " AND TargetInstance.Load <> PreviousInstance.Load"
        )
        events = manager.events.subscribe(query, InstanceModificationEvent)
        manager.operations.create(harbour.H_Vessel(Id="v"))
        manager.operations.modify(harbour.H_Vessel(Id="v", Name="n"), ["Name"])
        manager.operations.modify(harbour.H_Vessel(Id="v", Load=9), ["Load"])
        assert [each.TargetInstance.Load for each in told(events)] == [9]

    def test_a_list_of_properties_gives_these(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        query = "SELECT PreviousInstance FROM __InstanceModificationEvent WITHIN 1"
        events = manager.events.subscribe(query, InstanceModificationEvent)
        manager.operations.create(harbour.H_Vessel(Id="v"))
        manager.operations.modify(harbour.H_Vessel(Id="v", Name="n"), ["Name"])
        (event,) = told(events)
        assert event.PreviousInstance.Name is None
        assert not event.is_set("TargetInstance")

    @pytest.mark.parametrize(
        ("query", "error", "message"),
        [
            ("SELECT * FROM H_Vessel", WqlError, "H_Vessel is no class of events"),
            ("SELECT * FROM H_Storm", CimInvalidClassError, "H_Storm"),
            (f"{CREATED} WHERE PreviousInstance IS NULL", WqlError, "no property"),
            ("SELECT * FROM __InstanceCreationEvent WHERE", WqlError, "query:1:"),
            ("REFERENCES OF {H_Vessel.Id='v'}", WqlError, "only SELECT"),
        ],
    )
    def test_wrong_queries_are_refused(
        self, manager: ObjectManager, query: str, error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error, match=message):
            manager.events.subscribe(query, Instance)

    def test_the_events_are_of_the_class_that_the_caller_says(
        self, manager: ObjectManager
    ) -> None:
        with pytest.raises(CimTypeError, match="__InstanceCreationEvent"):
            manager.events.subscribe(CREATED, InstanceDeletionEvent)


class TestIndications:
    def test_are_published_by_providers(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        query = "SELECT * FROM H_Alarm WHERE Severity > 3"
        alarms = manager.events.subscribe(query, harbour.H_Alarm)
        with manager.transaction() as transaction:
            transaction.publish(harbour.H_Alarm(Text="fire", Severity=5))
            transaction.publish(harbour.H_Alarm(Text="tea", Severity=1))
        assert told(alarms) == [harbour.H_Alarm(Text="fire", Severity=5)]

    def test_by_a_nested_transaction_too_if_all_commit(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        alarms = manager.events.subscribe("SELECT * FROM H_Alarm", harbour.H_Alarm)
        with manager.transaction():
            with manager.transaction() as inner:
                inner.publish(harbour.H_Alarm(Text="kept"))
            with pytest.raises(KeyError), manager.transaction() as inner:
                inner.publish(harbour.H_Alarm(Text="undone"))
                raise KeyError
            assert told(alarms) == []
        assert [each.Text for each in told(alarms)] == ["kept"]


class TestSubscription:
    def test_each_subscriber_has_copies_of_its_own(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        one, two = (manager.events.subscribe(CREATED, Event) for _ in range(2))
        ref = manager.operations.create(harbour.H_Vessel(Id="v"))
        told(one)[0].TargetInstance.Name = "changed"
        assert told(two)[0].TargetInstance.Name is None
        assert manager.operations.get(ref).Name is None

    def test_nothing_comes_after_it_is_closed(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        with manager.events.subscribe(CREATED, Event) as events:
            manager.operations.create(harbour.H_Vessel(Id="v"))
        manager.operations.create(harbour.H_Vessel(Id="w"))
        assert events.next() is None
        events.close()

    def test_a_thread_that_waits_is_told_of_events_and_of_the_end(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        events = manager.events.subscribe(CREATED, InstanceCreationEvent)
        names: list[str] = []
        first = threading.Event()

        def wait() -> None:
            for each in events:
                names.append(each.TargetInstance.Id)  # type: ignore[union-attr]
                first.set()

        waiting = threading.Thread(target=wait)
        waiting.start()
        manager.operations.create(harbour.H_Vessel(Id="v"))
        assert first.wait(10)
        events.close()
        waiting.join(10)
        assert not waiting.is_alive()
        assert names == ["v"]

    def test_who_does_not_take_events_loses_later_ones_and_learns_of_it(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        events = manager.events.subscribe(CREATED, InstanceCreationEvent, capacity=2)
        for name in "abc":
            manager.operations.create(harbour.H_Vessel(Id=name))
        assert events.next().TargetInstance.Id == "a"  # type: ignore[union-attr]
        manager.operations.create(harbour.H_Vessel(Id="d"))
        assert events.next().TargetInstance.Id == "b"  # type: ignore[union-attr]
        for _ in range(2):
            with pytest.raises(
                WmiServerLimitsExceededError, match="more than 2 events"
            ):
                events.next()

    def test_closing_the_connection_closes_it(
        self, harbour: Any, connection: MemoryConnection
    ) -> None:
        events = connection.subscribe(CREATED, InstanceCreationEvent)
        connection.create(harbour.H_Vessel(Id="v"))
        connection.close()
        assert events.next() is None


class TestWhoeverWaitsInAWayOfHisOwn:
    def test_is_woken_by_each_event_and_by_the_end(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        woken: list[str] = []
        events = manager.events.subscribe(CREATED, InstanceCreationEvent)
        events.wake(lambda: woken.append("an event, or the end"))
        manager.operations.create(harbour.H_Vessel(Id="v"))
        manager.operations.create(harbour.H_Vessel(Id="w"))
        assert len(woken) == len(told(events)) == 2
        events.close()
        events.close()
        assert len(woken) == 3

    def test_is_woken_where_events_are_lost(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        woken: list[str] = []
        events = manager.events.subscribe(CREATED, InstanceCreationEvent, capacity=1)
        events.wake(lambda: woken.append("an event, or the end"))
        manager.operations.create(harbour.H_Vessel(Id="v"))
        manager.operations.create(harbour.H_Vessel(Id="w"))
        assert len(woken) == 2
        assert events.next(timeout=0) is not None
        with pytest.raises(WmiServerLimitsExceededError):
            events.next(timeout=0)


def test_a_connection_keeps_no_subscription_that_was_closed(
    manager: ObjectManager,
) -> None:
    connection = MemoryConnection(manager)
    closed = weakref.ref(connection.subscribe(CREATED, InstanceCreationEvent))
    subscription = closed()
    assert subscription is not None
    subscription.close()
    del subscription
    gc.collect()
    assert closed() is None
