"""Classes and their members, DSP0004 Annex A."""

from __future__ import annotations

import pytest

from mofgen.mof import parse_text
from mofgen.mof.tree import ABSENT, ClassDeclaration, Method, Property, TypeName
from mofgen.mof.words import INTRINSIC_TYPES


def only_class(text: str) -> ClassDeclaration:
    (declaration,) = parse_text(text).declarations
    assert isinstance(declaration, ClassDeclaration)
    return declaration


def only_property(member: str) -> Property:
    (member_node,) = only_class(f"class C {{ {member} }};").properties
    return member_node


def only_method(member: str) -> Method:
    (member_node,) = only_class(f"class C {{ {member} }};").methods
    return member_node


def test_a_class_has_a_name_and_nothing_else_it_was_not_given() -> None:
    c = only_class("class CIM_Thing { };")
    assert (c.name, c.superclass, c.alias) == ("CIM_Thing", None, None)
    assert (c.qualifiers, c.properties, c.methods) == ((), (), ())


def test_a_superclass_follows_a_colon() -> None:
    assert only_class("class A : B {};").superclass == "B"


@pytest.mark.parametrize("head", ["A as $x : B", "A : B as $x"])
def test_the_alias_stands_on_either_side_of_the_superclass(head: str) -> None:
    c = only_class(f"class {head} {{}};")
    assert (c.name, c.superclass, c.alias) == ("A", "B", "x")


def test_a_class_can_be_announced_without_a_body() -> None:
    c = only_class("class A;")
    assert (c.properties, c.methods) == ((), ())


def test_keywords_are_case_insensitive_and_names_keep_their_case() -> None:
    c = only_class("CLASS aBc { UINT32 xY; Other REF r; };")
    assert c.name == "aBc"
    assert [(p.name, p.type.name) for p in c.properties] == [
        ("xY", "uint32"),
        ("r", "reference"),
    ]


def test_members_are_kept_in_written_order() -> None:
    c = only_class("class C { uint8 b; void M(); uint8 a; void L(); };")
    assert [p.name for p in c.properties] == ["b", "a"]
    assert [m.name for m in c.methods] == ["M", "L"]


@pytest.mark.parametrize("name", INTRINSIC_TYPES)
def test_every_intrinsic_type_is_known_in_any_case(name: str) -> None:
    assert only_property(f"{name} p;").type == TypeName(name)
    assert only_property(f"{name.upper()} p;").type == TypeName(name)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("CIM_A ref", TypeName("reference", "CIM_A")),
        ("CIM_A REF", TypeName("reference", "CIM_A")),
        ("object", TypeName("object")),
        ("object:CIM_A", TypeName("object", "CIM_A")),
        ("object : CIM_A", TypeName("object", "CIM_A")),
        ("object ref", TypeName("reference")),
        ("object:CIM_A ref", TypeName("reference", "CIM_A")),
        ("Win32_ACE", TypeName("object", "Win32_ACE")),
        ("MyClass", TypeName("object", "MyClass")),
    ],
)
def test_references_and_embedded_objects(written: str, expected: TypeName) -> None:
    assert only_property(f"{written} p;").type == expected


@pytest.mark.parametrize(
    ("written", "is_array", "size"),
    [("p", False, None), ("p[]", True, None), ("p[4]", True, 4), ("p[ ]", True, None)],
)
def test_arrays_are_open_or_of_a_fixed_size(
    written: str, is_array: bool, size: int | None
) -> None:
    p = only_property(f"uint8 {written};")
    assert (p.is_array, p.array_size) == (is_array, size)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("uint8 p", ABSENT),
        ("uint8 p = NULL", None),
        ("uint8 p = 5", 5),
        ("boolean p = TRUE", True),
        ('string p = "a"', "a"),
        ("uint8 p[] = {}", ()),
        ("uint8 p[] = {1, 2}", (1, 2)),
        ("uint8 p[] = 1", 1),
        ('string p[] = {"a" "b", NULL}', ("ab", None)),
    ],
)
def test_defaults(written: str, expected: object) -> None:
    assert only_property(f"{written};").default == expected


