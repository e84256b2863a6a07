"""Canonical MOF: its layout, and that parsing it gives the same schema."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.ir import resolve
from mofgen.ir.model import Schema
from mofgen.ir.mof_values import character, escaped, real, string_pieces
from mofgen.ir.printer import WIDTH, mof_text
from mofgen.mof import parse_text


def schema_of(text: str) -> Schema:
    return resolve(parse_text(text))


def canonical(text: str) -> str:
    """The canonical form, after a look that it means the same and is stable."""
    schema = schema_of(text)
    printed = mof_text(schema)
    again = schema_of(printed)
    assert again == schema
    assert list(again.classes) == list(schema.classes)
    assert mof_text(again) == printed
    return printed


def test_the_whole_layout() -> None:
    assert (
        canonical(r"""
            #pragma namespace("\\\\.\\root\\test")
            qualifier KEY:Boolean=FALSE,flavor(disableoverride),scope(property,reference);
            Qualifier Words : string[] = {"a", "b"}, Scope(any), Flavor(Translatable);
            [Association] class T_Link { [KEY] T_End ref From; [KEY] T_End ref To; };
            [Description("A class that has a rather long description, so that it can not "
             "stand on one line."), Version("1.0")]
            class T_End {
              [KEY, MaxLen(64), Words{"one", "two"}: DisableOverride] string Name;
              uint8 Data[4] = {1, 0x10, 077};
              [Static] boolean Run([In] string Text="x", [In(false), Out] T_End ref End);
              void Stop();
            };
            instance of T_End as $One { Name = "one"; Data = {1,2,3,4}; };
            instance of T_Link { From = $One; To = NULL; };
            """)
        == r"""#pragma namespace("root/test")

Qualifier KEY : boolean = false,
    Scope(property, reference),
    Flavor(DisableOverride, ToSubclass);

Qualifier Words : string[] = {"a", "b"},
    Scope(any),
    Flavor(EnableOverride, ToSubclass, Translatable);

[Association]
class T_Link
{
    [KEY]
    T_End REF From;

    [KEY]
    T_End REF To;
};

[Description(
     "A class that has a rather long description, so that it can not stand on "
     "one line."),
 Version("1.0")]
class T_End
{
    [KEY, MaxLen(64), Words{"one", "two"} : DisableOverride]
    string Name;

    uint8 Data[4] = {1, 16, 63};

    [Static]
    boolean Run(
        [In]
        string Text = "x",
        [In(false), Out]
        T_End REF End);

    void Stop();
};

instance of T_End as $One
{
    Name = "one";
    Data = {1, 2, 3, 4};
};

instance of T_Link
{
    From = $One;
    To = null;
};
"""
    )


def test_flavors_of_a_short_declaration_are_printed_in_place() -> None:
    text = canonical(
        "Qualifier Note : ToSubclass Amended;"
        'class A { [Note("x")] uint8 X; [Note("y") : Restricted] uint8 Y; };'
    )
    assert '[Note("x") : ToSubclass Translatable]' in text
    assert '[Note("y") : Translatable]' in text


def test_what_is_inherited_or_undeclared_is_not_printed() -> None:
    text = canonical(
        "[Abstract] class A { [Key] uint8 X; }; class B : A { string Y; };"
    )
    assert "Qualifier" not in text
    assert text.count("uint8 X;") == 1
    assert "class B : A\n{\n    string Y;\n};" in text


def test_system_classes_are_not_printed() -> None:
    text = canonical("class T_Event : __ExtrinsicEvent { string What; };")
    assert text.startswith("class T_Event : __ExtrinsicEvent\n")


def test_a_superclass_is_printed_before_its_subclasses() -> None:
    schema = schema_of("class C : B {}; class B : A {}; class A {}; class D {};")
    text = mof_text(schema)
    assert [line.split()[1] for line in text.splitlines() if "class" in line] == [
        "A",
        "B",
        "C",
        "D",
    ]
    assert schema_of(text) == schema


def test_long_arrays_are_wrapped() -> None:
    values = ", ".join(f'"Value number {n}"' for n in range(12))
    text = canonical(f"class A {{ [Values{{{values}}}] uint8 X; }};")
    assert "    [Values{\n" in text
    assert all(len(line) <= WIDTH for line in text.splitlines())
    assert '"Value number 11"\n     }]\n    uint8 X;' in text


def test_nested_instances_and_arrays_of_them() -> None:
    text = canonical("""
        class In { uint8 N; }; class Out { object:In One; object:In Many[]; };
        instance of Out {
            One = instance of In { N = 1; };
            Many = { instance of In { N = 2; }, instance of In { N = 3; } };
        };
        """)
    assert "    One = instance of In {\n        N = 1;\n    };" in text


def test_a_change_of_namespace_is_kept() -> None:
    text = canonical(r"""
        #pragma namespace("\\\\.\\root\\one")
        class A {};
        #pragma namespace("\\\\.\\root\\two")
        class B {};
        """)
    assert text.count("#pragma namespace") == 2


@pytest.mark.parametrize(
    ("flavors", "printed"),
    [
        ("", ""),
        (": ToSubclass", ""),
        (": Restricted", " : Restricted"),
        (": DisableOverride Restricted", " : DisableOverride Restricted"),
        (": Amended", " : Translatable"),
        (": ToInstance", " : ToInstance"),
    ],
)
def test_flavors_are_printed_where_they_differ_from_the_declaration(
    flavors: str, printed: str
) -> None:
    declaration = "Qualifier Mark : string, Scope(any), Flavor(ToSubclass);"
    text = canonical(f'{declaration} [Mark("x") {flavors}] class A {{}};')
    assert f'[Mark("x"){printed}]\nclass A' in text


def test_flavors_of_undeclared_qualifiers_are_kept() -> None:
    text = canonical('[Mine("x") : ToSubclass, Other(5)] class A {}; class B : A {};')
    assert '[Mine("x") : ToSubclass, Other(5)]' in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain \u00e9 \u4e2d", "plain \u00e9 \u4e2d"),
        ('say "no" \\ yes', '\\"no\\" \\\\'),
        ("a\tb\nc\r\b\f", "a\\tb\\nc\\r\\b\\f"),
        ("\x01\x7f\u200b", "\\x0001\\x007F\\x200B"),
    ],
)
def test_strings_are_escaped(text: str, expected: str) -> None:
    assert expected in escaped(text)


def test_characters_are_escaped() -> None:
    assert [character(c) for c in ("a", "'", '"', "\\", "\n")] == [
        "'a'",
        "'\\''",
        "'\"'",
        "'\\\\'",
        "'\\n'",
    ]


def test_reals_always_have_a_point() -> None:
    assert [real(v) for v in (1.0, 0.1, 1e300, 1e-7, -2.5e20)] == [
        "1.0",
        "0.1",
        "1.0e+300",
        "1.0e-07",
        "-2.5e+20",
    ]


def test_strings_are_split_between_words_and_at_line_ends() -> None:
    assert string_pieces("one two three\nfour", 11) == [
        '"one two "',
        '"three\\n"',
        '"four"',
    ]


@given(st.text(), st.integers(5, 90))
def test_the_pieces_of_a_string_are_the_string(text: str, width: int) -> None:
    pieces = "\n".join(string_pieces(text, width))
    schema = schema_of(f"class A {{ string X = {pieces}; }};")
    assert schema["A"].properties["x"].default == text


def quoted(text: str) -> str:
    """``text`` as a MOF string by way of code units, unlike the printer's way."""
    units = text.encode("utf-16-be")
    pairs = zip(units[::2], units[1::2], strict=True)
    return '"' + "".join(f"\\x{high:02x}{low:02x}" for high, low in pairs) + '"'


