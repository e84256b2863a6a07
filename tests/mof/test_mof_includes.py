"""``#pragma include``: textual, relative, searched, and bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from mofgen.mof import MofError, includes, parse_files, parse_text
from mofgen.mof.tree import ClassDeclaration, Document


def write(folder: Path, **files: str) -> Path:
    """Writes ``name=text`` as ``name.mof`` (``__`` in a name parts folders)."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.mof"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "main.mof"


def include(*paths: str) -> str:
    return "".join(f'#pragma include("{p}")\n' for p in paths)


def classes(document: Document) -> list[str]:
    return [d.name for d in document.declarations if isinstance(d, ClassDeclaration)]


def errors(path: Path, **options: list[Path]) -> str:
    with pytest.raises(MofError) as caught:
        parse_files([path], **options)  # type: ignore[arg-type]
    return str(caught.value).replace(f"{path.parent}/", "")


def test_declarations_stand_where_the_include_stood(tmp_path: Path) -> None:
    main = write(tmp_path, main=f"class A;\n{include('b.mof')}class C;", b="class B;")
    document = parse_files([main])
    assert classes(document) == ["A", "B", "C"]
    assert [Path(s.name).name for s in document.sources] == ["main.mof", "b.mof"]


@pytest.mark.parametrize("written", ["sub/b.mof", r"sub\\b.mof", r"sub\b.mof"])
def test_paths_are_relative_to_the_including_file(tmp_path: Path, written: str) -> None:
    main = write(
        tmp_path, main=include(written), sub__b=include("c.mof"), sub__c="class C;"
    )
    assert classes(parse_files([main])) == ["C"]


def test_the_include_path_is_searched_after_the_own_folder(tmp_path: Path) -> None:
    main = write(
        tmp_path / "x",
        main=include("a.mof", "b.mof"),
        a="class Near;",
    )
    write(tmp_path / "lib", a="class Far;", b="class FromPath;")
    document = parse_files([main], include_path=[tmp_path / "lib"])
    assert classes(document) == ["Near", "FromPath"]


def test_a_text_includes_by_the_include_path(tmp_path: Path) -> None:
    write(tmp_path, b="class B;")
    document = parse_text(include("b.mof"), include_path=[tmp_path])
    assert classes(document) == ["B"]


def test_a_namespace_reaches_into_included_files_and_out_of_them(
    tmp_path: Path,
) -> None:
    main = write(
        tmp_path,
        main=f'#pragma namespace("a")\n{include("b.mof")}class C;',
        b='class B1; #pragma namespace("b") class B2;',
    )
    found = parse_files([main]).declarations
    spaces = {d.name: d.namespace for d in found if isinstance(d, ClassDeclaration)}
    assert spaces == {"B1": "a", "B2": "b", "C": "b"}


def test_a_namespace_does_not_reach_into_the_next_file(tmp_path: Path) -> None:
    write(tmp_path, a='#pragma namespace("a") class A;', b="class B;")
    found = parse_files([tmp_path / "a.mof", tmp_path / "b.mof"]).declarations
    spaces = [d.namespace for d in found if isinstance(d, ClassDeclaration)]
    assert spaces == ["a", None]


def test_a_file_included_twice_stands_twice_and_is_read_once(tmp_path: Path) -> None:
    main = write(
        tmp_path, main=include("b.mof", "sub/../b.mof"), b="class B;", sub__x=""
    )
    document = parse_files([main])
    assert classes(document) == ["B", "B"]
    assert len(document.sources) == 2


def test_a_file_that_is_not_found_is_reported_at_its_include(tmp_path: Path) -> None:
    main = write(tmp_path, main=f"class A;\n{include('gone.mof')}")
    assert errors(main) == (
        'main.mof:2:9: error: included file "gone.mof" not found\n'
        '    2 | #pragma include("gone.mof")\n'
        "      |         ^^^^^^^"
    )


def test_the_searched_folders_are_named(tmp_path: Path) -> None:
    main = write(tmp_path, main=include("gone.mof"))
    lib = tmp_path / "lib"
    assert "note: also looked in lib" in errors(main, include_path=[lib])


def test_a_folder_is_no_file_to_include(tmp_path: Path) -> None:
    main = write(tmp_path, main=include("sub"), sub__x="")
    assert "main.mof:1:9: error: sub is a folder" in errors(main)


def test_a_cycle_is_reported_with_its_chain(tmp_path: Path) -> None:
    main = write(
        tmp_path,
        main=include("a.mof"),
        a="\n" + include("b.mof"),
        b="\n\n" + include("a.mof"),
    )
    lines = [x for x in errors(main).splitlines() if "mof:" in x]
    assert lines == [
        'b.mof:3:9: error: "a.mof" includes itself',
        "a.mof:2:9: note: included from here",
    ]


def test_a_file_that_includes_itself(tmp_path: Path) -> None:
    main = write(tmp_path, main=include("main.mof"))
    assert 'main.mof:1:9: error: "main.mof" includes itself' in errors(main)


def test_a_chain_has_an_end(tmp_path: Path) -> None:
    names = {f"f{i}": include(f"f{i + 1}.mof") for i in range(80)}
    main = write(tmp_path, main=include("f0.mof"), **names)
    assert "more than 64 includes in a chain" in errors(main)


def test_includes_that_multiply_have_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(includes, "MAX_FILES", 200)
    names = {f"f{i}": include(*[f"f{i + 1}.mof"] * 4) for i in range(20)}
    main = write(tmp_path, main=include("f0.mof"), **names, f20="")
    assert "more than 200 files" in errors(main)


def test_errors_of_included_files_come_with_their_own_names(tmp_path: Path) -> None:
    main = write(tmp_path, main=f"class ;\n{include('b.mof')}", b="\nclass ;")
    lines = [x for x in errors(main).splitlines() if "error" in x]
    assert [x.split(" ")[0] for x in lines] == ["main.mof:1:7:", "b.mof:2:7:"]


def test_a_text_that_breaks_off_does_not_hide_errors_of_what_it_included(
    tmp_path: Path,
) -> None:
    main = write(tmp_path, main=f"{include('b.mof')}class A {{", b="class ;")
    lines = [x for x in errors(main).splitlines() if "error" in x]
    assert [x.split(" ")[0] for x in lines] == ["main.mof:2:9:", "b.mof:1:7:"]


@pytest.mark.parametrize("written", ["", "()", '("")', '("a", "b")'])
def test_an_include_takes_one_path(written: str) -> None:
    with pytest.raises(MofError, match="#pragma include takes one argument, a path"):
        parse_text(f"#pragma include{written}")
