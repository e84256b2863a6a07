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
