"""WQL: what values become in a query, and that none of them becomes syntax."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lamphouse import X_Every, X_Lamp, X_Room

from mofgen.runtime import CimDateTime, CimTypeError, CimValueError, Ref, like_escape
from mofgen.runtime.like import like_test
from mofgen.runtime.wql import literal, select

_STRING = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)


def read_back(text: str) -> str:
    """The value of a string literal, read by the rules of the language."""
    found = _STRING.fullmatch(text)
    assert found, text
    return re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "NULL"),
        (True, "TRUE"),
        (False, "FALSE"),
        (-5, "-5"),
        (2**64 - 1, "18446744073709551615"),
        (X_Lamp.StateValues.ON, "2"),
        (1.5, "1.5"),
        ("web-01", "'web-01'"),
        ("it's", r"'it\'s'"),
        ("a\\b", r"'a\\b'"),
        ('say "x"', "'say \"x\"'"),
        ("' OR 1=1 --", r"'\' OR 1=1 --'"),
        ("\\' OR ''='", r"'\\\' OR \'\'=\''"),
        (CimDateTime("20240229120000.000000+060"), "'20240229120000.000000+060'"),
        (Ref(X_Lamp, {"Name": 'a"b'}), '\'X_Lamp.Name="a\\\\"b"\''),
    ],
)
def test_values_as_wql_writes_them(value: object, text: str) -> None:
    assert literal(value) == text


@given(st.text(st.characters(exclude_characters="\0")))
def test_any_text_stays_within_its_quotes(text: str) -> None:
    assert read_back(literal(text)) == text


@pytest.mark.parametrize("value", [b"x", (1, 2), [1], X_Lamp(), object()])
def test_what_has_no_literal(value: object) -> None:
    with pytest.raises(CimTypeError, match="WQL has no literal for"):
        literal(value)


@pytest.mark.parametrize("value", ["a\0b", float("nan"), float("inf"), -float("inf")])
def test_what_no_query_can_hold(value: object) -> None:
    with pytest.raises(CimValueError):
        literal(value)


def test_a_query_for_a_class() -> None:
    assert select(X_Lamp) == "SELECT * FROM X_Lamp"
    assert select(X_Lamp, ["Name", "class"]) == "SELECT Name, class FROM X_Lamp"
    assert (
        select(X_Lamp, None, X_Lamp.Name == "it's")
        == r"SELECT * FROM X_Lamp WHERE Name = 'it\'s'"
    )


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (X_Lamp.Watts == 40, "Watts = 40"),
        (X_Lamp.Watts != 40, "Watts <> 40"),
        (X_Lamp.Watts < 40, "Watts < 40"),
        (X_Lamp.Watts <= 40, "Watts <= 40"),
        (X_Lamp.Watts > 40, "Watts > 40"),
        (X_Lamp.Watts >= 40, "Watts >= 40"),
        (X_Lamp.Watts == None, "Watts IS NULL"),  # noqa: E711
        (X_Lamp.Watts != None, "Watts IS NOT NULL"),  # noqa: E711
        (X_Lamp.State == X_Lamp.StateValues.ON, "State = 2"),
        (X_Lamp.State.is_in([2, 3]), "State = 2 OR State = 3"),
        (X_Lamp.State.is_in([2]), "State = 2"),
        (X_Lamp.class_ == "A", "class = 'A'"),
        (X_Lamp.Name.like("desk[0-9]%"), "Name LIKE 'desk[0-9]%'"),
        (X_Lamp.Name.starts_with("50%_["), "Name LIKE '50[%][_][[]%'"),
        (X_Lamp.Name.ends_with("a"), "Name LIKE '%a'"),
        (X_Lamp.Name.contains("it's"), r"Name LIKE '%it\'s%'"),
        (X_Lamp.Room == Ref(X_Room, {"Name": "a"}), "Room = 'X_Room.Name=\"a\"'"),
        (~(X_Lamp.Watts > 40), "NOT (Watts > 40)"),
        (
            (X_Lamp.Watts > 40) & (X_Lamp.State.is_in([2, 3])),
            "Watts > 40 AND (State = 2 OR State = 3)",
        ),
        (
            (X_Lamp.Watts > 40) | (X_Lamp.Name == "a") & ~(X_Lamp.Name == "b"),
            "Watts > 40 OR (Name = 'a' AND NOT (Name = 'b'))",
        ),
    ],
    ids=str,
)
def test_conditions_as_wql_writes_them(condition: Any, text: str) -> None:
    assert condition.wql() == text
    assert repr(condition) == f"<Condition {text}>"


NUMBERS = st.one_of(st.none(), st.integers(1, 5))


@given(st.integers(1, 5), NUMBERS)
def test_a_condition_holds_as_a_host_would_say(limit: int, watts: int | None) -> None:
    lamp = X_Lamp(Watts=watts)
    assert (X_Lamp.Watts == limit).holds(lamp) == (watts == limit)
    assert (X_Lamp.Watts == None).holds(lamp) == (watts is None)  # noqa: E711
    assert (X_Lamp.Watts != None).holds(lamp) == (watts is not None)  # noqa: E711
    known = watts is not None
    assert (X_Lamp.Watts != limit).holds(lamp) == (known and watts != limit)
    assert (X_Lamp.Watts > limit).holds(lamp) == (watts is not None and watts > limit)
    assert (X_Lamp.Watts <= limit).holds(lamp) == (watts is not None and watts <= limit)


def test_null_fulfils_neither_a_comparison_nor_its_opposite() -> None:
    lamp = X_Lamp(Name="Desk", Watts=None)
    bright, named = X_Lamp.Watts > 40, X_Lamp.Name == "Desk"
    assert not bright.holds(lamp) and not (~bright).holds(lamp)
    assert (bright | named).holds(lamp) and not (~bright & named).holds(lamp)
    assert not (~(bright & named)).holds(lamp) and (~(bright & ~named)).holds(lamp)


def test_conditions_combine_as_python_does() -> None:
    lamp = X_Lamp(Name="Desk", Watts=40)
    right, wrong = X_Lamp.Watts == 40, X_Lamp.Watts == 41
    assert (right & right).holds(lamp) and not (right & wrong).holds(lamp)
    assert (right | wrong).holds(lamp) and not (wrong | wrong).holds(lamp)
    assert (~wrong).holds(lamp) and not (~right).holds(lamp)


def test_text_compares_without_regard_to_case() -> None:
    lamp = X_Lamp(Name="Desk")
    assert (X_Lamp.Name == "dESK").holds(lamp)
    assert (X_Lamp.Name.starts_with("DE")).holds(lamp)
    assert not (X_Lamp.Name == "desks").holds(lamp)


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("desk%", "desk-1", True),
        ("desk_", "desk1", True),
        ("desk_", "desk", False),
        ("%%Default%%", "Microsoft:Default\\x", True),
        ("[a-f]%", "box", True),
        ("[^a-f]%", "box", False),
        ("[%]", "%", True),
        ("[%]", "x", False),
        ("[[]x", "[x", True),
        ("[x", "[x", True),
        ("a.c", "abc", False),
        ("%\n%", "a\nb", True),
    ],
)
def test_like_patterns(pattern: str, text: str, matches: bool) -> None:
    assert like_test(pattern)(text) is matches


@given(st.text())
def test_an_escaped_text_matches_itself_alone(text: str) -> None:
    assert like_test(like_escape(text))(text)
    assert not like_test(like_escape(text))(f"{text}x")


@given(st.text("a-z%_[]^\\.", max_size=12), st.text("abz-%_[]^\\.", max_size=12))
def test_no_pattern_breaks_matching(pattern: str, text: str) -> None:
    assert like_test(pattern)(text) in (True, False)


def test_a_condition_is_not_taken_for_a_truth() -> None:
    with pytest.raises(CimTypeError, match="is a condition for where"):
        if X_Lamp.Watts > 40:
            pass
    with pytest.raises(CimTypeError, match=r"combine conditions with & | ~"):
        assert (X_Lamp.Watts > 40) and (X_Lamp.Watts < 50)


def test_properties_themselves_still_compare_as_objects() -> None:
    assert X_Lamp.Watts == X_Lamp.Watts
    assert X_Lamp.Watts != X_Lamp.Name
    assert X_Lamp.Name in [X_Lamp.Watts, X_Lamp.Name]
    assert len({X_Lamp.Watts, X_Lamp.Name, X_Lamp.Watts}) == 2


# What is wrong is told before anything is asked of a host.
BAD_CONDITIONS = [
    (
        lambda: X_Lamp.Watts == "40",
        CimTypeError,
        "X_Lamp.Watts is uint32, not str '40'",
    ),
    (
        lambda: X_Lamp.Watts == -1,
        CimValueError,
        "X_Lamp.Watts: -1 is below the limit 0",
    ),
    (
        lambda: X_Lamp.Watts > None,
        CimTypeError,
        "X_Lamp.Watts > NULL: NULL has no order",
    ),
    (
        lambda: X_Lamp.Watts == 1.5,
        CimTypeError,
        "X_Lamp.Watts is uint32, not float 1.5",
    ),
    (lambda: X_Lamp.Watts == 2**32, CimValueError, "is above the limit 4294967295"),
    (lambda: X_Lamp.Watts == True, CimTypeError, "uint32, not bool True"),  # noqa: E712
    (
        lambda: X_Lamp.State == "on",
        CimTypeError,
        "X_Lamp.State is uint16, not str 'on'",
    ),
    (lambda: X_Lamp.State.is_in([]), CimTypeError, "State is one of no values"),
    (lambda: X_Lamp.State.is_in([2, "x"]), CimTypeError, "uint16, not str 'x'"),
    (lambda: X_Lamp.Name == 5, CimTypeError, "X_Element.Name is a string, not int 5"),
    (lambda: X_Lamp.Name == b"a", CimTypeError, "is a string, not bytes b'a'"),
    (lambda: X_Lamp.Name.like(5), CimTypeError, "LIKE compares strings, not 5"),
    (lambda: X_Lamp.Watts.like("4%"), CimTypeError, "X_Lamp.Watts: LIKE compares"),
    (lambda: X_Lamp.Name.like(None), CimTypeError, "LIKE NULL: NULL has no order"),
    (lambda: X_Lamp.Notes == "a", CimTypeError, "X_Element.Notes is an array"),
    (lambda: X_Lamp.History == [2], CimTypeError, "X_Lamp.History is an array"),
    (lambda: X_Lamp.Setting == X_Lamp(), CimTypeError, "is an embedded object"),
    (lambda: X_Lamp.Room == X_Lamp(Name="a"), CimTypeError, "is not a subclass of it"),
    (lambda: X_Lamp.Room == "no path", CimValueError, "X_Lamp.Room"),
    (lambda: (X_Lamp.Name == "a\0").wql(), CimValueError, "has a NUL character"),
]


@pytest.mark.parametrize(("make", "kind", "message"), BAD_CONDITIONS)
def test_bad_conditions_say_what_is_wrong(make: Any, kind: Any, message: str) -> None:
    with pytest.raises(kind) as caught:
        make()
    assert message in str(caught.value)


def test_every_scalar_type_can_be_compared() -> None:
    compared = 0
    for name, each in vars(X_Every).items():
        if hasattr(each, "is_array") and not each.is_array and not each.is_embedded:
            assert (each == None).wql() == f"{each.name} IS NULL", name  # noqa: E711
            compared += 1
    assert compared > 10
