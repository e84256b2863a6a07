"""Literals and docstrings: foreign text goes in whole and never gets out."""

from __future__ import annotations

import ast
import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.codegen.literals import text_literal, value_literal
from mofgen.codegen.text import docstring_lines, paragraphs

hostile = st.text(
    st.sampled_from(
        list("\"'\\{}%#ab \n\r\t\0\x1b\x85\u2028\u202e\ufeff\ud800\U0001f600")
    )
)
any_text = st.text() | hostile
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | any_text
)

# --- Literals -------------------------------------------------------------------


@given(any_text)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert ast.literal_eval(text_literal(text)) == text


@given(any_text)
def test_a_literal_shows_everything_that_is_in_it(text: str) -> None:
    assert text_literal(text).isprintable()


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("plain", '"plain"'),
        ('say "hi"', "'say \"hi\"'"),
        ("it's", '"it\'s"'),
        ('it\'s "it"', "'it\\'s \"it\"'"),  # fewer backslashes than with "
        ("'\"", '"\'\\""'),
        ("a\\b\n", '"a\\\\b\\n"'),
        ("\x1b\u202e\U000e0001", '"\\x1b\\u202e\\U000e0001"'),
    ],
)
def test_literals_are_written_as_black_writes_them(text: str, literal: str) -> None:
    assert text_literal(text) == literal


@given(st.recursive(scalars, lambda inner: st.lists(inner).map(tuple), max_leaves=8))
def test_a_value_comes_back_as_it_was(value: object) -> None:
    assert ast.literal_eval(value_literal(value)) == value


def test_a_tuple_of_one_is_a_tuple() -> None:
    assert value_literal((1,)) == "(1,)"


# --- Docstrings -----------------------------------------------------------------


def read_back(parts: list[str], depth: int = 1) -> str | None:
    """The docstring that Python reads where the lines stand in a class."""
    lines = docstring_lines(parts, depth)
    margin = "    " * depth
    source = "\n".join(["if True:", *lines, f"{margin}after = 1", ""])
    (block,) = ast.parse(source).body
    assert isinstance(block, ast.If)
    *docstring, last = block.body
    assert ast.unparse(last) == "after = 1"
    if not docstring:
        return None
    (statement,) = docstring
    assert isinstance(statement, ast.Expr)
    value = ast.literal_eval(statement.value)
    assert isinstance(value, str)
    return inspect.cleandoc(value)


def words(text: str) -> list[str]:
    """What a reader sees of ``text``."""
    return "".join(c if c.isprintable() else " " for c in text).split()


@given(st.lists(any_text, max_size=4), st.integers(1, 3))
def test_a_docstring_says_the_text_and_ends_where_it_should(
    parts: list[str], depth: int
) -> None:
    found = read_back(parts, depth)
    assert (found or "").split() == [word for part in parts for word in words(part)]


@given(any_text)
def test_a_description_ends_up_in_its_paragraphs(text: str) -> None:
    found = paragraphs(text)
    assert [w for part in found for w in part.split()] == words(text)
    assert all(part and part == " ".join(part.split()) for part in found)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Short.", ['    """Short."""']),
        ("", []),
        (" \n ", []),
        ('"Quoted" first.', ['    """\\"Quoted" first."""']),
        ('Last "quoted"', ['    """Last "quoted" """']),
        ("Path \\", ['    """Path \\\\"""']),
        ('"""', ['    """\\"\\"\\" """']),
        ('x"""', ['    """x\\"\\"\\" """']),
        ("Bell \x07 and \u202e reversed", ['    """Bell and reversed"""']),
    ],
)
def test_one_line_docstrings(text: str, lines: list[str]) -> None:
    assert docstring_lines([text], 1) == lines


def test_long_text_is_wrapped_and_parts_are_kept_apart() -> None:
    assert docstring_lines(["word " * 20, "uint8."], 1) == [
        '    """word word word word word word word word word word word word word word word',
        "    word word word word word",
        "",
        "    uint8.",
        '    """',
    ]


def test_line_ends_of_every_kind_make_paragraphs() -> None:
    assert paragraphs("one\r\ntwo\rthree\n\n  four  five ") == [
        "one",
        "two",
        "three",
        "four five",
    ]
    assert paragraphs(None) == []
