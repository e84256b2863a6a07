"""Malformed instances, each with the error that its writer would want to read."""

from __future__ import annotations

import pickle
from typing import Any

import lamphouse
import pytest
from lamphouse import X_Every, X_Lamp, X_LampInRoom

from mofgen.runtime import CimValueError
from mofgen.runtime.codecs import limits
from mofgen.runtime.codecs.cimxml_reader import from_cimxml
from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.codecs.json_text import from_json
from mofgen.runtime.codecs.mof_reader import from_mof

LAMP = '<INSTANCE CLASSNAME="X_Lamp">'
END = "</INSTANCE>"


def prop(name: str, value: str, type_: str = "string") -> str:
    return f'<PROPERTY NAME="{name}" TYPE="{type_}"><VALUE>{value}</VALUE></PROPERTY>'


XML = {
    "": "line 1, column 1: this is not well-formed XML: no element found",
    "lamp": "line 1, column 1: this is not well-formed XML: syntax error",
    f"{LAMP}<PROPERTY": "line 1, column 30: this is not well-formed XML: unclosed token",
    f"{LAMP}\n{prop('Watts', '5', 'uint32')}": (
        "line 2, column 65: this is not well-formed XML: no element found"
    ),
    f"{LAMP}{prop('Name', 'a & b')}{END}": (
        "line 1, column 76: this is not well-formed XML: not well-formed (invalid token)"
    ),
    f"{LAMP}{prop('Name', '&eacute;')}{END}": (
        "line 1, column 73: this is not well-formed XML: undefined entity"
    ),
    f"{LAMP}{prop('Name', chr(7))}{END}": (
        "line 1, column 73: this is not well-formed XML: not well-formed (invalid token)"
    ),
    f"{LAMP}{prop('Name', chr(0xD800))}{END}": "XML cannot have the character U+D800",
    '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>': (
        "line 1, column 1: a DOCTYPE is refused: with it come entities"
    ),
    f'<!DOCTYPE INSTANCE SYSTEM "file:///etc/passwd">{LAMP}{END}': (
        "line 1, column 1: a DOCTYPE is refused: with it come entities"
    ),
    f"{LAMP}<?php x?>{END}": (
        "line 1, column 30, INSTANCE[X_Lamp]: a processing instruction is refused"
    ),
    "<LAMP/>": "line 1, column 1, LAMP: this is LAMP, not INSTANCE",
    "<INSTANCE/>": "line 1, column 1, INSTANCE: INSTANCE has no CLASSNAME",
    '<INSTANCE CLASSNAME="X_Lam"/>': (
        "line 1, column 1, INSTANCE[X_Lam]: there is no class 'X_Lam';"
        " did you mean 'X_Lamp'?"
    ),
    f"<VALUE.NAMEDINSTANCE>{LAMP}{END}{LAMP}{END}</VALUE.NAMEDINSTANCE>": (
        "line 1, column 1, VALUE.NAMEDINSTANCE:"
        " VALUE.NAMEDINSTANCE does not hold one instance"
    ),
    f"{LAMP}Watts{END}": (
        "line 1, column 1, INSTANCE[X_Lamp]: there is text in it: 'Watts'"
    ),
    f'{LAMP}<METHOD NAME="Switch"/>{END}': (
        "line 1, column 30, INSTANCE[X_Lamp]/METHOD[Switch]: METHOD is no property"
    ),
    f'{LAMP}<PROPERTY TYPE="string"/>{END}': (
        "line 1, column 30, INSTANCE[X_Lamp]/PROPERTY: PROPERTY has no NAME"
    ),
    f"{LAMP}{prop('Name', 'a', 'text')}{END}": (
        "line 1, column 30, INSTANCE[X_Lamp]/PROPERTY[Name]:"
        " there is no CIM type 'text'"
    ),
    f"{LAMP}{prop('Name', 'a')}\n{prop('NAME', 'b')}{END}": (
        "line 2, column 1, INSTANCE[X_Lamp]/PROPERTY[NAME]:"
        " property NAME is given twice"
    ),
    f"{LAMP}{prop('Watts', '12 W', 'uint32')}{END}": (
        "line 1, column 67, INSTANCE[X_Lamp]/PROPERTY[Watts]/VALUE:"
        " '12 W' is not uint32"
    ),
    f"{LAMP}{prop('Watts', '', 'uint32')}{END}": (
        "line 1, column 67, INSTANCE[X_Lamp]/PROPERTY[Watts]/VALUE: '' is not uint32"
    ),
    f"{LAMP}{prop('Watts', '1_000', 'uint32')}{END}": (
        "line 1, column 67, INSTANCE[X_Lamp]/PROPERTY[Watts]/VALUE:"
        " '1_000' is not uint32"
    ),
    f"{LAMP}{prop('Watts', '4294967296', 'uint32')}{END}": (
        "line 1, column 67, INSTANCE[X_Lamp]/PROPERTY[Watts]/VALUE:"
        " 4294967296 is not within uint32, 0..4294967295"
    ),
    f"{LAMP}{prop('Watts', '-1', 'uint32')}{END}": (
        "line 1, column 67, INSTANCE[X_Lamp]/PROPERTY[Watts]/VALUE:"
        " -1 is not within uint32, 0..4294967295"
    ),
    f"{LAMP}{prop('Name', '<B>x</B>')}{END}": (
        "line 1, column 73, INSTANCE[X_Lamp]/PROPERTY[Name]/VALUE/B:"
        " Name is string: there are no elements in it"
    ),
    f"{LAMP}{prop('Notes', 'a')}{END}": (
        "line 1, column 67, INSTANCE[X_Lamp]/PROPERTY[Notes]/VALUE:"
        " Notes is an array, not one value"
    ),
    f'{LAMP}<PROPERTY.ARRAY NAME="Name" TYPE="string"><VALUE.ARRAY/></PROPERTY.ARRAY>'
    f"{END}": (
        "line 1, column 72, INSTANCE[X_Lamp]/PROPERTY.ARRAY[Name]/VALUE.ARRAY:"
        " Name is one value, not an array"
    ),
    f'{LAMP}<PROPERTY NAME="Name" TYPE="string"><VALUE>a</VALUE><VALUE>b</VALUE>'
    f"</PROPERTY>{END}": (
        "line 1, column 82, INSTANCE[X_Lamp]/PROPERTY[Name]/VALUE:"
        " a property has one value"
    ),
    f'{LAMP}<PROPERTY NAME="Name" TYPE="string">desk</PROPERTY>{END}': (
        "line 1, column 30, INSTANCE[X_Lamp]/PROPERTY[Name]:"
        " there is text in it: 'desk'"
    ),
    f'{LAMP}<PROPERTY NAME="Name" TYPE="string"><TEXT/></PROPERTY>{END}': (
        "line 1, column 66, INSTANCE[X_Lamp]/PROPERTY[Name]/TEXT: TEXT is no value"
    ),
    f"{LAMP}{prop('Setting', 'INSTANCE')}{END}": (
        "line 1, column 69, INSTANCE[X_Lamp]/PROPERTY[Setting]/VALUE: in the text:"
        " line 1, column 1: this is not well-formed XML: syntax error"
    ),
    f"{LAMP}{prop('Setting', '&lt;INSTANCE CLASSNAME=&quot;X_Room&quot;/&gt;')}{END}": (
        "line 1, column 69, INSTANCE[X_Lamp]/PROPERTY[Setting]/VALUE: in the text:"
        " line 1, column 1, INSTANCE[X_Room]:"
        " X_Room is not X_LampSetting or a subclass of it"
    ),
    f"{LAMP}{prop('Room', 'X_Room.Name')}{END}": "expected '=' and the value of Name",
    f"{LAMP}{prop('Room', 'X_Room')}{END}": (
        "'X_Room' is the path of a class, not of an object"
    ),
    f'{LAMP}<PROPERTY.REFERENCE NAME="Room"><VALUE.REFERENCE><CLASSNAME NAME="X_Room"/>'
    f"</VALUE.REFERENCE></PROPERTY.REFERENCE>{END}": (
        "CLASSNAME is no reference to an instance"
    ),
    f'{LAMP}<PROPERTY.REFERENCE NAME="Room"><VALUE.REFERENCE><INSTANCENAME'
    ' CLASSNAME="X_Room"><KEYBINDING NAME="Name"/></INSTANCENAME></VALUE.REFERENCE>'
    f"</PROPERTY.REFERENCE>{END}": "this is not a KEYBINDING of one value",
    f'{LAMP}<PROPERTY.REFERENCE NAME="Room"><VALUE.REFERENCE><INSTANCENAME'
    ' CLASSNAME="X_Room"><KEYBINDING NAME="Name"><KEYVALUE VALUETYPE="text">a'
    "</KEYVALUE></KEYBINDING></INSTANCENAME></VALUE.REFERENCE></PROPERTY.REFERENCE>"
    f"{END}": "there is no VALUETYPE 'text'",
}


