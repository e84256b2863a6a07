"""Changes of properties, values, methods and parameters, and how they are judged."""

from __future__ import annotations

import pytest

from mofgen.diff import Kind, compare
from mofgen.diff.phrases import phrase
from mofgen.ir import resolve
from mofgen.mof import parse_text

CLASSES = """
class Base { [Key] string Id; };
class Derived : Base {};
class Other {};
"""


def member_changes(old: str, new: str) -> list[tuple[Kind, bool, str]]:
    """Kind, judgement and words of the changes of the members of one class."""
    before, after = (
        resolve(parse_text(f"{CLASSES} class C {{ {text} }};")) for text in (old, new)
    )
    found = compare(before, after).changes
    assert {c.class_name for c in found} <= {"C"}
    return [(c.kind, c.breaking, phrase(c)) for c in found]


@pytest.mark.parametrize(
    ("old", "new", "kind", "breaking", "words"),
    [
        ("", "uint8 P;", Kind.PROPERTY_ADDED, False, "property added (uint8)"),
        ("", "[Key] uint8 P;", Kind.PROPERTY_ADDED, True, "property added (uint8)"),
        ("uint8 P[];", "", Kind.PROPERTY_REMOVED, True, "property removed (uint8[])"),
        ("uint8 P;", "uint16 P;", Kind.TYPE_CHANGED, True, "from uint8 to uint16"),
        ("uint8 P;", "uint8 P[];", Kind.ARRAY_CHANGED, True, "from uint8 to uint8[]"),
        ("uint8 P[];", "uint8 P[4];", Kind.ARRAY_CHANGED, True, "uint8[] to uint8[4]"),
        ("uint8 P;", "uint8 p;", Kind.SPELLING_CHANGED, True, "from P to p"),
        ("uint8 P;", "[Key] uint8 P;", Kind.KEY_CHANGED, True, "from false to true"),
        ("uint8 P = 1;", "uint8 P;", Kind.DEFAULT_CHANGED, False, "from 1 to NULL"),
        (
            "string P;",
            'string P = "x";',
            Kind.DEFAULT_CHANGED,
            False,
            'default changed from NULL to "x"',
        ),
        ("uint8 P;", "[Write] uint8 P;", Kind.WRITE_CHANGED, False, "to true"),
        ("[Write] uint8 P;", "uint8 P;", Kind.WRITE_CHANGED, True, "to false"),
        ("uint8 P;", "[Read(false)] uint8 P;", Kind.READ_CHANGED, True, "to false"),
        (
            "[Required] uint8 P;",
            "uint8 P;",
            Kind.REQUIRED_CHANGED,
            True,
            "required changed from true to false",
        ),
        ("uint8 P;", "[Required] uint8 P;", Kind.REQUIRED_CHANGED, False, "to true"),
        (
            "[Write] uint8 P;",
            "[Write, Required] uint8 P;",
            Kind.REQUIRED_CHANGED,
            True,
            "to true",
        ),
        (
            "[MaxLen(8)] string P;",
            "[MaxLen(4)] string P;",
            Kind.LIMIT_CHANGED,
            False,
            "MaxLen changed from 8 to 4",
        ),
        (
            "[Write, MaxLen(8)] string P;",
            "[Write, MaxLen(4)] string P;",
            Kind.LIMIT_CHANGED,
            True,
            "MaxLen changed from 8 to 4",
        ),
        (
            "[Write] sint8 P;",
            "[Write, MinValue(1)] sint8 P;",
            Kind.LIMIT_CHANGED,
            True,
            "MinValue changed from none to 1",
        ),
        (
            '[Units("Bytes")] uint8 P;',
            '[Units("Bits")] uint8 P;',
            Kind.UNITS_CHANGED,
            True,
            'Units changed from "Bytes" to "Bits"',
        ),
        (
            "uint8 P;",
            '[PUnit("byte")] uint8 P;',
            Kind.UNITS_CHANGED,
            False,
            'PUnit changed from none to "byte"',
        ),
        ("Base ref P;", "Derived ref P;", Kind.REFERENCE_CLASS_CHANGED, False, ""),
        ("Derived ref P;", "Base ref P;", Kind.REFERENCE_CLASS_CHANGED, True, ""),
        ("Base ref P;", "Other ref P;", Kind.REFERENCE_CLASS_CHANGED, True, ""),
        (
            "[Write] Base ref P;",
            "[Write] Derived ref P;",
            Kind.REFERENCE_CLASS_CHANGED,
            True,
            "reference class changed from Base to Derived",
        ),
        (
            '[EmbeddedInstance("Base")] string P;',
            '[EmbeddedInstance("Other")] string P;',
            Kind.EMBEDDED_CLASS_CHANGED,
            True,
            "embedded class changed from Base to Other",
        ),
        (
            "uint8 P;",
            '[Mine("x")] uint8 P;',
            Kind.QUALIFIER_ADDED,
            False,
            'qualifier Mine added: "x"',
        ),
        ('[Mine("x")] uint8 P;', "uint8 P;", Kind.QUALIFIER_REMOVED, False, "removed"),
        (
            '[Description("x")] uint8 P;',
            '[Description("y")] uint8 P;',
            Kind.TEXT_CHANGED,
            False,
            'Description changed from "x" to "y"',
        ),
    ],
)
def test_properties(old: str, new: str, kind: Kind, breaking: bool, words: str) -> None:
    ((found, judgement, told),) = member_changes(old, new)
    assert (found, judgement) == (kind, breaking)
    assert words in told


