"""The indexes hold exactly what is there: nothing is missing, nothing stays behind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mofgen.provider.layers import Layer
from mofgen.provider.layouts import Key, Layout, Row
from mofgen.provider.overlays import Overlay, apply
from mofgen.provider.schema import Schema
from mofgen.provider.views import View

NUMBERS = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("berth"), NUMBERS, st.sampled_from(["Ada", "ADA", None])),
        st.tuples(st.just("sighting"), NUMBERS, NUMBERS),
        st.tuples(st.just("remove"), st.sampled_from(["berth", "sighting"]), NUMBERS),
    ),
    max_size=30,
)


class Shelf:
    """Rows of berths, and of sightings with a berth at one end, made by hand."""

    def __init__(self, harbour: Any) -> None:
        schema = Schema(harbour, ["Name"])
        self.berths = schema.named("H_Berth")
        self.sightings = schema.named("H_Sighting")

    def berth(self, number: int, name: str | None) -> tuple[Key, Row]:
        row = {"Id": str(number)} if name is None else {"Id": str(number), "Name": name}
        return self.berths.key_of(row), row

    def sighting(self, number: int, seen: int) -> tuple[Key, Row]:
        row = {"Number": number, "Seen": self.berth(seen, None)[0]}
        return self.sightings.key_of(row), row

    def do(self, step: tuple[str, Any, Any], *states: Layer | Overlay) -> None:
        what, one, two = step
        for state in states:
            if what == "berth":
                state.put(*self.berth(one, two))
            elif what == "sighting":
                state.put(*self.sighting(one, two))
            elif one == "berth":
                state.remove(self.berth(two, None)[0])
            else:
                state.remove(self.sighting(two, 0)[0])


def content(view: View) -> dict[Key, Row]:
    return {k: r for layout in view.layouts() for k, r in view.rows_of(layout)}


def check(view: View, shelf: Shelf) -> None:
    """Compare what the indexes give with a look at every object."""
    rows = content(view)
    for name in ("ada", "other"):
        found = list(view.keys_with(shelf.berths, "Name", name))
        expected = [
            key
            for key, row in rows.items()
            if key[0] is shelf.berths and row.get("Name", "").lower() == name
        ]
        assert len(found) == len(expected)
        assert set(found) == set(expected)
    for number in range(6):
        target = shelf.berth(number, None)[0]
        ends = [(end, key) for end, keys in view.ends_at(target) for key in keys]
        expected_ends = [
            (end, key)
            for key, row in rows.items()
            for end in key[0].ends
            if row.get(end.attribute) == target
        ]
        assert len(ends) == len(expected_ends)
        assert set(ends) == set(expected_ends)


@pytest.fixture
def shelf(harbour: Any) -> Shelf:
    return Shelf(harbour)


_relaxed = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_relaxed
@given(steps=STEPS)
def test_a_layer_finds_what_it_has_and_nothing_else(
    shelf: Shelf, steps: list[Any]
) -> None:
    layer = Layer()
    for step in steps:
        shelf.do(step, layer)
        check(layer, shelf)
    for key in content(layer):
        layer.remove(key)
    check(layer, shelf)
    assert len(layer) == 0


@_relaxed
@given(before=STEPS, steps=STEPS, more=STEPS)
def test_an_overlay_is_what_the_layer_would_have_become(
    shelf: Shelf, before: list[Any], steps: list[Any], more: list[Any]
) -> None:
    below, changed = Layer(), Layer()
    for step in before:
        shelf.do(step, below, changed)
    untouched = content(below)
    overlay = Overlay(below)
    for step in steps:
        shelf.do(step, overlay, changed)
        check(overlay, shelf)
    inner = Overlay(overlay)
    for step in more:
        shelf.do(step, inner, changed)
        check(inner, shelf)
    assert content(inner) == content(changed)
    assert content(below) == untouched

    apply(inner.changes(), overlay)
    assert content(overlay) == content(changed)
    apply(overlay.changes(), below)
    assert content(below) == content(changed)
    check(below, shelf)


def test_changes_tell_only_of_differences(shelf: Shelf) -> None:
    below = Layer()
    below.put(*shelf.berth(1, "Ada"))
    overlay = Overlay(below)
    overlay.put(*shelf.berth(1, "Bea"))
    overlay.put(*shelf.berth(1, "Ada"))
    overlay.put(*shelf.berth(2, None))
    overlay.remove(shelf.berth(2, None)[0])
    assert overlay.changes() == []


def test_a_class_lays_out_its_objects_once(harbour: Any) -> None:
    schema = Schema(harbour, ["NAME"])
    tug: Layout = schema.named("h_tug")
    assert schema.layout(harbour.H_Tug) is tug
    assert (tug.keys, tug.indexed) == (("Id",), ("Name",))
    assert [end.role for end in schema.named("H_Tow").ends] == ["tug", "towed"]
