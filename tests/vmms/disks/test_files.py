"""The virtual file system: paths, volumes, space, and undoing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.files import (
    GIB,
    MIB,
    FileKind,
    Files,
    VirtualFile,
    Volume,
    extension,
    full_path,
    identity,
)
from mofgen.vmms.instance_ids import Guids
from mofgen.vmms.refusals import FAILED, FILE_NOT_FOUND, INVALID_PARAMETER, RefusedError


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def files(clock: SimulatedClock) -> Files:
    return Files(clock, Guids(1), [Volume("C:", 10 * GIB)])


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            r"C:\disk.vhdx",
            r"d:\a folder\disk.vhdx",
            r"\\server\share\disk.vhdx",
            r"\\server\share$\folder\disk.vhdx",
        ],
    )
    def test_a_full_path_says_where_a_file_is(self, path: str) -> None:
        assert full_path(path) == path

    @pytest.mark.parametrize(
        "path",
        [
            None,
            "",
            "disk.vhdx",
            r"folder\disk.vhdx",
            r"\folder\disk.vhdx",
            "C:disk.vhdx",
            "C:\\",
            r"\\server\disk.vhdx",
            "/var/disk.vhdx",
            r"C:\what?.vhdx",
            r"C:\a|b.vhdx",
            r"C:\a:b.vhdx",
            "C:\\line\nbreak.vhdx",
        ],
    )
    def test_everything_else_is_an_invalid_parameter(self, path: str | None) -> None:
        with pytest.raises(RefusedError) as refused:
            full_path(path)
        assert refused.value.code == INVALID_PARAMETER

    @given(st.text())
    def test_any_text_is_a_path_or_an_invalid_parameter(self, text: str) -> None:
        try:
            assert full_path(text) == text
        except RefusedError as refused:
            assert refused.code == INVALID_PARAMETER

    def test_case_and_detours_do_not_tell_files_apart(self, files: Files) -> None:
        made = files.add_iso(r"C:\Images\Setup.iso")
        assert files.get(r"c:\images\SETUP.ISO") == made
        assert files.get(r"C:\Images\..\images\.\setup.iso") == made
        assert identity(r"C:\A\..\b") == identity("c:\\B")

    def test_the_extension_is_what_stands_behind_the_last_point(self) -> None:
        assert extension(r"C:\a.b\disk.old.VHDX") == "vhdx"
        assert extension(r"C:\a.b\disk") == ""


class TestFiles:
    def test_a_file_keeps_the_path_that_it_was_given(self, files: Files) -> None:
        files.add_iso(r"C:\Images\Setup.iso", size=5)
        (file,) = files
        assert (file.path, file.size) == (r"C:\Images\Setup.iso", 5)
        assert file.kind is FileKind.ISO
        assert len(files) == 1

    def test_a_file_says_when_it_was_written(
        self, files: Files, clock: SimulatedClock
    ) -> None:
        made = files.add_iso(r"C:\a.iso")
        clock.advance(60)
        written = files.update(made)
        assert (written.changed - made.changed).total_seconds() == 60

    def test_there_is_one_file_with_a_path(self, files: Files) -> None:
        files.add_iso(r"C:\a.iso", size=1)
        with pytest.raises(RefusedError, match="exists already") as refused:
            files.add_iso(r"c:\A.iso", size=2)
        assert refused.value.code == FAILED
        assert files.get(r"C:\a.iso").size == 1

    def test_what_is_not_there_is_not_found(self, files: Files) -> None:
        assert r"C:\a.iso" not in files
        assert files.find(r"C:\a.iso") is None
        for call in (
            lambda: files.get(r"C:\a.iso"),
            lambda: files.delete(r"C:\a.iso"),
            lambda: files.update(VirtualFile(r"C:\a.iso", 1)),
        ):
            with pytest.raises(RefusedError) as refused:
                call()
            assert refused.value.code == FILE_NOT_FOUND

    def test_a_deleted_file_is_gone(self, files: Files) -> None:
        files.add_iso(r"C:\a.iso")
        files.delete(r"c:\a.ISO")
        assert list(files) == []


class TestVolumes:
    def test_files_take_space(self, files: Files) -> None:
        files.add_iso(r"C:\a.iso", size=4 * GIB)
        assert files.free(r"C:\anything") == 6 * GIB
        files.delete(r"C:\a.iso")
        assert files.free("C:\\") == 10 * GIB

    def test_a_full_volume_takes_no_more(self, files: Files) -> None:
        made = files.add_iso(r"C:\a.iso", size=10 * GIB - 1)
        with pytest.raises(RefusedError, match="not enough space") as refused:
            files.add_iso(r"C:\b.iso", size=2)
        assert refused.value.code == FAILED
        with pytest.raises(RefusedError, match="not enough space"):
            files.update(VirtualFile(made.path, made.size + 2))
        assert list(files) == [made]

    def test_what_is_written_anew_takes_only_what_it_grows_by(
        self, files: Files
    ) -> None:
        made = files.add_iso(r"C:\a.iso", size=9 * GIB)
        files.update(VirtualFile(made.path, 10 * GIB))
        assert files.free("C:\\") == 0

    def test_a_path_needs_a_volume(self, files: Files) -> None:
        with pytest.raises(RefusedError, match="cannot be found") as refused:
            files.add_iso(r"E:\a.iso")
        assert refused.value.code == FAILED
        files.add_volume(Volume("e:", GIB))
        files.add_iso(r"E:\a.iso")
        assert files.free("E:\\") == GIB - 700 * MIB

    def test_a_share_is_a_volume_too(self, files: Files) -> None:
        files.add_volume(Volume(r"\\server\share"))
        assert files.add_iso(r"\\SERVER\share\a.iso") in list(files)

    def test_a_host_has_two(self) -> None:
        host = Vmms()
        assert host.files.free("C:\\") > 0
        assert host.files.free("D:\\") > 0


class Stop(Exception):
    """What goes wrong in these tests."""


class TestUndoing:
    def test_what_a_transaction_did_to_files_is_undone_with_it(self) -> None:
        host = Vmms()
        kept = host.files.add_iso(r"C:\kept.iso", size=1)
        gone = host.files.add_iso(r"C:\gone.iso")
        before = list(host.files)
        with pytest.raises(Stop), host.manager.transaction() as transaction:
            host.files.add(VirtualFile(r"C:\new", 1), transaction)
            host.files.update(VirtualFile(kept.path, 2), transaction)
            host.files.delete(gone.path, transaction)
            host.files.add(VirtualFile(gone.path, 3), transaction)
            assert list(host.files) != before
            raise Stop
        assert list(host.files) == before

    def test_what_is_committed_stays(self) -> None:
        host = Vmms()
        with host.manager.transaction() as transaction:
            host.files.add(VirtualFile(r"C:\new", 1), transaction)
        assert r"C:\new" in host.files
