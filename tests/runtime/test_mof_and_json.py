"""Instances as MOF and JSON: the forms that are written, and what is read."""

from __future__ import annotations

from typing import Any

import lamphouse
import pytest
from lamphouse import X_DimLamp, X_Every, X_Lamp, X_LampSetting, X_Room

from mofgen.runtime import (
    CimTypeError,
    CodecError,
    Ref,
    UnknownName,
    as_dict,
    from_dict,
    from_json,
    from_mof,
    to_json,
    to_mof,
)

EVERY: Any = X_Every  # which declares no keywords to type checkers
NOTES: Any = ["one", None]
LAMP = X_Lamp(
    Name='a "lamp"\n',
    Notes=NOTES,
    State=2,
    Watts=None,
    Room=Ref(X_Room, {"Name": "hall"}),
    Setting=X_LampSetting(Size=0.5),
)


def test_the_form_of_mof() -> None:
    assert to_mof(LAMP) == (
        "instance of X_Lamp\n"
        "{\n"
        '    Name = "a \\"lamp\\"\\n";\n'
        '    Notes = {"one", NULL};\n'
        "    State = 2;\n"
        "    Watts = NULL;\n"
        '    Room = "X_Room.Name=\\"hall\\"";\n'
        '    Setting = "instance of X_LampSetting\\n{\\n'
        '    Size = 5.0000000000000000E-01;\\n};\\n";\n'
        "};\n"
    )


def test_an_object_stands_in_mof_as_it_is() -> None:
    every = EVERY(flag=True, char="'", anything=X_Room(Name="hall"), octets=b"\0\xff")
    assert to_mof(every) == (
        "instance of X_Every\n"
        "{\n"
        "    flag = TRUE;\n"
        "    char = '\\'';\n"
        "    octets = {0, 255};\n"
        "    anything = instance of X_Room\n"
        "    {\n"
        '        Name = "hall";\n'
        "    };\n"
        "};\n"
    )


def test_the_form_of_json() -> None:
    assert as_dict(LAMP) == {
        "@class": "X_Lamp",
        "Name": 'a "lamp"\n',
        "Notes": ["one", None],
        "State": 2,
        "Watts": None,
        "Room": 'X_Room.Name="hall"',
        "Setting": {"@class": "X_LampSetting", "Size": 0.5},
    }
    assert as_dict(EVERY(u64=1, s64=-1, u32=1, when="20261123114733.000000+060")) == {
        "@class": "X_Every",
        "u32": 1,
        "u64": "1",
        "s64": "-1",
        "when": "20261123114733.000000+060",
    }
    assert to_json(X_Room(Name="é")) == '{"@class": "X_Room", "Name": "é"}'


def test_a_dictionary_has_plain_values_only() -> None:
    plain = as_dict(EVERY(Use=3, Color="red", u8=1, text="x"))
    kinds = {type(value) for value in plain.values()}
    assert kinds == {str, int}


def test_names_that_python_cannot_have_are_written_as_cim_has_them() -> None:
    assert as_dict(X_Lamp(class_="A+")) == {"@class": "X_Lamp", "class": "A+"}
    assert from_dict({"class": "A+"}, X_Lamp) == X_Lamp(class_="A+")
    assert from_mof('instance of X_Lamp { class = "A+"; };', X_Lamp).class_ == "A+"


@pytest.mark.parametrize(
    "text",
    [
        'instance of X_Room { Name = "hall"; Kind = 10; };',
        'INSTANCE OF x_room{NAME="hall";KIND=10;};;',
        '// a room\ninstance of X_Room as $Room { Name = "ha" /* and */ "ll"; Kind=0xA;};',
        '#pragma namespace("root")\n[Dynamic, Description("]")]\ninstance of X_Room {\n'
        '  [Key] Name = "\\x68\\X0061ll"; Kind = 012; };',
        'instance of X_Room { Kind = 1010b; Name = "hall"; };\n// the end',
    ],
)
def test_one_instance_in_many_forms_of_mof(text: str) -> None:
    assert from_mof(text, lamphouse) == X_Room(Name="hall", Kind=10)


def test_embedded_instances_are_text_or_as_they_are() -> None:
    inner = "instance of X_LampSetting { Size = .5; }"
    expected = X_Lamp(Setting=X_LampSetting(Size=0.5))
    for value in (inner, f'"{inner};"'):
        text = f"instance of X_Lamp {{ Setting = {value}; }};"
        assert from_mof(text, lamphouse) == expected
    assert from_mof('instance of X_Lamp { Setting = " "; };', X_Lamp) == X_Lamp(
        Setting=None
    )


def test_mof_has_no_infinite_reals() -> None:
    with pytest.raises(CodecError) as caught:
        to_mof(EVERY(reals=[1.0, float("inf")]))
    assert str(caught.value) == "X_Every.reals: MOF has no literal for inf"


def test_an_instance_within_itself_is_an_error() -> None:
    every = X_Every()
    every.parts = [every]
    writers: list[Any] = [to_mof, to_json, as_dict]
    for write in writers:
        with pytest.raises(CodecError, match="embedded more than 16 deep"):
            write(every)


def test_integers_of_json_are_numbers_or_strings() -> None:
    expected = EVERY(u64=2**64 - 1, u8=5)
    assert from_json(f'{{"u64": {2**64 - 1}, "u8": "5"}}', X_Every) == expected
    assert from_json(f'{{"u64": "{2**64 - 1}", "U8": 5}}', X_Every) == expected


def test_json_can_be_bytes() -> None:
    for encoding in ("utf-8", "utf-16", "utf-32"):
        data = to_json(X_Room(Name="é")).encode(encoding)
        assert from_json(data, X_Room) == X_Room(Name="é")
    with pytest.raises(CodecError, match="the bytes are not utf-8: invalid"):
        from_json(b'{"Name": "\xff"}', X_Room)


def test_a_subclass_is_found_in_the_package() -> None:
    obj = X_DimLamp(Name="desk", Setting=X_LampSetting())
    assert from_json(to_json(obj), X_Lamp) == obj
    assert from_mof(to_mof(obj), X_Lamp) == obj


def test_unknown_names_are_refused_left_out_or_told() -> None:
    mof = "instance of X_Lamp { Hue = {1, 2}; Tint = instance of X { A = 1; }; };"
    json = '{"@class": "X_Lamp", "Hue": [1, 2], "Tint": {"A": 1}}'
    told = [
        UnknownName("property", "X_Lamp", "Hue"),
        UnknownName("property", "X_Lamp", "Tint"),
    ]
    reads: list[tuple[Any, str]] = [(from_mof, mof), (from_json, json)]
    for read, text in reads:
        found: list[UnknownName] = []
        assert read(text, X_Lamp, unknown="skip") == X_Lamp()
        assert read(text, X_Lamp, unknown=found.append) == X_Lamp()
        assert found == told
        with pytest.raises(CodecError, match="X_Lamp has no property 'Hue'"):
            read(text, X_Lamp)


def test_what_is_no_text_is_a_type_error() -> None:
    number: Any = 5
    with pytest.raises(CimTypeError, match="MOF is a string, not 5"):
        from_mof(number, X_Lamp)
    with pytest.raises(CimTypeError, match="JSON is str or bytes, not 5"):
        from_json(number, X_Lamp)
