"""Every kind of change: where it is told of, and whether it breaks a client."""

from __future__ import annotations

import pytest

from mofgen.diff import Change, Comparison, Kind, compare
from mofgen.diff.phrases import phrase
from mofgen.ir import resolve
from mofgen.ir.model import Schema
from mofgen.mof import parse_text

CLASSES = """
class Base { [Key] string Id; };
class Derived : Base {};
class Other {};
"""


def schema_of(text: str) -> Schema:
    return resolve(parse_text(text))


def compared(old: str, new: str) -> Comparison:
    return compare(schema_of(old), schema_of(new))


def changes(old: str, new: str) -> list[Change]:
    """The changes between two texts, each with the same few classes before it."""
    return list(compared(CLASSES + old, CLASSES + new).changes)


def member_changes(old: str, new: str) -> list[tuple[Kind, bool, str]]:
    """Kind, judgement and words of the changes of the members of one class."""
    found = changes(f"class C {{ {old} }};", f"class C {{ {new} }};")
    assert {c.class_name for c in found} <= {"C"}
    return [(c.kind, c.breaking, phrase(c)) for c in found]


def test_a_schema_does_not_differ_from_itself() -> None:
    comparison = compared(CLASSES, CLASSES)
    assert comparison.changes == ()
    assert comparison.summary() == "no changes"
    assert not comparison.is_breaking


@pytest.mark.parametrize(
    ("old", "new", "kind", "breaking", "words"),
    [
        ("", "class C {};", Kind.CLASS_ADDED, False, "class added"),
        (
            "class C : Base {};",
            "",
            Kind.CLASS_REMOVED,
            True,
            "class removed (below Base)",
        ),
        (
            "class C : Base {};",
            "class C : Derived {};",
            Kind.SUPERCLASS_CHANGED,
            False,
            "superclass changed from Base to Derived",
        ),
        (
            "class C {};",
            "class C : Other {};",
            Kind.SUPERCLASS_CHANGED,
            False,
            "superclass changed from none to Other",
        ),
        (
            "class C : Other {};",
            "class C {};",
            Kind.SUPERCLASS_CHANGED,
            True,
            "superclass changed from Other to none",
        ),
        (
            "class C {};",
            "[Abstract] class C {};",
            Kind.ABSTRACT_CHANGED,
            True,
            "abstract changed from false to true",
        ),
        (
            "[Abstract] class C {};",
            "class C {};",
            Kind.ABSTRACT_CHANGED,
            False,
            "abstract changed from true to false",
        ),
        (
            "class C {};",
            "[Indication] class C {};",
            Kind.CLASS_KIND_CHANGED,
            True,
            "indication changed from false to true",
        ),
        (
            "class C {};",
            "class c {};",
            Kind.SPELLING_CHANGED,
            True,
            "spelling changed from C to c",
        ),
        (
            '[UUID("1")] class C {};',
            '[UUID("2")] class C {};',
            Kind.QUALIFIER_CHANGED,
            False,
            'qualifier UUID changed from "1" to "2"',
        ),
    ],
)
def test_classes(old: str, new: str, kind: Kind, breaking: bool, words: str) -> None:
    (found,) = changes(old, new)
    assert (found.kind, found.breaking, phrase(found)) == (kind, breaking, words)
    assert found.reason


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


def test_a_change_is_told_of_once_where_it_is_declared() -> None:
    below = "class D : C {}; class E : D {};"
    found = changes(
        f"class C {{ uint8 P; }}; {below}",
        f"class C {{ uint16 P; void M(); }}; {below}",
    )
    assert [(c.class_name, c.member) for c in found] == [("C", "P"), ("C", "M")]


def test_what_an_override_repeats_is_told_of_above() -> None:
    text = """
    class C {{ [Description("{0}"), {1}] {2} P; }};
    class D : C {{ [Override("P"), MaxLen(8)] {2} P; }};
    """
    found = changes(
        text.format("one", 'Units("a")', "string"),
        text.format("two", 'Units("b")', "string"),
    )
    assert [(c.class_name, c.kind) for c in found] == [
        ("C", Kind.UNITS_CHANGED),
        ("C", Kind.TEXT_CHANGED),
    ]


