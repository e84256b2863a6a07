"""What is kept of enumerations: only so much, and only for so long."""

from __future__ import annotations

import pytest

from mofgen.server.contexts import LIFETIME, Context, Contexts
from mofgen.wsman.faults import FaultError

PLENTY = 1_000_000


def context_of(count: int, lifetime: float = LIFETIME) -> Context:
    """A context of so many objects, each ten characters long."""
    return Context(range(count), lambda each: f"{each:010}", lifetime=lifetime)


class TestOne:
    def test_objects_are_written_when_they_are_taken(self) -> None:
        written: list[int] = []

        def write(each: int) -> str:
            written.append(each)
            return str(each)

        context = Context(range(10_000), write)
        assert context.take(2, PLENTY, PLENTY) == ["0", "1"]
        assert written == [0, 1]

    def test_what_was_taken_is_kept_no_longer(self) -> None:
        context = context_of(3)
        context.take(2, PLENTY, PLENTY)
        assert len(context) == 1

    @pytest.mark.parametrize(
        ("octets", "characters"), [(25, PLENTY), (PLENTY, 29), (25, 20)]
    )
    def test_two_fit_where_there_is_room_for_two(
        self, octets: int, characters: int
    ) -> None:
        context = context_of(5)
        assert len(context.take(5, octets, characters)) == 2
        assert len(context) == 3

    def test_octets_are_those_of_utf_8(self) -> None:
        context = Context(["\u20ac" * 4] * 3, str)
        assert len(context.take(3, 30, PLENTY)) == 2

    def test_one_that_does_not_fit_stays(self) -> None:
        context = context_of(1)
        with pytest.raises(FaultError, match=r"10 characters.* room for 9"):
            context.take(1, 9, PLENTY)
        assert len(context) == 1


class TestAll:
    def test_thousands_that_are_left_alone_are_forgotten(self) -> None:
        contexts = Contexts(most=100)
        kept = [context_of(1) for _ in range(5000)]
        for each in kept:
            contexts.keep(each)
        assert len(contexts) == 100
        assert contexts.find(kept[-1].id, "") is kept[-1]
        with pytest.raises(FaultError, match="no such enumeration context"):
            contexts.find(kept[0].id, "")

    def test_the_one_that_was_used_longest_ago_goes_first(self) -> None:
        contexts = Contexts(most=2)
        first, second, third = (context_of(1) for _ in range(3))
        contexts.keep(first)
        contexts.keep(second)
        contexts.find(first.id, "")
        contexts.keep(third)
        assert contexts.find(first.id, "") is first
        with pytest.raises(FaultError):
            contexts.find(second.id, "")

    def test_their_objects_are_counted_too(self) -> None:
        contexts = Contexts(most_objects=100)
        for _ in range(10):
            contexts.keep(context_of(40))
        assert len(contexts) == 2

    def test_a_large_one_is_kept_where_it_is_alone(self) -> None:
        contexts = Contexts(most_objects=100)
        contexts.keep(context_of(10))
        large = context_of(1000)
        contexts.keep(large)
        assert contexts.find(large.id, "") is large
        assert len(contexts) == 1

    def test_they_expire(self) -> None:
        now = [0.0]
        contexts = Contexts(lambda: now[0])
        short, long = context_of(1, lifetime=10.0), context_of(1, lifetime=60.0)
        contexts.keep(short)
        contexts.keep(long)
        now[0] = 10.0
        assert contexts.find(long.id, "") is long
        with pytest.raises(FaultError, match="expired"):
            contexts.find(short.id, "")
        now[0] = 70.0
        contexts.keep(context_of(1))
        assert len(contexts) == 1
