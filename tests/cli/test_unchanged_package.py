"""``mofgen generate`` and ``check`` where nothing, or anything at all, has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mofgen.cli import main
from mofgen.codegen import package as planning

MOF = 'class T_Disk { [Key, Description("A name.")] string Name; uint64 Size; };\n'


class Project:
    """A project with one schema, in which commands are run."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.schema = folder / "schema.mof"
        self.schema.write_text(MOF)
        self.package = folder / "generated" / "pkg"
        self.config = folder / "pyproject.toml"
        self.config.write_text(
            '[tool.mofgen]\nschema = ["schema.mof"]\npackage = "pkg"\n'
        )
        self.plans = 0
        plan_package = planning.plan_package

        def counting(*args: object, **others: object) -> object:
            self.plans += 1
            return plan_package(*args, **others)  # type: ignore[arg-type]

        monkeypatch.setattr(planning, "plan_package", counting)

    def run(self, *arguments: str, exit_code: int = 0) -> Result:
        result = CliRunner().invoke(main, list(arguments))
        assert result.exit_code == exit_code, result.output
        return result

    def plans_of(self, *arguments: str, exit_code: int = 0) -> int:
        """How often a command works out the whole package."""
        before = self.plans
        self.run(*arguments, exit_code=exit_code)
        return self.plans - before


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("MOFGEN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("MOFGEN_NO_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, monkeypatch)


@pytest.fixture
def settled(project: Project) -> Project:
    """The project with its package written and known to the cache."""
    project.run("generate")
    assert project.plans == 1
    return project


def test_an_unchanged_package_is_not_worked_out(settled: Project) -> None:
    assert settled.plans_of("generate") == 0
    assert settled.plans_of("check") == 0
    assert "1 class: 0 files written, 5 unchanged" in settled.run("generate").output


def test_a_changed_schema_changes_the_package(settled: Project) -> None:
    settled.schema.write_text(MOF.replace("Size", "Extent"))
    assert settled.plans_of("check", exit_code=1) == 1
    assert settled.plans_of("generate") == 1
    assert "Extent" in (settled.package / "classes" / "T_Disk.py").read_text()


def test_a_schema_changed_back_changes_the_package_back(settled: Project) -> None:
    written = (settled.package / "classes" / "T_Disk.py").read_bytes()
    settled.schema.write_text(MOF.replace("Size", "Extent"))
    settled.run("generate")
    settled.schema.write_text(MOF)
    assert settled.plans_of("check", exit_code=1) == 0
    settled.run("generate")
    assert (settled.package / "classes" / "T_Disk.py").read_bytes() == written


def test_a_changed_configuration_counts(settled: Project) -> None:
    with settled.config.open("a") as file:
        file.write('[tool.mofgen.naming.rename]\n"T_Disk.Size" = "Extent"\n')
    assert settled.plans_of("generate") == 1
    assert "Extent" in (settled.package / "classes" / "T_Disk.py").read_text()


def test_a_lost_file_is_written_again(settled: Project) -> None:
    (settled.package / "py.typed").unlink()
    assert "missing  py.typed" in settled.run("check", exit_code=1).output
    settled.run("generate")
    assert (settled.package / "py.typed").exists()


def test_an_edited_file_is_not_overwritten(settled: Project) -> None:
    file = settled.package / "classes" / "T_Disk.py"
    file.write_text("edited = True\n")
    assert "changed  classes/T_Disk.py" in settled.run("check", exit_code=1).output
    settled.run("generate", exit_code=1)
    assert file.read_text() == "edited = True\n"
    settled.run("generate", "--force")
    settled.run("check")


def test_a_lost_manifest_is_written_again(settled: Project) -> None:
    (settled.package / "mofgen-manifest.json").unlink()
    assert settled.plans_of("generate") == 1
    assert (settled.package / "mofgen-manifest.json").exists()


def test_templates_of_the_users_are_rendered_every_time(
    settled: Project, tmp_path: Path
) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    assert settled.plans_of("generate", "--templates", str(templates)) == 1
    assert settled.plans_of("generate", "--templates", str(templates)) == 1


def test_without_the_cache_all_is_worked_out(
    settled: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settled.plans_of("generate", "--no-cache") == 1
    monkeypatch.setenv("MOFGEN_NO_CACHE", "1")
    assert settled.plans_of("check") == 1


def test_clearing_the_cache_forgets_packages_too(settled: Project) -> None:
    settled.run("cache", "clear")
    assert settled.plans_of("generate") == 1
