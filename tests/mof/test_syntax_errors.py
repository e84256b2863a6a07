"""What a user reads about each mistake; the snapshot is the table to review.

Every case is a text, cut where an error shows best, under the name of the
mistake. The second part holds the rules that all errors keep.
"""

from __future__ import annotations

import re

import pytest
from syrupy.assertion import SnapshotAssertion

from mofgen.mof import MofError, parse_text
from mofgen.mof.building import TreeBuilder
from mofgen.mof.diagnostics import Diagnostic
from mofgen.mof.grammar import Grammar
from mofgen.mof.limits import MAX_DIAGNOSTICS

MISTAKES = {
    # Something is missing
    "no semicolon after a class": "class A { uint32 X; }\nclass B { };",
    "no semicolon after the last class": "class A { uint32 X; }",
    "no semicolon on the same line": "class A { } class B { };",
    "no semicolon after a property": "class A {\n  uint32 X\n  uint32 Y;\n};",
    "no semicolon before qualifiers": "class A {\n  uint32 X\n  [Key] uint32 Y;\n};",
    "no semicolon before the brace": "class A { uint32 X };",
    "no semicolon after a method": "class A {\n  void F()\n  void G();\n};",
    "no semicolon after a value": "instance of A {\n  X = 1\n  Y = 2;\n};",
    "no brace at the end of a class": "class A {\n  uint32 X;\n\nclass B { };",
    "no brace at the end of an instance": (
        "instance of A {\n  X = 1;\ninstance of B { };"
    ),
    "no brace before a class with qualifiers": (
        "class A {\n  uint32 X;\n[Abstract]\nclass B { uint8 ; };"
    ),
    "no brace before a directive": 'class A {\n  uint32 X;\n#pragma locale("x")',
    "no brace up to the end": "class A {\n  uint32 X;\n",
    "no parenthesis up to the end": "class A { void F(",
    "no bracket before a class": '[Version("1")\nclass A { [Key] uint32 X; };',
    "no bracket before a property": "class A { [Key, Read uint32 X; uint32 Y[]; };",
    "no bracket up to the end": '[Key, Description("x")',
    "no brace at the end of an array": "class A { uint8 X[] = {1, 2; uint8 Y; };",
    "no parenthesis after a value": '[Description("x"] class A;',
    "no comma between qualifiers": "[Key Read] class A;",
    "no comma between values": "[Codes{1 2}] class A;",
    "no comma between parameters": "class A { void F(uint8 a uint8 b); };",
    "no name of a property": "class A { uint32 ; };",
    "no name of a class": "class { };",
    "no type of a property": "class A { X; };",
    "no superclass": "class A : { };",
    "no quote at the end": 'class A {\n  string X = "abc;\n  uint32 Y = 1x;\n};',
    "no quote in a list": 'class A {\n  [Description("abc), Key]\n  uint32 X;\n};',
    "no quote, and strings after it": (
        'class A {\n  string X = "abc;\n  string Y = "def";\n  uint8 ;\n};'
    ),
    "no quote in a list, and strings after it": (
        'class A {\n  [Description("abc), Key]\n  uint8 X;\n'
        '  [Description("def")]\n  uint8 ;\n};'
    ),
    "no quote in an array": '[Values{"a", "b, "c"}] class A;\nclass B { uint8 ; };',
    "no quote at the end of a character": "class A { char16 X = 'a; };",
    "no quotes at all": "instance of A { Name = Hello; };",
    "no end of a comment": "class A;\n/* to do\nclass B;",
    "no name of a directive": "#pragma",
    # Something is wrong
    "equals for a colon": "class A = B { };",
    "colon for equals": "class A { uint32 X : 5; };",
    "equals for a colon in a declaration": "qualifier Key = boolean;",
    "a value without parentheses": '[Description "x"] class A;',
    "a value after equals": "[Key = true] class A;",
    "an unknown flavor": "[Key : ToSubclas] class A;",
    "an unknown type": "class A { unit32 X; };",
    "a type of another language": "class A { int X; bool Y(); };",
    "two words for a type": "class A { unsigned int X; uint8 Y; };",
    "an unknown type in a declaration": "qualifier Key : bolean;",
    "an unknown clause": "qualifier Key : boolean, Scoop(any);",
    "void for a property": "class A { void X; };",
    "void for a parameter": "class A { uint8 F(void X); };",
    "a keyword as a class": "class class { };",
    "a keyword as a superclass": "class A : instance { };",
    "a type as a class": "class string { };",
    "an unknown keyword": "interface A { uint32 X; };\nclass B { uint32 ; };",
    "two superclasses": "class A : B : C { };",
    "an unknown escape": r'class A { string X = "C:\dir"; };',
    "an escape without digits": r'class A { string X = "a\xyz"; };',
    "half a surrogate pair": r'class A { string X = "\xD83D"; };',
    "an octal number with a nine": "class A { uint8 X = 09; };",
    "a hexadecimal number without digits": "class A { uint8 X = 0x; };",
    "a number with letters": "class A { uint8 X = 12ab; };",
    "a name with a digit in front": "class A { uint8 3D; };",
    "two characters in a character": "class A { char16 X = 'ab'; };",
    "an array of no elements": "class A { uint8 X[0]; };",
    "an array of a name": "class A { uint8 X[N]; };",
    "an array in an array": "class A { uint8 X[] = {{1}, {2}}; };",
    "an instance in a qualifier": "[Key(instance of B { })] class A;",
    "a stray letter": "class A { § uint32 X; };",
    "a zero-width space": "class A {\u200b};",
    "typographic quotes": "class A { string X = \u201cabc\u201d; };",
    "a stray dollar": "instance of A { X = $; };",
    "a brace too many": "class A { }; };\nclass B { uint8 ; };",
    "another directive": '#include "b.mof"\nclass A;',
    "a text for a C preprocessor": "#define SIZE 4\nclass A { uint8 X[4]; };",
    "XML": '<?xml version="1.0"?>\n<class name="A"/>',
    "JSON": '{"classes": [{"name": "A"}]}',
    "Python": "class A(B):\n    x: int = 1\n",
    "several mistakes": (
        'class A {\n  uint32 ;\n  [Key string S;\n  string T = "\\q";\n'
        "  void F(;\n}\nclass B = C { };\ninstance of { };\n"
    ),
}


