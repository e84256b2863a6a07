"""Templates of the user's own, in place of mofgen's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mofgen.codegen.package import Options, plan_package
from mofgen.codegen.rendering import TemplateError, Templates
from mofgen.ir import resolve
from mofgen.ir.model import Schema
from mofgen.mof import parse_text


@pytest.fixture
def schema() -> Schema:
    return resolve(parse_text("class A { string Name; }; class B : A {};"))


def class_module(schema: Schema, templates: Path, name: str = "A") -> str:
    plan = plan_package(schema, Options(package="mine", templates=templates))
    return plan[f"classes/{name}.py"].decode("utf-8")


def test_a_template_of_the_same_name_replaces_ours(
    schema: Schema, tmp_path: Path
) -> None:
    (tmp_path / "class.py.j2").write_text("name = '{{ cls.name }}'\n", encoding="utf-8")
    assert class_module(schema, tmp_path) == 'name = "A"\n'


def test_all_other_templates_stay_ours(schema: Schema, tmp_path: Path) -> None:
    (tmp_path / "classes.py.j2").write_text("# theirs\n", encoding="utf-8")
    options = Options(package="mine", templates=tmp_path)
    theirs, ours = plan_package(schema, options), plan_package(schema, Options("mine"))
    assert {path for path in ours if ours[path] != theirs[path]} == {
        "classes/__init__.py"
    }
    assert theirs["classes/__init__.py"] == b"# theirs\n"


def test_what_it_gives_is_formatted_by_black(schema: Schema, tmp_path: Path) -> None:
    (tmp_path / "class.py.j2").write_text(
        "x = {  'a':1,\n 'b':(\n2) }", encoding="utf-8"
    )
    assert class_module(schema, tmp_path) == 'x = {"a": 1, "b": (2)}\n'


def test_a_stub_is_formatted_as_a_stub(schema: Schema, tmp_path: Path) -> None:
    (tmp_path / "package.pyi.j2").write_text(
        "class A:\n  x: int\n\n\nclass B:\n    ...\n", encoding="utf-8"
    )
    plan = plan_package(schema, Options(package="mine", templates=tmp_path))
    assert plan["__init__.pyi"] == b"class A:\n    x: int\n\nclass B: ...\n"


def test_it_can_extend_ours_by_including_it(schema: Schema, tmp_path: Path) -> None:
    (tmp_path / "package.py.j2").write_text(
        '{% include "classes.py.j2" %}\nname = "{{ package.name }}"\n', encoding="utf-8"
    )
    plan = plan_package(schema, Options(package="mine", templates=tmp_path))
    assert plan["__init__.py"].endswith(b'name = "mine"\n')


@pytest.mark.parametrize(
    ("template", "place", "words"),
    [
        pytest.param(
            "\n{% if %}\n", "class.py.j2:2", "Expected an expression", id="if"
        ),
        pytest.param(
            "\n\n{{ cls.nam }}\n", "class.py.j2:3", "no attribute 'nam'", id="attribute"
        ),
        pytest.param(
            "{{ nothing.here }}", "class.py.j2:1", "'nothing' is undefined", id="name"
        ),
        pytest.param(
            "a = {{ 1 / 0 }}", "class.py.j2:1", "division by zero", id="division"
        ),
        pytest.param(
            "\n{{ 1 + 'a' }}", "class.py.j2:2", "unsupported operand", id="operand"
        ),
        pytest.param(
            "{% include 'none.j2' %}",
            "class.py.j2:1",
            "no template none.j2",
            id="include",
        ),
        pytest.param("def (", "class.py.j2", "does not give Python", id="no Python"),
        pytest.param(b"# \xff", "class.py.j2", "utf-8", id="no UTF-8"),
    ],
)
def test_mistakes_are_told_with_their_place(
    template: str | bytes, place: str, words: str, schema: Schema, tmp_path: Path
) -> None:
    data = template if isinstance(template, bytes) else template.encode("utf-8")
    (tmp_path / "class.py.j2").write_bytes(data)
    with pytest.raises(TemplateError) as caught:
        class_module(schema, tmp_path)
    assert place in str(caught.value)
    assert words in str(caught.value)


def test_a_mistake_in_an_included_template_is_told_there(
    schema: Schema, tmp_path: Path
) -> None:
    (tmp_path / "class.py.j2").write_text("{% include 'part.j2' %}", encoding="utf-8")
    (tmp_path / "part.j2").write_text("\n\n{{ nothing }}", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"part\.j2:3: 'nothing' is undefined"):
        class_module(schema, tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="is not a folder with templates"):
        Templates(tmp_path / "nowhere")


def test_without_black_a_template_says_how_to_get_it(
    schema: Schema, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "class.py.j2").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "black", None)
    with pytest.raises(TemplateError, match=r'pip install "mofgen\[format\]"'):
        class_module(schema, tmp_path)


def test_without_black_our_own_templates_work(
    schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "black", None)
    assert (
        b"class A(cim.Instance):"
        in plan_package(schema, Options("mine"))["classes/A.py"]
    )


def test_text_of_the_schema_is_never_a_template(tmp_path: Path) -> None:
    text = 'class A { [Description("{{ 1 + 1 }} {% raw %} {# x #}")] string B; };'
    found = plan_package(resolve(parse_text(text)), Options("mine"))["classes/A.py"]
    assert b"{{ 1 + 1 }} {% raw %} {# x #}" in found