@pytest.mark.parametrize("text", XML)
def test_the_error_says_what_is_wrong_with_the_xml(text: str) -> None:
    with pytest.raises(CodecError) as caught:
        from_cimxml(text, lamphouse)
    assert XML[text] in str(caught.value)
    if XML[text].startswith("line"):
        assert str(caught.value) == XML[text]


EVERY = {
    ("flag", "boolean", "yes"): "'yes' is not a boolean: that is TRUE or FALSE",
    ("r64", "real64", "1,5"): "'1,5' is not a real number",
    ("r64", "real64", "infinity"): "'infinity' is not a real number",
    ("r32", "real32", "1e300"): "X_Every.r32: 1e+300 is beyond real32",
    ("char", "char16", "ab"): "X_Every.char: 'ab' is not one character of 16 bits",
    ("when", "datetime", "2026-11-23"): (
        "X_Every.when: '2026-11-23' is not a datetime: it has 10 characters, not 25"
    ),
    ("s8", "sint8", "0x80"): "128 is not within sint8, -128..127",
    ("u64", "uint64", "9" * 5000): "is not uint64",
}


@pytest.mark.parametrize(("name", "type_", "text"), EVERY)
def test_a_text_that_is_no_value_of_the_type_is_refused(
    name: str, type_: str, text: str
) -> None:
    with pytest.raises(CodecError) as caught:
        from_cimxml(
            f'<INSTANCE CLASSNAME="X_Every">{prop(name, text, type_)}{END}', X_Every
        )
    assert caught.value.where == f"INSTANCE[X_Every]/PROPERTY[{name}]/VALUE"
    assert EVERY[name, type_, text] in str(caught.value)