def errors(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(MofError) as caught:
        parse_text(text, "a.mof")
    return caught.value.diagnostics


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_error_for(mistake: str, snapshot: SnapshotAssertion) -> None:
    assert "\n\n".join(str(d) for d in errors(MISTAKES[mistake])) == snapshot


@pytest.fixture(scope="module")
def terminals() -> set[str]:
    grammar = Grammar(TreeBuilder())
    names = (grammar.marks, grammar.keywords, grammar.roles)
    return {t for group in names for t in group.values()} | {"STRING", "NUMBER"}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_no_error_shows_a_name_of_the_machinery(
    mistake: str, terminals: set[str]
) -> None:
    for d in errors(MISTAKES[mistake]):
        for said in (d.message, *d.expected, *(n.message for n in d.notes)):
            assert not terminals & set(re.findall(r"\w+", said))
            assert "$END" not in said


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_error_has_a_place_a_code_and_no_full_stop(mistake: str) -> None:
    for d in errors(MISTAKES[mistake]):
        assert d.place is not None
        assert 0 <= d.place.pos <= len(d.place.source.text)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", d.code)
        assert not d.message.endswith(".")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_errors_are_in_written_order_and_one_for_each_place(mistake: str) -> None:
    places = [d.place.pos for d in errors(MISTAKES[mistake]) if d.place]
    assert places == sorted(set(places))


def test_a_mistake_in_one_class_hides_none_in_the_next() -> None:
    text = "".join(f"class C{i} {{ uint8 ; }};\n" for i in range(5))
    lines = [d.place.source.position(d.place.pos).line for d in errors(text) if d.place]
    assert lines == [1, 2, 3, 4, 5]


def test_what_is_right_after_a_mistake_gives_no_error() -> None:
    text = (
        'class A { uint8 ; uint8 X; [Key] string Y = "a"; void F(uint8 p); };\n'
        "[Association] class B : A { A ref Left; };\n"
        "instance of B as $b { X = {1, 2}; };\n"
    )
    assert len(errors(text)) == 1


def test_a_flood_of_errors_is_cut() -> None:
    found = errors("class A { uint8 ; };\n" * 1000)
    assert len(found) == MAX_DIAGNOSTICS + 1
    assert found[-1].message == "more than 20 errors; the others are not shown"


def test_a_line_is_shown_in_part_where_it_is_long() -> None:
    (error,) = errors(
        "class A { " + "uint8 X; " * 500 + "uint8 ; " + "uint8 X; " * 500 + "};"
    )
    _, excerpt, caret, *_ = str(error).splitlines()
    assert len(excerpt) < 200
    assert excerpt[caret.index("^")] == ";"


def test_nothing_of_the_text_reaches_a_terminal_as_a_command() -> None:
    (error,) = errors('class A { string X = "\x1b[2J\\\x1b"; };')
    assert "\x1b" not in str(error)


def test_errors_have_a_json_form() -> None:
    (error,) = errors("class A { uint8 ; };")
    assert error.as_json() == {
        "code": "syntax",
        "message": 'unexpected ";"',
        "file": "a.mof",
        "line": 1,
        "column": 17,
        "endLine": 1,
        "endColumn": 18,
        "expected": ["a property or method name"],
    }
