"""Schemas come from the cache as long as nothing that they depend on has changed."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

import mofgen.ir
from mofgen.cache_files import cache_folder
from mofgen.ir import cache
from mofgen.ir.cache import (
    cached_schema_name,
    clear_cache,
    load_named_schema,
    load_schema,
)
from mofgen.ir.model import Schema
from mofgen.mof import MofError

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache for each test."""
    path = tmp_path / "cache" / "mofgen"
    monkeypatch.setenv("MOFGEN_CACHE_DIR", str(path))
    monkeypatch.delenv("MOFGEN_NO_CACHE", raising=False)
    return path


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[Schema]:
    """Every schema that was resolved, so not taken from the cache."""
    results: list[Schema] = []
    resolve = mofgen.ir.resolve

    def counting(*args: Any, **kwargs: Any) -> Schema:
        results.append(resolve(*args, **kwargs))
        return results[-1]

    monkeypatch.setattr(mofgen.ir, "resolve", counting, raising=False)
    return results


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def test_the_second_time_nothing_is_resolved(
    tmp_path: Path, folder: Path, resolved: list[Schema]
) -> None:
    file = write(tmp_path / "a.mof", "class A { uint8 X = 1; }; class B : A {};")
    first = load_schema([file])
    assert load_schema([str(file)]) == first
    assert len(resolved) == 1
    assert len(entries(folder)) == 1


def test_a_changed_file_is_resolved_again(
    tmp_path: Path, resolved: list[Schema]
) -> None:
    file = write(tmp_path / "a.mof", "class A {};")
    load_schema([file])
    write(file, "class B {};")
    assert "B" in load_schema([file])
    write(file, "class A {};")
    assert "A" in load_schema([file])
    assert len(resolved) == 2


def test_a_changed_included_file_is_resolved_again(
    tmp_path: Path, resolved: list[Schema]
) -> None:
    file = write(tmp_path / "a.mof", '#pragma include("sub/b.mof")\nclass A : B {};')
    included = write(tmp_path / "sub" / "b.mof", "class B {};")
    load_schema([file])
    write(included, "class B { string New; };")
    assert "new" in load_schema([file])["A"].properties
    included.unlink()
    with pytest.raises(MofError, match="not found"):
        load_schema([file])


def test_a_new_file_that_an_include_prefers_is_seen(tmp_path: Path) -> None:
    file = write(tmp_path / "main" / "a.mof", '#pragma include("b.mof")')
    write(tmp_path / "second" / "b.mof", "class Second {};")
    path = [tmp_path / "first", tmp_path / "second"]
    assert "Second" in load_schema([file], include_path=path)
    write(tmp_path / "first" / "b.mof", "class First {};")
    assert "First" in load_schema([file], include_path=path)
    write(tmp_path / "main" / "b.mof", "class Nearest {};")
    assert "Nearest" in load_schema([file], include_path=path)


def test_amendments_count_too(tmp_path: Path, resolved: list[Schema]) -> None:
    file = write(tmp_path / "a.mof", "class A {};")
    amendment = '[Description("{}") : Amended] class A {{}};'
    mfl = write(tmp_path / "a.mfl", amendment.format("one"))

    def description() -> object:
        schema = load_schema([file], amend=[mfl])
        return schema["A"].qualifiers["description"].value

    assert (description(), description()) == ("one", "one")
    assert len(resolved) == 1
    write(mfl, amendment.format("two"))
    assert description() == "two"


def test_options_count_too(tmp_path: Path, resolved: list[Schema]) -> None:
    file = tmp_path / "a.mof"
    file.write_bytes('class A { string X = "\u00e9"; };'.encode("latin-1"))
    assert (
        load_schema([file], encoding="latin-1")["A"].properties["x"].default == "\u00e9"
    )
    assert (
        load_schema([file], encoding="cp1251")["A"].properties["x"].default == "\u0439"
    )
    load_schema([file], encoding="latin-1", external=["Foreign"])
    load_schema([file], encoding="latin-1", external=["FOREIGN"])
    assert len(resolved) == 3


def test_the_order_of_files_counts(tmp_path: Path, resolved: list[Schema]) -> None:
    a = write(tmp_path / "a.mof", "class A {};")
    b = write(tmp_path / "b.mof", "class B {};")
    assert list(load_schema([a, b]).classes) == ["a", "b"]
    assert list(load_schema([b, a]).classes) == ["b", "a"]
    assert len(resolved) == 2


def test_errors_are_not_kept(tmp_path: Path, folder: Path) -> None:
    file = write(tmp_path / "a.mof", "class A : Unknown {};")
    for _ in range(2):
        with pytest.raises(MofError, match="Unknown"):
            load_schema([file])
    assert entries(folder) == []


def test_a_missing_file_is_an_error_as_without_a_cache(tmp_path: Path) -> None:
    with pytest.raises(MofError, match="does not exist"):
        load_schema([tmp_path / "none.mof"])


