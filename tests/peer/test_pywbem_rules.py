"""The explanations of differences from pywbem explain no more than they say."""

from __future__ import annotations

import pytest

from benchmarks.compare_pywbem import compare
from benchmarks.pywbem_rules import RULES, Difference
from benchmarks.schema_facts import Facts, class_facts
from mofgen.ir import resolve
from mofgen.mof import parse_text

MOF = """
class T_Base { [Key] string Name; [Description("It\\'s a \\"state\\"")] uint16 State; };
class T_Disk : T_Base { [Override("State")] uint16 State; };
"""


def explanations(difference: Difference) -> list[str]:
    return [rule.name for rule in RULES if rule.explains(difference)]


@pytest.fixture
def facts() -> Facts:
    return class_facts(resolve(parse_text(MOF))["T_Disk"])


def test_a_lost_apostrophe_is_explained_and_a_lost_word_is_not(facts: Facts) -> None:
    path = ("t_disk", "state", "[description]")
    ours = facts[path]["value"]
    assert ours == 'It\'s a "state"'
    lost = Difference(path, "value", ours, 'Its a "state"', facts)
    other = Difference(path, "value", ours, 'It a "state"', facts)
    assert explanations(lost) == ["apostrophes"]
    assert explanations(other) == []


def test_only_an_overriding_member_may_be_called_propagated(facts: Facts) -> None:
    overriding = Difference(("t_disk", "state"), "propagated", False, True, facts)
    assert explanations(overriding) == ["overriding members"]
    inherited = Difference(("t_disk", "name"), "propagated", True, False, facts)
    assert explanations(inherited) == []


@pytest.mark.parametrize("fact", ["type", "is_array", "array_size", "class_origin"])
def test_a_difference_in_what_a_property_is_has_no_explanation(
    facts: Facts, fact: str
) -> None:
    path = ("t_disk", "state")
    assert explanations(Difference(path, fact, facts[path][fact], "x", facts)) == []


def test_a_class_on_one_side_only_is_a_difference() -> None:
    pytest.importorskip("pywbem")
    result = compare(resolve(parse_text(MOF)), {})
    assert result.classes == 2
    assert any(d.path == ("t_disk",) for d in result.unexplained)