names = st.from_regex(r"[A-Z][a-z]{0,4}_[A-Z][a-z]{1,6}[0-9]?", fullmatch=True)
texts = st.text(max_size=120).map(quoted)
literals = {
    "string": texts,
    "boolean": st.sampled_from(["true", "FALSE", "null"]),
    "uint16": st.integers(0, 65535).map(str),
    "sint64": st.integers(-(2**63), 2**63 - 1).map(str),
    "real64": st.floats(allow_nan=False, allow_infinity=False).map(real),
    "char16": (st.integers(1, 0xD7FF) | st.integers(0xE000, 0xFFFF)).map(str),
}
flavors = st.sampled_from(["", ": Restricted", ": ToSubclass Amended", ": ToInstance"])


@st.composite
def qualifier_lists(draw: st.DrawFn) -> str:
    """Qualifiers that WMI knows and others that nobody declares."""
    items = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["Description", "DisplayName", "Mine", "Yours"]),
                texts,
                flavors,
            ),
            unique_by=lambda item: item[0],
            max_size=3,
        )
    )
    listed = ", ".join(f"{name}({text}) {flavor}" for name, text, flavor in items)
    return f"[{listed}]" if listed else ""


@st.composite
def members(draw: st.DrawFn) -> str:
    name = draw(names)
    type_ = draw(st.sampled_from(sorted(literals)))
    value = literals[type_]
    match draw(st.integers(0, 3)):
        case 0:
            rest = f"{type_} {name};"
        case 1:
            rest = f"{type_} {name} = {draw(value)};"
        case 2:
            items = ", ".join(draw(st.lists(value, max_size=20)))
            rest = f"{type_} {name}[] = {{{items}}};"
        case _:
            rest = f"{type_} {name}([In] {type_} P{draw(names)}, [Out] string Q[]);"
    return f"{draw(qualifier_lists())} {rest}"


@st.composite
def mof_texts(draw: st.DrawFn) -> str:
    """Classes that derive from each other, with members of many types."""
    declared: list[str] = []
    text = ""
    for name in draw(st.lists(names, min_size=1, max_size=5, unique_by=str.lower)):
        above = draw(st.sampled_from([None, *declared]))
        body = draw(st.lists(members(), max_size=3))
        # A prefix of the class keeps members apart, here and below.
        own = [m.replace("_", f"_{name}{n}_") for n, m in enumerate(body)]
        superclass = f" : {above}" if above else ""
        text += f"{draw(qualifier_lists())} class {name}{superclass} {{\n"
        text += "\n".join(own) + "\n};\n"
        declared.append(name)
    return text


@given(mof_texts())
def test_any_schema_is_the_same_after_printing(text: str) -> None:
    canonical(text)
