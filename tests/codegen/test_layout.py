"""Every layout function gives what black gives, whatever the names and lengths.

The generated package is never run through black: its lines are made in black's
layout. Here black itself is the judge, over names of every length up to 60; the
longest in the schemas of the DMTF has 56.
"""

from __future__ import annotations

from collections.abc import Sequence

import black
import pytest
from black.mode import TargetVersion
from hypothesis import given, settings
from hypothesis import strategies as st

from mofgen.codegen.annotations import annotated_lines
from mofgen.codegen.literals import (
    INDENT,
    call_lines,
    class_lines,
    constant_lines,
    dict_lines,
    import_lines,
    stub_lines,
    subscript_lines,
    text_literal,
    tuple_lines,
)
from mofgen.codegen.text import docstring_lines

MODE = black.Mode(target_versions={TargetVersion.PY311})


def assert_stable(source: str) -> None:
    assert black.format_str(source, mode=MODE) == source


def in_class(lines: Sequence[str], depth: int) -> str:
    """``lines`` as the body of a class, or of a class in a class."""
    heads = [f"{INDENT * level}class C{level}:" for level in range(depth)]
    return "\n".join([*heads, *lines, ""])


# Lengths matter, letters do not.
names = st.integers(1, 60).map("N".__mul__)
short_names = st.integers(1, 40).map("n".__mul__)
paths = names | st.tuples(names, st.integers(1, 85).map("P".__mul__)).map(".".join)
text = st.text(alphabet="ab'\"\\ \n\u00e9", max_size=90)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text
rows = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5).map(tuple), max_leaves=12
)
depths = st.integers(0, 2)


@given(prefix=short_names, row=rows, depth=depths)
def test_constants(prefix: str, row: object, depth: int) -> None:
    lines = constant_lines(f"{prefix} = ", row, depth)
    assert_stable(in_class(lines, depth))


@given(prefix=short_names, of=st.lists(rows, max_size=5), depth=depths)
def test_tables_with_one_row_a_line(prefix: str, of: list[object], depth: int) -> None:
    lines = tuple_lines(f"{prefix}: cim.PropertyRows = ", of, depth)
    assert_stable(in_class(lines, depth))


@given(items=st.dictionaries(names, text, max_size=4), depth=depths)
def test_dictionaries(items: dict[str, str], depth: int) -> None:
    assert_stable(in_class(dict_lines("_wire_names = ", items, depth), depth))


@given(name=names, arguments=st.lists(paths | text.map(text_literal), max_size=4))
def test_calls(name: str, arguments: list[str]) -> None:
    assert_stable(in_class(call_lines(f"{name} = cim.Value", arguments, 1), 1))


@given(
    name=short_names,
    parameters=st.sampled_from([["self"], ["self", "**values: Unpack[{}]"]]),
    long=names,
    depth=depths,
)
def test_stubs(name: str, parameters: list[str], long: str, depth: int) -> None:
    given_names = [parameter.format(long) for parameter in parameters]
    returned = f"cim.Objects[{long}]" if len(parameters) == 1 else "None"
    assert_stable(in_class(stub_lines(name, given_names, returned, depth), depth))


@given(name=names, base=names, keywords=st.lists(names.map("{}=1".format), max_size=2))
def test_class_headers(name: str, base: str, keywords: list[str]) -> None:
    header = class_lines(name, base, 0, *keywords)
    assert_stable("\n".join([*header, "    a = 1", ""]))


@given(name=names, index=names, arguments=st.lists(short_names, max_size=1))
def test_subscripts(name: str, index: str, arguments: list[str]) -> None:
    lines = subscript_lines(f"{name} = cim.Via", f'"{index}"', arguments, 1)
    assert_stable(in_class(lines, 1))


@given(module=names, imported=st.lists(names, min_size=1, max_size=3))
def test_imports(module: str, imported: list[str]) -> None:
    assert_stable("\n".join([*import_lines(f".{module}", imported), ""]))


@given(
    name=names,
    of=st.sampled_from(
        [
            ("{}", ""),
            ("{} | None", ""),
            ("{} | None", "None"),
            ("cim.RefLike[{}] | None", ""),
            ("cim.Ref[{}] | None", "None"),
            ("Sequence[{}] | None", ""),
            ("Sequence[cim.RefLike[{}]] | None", ""),
            ("tuple[{}, ...] | None", "None"),
            ("tuple[cim.Ref[{}], ...] | None", "None"),
        ]
    ),
    long=paths,
)
def test_annotated_fields(name: str, of: tuple[str, str], long: str) -> None:
    annotation, default = of
    assert_stable(
        in_class(annotated_lines(name, annotation.format(long), 1, default), 1)
    )


@given(
    name=names,
    of=st.sampled_from(["{} | None", "Sequence[cim.RefLike[{}]] | None"]),
    long=paths,
    default=st.sampled_from(["", "None"]),
)
def test_annotated_parameters(name: str, of: str, long: str, default: str) -> None:
    parameter = annotated_lines(name, of.format(long), 2, default, ",")
    head = ["    def method(", "        self,", "        *,"]
    lines = [*head, *parameter, "    ) -> Result:", "        return 1"]
    assert_stable(in_class(lines, 1))


words = st.text(alphabet="ab\"\\'\n \t\x0c\u00a0", min_size=0, max_size=100)


@settings(max_examples=300)
@given(parts=st.lists(words, max_size=3), depth=st.integers(0, 2))
def test_docstrings(parts: list[str], depth: int) -> None:
    lines = docstring_lines(parts, depth)
    assert_stable(
        in_class([*lines, "", f"{INDENT * depth}a = 1"], depth) if lines else ""
    )


@pytest.mark.parametrize("length", range(70, 90))
@pytest.mark.parametrize("ending", ['"', "\\", ".", '\\"', '"""'])
def test_docstrings_that_just_fit_or_just_do_not(length: int, ending: str) -> None:
    for letters in ("x", "x y "):
        whole = (letters * length)[: length - len(ending)] + ending
        lines = docstring_lines([whole], 1)
        assert_stable(in_class([*lines, "", "    a = 1"], 1))
