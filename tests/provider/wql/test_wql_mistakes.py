"""What a user reads about each mistake; the snapshot is the table to review."""

from __future__ import annotations

import pickle
import re

import pytest
from syrupy.assertion import SnapshotAssertion

from mofgen.provider.wql import Span, WqlError, parse_wql
from mofgen.provider.wql.building import TreeBuilder
from mofgen.provider.wql.grammar import Grammar
from mofgen.provider.wql.limits import MAX_LENGTH, MAX_NESTING
from mofgen.runtime.errors import CimError
from mofgen.runtime.statuses import CimInvalidQueryError
from mofgen.runtime.wmi_errors import WmiInvalidQueryError

WHERE = "SELECT * FROM X WHERE "
WALK = "ASSOCIATORS OF {X.A=1} WHERE "

MISTAKES = {
    # The statement
    "nothing": "",
    "blanks": "  \n ",
    "a misspelt verb": "SELCT * FROM X",
    "a statement that writes": "UPDATE X SET A = 1",
    "a path alone": "{X.A=1}",
    "two queries": "SELECT * FROM X SELECT * FROM Y",
    "a semicolon": "SELECT * FROM X;",
    # SELECT
    "no properties": "SELECT FROM X",
    "no property after a comma": "SELECT A, FROM X",
    "no comma": "SELECT A B FROM X",
    "a property beside the star": "SELECT *, A FROM X",
    "no FROM": "SELECT * X",
    "a misspelt FROM": "SELECT * FORM X",
    "no class": "SELECT * FROM",
    "no class before WHERE": "SELECT * FROM WHERE A = 1",
    "a class in quotes": "SELECT * FROM 'X'",
    "a class that begins with a digit": "SELECT * FROM 3DLamp",
    "a class with its namespace": r"SELECT * FROM root\cimv2:X",
    "two classes": "SELECT * FROM X, Y",
    "a name for the class": "SELECT * FROM X AS x",
    "TOP": "SELECT TOP 5 * FROM X",
    "DISTINCT": "SELECT DISTINCT A FROM X",
    "COUNT": "SELECT COUNT(*) FROM X",
    "another function": "SELECT MAX(A) FROM X",
    "JOIN": "SELECT * FROM X JOIN Y ON X.A = Y.A",
    "ORDER BY": "SELECT * FROM X WHERE A = 1 ORDER BY A",
    "a misspelt WHERE": "SELECT * FROM X WHRE A = 1",
    # Events
    "GROUP": "SELECT * FROM X_Event WITHIN 1 WHERE A = 1 GROUP WITHIN 5 HAVING B > 2",
    "no interval": "SELECT * FROM X_Event WITHIN WHERE A = 1",
    "an interval of 0": "SELECT * FROM X_Event WITHIN 0",
    "an interval in words": "SELECT * FROM X_Event WITHIN ten",
    "WITHIN after WHERE": "SELECT * FROM X_Event WHERE A = 1 WITHIN 5",
    # Conditions
    "no condition": "SELECT * FROM X WHERE",
    "no condition before AND": WHERE + "AND A = 1",
    "no condition after AND": WHERE + "A = 1 AND",
    "no AND": WHERE + "A = 1 B = 2",
    "a property alone": WHERE + "A",
    "a property alone before AND": WHERE + "A AND B = 1",
    "no property before LIKE": WHERE + "LIKE 'a%'",
    "no value": WHERE + "A =",
    "no name after a point": WHERE + "A. = 1",
    "two equal signs": WHERE + "A == 1",
    "two equal signs apart": WHERE + "A = = 1",
    "the operator the wrong way round": WHERE + "A => 1",
    "an AND of C": WHERE + "A = 1 && B = 2",
    "a NOT of C": WHERE + "!(A = 1)",
    "no property at all": WHERE + "1 = 1",
    "a property in quotes": WHERE + "'A' = 'b'",
    "NULL with an order": WHERE + "A < NULL",
    "IS with a number": WHERE + "A IS 5",
    "IS NOT with a string": WHERE + "A IS NOT 'x'",
    "NOT after the property": WHERE + "A NOT LIKE 'x%'",
    "a pattern without quotes": WHERE + "A LIKE %x%",
    "a name for a pattern": WHERE + "A LIKE x",
    "ISA with a number": WHERE + "A ISA 5",
    "ISA with no class name": WHERE + "A ISA 'a b'",
    "IN": WHERE + "A IN (1, 2)",
    "BETWEEN": WHERE + "A BETWEEN 1 AND 2",
    "a sum": WHERE + "A = 1 + 2",
    "a sum in parentheses": WHERE + "A = (1 + 2)",
    "a function": WHERE + "UPPER(A) = 'B'",
    "an element of an array": WHERE + "A[0] = 1",
    "no parenthesis at the end": WHERE + "(A = 1 OR (B = 2)",
    "a parenthesis too many": WHERE + "A = 1)",
    "too many parentheses": WHERE + "(" * (MAX_NESTING + 1),
    "too many NOTs": WHERE + "NOT " * (MAX_NESTING + 1) + "A = 1",
    # Constants
    "no quotes": WHERE + "A = web server",
    "no quotes around a path": WHERE + r"A = C:\disk.vhdx",
    "no quote at the end": WHERE + "A = 'x AND B = 2",
    "another quote at the end": WHERE + "A = 'x\"",
    "a quote that is not escaped": WHERE + "A = 'it's'",
    "typographic quotes": WHERE + "A = \u201cx\u201d",
    "a single backslash": WHERE + r"A = 'C:\disk.vhdx'",
    "a hexadecimal number without digits": WHERE + "A = 0x",
    "a number with letters": WHERE + "A = 12ab",
    "a number with two points": WHERE + "A = 1.2.3",
    "a number beyond 64 bits": WHERE + "A = 18446744073709551616",
    "a real that is too large": WHERE + "A = 1e999",
    "a number that is too long": WHERE + "A = " + "1" * 100,
    "a NUL character": WHERE + "A = 'x\0y'",
    # Associations
    "no OF": "ASSOCIATORS {X.A=1}",
    "no braces": "ASSOCIATORS OF X.A=1",
    "no brace at the end": "ASSOCIATORS OF {X.A=1 WHERE KeysOnly",
    "no quote in the path": "ASSOCIATORS OF {X.A='1} WHERE KeysOnly",
    "an empty path": "ASSOCIATORS OF {}",
    "a path without a value": "REFERENCES OF { X.A= }",
    "no WHERE": "ASSOCIATORS OF {X.A=1} ResultClass = Y",
    "no filter": WALK.rstrip(),
    "an unknown filter": WALK + "AssocClas = Y",
    "AND between filters": WALK + "AssocClass = Y AND ResultClass = Z",
    "a comma between filters": WALK + "AssocClass = Y, ResultClass = Z",
    "a filter of the other statement": "REFERENCES OF {X.A=1} WHERE AssocClass = Y",
    "a filter without a value": WALK + "ResultClass",
    "a filter with half a value": WALK + "ResultClass =",
    "a flag with a value": WALK + "KeysOnly = TRUE",
    "a filter given twice": WALK + "Role = A role = B",
    "a filter's value in quotes": WALK + "ResultClass = 'Y'",
    "another operator in a filter": WALK + "ResultClass <> Y",
    # In several lines
    "a mistake in the third line": "SELECT *\nFROM X\nWHERE A = 1 B",
}


