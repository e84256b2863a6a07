"""A comparison as people and programs read it, and that of the Hyper-V schemas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mofgen.diff import Comparison, Kind, compare
from mofgen.diff.report import as_json, as_markdown, as_text
from mofgen.ir import resolve
from mofgen.ir.cache import load_schema
from mofgen.mof import parse_text

REPOSITORY = Path(__file__).resolve().parents[2]
FACTS = REPOSITORY.parent / "shared" / "facts"
BASE = "class Base { [Key] string Id; };"
OLD = """
class Gone {}; class C { uint8 A; string B = "x"; [Description("old")] void M(); };
instance of C { A = 1; };
"""
NEW = """
class C : Base { uint16 A; string B = "y*"; [Description("new")] void M(); void N(); };
instance of C { A = 2; };
"""


@pytest.fixture
def comparison() -> Comparison:
    return compare(resolve(parse_text(BASE + OLD)), resolve(parse_text(BASE + NEW)))


def test_the_text_report(comparison: Comparison) -> None:
    assert as_text(comparison) == (
        "1 class removed; 1 property and 1 method added; "
        "3 other changes; 3 minor changes\n"
        "3 breaking changes\n"
        "\n"
        "Classes\n"
        "! - Gone: class removed  [breaking: a client may use it]\n"
        "\n"
        "C\n"
        "  ~ superclass changed from none to Base\n"
        "! + Id: property added (string)  [breaking: a key identifies the instances]\n"
        "! ~ A: type changed from uint8 to uint16"
        "  [breaking: values have another type]\n"
        '  ~ B: default changed from "x" to "y*"\n'
        "  + N: method added (void)\n"
    )


def test_minor_changes_are_listed_on_demand(comparison: Comparison) -> None:
    text = as_text(comparison, everything=True)
    assert '  ~ M: Description changed from "old" to "new"\n' in text
    assert "  + instance added: C(A=2)\n" in text


def test_the_markdown_report_escapes_markup(comparison: Comparison) -> None:
    text = as_markdown(comparison)
    assert "### C\n\n- superclass changed" in text
    assert '- `B`: default changed from "x" to "y\\*".\n' in text
    assert "- `A`: type changed from uint8 to uint16. **Breaking**: values" in text


def test_text_can_not_steer_the_terminal() -> None:
    old, new = (
        resolve(parse_text(f'[Mine("{text}")] class A {{}};'))
        for text in ("", "\\x1b[2J")
    )
    comparison = compare(old, new)
    assert r'qualifier Mine changed from "" to "\x001B[2J"' in as_text(comparison)
    assert "\x1b" not in as_markdown(comparison)


def test_the_json_report(comparison: Comparison) -> None:
    data = json.loads(as_json(comparison))
    assert data["mofgen-diff"] == 1
    assert data["breaking"] == 3
    assert data["summary"] == comparison.summary()
    assert data["changes"][0] == {
        "kind": "class-removed",
        "breaking": True,
        "class": "Gone",
        "reason": "a client may use it",
    }
    kinds = [change["kind"] for change in data["changes"]]
    assert "text-changed" not in kinds
    everything = json.loads(as_json(comparison, everything=True))
    assert len(everything["changes"]) == len(comparison.changes)


def test_every_kind_of_change_is_documented() -> None:
    text = (REPOSITORY / "docs" / "diff.md").read_text("utf-8")
    assert [kind for kind in Kind if f"`{kind}`" not in text] == []


# --- the two schemas of Hyper-V ---


@pytest.fixture(scope="module")
def hyper_v() -> Comparison:
    external = ("CIM_Credential", "CIM_RegisteredProfile", "Msvm_RegisteredProfile")
    old, new = (
        load_schema([REPOSITORY / "schemas" / name], external=external, cache=False)
        for name in (
            "WindowsVirtualization.v2.server2019.mof",
            "WindowsVirtualization.v2.mof",
        )
    )
    return compare(old, new)


def test_what_windows_server_23h2_changed(hyper_v: Comparison) -> None:
    assert hyper_v.summary() == (
        "2 classes removed, 1 added; 72 properties and 3 methods added"
    )
    assert {c.class_name for c in hyper_v.changes if c.breaking} == {
        "Msvm_EthernetSwitchPortMigrationQosSettingData",
        "Msvm_EthernetSwitchPortVfpSettingData",
    }


def test_the_other_way_round_added_is_removed() -> None:
    schemas = resolve(parse_text(BASE + OLD)), resolve(parse_text(BASE + NEW))
    there, back = compare(*schemas), compare(*reversed(schemas))
    assert {(c.class_name, c.member, str(c.kind)) for c in there.changes} == {
        (c.class_name, c.member, swapped(c.kind)) for c in back.changes
    }


def swapped(kind: Kind) -> str:
    what, _, verb = kind.rpartition("-")
    return f"{what}-{ {'added': 'removed', 'removed': 'added'}.get(verb, verb)}"


def members(name: str) -> set[tuple[str, str | None]]:
    """Classes and their declared members in a file of facts."""
    found: set[tuple[str, str | None]] = set()
    for class_ in json.loads((FACTS / name).read_text("utf-8"))["classes"]:
        found.add((class_["name"], None))
        for member in (*class_["properties"], *class_["methods"]):
            found.add((class_["name"], member["name"]))
    return found


@pytest.mark.skipif(not FACTS.exists(), reason="the facts are not here")
def test_the_changes_are_those_of_the_facts(hyper_v: Comparison) -> None:
    old, new = (
        members(f"virtualization-v2.{name}.json")
        for name in ("server2019", "server23h2")
    )
    both = {name for name, _ in old} & {name for name, _ in new}
    expected = {item for item in old ^ new if item[1] is None or item[0] in both}
    assert {(c.class_name, c.member) for c in hyper_v.changes} == expected