MOF = {
    "": "line 1, column 1: expected 'instance of', found the end of the text",
    "class X_Lamp {};": "line 1, column 1: expected 'instance of', found 'class'",
    "instance of {};": "line 1, column 13: expected the name of a class, found '{'",
    "instance of X_Lam {};": (
        "line 1, column 13: there is no class 'X_Lam'; did you mean 'X_Lamp'?"
    ),
    "instance of X_Lamp Name": "line 1, column 20: expected '{' after the class,"
    " found 'Name'",
    "instance of X_Lamp {": "line 1, column 21: expected the name of a property, or"
    " '}', found the end of the text",
    "instance of X_Lamp {}": "line 1, column 22: expected ';' after the instance,"
    " found the end of the text",
    "instance of X_Lamp {}; instance of X_Lamp {};": (
        "line 1, column 24: one instance is read, and 'instance' follows it"
    ),
    'instance of X_Lamp {\n  Name "desk";\n};': (
        "line 2, column 8: expected '=' after Name, found 'desk'"
    ),
    'instance of X_Lamp {\n  Name = "desk"\n};': (
        "line 3, column 1: expected ';' after the value of Name, found '}'"
    ),
    'instance of X_Lamp { Nam = "desk"; };': (
        "line 1, column 22: X_Lamp has no property 'Nam'; did you mean 'Name'?"
    ),
    'instance of X_Lamp { Name = "a"; name = "b"; };': (
        "line 1, column 34: property name is given twice"
    ),
    "instance of X_Lamp { Name = desk; };": (
        "line 1, column 29, X_Lamp.Name: expected a value, found 'desk'"
    ),
    'instance of X_Lamp { Name = "desk; };': (
        "line 1, column 29: the string has no closing quote"
    ),
    'instance of X_Lamp { Name = "a\\q"; };': (
        "line 1, column 31: '\\\\q' is no escape sequence of MOF"
    ),
    "instance of X_Lamp { /* Name": "line 1, column 22: the comment has no end",
    "instance of X_Lamp { Name = %; };": "line 1, column 29: '%' means nothing here",
    'instance of X_Lamp { Watts = "5"; };': (
        "line 1, column 30, X_Lamp.Watts: X_Lamp.Watts is uint32, not str '5'"
    ),
    "instance of X_Lamp { Watts = -5; };": (
        "line 1, column 30, X_Lamp.Watts:"
        " X_Lamp.Watts: -5 is below the limit 0 of uint32"
    ),
    "instance of X_Lamp { Notes = 5; };": (
        "line 1, column 30, X_Lamp.Notes: Notes is an array: {...}"
    ),
    'instance of X_Lamp { Name = {"a"}; };': (
        "line 1, column 29, X_Lamp.Name: Name is one value, not an array"
    ),
    'instance of X_Lamp { Notes = {"a" "b", 5}; };': (
        "line 1, column 40, X_Lamp.Notes[1]: X_Lamp.Notes is a string, not int 5"
    ),
    "instance of X_Lamp { Name = 'd'; };": (
        "line 1, column 29, X_Lamp.Name: a character in single quotes is no string"
    ),
    "instance of X_Lamp { Name = instance of X_Room {}; };": (
        "line 1, column 29, X_Lamp.Name: Name is string"
    ),
    "instance of X_Lamp { Room = $Room; };": (
        "line 1, column 29, X_Lamp.Room:"
        " the alias $Room names no instance of this text: give its path"
    ),
    "instance of X_Lamp { Setting = instance of X_Room {}; };": (
        "line 1, column 44: X_Room is not X_LampSetting or a subclass of it"
    ),
    'instance of X_Lamp { Setting = "X_LampSetting"; };': (
        "line 1, column 32, X_Lamp.Setting: in the text:"
        " line 1, column 1: expected 'instance of', found 'X_LampSetting'"
    ),
    "[Description(1) instance of X_Lamp {};": "line 1, column 1: '[' has no ']'",
}


