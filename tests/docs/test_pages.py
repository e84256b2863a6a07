"""The pages name everything that there is: keys, reserved names, fields of views."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest
from documents import REPOSITORY, blocks

from mofgen.codegen import names, views
from mofgen.codegen.naming_config import read_naming
from mofgen.config import Config, read_config


def page(name: str) -> str:
    return (REPOSITORY / "docs" / name).read_text("utf-8")


def configured(folder: Path) -> Config:
    """The configuration that the page gives as its example."""
    (example,) = (b for b in blocks(page("configuration.md")) if b.language == "toml")
    file = folder / "pyproject.toml"
    file.write_text(example.text, "utf-8")
    return read_config(file)


def test_the_configuration_sets_every_key(tmp_path: Path) -> None:
    config = configured(tmp_path)
    unset = {
        field.name
        for field in dataclasses.fields(Config)
        if not getattr(config, field.name)
    }
    assert unset == set()


def test_every_key_is_explained(tmp_path: Path) -> None:
    table = tomllib.loads(blocks(page("configuration.md"))[0].text)["tool"]["mofgen"]
    keys = {*table, *table["naming"]} - {"naming"}
    unexplained = {
        key for key in keys if f"| `{key}` |" not in page("configuration.md")
    }
    assert unexplained == set()


def test_the_configured_names_are_the_ones_in_force(tmp_path: Path) -> None:
    naming = read_naming(configured(tmp_path).naming)
    assert naming == dataclasses.replace(
        names.Naming(), rename={"cim_job.owner": "OwnerName"}
    )
    assert {field.name.replace("_", "-") for field in dataclasses.fields(naming)} == {
        *configured(tmp_path).naming
    }


@pytest.mark.parametrize(
    "reserved",
    [names.RESERVED_MEMBERS, names.RESERVED_PARAMETERS, names.RESERVED_ENDS],
    ids=["members", "parameters", "ends"],
)
def test_every_reserved_name_is_listed(reserved: frozenset[str]) -> None:
    listed = page("naming.md")
    public = {name for name in reserved if not name.startswith("_")}
    assert {name for name in public if f"`{name}`" not in listed} == set()


def test_every_field_of_every_view_is_listed() -> None:
    listed = page("templates.md")
    unlisted = {
        f"{view.__name__}.{field.name}"
        for view in vars(views).values()
        if dataclasses.is_dataclass(view) and isinstance(view, type)
        for field in dataclasses.fields(view)
        if f"`{field.name}`" not in listed and f".{field.name}`" not in listed
    }
    assert unlisted == set()


def test_every_template_is_listed() -> None:
    templates = {path.name for path in (REPOSITORY / "templates").iterdir()}
    listed = page("templates.md")
    assert {name for name in templates if f"`{name}`" not in listed} == set()


def excerpts() -> dict[str, list[str]]:
    """What the page shows of generated modules: lines by the class in the comment."""
    shown: dict[str, list[str]] = {}
    for block in blocks(page("generated-code.md")):
        if block.language == "python":
            first, *lines = block.text.splitlines()
            stripped = [line.strip() for line in lines]
            shown.setdefault(first.removeprefix("# "), []).extend(
                line for line in stripped if line not in ("", "...")
            )
    return shown


@pytest.mark.parametrize("module", excerpts())
def test_excerpts_are_from_the_generated_package(module: str) -> None:
    folder = REPOSITORY / "generated" / "hyperv_v2"
    file = folder / f"{module if '/' in module else f'classes/{module}'}.py"
    written = [line.strip() for line in file.read_text("utf-8").splitlines()]
    assert [line for line in excerpts()[module] if line not in written] == []
