"""Bringing a folder to what a plan says: only what has to be, and all or nothing."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from mofgen.codegen.manifest import (
    MANIFEST_NAME,
    ManifestError,
    manifest_bytes,
    read_manifest,
)
from mofgen.codegen.writing import (
    Difference,
    WriteConflictError,
    compare,
    write_package,
)

PLAN = {
    "__init__.py": b"face = 1\n",
    "classes/A.py": b"a = 1\n",
    "classes/B.py": b"b = 1\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which :data:`PLAN` has been written."""
    target = tmp_path / "out" / "package"
    write_package(target, PLAN)
    return target


def files_in(folder: Path) -> dict[str, bytes]:
    """Everything below ``folder``, the manifest left out."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST_NAME
    }


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Everything below ``folder`` with its time of change."""
    return {
        file.relative_to(folder).as_posix(): (
            file.read_bytes(),
            file.stat().st_mtime_ns,
        )
        for file in folder.rglob("*")
        if file.is_file()
    }


# --- What is written ------------------------------------------------------------


def test_a_plan_is_written_whole(folder: Path) -> None:
    assert files_in(folder) == PLAN
    assert compare(folder, PLAN).is_empty


def test_the_manifest_lists_every_file_with_its_hash(folder: Path) -> None:
    assert read_manifest(folder) == {
        path: hashlib.sha256(data).hexdigest() for path, data in PLAN.items()
    }


def test_nothing_else_is_left_behind(folder: Path) -> None:
    assert [path.name for path in folder.parent.iterdir()] == ["package"]


def test_what_is_right_already_is_not_touched(folder: Path) -> None:
    before = snapshot(folder)
    found = write_package(folder, PLAN)
    assert found.is_empty
    assert found.unchanged == 3
    assert snapshot(folder) == before


def test_only_what_changed_is_written(folder: Path) -> None:
    for path in PLAN:
        os.utime(folder / path, (1, 1))
    found = write_package(folder, {**PLAN, "classes/B.py": b"b = 2\n"})
    assert found == Difference((), ("classes/B.py",), (), 2, ())
    assert (folder / "classes/B.py").read_bytes() == b"b = 2\n"
    times = {path: (folder / path).stat().st_mtime for path in PLAN}
    assert times["__init__.py"] == times["classes/A.py"] == 1
    assert times["classes/B.py"] > 1


def test_a_missing_file_is_written_again(folder: Path) -> None:
    (folder / "classes/A.py").unlink()
    assert write_package(folder, PLAN).missing == ("classes/A.py",)
    assert files_in(folder) == PLAN


def test_a_lost_manifest_is_written_again(folder: Path) -> None:
    (folder / MANIFEST_NAME).unlink()
    assert write_package(folder, PLAN).is_empty
    assert set(read_manifest(folder)) == set(PLAN)


# --- What is removed, and what is not -------------------------------------------


def test_a_file_that_the_plan_has_no_more_goes(folder: Path) -> None:
    smaller = {"__init__.py": PLAN["__init__.py"]}
    assert write_package(folder, smaller).stale == ("classes/A.py", "classes/B.py")
    assert files_in(folder) == smaller
    assert not (folder / "classes").exists()


def test_a_file_by_hand_stays_and_so_does_its_folder(folder: Path) -> None:
    (folder / "classes/mine.py").write_bytes(b"mine\n")
    write_package(folder, {"__init__.py": PLAN["__init__.py"]})
    assert (folder / "classes/mine.py").read_bytes() == b"mine\n"
    assert not (folder / "classes/A.py").exists()


def test_a_file_by_hand_in_the_way_is_not_overwritten(folder: Path) -> None:
    (folder / "classes/C.py").write_bytes(b"mine\n")
    before = snapshot(folder)
    with pytest.raises(WriteConflictError) as caught:
        write_package(folder, {**PLAN, "classes/C.py": b"c = 1\n"})
    assert caught.value.paths == ["classes/C.py"]
    assert "classes/C.py" in str(caught.value)
    assert "--force" in str(caught.value)
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param({**PLAN, "classes/A.py": b"a = 2\n"}, id="changed"),
        pytest.param({"__init__.py": PLAN["__init__.py"]}, id="stale"),
        pytest.param(PLAN, id="as before"),
    ],
)
def test_a_generated_file_that_was_edited_is_in_the_way(
    plan: dict[str, bytes], folder: Path
) -> None:
    (folder / "classes/A.py").write_bytes(b"a = 'edited'\n")
    before = snapshot(folder)
    with pytest.raises(WriteConflictError) as caught:
        write_package(folder, plan)
    assert caught.value.paths == ["classes/A.py"]
    assert snapshot(folder) == before