VALUES = "[ValueMap{{{codes}}}, Values{{{labels}}}] uint16 P;"


def values(**labels: str) -> str:
    """A property with these values; ``r`` stands for the range ``8..``."""
    codes = ['"8.."' if code == "r" else f'"{code[1:]}"' for code in labels]
    return VALUES.format(
        codes=", ".join(codes), labels=", ".join(f'"{v}"' for v in labels.values())
    )


@pytest.mark.parametrize(
    ("old", "new", "kind", "breaking", "words"),
    [
        (
            values(_1="One"),
            values(_1="One", _2="Two"),
            Kind.VALUE_ADDED,
            False,
            'value 2 ("Two") added',
        ),
        (
            values(_1="One", _2="Two"),
            values(_2="Two"),
            Kind.VALUE_REMOVED,
            True,
            'value 1 ("One") removed',
        ),
        (
            values(_1="One"),
            values(_1="Uno"),
            Kind.VALUE_RELABELLED,
            True,
            'label of value 1 changed from "One" to "Uno"',
        ),
        (
            values(_1="One", r="Reserved"),
            values(_1="One"),
            Kind.VALUE_REMOVED,
            False,
            'value 8.. ("Reserved") removed',
        ),
        (
            values(r="Reserved"),
            values(r="Vendor"),
            Kind.VALUE_RELABELLED,
            False,
            'label of value 8.. changed from "Reserved" to "Vendor"',
        ),
        (
            "uint16 P;",
            values(_1="One"),
            Kind.VALUE_MAP_ADDED,
            False,
            "names of values added: 1",
        ),
        (
            values(_1="One"),
            "uint16 P;",
            Kind.VALUE_MAP_REMOVED,
            True,
            "names of values removed: 1",
        ),
        (
            '[BitMap{"0"}, BitValues{"A"}] uint16 P;',
            '[BitMap{"0", "1"}, BitValues{"A", "B"}] uint16 P;',
            Kind.VALUE_ADDED,
            False,
            'value 1 ("B") added',
        ),
    ],
)
def test_values(old: str, new: str, kind: Kind, breaking: bool, words: str) -> None:
    assert member_changes(old, new) == [(kind, breaking, words)]


@pytest.mark.parametrize(
    ("old", "new", "kind", "breaking", "words"),
    [
        ("", "uint8 M();", Kind.METHOD_ADDED, False, "method added (uint8)"),
        ("void M();", "", Kind.METHOD_REMOVED, True, "method removed (void)"),
        ("uint8 M();", "uint32 M();", Kind.TYPE_CHANGED, True, "from uint8 to uint32"),
        ("void M();", "[Static] void M();", Kind.STATIC_CHANGED, True, "to true"),
        (
            "void M();",
            "void M([In] uint8 A);",
            Kind.PARAMETER_ADDED,
            False,
            "parameter added (in uint8)",
        ),
        (
            "void M();",
            "void M([In, Required] uint8 A);",
            Kind.PARAMETER_ADDED,
            True,
            "parameter added (in uint8)",
        ),
        (
            "void M([In] uint8 A);",
            "void M();",
            Kind.PARAMETER_REMOVED,
            True,
            "parameter removed (uint8)",
        ),
        (
            "void M([In] uint8 A);",
            "void M([In, Out] uint8 A);",
            Kind.DIRECTION_CHANGED,
            True,
            "direction changed from in to in/out",
        ),
        (
            "void M([In] uint8 A, [In] uint8 B);",
            "void M([In] uint8 B, [In] uint8 A);",
            Kind.PARAMETER_ORDER_CHANGED,
            False,
            "parameter order changed from A, B to B, A",
        ),
        (
            "void M([In, Optional] uint8 A);",
            "void M([In] uint8 A);",
            Kind.OPTIONAL_CHANGED,
            True,
            "optional changed from true to false",
        ),
        (
            "void M([In] Base ref A);",
            "void M([In] Derived ref A);",
            Kind.REFERENCE_CLASS_CHANGED,
            True,
            "reference class changed from Base to Derived",
        ),
        (
            "void M([In] Derived ref A);",
            "void M([In] Base ref A);",
            Kind.REFERENCE_CLASS_CHANGED,
            False,
            "reference class changed from Derived to Base",
        ),
        (
            "void M([In(false), Out] Base ref A);",
            "void M([In(false), Out] Derived ref A);",
            Kind.REFERENCE_CLASS_CHANGED,
            False,
            "reference class changed from Base to Derived",
        ),
        (
            '[ValueMap{"0"}, Values{"Done"}] uint32 M();',
            '[ValueMap{"0", "1"}, Values{"Done", "Failed"}] uint32 M();',
            Kind.VALUE_ADDED,
            False,
            'value 1 ("Failed") added',
        ),
    ],
)
def test_methods(old: str, new: str, kind: Kind, breaking: bool, words: str) -> None:
    ((found, judgement, told),) = member_changes(old, new)
    assert (found, judgement) == (kind, breaking)
    assert words in told
