"""Every node knows where it stands, whichever reader made it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mofgen.mof import parse_text
from mofgen.mof.source import Source
from mofgen.mof.tree import (
    AliasReference,
    ClassDeclaration,
    Declaration,
    InstanceDeclaration,
    Pragma,
    Qualifier,
    QualifierDeclaration,
    Value,
)

TEXT = """\
#pragma locale("en")
Qualifier Key : boolean = false, Scope(any);
[Abstract, Description("a ]" // c
  "b"): Amended, Codes{7}]
class CIM_A as $x : CIM_B {
  [Key /* k */ : ToSubclass] uint32 Id = 12;
  CIM_C ref Link;
  [Static(true)] void Run([In] object:CIM_D Arg, string S[]);
};
instance of CIM_E as $y {
  Id = 1; [Read] Inner = instance of CIM_F { Link = $x; };
};
"""


@pytest.fixture(params=["plain lists fast", "all lists by the grammar"])
def nodes(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, int]]:
    """Pairs of what should stand at an offset, and the offset that a node has."""
    if request.param == "all lists by the grammar":
        monkeypatch.setattr("mofgen.mof.parsing.read_plain_list", lambda *_: None)
    return [pair for d in parse_text(TEXT).declarations for pair in of_declaration(d)]


def of_declaration(d: Declaration) -> Iterator[tuple[str, int]]:
    if isinstance(d, Pragma | QualifierDeclaration):
        yield d.name, d.pos
    elif isinstance(d, InstanceDeclaration):
        yield from of_instance(d)
    else:
        yield from of_class(d)


def of_class(c: ClassDeclaration) -> Iterator[tuple[str, int]]:
    yield c.name, c.pos
    yield str(c.superclass), c.superclass_pos
    yield from of_qualifiers(c.qualifiers)
    for p in c.properties:
        yield p.name, p.pos
        yield p.type.class_name or p.type.name, p.type_pos
        yield (str(p.default) if p.default_pos != p.pos else p.name), p.default_pos
        yield from of_qualifiers(p.qualifiers)
    for m in c.methods:
        yield m.name, m.pos
        yield m.type.name, m.type_pos
        yield from of_qualifiers(m.qualifiers)
        for a in m.parameters:
            yield a.name, a.pos
            yield a.type.name, a.type_pos
            yield from of_qualifiers(a.qualifiers)


def of_instance(i: InstanceDeclaration) -> Iterator[tuple[str, int]]:
    yield i.class_name, i.pos
    for v in i.values:
        yield v.name, v.pos
        yield from of_qualifiers(v.qualifiers)
        yield first_of(v.value), v.value_pos
        if isinstance(v.value, InstanceDeclaration):
            yield from of_instance(v.value)
        if isinstance(v.value, AliasReference):
            yield "$x", v.value.pos


def of_qualifiers(qualifiers: tuple[Qualifier, ...]) -> Iterator[tuple[str, int]]:
    for q in qualifiers:
        yield q.name, q.pos
        first = {"Description": '"a ]"', "Codes": "{7}", "Static": "true"}
        yield first.get(q.name, q.name), q.value_pos


def first_of(value: Value) -> str:
    if isinstance(value, InstanceDeclaration):
        return "instance"
    return "$x" if isinstance(value, AliasReference) else str(value)


def test_what_a_node_says_stands_where_it_says(nodes: list[tuple[str, int]]) -> None:
    assert len(nodes) == 39
    assert [TEXT[pos : pos + len(word)] for word, pos in nodes] == [w for w, _ in nodes]


def test_an_offset_becomes_line_and_column() -> None:
    source = Source("a.mof", "ab\n\ncd")
    assert source.position(0) == (1, 1)
    assert source.position(2) == (1, 3)
    assert source.position(3) == (2, 1)
    assert source.position(5) == (3, 2)
    assert source.position(6) == (3, 3)
    assert [source.line(n) for n in (1, 2, 3)] == ["ab", "", "cd"]
