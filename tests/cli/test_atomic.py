"""Writing a file in one step."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mofgen.atomic import write_atomically

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions and links")


def test_a_new_file_and_a_replaced_one(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    write_atomically(file, b"one")
    assert file.read_bytes() == b"one"
    write_atomically(file, b"two")
    assert file.read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_an_error_names_the_file_and_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError) as caught:
        write_atomically(folder, b"x")
    assert caught.value.filename == str(folder)
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none" / "a.txt", b"x")


@posix
def test_an_existing_file_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"one")
    file.chmod(0o640)
    write_atomically(file, b"two")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "a.txt", tmp_path / "link"
    file.write_bytes(b"one")
    link.symlink_to(file)
    write_atomically(link, b"two")
    assert link.is_symlink()
    assert file.read_bytes() == b"two"
