"""What holds for every schema, shown on made-up ones."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from mofgen.ir import resolve
from mofgen.mof import MofError, parse_text

TYPES = ["uint8", "string", "boolean", "datetime", "real32"]
WORDS = [
    "class", "A", "B", "C", ":", "{", "}", ";", "[", "]", "Key", "Association",
    "string", "uint8", "Name", "REF", "=", "5", '"x"', "NULL", "instance of",
    "as", "$A", "(", ")", ",", "Values", "ValueMap", "void", "object", "__Event",
    "Override", "EmbeddedInstance", "#pragma", "deleteclass", "Amendment",
]  # fmt: skip


@st.composite
def hierarchies(draw: st.DrawFn) -> list[str]:
    """Class declarations, each below one before it or a root."""
    classes = []
    for n in range(draw(st.integers(1, 12))):
        above = draw(st.none() | st.integers(0, n - 1)) if n else None
        head = f"class C{n}" + ("" if above is None else f" : C{above}")
        # The type goes with the name, so that overrides agree.
        members = "".join(
            f'[Description("{n}")] {TYPES[m]} P{m};'
            for m in draw(st.lists(st.integers(0, 4), unique=True))
        )
        classes.append(f"{head} {{ {members} }};")
    return classes


@given(hierarchies(), st.randoms(use_true_random=False))
def test_the_order_of_the_text_decides_nothing_but_the_order_of_classes(
    classes: list[str], chance: random.Random
) -> None:
    straight = resolve(parse_text("\n".join(classes), "a.mof"))
    chance.shuffle(classes)
    shuffled = resolve(parse_text("\n".join(classes), "a.mof"))
    assert shuffled.classes == straight.classes


@given(hierarchies())
def test_a_class_has_what_its_superclass_has(classes: list[str]) -> None:
    schema = resolve(parse_text("\n".join(classes), "a.mof"))
    for class_ in schema.classes.values():
        above = schema.superclass(class_.name)
        if above is None:
            assert all(not p.is_override for p in class_.properties.values())
            continue
        assert list(class_.properties)[: len(above.properties)] == [*above.properties]
        assert class_.name in schema.subclasses(above.name)
        for name, inherited in above.properties.items():
            assert class_.properties[name].class_origin == inherited.class_origin


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_text_is_either_resolved_or_refused_with_its_errors(
    words: list[str],
) -> None:
    text = f"class A {{}}; {' '.join(words)} class B : A {{ [Key] string N; }};"
    try:
        schema = resolve(parse_text(text, "a.mof"))
    except MofError as error:
        assert error.diagnostics
        assert all(d.place is not None for d in error.diagnostics)
    else:
        assert "B" in schema


@given(
    st.lists(
        st.sampled_from(
            [
                "class A : B { uint8 N; };", "class B : A {};", "class B {};",
                "class A { string N = 5; [Key] string n; };", "class C : Gone {};",
                "[Association] class L : A { A REF X; };", "instance of A {N = 1;};",
                "class A { [Values{\"a\"}, ValueMap{\"x\", \"1\"}] uint8 V; };",
                "instance of B as $X { N = $X; };", "[Amendment] class C { void F(); };",
                "#pragma deleteclass(\"B\", FAIL)\n", "class D : C { Gone REF R; };",
                "Qualifier Key : uint8 = -1, Scope(method);",
                "class E : B { [Override(\"N\")] string M; uint32 F(D REF X); };",
                "class F : E { [Override(\"F\")] string F(); };",
            ]
        ),
        max_size=8,
    )
)  # fmt: skip
def test_whatever_is_wrong_together_is_told_with_places(parts: list[str]) -> None:
    try:
        resolve(parse_text("\n".join(parts), "a.mof"))
    except MofError as error:
        assert str(error)
        assert all(d.place is not None for d in error.diagnostics)
