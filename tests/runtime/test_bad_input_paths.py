"""Malformed paths, URIs and datetimes: what each of them is told."""

from __future__ import annotations

import pickle

import pytest

from mofgen.runtime import (
    CimDateTime,
    CimTypeError,
    CimValueError,
    PathError,
    parse_path,
    parse_uri,
)

VALUE = "a value: a string in quotes, a number, TRUE or FALSE"
AFTER_CLASS = "'.' and keys, '=' and a key, or the end of the path"
AFTER_KEY = "',' and another key, or the end of the path"

# Text, column, what should stand there, what stands there.
PATHS = [
    ("", 1, "a class name", "the end"),
    ("   ", 4, "a class name", "the end"),
    ("5", 1, "a class name", "'5'"),
    ("web-01", 4, AFTER_CLASS, "'-'"),
    ("web 01", 5, AFTER_CLASS, "'0'"),
    (r"C:\disk.vhdx", 3, "a class name", r"'\\'"),
    ('"X"', 1, "a class name", "'\"'"),
    ("X.", 3, "the name of a key", "the end"),
    ("X.K", 4, "'=' and the value of K", "the end"),
    ("X.K:1", 4, "'=' and the value of K", "':'"),
    ("X.K=", 5, VALUE, "the end"),
    ("X=", 3, VALUE, "the end"),
    ("X.K=,L=1", 5, VALUE, "','"),
    ("X.K=web01", 5, VALUE, "'w'"),
    ("X.K=NULL", 5, VALUE, "'N'"),
    ("X.K={1}", 5, VALUE, "'{'"),
    ("X.K=@", 5, VALUE, "'@'"),
    ("X=@.K=1", 4, "the end of the path", "'.'"),
    ('X="a","b"', 6, "the end of the path", "','"),
    ('X.K="a', 7, 'the closing "', "the end"),
    ("X.K='a\"", 8, "the closing '", "the end"),
    ('X.K="a\\"', 9, 'the closing "', "the end"),
    (r'X.K="C:\temp"', 8, r"\\ for a backslash", r"'\\'"),
    ('X.K="a" "b"', 9, AFTER_KEY, "'\"'"),
    ('X.K="a"b"', 8, AFTER_KEY, "'b'"),
    ("X.K=1;L=2", 6, AFTER_KEY, "';'"),
    ("X.K=1,", 7, "the name of a key", "the end"),
    ("X.K=1,,L=2", 7, "the name of a key", "','"),
    ("X.K=1,k=2", 7, "another key, k is given twice", "'k'"),
    ("X.K=0x", 6, AFTER_KEY, "'x'"),
    ("X.K=1.2.3", 8, AFTER_KEY, "'.'"),
    ("X.K=18446744073709551616", 5, "an integer of at most 64 bits", "'1'"),
    ("X.K=-9223372036854775809", 5, "an integer of at most 64 bits", "'-'"),
    ("X.K=1e999", 5, "a real64", "'1'"),
    (f"X.K={'9' * 5000}", 5, "a number that CIM has", "'9'"),
    ("X.K=20241329000000.000000+000", 5, "a datetime (", "'2'"),
    (r"\\", 3, "the name of a host", "the end"),
    (r"\\\\HOST\\root:X", 3, "the name of a host", r"'\\'"),
    (r"\\HOST", 7, "a slash and a namespace after the host", "the end"),
    (r"\\HOST\root", 12, "':' and a class after the namespace", "the end"),
    (r"\\HOST\root.X=1", 12, "':' and a class after the namespace", "'.'"),
    (r"\\HOST\root\\cimv2:X", 13, "':' and a class after the namespace", r"'\\'"),
    (r"\\HOST\root:", 13, "a class name", "the end"),
    (r"\root", 2, "a namespace and ':' before the class", "'r'"),
    ("root/cimv2.X=1", 5, AFTER_CLASS, "'/'"),
    ("X\0.K=1", 2, AFTER_CLASS, r"'\x00'"),
    ("X.K=" + '"' + "a" * 70_000, 65_537, "at most 65536 characters", "'a'"),
]

URIS = [
    ("", 1, "a class name", "the end"),
    ("ftp://host/root:X", 1, "http, https, cimxml-wbem or cimxml-wbems", "'f'"),
    ("http:///root:X", 8, "the name of a host", "'/'"),
    ("//host", 7, "'/' and a namespace after the host", "the end"),
    ("//host/root", 12, "':' and a class after the namespace", "the end"),
    ("/root/cimv2", 12, "':' and a class after the namespace", "the end"),
    ("/root//cimv2:X", 7, "':' and a class after the namespace", "'/'"),
    (r"\\host\root:X", 1, "a class name", r"'\\'"),
    ("/root:", 7, "a class name", "the end"),
    ("/:X.K", 6, "'=' and the value of K", "the end"),
    ('/:X="v"', 5, "'@': a WBEM URI names its keys", "'\"'"),
    ("/:X.K='ab'", 7, "one character (a string has double quotes)", '"\'"'),
    (r'/:X.K="\q"', 8, r"\\ for a backslash", r"'\\'"),
    ("/:X.K=1y", 8, AFTER_KEY, "'y'"),
    ("/root/(method)X", 7, "(class) or (instance)", "'('"),
    ("/root/(class)X.K=1", 15, "the end of the URI", "'.'"),
    ("/root/(instance)X", 18, "'.' and keys", "the end"),
    ("/(instance)X.K=1", 16, "the type of the value in parentheses", "'1'"),
    ("/(instance)X.K=(uint8)256", 23, "a uint8", "'2'"),
    ("/(instance)X.K=(uint8)TRUE", 23, "a uint8", "'T'"),
    ("/(instance)X.K=(boolean)1", 25, "a boolean", "'1'"),
    ("/(instance)X.K=(string)1", 24, "a string in double quotes", "'1'"),
    ("/(instance)X.K=(uint7)1", 17, "a CIM type that a key can have", "'u'"),
    ('/(instance)X.K=(datetime)"soon"', 26, "a datetime ('soon' is not", "'\"'"),
    ('/(instance)X.K=(reference)"a b"', 27, "the WBEM URI of an object, with", "'\"'"),
]

