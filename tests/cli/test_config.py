"""[tool.mofgen]: where it is looked for, what it may say, and how mistakes read."""

from __future__ import annotations

from pathlib import Path

import pytest

from mofgen.config import Config, ConfigError, find_config, read_config


def write(folder: Path, text: str) -> Path:
    file = folder / "pyproject.toml"
    file.write_text(text, "utf-8")
    return file


def test_every_key_is_read_and_paths_count_from_the_files_folder(
    tmp_path: Path,
) -> None:
    file = write(
        tmp_path,
        """
        [tool.mofgen]
        schema = ["schemas/a.mof", "schemas/b.mof"]
        amend = ["schemas/a.mfl"]
        include-path = ["shared"]
        encoding = "utf-16-le"
        external = ["CIM_RegisteredProfile"]
        package = "hyperv_v2"
        out = "generated"
        templates = "my/templates"
        naming = {suffix = "_"}
        """,
    )
    assert read_config(file) == Config(
        file=file,
        schema=(tmp_path / "schemas/a.mof", tmp_path / "schemas/b.mof"),
        amend=(tmp_path / "schemas/a.mfl",),
        include_path=(tmp_path / "shared",),
        encoding="utf-16-le",
        external=("CIM_RegisteredProfile",),
        package="hyperv_v2",
        out=tmp_path / "generated",
        templates=tmp_path / "my/templates",
        naming={"suffix": "_"},
    )


def test_the_nearest_file_upwards_counts_alone(tmp_path: Path) -> None:
    write(tmp_path, '[tool.mofgen]\npackage = "outer"')
    inner = tmp_path / "inner"
    deep = inner / "a" / "b"
    deep.mkdir(parents=True)
    assert find_config(deep).package == "outer"
    write(inner, '[project]\nname = "inner"')
    assert find_config(deep).package is None


def test_without_a_table_the_configuration_is_empty(tmp_path: Path) -> None:
    file = write(tmp_path, "[tool.other]\nx = 1")
    assert read_config(file) == Config(file=file)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'shema = ["a.mof"]',
            'tool.mofgen: unknown key "shema"; did you mean "schema"?',
        ),
        ("colour = 1", 'tool.mofgen: unknown key "colour"'),
        (
            'schema = "a.mof"',
            "tool.mofgen.schema must be a list of strings, not a string",
        ),
        ("amend = [1]", "must be a list of strings, not a list of other values"),
        ("package = true", "tool.mofgen.package must be a string, not a boolean"),
        ('package = ""', "tool.mofgen.package must be a string, not an empty string"),
        ('package = "a-b"', 'the name of a Python package, and "a-b" is none'),
        ('package = "a.class"', 'a Python package, and "a.class" is none'),
        ('encoding = "utf-99"', 'must be an encoding, and "utf-99" is none'),
        ("out = 1.5", "tool.mofgen.out must be a string, not a float"),
        ("naming = 3", "tool.mofgen.naming must be a table, not an integer"),
        ("out = 2024-01-01", "tool.mofgen.out must be a string, not a date or time"),
    ],
)
def test_mistakes_name_the_file_and_the_key(
    tmp_path: Path, text: str, message: str
) -> None:
    file = write(tmp_path, f"[tool.mofgen]\n{text}")
    with pytest.raises(ConfigError) as caught:
        read_config(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert str(caught.value).endswith(message)


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\nmofgen = 1", "[tool"])
def test_a_file_of_the_wrong_shape_is_a_configuration_error(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(ConfigError, match="pyproject"):
        read_config(write(tmp_path, text))


def test_a_file_that_is_no_text_is_a_configuration_error(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="pyproject"):
        read_config(file)
