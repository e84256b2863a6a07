"""Which objects a condition selects."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wql_objects import LAMP, DictReading, selects

from mofgen.provider.wql import Select, compile_condition, parse_wql
from mofgen.runtime import CimDateTime, Ref

NOON = CimDateTime("20240229120000.000000+000")

DESK = {
    "__CLASS": "X_Lamp",
    "__SERVER": "HOST",
    "__PATH": r'\\HOST\root\lamps:X_Lamp.Name="Desk"',
    "Name": "Desk",
    "Letter": "D",
    "Watts": 40,
    "Hours": 2**63,
    "Share": 0.5,
    "IsOn": True,
    "Since": NOON,
    "Room": Ref("X_Room", {"Floor": 1, "Name": "Hall"}, namespace="root/lamps"),
    "Colours": (1, 2),
    "Bulb": {"__CLASS": "X_Torch", "Watts": 5, "Maker": "Osram", "Made": NOON},
}

TRUE = [
    # Text has no case
    "Name = 'dESK'",
    "Name <> 'floor'",
    "Name > 'ALPHA'",
    "Name <= 'desk'",
    "'Desk' = Name",
    "Letter = 'd'",
    "Name LIKE 'd__k'",
    "Letter LIKE '[a-d]'",
    # Numbers, also in quotes, since WMI has those of 64 bits as text
    "Watts = 40",
    "Watts = 0x28",
    "Watts = 40.0",
    "Watts = '40'",
    "Watts = ' 0x28 '",
    "Watts < 40.5",
    "39 < Watts",
    "Hours = 9223372036854775808",
    "Hours > '9223372036854775807'",
    "Share >= 0.5",
    "Share < 1",
    # Booleans, as numbers and in quotes too
    "IsOn = TRUE",
    "IsOn <> FALSE",
    "IsOn = 1",
    "IsOn = 'True'",
    # Datetimes are instants
    "Since = '20240229130000.000000+060'",
    "Since < '20240229120000.000001+000'",
    "Since >= '20240229110000.000000-060'",
    "Since LIKE '202402%'",
    # References are objects, however they are written
    "Room = 'X_Room.Name=\"hall\",Floor=1'",
    r"Room = '\\\\.\\ROOT\\Lamps:x_room.floor=1,name=\'Hall\''",
    r"Room <> '\\\\HOST\\root\\other:X_Room.Name=\"Hall\",Floor=1'",
    "Room <> 'X_Room.Name=\"Hall\",Floor=2'",
    "Room LIKE '%hall%'",
    "__PATH = 'X_Lamp.Name=\\'DESK\\''",
    "__PATH = 'X_Lamp=\"Desk\"'",
    # NULL
    "Name IS NOT NULL",
    "Colours IS NOT NULL",
    "Nothing IS NULL",
    # Two properties
    "Name <> __SERVER",
    "Watts > Bulb.Watts",
    "Since = Bulb.Made",
    # Objects and classes
    "__CLASS = 'x_lamp'",
    "__this ISA 'X_Lamp'",
    "__this ISA x_thing",
    "NOT __this ISA 'X_Torch'",
    "Bulb ISA 'X_Lamp'",
    "Bulb.Watts = 5",
    "Bulb.Watts < '6'",
    "Bulb.Maker = 'OSRAM'",
    "Bulb.Maker LIKE 'os%'",
    "Bulb.Made > '20240101000000.000000+000'",
    "Bulb.__CLASS = 'X_Torch'",
    # Together
    "Watts = 40 AND Name = 'Desk' AND IsOn = TRUE",
    "Watts = 41 OR Name = 'Desk'",
    "NOT (Watts = 41 OR Name = 'Floor')",
    "NOT NOT Watts = 40",
]

FALSE = [
    "Name = 'Des'",
    "Name < 'desk'",
    "Name LIKE 'des'",
    "NOT Name LIKE 'd%'",
    "Watts <> 40",
    "Watts = -40",
    "Watts = 40.5",
    "IsOn = 0",
    "Since > '20240229130000.000000+060'",
    # A timestamp is neither before nor after an interval, nor what is not known
    "Since < '00000001000000.000000:000'",
    "Since >= '00000001000000.000000:000'",
    "Since < '2025**********.******+000'",
    "NOT Since < '2025**********.******+000'",
    "Room = 'X_Room.Name=\"Hall\"'",
    "Room = 'X_Hall.Name=\"Hall\",Floor=1'",
    r"Room = '\\\\.\\root\\other:X_Room.Name=\"Hall\",Floor=1'",
    "Name IS NULL",
    "Bulb ISA 'X_Room'",
    "NOT Bulb ISA 'X_Thing'",
    "__this ISA 'X_Torch'",
    # What can't be compared fulfils nothing, where only the values can tell
    "Bulb.Maker = 5",
    "Bulb.Maker <> 5",
    "Bulb.Watts = 'five'",
    "NOT Bulb.Watts = 'five'",
    "Bulb.Watts LIKE '5'",
    "NOT Bulb.Watts LIKE '6'",
    "Bulb.Maker = Watts",
    "Watts = 40 AND Name = 'Floor'",
    "Watts = 41 OR Name = 'Floor'",
]


@pytest.mark.parametrize("where", TRUE)
def test_conditions_that_select(where: str) -> None:
    cls = None if "Nothing" in where else LAMP
    assert selects(where, DESK, cls)


@pytest.mark.parametrize("where", FALSE)
def test_conditions_that_do_not_select(where: str) -> None:
    assert not selects(where, DESK)


@pytest.mark.parametrize("where", TRUE)
def test_the_values_tell_where_the_class_is_not_known(where: str) -> None:
    assert selects(where, DESK, None)


@pytest.mark.parametrize("where", FALSE)
def test_nor_do_they_select_there_what_they_should_not(where: str) -> None:
    assert not selects(where, DESK, None)


@pytest.mark.parametrize(
    "where",
    [
        "Name = 'x'",
        "Name <> 'x'",
        "Name < 'x'",
        "Name LIKE '%'",
        "Watts = 0",
        "Watts <> 0",
        "IsOn = FALSE",
        "Since < '20240229120000.000000+000'",
        "Room <> 'X_Room=1'",
        "Bulb ISA 'X_Lamp'",
        "Bulb.Watts = 0",
        "Name = Letter",
        "Name <> Letter",
        "Name IS NOT NULL",
    ],
)
@pytest.mark.parametrize("obj", [{}, dict.fromkeys(DESK)], ids=["unset", "NULL"])
def test_null_fulfils_no_comparison_and_not_its_opposite(
    where: str, obj: dict[str, Any]
) -> None:
    assert not selects(where, obj)
    is_null_test = where.endswith("NULL")
    assert selects(f"NOT {where}", obj) is is_null_test


def test_without_a_condition_every_object_is_selected() -> None:
    query = parse_wql("SELECT * FROM X_Lamp")
    assert isinstance(query, Select)
    assert compile_condition(query, LAMP, DictReading())({})


def test_a_path_is_looked_up_once_and_not_for_each_object() -> None:
    asked: list[tuple[str, ...]] = []

    class Counting(DictReading):
        def reader(self, names: tuple[str, ...], /) -> Any:
            asked.append(names)
            return super().reader(names)

    query = parse_wql("SELECT * FROM X_Lamp WHERE name = 'Desk' OR WATTS > 5")
    assert isinstance(query, Select)
    test = compile_condition(query, LAMP, Counting())
    assert all(test(DESK) for _ in range(10))
    assert asked == [("Name",), ("Watts",)]


# --- Against the plain definition of three truth values

VALUES = st.one_of(st.none(), st.integers(0, 2))
OBJECTS = st.fixed_dictionaries({"Watts": VALUES, "Hours": VALUES})
LEAVES = st.one_of(
    st.builds(
        lambda name, sign, value: (f"{name} {sign} {value}", (name, sign, value)),
        st.sampled_from(["Watts", "Hours"]),
        st.sampled_from(["=", "<>", "<", "<=", ">", ">="]),
        st.integers(0, 2),
    ),
    st.builds(
        lambda name, sign: (f"{name} {sign}", (name, sign, None)),
        st.sampled_from(["Watts", "Hours"]),
        st.sampled_from(["IS NULL", "IS NOT NULL"]),
    ),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda c: (f"NOT ({c[0]})", ("NOT", c[1]))),
        st.tuples(st.sampled_from(["AND", "OR"]), inner, inner).map(
            lambda c: (f"({c[1][0]}) {c[0]} ({c[2][0]})", (c[0], c[1][1], c[2][1]))
        ),
    ),
    max_leaves=6,
)


def truth(node: Any, obj: dict[str, Any]) -> bool | None:
    """True, False or, where a NULL does not let it tell, None."""
    match node:
        case ("NOT", inner):
            known = truth(inner, obj)
            return None if known is None else not known
        case ("AND" | "OR" as word, left, right):
            both = {truth(left, obj), truth(right, obj)}
            decisive: bool = word == "OR"
            if decisive in both:
                return decisive
            return None if None in both else not decisive
        case (name, "IS NULL", _):
            return obj[name] is None
        case (name, "IS NOT NULL", _):
            return obj[name] is not None
        case (name, sign, value):
            found = obj[name]
            return None if found is None else compare(found, sign, value)
    raise AssertionError(node)


def compare(left: int, sign: str, right: int) -> bool:
    order = (left > right) - (left < right)
    signs = {0: ("=", "<=", ">="), 1: ("<>", ">", ">="), -1: ("<>", "<", "<=")}
    return sign in signs[order]


@given(CONDITIONS, OBJECTS)
def test_an_object_is_selected_where_the_condition_is_true(
    condition: tuple[str, Any], obj: dict[str, Any]
) -> None:
    text, node = condition
    assert selects(text, obj) is (truth(node, obj) is True)
    assert selects(f"NOT ({text})", obj) is (truth(node, obj) is False)


SCALARS = st.one_of(
    st.none(),
    st.text(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False),
    st.just(NOON),
    st.just(DESK["Room"]),
    st.just((1, 2)),
    st.just({"__CLASS": "X_Lamp"}),
)


@pytest.mark.parametrize("sign", ["=", "<>", "<", ">="])
@pytest.mark.parametrize("constant", ["'x'", "5", "1.5", "TRUE", f"'{NOON}'"])
@given(value=SCALARS, other=SCALARS)
def test_no_value_of_an_unknown_property_raises(
    sign: str, constant: str, value: object, other: object
) -> None:
    obj = {"A": value, "B": other}
    for where in (f"A {sign} {constant}", f"A {sign} B", "A LIKE 'x%'", "A ISA 'X'"):
        assert selects(where, obj, None) in (True, False)