DATETIMES = [
    ("", "it has 0 characters, not 25"),
    ("2024-02-29T12:34:56.000Z", "it has 24 characters, not 25"),
    ("2024022912345600000001+060", "it has 26 characters, not 25"),
    ("20240229123456:000001+060", "character 15 is not a point"),
    ("20240229123456.0000010060", "character 22 is '0', not"),
    ("20240229123456.000001+6 0", "'6 0' is not a UTC offset"),
    ("20240229123456.000001--60", "'-60' is not a UTC offset"),
    ("20240229123456.0x0001+060", "'0x0001' is not a microsecond"),
    ("2024022²123456.000001+060", "is not a day"),
    ("20240200123456.000001+060", "the day 00 is not within 1..31"),
    ("20240229993456.000001+060", "the hour 99 is not within 0..23"),
    ("20230229123456.000001+060", "month 2 has no day 29"),
    ("202402**2*3456.000001+060", "'2*' is not a hour"),
    ("20240229123456.***001+060", "is not a microsecond"),
    ("00000000236000.000000:000", "the minutes 60 is not within 0..59"),
    ("00000000235960.000000:000", "the seconds 60 is not within 0..59"),
    ("00000000000000.000000:001", "it does not end in :000"),
    ("-0000001000000.000000:000", "'-0000001' is not a days"),
]


def excerpt(error: PathError) -> tuple[str, str]:
    """The line of the message with the text, and the character above the caret."""
    _, line, caret = str(error).rsplit("\n", 2)
    place = len(caret) - 1
    return line.strip(), line[place : place + 1]


@pytest.mark.parametrize(("text", "column", "expected", "found"), PATHS)
def test_paths(text: str, column: int, expected: str, found: str) -> None:
    with pytest.raises(PathError) as caught:
        parse_path(text)
    says(caught.value, "a WMI path", text, column, expected, found)


@pytest.mark.parametrize(("text", "column", "expected", "found"), URIS)
def test_uris(text: str, column: int, expected: str, found: str) -> None:
    with pytest.raises(PathError) as caught:
        parse_uri(text)
    says(caught.value, "a WBEM URI", text, column, expected, found)


def says(
    error: PathError, kind: str, text: str, column: int, expected: str, found: str
) -> None:
    first, *_ = str(error).splitlines()
    assert first.startswith(f"not {kind}: expected {expected}")
    assert first.endswith(f", found {found} at column {column}")
    assert (error.text, error.column) == (text, column)
    assert error.expected.startswith(expected)
    _, above = excerpt(error)
    assert above == text[column - 1 : column].replace("\0", "\ufffd")


@pytest.mark.parametrize(("text", "message"), DATETIMES)
def test_datetimes(text: str, message: str) -> None:
    with pytest.raises(CimValueError) as caught:
        CimDateTime(text)
    assert message in str(caught.value)


def test_the_whole_of_a_message() -> None:
    with pytest.raises(PathError) as caught:
        parse_path(r"\\HOST\root\cimv2:X.A=1,B=,C=2")
    assert str(caught.value) == (
        "not a WMI path: expected a value: a string in quotes, a number, TRUE or FALSE,"
        " found ',' at column 27\n"
        r"  \\HOST\root\cimv2:X.A=1,B=,C=2"
        "\n                            ^"
    )


def test_a_long_text_is_shown_around_the_mistake() -> None:
    text = f'X.A="{"a" * 200}",B=,C="{"c" * 200}"'
    with pytest.raises(PathError) as caught:
        parse_path(text)
    line, above = excerpt(caught.value)
    assert line == f'...{"a" * 26}",B=,C="{"c" * 26}...'
    assert above == ","
    assert caught.value.text == text


@pytest.mark.parametrize("wrong", [None, 5, b"X.K=1", ["X"]])
@pytest.mark.parametrize("parse", [parse_path, parse_uri])
def test_only_text_is_read(parse: object, wrong: object) -> None:
    with pytest.raises(CimTypeError, match="is a string, not"):
        parse(wrong)  # type: ignore[operator]


def test_percent_encoding_that_is_no_text() -> None:
    with pytest.raises(PathError, match="its percent-encoding is not UTF-8"):
        parse_uri("/:X.K=%22%FF%22")


def test_the_error_travels() -> None:
    with pytest.raises(PathError) as caught:
        parse_path("X.K=")
    twin = pickle.loads(pickle.dumps(caught.value))
    assert str(twin) == str(caught.value)
    assert (twin.text, twin.column, twin.expected) == ("X.K=", 5, VALUE)


def test_references_within_references_are_bounded_by_the_length_of_a_path() -> None:
    path = 'X.K="a"'
    for _ in range(40):
        try:
            path = parse_path(path).path
        except PathError as error:
            assert "at most 65536 characters" in str(error)
            break
        escaped = path.replace("\\", "\\\\").replace('"', '\\"')
        path = f'X.K="{escaped}"'
    else:
        raise AssertionError("doubling backslashes ends above any limit")
