"""Outlines: what a package comes to, kept under all that its files depend on."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from mofgen.codegen import outline as outlines
from mofgen.codegen.names import Naming
from mofgen.codegen.outline import (
    Outline,
    clear_outlines,
    keep_outline,
    kept_outline,
    outline_key,
    outline_of,
)
from mofgen.resources import resource_folder


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    monkeypatch.setenv("MOFGEN_CACHE_DIR", str(path))
    return path


KEPT = Outline(2, {"__init__.py": "00", "classes/T_Disk.py": "11"})


def test_an_outline_has_the_hash_of_each_file() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert outline_of(1, {"py.typed": b""}) == Outline(1, {"py.typed": empty})


def test_what_is_kept_comes_back() -> None:
    assert kept_outline("a") is None
    keep_outline("a", KEPT)
    assert kept_outline("a") == KEPT
    assert kept_outline("b") is None


def test_a_key_is_the_same_for_the_same() -> None:
    first = outline_key("schema", "pkg", Naming(rename={"a.b": "X", "a.c": "Y"}))
    second = outline_key("schema", "pkg", Naming(rename={"a.c": "Y", "a.b": "X"}))
    assert first == second


@pytest.mark.parametrize(
    ("schema", "package", "naming"),
    [
        ("other", "pkg", Naming()),
        ("schema", "other", Naming()),
        ("schema", "pkg", replace(Naming(), member_style="pascal")),
        ("schema", "pkg", replace(Naming(), rename={"a.b": "X"})),
    ],
)
def test_a_key_depends_on(schema: str, package: str, naming: Naming) -> None:
    assert outline_key(schema, package, naming) != outline_key(
        "schema", "pkg", Naming()
    )


def test_a_key_depends_on_the_templates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = shutil.copytree(resource_folder("templates"), tmp_path / "templates")
    monkeypatch.setattr(outlines, "resource_folder", lambda name: templates)
    before = outline_key("schema", "pkg", Naming())
    with (templates / "class.py.j2").open("a") as file:
        file.write("# more\n")
    assert outline_key("schema", "pkg", Naming()) != before


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"classes": 1}', b"\xff"])
def test_a_damaged_outline_is_none(folder: Path, data: bytes) -> None:
    keep_outline("a", KEPT)
    (entry,) = folder.iterdir()
    entry.write_bytes(data)
    assert kept_outline("a") is None


@pytest.mark.skipif(os.name == "nt", reason="a profile is private on Windows")
def test_a_folder_open_to_others_is_not_read(folder: Path) -> None:
    keep_outline("a", KEPT)
    folder.chmod(0o777)
    assert kept_outline("a") is None


def test_the_outlines_used_last_are_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlines, "MAX_OUTLINES", 2)
    for age, key in enumerate("abc"):
        keep_outline(key, KEPT)
        for entry in folder.glob(f"{key}.*"):
            os.utime(entry, ns=(0, age))
    keep_outline("d", KEPT)
    assert sorted(entry.stem for entry in folder.iterdir()) == ["c", "d"]


def test_clearing_tells_how_many_there_were(folder: Path) -> None:
    for key in "ab":
        keep_outline(key, KEPT)
    assert clear_outlines() == 2
    assert list(folder.iterdir()) == []
