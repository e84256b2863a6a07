"""The JSON form of a schema: what is in it, and that it loses nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.ir import resolve
from mofgen.ir.json import IrFormatError, from_json, to_json
from mofgen.ir.model import Instance, Qualifier, Schema
from mofgen.mof import parse_text

MOF = """
#pragma namespace("\\\\\\\\.\\\\root\\\\test")
Qualifier Key : boolean = false, Scope(property, reference),
    Flavor(DisableOverride, ToSubclass);
Qualifier Description : string = null, Scope(any),
    Flavor(EnableOverride, ToSubclass, Translatable);
Qualifier Version : string = null, Scope(class), Flavor(EnableOverride, Restricted);

[Version("1.0"), Description("Everything.")]
class T_Element
{
    [Key] string Name;
    [Description("Old words")] uint16 State = 2;
    [Description("Starts it.")] uint32 Start([In] uint16 Speed[], [Out] T_Job REF Job);
};
class T_Job : T_Element { real32 Share = 0.5; char16 Letter = 'x'; };
class T_Disk : T_Element
{
    [Override("State"), Description("New words")] uint16 State = 3;
    uint64 Size[] = {1, 18446744073709551615};
};
[Association] class T_Uses { [Key] T_Element REF User; [Key] T_Disk REF Used; };
instance of T_Job as $Job { Name = "one"; };
instance of T_Uses { User = $Job; };
"""


def schema_of(text: str) -> Schema:
    return resolve(parse_text(text))


@pytest.fixture(scope="module")
def schema() -> Schema:
    return schema_of(MOF)


@pytest.fixture(scope="module")
def data(schema: Schema) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(to_json(schema))
    return result


def test_what_is_read_equals_what_was_written(schema: Schema) -> None:
    read = from_json(to_json(schema))
    assert read == schema
    assert read.subclasses("T_Element") == ("T_Job", "T_Disk")
    assert read.ends_at("T_Disk") == schema.ends_at("T_Disk")
    assert [c.name for c in read.classes.values()] == [
        c.name for c in schema.classes.values()
    ]


def test_members_keep_their_order(schema: Schema) -> None:
    read = from_json(to_json(schema))
    for class_ in schema.classes.values():
        again = read[class_.name]
        assert list(again.properties) == list(class_.properties)
        assert list(again.methods) == list(class_.methods)
        assert again.own_properties == class_.own_properties


def test_the_text_is_the_same_every_time(schema: Schema) -> None:
    assert to_json(schema) == to_json(from_json(to_json(schema)))
    assert to_json(schema) == to_json(schema_of(MOF))


def test_indented_text_means_the_same(schema: Schema) -> None:
    text = to_json(schema, indent=2)
    assert text.endswith(b"}\n")
    assert json.loads(text) == json.loads(to_json(schema))
    assert from_json(text) == schema


def test_the_version_comes_first(data: dict[str, Any]) -> None:
    assert next(iter(data.items())) == ("mofgen-ir", 1)


def test_a_class_has_its_own_members_in_full(data: dict[str, Any]) -> None:
    disk = data["classes"]["t_disk"]
    assert disk["name"] == "T_Disk"
    assert disk["superclass"] == "T_Element"
    assert list(disk["properties"]) == ["state", "size"]
    state = disk["properties"]["state"]
    assert state["default"] == 3
    assert state["class_origin"] == "T_Element"
    assert state["declared_in"] == "T_Disk"
    assert state["qualifiers"]["description"]["value"] == "New words"


def test_a_class_names_what_it_inherits_and_from_where(data: dict[str, Any]) -> None:
    disk = data["classes"]["t_disk"]
    assert disk["inherited_properties"] == {"T_Element": ["Name"]}
    assert disk["inherited_methods"] == {"T_Element": ["Start"]}


def test_flavors_are_given_where_they_are_not_the_usual_ones(
    data: dict[str, Any],
) -> None:
    element = data["classes"]["t_element"]
    assert element["qualifiers"]["version"] == {
        "name": "Version",
        "type": "string",
        "value": "1.0",
        "to_subclass": False,
    }
    assert element["properties"]["name"]["qualifiers"]["key"] == {
        "name": "Key",
        "type": "boolean",
        "value": True,
        "overridable": False,
    }


def test_an_instance_given_by_alias_is_a_reference(
    schema: Schema, data: dict[str, Any]
) -> None:
    assert data["instances"][1]["values"] == {"User": {"reference": 0}}
    read = from_json(to_json(schema))
    assert read.instances[1].values["User"] is read.instances[0]


@given(
    st.text(),
    st.one_of(
        st.none(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False)
    ),
)
def test_any_value_survives(text: str, value: bool | float | None) -> None:
    nested = Instance("T_In", {"Text": text, "List": (value, text)})
    schema = Schema(None, {}, {}, (Instance("T_Out", {"In": nested, "V": value}),))
    read = from_json(to_json(schema))
    assert read == schema
    assert type(read.instances[0].values["V"]) is type(value)


@given(st.integers(-(2**63), 2**64 - 1))
def test_any_cim_integer_survives(number: int) -> None:
    schema = Schema(None, {}, {}, (Instance("T", {"N": number}),))
    assert from_json(to_json(schema)) == schema


def test_shared_qualifiers_are_shared_again_by_inheriting_classes() -> None:
    read = from_json(to_json(schema_of(MOF)))
    first, second = (read[name].properties["name"] for name in ("T_Job", "T_Disk"))
    assert first is second
    assert first.qualifiers["key"] == Qualifier(
        "Key", "boolean", True, overridable=False, propagated=True
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "not a resolved schema: Input data was truncated"),
        (b"class X {};", "not a resolved schema: JSON is malformed"),
        (b"[]", "not a resolved schema: Expected `object`, got `array`"),
        (b"{}", "missing required field `mofgen-ir`"),
        (b'{"mofgen-ir": 2}', "resolved schema of version 2; this mofgen reads 1"),
        (b'{"mofgen-ir": 1}', "not a valid resolved schema: Object missing"),
        (b"[" * 100_000, "not a resolved schema"),
    ],
)
def test_what_is_no_schema_is_refused(text: bytes, message: str) -> None:
    with pytest.raises(IrFormatError) as caught:
        from_json(text)
    assert message in str(caught.value)


def changed(data: dict[str, Any], path: list[Any], value: object) -> bytes:
    """``data`` with another value at ``path``, as JSON."""
    copy = json.loads(json.dumps(data))
    at = copy
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return json.dumps(copy).encode()


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["mofgen-ir"], 2, "of version 2"),
        (["classes", "t_disk", "superclass"], "T_None", 'superclass "t_none" is not'),
        (["classes", "t_element", "superclass"], "T_Disk", "its own superclass"),
        (["classes", "t_disk", "name"], "T_Disc", 'key "t_disk" of class "T_Disc"'),
        (["classes", "t_disk", "properties", "size", "name"], "X", "keys ["),
        (["classes", "t_disk", "properties", "size", "type"], 5, "Expected `str`"),
        (["instances", 1, "values", "User"], {"reference": 7}, "no instance 7"),
        (["instances", 1, "values", "User"], {"reference": 1}, "in a circle"),
    ],
)
def test_what_contradicts_itself_is_refused(
    data: dict[str, Any], path: list[Any], value: object, message: str
) -> None:
    with pytest.raises(IrFormatError) as caught:
        from_json(changed(data, path, value))
    assert message in str(caught.value)


@given(st.binary(max_size=200))
def test_random_bytes_raise_nothing_else(noise: bytes) -> None:
    with pytest.raises(IrFormatError):
        from_json(noise)
