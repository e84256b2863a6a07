"""Whole schemas survive JSON, the cache and canonical MOF unchanged."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from mofgen.ir.cache import load_schema
from mofgen.ir.json import from_json, to_json
from mofgen.ir.model import Schema
from mofgen.ir.printer import mof_text

REPOSITORY = Path(__file__).resolve().parents[2]
CORPUS = REPOSITORY.parent / "shared/corpus/cim_schema_2.49.0Final-MOFs.zip"
EXTERNAL = ("CIM_Credential", "CIM_RegisteredProfile", "Msvm_RegisteredProfile")


def extracted(folder: Path) -> Path:
    """The start file of the DMTF schema, where its zip lies beside the repository."""
    if not CORPUS.exists():
        pytest.skip("the DMTF schema is not here")
    with zipfile.ZipFile(CORPUS) as archive:
        archive.extractall(folder)
    return folder / "cim_schema_2.49.0.mof"


@pytest.fixture(
    scope="module",
    params=[
        "WindowsVirtualization.v2.mof",
        "WindowsVirtualization.v2.server2019.mof",
        "DMTF 2.49",
    ],
)
def file(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    name: str = request.param
    if name.startswith("DMTF"):
        return extracted(tmp_path_factory.mktemp("dmtf"))
    return REPOSITORY / "schemas" / name


@pytest.fixture(scope="module")
def schema(file: Path) -> Schema:
    return load_schema([file], external=EXTERNAL, cache=False)


def test_json_loses_nothing(schema: Schema) -> None:
    data = to_json(schema)
    read = from_json(data)
    assert read == schema
    assert to_json(read) == data


def test_the_cache_gives_the_same_schema(
    schema: Schema,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MOFGEN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("MOFGEN_NO_CACHE", raising=False)
    assert load_schema([file], external=EXTERNAL) == schema
    assert list((tmp_path / "cache").iterdir()) != []
    assert load_schema([file], external=EXTERNAL) == schema


def test_canonical_mof_is_the_same_schema(schema: Schema, tmp_path: Path) -> None:
    text = mof_text(schema)
    printed = tmp_path / "printed.mof"
    printed.write_text(text, "utf-8")
    again = load_schema([printed], external=EXTERNAL, cache=False)
    assert again == schema
    assert mof_text(again) == text