def test_force_overwrites_and_removes_what_is_in_the_way(folder: Path) -> None:
    (folder / "__init__.py").write_bytes(b"edited\n")
    (folder / "classes/A.py").write_bytes(b"edited\n")
    plan = {"__init__.py": b"face = 2\n"}
    write_package(folder, plan, force=True)
    assert files_in(folder) == plan


def test_a_file_by_hand_with_the_very_content_is_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package/__init__.py").write_bytes(PLAN["__init__.py"])
    write_package(tmp_path / "package", PLAN)
    assert files_in(tmp_path / "package") == PLAN


# --- When something fails -------------------------------------------------------

NEW_PLAN = {
    "__init__.py": b"face = 2\n",
    "classes/B.py": b"b = 2\n",
    "more/C.py": b"c = 1\n",
}


class DiskFull:
    """Lets some calls through and then fails once, as a full disk does."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, method: str, after: int
    ) -> None:
        self.left = after
        self.failed = False
        original = getattr(Path, method)

        def call(*args: object, **kwargs: object) -> object:
            if not self.left and not self.failed:
                self.failed = True
                raise OSError(28, "No space left on device")
            self.left -= 1
            return original(*args, **kwargs)

        monkeypatch.setattr(Path, method, call)


@pytest.mark.parametrize(
    ("method", "after"),
    [*(("write_bytes", n) for n in range(4)), *(("replace", n) for n in range(8))],
)
def test_a_failure_leaves_the_old_package_whole(
    method: str, after: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(folder)
    with monkeypatch.context() as patch:
        disk = DiskFull(patch, method, after)
        with pytest.raises(OSError, match="No space left"):
            write_package(folder, NEW_PLAN)
    assert disk.failed
    assert snapshot(folder) == before
    assert not (folder / "more").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["package"]


def test_without_a_failure_the_new_package_is_whole(folder: Path) -> None:
    write_package(folder, NEW_PLAN)
    assert files_in(folder) == NEW_PLAN


def test_a_failed_first_run_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        DiskFull(patch, "replace", 2)
        with pytest.raises(OSError, match="No space left"):
            write_package(tmp_path / "package", PLAN)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "package/__init__.py").mkdir(parents=True)
    with pytest.raises(OSError):
        write_package(tmp_path / "package", PLAN)
    assert (tmp_path / "package/__init__.py").is_dir()


# --- Manifests that mofgen did not write ----------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "../victim",
        "classes/../../victim",
        "/etc/victim",
        "C:/victim",
        "..\\victim",
        "",
        ".",
        "./",
    ],
)
def test_a_manifest_reaches_nothing_outside_of_its_folder(
    path: str, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    package = tmp_path / "package"
    package.mkdir()
    listed = {path: hashlib.sha256(b"precious").hexdigest()}
    (package / MANIFEST_NAME).write_bytes(manifest_bytes(listed))
    with pytest.raises(ManifestError, match="does not list files of this folder"):
        write_package(package, PLAN, force=True)
    assert victim.read_bytes() == b"precious"
    assert not (package / "__init__.py").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "is damaged"),
        (b"\xff\xfe", "is damaged"),
        (b"[]", "is not a manifest of version 1"),
        (b'{"mofgen-manifest": 2, "files": {}}', "is not a manifest of version 1"),
        (b'{"mofgen-manifest": 1}', "does not list files"),
        (b'{"mofgen-manifest": 1, "files": ["a"]}', "does not list files"),
    ],
)
def test_a_damaged_manifest_is_an_error(
    content: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / MANIFEST_NAME).write_bytes(content)
    with pytest.raises(ManifestError, match=message) as caught:
        read_manifest(tmp_path)
    assert MANIFEST_NAME in str(caught.value)


def test_a_manifest_has_one_line_for_each_file(folder: Path) -> None:
    """So that a change of the package is a small change of the manifest."""
    text = (folder / MANIFEST_NAME).read_text(encoding="utf-8")
    assert len([line for line in text.splitlines() if ".py" in line]) == len(PLAN)
    assert list(json.loads(text)["files"]) == sorted(PLAN)
