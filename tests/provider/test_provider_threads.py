"""Many threads read, write and call at the same time."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mofgen.provider.layers import Layer
from mofgen.provider.layouts import Key, Row
from mofgen.provider.manager import ObjectManager
from mofgen.provider.transactions import Transaction
from mofgen.runtime.instance_events import InstanceModificationEvent

_LONG = 30
"""Seconds after which a thread that should have come is given up."""


@pytest.fixture(autouse=True)
def eager_switching() -> Iterator[None]:
    """Let threads take turns a thousand times as often as usual."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(before)


def at_once(*jobs: Callable[[], object]) -> None:
    """Run the jobs side by side, and raise what they raise."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        for future in [pool.submit(job) for job in jobs]:
            future.result(_LONG)


def test_readers_see_all_of_a_transaction_or_nothing(
    harbour: Any, manager: ObjectManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two loads always make 100, and as many vessels are moored as there are."""
    put = Layer.put

    def put_and_let_others_run(self: Layer, key: Key, row: Row) -> None:
        put(self, key, row)
        time.sleep(0)

    monkeypatch.setattr(Layer, "put", put_and_let_others_run)
    with manager.transaction() as transaction:
        berth = transaction.create(harbour.H_Berth(Id="b"))
        for name, load in (("one", 100), ("two", 0)):
            transaction.create(harbour.H_Vessel(Id=name, Load=load, Name="pair"))
    done = threading.Event()

    def write() -> None:
        try:
            for number in range(1, 60):
                with manager.transaction() as transaction:
                    transaction.change(harbour.H_Vessel(Id="one"), Load=100 - number)
                    extra = harbour.H_Tug(Id=f"t{number}")
                    tug = transaction.create(extra)
                    transaction.create(harbour.H_Mooring(Vessel=tug, Berth=berth))
                    if number > 5:
                        transaction.delete(harbour.H_Tug(Id=f"t{number - 5}"))
                    transaction.change(harbour.H_Vessel(Id="two"), Load=number)
        finally:
            done.set()

    def read() -> None:
        while not done.is_set():
            query = "SELECT * FROM H_Vessel WHERE Name = 'pair'"
            pair: list[Any] = [*manager.queries.run(query)]
            assert sum(each.Load for each in pair) == 100
            objects = manager.operations.enumerate(harbour.H_Vessel, deep=False)
            assert sum(each.Load for each in objects) == 100
            moored = manager.operations.associators(berth)
            assert len(moored) <= 5
            assert all(type(each) is harbour.H_Tug for each in moored)

    at_once(write, read, read, read)


def test_a_reader_does_not_wait_for_a_transaction_at_work(
    harbour: Any, manager: ObjectManager
) -> None:
    ref = manager.operations.create(harbour.H_Vessel(Id="v", Load=1))
    changed, read = threading.Event(), threading.Event()

    def write() -> None:
        with manager.transaction() as transaction:
            transaction.change(ref, Load=2)
            changed.set()
            assert read.wait(_LONG)

    def look() -> None:
        assert changed.wait(_LONG)
        assert manager.operations.get(ref).Load == 1
        read.set()

    at_once(write, look)
    assert manager.operations.get(ref).Load == 2


def test_calls_that_change_the_same_object_come_one_after_the_other(
    harbour: Any, manager: ObjectManager
) -> None:
    ref = manager.operations.create(harbour.H_Vessel(Id="v", Load=0))

    @manager.methods.implements(harbour.H_Vessel, "Paint")
    def paint(transaction: Transaction, vessel: Any) -> Any:
        transaction.change(vessel, Load=vessel.Load + 1)
        return harbour.H_Vessel.PaintResult(ReturnValue=None)

    def call() -> None:
        for _ in range(50):
            manager.methods.invoke(ref, "Paint", {})

    at_once(call, call, call, call)
    assert manager.operations.get(ref).Load == 200


def test_objects_made_at_once_are_all_there(
    harbour: Any, manager: ObjectManager
) -> None:
    def make(start: int) -> Callable[[], None]:
        def job() -> None:
            for number in range(start, start + 50):
                manager.operations.create(harbour.H_Vessel(Id=str(number), Name="x"))

        return job

    at_once(*(make(start) for start in (0, 100, 200, 300)))
    assert len(manager.queries.run("SELECT * FROM H_Vessel WHERE Name = 'x'")) == 200


def test_classes_used_first_by_several_threads_are_one_class(harbour: Any) -> None:
    for _ in range(20):
        manager = ObjectManager(harbour)
        with ThreadPoolExecutor(4) as pool:
            layouts = list(pool.map(manager.schema.named, ["H_Tug", "h_tug"] * 2))
        assert len({id(each) for each in layouts}) == 1


def test_events_come_in_the_order_of_the_commits(
    harbour: Any, manager: ObjectManager
) -> None:
    query = "SELECT * FROM __InstanceModificationEvent WITHIN 1"
    events = manager.events.subscribe(query, InstanceModificationEvent)
    ref = manager.operations.create(harbour.H_Vessel(Id="v", Load=0))

    def add() -> None:
        for _ in range(50):
            with manager.transaction() as transaction:
                transaction.change(ref, Load=transaction.get(ref).Load + 1)

    at_once(add, add, add)
    loads = []
    while (event := events.next(timeout=0)) is not None:
        target: Any = event.TargetInstance
        loads.append(target.Load)
    assert loads == list(range(1, 151))
