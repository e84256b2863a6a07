"""What an index look-up can go by."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wql_objects import selects

from mofgen.provider.wql import EventSelect, Select, equalities, isa_classes, parse_wql


def required(where: str) -> list[tuple[str, object]]:
    query = parse_wql(f"SELECT * FROM X WHERE {where}")
    assert isinstance(query, Select)
    return [(str(each.property), each.value) for each in equalities(query.where)]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("A = 'x'", [("A", "x")]),
        ("'x' = A", [("A", "x")]),
        ("A = 'x' AND B = 2", [("A", "x"), ("B", 2)]),
        ("A = 1 AND (B = 2 AND NOT C <> 3)", [("A", 1), ("B", 2), ("C", 3)]),
        ("NOT (A <> 1 OR B = 2)", [("A", 1)]),
        ("A = 1 AND (B = 2 OR C = 3)", [("A", 1)]),
        ("(A = 1 AND B = 2) OR (B = 2 AND C = 3)", [("B", 2)]),
        ("A = 'x' OR a = 'X'", [("A", "x")]),
        ("A = 1 OR A = TRUE", []),
        ("A.B = 1 AND TargetInstance.Name = 'x'", [("A.B", 1), ("TargetInstance.Name", "x")]),
        ("A = 1 OR B = 2", []),
        ("A <> 1", []),
        ("A < 1", []),
        ("A = B", []),
        ("A LIKE 'x'", []),
        ("NOT A LIKE 'x'", []),
        ("A IS NULL", []),
        ("NOT A = 1", []),
    ],
)  # fmt: skip
def test_equalities(where: str, found: list[tuple[str, object]]) -> None:
    assert required(where) == found


def test_no_condition_requires_nothing() -> None:
    assert equalities(None) == ()
    assert isa_classes(None) == ()


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("TargetInstance ISA 'X'", ("X",)),
        ("targetinstance ISA X AND A = 1", ("X",)),
        ("TargetInstance ISA 'X' AND TargetInstance ISA 'Y'", ("X", "Y")),
        ("TargetInstance ISA 'X' OR TargetInstance ISA 'Y'", ()),
        ("TargetInstance ISA 'X' OR TargetInstance ISA 'x'", ("X",)),
        ("NOT TargetInstance ISA 'X'", ()),
        ("PreviousInstance ISA 'X'", ()),
    ],
)
def test_classes_of_events(where: str, found: tuple[str, ...]) -> None:
    query = parse_wql(f"SELECT * FROM __InstanceModificationEvent WHERE {where}")
    assert isinstance(query, EventSelect)
    assert isa_classes(query.where) == found


def test_classes_of_other_objects() -> None:
    query = parse_wql("SELECT * FROM X WHERE __this ISA 'Y' AND A.B ISA 'Z'")
    assert isinstance(query, Select)
    assert isa_classes(query.where, "__THIS") == ("Y",)
    assert isa_classes(query.where, "a.b") == ("Z",)


LEAVES = st.builds(
    "{} {} {}".format,
    st.sampled_from(["Watts", "Hours"]),
    st.sampled_from(["=", "<>", "<"]),
    st.integers(0, 2),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map("NOT ({})".format),
        st.builds("({}) AND ({})".format, inner, inner),
        st.builds("({}) OR ({})".format, inner, inner),
    ),
    max_leaves=6,
)
VALUES = st.one_of(st.none(), st.integers(0, 2))


@given(
    CONDITIONS, st.fixed_dictionaries({"Watts": VALUES, "Hours": VALUES})
)  # fmt: skip
def test_every_selected_object_has_what_is_required(
    where: str, obj: dict[str, Any]
) -> None:
    if selects(where, obj):
        assert all(obj[name] == value for name, value in required(where))
