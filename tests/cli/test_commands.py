"""The commands, as a user calls them: what they print, where, and their exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mofgen import __version__
from mofgen.cli import COMMANDS, main
from mofgen.ir.json import from_json

MOF = """
[Description("A disk.")] class T_Disk { [Key] string Id; uint8 State; };
"""
CANONICAL = """\
[Description("A disk.")]
class T_Disk
{
    [Key]
    string Id;

    uint8 State;
};
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and a cache of its own."""
    folder = tmp_path / "here"
    folder.mkdir()
    # Nothing above may configure what is tested here.
    (folder / "pyproject.toml").write_text("", "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MOFGEN_CACHE_DIR", str(tmp_path / "cache"))
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def write(name: str, text: str) -> None:
    Path(name).write_text(text, "utf-8")


def configure(text: str) -> None:
    write("pyproject.toml", f"[tool.mofgen]\n{text}")


# --- the group ---


def test_help_lists_every_command() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert all(f"  {name} " in result.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {name} ")


def test_the_version() -> None:
    assert run("--version").stdout == f"main {__version__}\n"


def test_an_unknown_command() -> None:
    result = run("genrate")
    assert result.exit_code == 2
    assert 'no such command "genrate"; did you mean "generate"?' in result.stderr


# --- parse ---


def test_parse_tells_what_is_in_a_file() -> None:
    write("a.mof", MOF + "[Association] class T_Uses {}; class B : Unknown {};")
    result = run("parse", "a.mof")
    assert (result.exit_code, result.stdout) == (0, "a.mof: 2 classes, 1 association\n")


def test_parse_goes_on_after_a_file_with_errors() -> None:
    write("a.mof", "class A { uint8 ; };")
    write("b.mof", '#pragma include("c.mof")')
    write("c.mof", "instance of X { }; [Indication] class I {};")
    result = run("parse", "a.mof", "b.mof", "none.mof")
    assert result.exit_code == 1
    assert result.stdout == "b.mof: 1 indication, 1 instance, 1 pragma (in 2 files)\n"
    assert "a.mof:1:17: error: " in result.stderr
    assert "none.mof does not exist" in result.stderr
    assert result.stderr.endswith("\n2 of 3 files have errors\n")


def test_parse_as_json() -> None:
    write("a.mof", MOF)
    write("b.mof", "class")
    result = run("parse", "--json", "a.mof", "b.mof")
    assert result.exit_code == 1
    good, bad = json.loads(result.stdout)
    assert good["file"] == "a.mof"
    assert good["ok"] is True
    assert good["classes"] == ["T_Disk"]
    assert good["qualifier_declarations"] == []
    assert bad["ok"] is False
    assert bad["errors"][0]["line"] == 1
    assert result.stderr == ""


def test_parse_needs_a_file() -> None:
    assert run("parse").exit_code == 2


def test_an_unknown_encoding_is_wrong_usage() -> None:
    write("a.mof", MOF)
    result = run("parse", "--encoding", "utf-99", "a.mof")
    assert result.exit_code == 2
    assert '"utf-99" is not an encoding' in result.stderr


# --- ir ---


def test_ir_writes_json_to_standard_output() -> None:
    write("a.mof", MOF)
    result = run("ir", "a.mof")
    assert result.exit_code == 0
    assert "T_Disk" in from_json(result.stdout_bytes)


def test_ir_is_indented_for_people_and_compact_for_programs() -> None:
    write("a.mof", MOF)
    indented, compact = (
        run("ir", "a.mof").stdout,
        run("ir", "--compact", "a.mof").stdout,
    )
    assert indented.startswith('{\n  "mofgen-ir": 1,\n')
    assert compact.startswith('{"mofgen-ir":1,')
    assert json.loads(indented) == json.loads(compact)


def test_ir_writes_a_file_and_reads_amendments() -> None:
    write("a.mof", MOF)
    write("a.mfl", '[Description("Disque.") : Amended] class T_Disk {};')
    result = run("ir", "a.mof", "--amend", "a.mfl", "-o", "a.json")
    assert (result.exit_code, result.stdout) == (0, "")
    schema = from_json(Path("a.json").read_bytes())
    assert schema["T_Disk"].qualifiers["description"].value == "Disque."


def test_semantic_errors_go_to_stderr() -> None:
    write("a.mof", "class A : B {};\nclass C : D {};")
    result = run("ir", "a.mof")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "a.mof:1:11: error: " in result.stderr
    assert result.stderr.endswith("\n2 errors\n")


def test_a_source_in_an_error_can_not_steer_the_terminal() -> None:
    write("a.mof", "class A \x1b[2J {};")
    result = run("ir", "a.mof")
    assert result.exit_code == 1
    assert "\x1b" not in result.stderr


def test_errors_as_json() -> None:
    write("a.mof", "class A : B {};")
    result = run("ir", "--json", "a.mof")
    assert result.exit_code == 1
    (error,) = json.loads(result.stderr)
    assert error["code"] == "unknown-superclass"
    assert (error["file"], error["line"], error["column"]) == ("a.mof", 1, 11)


def test_an_output_that_can_not_be_written_is_told_in_one_line() -> None:
    write("a.mof", MOF)
    result = run("ir", "a.mof", "-o", "none/a.json")
    assert result.exit_code == 1
    assert result.stderr == "error: none/a.json: No such file or directory\n"


def test_without_a_schema_the_configured_one_is_taken() -> None:
    write("a.mof", "class A { B ref R; };")
    configure('schema = ["a.mof"]\nexternal = ["B"]')
    result = run("ir")
    assert result.exit_code == 0, result.stderr
    assert "A" in from_json(result.stdout_bytes)


def test_errors_name_configured_files_as_seen_from_here(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.mof", "class A : B {};")
    configure('schema = ["a.mof"]')
    assert run("ir").stderr.startswith("a.mof:1:11: error: ")
    (here / "below").mkdir()
    monkeypatch.chdir(here / "below")
    assert run("ir").stderr.startswith(f"{here / 'a.mof'}:1:11: error: ")


def test_the_command_line_wins_over_the_configuration() -> None:
    write("a.mof", "class A {};")
    write("b.mof", "class B {};")
    write("a.mfl", '[Description("x") : Amended] class A {};')
    configure('schema = ["a.mof"]\namend = ["a.mfl"]')
    assert "description" in from_json(run("ir").stdout_bytes)["A"].qualifiers
    assert list(from_json(run("ir", "b.mof").stdout_bytes).classes) == ["b"]


def test_no_schema_at_all() -> None:
    result = run("ir")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: no schema: name its files, or give schema")


def test_a_wrong_configuration_is_told_in_one_line(here: Path) -> None:
    configure("shema = []")
    result = run("ir")
    assert result.exit_code == 1
    assert result.stderr == (
        f"error: {here / 'pyproject.toml'}: tool.mofgen: "
        'unknown key "shema"; did you mean "schema"?\n'
    )


# --- format ---


def test_format_prints_canonical_mof() -> None:
    write("a.mof", MOF)
    assert run("format", "a.mof").stdout == CANONICAL


def test_format_in_place_and_check() -> None:
    write("a.mof", MOF)
    result = run("format", "--check", "a.mof")
    assert result.exit_code == 1
    assert result.stderr == "error: a.mof: not in canonical form\n"
    assert run("format", "--in-place", "a.mof").exit_code == 0
    assert Path("a.mof").read_text("utf-8") == CANONICAL
    assert run("format", "--check", "a.mof").exit_code == 0


def test_format_does_not_touch_a_file_that_is_canonical(here: Path) -> None:
    write("a.mof", CANONICAL)
    before = (here / "a.mof").stat()
    assert run("format", "--in-place", "a.mof").exit_code == 0
    assert (here / "a.mof").stat().st_ino == before.st_ino


def test_format_does_not_write_included_files_into_the_including_one() -> None:
    write("a.mof", '#pragma include("b.mof")\nclass A {};')
    write("b.mof", "class B {};")
    assert "class B" in run("format", "a.mof").stdout
    result = run("format", "--in-place", "a.mof")
    assert result.exit_code == 1
    assert "a.mof includes other files" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--check", "--in-place", "a.mof"],
        ["--in-place", "-o", "b.mof", "a.mof"],
        ["--check", "a.mof", "a.mof"],
        ["--in-place", "--amend", "a.mfl", "a.mof"],
    ],
)
def test_format_options_that_exclude_each_other(arguments: list[str]) -> None:
    write("a.mof", MOF)
    assert run("format", *arguments).exit_code == 2


# --- diff ---


@pytest.fixture
def two_versions() -> None:
    write("old.mof", "class A { uint8 X; }; class B {};")
    write("new.mof", "class A { uint8 X; uint8 Y; };")


@pytest.mark.usefixtures("two_versions")
def test_diff_tells_changes() -> None:
    result = run("diff", "old.mof", "new.mof")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 class removed; 1 property added\n")


@pytest.mark.usefixtures("two_versions")
@pytest.mark.parametrize(
    ("old", "new", "fail_on", "exit_code"),
    [
        ("old.mof", "new.mof", "breaking", 1),
        ("old.mof", "new.mof", "any", 1),
        ("new.mof", "new.mof", "any", 0),
        ("new.mof", "old.mof", "breaking", 1),
    ],
)
def test_diff_fails_on_demand(old: str, new: str, fail_on: str, exit_code: int) -> None:
    assert run("diff", old, new, "--fail-on", fail_on).exit_code == exit_code


@pytest.mark.usefixtures("two_versions")
def test_diff_fails_on_breaking_changes_only() -> None:
    write("more.mof", "class A { uint8 X; uint8 Y; uint8 Z; };")
    assert run("diff", "new.mof", "more.mof", "--fail-on", "breaking").exit_code == 0
    assert run("diff", "new.mof", "more.mof", "--fail-on", "any").exit_code == 1


@pytest.mark.usefixtures("two_versions")
def test_diff_in_other_forms() -> None:
    data = json.loads(run("diff", "--json", "old.mof", "new.mof").stdout)
    assert [change["kind"] for change in data["changes"]] == [
        "class-removed",
        "property-added",
    ]
    assert "### A" in run("diff", "--markdown", "old.mof", "new.mof").stdout
    assert run("diff", "--markdown", "--json", "old.mof", "new.mof").exit_code == 2


# --- show ---


def test_show_a_class_and_a_member() -> None:
    write("a.mof", MOF)
    configure('schema = ["a.mof"]')
    assert run("show", "t_disk").stdout.startswith("T_Disk  class\n\n  A disk.\n")
    assert run("show", "T_Disk.state").stdout.startswith("T_Disk.State  uint8\n")


def test_show_as_json() -> None:
    write("a.mof", MOF)
    data = json.loads(run("show", "--json", "-s", "a.mof", "T_Disk").stdout)
    assert data["keys"] == ["Id"]
    assert [p["name"] for p in data["properties"]] == ["Id", "State"]
    data = json.loads(run("show", "--json", "-s", "a.mof", "T_Disk.Id").stdout)
    assert data["qualifiers"] == {"Key": True}


def test_show_an_unknown_class() -> None:
    write("a.mof", MOF)
    result = run("show", "-s", "a.mof", "T_Dsk")
    assert result.exit_code == 1
    assert result.stderr == (
        'error: no class "T_Dsk" in the schema; did you mean "T_Disk"?\n'
    )


# --- cache ---


def test_cache_path_and_clear(tmp_path: Path) -> None:
    write("a.mof", MOF)
    assert run("cache", "path").stdout == f"{tmp_path / 'cache'}\n"
    assert run("cache", "clear").stdout == "0 cached schemas deleted\n"
    run("ir", "a.mof")
    assert run("cache", "clear").stdout == "1 cached schema deleted\n"
    run("ir", "--no-cache", "a.mof")
    assert run("cache", "clear").stdout == "0 cached schemas deleted\n"