def test_overrides_come_and_go() -> None:
    above = "class C { uint8 P; };"
    without, with_it = (
        f"{above} class D : C {{}};",
        f"{above} class D : C {{ uint8 P = 1; }};",
    )
    assert [(c.class_name, c.kind, c.breaking) for c in changes(without, with_it)] == [
        ("D", Kind.OVERRIDE_ADDED, False),
        ("D", Kind.DEFAULT_CHANGED, False),
    ]
    assert [(c.class_name, phrase(c)) for c in changes(with_it, without)] == [
        ("D", "no longer declared here, but inherited from C"),
        ("D", "default changed from 1 to NULL"),
    ]


def test_a_property_that_moves_up_is_not_removed() -> None:
    found = changes(
        "class C {}; class D : C { uint8 P; };", "class C { uint8 P; }; class D : C {};"
    )
    assert [(c.class_name, c.kind) for c in found] == [
        ("C", Kind.PROPERTY_ADDED),
        ("D", Kind.OVERRIDE_REMOVED),
    ]


def test_with_another_superclass_inherited_members_come_and_go() -> None:
    found = changes(
        "class X { uint8 A; }; class Y { void B(); }; class C : X {};",
        "class X { uint8 A; }; class Y { void B(); }; class C : Y {};",
    )
    assert [(c.kind, c.member) for c in found] == [
        (Kind.SUPERCLASS_CHANGED, None),
        (Kind.PROPERTY_REMOVED, "A"),
        (Kind.METHOD_ADDED, "B"),
    ]


def test_qualifier_declarations() -> None:
    text = "Qualifier Mine : {}, Scope(any), Flavor(ToSubclass);"
    (added,) = changes("", text.format("string"))
    (altered,) = changes(text.format("string"), text.format("uint8 = 1"))
    assert added.kind is Kind.QUALIFIER_TYPE_ADDED
    assert phrase(altered) == (
        "declaration of qualifier Mine changed from string, any, EnableOverride, "
        "ToSubclass to uint8 = 1, any, EnableOverride, ToSubclass"
    )


def test_system_classes_are_not_compared() -> None:
    assert [c.kind for c in changes("", "class C : __ExtrinsicEvent {};")] == [
        Kind.CLASS_ADDED
    ]


DESCRIBED = '[Description("The {}.")] uint8 {};'


def test_a_property_with_another_name_only_is_said_to_be_renamed() -> None:
    found = changes(
        f"class C {{ {DESCRIBED.format('size', 'Old')} }};",
        f"class C {{ {DESCRIBED.format('size', 'New')} }};",
    )
    removed = next(c for c in found if c.kind is Kind.PROPERTY_REMOVED)
    assert removed.renamed_to == "New"
    assert phrase(removed) == "property removed (uint8), renamed to New"


@pytest.mark.parametrize(
    "new",
    [
        "uint8 New;",
        DESCRIBED.format("weight", "New"),
        DESCRIBED.format("size", "New") + DESCRIBED.format("size", "Newer"),
    ],
)
def test_what_may_be_a_rename_is_not_said_to_be_one(new: str) -> None:
    found = changes(
        f"class C {{ {DESCRIBED.format('size', 'Old')} }};", f"class C {{ {new} }};"
    )
    assert {c.renamed_to for c in found} == {None}


def test_a_class_with_another_name_only_is_said_to_be_renamed() -> None:
    text = '[Description("A disk.")] class {} {{ uint8 Size; }};'
    found = changes(text.format("Old"), text.format("New"))
    assert [(c.kind, c.renamed_to) for c in found] == [
        (Kind.CLASS_REMOVED, "New"),
        (Kind.CLASS_ADDED, None),
    ]