def mistake_in(text: str) -> WqlError:
    with pytest.raises(WqlError) as caught:
        parse_wql(text)
    return caught.value


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_error_for(mistake: str, snapshot: SnapshotAssertion) -> None:
    assert str(mistake_in(MISTAKES[mistake])) == snapshot


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_error_has_a_place_in_its_query_and_no_full_stop(mistake: str) -> None:
    error = mistake_in(MISTAKES[mistake])
    assert error.query == MISTAKES[mistake]
    assert error.span is not None
    assert 0 <= error.span.pos <= len(error.query)
    assert error.column == error.span.pos + 1
    assert not error.reason.endswith(".")


@pytest.fixture(scope="module")
def terminals() -> set[str]:
    lark = Grammar(TreeBuilder())._lark
    words = {t.name for t in lark.terminals}
    # These are WQL's own words too.
    return {w for w in words if "_" in w} | {"LPAR", "RPAR", "COMMA", "STAR", "$END"}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_no_error_shows_a_name_of_the_machinery(
    mistake: str, terminals: set[str]
) -> None:
    error = mistake_in(MISTAKES[mistake])
    for said in (error.reason, *error.expected, error.hint or ""):
        assert not terminals & set(re.findall(r"[\w$]+", said))


def test_a_wrong_query_is_an_error_of_wmi_and_of_cim() -> None:
    error = mistake_in("SELECT")
    assert isinstance(error, (CimError, WmiInvalidQueryError, CimInvalidQueryError))
    assert (error.hresult_name, error.code) == ("WBEM_E_INVALID_QUERY", 15)


def test_an_error_can_travel_to_another_process() -> None:
    error = mistake_in(WHERE + "A == 1")
    twin = pickle.loads(pickle.dumps(error))
    assert str(twin) == str(error)
    assert (twin.span, twin.expected) == (Span(24, 2), ('"="',))


def test_a_query_is_not_longer_than_a_limit() -> None:
    text = WHERE + "A = '" + "x" * MAX_LENGTH + "'"
    with pytest.raises(WqlError, match=f"at most {MAX_LENGTH} characters"):
        parse_wql(text)
    assert str(parse_wql(text[: MAX_LENGTH - 1] + "'"))


def test_a_condition_is_as_deep_as_the_limit_and_no_deeper() -> None:
    deep = "(" * MAX_NESTING + "A = 1" + ")" * MAX_NESTING
    assert str(parse_wql(WHERE + deep)) == WHERE + "A = 1"
    mixed = "NOT (" * (MAX_NESTING // 2) + "A = 1" + ")" * (MAX_NESTING // 2)
    assert str(parse_wql(WHERE + mixed)).count("NOT") == MAX_NESTING // 2
    assert "more than" in mistake_in(WHERE + f"({deep})").reason


def test_many_terms_are_not_deep() -> None:
    terms = " OR ".join(f"NOT (A = {i})" for i in range(2000))
    assert str(parse_wql(WHERE + terms)).count(" OR ") == 1999


def test_nothing_of_a_query_reaches_a_terminal_as_a_command() -> None:
    assert "\x1b" not in str(mistake_in(WHERE + "A = \x1b[2J"))
    assert "\x1b" not in str(mistake_in(WHERE + "A = '\\\x1b'"))