def test_a_reference_array_is_a_property_like_others() -> None:
    p = only_property("CIM_A ref Ends[];")
    assert (p.type, p.is_array) == (TypeName("reference", "CIM_A"), True)


def test_a_method_has_typed_parameters_in_order() -> None:
    m = only_method(
        "uint32 Start([In] string Name, [In, Out] CIM_Job ref Job, uint8 Mask[4]);"
    )
    assert (m.name, m.type) == ("Start", TypeName("uint32"))
    assert [(p.name, p.type, p.array_size) for p in m.parameters] == [
        ("Name", TypeName("string"), None),
        ("Job", TypeName("reference", "CIM_Job"), None),
        ("Mask", TypeName("uint8"), 4),
    ]
    assert [[q.name for q in p.qualifiers] for p in m.parameters] == [
        ["In"],
        ["In", "Out"],
        [],
    ]


def test_a_method_without_parameters() -> None:
    assert only_method("boolean IsReady( );").parameters == ()


@pytest.mark.parametrize(
    ("written", "type_", "is_array"),
    [
        ("void M();", TypeName("void"), False),
        ("uint8[] M();", TypeName("uint8"), True),
        ("CIM_A ref M();", TypeName("reference", "CIM_A"), False),
        ("Win32_ACE M();", TypeName("object", "Win32_ACE"), False),
    ],
)
def test_what_methods_return(written: str, type_: TypeName, is_array: bool) -> None:
    m = only_method(written)
    assert (m.type, m.is_array) == (type_, is_array)


# Each is a keyword somewhere, and a name that real schemas use for a member.
# fmt: off
KEYWORDS = [
    "Any", "As", "Association", "Boolean", "Class", "DateTime",
    "Flavor", "Indication", "Instance", "Key", "Method", "Null",
    "Object", "Of", "Parameter", "Pragma", "Property", "Qualifier",
    "Real32", "Reference", "Schema", "Scope", "String", "True",
    "uint8", "Void",
]
# fmt: on


@pytest.mark.parametrize("word", KEYWORDS)
def test_a_keyword_can_be_the_name_of_a_member(word: str) -> None:
    c = only_class(
        f"class C {{ uint8 {word}; A ref {word}; object {word}; A {word}[];"
        f" uint32 {word}([{word}] A ref {word}, string {word}); }};"
    )
    assert [p.name for p in c.properties] == [word] * 4
    assert c.methods[0].name == word
    assert [p.name for p in c.methods[0].parameters] == [word] * 2
    assert c.methods[0].parameters[0].qualifiers[0].name == word


def test_ref_is_a_name_unless_it_follows_a_class() -> None:
    c = only_class("class C { uint8 Ref; A ref Ref; };")
    assert [(p.type.name, p.name) for p in c.properties] == [
        ("uint8", "Ref"),
        ("reference", "Ref"),
    ]


def test_names_may_have_letters_beyond_ascii() -> None:
    assert only_class("class Größe_Ω { uint8 été; };").properties[0].name == "été"


def test_comments_and_white_space_stand_anywhere() -> None:
    c = only_class(
        '/* a */ class/**/A// to the end { \n:\tB\f{/* ; } */ uint8 /* " */ x ; }\n;//'
    )
    assert (c.name, c.superclass, c.properties[0].name) == ("A", "B", "x")


def test_an_empty_text_has_no_declarations() -> None:
    for text in ("", "  \n", "// nothing", "/* nothing */"):
        assert parse_text(text).declarations == ()


def test_a_document_names_its_source() -> None:
    document = parse_text("class A;", "here.mof")
    assert [s.name for s in document.sources] == ["here.mof"]
    assert only_class("class A;").source.text == "class A;"