@pytest.mark.parametrize("damage", [b"", b"{", b"not json\n{}", b"\x80\n\xff"])
def test_a_damaged_entry_is_replaced(
    tmp_path: Path, folder: Path, resolved: list[Schema], damage: bytes
) -> None:
    file = write(tmp_path / "a.mof", "class A {};")
    first = load_schema([file])
    (entry,) = entries(folder)
    entry.write_bytes(damage)
    assert load_schema([file]) == first
    assert load_schema([file]) == first
    assert len(resolved) == 2


def test_a_truncated_entry_is_replaced(
    tmp_path: Path, folder: Path, resolved: list[Schema]
) -> None:
    file = write(tmp_path / "a.mof", "class A {};")
    first = load_schema([file])
    (entry,) = entries(folder)
    entry.write_bytes(entry.read_bytes()[:-20])
    assert load_schema([file]) == first
    assert len(resolved) == 2


def test_a_folder_that_can_not_be_made_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "file", "")
    monkeypatch.setenv("MOFGEN_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert "A" in load_schema([write(tmp_path / "a.mof", "class A {};")])


@posix
def test_the_cache_is_private(tmp_path: Path, folder: Path) -> None:
    load_schema([write(tmp_path / "a.mof", "class A {};")])
    (entry,) = entries(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600


@posix
def test_a_folder_that_others_can_write_is_not_trusted(
    tmp_path: Path, folder: Path, resolved: list[Schema]
) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    file = write(tmp_path / "a.mof", "class A {};")
    load_schema([file])
    load_schema([file])
    assert len(resolved) == 2
    assert entries(folder) == []


@pytest.mark.parametrize(
    ("value", "is_used"), [("1", False), ("yes", False), ("0", True)]
)
def test_a_variable_turns_it_off(
    tmp_path: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    value: str,
    is_used: bool,
) -> None:
    monkeypatch.setenv("MOFGEN_NO_CACHE", value)
    load_schema([write(tmp_path / "a.mof", "class A {};")])
    assert bool(entries(folder)) is is_used


def test_an_argument_turns_it_off(tmp_path: Path, folder: Path) -> None:
    load_schema([write(tmp_path / "a.mof", "class A {};")], cache=False)
    assert entries(folder) == []


def test_only_the_entries_used_last_are_kept(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MAX_ENTRIES", 2)
    files = [write(tmp_path / f"{n}.mof", f"class C{n} {{}};") for n in range(3)]
    for age, file in enumerate(files):
        load_schema([file])
        newest = max(entries(folder), key=lambda e: e.stat().st_mtime_ns)
        os.utime(newest, (1000 + age, 1000 + age))
    assert len(entries(folder)) == 2
    assert {entry.stat().st_mtime for entry in entries(folder)} == {1001, 1002}


def test_clearing_deletes_entries_and_nothing_else(
    tmp_path: Path, folder: Path
) -> None:
    load_schema([write(tmp_path / "a.mof", "class A {};")])
    other = write(folder / "other.txt", "mine")
    write(folder / f".{entries(folder)[0].name}.0123.tmp", "half of an entry")
    assert clear_cache() == 1
    assert entries(folder) == [other]
    assert clear_cache() == 0


def test_without_the_variable_it_is_in_the_users_cache_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MOFGEN_CACHE_DIR")
    assert "mofgen" in cache_folder().parts


def test_a_schema_has_the_same_name_whether_resolved_or_kept(tmp_path: Path) -> None:
    file = write(tmp_path / "a.mof", "class A {};")
    assert cached_schema_name([file]) is None
    _, name = load_named_schema([file])
    assert name is not None
    assert load_named_schema([file]).name == name
    assert cached_schema_name([file]) == name


def test_another_schema_has_another_name(tmp_path: Path) -> None:
    file = write(tmp_path / "a.mof", '#pragma include("b.mof")\nclass A {};')
    included = write(tmp_path / "b.mof", "class B {};")
    _, first = load_named_schema([file])
    write(included, "class B { uint8 X; };")
    assert cached_schema_name([file]) is None
    assert load_named_schema([file]).name not in (None, first)
    assert load_named_schema([file], external=["C"]).name not in (None, first)


def test_without_the_cache_a_schema_has_no_name(tmp_path: Path) -> None:
    file = write(tmp_path / "a.mof", "class A {};")
    load_schema([file])
    assert load_named_schema([file], cache=False).name is None
    assert cached_schema_name([file], cache=False) is None


@pytest.mark.parametrize("line", [b"", b"\n", b"{}\n", b"[1]\n", b"\xff\n"])
def test_a_damaged_entry_gives_no_name(
    tmp_path: Path, folder: Path, line: bytes
) -> None:
    file = write(tmp_path / "a.mof", "class A {};")
    load_schema([file])
    (entry,) = entries(folder)
    entry.write_bytes(line)
    assert cached_schema_name([file]) is None