@pytest.mark.parametrize("text", MOF)
def test_the_error_says_what_is_wrong_with_the_mof(text: str) -> None:
    with pytest.raises(CodecError) as caught:
        from_mof(text, lamphouse)
    assert str(caught.value) == MOF[text]


JSON = {
    "": "line 1, column 1: this is not JSON: Expecting value",
    '{"@class": "X_Lamp"': (
        "line 1, column 20: this is not JSON: Expecting ',' delimiter"
    ),
    "[]": "$: expected an object, found []",
    "{}": "$: @class has to be the name of a class",
    '{"@class": 5}': "$: @class has to be the name of a class",
    '{"@class": "X_Lam"}': "$: there is no class 'X_Lam'; did you mean 'X_Lamp'?",
    '{"@class": "X_Lamp", "Nam": 1}': (
        "$: X_Lamp has no property 'Nam'; did you mean 'Name'?"
    ),
    '{"@class": "X_Lamp", "Name": "a", "Name": "b"}': "member 'Name' is given twice",
    '{"@class": "X_Lamp", "Name": "a", "NAME": "b"}': (
        "$: property NAME is given twice"
    ),
    '{"@class": "X_Lamp", "Watts": "x"}': "$.Watts: 'x' is not uint32",
    '{"@class": "X_Lamp", "Watts": 5.5}': (
        "$.Watts: X_Lamp.Watts is uint32, not float 5.5"
    ),
    '{"@class": "X_Lamp", "Watts": true}': (
        "$.Watts: X_Lamp.Watts is uint32, not bool True"
    ),
    '{"@class": "X_Lamp", "Notes": "a"}': "$.Notes: Notes is an array, not 'a'",
    '{"@class": "X_Lamp", "Notes": ["a", 5]}': (
        "$.Notes[1]: X_Lamp.Notes is a string, not int 5"
    ),
    '{"@class": "X_Lamp", "Setting": {"Size": "big"}}': (
        "$.Setting.Size: 'big' is not a real number"
    ),
    '{"@class": "X_Lamp", "Setting": {"@class": "X_Room"}}': (
        "$.Setting: X_Room is not X_LampSetting or a subclass of it"
    ),
    '{"@class": "X_Lamp", "Room": {"Name": "hall"}}': (
        "$.Room: expected the text of a path, found {'Name': 'hall'}"
    ),
    '{"@class": "X_Room", "Size": NaN}': "NaN is not JSON: write it as a string",
    '{"@class": "X_Room", "Size": 1e999}': (
        "$.Size: there is a number that no CIM type can hold"
    ),
    '{"@class": "X_Lamp", "Watts": '
    + "9" * 5000
    + "}": ("there is a number that no CIM type can hold"),
    "[" * 100_000: "values are nested too deep",
}


