"""What ``show`` says of a class and of a member, and how it is laid out."""

from __future__ import annotations

import pytest

from mofgen.ir import resolve
from mofgen.ir.model import Schema
from mofgen.mof import parse_text
from mofgen.show import UnknownNameError, view_class, view_member
from mofgen.show.text import class_lines, member_lines, plain
from mofgen.show.view import AssociationView, EndView, PropertyView, ValueView

MOF = r"""
#pragma namespace("\\\\.\\root\\test")
[Abstract, Description("Anything that is managed.")]
class T_Element
{
    [Description("Words for people.")] string Caption;
    [Key, MaxLen(64)] string Id;
};
class T_Job : T_Element {};
[Dynamic, Provider("TestProvider"), Description("A disk.\nIt turns.")]
class T_Disk : T_Element
{
    [Write, Units("Bytes"), Description("How much it holds.")] uint64 Size = 512;
    [ValueMap{"0","1","2","3","4","5","6","7","8.."},
     Values{"Off","On","Spinning up","Spinning down","Parked","Lost","Worn","New",
            "Reserved"},
     Required, Mine("x")]
    uint16 State;
    [BitMap{"0", "3"}, BitValues{"Boot", "Swap"}] uint8 Flags;
    [EmbeddedInstance("T_Job")] string Last;
    [Description("Erases it."), ValueMap{"0", "5"}, Values{"Done", "Refused"}]
    uint32 Erase(
        [In, Description("How often."), Units("Times")] uint8 Passes,
        [In, Optional, ValueMap{"1", "2"}, Values{"Zero", "Noise"}] uint8 Pattern,
        [In(false), Out] T_Job REF Job);
};
class T_FastDisk : T_Disk { [Override("Size")] uint64 Size = 1024; };
[Association, Abstract] class T_Any { [Key] T_Element REF From; [Key] T_Element REF To; };
[Association] class T_Runs { [Key] T_Disk REF Disk; [Key] T_Job REF Job; };
"""


@pytest.fixture(scope="module")
def schema() -> Schema:
    return resolve(parse_text(MOF))


def test_a_class_in_text(schema: Schema) -> None:
    assert plain(class_lines(view_class(schema, "t_disk"))) == ("""\
T_Disk  class provided by TestProvider in root/test
  below T_Element
  above T_FastDisk

  A disk.
  It turns.

Keys
  Id  string  key, MaxLen 64

Properties of T_Disk
  Size   uint64  write, in Bytes, default 512
  State  uint16  required
      0 Off, 1 On, 2 Spinning up, 3 Spinning down, 4 Parked, 5 Lost,
      ... (3 more)
  Flags  uint8
      bit 0 Boot, 3 Swap
  Last   string  holds T_Job

Properties of T_Element
  Caption  string

Methods of T_Disk
  Erase  uint32
    in      Passes   uint8, in Times
    in      Pattern  uint8, optional
            1 Zero, 2 Noise
    out     Job      T_Job REF
    returns 0 Done, 5 Refused

Associations
  T_Runs  as Disk  with Job: T_Job
  2 more by abstract associations
""")


def test_all_values_on_demand(schema: Schema) -> None:
    text = plain(class_lines(view_class(schema, "T_Disk"), all_values=True))
    assert "5 Lost, 6 Worn,\n      7 New, 8.. Reserved\n" in text


def test_members_stand_under_the_class_that_declares_them(schema: Schema) -> None:
    view = view_class(schema, "T_FastDisk")
    size = next(p for p in view.properties if p.name == "Size")
    assert (size.declared_in, size.class_origin) == ("T_FastDisk", "T_Disk")
    text = plain(class_lines(view))
    headings = [line for line in text.splitlines() if line.startswith("Properties")]
    assert headings == [
        "Properties of T_FastDisk",
        "Properties of T_Disk",
        "Properties of T_Element",
    ]


def test_associations_by_way_of_a_superclass_count(schema: Schema) -> None:
    view = view_class(schema, "T_Job")
    assert view.associations == (
        AssociationView(
            "T_Runs", False, EndView("Job", "T_Job"), (EndView("Disk", "T_Disk"),)
        ),
        AssociationView(
            "T_Any", True, EndView("From", "T_Element"), (EndView("To", "T_Element"),)
        ),
        AssociationView(
            "T_Any", True, EndView("To", "T_Element"), (EndView("From", "T_Element"),)
        ),
    )


def test_what_kind_of_class_it_is(schema: Schema) -> None:
    first_lines = [
        plain(class_lines(view_class(schema, name))).splitlines()[0]
        for name in ("T_Element", "T_Runs", "T_Any")
    ]
    assert first_lines == [
        "T_Element  abstract class in root/test",
        "T_Runs  association in root/test",
        "T_Any  abstract association in root/test",
    ]


def test_a_property_in_full(schema: Schema) -> None:
    assert plain(member_lines(view_member(schema, "T_DISK", "STATE"))) == ("""\
T_Disk.State  uint16
  declared by T_Disk
  required

Values
    0  Off
    1  On
    2  Spinning up
    3  Spinning down
    4  Parked
    5  Lost
    6  Worn
    7  New
  8..  Reserved

Qualifiers
  Required
  Mine "x"
""")


def test_an_inherited_property_says_where_it_comes_from(schema: Schema) -> None:
    text = plain(member_lines(view_member(schema, "T_FastDisk", "Size")))
    assert "  declared by T_FastDisk, first by T_Disk\n" in text
    assert "  How much it holds.\n" in text
    text = plain(member_lines(view_member(schema, "T_FastDisk", "State")))
    assert "  declared by T_Disk\n" in text


def test_a_method_in_full(schema: Schema) -> None:
    assert plain(member_lines(view_member(schema, "T_Disk", "Erase"))) == ("""\
T_Disk.Erase  uint32
  declared by T_Disk

  Erases it.

in Passes
  uint8, in Times
  How often.

in Pattern
  uint8, optional
  1  Zero
  2  Noise

out Job
  T_Job REF

Returns
  0  Done
  5  Refused
""")


def test_the_view_has_every_value(schema: Schema) -> None:
    member = view_member(schema, "T_Disk", "State").member
    assert isinstance(member, PropertyView)
    assert member.values[-1] == ValueView("8..", "Reserved")
    assert len(member.values) == 9


def test_text_is_wrapped_to_the_width(schema: Schema) -> None:
    text = plain(class_lines(view_class(schema, "T_Disk"), width=40))
    values = [line for line in text.splitlines() if line.startswith("      ")]
    assert values[0] == "      0 Off, 1 On, 2 Spinning up,"
    assert all(len(line) <= 40 for line in values)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("T_Dsik", 'no class "T_Dsik" in the schema; did you mean "T_Disk"?'),
        ("disk", 'no class "disk" in the schema; did you mean "T_Disk"?'),
        ("Win32_Process", 'no class "Win32_Process" in the schema'),
    ],
)
def test_an_unknown_class(schema: Schema, name: str, message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        view_class(schema, name)
    assert str(caught.value) == message


def test_an_unknown_member(schema: Schema) -> None:
    with pytest.raises(UnknownNameError) as caught:
        view_member(schema, "t_disk", "Stat")
    assert str(caught.value) == 'T_Disk has no member "Stat"; did you mean "State"?'
