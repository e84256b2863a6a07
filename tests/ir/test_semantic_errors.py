"""What is wrong with a schema whose syntax is right, and how the user reads it.

Each case is a MOF text and the whole message that it gives.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection

import pytest

from mofgen.ir import resolve
from mofgen.mof import MofError, parse_text


def errors(text: str, external: Collection[str] = ()) -> MofError:
    """The error that resolving ``text`` raises."""
    document = parse_text(textwrap.dedent(text).strip("\n"), "a.mof")
    with pytest.raises(MofError) as caught:
        resolve(document, external=external)
    return caught.value


def codes(text: str) -> list[str]:
    return [diagnostic.code for diagnostic in errors(text).diagnostics]


CASES = {
    "unknown-superclass": (
        """
        class CIM_Setting {};
        class X : CIM_Seting {};
        """,
        """
        a.mof:2:11: error: Superclass CIM_Seting of X is not declared anywhere; did you mean "CIM_Setting"?
            2 | class X : CIM_Seting {};
              |           ^^^^^^^^^^
        """,
    ),
    "circular-inheritance": (
        """
        class A : B {};
        class B : C {};
        class C : A {};
        """,
        """
        a.mof:1:11: error: Class A is its own superclass
            1 | class A : B {};
              |           ^
        a.mof:2:11: note: B is a subclass of C
            2 | class B : C {};
              |           ^
        a.mof:3:11: note: C is a subclass of A
            3 | class C : A {};
              |           ^
        """,
    ),
    "override-type": (
        """
        class A { uint16 State; };
        class B : A { string State; };
        """,
        """
        a.mof:2:15: error: Property State is string, but what it overrides in A is uint16
            2 | class B : A { string State; };
              |               ^^^^^^
        a.mof:1:18: note: overridden here
            1 | class A { uint16 State; };
              |                  ^^^^^
        """,
    ),
    "override-type of an array": (
        """
        class A { uint16 State; };
        class B : A { uint16 State[]; };
        """,
        """
        a.mof:2:15: error: Property State is an array of uint16, but what it overrides in A is uint16
            2 | class B : A { uint16 State[]; };
              |               ^^^^^^
        a.mof:1:18: note: overridden here
            1 | class A { uint16 State; };
              |                  ^^^^^
        """,
    ),
    "override-type of a method": (
        """
        class A { uint32 Stop(uint16 Mode); };
        class B : A { void Stop(string Mode); };
        """,
        """
        a.mof:2:15: error: Method Stop returns void, but what it overrides in A returns uint32
            2 | class B : A { void Stop(string Mode); };
              |               ^^^^
        a.mof:1:18: note: overridden here
            1 | class A { uint32 Stop(uint16 Mode); };
              |                  ^^^^

        a.mof:2:25: error: Parameter Mode of Stop is string, but in the method of A that this overrides it is uint16
            2 | class B : A { void Stop(string Mode); };
              |                         ^^^^^^
        a.mof:1:18: note: overridden here
            1 | class A { uint32 Stop(uint16 Mode); };
              |                  ^^^^
        """,
    ),
    "unknown-override": (
        """
        Qualifier Override : string = null, Scope(property, reference, method);
        class A { string Name; };
        class B : A { [Override("Nam")] string Nam; };
        """,
        """
        a.mof:3:40: error: Nam overrides Nam, but A has no such member; did you mean "Name"?
            3 | class B : A { [Override("Nam")] string Nam; };
              |                                        ^^^
        """,
    ),
    "key-below-keyed-superclass": (
        """
        class A { [Key] string Name; };
        class B : A { [Key] string Id; };
        """,
        """
        a.mof:2:28: error: Id can't be a key: the superclass A has keys already
            2 | class B : A { [Key] string Id; };
              |                            ^^
        a.mof:1:24: note: Name is a key there
            1 | class A { [Key] string Name; };
              |                        ^^^^
        """,
    ),
    "unknown-class of a reference": (
        """
        class CIM_Disk {};
        class A { CIM_Dsk REF Disk; };
        """,
        """
        a.mof:2:11: error: Disk is declared with the class CIM_Dsk, which is not declared anywhere; did you mean "CIM_Disk"?
            2 | class A { CIM_Dsk REF Disk; };
              |           ^^^^^^^
          note: a class of another namespace has to be listed as external
        """,
    ),
    "unknown-class of an embedded instance": (
        """
        class A { uint32 Do([EmbeddedInstance("B")] string What); };
        """,
        """
        a.mof:1:39: error: What is declared with the class B, which is not declared anywhere
            1 | class A { uint32 Do([EmbeddedInstance("B")] string What); };
              |                                       ^
          note: a class of another namespace has to be listed as external
        """,
    ),
    "duplicate-property": (
        """
        class A
        {
            string Name;
            uint32 NAME;
        };
        """,
        """
        a.mof:4:12: error: A has another property NAME already
            4 |     uint32 NAME;
              |            ^^^^
        a.mof:3:12: note: first here
            3 |     string Name;
              |            ^^^^
        """,
    ),
    "duplicate-parameter": (
        """
        class A { uint32 Do(string X, string x); };
        """,
        """
        a.mof:1:38: error: Do has another parameter x already
            1 | class A { uint32 Do(string X, string x); };
              |                                      ^
        a.mof:1:28: note: first here
            1 | class A { uint32 Do(string X, string x); };
              |                            ^
        """,
    ),
    "duplicate-class": (
        """
        class A { string Name; };
        class A { uint32 Name; };
        """,
        """
        a.mof:2:18: error: Class A is declared again, but with another property Name
            2 | class A { uint32 Name; };
              |                  ^^^^
        a.mof:1:18: note: first declared here
            1 | class A { string Name; };
              |                  ^^^^
        """,
    ),
    "out-of-range default": (
        """
        class A { uint8 Percent = 300; };
        """,
        """
        a.mof:1:27: error: Percent can't be 300: uint8 is from 0 to 255
            1 | class A { uint8 Percent = 300; };
              |                           ^
        """,
    ),
    "bad-default of another type": (
        """
        class A { boolean Enabled = "perhaps"; };
        """,
        """
        a.mof:1:29: error: Enabled can't be "perhaps": its type is boolean
            1 | class A { boolean Enabled = "perhaps"; };
              |                             ^
        """,
    ),
    "bad-default that is half a character": (
        """
        class A { char16 Letter = 0xD800; };
        """,
        """
        a.mof:1:27: error: Letter can't be 55296: half of a surrogate pair is no character by itself
            1 | class A { char16 Letter = 0xD800; };
              |                           ^
        """,
    ),
    "bad-default of an array": (
        """
        class A { uint16 Ports[] = 1; };
        """,
        """
        a.mof:1:28: error: Ports is an array of uint16; its value needs braces {}
            1 | class A { uint16 Ports[] = 1; };
              |                            ^
        """,
    ),
    "bad-default of a datetime": (
        """
        class A { datetime Since = "2024-01-01"; };
        """,
        """
        a.mof:1:28: error: Since can't be "2024-01-01": a datetime is yyyymmddhhmmss.mmmmmm+utc or ddddddddhhmmss.mmmmmm:000
            1 | class A { datetime Since = "2024-01-01"; };
              |                            ^
        """,
    ),
    "value-lists-differ": (
        """
        class A
        {
            [ValueMap{"0", "1", "2"},
             Values{"Off", "On"}]
            uint16 State;
        };
        """,
        """
        a.mof:4:6: error: ValueMap of State has 3 items, but its Values has 2
            4 |      Values{"Off", "On"}]
              |      ^^^^^^
        a.mof:3:6: note: the codes are listed here
            3 |     [ValueMap{"0", "1", "2"},
              |      ^^^^^^^^
        """,
    ),
    "bad-value-map": (
        """
        class A { [ValueMap{"0", "one"}, Values{"Zero", "One"}] uint8 N; };
        """,
        """
        a.mof:1:12: error: ValueMap of N has a code that is none: 'one' is not an integer
            1 | class A { [ValueMap{"0", "one"}, Values{"Zero", "One"}] uint8 N; };
              |            ^^^^^^^^
        """,
    ),
    "bad-value-map of bits": (
        """
        class A { [BitMap{"0..2"}, BitValues{"Low"}] uint8 N; };
        """,
        """
        a.mof:1:12: error: BitMap of N has a code that is none: '0..2' is not the position of a bit
            1 | class A { [BitMap{"0..2"}, BitValues{"Low"}] uint8 N; };
              |            ^^^^^^
        """,
    ),
    "qualifier-out-of-scope": (
        """
        Qualifier Weak : boolean = false, Scope(reference);
        class A { [Weak] string Name; };
        """,
        """
        a.mof:2:12: error: Qualifier Weak can't stand on a property; its scope is reference
            2 | class A { [Weak] string Name; };
              |            ^^^^
        a.mof:1:11: note: declared here
            1 | Qualifier Weak : boolean = false, Scope(reference);
              |           ^^^^
        """,
    ),
    "bad-qualifier-value": (
        """
        Qualifier MaxLen : uint32 = null, Scope(property);
        class A { [MaxLen("long")] string Name; };
        """,
        """
        a.mof:2:19: error: Qualifier MaxLen can't be "long": its type is uint32
            2 | class A { [MaxLen("long")] string Name; };
              |                   ^
        a.mof:1:11: note: declared here
            1 | Qualifier MaxLen : uint32 = null, Scope(property);
              |           ^^^^^^
        """,
    ),
    "qualifier-not-overridable": (
        """
        class A { [Key] string Name; };
        class B : A { [Key(false)] string Name; };
        """,
        """
        a.mof:2:16: error: Qualifier Key can't be changed below A: it has the flavor DisableOverride
            2 | class B : A { [Key(false)] string Name; };
              |                ^^^
        """,
    ),
    "duplicate-qualifier": (
        """
        class A { [Read, Write, read] string Name; };
        """,
        """
        a.mof:1:25: error: Qualifier read is given twice
            1 | class A { [Read, Write, read] string Name; };
              |                         ^^^^
        a.mof:1:12: note: first given here
            1 | class A { [Read, Write, read] string Name; };
              |            ^^^^
        """,
    ),
    "association-references": (
        """
        class A {};
        [Association]
        class L { A REF One; };
        """,
        """
        a.mof:3:7: error: L is an association, which takes two references, but it has only one
            3 | class L { A REF One; };
              |       ^
        """,
    ),
    "association-superclass": (
        """
        class A {};
        [Association]
        class L : A { A REF One; A REF Two; };
        """,
        """
        a.mof:3:7: error: L is an association, but its superclass A is none
            3 | class L : A { A REF One; A REF Two; };
              |       ^
        a.mof:1:7: note: A is declared here
            1 | class A {};
              |       ^
        """,
    ),
    "unknown-class of an instance": (
        """
        class Disk {};
        instance of Dsk { };
        """,
        """
        a.mof:2:13: error: There is no class Dsk to make an instance of; did you mean "Disk"?
            2 | instance of Dsk { };
              |             ^^^
        """,
    ),
    "unknown-property": (
        """
        class A { string Name; };
        instance of A { Nmae = "x"; };
        """,
        """
        a.mof:2:17: error: Class A has no property Nmae; did you mean "Name"?
            2 | instance of A { Nmae = "x"; };
              |                 ^^^^
        """,
    ),
    "bad-value": (
        """
        class A { uint8 Size; };
        instance of A { Size = "big"; };
        """,
        """
        a.mof:2:24: error: Size can't be "big": its type is uint8
            2 | instance of A { Size = "big"; };
              |                        ^
        """,
    ),
    "unknown-alias": (
        """
        class A { A REF Next; };
        instance of A as $First { Next = $Frist; };
        """,
        """
        a.mof:2:34: error: There is no instance $Frist; did you mean "$First"?
            2 | instance of A as $First { Next = $Frist; };
              |                                  ^^^^^^
        """,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_message_names_the_fault_and_every_place_that_matters(name: str) -> None:
    text, expected = CASES[name]
    error = errors(text)
    assert str(error) == textwrap.dedent(expected).strip("\n")
    assert error.diagnostics[0].code == name.partition(" ")[0]


def test_one_run_reports_all_errors_in_the_order_of_the_text() -> None:
    text = """
    class A : Unknown { uint8 N = 256; };
    class B { Nowhere REF R; string S; string S; };
    instance of C {};
    """
    assert codes(text) == [
        "unknown-superclass",
        "out-of-range",
        "unknown-class",
        "duplicate-property",
        "unknown-class",
    ]


def test_an_unknown_superclass_does_not_make_members_unknown_too() -> None:
    text = """
    class A : Unknown {};
    Qualifier Override : string = null, Scope(any);
    class B : A { [Override("Name")] string Name; };
    [Association] class L : Unknown { A REF Other; };
    instance of B { Caption = "x"; };
    """
    assert codes(text) == ["unknown-superclass", "unknown-superclass"]


def test_a_circle_is_reported_once() -> None:
    assert codes("class A : A {};") == ["circular-inheritance"]
    assert codes("class A : B {}; class B : A {}; class C : B {};") == [
        "circular-inheritance"
    ]


def test_the_default_of_a_qualifier_must_fit_its_type() -> None:
    assert codes("Qualifier Q : uint8 = 300, Scope(any);") == ["out-of-range"]
    assert codes('Qualifier Q : uint8 = "x", Scope(any);') == ["bad-default"]


def test_a_qualifier_that_is_declared_twice_keeps_its_type() -> None:
    text = "Qualifier Q : uint8 = 1, Scope(any); Qualifier q : string, Scope(any);"
    assert codes(text) == ["duplicate-qualifier-type"]
    document = parse_text("Qualifier Q : uint8, Scope(any);" * 2, "a.mof")
    assert list(resolve(document).qualifier_types) == ["q"]


def test_values_of_an_undeclared_qualifier_must_at_least_be_of_one_type() -> None:
    assert codes('class A { [Vendor{1, "x"}] string X; };') == ["bad-qualifier-value"]


def test_a_text_without_the_files_it_needs_still_gives_its_errors_quickly() -> None:
    text = "".join(f"class A{n} : Missing{n} {{}};" for n in range(500))
    assert codes(text) == ["unknown-superclass"] * 500
