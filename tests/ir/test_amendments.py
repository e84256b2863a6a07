"""Amendment files (.mfl): translated qualifiers for classes declared elsewhere."""

from __future__ import annotations

import pytest

from mofgen.ir import resolve
from mofgen.ir.model import Schema
from mofgen.ir.value_map import value_map
from mofgen.mof import MofError, parse_text

SCHEMA = """
#pragma namespace("\\\\\\\\.\\\\root\\\\v2")
class Base { [Key] string Name; };
[Dynamic] class Disk : Base
{
    [ValueMap{"0", "1"}] uint16 State;
    uint32 Format([In] boolean Quick);
};
class Floppy : Disk {};
"""
AMENDMENT = """
#pragma autorecover
#pragma amendment("MS_409")
#pragma namespace("\\\\\\\\.\\\\root\\\\v2")
instance of __Namespace { Name = "ms_409"; };
#pragma namespace("\\\\\\\\.\\\\root\\\\v2\\\\ms_409")

[Description("A disk.") : Amended ToSubclass, AMENDMENT, LOCALE(0x409)]
class Disk : Base
{
    [Key, Description("Its name.") : Amended] string Name;
    [Values{"Off", "On"} : Amended, Read] uint16 State;
    [Description("Formats it.") : Amended]
    uint32 Format([Description("Skips the check.") : Amended] boolean Quick);
};
"""


def amended(amendment: str = AMENDMENT) -> Schema:
    return resolve(
        parse_text(SCHEMA, "a.mof"), amendments=[parse_text(amendment, "a.mfl")]
    )


def test_translated_qualifiers_go_to_the_class_and_each_of_its_members() -> None:
    disk = amended()["Disk"]
    assert disk.qualifiers["description"].value == "A disk."
    assert disk.properties["state"].qualifiers["values"].value == ("Off", "On")
    method = disk.methods["format"]
    assert method.qualifiers["description"].value == "Formats it."
    quick = method.parameters["quick"]
    assert quick.qualifiers["description"].value == "Skips the check."


def test_what_an_amendment_repeats_without_translating_is_left_out() -> None:
    disk = amended()["Disk"]
    assert list(disk.qualifiers) == ["dynamic", "description"]
    assert "read" not in disk.properties["state"].qualifiers


def test_amended_values_name_the_codes_of_the_class() -> None:
    found = value_map(amended()["Disk"].properties["state"])
    assert found is not None
    assert [(e.code, e.label) for e in found.entries] == [(0, "Off"), (1, "On")]


def test_amended_qualifiers_are_inherited_like_others() -> None:
    found = amended()
    assert found["Floppy"].qualifiers["description"].value == "A disk."
    inherited = found["Floppy"].properties["state"].qualifiers["values"]
    assert inherited.value == ("Off", "On") and inherited.propagated


def test_amending_an_inherited_member_declares_it_in_the_class() -> None:
    found = amended()
    name = found["Disk"].properties["name"]
    assert name.qualifiers["description"].value == "Its name."
    assert not name.qualifiers["description"].propagated
    assert name.qualifiers["key"].propagated
    assert (name.class_origin, name.declared_in) == ("Base", "Disk")
    assert "description" not in found["Base"].properties["name"].qualifiers


def test_the_namespace_of_the_amendment_is_not_that_of_the_schema() -> None:
    found = amended()
    assert found.namespace == "root/v2"
    assert found.instances == ()


def test_an_amendment_may_stand_in_the_schema_text_itself() -> None:
    found = resolve(parse_text(SCHEMA + AMENDMENT.split("};", 1)[1], "a.mof"))
    assert found["Disk"].qualifiers["description"].value == "A disk."


def test_a_later_amendment_wins() -> None:
    other = parse_text(AMENDMENT.replace("A disk.", "Ein Datenträger."), "b.mfl")
    found = resolve(
        parse_text(SCHEMA, "a.mof"), amendments=[parse_text(AMENDMENT, "a.mfl"), other]
    )
    assert found["Disk"].qualifiers["description"].value == "Ein Datenträger."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("class Disk :", "class Dsk :", 'no class Dsk to amend; did you mean "Disk"?'),
        (
            "uint16 State",
            "uint16 Stat",
            'Disk has no property Stat to amend; did you mean "State"?',
        ),
        ("uint32 Format", "uint32 Erase", "Disk has no method Erase to amend"),
        (
            "boolean Quick",
            "boolean Slow",
            "no parameter of Format named Slow to amend",
        ),
    ],
)
def test_amending_what_is_not_there_is_an_error_with_its_place(
    old: str, new: str, message: str
) -> None:
    with pytest.raises(MofError) as caught:
        amended(AMENDMENT.replace(old, new))
    (found,) = caught.value.diagnostics
    assert message in found.message
    assert found.place is not None and found.place.source.name == "a.mfl"


def test_amended_values_must_fit_the_codes_of_the_class() -> None:
    with pytest.raises(MofError, match="has 2 items, but its Values has 3"):
        amended(AMENDMENT.replace('"On"', '"On", "Idle"'))
