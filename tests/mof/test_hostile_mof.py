"""Texts by strangers: any text gives a document or a MofError, and soon."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.mof import MofError, parse_files, parse_text
from mofgen.mof.limits import MAX_NESTING

VALID = r"""
#pragma namespace("\\\\.\\root\\a")
Qualifier Key : boolean = false, Scope(property, reference), Flavor(ToSubclass);
[Abstract, Description ("A " "b\n\x41"): Amended ToSubclass, // note
 Values {"a", "b"}, Min(-0x1F)] /* and */
class A as $a : B {
  [Key] uint32 Id = 017; string S[] = {"a", NULL}; A ref R; char16 C = '\'';
  [Static] uint32 F([In] A ref x, [Out] real64 y[3] = {1.5, .5e-3});
  object:B O = instance of B { x = $a; };
};
instance of A as $b { Id = 101b; S = {}; };
"""


def parses_or_explains(text: str) -> None:
    try:
        parse_text(text)
    except MofError as e:
        assert e.diagnostics
        assert str(e)


@given(st.text())
def test_any_text(text: str) -> None:
    parses_or_explains(text)


@given(
    st.lists(
        st.sampled_from(VALID.split() + list("[](){};:,=\"'/*#$\\\n0")), max_size=40
    )
)
def test_any_words_of_the_language(words: list[str]) -> None:
    parses_or_explains(" ".join(words))
    parses_or_explains("".join(words))


@given(st.data())
def test_any_change_of_a_valid_text(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(VALID)))
    end = data.draw(st.integers(start, min(len(VALID), start + 20)))
    inserted = data.draw(st.text("[](){};:,=\"'/*#$\\\n aA0", max_size=3))
    parses_or_explains(VALID[:start] + inserted + VALID[end:])


def test_the_valid_text_is_valid() -> None:
    assert len(parse_text(VALID).declarations) == 4


def test_any_end_of_a_valid_text() -> None:
    for end in range(len(VALID)):
        parses_or_explains(VALID[:end])


@given(st.binary(max_size=300))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.mof"
    path.write_bytes(data)
    try:
        parse_files([path])
    except MofError as e:
        assert str(e)


MANY = 200_000

# Each was chosen to make a careless pattern or a recursion of the reader suffer.
ADVERSARIAL = {
    "open brackets": "[" * MANY,
    "open brackets with names": "[a" * MANY,
    "open braces": "{" * MANY,
    "open parentheses": "class A { void F(" + "(" * MANY,
    "open comments": "/*" * MANY,
    "a comment of stars": "/" + "*" * MANY,
    "slashes": "/" * MANY + "\n" + "/ " * MANY,
    "quotes": '"' * MANY + "x",
    "quotes in a list": "[" + '"' * MANY + " x",
    "backslashes": '"' + "\\" * MANY,
    "comments in an open list": "[" + "/**/ / " * MANY,
    "strings in an open list": "[a(" + '"x" ' * MANY,
    "apostrophes in an open list": "[" + "'a " * MANY,
    "white space": " \t\n" * MANY + "x",
    "digits": "class A { uint8 X = " + "1" * MANY + "; };",
    "a long name": "class " + "A" * MANY + " ;",
    "signs": "class A { uint8 X = " + "+-" * MANY,
    "many errors": "uint8 ;" * MANY,
    "many broken lists": "[Key Read] class A; " * MANY,
    "many open lists": "class A { " + "[Key uint8 X; " * MANY,
    "many lists without a quote": 'class A { [Key("x] uint8 X;\n' * MANY,
    "many strings over lines": "class A { string X = " + '"a\nb" ' * MANY,
    "many bad escapes": "class A { string X = " + '"\\q" ' * MANY + "; };",
    "many unclosed classes": "class A { " * MANY,
    "many flavors": "[Key : " + "ToSubclass " * MANY + "] class A;",
    "many flavors after commas": "[Key : ToSubclass"
    + ",ToSubclass" * MANY
    + "] class A;",
    "many elements": "class A { uint8 X[] = {" + "1," * MANY + "1}; };",
    "many members": "class A { " + "uint8 X; " * MANY + "};",
    "many pragmas": "#pragma x " * MANY,
}


@pytest.mark.parametrize("case", ADVERSARIAL)
def test_a_large_text_is_read_in_a_time_that_grows_with_its_size(case: str) -> None:
    # No clock: quadratic work on these would not end within the test session.
    parses_or_explains(ADVERSARIAL[case])


def nested(depth: int) -> str:
    return "x = instance of A { " * depth + "y = 1;" + " };" * depth


def test_instances_nest_up_to_the_limit() -> None:
    parse_text(f"instance of A {{ {nested(MAX_NESTING - 1)} }};")


def test_deeper_instances_are_refused_where_they_get_too_deep() -> None:
    with pytest.raises(MofError, match=f"more than {MAX_NESTING} nested braces"):
        parse_text(f"instance of A {{ {nested(MAX_NESTING)} }};")


def test_no_depth_ends_in_a_recursion_error() -> None:
    with pytest.raises(MofError):
        parse_text(f"instance of A {{ {nested(sys.getrecursionlimit() * 10)} }};")


def test_the_garbage_collector_is_left_as_it_was(tmp_path: Path) -> None:
    import gc

    for text in ("class A;", "class ;"):
        parses_or_explains(text)
        assert gc.isenabled()
    gc.disable()
    try:
        parses_or_explains("class A;")
        assert not gc.isenabled()
    finally:
        gc.enable()
