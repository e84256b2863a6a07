"""A tree and its text say the same; and no text does harm."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.provider.wql import (
    And,
    Associators,
    Comparison,
    Condition,
    Constant,
    EventSelect,
    Isa,
    IsNull,
    Like,
    Not,
    Or,
    PropertyPath,
    Query,
    References,
    Select,
    WqlError,
    parse_wql,
)

# These begin a term or a constant, so that no property in a condition is called so.
RESERVED = {"not", "true", "false", "null"}

NAMES = st.from_regex(r"[A-Za-z_\u00e4\u03a9][A-Za-z0-9_]{0,8}", fullmatch=True)
PROPERTIES = st.builds(
    PropertyPath,
    st.lists(
        NAMES.filter(lambda n: n.lower() not in RESERVED), min_size=1, max_size=3
    ).map(tuple),
)
TEXT = st.text(st.characters(exclude_characters="\0"))
CONSTANTS = st.builds(
    Constant,
    st.one_of(
        TEXT,
        st.booleans(),
        st.integers(-(2**63), 2**64 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
)
SIGNS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Comparison, PROPERTIES, SIGNS, st.one_of(CONSTANTS, PROPERTIES)),
    st.builds(Like, PROPERTIES, TEXT),
    st.builds(IsNull, PROPERTIES, st.booleans()),
    st.builds(Isa, PROPERTIES, NAMES),
)


def larger(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    terms = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(st.builds(Not, inner), st.builds(And, terms), st.builds(Or, terms))


WHERE = st.one_of(st.none(), st.recursive(LEAVES, larger, max_leaves=8))
LISTED = st.one_of(
    st.none(), st.lists(PROPERTIES, min_size=1, max_size=3).map(tuple)
)  # fmt: skip
FLAGS = dict.fromkeys(("class_defs_only", "keys_only", "schema_only"), st.booleans())
NAMED = st.one_of(st.none(), NAMES)
PATHS = st.sampled_from(["X", "X=@", "X.A='}\"'", r'X.A="\\\"",B=0x1F', "root/a:X=1"])
QUERIES: st.SearchStrategy[Query] = st.one_of(
    st.builds(Select, NAMES, LISTED, WHERE),
    st.builds(EventSelect, NAMES, LISTED, st.floats(0.001, 1e9), WHERE),
    st.builds(EventSelect, st.just("__InstanceDeletionEvent"), LISTED, where=WHERE),
    st.builds(Associators, PATHS, *[NAMED] * 6, **FLAGS),
    st.builds(References, PATHS, *[NAMED] * 3, **FLAGS),
)


@given(QUERIES)
def test_a_printed_query_is_read_as_the_same_query(query: Query) -> None:
    text = str(query)
    assert parse_wql(text) == query
    assert str(parse_wql(text)) == text


@given(QUERIES, st.randoms(use_true_random=False))
def test_blanks_and_case_of_keywords_do_not_count(query: Query, random: Any) -> None:
    text = str(query)
    if "'" in text:  # a string keeps its case and its blanks
        return
    words = [random.choice((str.lower, str.upper))(word) for word in text.split()]
    assert str(parse_wql("\n\t".join(words))).lower() == text.lower()


def test_queries_can_be_read_by_many_threads_at_a_time() -> None:
    texts = [f"SELECT * FROM X WHERE A = {i} OR NOT B LIKE '{i}%'" for i in range(300)]
    with ThreadPoolExecutor(8) as pool:
        assert [str(query) for query in pool.map(parse_wql, texts)] == texts


# --- Texts by strangers


def reads_or_explains(text: str) -> None:
    try:
        parse_wql(text)
    except WqlError as error:
        assert str(error)
        assert error.span is None or 0 <= error.span.pos <= len(text)


@given(st.text())
def test_any_text(text: str) -> None:
    reads_or_explains(text)
    reads_or_explains("SELECT * FROM X WHERE " + text)
    reads_or_explains("ASSOCIATORS OF {X.A=" + text)


WORDS = st.sampled_from(
    [
        "SELECT",
        "*",
        ",",
        ".",
        "FROM",
        "WHERE",
        "WITHIN",
        "AND",
        "OR",
        "NOT",
        "LIKE",
        "IS",
        "NULL",
        "ISA",
        "TRUE",
        "ASSOCIATORS",
        "REFERENCES",
        "OF",
        "{X.A=1}",
        "{X}",
        "Role",
        "ResultClass",
        "KeysOnly",
        "=",
        "<>",
        "<",
        "(",
        ")",
        "A",
        "B",
        "'a'",
        '"b"',
        "'",
        '"',
        "{",
        "}",
        "5",
        "0x",
        "1.5",
        "-1",
        "==",
        "!",
        "%",
        ";",
        "GROUP",
        "BY",
        "ORDER",
        "TOP",
        "COUNT",
        "IN",
        "[",
        "]",
        "\\",
        "__CLASS",
    ]
)


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_words_of_wql_in_any_order(text: str) -> None:
    reads_or_explains(text)


@given(QUERIES.map(str), st.data())
def test_a_query_with_one_character_wrong(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    put = data.draw(st.sampled_from(["", "'", '"', "(", ")", "{", "}", "\\", "=", "x"]))
    reads_or_explains(text[:at] + put + text[at + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM X WHERE " + "NOT " * 15_000 + "A = 1",
        "SELECT * FROM X WHERE " + "(" * 60_000,
        "SELECT * FROM X WHERE " + "A." * 30_000 + "B = 1",
        "SELECT * FROM X WHERE A = '" + "\\'" * 30_000,
        "SELECT * FROM X WHERE A = " + "9" * 60_000,
        "ASSOCIATORS OF {" + "'a'" * 20_000,
        "ASSOCIATORS OF {X} WHERE " + "KeysOnly " * 7_000,
        "SELECT " + "A," * 30_000 + "B FROM X",
        "SELECT * FROM X WHERE A = 1" + " AND A = 1" * 6_000,
    ],
    ids=lambda text: text[:30],
)
def test_long_texts_are_read_or_explained(text: str) -> None:
    reads_or_explains(text)