@pytest.mark.parametrize("text", JSON, ids=lambda text: text[:40])
def test_the_error_says_what_is_wrong_with_the_json(text: str) -> None:
    with pytest.raises(CodecError) as caught:
        from_json(text, lamphouse)
    assert str(caught.value) == JSON[text]


BYTES = {
    b'<?xml version="1.0" encoding="ebcdic"?><INSTANCE/>': (
        "there is no reading the encoding 'ebcdic'"
    ),
    b'<?xml version="1.0" encoding="utf-16"?><INSTANCE/>': (
        "the text is not in the encoding it declares, 'utf-16'"
    ),
    b'<INSTANCE CLASSNAME="\xff"/>': (
        "the bytes are not utf-8: invalid start byte at byte 21"
    ),
    b"\xff\xfe<": "the bytes are not utf-16-le: truncated data at byte 0",
}


@pytest.mark.parametrize("data", BYTES)
def test_the_error_says_what_is_wrong_with_the_bytes(data: bytes) -> None:
    with pytest.raises(CodecError) as caught:
        from_cimxml(data, lamphouse)
    assert str(caught.value) == BYTES[data]


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    long = " " * (limits.MAX_CHARACTERS + 1)
    reads: list[Any] = [from_cimxml, from_mof, from_json]
    for read in reads:
        with pytest.raises(CodecError, match="more than 16777216 characters"):
            read(long, lamphouse)


def test_too_many_elements_are_refused() -> None:
    many = "<QUALIFIER/>" * (limits.MAX_ELEMENTS + 1)
    with pytest.raises(CodecError, match="there are more than 250000 elements"):
        from_cimxml(f"{LAMP}{many}{END}", lamphouse)


def test_deep_elements_are_refused() -> None:
    with pytest.raises(CodecError, match="elements are nested more than 64 deep"):
        from_cimxml("<CIM>" * 65 + "</CIM>" * 65, lamphouse)


def test_a_long_attribute_is_refused() -> None:
    with pytest.raises(CodecError, match="above the limit 4096"):
        from_cimxml(f'<INSTANCE CLASSNAME="{"X" * 5000}"/>', lamphouse)


def nested_text(levels: int) -> str:
    text = ""
    for _ in range(levels):
        inner = text.replace("&", "&amp;").replace("<", "&lt;")
        value = (
            f'<PROPERTY NAME="anything" TYPE="string"><VALUE>{inner}</VALUE></PROPERTY>'
        )
        text = f'<INSTANCE CLASSNAME="X_Every">{value}</INSTANCE>'
    return text


def test_deeply_embedded_instances_are_refused() -> None:
    with pytest.raises(CodecError, match="embedded more than 16 deep"):
        from_cimxml(nested_text(18), X_Every)
    mof = "instance of X_Every { anything = " * 18 + "NULL" + "; }" * 18 + ";"
    with pytest.raises(CodecError, match="embedded more than 16 deep"):
        from_mof(mof, X_Every)
    json = '{"anything": ' * 18 + "null" + "}" * 18
    with pytest.raises(CodecError, match="@class has to be the name"):
        from_json(json, X_Every)
    json = '{"@class": "X_Every", "anything": ' * 18 + "null" + "}" * 18
    with pytest.raises(CodecError, match="embedded more than 16 deep"):
        from_json(json, X_Every)


def test_the_error_has_its_parts_and_travels() -> None:
    with pytest.raises(CodecError) as caught:
        from_cimxml(f"{LAMP}\n{prop('Watts', 'x', 'uint32')}{END}", lamphouse)
    assert isinstance(caught.value, CimValueError)
    copied: CodecError = pickle.loads(pickle.dumps(caught.value))
    for error in (caught.value, copied):
        assert error.problem == "'x' is not uint32"
        assert error.where == "INSTANCE[X_Lamp]/PROPERTY[Watts]/VALUE"
        assert (error.line, error.column) == (2, 38)


def test_only_a_class_that_is_expected_is_read() -> None:
    with pytest.raises(CodecError, match="X_Room is not X_Lamp or a subclass of it"):
        from_cimxml('<INSTANCE CLASSNAME="X_Room"/>', X_Lamp)
    with pytest.raises(CodecError, match="X_Lamp is not X_LampInRoom"):
        from_mof("instance of X_Lamp {};", X_LampInRoom)
