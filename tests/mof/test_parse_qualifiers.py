"""Qualifier declarations and qualifier lists, DSP0004 Annex A."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.mof import parse_text, qualifier_lists
from mofgen.mof.tree import ABSENT, ClassDeclaration, Qualifier, QualifierDeclaration


def declared(text: str) -> QualifierDeclaration:
    (declaration,) = parse_text(text).declarations
    assert isinstance(declaration, QualifierDeclaration)
    return declaration


def listed(text: str) -> tuple[Qualifier, ...]:
    (declaration,) = parse_text(f"{text} class C;").declarations
    assert isinstance(declaration, ClassDeclaration)
    return declaration.qualifiers


# --- Declarations


def test_a_declaration_has_type_default_scopes_and_flavors() -> None:
    q = declared(
        "Qualifier Key : boolean = false, Scope(property, reference),"
        " Flavor(DisableOverride, ToSubclass);"
    )
    assert (q.name, q.type, q.is_array, q.default) == ("Key", "boolean", False, False)
    assert q.scopes == ("property", "reference")
    assert q.flavors == ("DisableOverride", "ToSubclass")


def test_a_default_of_null_is_not_the_absence_of_a_default() -> None:
    assert declared("qualifier A : string = null, scope(any);").default is None
    assert declared("qualifier A : string, scope(any);").default is ABSENT


@pytest.mark.parametrize(
    ("written", "size", "default"),
    [("string[]", None, ABSENT), ("uint8[3] = {1, 2, 3}", 3, (1, 2, 3))],
)
def test_a_declaration_of_an_array(
    written: str, size: int | None, default: object
) -> None:
    q = declared(f"Qualifier A : {written}, Scope(any);")
    assert (q.is_array, q.array_size, q.default) == (True, size, default)


@pytest.mark.parametrize(
    "clauses",
    [
        ", Scope(class, method), Flavor(ToSubclass, Translatable)",
        ", Flavor(ToSubclass, Translatable), Scope(class, method)",
        ", scope(class method), flavor(ToSubclass Translatable)",
    ],
)
def test_scope_and_flavor_in_any_order_with_or_without_commas(clauses: str) -> None:
    q = declared(f"Qualifier A : string = null{clauses};")
    assert q.scopes == ("class", "method")
    assert q.flavors == ("ToSubclass", "Translatable")


def test_a_qualifier_may_be_called_like_a_keyword() -> None:
    assert declared("Qualifier Association : boolean;").name == "Association"
    assert [q.name for q in listed("[Class, Qualifier, Instance]")] == [
        "Class",
        "Qualifier",
        "Instance",
    ]


# --- Lists


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Key", ABSENT),
        ("Key(true)", True),
        ("Key(FALSE)", False),
        ("MaxLen(256)", 256),
        ("Min(-0x10)", -16),
        ("Factor(1.5)", 1.5),
        ('Override("Name")', "Name"),
        ("Override(null)", None),
        ('Values{"a", "b"}', ("a", "b")),
        ('Values({"a", "b"})', ("a", "b")),
        ("Values{}", ()),
        ("Codes{1, 2}", (1, 2)),
        ('Description("a " "b" \n "c")', "a bc"),
        ('Description ( "]" )', "]"),
        ('Description("// no /* comment")', "// no /* comment"),
        ('Description(/* a ] */ "x" // ]\n)', "x"),
        ('Values{"a" /* "not" */ "b"}', ("ab",)),
    ],
)
def test_the_value_of_a_qualifier(written: str, value: object) -> None:
    (q,) = listed(f"[{written}]")
    assert q.value == value
    assert type(q.value) is type(value)


def test_flavors_follow_a_colon() -> None:
    key, description = listed(
        '[Key : ToInstance ToSubclass DisableOverride, Description("x"): Amended]'
    )
    assert key.flavors == ("ToInstance", "ToSubclass", "DisableOverride")
    assert (description.value, description.flavors) == ("x", ("Amended",))


def test_flavors_with_commas_between_them_are_flavors() -> None:
    key, read = listed("[Key : ToInstance, ToSubclass, Read]")
    assert (key.name, key.flavors) == ("Key", ("ToInstance", "ToSubclass"))
    assert (read.name, read.flavors) == ("Read", ())


def test_qualifiers_need_no_declaration() -> None:
    assert [q.name for q in listed('[Never, Heard("of"), __This{"x"}]')] == [
        "Never",
        "Heard",
        "__This",
    ]


# --- The fast reader and the grammar are one language

names = st.sampled_from(["Key", "Values", "d\u00e9j\u00e0", "In", "Amended", "Class"])
pieces = st.text(st.sampled_from("ab\n ]{[,;\"\\/*'\u20ac\U0001f600"), max_size=6).map(
    lambda s: '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'
)
gaps = st.sampled_from(["", " ", "\n\t", "/* ] */", "// ]\n"])
strings = st.lists(st.tuples(pieces, gaps), min_size=1, max_size=3).map(
    lambda parts: "".join(p + g for p, g in parts)
)
literals = strings | st.sampled_from(
    ["true", "NULL", "7", "0x1F", "-2.5e3", "101b", "'x'"]
)
arrays = st.lists(literals, max_size=3).map(lambda v: "{" + " , ".join(v) + "}")
bodies = st.just("") | literals.map(lambda v: f"({v})") | arrays
flavors = st.sampled_from(["", ": ToSubclass", ":Amended ToInstance", " : restricted"])
qualifiers = st.tuples(names, gaps, bodies, gaps, flavors, gaps).map("".join)
lists = st.lists(qualifiers, min_size=1, max_size=4).map(lambda q: f"[{','.join(q)}]")


@given(lists)
def test_the_fast_reader_agrees_with_the_grammar(text: str) -> None:
    plain = qualifier_lists.read_plain_list(text, 0, len(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mofgen.mof.parsing.read_plain_list", lambda *_: None)
        exact = listed(text)
    assert listed(text) == exact
    assert plain is None or plain == exact


def test_the_fast_reader_reads_what_schemas_are_made_of() -> None:
    text = (
        '[Version ( "2.42.0" ), Abstract, MaxLen(256), Description ( \n "A \\"b\\" "\n'
        ' "c." ), ValueMap { "0", "1..2" }: ToSubclass , Null(null)]'
    )
    read = qualifier_lists.read_plain_list(text, 0, len(text))
    assert read is not None
    assert [q.value for q in read] == [
        "2.42.0",
        ABSENT,
        256,
        'A "b" c.',
        ("0", "1..2"),
        None,
    ]
