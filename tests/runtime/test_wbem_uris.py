"""WBEM URIs (DSP0207): typed and untyped, percent-encoded and plain."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lamphouse import X_DimLamp, X_Lamp, X_LampInRoom, X_Room
from path_strategies import any_references, namespaces, nearly_paths, texts

from mofgen.runtime import (
    CimDateTime,
    CimTypeError,
    Instance,
    PathError,
    PropertyRows,
    Ref,
    format_uri,
    parse_path,
    parse_uri,
)


class X_Typed(Instance):
    """A class whose keys have types that their values do not tell."""

    _wire_class = ("X_Typed", "root/lamphouse", "")
    _wire_properties: PropertyRows = (
        ("Id", "uint8", "key"),
        ("Letter", "char16", "key"),
        ("Size", "real32", "key"),
        ("Room", "reference", "key", "X_Room"),
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('/root/cimv2:X.K="v"', None),
        ('//host/root/cimv2:X.K="v"', None),
        ('//host:5989/root:X.A="1",B=2', None),
        ("//host/:X.K=1", None),
        ("//[fe80::1]:5989/root:X", None),
        ("/:X", None),
        ("/:X=@", None),
        ("/:X.K=TRUE", None),
        ("/:X.K=-5", None),
        ("/:X.K=1.5", None),
        ('X.K="v"', '/:X.K="v"'),
        (':X.K="v"', '/:X.K="v"'),
        ('root/cimv2:X.K="v"', '/root/cimv2:X.K="v"'),
        ("http://host/root:X.K=1", "//host/root:X.K=1"),
        ("https://host:5989/root:X", "//host:5989/root:X"),
        ("cimxml-wbem://host/root:X", "//host/root:X"),
        ("cimxml.wbems://host/root:X", "//host/root:X"),
        ("https://jdd:test@acme.com:5989/root:X", "//acme.com:5989/root:X"),
        ("/:X.K=0x1F", "/:X.K=31"),
        ("/:X.K=1011b", "/:X.K=11"),
        ("/:X.K=017", "/:X.K=15"),
        ("/:X.K=0", "/:X.K=0"),
        ("/:X.K='a'", '/:X.K="a"'),
        (r"/:X.K='\''", '/:X.K="\'"'),
        (r'/:X.K="a\"b\\c"', None),
        (r'/:X.K="\x41\x00e9\t"', '/:X.K="Aé\t"'),
        ('/:X.K="20240229120000.000000+000"', None),
        (r'/:X.K="/root:Y.N=\"a\""', None),
        ('/root/(instance)X.K=(string)"v"', '/root:X.K="v"'),
        ('(instance)X.K=(string)"v"', '/:X.K="v"'),
        ("//host//(instance)X.K=(uint8)42", "//host/:X.K=42"),
        ("//host/root/(class)X", "//host/root:X"),
        ("/root/(instance)X=@", "/root:X=@"),
        ("/(instance)X.K=(boolean)true", "/:X.K=TRUE"),
        ("/(instance)X.K=(char16)'A'", '/:X.K="A"'),
        ("/(instance)X.K=(char16)65", '/:X.K="A"'),
        ("/(instance)X.K=(real32)1.5", "/:X.K=1.5"),
        ("/(instance)X.K=(sint64)-1", "/:X.K=-1"),
        (
            '/(instance)X.K=(datetime)"20240229120000.000000+000"',
            '/:X.K="20240229120000.000000+000"',
        ),
        (
            r'/(instance)X.K=(reference)"/root/(instance)Y.N=(string)\"a\""',
            r'/:X.K="/root:Y.N=\"a\""',
        ),
    ],
)
def test_what_is_read_is_written_in_one_form(text: str, written: str | None) -> None:
    ref = parse_uri(text)
    assert ref.uri == (text if written is None else written)
    assert parse_uri(ref.uri) == ref


def test_the_typed_form_says_the_types_of_the_class() -> None:
    room = Ref(X_Room, {"Name": "kitchen"}, namespace="root")
    ref = Ref(X_Typed, {"Id": 1, "Letter": "'", "Size": 2, "Room": room})
    typed = format_uri(ref, typed=True)
    assert typed == (
        r"/(instance)X_Typed.Id=(uint8)1,Letter=(char16)'\'',"
        r'Room=(reference)"/root/(instance)X_Room.Name=(string)\"kitchen\"",'
        "Size=(real32)2.0"
    )
    assert parse_uri(typed, X_Typed) == ref
    assert parse_uri(ref.uri, X_Typed) == ref


def test_the_typed_form_says_the_widest_type_where_the_class_is_not_known() -> None:
    keys: dict[str, Any] = {
        "A": 1,
        "B": -1,
        "C": 1.0,
        "D": CimDateTime("00000001000000.000000:000"),
        "E": True,
    }
    assert format_uri(Ref("X", keys, namespace="root"), typed=True) == (
        "/root/(instance)X.A=(uint64)1,B=(sint64)-1,C=(real64)1.0,"
        'D=(datetime)"00000001000000.000000:000",E=(boolean)TRUE'
    )
    assert format_uri(Ref("X", {}, host="h", namespace="root"), typed=True) == (
        "//h/root/(class)X"
    )


def test_a_reference_in_a_key_is_a_uri_whatever_it_was_given_as() -> None:
    expected = r'/:X_LampInRoom.Room="//H/root:X_Room.Name=\"kitchen\""'
    room = Ref(X_Room, {"Name": "kitchen"}, namespace="root", host="H")
    for value in (room, room.path):
        assert Ref(X_LampInRoom, {"Room": value}).uri == expected
    assert parse_uri(expected, X_LampInRoom).keys["Room"] == room


def test_percent_encoding() -> None:
    ref = Ref[Any]("X", {"K": 'é "50%"\\'}, namespace="root", host="h")
    encoded = format_uri(ref, encoded=True)
    assert encoded == "//h/root:X.K=%22%C3%A9%20%5C%2250%25%5C%22%5C%5C%22"
    assert parse_uri(encoded) == ref
    assert parse_uri(ref.uri) == ref


def test_a_percent_sign_is_one_where_the_text_is_no_uri_of_rfc_3986() -> None:
    assert parse_uri('/:X.K="100%25"').keys == {"K": "100%25"}
    assert parse_uri("/:X.K=%22100%2525%22").keys == {"K": "100%25"}


@given(any_references, st.booleans(), st.booleans())
def test_every_reference_comes_back(ref: Ref[Any], typed: bool, encoded: bool) -> None:
    read = parse_uri(format_uri(ref, typed=typed, encoded=encoded))
    assert read == ref
    assert hash(read) == hash(ref)


@given(any_references)
def test_both_forms_name_the_same_object(ref: Ref[Any]) -> None:
    assert parse_uri(ref.uri) == parse_path(ref.path)


@given(any_references)
def test_an_encoded_uri_is_ascii_without_quotes_and_blanks(ref: Ref[Any]) -> None:
    encoded = format_uri(ref, encoded=True)
    assert encoded.isascii()
    assert not set(encoded) & set(' "\\<>^`{|}\n')


@given(nearly_paths | texts)
def test_any_text_is_a_uri_or_refused_with_our_error(text: str) -> None:
    try:
        ref = parse_uri(text)
    except PathError as error:
        assert "not a WBEM URI" in str(error)
    else:
        assert parse_uri(ref.uri) == ref


def test_classes_are_found_and_checked() -> None:
    assert parse_uri('/:X_DimLamp.Name="a"', X_Lamp).kind is X_DimLamp
    with pytest.raises(CimTypeError, match="which is not a subclass of X_Lamp"):
        parse_uri('/:X_Room.Name="a"', X_Lamp)


def test_a_key_without_a_name_has_no_uri() -> None:
    with pytest.raises(PathError, match="X: a WBEM URI needs the name of the key"):
        parse_path('X="v"').uri  # noqa: B018


# pywbem takes any text that could be a path or a datetime for one.
plain_keys = st.dictionaries(
    st.sampled_from(["A", "B", "C_1"]),
    st.text(alphabet="aé \\\"',:%") | st.integers(-(2**63), 2**64 - 1) | st.booleans(),
    min_size=1,
)


@given(plain_keys, st.none() | namespaces.filter(lambda each: "-" not in each))
def test_pywbem_writes_and_reads_the_same(
    keys: dict[str, Any], namespace: str | None
) -> None:
    pywbem = pytest.importorskip("pywbem")
    ref = Ref[Any]("X_Lamp", keys, namespace=namespace)
    theirs = pywbem.CIMInstanceName("X_Lamp", keys, namespace=namespace)
    assert ref.uri == theirs.to_wbem_uri()
    assert parse_uri(theirs.to_wbem_uri()) == ref
    back = pywbem.CIMInstanceName.from_wbem_uri(ref.uri)
    assert back.keybindings == theirs.keybindings
