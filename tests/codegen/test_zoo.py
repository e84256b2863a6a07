"""A package of everything odd is imported and used as any other."""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mofgen import runtime as cim
from mofgen.ir.model import Schema


@pytest.fixture(scope="module")
def package(zoo_folder: Path) -> Iterator[Any]:
    sys.path.insert(0, str(zoo_folder))
    yield importlib.import_module("zoo")
    sys.path.remove(str(zoo_folder))
    for name in [n for n in sys.modules if n.partition(".")[0] == "zoo"]:
        del sys.modules[name]


def test_every_class_is_found_by_its_cim_name(package: Any, zoo: Schema) -> None:
    for class_ in zoo.classes.values():
        found = cim.find_class(package, class_.name)
        assert found._wire_class[0] == class_.name


def test_every_property_is_there_by_its_cim_name(package: Any, zoo: Schema) -> None:
    for class_ in zoo.classes.values():
        found: Any = cim.find_class(package, class_.name)
        table = cim.class_table(found)
        for prop in class_.properties.values():
            known = table.find(prop.name)
            assert known is not None
            assert (known.name, known.type) == (prop.name, prop.type)
            assert known.default == prop.default
            assert known.is_key == prop.is_key


def test_text_of_the_schema_is_text_and_nothing_else(package: Any) -> None:
    hostile = package.Zoo_Hostile
    assert "import os" in hostile.__doc__
    assert hostile.InstanceID.default == '"""; import os # {{ x }} \' \\ \t \x1b \u202e'
    assert [(v.value, v.label) for v in hostile.KindValues] == [
        ('"""', 'Three "quotes"'),
        ("\\", "Back\\slash"),
        ("{{ x }}", "{% x %}"),
        ("", ""),
    ]


def test_odd_names_construct_compare_and_copy(package: Any) -> None:
    one = package.Zoo_Names(class_="a", self_="b", copy_="c", __init____=1, State=1)
    assert one.State.name == "ONE"
    two = one.copy(cim__="d")
    assert two != one
    assert (two.class_, two.copy_, two.cim__) == ("a", "c", "d")
    assert package.Zoo_Names.class_.name == "class"
    assert package.Zoo_MoreNames.class_.name == "CLASS"


class Recorder:
    """A connection that keeps what it is asked, and answers what it is told."""

    def __init__(self, **answer: object) -> None:
        self.answer = answer
        self.asked: list[Any] = []

    def invoke(self, target: Any, method: str, arguments: Any) -> Any:
        self.asked.append((method, dict(arguments)))
        return self.answer

    def associators(self, source: Any, **request: Any) -> Any:
        self.asked.append(request)
        return []

    def references(self, source: Any, **request: Any) -> Any:
        self.asked.append(request)
        return []


def test_arguments_and_results_travel_by_their_cim_names(package: Any) -> None:
    wire: Any = Recorder(**{"ReturnValue": 0, "None": "x", "method": "y", "str": 7})
    one = cim.attach(package.Zoo_Names(class_="a"), wire)
    found = one.clash(class_="p", self_="q", result="r", int_=3)
    assert wire.asked == [
        ("clash", {"class": "p", "self": "q", "result": "r", "int": 3})
    ]
    assert (found.ReturnValue, found.None_, found.method, found.str_) == (
        0,
        "x",
        "y",
        7,
    )


def test_ends_ask_for_the_reference_by_its_cim_name(package: Any) -> None:
    wire: Any = Recorder()
    one = cim.attach(package.Zoo_Values(Id="a"), wire)
    list(one.related.Zoo_Triple.class_)
    list(one.related.Zoo_Triple.objects_)
    list(one.related.Zoo_Triple.objects())
    list(one.related.__Tie__.__Left__)
    assert [request.get("result_role") for request in wire.asked] == [
        "class",
        "objects",
        None,
        "__Left",
    ]


def test_a_subclass_knows_the_values_that_it_adds(package: Any) -> None:
    more = package.Zoo_MoreValues
    assert more(State=20).State.name == "SLEEPING"
    assert isinstance(more(State=20).State, package.Zoo_Values.StateValues)
    assert package.Zoo_Values(State=20).State.name is None
    assert package.Zoo_SameValues.StateValues is more.StateValues


def test_ranges_and_bits(package: Any) -> None:
    values = package.Zoo_Values
    assert 5 in values.StateValues.DMTF_RESERVED
    assert values(State=5).State.label == "DMTF Reserved"
    assert values(State=30000).State.label == "Other Range"
    assert values(State=40000).State.label == "Vendor Reserved"
    rights = values(Rights=0x80000001).Rights
    assert list(rights) == [values.RightsValues.READ, values.RightsValues.ALL_OF_IT]
    assert values.RightsValues.WRITE not in rights


def test_a_character_with_meanings_has_them(package: Any) -> None:
    values = package.Zoo_Values
    made = values(Letter="x")
    assert made.Letter is values.LetterValues.EX
    made.Letter = "y"
    assert (made.Letter.label, made.Letter == "y") == ("Why", True)
    assert values(Letter="z").Letter.is_listed is False
    with pytest.raises(cim.CimValueError, match="not one character of 16 bits"):
        values(Letter="xy")


@pytest.mark.parametrize(
    ("checker", "options"),
    [
        ("mypy", ["--strict", "--config-file=", "--cache-dir", os.devnull]),
        ("pyright", ["--pythonpath", sys.executable]),
    ],
)
def test_type_checkers_accept_it(
    checker: str, options: list[str], zoo_folder: Path
) -> None:
    if importlib.util.find_spec(checker) is None:
        pytest.skip(f"{checker} is not installed")
    done = subprocess.run(
        [sys.executable, "-m", checker, *options, "zoo"],
        cwd=zoo_folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
