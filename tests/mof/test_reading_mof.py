"""Files to text: encodings, line ends, and files that are none."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from mofgen.mof import MofError, parse_files, parse_text, reading
from mofgen.mof.tree import ClassDeclaration

TEXT = 'class A { string S = "Größe €"; };\n'


def default_of(path: Path, encoding: str | None = None) -> object:
    (declaration,) = parse_files([path], encoding=encoding).declarations
    assert isinstance(declaration, ClassDeclaration)
    return declaration.properties[0].default


def message(path: Path, encoding: str | None = None) -> str:
    with pytest.raises(MofError) as caught:
        parse_files([path], encoding=encoding)
    return str(caught.value).replace(str(path), path.name)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_are_found_out_without_a_byte_order_mark(
    tmp_path: Path, codec: str
) -> None:
    path = tmp_path / "a.mof"
    path.write_bytes(TEXT.encode(codec))
    assert default_of(path) == "Größe €"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(
    tmp_path: Path, mark: bytes, codec: str
) -> None:
    path = tmp_path / "a.mof"
    path.write_bytes(mark + TEXT.encode(codec))
    assert default_of(path) == "Größe €"
    assert parse_files([path]).sources[0].text == TEXT


def test_the_caller_may_know_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.mof"
    path.write_bytes('class A { string S = "Привет"; };'.encode("cp1251"))
    assert default_of(path, encoding="cp1251") == "Привет"
    assert default_of(path) != "Привет"


@pytest.mark.parametrize("named", ["utf-8", "utf-8-sig"])
def test_a_named_encoding_may_come_with_a_byte_order_mark(
    tmp_path: Path, named: str
) -> None:
    path = tmp_path / "a.mof"
    path.write_bytes(codecs.BOM_UTF8 + TEXT.encode())
    assert default_of(path, encoding=named) == "Größe €"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_are_unified_and_lines_counted(tmp_path: Path, line_end: str) -> None:
    path = tmp_path / "a.mof"
    path.write_bytes(f"class A;{line_end}// c{line_end}klass B;".encode())
    assert "a.mof:3:1: error" in message(path)
    with pytest.raises(MofError, match=":3:1: error"):
        parse_text(f"class A;{line_end}// c{line_end}klass B;")


def test_the_end_mark_of_old_editors_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.mof"
    path.write_bytes(b'class A { string S = "x"; };\r\n\x1a')
    assert default_of(path) == "x"


def test_an_empty_file_is_an_empty_schema(tmp_path: Path) -> None:
    path = tmp_path / "a.mof"
    path.touch()
    assert parse_files([path]).declarations == ()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "none.mof"
    assert message(path) == "error: none.mof does not exist"


def test_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "schemas"
    path.mkdir()
    assert message(path) == "error: schemas is a folder"


def test_an_impossible_path() -> None:
    with pytest.raises(MofError, match="is no possible path"):
        parse_files(["a\0b.mof"])


def test_a_binary_file(tmp_path: Path) -> None:
    path = tmp_path / "a.bmf"
    path.write_bytes(b"FOMB\x01\x00\x00\x00" + bytes(range(256)) * 9)
    assert path.name in message(path)


def test_bytes_that_are_no_text_in_the_named_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.mof"
    path.write_bytes(b"class A; // \xff")
    assert message(path, "utf-8") == (
        "error: a.mof is not text in utf-8 (byte 12)\n"
        "  note: name its encoding with --encoding, e.g. --encoding cp1251"
    )


def test_bytes_that_are_no_text_in_any_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.mof"
    path.write_bytes(b"class A; // \x81\x8d")
    assert "a.mof is not text in cp1252 (byte 12)" in message(path)


def test_an_encoding_that_there_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.mof"
    path.write_text("class A;")
    assert 'no encoding "klingon"' in message(path, "klingon")


def test_a_file_beyond_the_limit_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_FILE_SIZE", 1024 * 1024)
    path = tmp_path / "a.mof"
    path.write_bytes(b" " * (1024 * 1024 + 1))
    assert message(path) == "error: a.mof is larger than 1 MB"


def test_errors_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    good, bad, none = (tmp_path / n for n in ("good.mof", "bad.mof", "none.mof"))
    good.write_text("class A;")
    bad.write_text("class ;\nclass B }")
    with pytest.raises(MofError) as caught:
        parse_files([good, bad, none])
    lines = [str(d).splitlines()[0] for d in caught.value.diagnostics]
    assert [line.replace(f"{tmp_path}/", "") for line in lines] == [
        'bad.mof:1:7: error: unexpected ";"',
        'bad.mof:2:9: error: unexpected "}"',
        "error: none.mof does not exist",
    ]
