"""What a host does later by its clock."""

from __future__ import annotations

from datetime import timedelta

from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.schedule import Schedule


def test_what_is_due_already_is_done_at_once() -> None:
    clock, done = SimulatedClock(), list[str]()
    Schedule(clock).at(clock.now(), lambda: done.append("now"))
    assert done == ["now"]


def test_what_is_due_is_done_in_the_order_of_time_and_then_of_asking() -> None:
    clock, done = SimulatedClock(), list[str]()
    schedule = Schedule(clock)
    for name, seconds in (("c", 9), ("a", 3), ("b", 3)):
        moment = clock.now() + timedelta(seconds=seconds)
        schedule.at(moment, lambda name=name: done.append(name))  # type: ignore[misc]
    schedule.settle()
    assert done == []
    clock.advance(3)
    schedule.settle()
    assert done == ["a", "b"]
    clock.advance(6)
    schedule.settle()
    assert done == ["a", "b", "c"]


def test_what_is_forgotten_is_not_done() -> None:
    clock, done = SimulatedClock(), list[str]()
    schedule = Schedule(clock)
    schedule.at(clock.now() + timedelta(seconds=1), lambda: done.append("never"))
    schedule.clear()
    clock.advance(2)
    schedule.settle()
    assert done == []
