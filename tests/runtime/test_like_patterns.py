"""LIKE patterns: what they match, and that none is slow."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.runtime.like import like_test


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("", [""], ["a"]),
        ("abc", ["abc", "ABC"], ["ab", "abcd", "xabc"]),
        ("a%", ["a", "abc", "A\nb"], ["", "ba"]),
        ("%a", ["a", "bca"], ["ab", ""]),
        ("%a%", ["a", "bab"], ["bcd"]),
        ("a%b%c", ["abc", "axbxc", "abcbc"], ["acb", "ab"]),
        ("%ab%ab", ["abab", "xabxab"], ["ab", "aab"]),
        ("%%Default%%", ["Default", r"Microsoft:X\Default"], ["Defaul"]),
        ("Microsoft:Definition%Maximum", ["Microsoft:Definition\\1\\Maximum"], [""]),
        ("_", ["a", "%", "\n"], ["", "ab"]),
        ("a_c", ["abc", "a_c"], ["ac"]),
        ("%_", ["a", "ab"], [""]),
        ("[a-c]", ["a", "b", "C"], ["d", "-", ""]),
        ("[a=c]", ["a", "b", "c"], ["d", "="]),
        ("[abx]", ["a", "b", "x"], ["c"]),
        ("[^a-c]", ["d", "^"], ["a", "B", ""]),
        ("[0-9a-f][0-9a-f]", ["1F", "00"], ["1g"]),
        ("[_][_]CLASS", ["__class"], ["xxclass"]),
        ("100[%]", ["100%"], ["1000"]),
        ("[[]x]", ["[x]"], ["x]"]),
        ("[]]", ["]"], ["[]]"]),
        ("[^]", ["^"], ["a"]),
        ("[^^]", ["a"], ["^"]),
        ("[a-]", ["a", "-"], ["b"]),
        ("[-a]", ["a", "-"], ["b"]),
        ("[c-a]", [], ["a", "b", "c", "-"]),
        ("[^c-a]", ["a", "-"], [""]),
        (r"[\w]", ["\\", "w"], ["a"]),
        ("[abc", ["[abc"], ["a"]),
        ("[]", ["[]"], ["a"]),
        ("a.c*(x)+", ["a.c*(x)+"], ["abcx"]),
        (r"\d", [r"\d"], ["1"]),
    ],
)
def test_patterns(pattern: str, matching: list[str], others: list[str]) -> None:
    matches = like_test(pattern)
    assert [text for text in matching if not matches(text)] == []
    assert [text for text in others if matches(text)] == []


PLAIN = st.text("abcXYZ 0-.\\^*")


@given(PLAIN)
def test_text_without_wildcards_matches_itself_alone(text: str) -> None:
    matches = like_test(text)
    assert matches(text) and matches(text.swapcase())
    assert not matches(text + "a")


WILD = st.text("ab%_", max_size=12)


@given(WILD, st.text("ab", max_size=12))
def test_wildcards_are_those_of_the_plain_definition(pattern: str, text: str) -> None:
    expression = pattern.replace("%", ".*").replace("_", ".")
    assert like_test(pattern)(text) == bool(re.fullmatch(expression, text))


@given(st.text())
def test_any_text_is_a_pattern(pattern: str) -> None:
    assert like_test(pattern)("some text") in (True, False)


def test_no_pattern_makes_matching_slow() -> None:
    """Tried place by place, this would take longer than anybody's life."""
    assert not like_test("%a" * 40 + "%b")("a" * 3000)
    assert like_test("%a_" * 20)("ab" * 1000)
